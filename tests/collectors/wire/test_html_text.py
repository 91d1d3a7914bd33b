"""HTML as text: readable, never executed, and in time that grows with its length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import costs_at_most
from voxpop.collectors.wire.html_text import html_to_text, unescape


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
        ("a &lt;b&gt; &amp;amp; &#128578; 3 < 4", "a <b> &amp; 🙂 3 < 4"),
        ("<ul><li>x</li><li>y <code>z</code></li></ul>", "- x\n- y `z`"),
        ("<ul>\n<li>\n<p>x</p>\n<p>more</p></li>\n<li><p>y</p></li></ul>", "- x\n\nmore\n\n- y"),
        ("<script>alert(1)</script><style>b{}</style>x<!-- no -->y", "xy"),
        ("<script>never closed", ""),
        ("x <!-- never closed", "x"),
        ('<img alt=":wrench:"> <img src="x" onerror="alert(1)">', ":wrench:"),
        ("<blockquote><p>theirs</p><blockquote>older</blockquote></blockquote>mine", "> theirs\n>\n> > older\n\nmine"),
        ("<blockquote>left open", "> left open"),
        ("<pre><code>a  =  1\n\n\n  b</code></pre>", "```\na  =  1\n\n\n  b\n```"),
        ('<a href="x>y">link</a></p></b>', "link"),
        ("<svg/>kept", "kept"),
        ("nul\0byte", "nul\ufffdbyte"),
        ("", ""),
    ],
)
def test_text(source, found):
    assert html_to_text(source) == found


def test_a_reference_of_thousands_of_digits_is_no_crash():
    assert unescape("a &#" + "9" * 6000 + "; &amp; b") == "a \ufffd & b"


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<!--", "</", "<?", '<a "', "&", "<div>", "<blockquote>", "<script>", "<pre>"]
)
def test_time_grows_with_the_length_only(piece):
    short, long = ((piece * length)[:length] for length in (20_000, 200_000))
    assert costs_at_most(
        40, lambda: html_to_text(short), lambda: html_to_text(long)
    )  # 100 where it grows with the square


@given(st.text(st.sampled_from("<>/!-=\"' \n`&;#ab1") | st.characters(exclude_categories=["Cs"]), max_size=60))
def test_anything_becomes_text(source):
    text = html_to_text(source)
    assert "\0" not in text
    assert "\n\n\n" not in text or "```" in text
