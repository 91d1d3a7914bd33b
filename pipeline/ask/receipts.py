"""Receipts of answers: each figure recomputed from the posts by its query, and compared with what was printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from voxpop.errors import UsageError
from voxpop.pipeline.ask.answer import Figure
from voxpop.pipeline.ask.answers.helping import read_health, read_wait
from voxpop.pipeline.ask.answers.state import read_alarm, read_negative
from voxpop.pipeline.ask.choosing import Slots
from voxpop.pipeline.ask.forms import all_forms
from voxpop.pipeline.ask.weeks import Span
from voxpop.pipeline.report.receipt import ALMOST, recompute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voxpop.pipeline.ask.world import World

ASKED = (
    "answerers", "count", "demands", "first", "known_at", "likes", "own_posts", "questions", "theme_people", "unheard",
    "worded_net",
)  # fmt: skip
QUERIES = frozenset(
    {
        "receipt_net",
        "receipt_rating",
        "receipt_share",
        "receipt_voice",
        "receipt_target",
        "receipt_driver",
        *(f"ask_{name}" for name in ASKED),
    }
)
"""The queries that receipts may name; a file that names another is refused."""
METHODS = ("wait", "health", "negative_day", "alarm")
"""What no query alone computes: the same function reads it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """A figure as printed, and as the posts give it now."""

    id: str
    name: str
    printed: str
    value: float
    now: float | None  # None: nothing is left of it
    same: bool
    query: str
    parameters: dict[str, Any]
    minus: dict[str, Any] | None


def recompute_figure(world: World, figure: Figure) -> Recomputed:
    """The figure again, from the posts of the snapshot."""
    now = _read(world, figure.query, figure.parameters, figure.minus)
    return Recomputed(
        id=figure.id,
        name=figure.name,
        printed=figure.printed,
        value=figure.value,
        now=now,
        same=now is not None and abs(now - figure.value) < ALMOST,
        query=figure.query,
        parameters=figure.parameters,
        minus=figure.minus,
    )


def figures_of(said: Mapping[str, Any]) -> list[Figure]:
    """The figures of an answer that was saved as JSON; `UsageError` where it is none."""
    try:
        return [Figure(**figure) for figure in said["figures"]]
    except (KeyError, TypeError) as error:
        raise UsageError(f"the file is no answer of `voxpop ask --json`: {error} is missing or strange") from error


def parse_address(address: str) -> tuple[str, Slots, str]:
    """Form, slots and language of an answer's address, such as 'tone?audience=customers&weeks=2026-W47'."""
    form, _, query = address.strip().partition("?")
    known = all_forms()
    if form not in known:
        raise UsageError(f"'{address}' is no receipt: there is no form '{form}'; `voxpop ask --forms` lists them")
    said = dict(parse_qsl(query))
    language = said.pop("language", "en")
    strange = sorted(said.keys() - {*Slots.__dataclass_fields__})
    if strange:
        raise UsageError(f"'{address}' is no receipt: a form has no slot '{strange[0]}'")
    weeks, limit = said.pop("weeks", None), said.pop("limit", None)
    if limit is not None and not limit.isdigit():
        raise UsageError(f"'{address}' is no receipt: 'limit' is a number")
    slots = Slots(**said, weeks=Span.parse(weeks) if weeks else None, limit=int(limit) if limit else None)
    return form, slots, language if language in ("en", "de") else "en"


def _read(world: World, query: str, parameters: dict[str, Any], minus: dict[str, Any] | None) -> float | None:
    if query == "wait":
        found, _, _ = read_wait(world, parameters)
        return None if found is None else found.hours
    if query == "health":
        return float(getattr(read_health(world, parameters), parameters["figure"]))
    if query == "negative_day":
        return read_negative(world, parameters)
    if query == "alarm":
        return read_alarm(world, parameters)
    if query not in QUERIES:
        raise UsageError(f"a receipt names the query '{query}', which there is not")
    value = recompute(world.snapshot.tables, {"query": query, "parameters": parameters, "minus": minus})["value"]
    return None if value is None else float(value)
