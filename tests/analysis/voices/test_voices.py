"""One voice counts once: reposts, copies, near copies, floods and bots."""

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxpop.analysis.voices.voices import assign_voices

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
TEXT = [
    "source",
    "post_id",
    "author_id",
    "kind",
    "title",
    "text",
    "lang",
    "repost_of",
    "quote_of",
    "community",
]
SCHEMA = pa.schema([*((name, pa.string()) for name in TEXT), ("created_at", pa.timestamp("us", tz="UTC"))])
FAILED = "The upgrade to 7.2 failed at step four and all of our custom fields are gone"


def table(*rows):
    """Posts a minute apart, each by its own author, with what the row says otherwise."""
    base = [
        {
            "source": "x",
            "post_id": f"p{i}",
            "author_id": f"a{i}",
            "kind": "post",
            "text": "",
            "created_at": MONDAY + timedelta(minutes=i),
        }
        | row
        for i, row in enumerate(rows)
    ]
    return pa.Table.from_pylist([{name: row.get(name) for name in SCHEMA.names} for row in base], schema=SCHEMA)


def voices(*rows):
    return {row["post_id"]: row for row in assign_voices(table(*rows)).to_pylist()}


def roles(*rows):
    return [(row["voice_id"], row["role"]) for row in voices(*rows).values()]


def subjects(n):
    """Texts that have nothing in common."""
    return [" ".join(f"w{i}x{j}" for j in range(9)) for i in range(n)]


def test_reposts_follow_their_original_through_chains():
    found = voices({"text": FAILED}, {"kind": "repost", "repost_of": "p0"}, {"kind": "repost", "repost_of": "p1"})
    assert {row["voice_id"] for row in found.values()} == {"x/p0"}
    assert [row["role"] for row in found.values()] == ["original", "repost", "repost"]


def test_reposts_of_an_original_never_seen_are_one_voice_and_the_earliest_stands_for_it():
    assert roles({"kind": "repost", "repost_of": "gone"}, {"kind": "repost", "repost_of": "gone"}) == [
        ("x/p0", "original"),
        ("x/p0", "repost"),
    ]


def test_ids_of_different_sources_are_not_mixed_up():
    found = roles(
        {"text": FAILED, "post_id": "1"}, {"source": "reddit", "kind": "repost", "repost_of": "1", "post_id": "2"}
    )
    assert found == [("reddit/2", "original"), ("x/1", "original")] or found == [
        ("x/1", "original"),
        ("reddit/2", "original"),
    ]


def test_a_ring_of_reposts_ends():
    assert {v for v, _ in roles({"kind": "repost", "repost_of": "p1"}, {"kind": "repost", "repost_of": "p0"})} == {
        "x/p0"
    }


@pytest.mark.parametrize("comment", ["", "  ", "https://t.co/abc", "@acme https://t.co/abc"])
def test_a_quote_without_comment_is_a_repost(comment):
    assert roles({"text": FAILED}, {"quote_of": "p0", "text": comment})[1] == ("x/p0", "repost")


def test_a_quote_with_a_comment_is_a_voice_of_its_own():
    assert roles({"text": FAILED}, {"quote_of": "p0", "text": "Same here"})[1] == ("x/p1", "original")


@pytest.mark.parametrize(
    "copy",
    [
        FAILED.upper(),
        f"  {FAILED.replace(' ', '   ')} https://t.co/xyz",
        f"@acme_help {FAILED}!!!",
        f"{FAILED} #acme",
        FAILED.replace("all of our", "all our"),
        FAILED.replace("upgrade", "up\u200bgrade"),
    ],
    ids=["case", "spaces and link", "handle", "hashtag", "a word less", "invisible sign"],
)
def test_copies_are_one_voice_whoever_wrote_them(copy):
    assert roles({"text": FAILED}, {"text": copy}) == [("x/p0", "original"), ("x/p0", "copy")]


@pytest.mark.parametrize("text", ["Thanks!", "Thanks, that worked", "same problem here too folks"])
def test_short_texts_are_never_copies(text):
    assert [role for _, role in roles({"text": text}, {"text": text})] == ["original", "original"]


def test_a_different_object_makes_a_different_post():
    found = roles({"text": "How do I export contacts to a file?"}, {"text": "How do I export invoices to a file?"})
    assert [role for _, role in found] == ["original", "original"]


def test_a_title_counts_as_text():
    rows = {"title": "Custom fields are gone since the upgrade"}, {"title": "custom fields are gone since the upgrade"}
    assert [role for _, role in roles(*rows)] == ["original", "copy"]


SIGNATURE = (
    "\n--\nDorothea Example, Senior Consultant for Customer Systems at Example Partners in Berlin. All views here are my "
    "own and not those of my employer, whatever the weather may be on the day on which you happen to read this."
)
BODIES = [
    "The import of contacts stops at row five hundred",
    "Can anybody tell me where the export has gone",
    "Prices are going up again next year they say",
    "I quite like the new dashboard with its charts",
    "Our sandbox has been down since the early morning",
]


