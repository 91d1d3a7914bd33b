"""What is the author's own word and what is not: masking, tokens, normal forms, hostile text."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tests.cost import costs_at_most
from voxpop.analysis.text.tokens import CODE, LIMIT, NUMBER, TOKEN, URL, USER, mask, normal_word, strings, tokenise


def words(text: str) -> list[str]:
    return [normal_word(token)[0] for token in TOKEN.findall(mask(text))]


def test_links_mentions_and_numbers_become_stand_ins() -> None:
    assert words("@acme see https://x.example/a?b=1 and u/somebody, 42 times") == [
        USER, "see", URL, "and", USER, ",", NUMBER, "times",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("It hangs.\n```\nthrow new Awful();\n```\nAny idea?", "awful"),
        ("It hangs.\n```\nthrow new Awful();", "awful"),
        ("Use `terrible_flag` here", "terrible"),
        ("<p>Fine.</p><pre>worst()</pre>", "worst"),
        ("> This is terrible\nI do not think so", "terrible"),
        ("Works now.\n-- \nBob, Great Company", "great"),
        ("Works now.\nBest regards,\nBob from Lovely Ltd", "lovely"),
        ("Sounds good.\nOn Mon, Nov 2, Ann wrote:\n> horrible", "horrible"),
        ('It fails:\nTraceback (most recent call last):\n  File "bad.py", line 3, in ugly\nValueError: bad', "ugly"),
        ("It fails\n    at com.bad.Worst.run(Worst.java:12)", "worst"),
        ("See [this](https://x.example/terrible)", "terrible"),
        ("[quote]awful[/quote] no", "awful"),
    ],
)
def test_what_is_not_opinion_is_masked(text: str, gone: str) -> None:
    assert gone not in words(text)


def test_own_words_around_code_and_quotes_stay() -> None:
    kept = words("It hangs.\n> quoted\n```\nx\n```\nAny idea?\n\nThanks\n-- \nBob")
    assert [word for word in kept if word.isalpha()] == ["it", "hangs", "any", "idea", "thanks"] or CODE in kept
    assert {"it", "hangs", "any", "idea", "thanks"} <= set(kept)
    assert "bob" not in kept
    assert "quoted" not in kept


def test_a_post_of_only_a_signature_word_is_kept() -> None:
    assert words("Regards") == ["regards"]


def test_hashtags_are_split() -> None:
    assert words("#ThisIsBroken #fail_again #1234") == ["this", "is", "broken", "fail", "again", NUMBER]


def test_drawn_out_letters_are_cut() -> None:
    assert normal_word("soooooo") == ("soo", True)
    assert normal_word("good") == ("good", False)


def test_identifiers_are_code_but_words_are_not() -> None:
    assert [normal_word(word)[0] for word in ("NullPointerException", "snake_case", "getElementById", "HubSpot", "GREAT")] == [
        CODE, CODE, CODE, "hubspot", "great",
    ]  # fmt: skip


def test_emoticons_and_emoji_are_tokens() -> None:
    found = TOKEN.findall("ok :-) <3 😡👍 note:(see) D:")
    assert {":-)", "<3", "😡", "👍"} <= set(found)
    assert ":(" not in found


def test_tokens_point_to_spellings_row_by_row() -> None:
    tokens = tokenise(["a b a", None, "", "b"])
    assert [tokens.surfaces[code] for code in tokens.codes] == ["a", "b", "a", "b"]
    assert tokens.lengths.tolist() == [3, 0, 0, 1]
    assert tokens.rows.tolist() == [0, 0, 0, 3]


def test_strings_reads_every_text_type_and_refuses_others() -> None:
    assert strings(pa.array(["a", None]).dictionary_encode()) == ["a", None]
    assert strings(pa.array(["a", None], pa.large_string())) == ["a", None]
    assert strings(pa.array([1, 2])) == [None, None]
    broken = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\3\0\0\0"), pa.py_buffer(b"a\xffb")])
    assert strings(broken) == ["a\ufffdb"]


@pytest.mark.parametrize(
    "piece",
    ["a", "`", "<pre>", "@", "#", "\u0301", "(", "[", "\x00", "a@", "[quote]", " ", "\n", "aA", "1a", ":", "a'", "> ", "<", "at ",
     "](", "![", "&amp;", "u/", "https://", "~~~", "😡", "\u202e", "a_", "``", 'FILE "', "- "],
)  # fmt: skip
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    text = piece * (5_000_000 // len(piece))

    def read(text: str) -> None:
        tokens = tokenise([text])
        for surface in tokens.surfaces:
            normal_word(surface)
        assert len(tokens.codes) <= LIMIT

    assert costs_at_most(50, lambda: read("It works, thank you! " * (LIMIT // 20)), lambda: read(text))
