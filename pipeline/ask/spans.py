"""Spans of weeks in a text: points in time found, joined by 'to', opened by 'since'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from voxpop.pipeline.ask.weeks import POINTS, Found, Now, OutsideError, Span

OPEN = re.compile(
    r"(?:since|seit|from|ab|starting(?: from| in| with)?|beginning(?: in| with)?)(?: the(?: week of)?| dem| der| anfang)? ?$"
)
ONWARDS = re.compile(r"^ ?(?:on|onwards?|an)(?!\w)")
JOINED = re.compile(r"^ ?(?:to|until|till|through|up to|bis(?: zum| zur)?|–|-|\.\.) ?(?:the |zum |zur )?$")
JOINED_AND = re.compile(r"^ ?(?:and|und) ?(?:the )?$")
BEFORE = re.compile(r"\b(?:before|davor|zuvor|vorher)\b(?! last)|vorwoche")
PART = re.compile(
    r"(?:first|second|third|last|early|mid|end|late|start|beginning|half|anfang|mitte|ende|hälfte|erste[nr]?|zweite[nr]?)(?: week| half| days?| woche| hälfte| tage)?(?: of| in| des)?(?: the)? ?-?$"
)
"""A part of a month is no whole weeks: such words before a span make it none that can be answered."""
BETWEEN = re.compile(r"(?:between|zwischen|von|vom|from)(?: the| dem| der)? ?$")
COMPARED = re.compile(
    r"\b(?:than|(?:\w{3,}er|mehr|weniger|anders)\b.{0,40}\bals|compared (?:to|with)|versus|vs\.?|gegenüber|(?:im vergleich|verglichen) (?:zu|zum|zur|mit))"
    r"(?: (?:it was|they were|im|in|noch|the|dem|der))* ?$"
)
"""Words before a span with which something else is compared."""


def implied_span(text: str, found: list[Found], now: Now) -> tuple[Span, ...]:
    """The spans found in a text; where it compares with a single one ('happier than in October'), what is compared comes first.

    That is the last whole week, or, where that is what it is compared with, the week that is not over. Raises `OutsideError` where it
    is compared with two.
    """
    spans = tuple(one.span for one in found)
    if not found or not COMPARED.search(text[: found[0].start]):
        return spans
    if len(found) > 1:
        if JOINED_AND.match(text[found[0].end : found[1].start]):
            raise OutsideError  # 'than in September and October'
        return spans
    latest = now.this if spans[0].last >= now.last else now.last
    return (Span(latest, latest), *spans)


def find_spans(text: str, now: Now) -> list[Found]:
    """The spans of weeks that a text in lower case names, in its order, none within another.

    Raises `OutsideError` where one names no week that could be ('week 60', '31 February').
    """
    return _join(text, list(_points(text, now)), now)


def _points(text: str, now: Now) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    for pattern, reader in POINTS:
        for hit in pattern.finditer(text):
            if any(hit.start() < end and start < hit.end() for start, end in taken):
                continue
            groups: dict[str, Any] = hit.groupdict()
            if groups.get("month") == "may" and not _is_month(text, hit):
                continue
            taken.append(hit.span())
            found.append(Found(*hit.span(), reader(groups, now)))
    yield from sorted(found, key=lambda one: one.start)


def _tie(text: str, one: Found, points: list[Found]) -> Found:
    """'The week before' is the one before the other that is named, where one is."""
    others = [other for other in points if other is not one]
    if not others or not BEFORE.search(text[one.start : one.end]):
        return one
    week = min(other.span.first for other in others).back(1)
    return Found(one.start, one.end, Span(week, week))


def _is_month(text: str, hit: re.Match[str]) -> bool:
    """Whether 'may' is the month, and not a verb."""
    before = text[: hit.start("month")].rstrip()
    return bool(re.search(r"(?:in|since|of|during|last|seit|im|until|and|\d)$", before) or hit.groupdict().get("year"))


def _join(text: str, points: list[Found], now: Now) -> list[Found]:
    """Two points with 'to' between are one span; 'since' opens one up to now."""
    spans: list[Found] = []
    points = [_tie(text, one, points) for one in points]
    if any(PART.search(text[: one.start]) for one in points):
        raise OutsideError
    place = 0
    while place < len(points):
        one = points[place]
        before = text[: one.start]
        after = points[place + 1] if place + 1 < len(points) else None
        between = text[one.end : after.start] if after else ""
        opened = BETWEEN.search(before)
        if after and (
            JOINED.match(between)
            or (JOINED_AND.match(between) and opened and opened[0].strip().startswith(("between", "zwischen")))
        ):
            if after.span.last < one.span.first:
                raise OutsideError
            spans.append(
                Found(opened.start() if opened else one.start, after.end, Span(one.span.first, after.span.last))
            )
            place += 2
            continue
        since = OPEN.search(before)
        if since:
            if now.last < one.span.first and now.this < one.span.first:
                raise OutsideError
            on = ONWARDS.match(text[one.end :])
            end = one.end + (on.end() if on else 0)
            if since[0].strip().startswith(("from", "ab")) and not on and since[0].strip() != "ab":
                spans.append(one)  # 'from October' alone: of October
            else:
                spans.append(Found(since.start(), end, Span(one.span.first, max(now.last, one.span.first))))
        else:
            spans.append(one)
        place += 1
    return spans