@pytest.mark.parametrize("authors", [["one"] * 5, ["a", "b", "c", "d", "e"]], ids=["one author", "a list's footer"])
def test_a_long_signature_joins_nothing(authors):
    rows = [{"text": body + SIGNATURE, "author_id": who} for body, who in zip(BODIES, authors, strict=True)]
    assert [role for _, role in roles(*rows)] == ["original"] * 5


def test_a_signature_does_not_hide_a_copy():
    rows = [{"text": body + SIGNATURE, "author_id": "one"} for body in [*BODIES, BODIES[0] + " now"]]
    assert roles(*rows)[-1] == ("x/p0", "copy")


def test_42_posts_found_by_two_queries_with_30_reposts_are_13_voices():
    posts = [{"text": text} for text in subjects(12)]
    reposts = [{"kind": "repost", "repost_of": "elsewhere", "text": f"RT @acme: {FAILED}"} for _ in range(30)]
    once = table(*posts, *reposts)
    found = assign_voices(pa.concat_tables([once, once]))
    assert found.num_rows == 42
    assert len(set(found["voice_id"].to_pylist())) == 13
    assert found["role"].to_pylist().count("original") == 13


def test_thirty_pasted_posts_are_one_voice_and_a_flood():
    found = voices(*[{"text": text} for text in subjects(12)], *[{"text": FAILED}] * 30)
    assert len({row["voice_id"] for row in found.values()}) == 13
    assert found["p12"]["flag"] is None
    assert [found[f"p{i}"]["flag"] for i in range(13, 42)] == ["flood"] * 29


@pytest.mark.parametrize(("apart", "flag"), [(timedelta(hours=5), "flood"), (timedelta(hours=7), None)])
def test_five_people_within_a_day_make_a_flood(apart, flag):
    found = voices(*[{"text": FAILED, "created_at": MONDAY + i * apart} for i in range(5)])
    assert found["p4"]["flag"] == flag


def test_who_mostly_copies_is_a_bot():
    pasted = [{"text": FAILED, "author_id": "bot", "created_at": MONDAY + timedelta(days=i)} for i in range(12)]
    found = voices(*pasted, {"text": "My own words about this matter", "author_id": "bot"}, {"text": FAILED})
    assert {row["flag"] for key, row in found.items() if key != "p13"} == {"bot"}
    assert found["p13"]["flag"] is None


@pytest.mark.parametrize(("gap", "flag"), [(14, "bot"), (15, None)])
def test_a_hundred_posts_a_day_are_a_bots(gap, flag):
    rows = [{"author_id": "b", "created_at": MONDAY + timedelta(minutes=gap * i)} for i in range(100)]
    assert {row["flag"] for row in voices(*rows).values()} == {flag}


def test_unknown_authors_are_not_one_bot():
    assert {row["flag"] for row in voices(*[{"author_id": None}] * 120).values()} == {None}


def test_nothing_and_hostile_texts():
    assert assign_voices(table()).num_rows == 0
    texts = [
        "\0" * 9,
        "x " * 2_500_000,
        "\u202e" + FAILED,
        "<script>alert(1)</script>" * 9,
        "=cmd|' /C calc'!A0",
        "我" * 30,
    ]
    found = voices(*[{"text": text} for text in [*texts, "我" * 30]])
    assert found["p6"]["role"] == "copy"


WORDS = st.sampled_from(["upgrade", "failed", "again", "contacts", "export", "slow", "price", "sandbox", "login"])
POST = st.fixed_dictionaries(
    {
        "text": st.lists(WORDS, max_size=12).map(" ".join),
        "author_id": st.sampled_from(["a", "b", "c", None]),
        "created_at": st.integers(0, 5).map(lambda hours: MONDAY + timedelta(hours=hours)),
        "repost_of": st.sampled_from([None, None, "p0", "p1", "p2", "gone"]),
        "quote_of": st.sampled_from([None, None, "p1"]),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(POST, min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_each_voice_has_one_original(rows, shuffler):
    posts = table(*rows)
    found = assign_voices(posts)
    order = list(range(posts.num_rows))
    shuffler.shuffle(order)
    assert assign_voices(posts.take(pa.array(order))).equals(found)
    keys = [f"{row['source']}/{row['post_id']}" for row in found.to_pylist() if row["role"] == "original"]
    assert sorted(keys) == sorted(set(found["voice_id"].to_pylist()))


def test_planted_copies_are_found_and_little_else_is_joined():
    rng = np.random.default_rng(7)
    vocabulary = np.array([f"word{i}" for i in range(4000)])
    originals = [" ".join(rng.choice(vocabulary, rng.integers(8, 40))) for _ in range(1500)]
    copies = []
    for i in range(500):
        words = originals[i].split()
        words[len(words) // 2 : len(words) // 2] = ["really"] if i % 2 else []
        copies.append(" ".join([*words, "via"]))
    rows = [{"text": text} for text in originals + copies]
    random.Random(1).shuffle(rows)
    found = assign_voices(table(*rows))
    assert found["role"].to_pylist().count("copy") >= 490
    assert len(set(found["voice_id"].to_pylist())) >= 1500
