"""Finding posts by words: the same posts as plain Python over the same expression, ranked by BM25; nothing of what is gone."""

import math
import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.loading import START, batch, gone, post
from voxpop import warehouse
from voxpop.rules.expression import Both, Near, Not, Term, WordsError, parse
from voxpop.warehouse import search as find

WORDS = ["price", "prices", "pricing", "increase", "crash", "crashed", "login", "café", "价格"]
WORD = st.sampled_from(WORDS)
TEXTS = st.lists(st.lists(WORD, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=12)
TERM = st.one_of(
    WORD,
    st.tuples(WORD, WORD).map(lambda pair: f'"{pair[0]} {pair[1]}"'),
    st.sampled_from(["pric*", "cra*", '"price incr"*', "zebra"]),
    st.tuples(st.sampled_from(WORDS[:7]), st.integers(1, 4), st.sampled_from(WORDS[:7])).map(
        lambda given: f"{given[0]} NEAR/{given[1]} {given[2]}"
    ),
)
EXPRESSION = st.recursive(
    TERM,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} OR {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} AND NOT {pair[1]})"),
    ),
    max_leaves=4,
)
STEMS = {"prices": "pric", "price": "pric", "pricing": "pric", "crashed": "crash", "increase": "increas"}


def warehouse_of(folder, texts):
    """A writer's connection to posts with these texts, each an original."""
    path = folder / "w.duckdb"
    with warehouse.writer(path) as writer:
        records = [post(n, text) for n, text in enumerate(texts)]
        writer.load(batch("f1", START + timedelta(days=8), records))
        writer.con.execute(
            "insert into voices select source, post_id, source || '/' || post_id, 'original', null, false from posts"
        )
        writer.findings.build_marts("UTC")
        writer.findings.build_index()
    return path


def found(con, expression, **only):
    return [row["text"] for row in find.by_words(con, expression, 1000, **only).posts.to_pylist()]


def cut(text):
    return re.sub(r"([\u3400-\u9fff])", r" \1 ", text).split()


def spans(term, words):
    """Where a term stands, by plain Python: (first word, last word)."""
    wanted = cut(term.words)
    places = []
    for start in range(len(words) - len(wanted) + 1):
        same = words[start : start + len(wanted)]
        if term.prefix:
            good = same[:-1] == wanted[:-1] and same[-1].startswith(wanted[-1])
        elif len(wanted) == 1:
            good = STEMS.get(same[0], same[0]) == STEMS.get(wanted[0], wanted[0])
        else:
            good = same == wanted
        if good:
            places.append((start, start + len(wanted) - 1))
    return places


def holds(node, words):
    match node:
        case Term():
            return bool(spans(node, words))
        case Near():
            pairs = [(a, b) for a in spans(node.left, words) for b in spans(node.right, words)]
            return any(1 <= b[0] - a[1] <= node.distance or 1 <= a[0] - b[1] <= node.distance for a, b in pairs)
        case Not():
            return not holds(node.part, words)
        case Both():
            return all(holds(part, words) for part in node.parts)
    return any(holds(part, words) for part in node.parts)


@settings(max_examples=7, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=TEXTS, expressions=st.lists(EXPRESSION, min_size=12, max_size=12))
def test_the_index_finds_what_plain_python_finds(tmp_path_factory, texts, expressions):
    path = warehouse_of(tmp_path_factory.mktemp("find"), texts)
    with warehouse.writer(path) as writer:
        for expression in expressions:
            wanted = sorted(text for text in texts if holds(parse(expression, joined=True), cut(text)))
            assert sorted(found(writer.con, expression)) == wanted, expression


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    texts = ["the price of the plan", "price price price", "a long story about many things and a price at the very end of it",
             "Straße, CAFE\u0301 and İstanbul", "login fails since the update", "It crashed while billing"]  # fmt: skip
    path = warehouse_of(tmp_path_factory.mktemp("ranked"), texts)
    with warehouse.writer(path) as writer:
        yield writer.con


def test_ranking_is_bm25_by_hand(con):
    rows = find.by_words(con, "price", 10).posts.to_pylist()
    lengths = [5, 3, 15, 4, 5, 4]
    weight = math.log(1 + (6 - 3 + 0.5) / (3 + 0.5))
    by_hand = {
        n: weight * 2.2 * tf / (tf + 1.2 * (0.25 + 0.75 * lengths[n] / (sum(lengths) / 6)))
        for n, tf in ((0, 1), (1, 3), (2, 1))
    }
    assert [row["text"][:7] for row in rows] == ["price p", "the pri", "a long "]
    assert [row["score"] for row in rows] == pytest.approx([by_hand[1], by_hand[0], by_hand[2]], abs=1e-4)


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ("STRASSE", "Stra"),
        ("café", "Stra"),
        ("cafe\u0301", "Stra"),
        ("fail", "login"),
        ("crash bill", "It"),
        ("crashing", "It"),
    ],
)
def test_case_accents_and_forms_do_not_part_what_is_one_word(con, asked, begins):
    assert [text[: len(begins)] for text in found(con, asked)] == [begins]


def test_words_side_by_side_must_all_be_there_and_a_limit_counts_them_all(con):
    assert found(con, "price login") == []
    best = find.by_words(con, "price", 1)
    assert (best.n_posts, best.posts.num_rows) == (3, 1)


@pytest.mark.parametrize(
    "asked", ["NOT price", "price OR NOT login", '"open', "price NEAR/0 x", " OR ".join(["a"] * 61)]
)
def test_what_cannot_be_searched_is_explained(con, asked):
    with pytest.raises(WordsError, match="character"):
        find.by_words(con, asked, 10)


def test_what_is_gone_cannot_be_read_from_the_index_before_the_next_analysis(tmp_path):
    path = warehouse_of(tmp_path, ["my unmistakable secret price", "another price"])
    with warehouse.writer(path) as writer:
        later = START + timedelta(days=9)
        writer.load(batch("f2", later, [gone(0, later)]))
        assert found(writer.con, "price") == ["another price"]
        words = {row[0] for row in writer.con.execute("select written from search_words").fetchall()}
        assert words == {"another", "price"}
        assert writer.con.execute("select count(*) from search_places").fetchall() == [(2,)]


def test_audience_channel_and_time_restrict(con):
    con.execute("insert into post_audiences select 'buyers', source, post_id from posts where contains(text, 'plan')")
    assert len(found(con, "price", audience="buyers")) == 1
    assert len(found(con, "price", channel="forum")) == 3
    assert found(con, "price", channel="search") == []
    assert found(con, "price", until=START) == []
