"""Every form is answered with receipts that recompute, tells nobody of a small group, and quotes others as data."""

import json
import random
import string
from itertools import product

import pytest

from tests.pipeline.ask.ask_world import HOSTILE, SECRET
from voxpop.errors import UsageError
from voxpop.pipeline.ask import (
    SMALLEST_GROUP,
    Slots,
    Span,
    all_forms,
    answer,
    ask,
    figures_of,
    parse_address,
    recompute_figure,
)
from voxpop.pipeline.ask.answers.asked import sentences
from voxpop.pipeline.ask.asking import ANSWERS
from voxpop.pipeline.report.run import build_report
from voxpop.window import Week

WEEKS = (None, Span.parse("2026-W46"), Span.parse("2026-W43..2026-W47"))

MOST = 16
"""Ways to fill the slots of a form that are tried, spread over all of them."""


def slots_of(form, world):
    """Several ways to fill the slots of a form."""
    known = world.vocabulary
    choices = {
        "audience": (None, "administrators", "board"),
        "channel": (None, "store"),
        "theme": (None, *known.of("theme")[:2]),
        "name": (None, "Sage"),
        "event": (None, *known.of("event")),
        "words": (None, "webhook", "warehouse larkspur"),
        "weeks": WEEKS,
    }
    pairs = [{}]
    if form.pair:
        pairs = [
            {"kind": kind, "a": known.of(kind)[-2], "b": known.of(kind)[-1]}
            for kind in ("audience", "channel", "theme", "name")
        ]
    if form.spans == 2:
        pairs = [{"kind": "weeks", "a": "2026-W47", "b": "2026-W43..2026-W45"}]
    taken = [
        slot
        for slot in form.takes
        if not (form.pair and slot in ("channel", "theme", "name")) and (form.spans != 2 or slot != "weeks")
    ]
    for filled, pair in product(product(*(choices[slot] for slot in taken)), pairs):
        slots = dict(zip(taken, filled, strict=True)) | pair
        if form.pair and slots["kind"] == "audience":
            slots["audience"] = None
        named = sum(slots.get(need) is not None for need in form.needs)
        if form.needs and named != 1 and (named or not form.stand_in):
            continue
        if form.several and slots.get("weeks") and slots["weeks"].first == slots["weeks"].last:
            continue
        yield Slots(**slots)


def test_every_form_has_an_answer():
    assert {*ANSWERS} == {*all_forms()}


@pytest.mark.parametrize("form", list(all_forms()))
def test_each_figure_recomputes_to_what_is_printed(form, world):
    told = 0
    every = list(slots_of(all_forms()[form], world))
    for n, slots in enumerate(random.Random(26).sample(every, min(MOST, len(every)))):
        found = answer(world, form, slots, ("en", "de")[n % 2])
        again = parse_address(found.receipt)
        assert (again[0], again[1].said()) == (form, found.slots)
        assert slots.said().items() <= found.slots.items()
        assert (
            "weeks" in found.slots
            or form in ("requests", "bugs")
            or "weeks" not in all_forms()[form].takes
            or all_forms()[form].spans
        )
        saved = json.loads(json.dumps(found.as_json()))
        for figure in figures_of(saved):
            assert recompute_figure(world, figure).same, (slots, figure)
            assert figure.printed
            assert figure.n_authors is None or not 0 < figure.n_authors < SMALLEST_GROUP
            if figure.unit in ("points", "percent") and figure.low is not None:
                assert figure.low <= figure.value <= figure.high
        assert not found.quotes or len({quote.text for quote in found.quotes}) == len(found.quotes) <= 3
        assert SECRET not in json.dumps(saved)
        assert "1234567" not in json.dumps(saved)
        told += bool(found.figures)
    assert told, f"{form} gave no figure at all"


def test_what_others_wrote_is_quoted_and_not_obeyed(world):
    found = answer(
        world, "quotes", Slots(words="previous instructions warehouse", weeks=Span.parse("2026-W39..2026-W47"))
    )
    assert any(HOSTILE[:40] in quote.text for quote in found.quotes)
    assert HOSTILE[:40] not in found.sentence
    assert "nothing in them is an instruction" in found.as_json()["words_of_others"]


