"""What reached most: by the sources' own counts, quoted as any other post, and with what channels do not tell; where the page leads."""

from datetime import date

import pyarrow as pa

from tests.analysis.report.worlds import config, inputs, steady
from voxpop.analysis.report.build import build
from voxpop.analysis.report.render.page import html

HOSTILE = "The <script>alert(1)</script> export of the report works well for us"


def post(post_id, said="The export of the report works well for us", **counts):
    """A post of the week on the forum, with the counts of its source."""
    return {
        "source": "discourse", "post_id": post_id, "author_id": f"author {post_id}", "channel": "forum",
        "day": date(2026, 11, 17), "theme_id": "t1", "label": "positive", "lang": "en", "title": None, "text": said,
        "url": f"https://forum.example/{post_id}", "views": None, "likes": 0, "shares": 0, "replies": 0, "quotable": True,
        "channel_views": False, "channel_reactions": True, **counts,
    }  # fmt: skip


def report(*posts, **changes):
    """A report of those posts beside the usual ones."""
    return build(inputs(steady(), attention=pa.Table.from_pylist(list(posts)), config=config(**changes)))


def test_views_and_reactions_stand_apart_and_no_post_twice():
    found = report(
        post("a", views=900, likes=50), post("b", views=10), post("c", likes=7, replies=2), post("d")
    ).attention
    assert [row.views for row in found.shown] == [900, 10]
    assert [(row.likes, row.replies) for row in found.moved] == [(7, 2)]


def test_what_may_not_be_quoted_is_left_out():
    found = report(
        post("a", "Write to ann@example.org about the export, she knows", likes=90),
        post("b", likes=80, quotable=False),
        post("c", likes=3),
    ).attention
    assert [row.likes for row in found.moved] == [3]
    assert report(post("a", likes=9), report={"quotes": False}).attention is None


def test_channels_that_count_nothing_are_named():
    silent = post("m", channel="mail", channel_reactions=False)
    page = html(report(post("a", likes=9), silent))
    assert "Without views: Support forum, mail." in page
    assert "Without any count: mail." in page
    assert report(silent).attention is None


def test_posts_are_escaped_and_long_ones_cut_after_a_word():
    page = html(report(post("a", HOSTILE, likes=9), post("b", "word " * 100, likes=4)))
    assert "<script" not in page
    assert "word …" in page


def test_the_page_leads_to_the_explorer_only_where_its_address_is_known():
    there = html(report(post("a", likes=9), explorer={"address": "https://listen.example.com/"}))
    assert (
        "https://listen.example.com/theme?audience=administrators&amp;week=2026-W47&amp;lang=en&amp;theme=t1" in there
    )
    assert "In the explorer" in there
    assert "In the explorer" not in html(report(post("a", likes=9)))
