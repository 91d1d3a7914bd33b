"""Expressions of audiences: what they mean, tested against a plain evaluator, and where they cannot be read."""

import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxpop.config import Rule
from voxpop.config import file as config_file
from voxpop.errors import ConfigError
from voxpop.rules.expression import Both, Near, Not, Term, WordsError, parse
from voxpop.warehouse.audiences import _all

CON = duckdb.connect()
WORDS = r"' ' || regexp_replace(lower($text), '[^\p{L}\p{N}]+', ' ', 'g') || ' '"  # as audience_candidates.sql
VOCABULARY = ["a", "ab", "abc", "b", "ba", "c"]


def found(expression, text):
    values = {}
    condition = _all(Rule(words=expression), values)
    return CON.execute(f"select {condition} from (select {WORDS} as words)", {**values, "text": text}).fetchone()[0]


def refused_at(text):
    try:
        parse(text)
    except WordsError as error:
        return error.position
    return None


def spans(term, tokens):
    """Where the term stands: first and last place."""
    wanted = term.words.split()
    for at in range(len(tokens) - len(wanted) + 1):
        here = tokens[at : at + len(wanted)]
        last = here[-1].startswith(wanted[-1]) if term.prefix else here[-1] == wanted[-1]
        if here[:-1] == wanted[:-1] and last:
            yield at, at + len(wanted) - 1


def holds(node, tokens):
    """The plain evaluator, over a list of words."""
    if isinstance(node, Term):
        return any(True for _ in spans(node, tokens))
    if isinstance(node, Near):
        pairs = [(one, two) for one in spans(node.left, tokens) for two in spans(node.right, tokens)]
        return any(0 < max(two[0] - one[1], one[0] - two[1]) <= node.distance for one, two in pairs)
    if isinstance(node, Not):
        return not holds(node.part, tokens)
    return (all if isinstance(node, Both) else any)(holds(part, tokens) for part in node.parts)


word = st.sampled_from(VOCABULARY)
term = st.one_of(
    word,
    word.map(lambda w: f"{w}*"),
    st.tuples(st.lists(word, min_size=1, max_size=3), st.sampled_from(["", "*"])).map(
        lambda p: f'"{" ".join(p[0])}"{p[1]}'
    ),
)
near = st.tuples(term, st.integers(1, 4), term).map(lambda t: f"{t[0]} NEAR/{t[1]} {t[2]}")
expression = st.recursive(
    st.one_of(term, near),
    lambda inner: st.one_of(
        inner.map(lambda e: f"NOT ({e})"),
        st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=400)
@given(expression, st.lists(word, max_size=10), st.sampled_from([" ", ", ", "\n", "-"]))
def test_the_database_finds_what_a_plain_evaluator_finds(given_expression, tokens, between):
    assert found(given_expression, between.join(tokens).upper()) == holds(parse(given_expression), tokens)


@settings(deadline=None, max_examples=300)
@given(st.text("ab \"()*/ANDORTNE/1é日%'\\;$", max_size=30))
def test_anything_is_read_or_refused_at_a_place_in_it(text):
    position = refused_at(text)
    assert 1 <= position <= len(text) + 1 if position else isinstance(found(text, "a b ab"), bool)


@pytest.mark.parametrize(
    ("text", "post", "expected"),
    [
        ("price AND NOT job", "The price rose", True),
        ("price AND NOT job", "A job with a price", False),
        ("a OR b AND c", "a", True),
        ("NOT a AND b", "c b", True),
        ("NOT a OR b", "a", False),
        ('"sign in"', "Sign-in fails", True),
        ("refund*", "REFUNDED at last", True),
        ("refund*", "prerefund", False),
        ('"price incr"*', "price increases", True),
        ("price NEAR/2 renewal", "renewal of price", True),
        ("price NEAR/1 renewal", "renewal of price", False),
        ("a NEAR/3 a", "a", False),
        ("İstanbul", "İSTANBUL", True),
        ("価格 AND NOT 求人", "この価格は", True),
        ("and", "this and that", True),
        ("'; drop", "", None),
    ],
)
def test_what_an_expression_means(text, post, expected):
    if expected is None:
        with pytest.raises(WordsError):
            parse(text)
    else:
        assert found(text, post) is expected


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("", 1, "missing at the end"),
        ("price AND", 10, "missing at the end"),
        ("price refund", 7, "AND or OR is missing before refund"),
        ("(price OR refund", 1, "not closed"),
        ("price)", 6, "closes nothing"),
        ('price AND "too dear', 11, "quote is not closed"),
        ("price NEAR refund", 7, "distance"),
        ("price NEAR/0 refund", 7, "distance"),
        ("price NEAR/101 refund", 7, "distance"),
        ("(a OR b) NEAR/3 c", 10, "not after"),
        ("a NEAR/2 b NEAR/2 c", 12, "joins two"),
        ("a NEAR/2 価格", 3, "does not part"),
        ("re*fund", 3, "end of a word"),
        ("price AND *", 11, "no letter"),
        ("OR price", 1, "missing before OR"),
        ("(" * 51 + "a" + ")" * 51, 51, "levels"),
    ],
)
def test_where_and_why_an_expression_cannot_be_read(text, position, said):
    with pytest.raises(WordsError, match=re.escape(said)) as error:
        parse(text)
    assert error.value.position == position


def test_a_mistake_is_reported_with_the_line_of_the_file(tmp_path):
    path = tmp_path / "voxpop.yaml"
    rule = "      - kind: [post]\n        words: 'price AND (refund'\n"
    path.write_text(f"company: {{name: Acme}}\naudiences:\n  - id: buyers\n    name: Buyers\n    match:\n{rule}")
    with pytest.raises(ConfigError) as error:
        config_file.read(path)
    assert any("voxpop.yaml:7: " in line and "character 11" in line for line in error.value.problems)