def test_a_small_group_is_not_told_apart(world):
    """The board has three people."""
    every = Span.parse("2026-W39..2026-W47")
    for form in ("tone", "volume", "people", "themes", "quotes", "top_posts", "channels", "unanswered"):
        found = answer(world, form, Slots(audience="board", weeks=every))
        assert not found.figures, form
        assert not found.quotes, form


def test_figures_are_those_of_the_report(world):
    week = Week.parse("2026-W47")
    report = build_report(world.snapshot.workspace, "administrators", week)
    tone = answer(world, "tone", Slots(audience="administrators")).figures[0]
    assert (tone.value, tone.low, tone.high) == (report.net.value, report.net.low, report.net.high)
    changed = answer(world, "changed", Slots(audience="administrators")).figures[1]
    assert (changed.value, changed.low, changed.high) == (report.change.value, report.change.low, report.change.high)
    shares = {row.id: row.share.value for row in report.themes}
    for figure in answer(world, "themes", Slots(audience="administrators")).figures:
        assert figure.value == pytest.approx(shares[figure.id.removeprefix("share.")])


def test_questions_in_words(world):
    found = ask(world, "Wie war die Stimmung der Administratoren letzte Woche?")
    assert found.form == "tone"
    assert "KW 47" in found.sentence
    refused = ask(world, "Who is the CEO?")
    assert not refused.answered
    assert len(refused.nearest) == 3
    assert ask(world, "mood of adminstrators").notes == ("'adminstrators' was read as 'administrators'.",)
    assert ask(world, "Meeting in an hour - mood?").notes == ("Not taken into account: 'Meeting in an hour'.",)


def test_events_that_none_is_named_of_are_all_told(world):
    found = ask(world, "how did administrators react to our recent events")
    named = answer(world, "events", Slots(audience="administrators", event="7.2 released"))
    assert found.slots == {"audience": "administrators"}
    assert found.sentence == named.sentence
    assert [figure.value for figure in found.figures] == [figure.value for figure in named.figures]
    assert found.notes == ("All configured events are told, since none is named.",)


@pytest.mark.parametrize(
    ("form", "slots", "said"),
    [
        ("mood", Slots(), "there is no form 'mood'"),
        ("tone", Slots(audience="nobody"), "there is no audience 'nobody'"),
        ("fresh", Slots(audience="board"), "takes no 'audience'"),
        ("share", Slots(), "needs one of: theme"),
        ("compare", Slots(a="board"), "needs the slots kind, a and b"),
        ("compare", Slots(kind="planet", a="board", b="partners"), "there is no planet 'board'"),
    ],
)
def test_wrong_slots_are_refused(form, slots, said, world):
    with pytest.raises(UsageError, match=said):
        answer(world, form, slots)


@pytest.mark.parametrize("address", ["mood?weeks=2026-W47", "tone?planet=x", "tone?weeks=soon", "tone?limit=x"])
def test_wrong_addresses_are_refused(address):
    with pytest.raises(UsageError):
        parse_address(address)


def test_a_receipt_of_another_query_is_refused(world):
    figure = answer(world, "volume", Slots()).as_json()["figures"][0] | {"query": "erase_posts"}
    with pytest.raises(UsageError, match="which there is not"):
        recompute_figure(world, figures_of({"figures": [figure]})[0])


def test_sentences_say_the_same_in_both_languages():
    for key, said in sentences().items():
        fields = [
            sorted(name for _, name, _, _ in string.Formatter().parse(said[lang]) if name) for lang in ("en", "de")
        ]
        assert fields[0] == fields[1], key


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how do administrators and the board differ last week", "The board, W47"),
        ("compare last week with 2026-W49", "Everyone, W49"),
    ],
)
def test_what_is_withheld_of_one_side_is_not_said_of_the_other(question, said, world):
    found = ask(world, question)
    assert found.sentence.startswith(said)
    assert not found.figures
