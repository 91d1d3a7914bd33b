"""Weeks as people say them, in both languages."""

import pytest

from voxpop.pipeline.ask.spans import find_spans
from voxpop.pipeline.ask.weeks import OutsideError


def said(text, now):
    return [str(found.span) for found in find_spans(text.lower(), now)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("tone last week", ["2026-W47"]),
        ("die stimmung der letzten Woche", ["2026-W47"]),
        ("this week", ["2026-W48"]),
        ("in October", ["2026-W40..2026-W44"]),
        ("im Oktober 2025", ["2025-W40..2025-W44"]),
        ("since W40", ["2026-W40..2026-W47"]),
        ("seit KW 40", ["2026-W40..2026-W47"]),
        ("week 46 of 2025", ["2025-W46"]),
        ("2026-W40..2026-W44", ["2026-W40..2026-W44"]),
        ("from W40 to W46", ["2026-W40..2026-W46"]),
        ("von KW 40 bis KW 44", ["2026-W40..2026-W44"]),
        ("on 17 November", ["2026-W47"]),
        ("am 17.11.2026", ["2026-W47"]),
        ("since November 2nd", ["2026-W45..2026-W47"]),
        ("the week of 9 November", ["2026-W46"]),
        ("the last four weeks", ["2026-W44..2026-W47"]),
        ("in den letzten 3 Wochen", ["2026-W45..2026-W47"]),
        ("two weeks ago", ["2026-W46"]),
        ("vor drei Wochen", ["2026-W45"]),
        ("last month", ["2026-W40..2026-W44"]),
        ("this month", ["2026-W45..2026-W47"]),
        ("in the third quarter", ["2026-W27..2026-W39"]),
        ("Q3", ["2026-W27..2026-W39"]),
        ("in 2025", ["2025-W01..2025-W52"]),
        ("last week versus the week before", ["2026-W47", "2026-W46"]),
        ("W45 against the week before", ["2026-W45", "2026-W44"]),
        ("October against September", ["2026-W40..2026-W44", "2026-W36..2026-W39"]),
        ("what may I see in May", ["2026-W19..2026-W22"]),
        ("the release of 7.2", []),
    ],
)
def test_spans(text, spans, now):
    assert said(text, now) == spans


@pytest.mark.parametrize(
    "text",
    ["week 60", "the first week of October", "end of November", "on 31 February", "from W46 to W40", "Anfang Oktober"],
)
def test_what_is_no_whole_weeks(text, now):
    with pytest.raises(OutsideError):
        find_spans(text.lower(), now)


def test_a_month_belongs_where_its_thursdays_lie(now):
    september, october = said("September", now)[0], said("October", now)[0]
    assert september.endswith("W39")
    assert october.startswith("2026-W40")
