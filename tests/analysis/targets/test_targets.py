"""Sentiment by target: each rule on a plain post, the labelled posts, any text in any batch, and hostile ones in bounded time."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.targets import by_rules, names_of, posts
from tests.cost import costs_at_most
from voxpop.analysis.sentiment.measures import LABELS, measures
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.targets.targets import SCHEMA, TargetReader
from voxpop.analysis.text.names import Named, Names, places
from voxpop.analysis.text.tokens import LIMIT
from voxpop.rules.terms import needles

LARKSPUR = Named(name="Larkspur", role="brand", terms=("larkspur", "larkspur_team"))
TERN = Named(name="Tern CRM", role="rival", terms=("tern", "tern crm"))
HALYARD = Named(name="Halyard", role="rival", terms=("halyard",))
SAGE = Named(name="Sage", role="rival", terms=("sage",), require=("crm", "invoice"), exclude=("onion",))


@pytest.fixture(scope="module")
def fast() -> Reader:
    return Reader.load("fast")


@pytest.fixture(scope="module")
def reader(fast: Reader) -> TargetReader:
    return TargetReader(fast, Names([LARKSPUR, TERN, HALYARD, SAGE]))


def told(reader: TargetReader, text: str) -> dict[str, str]:
    return {row["target"]: row["label"] for row in reader.read(pa.array([text])).to_pylist()}


GOOD, BAD, PLAIN = "positive", "negative", "neutral"


@pytest.mark.parametrize(
    ("text", "larkspur", "tern"),
    [
        ("Moved from Tern to Larkspur, so happy", GOOD, BAD),
        ("Moved from Larkspur to Tern CRM, so happy", BAD, GOOD),
        ("Unlike Tern, Larkspur just works", GOOD, BAD),
        ("Larkspur is better than Tern at everything", GOOD, BAD),
        ("Larkspur isn't nearly as fast as Tern", BAD, GOOD),
        ("Larkspur is much slower than Tern", BAD, GOOD),
        ("We dropped Larkspur for Tern", BAD, GOOD),
        ("We chose Larkspur over Tern", GOOD, BAD),
        ("Larkspur > Tern", GOOD, BAD),
        ("I love the reports in Larkspur, but Tern is a horrible mess", GOOD, BAD),
        ("Tried Larkspur, and the funnel looks clumsy and horrible next to Tern", BAD, GOOD),
        ("Both Larkspur and Tern are terrible and useless", BAD, BAD),
        ("Never going back to Tern, I love Larkspur", GOOD, BAD),
        ("Does Larkspur import files from Tern?", PLAIN, PLAIN),
        ("We compared Larkspur and Tern on Monday", PLAIN, PLAIN),
    ],
)
def test_two_names_are_told_apart(reader: TargetReader, text: str, larkspur: str, tern: str) -> None:
    assert told(reader, text) == {"Larkspur": larkspur, "Tern CRM": tern}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Larkspur used to be great until they changed everything", BAD),
        ("We left Larkspur last week", BAD),
        ("We will never leave Larkspur", GOOD),
        ("Was a big fan of Larkspur", BAD),
        ("@larkspur_team the export is wonderful, thank you", GOOD),
    ],
)
def test_one_name(reader: TargetReader, text: str, label: str) -> None:
    assert told(reader, text) == {"Larkspur": label}


def test_a_name_in_a_quote_or_a_link_is_not_spoken_of(reader: TargetReader) -> None:
    assert told(reader, "> Larkspur is horrible\nI did not know that https://tern.example/tern") == {}


def test_conditions_of_ambiguous_names_hold(reader: TargetReader) -> None:
    assert told(reader, "The sage invoice is horrible and wrong") == {"Sage": BAD}
    assert told(reader, "Sage butter is lovely") == {}
    assert told(reader, "Sage and onion, the invoice was horrible") == {}


def test_another_language_is_not_scored(reader: TargetReader) -> None:
    found = reader.read(
        pa.array(["Larkspur: это совершенно ужасное обновление, ничего больше не работает"])
    ).to_pylist()
    assert [(row["label"], row["basis"]) for row in found] == [(None, "not scored")]


def test_the_labelled_posts_beat_the_tone_of_the_whole_post(fast: Reader) -> None:
    rows = posts("judge")
    pairs = [(row["text"], name) for row in rows for name in row["targets"]]
    truth = pa.array([LABELS.index(row["targets"][name]) for row in rows for name in row["targets"]]).to_numpy()
    assert len(rows) > 140
    assert measures(truth, by_rules(TargetReader(fast, names_of(rows)), pairs))["macro_f1"] >= 0.64


SAID = st.lists(
    st.sampled_from(["Larkspur", "tern crm", "Halyard", "love", "hate", "left", "for", "than", "better", ",", ".", "?", "but", "from", "to", "\ue000", "é"]),
    max_size=25,
).map(" ".join)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(SAID, st.text(max_size=60)), min_size=1, max_size=6))
@example(["\ue000 Larkspur \ue002", "", "Tern" * 3])
def test_no_post_changes_another_and_only_names_in_the_text_are_found(texts: list[str]) -> None:
    reader = TargetReader(Reader.load("fast") if not CACHE else CACHE[0], Names([LARKSPUR, TERN, HALYARD]))
    CACHE[:] = [reader.reader]
    whole = reader.read(pa.array(texts))
    assert whole.schema == SCHEMA
    for row, text in enumerate(texts):
        alone = reader.read(pa.array([text])).drop_columns(["row"]).to_pylist()
        assert alone == [
            {name: value for name, value in one.items() if name != "row"}
            for one in whole.to_pylist()
            if one["row"] == row
        ]
        words = f" {re.sub(r'[^a-z]+', ' ', text.lower())} "
        assert {one["target"] for one in alone} <= {
            one.name for one in (LARKSPUR, TERN, HALYARD) if any(needle in words for needle in needles(one.terms))
        }


CACHE: list[Reader] = []


def test_a_product_inside_whose_name_the_brand_stands_names_both() -> None:
    names = Names([LARKSPUR, Named(name="Mail", role="product", terms=("larkspur mail",))])
    assert places(names.mark("Larkspur Mail is down, Larkspur is up")) == [1, 0, 0]


@pytest.mark.parametrize(
    "text",
    [
        "Larkspur Tern " * 5_000,
        "from Larkspur " * 5_000,
        "left " * 10_000 + "Larkspur and Tern",
        "Larkspur, " * 9_000,
        "Larkspur is not " + "very " * 10_000 + "good, unlike Tern",
        "Larkspur! " * 9_000 + "Tern?",
        "a" * 5_000_000 + " Larkspur Tern",
        "Larkspur\x00Tern\u202e" + "\u0301" * 10_000,
    ],
)
def test_hostile_posts_are_read_in_bounded_time(reader: TargetReader, text: str) -> None:
    plain = ("It works, Larkspur, thank you! " * 400)[:LIMIT]
    assert costs_at_most(100, lambda: reader.read(pa.array([plain])), lambda: reader.read(pa.array([text])))


def test_nothing_configured_finds_nothing(fast: Reader) -> None:
    assert TargetReader(fast, Names([])).read(pa.array(["Larkspur", None])).num_rows == 0
