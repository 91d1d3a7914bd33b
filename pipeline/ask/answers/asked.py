"""What an answering function is given, and what it hands back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from voxpop import shipped
from voxpop.analysis.estimates.estimate import change, net_sentiment
from voxpop.analysis.report.wording import languages
from voxpop.config import EVERYONE
from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Figure, WithheldError, of_estimate
from voxpop.pipeline.ask.weeks import Span
from voxpop.pipeline.ask.world import World, iso, mondays
from voxpop.pipeline.report.receipt import recompute

if TYPE_CHECKING:
    import pandas as pd

    from voxpop.analysis.estimates.correction import Correction
    from voxpop.analysis.estimates.values import Change, Estimate
    from voxpop.analysis.report.wording.languages import Wording
    from voxpop.pipeline.ask.choosing import Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer without what all answers have alike: how sure, what was not heard, quotes."""

    sentence: str
    figures: Sequence[Figure] = ()
    lines: Sequence[str] = ()
    quoted: dict[str, Any] | None = None  # which posts stand for it; None: none are quoted
    notes: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question's slots over a world, in a language."""

    world: World
    slots: Slots
    language: str
    _words: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> Wording:
        """The report's wording, for numbers and dates."""
        return languages.of(self.language)

    @property
    def audience(self) -> str:
        """The audience that is asked for, or everyone."""
        return self.slots.audience or EVERYONE

    @property
    def span(self) -> Span:
        """The weeks that are asked for, or the last whole one."""
        return self.slots.weeks or Span(self.world.now.last, self.world.now.last)

    def say(self, key: str, **values: object) -> str:
        """A sentence in the language of the question."""
        return sentences()[key][self.language].format(**values)

    def label(self, kind: str, id_: str) -> str:
        """What a reader calls a thing."""
        return self.world.vocabulary.label(kind, id_)

    def scope(self, **instead: str | None) -> str:
        """'Customers, Reddit, Dashboard': of whom and what the figure is."""
        of = {
            "audience": self.audience,
            "channel": self.slots.channel,
            "theme": self.slots.theme,
            "name": self.slots.name,
        }
        parts = [self.label(kind, id_) for kind, id_ in (of | instead).items() if id_ and id_ != EVERYONE]
        return ", ".join(parts) or self.label("audience", EVERYONE)

    def weeks(self, span: Span | None = None) -> str:
        """'W47 (16–22 November 2026)'."""
        one = span or self.span
        name = self.say("week" if one.first == one.last else "weeks", first=_number(one.first), last=_number(one.last))
        return f"{name} ({self.words.span(one.first.monday, one.last.sunday)})"

    def channels(self, span: Span | None = None, audience: str | None = None) -> list[str] | None:
        """The channels that are asked for, or those that may be compared; None: all."""
        if self.slots.channel:
            return [self.slots.channel]
        return self.world.compared(audience or self.audience, span or self.span)

    def rows(
        self, span: Span, channels: list[str] | None, theme: str | None = None, audience: str | None = None
    ) -> tuple[pd.DataFrame, Correction | None]:
        """Rows of authors of these weeks, channels and theme; the correction that they are at the level of."""
        rows, corrected = self.world.rows(audience or self.audience, span.last)
        rows = rows[rows["week"].isin(mondays(span))]
        if channels is not None:
            rows = rows[rows["channel"].isin(channels)]
        if theme is not None:
            rows = rows[rows["theme_id"] == theme]
        return rows, corrected

    def net_parameters(
        self,
        span: Span,
        channels: list[str] | None,
        corrected: Correction | None,
        theme: str | None,
        audience: str | None = None,
    ) -> dict[str, Any]:
        """Parameters of receipt/net.sql."""
        return {
            "audience": audience or self.audience,
            "weeks": iso(span),
            "channels": channels,
            "theme": theme,
            "worth": self.world.worth(corrected),
        }

    def net(
        self,
        id_: str,
        name: str,
        span: Span,
        channels: list[str] | None,
        theme: str | None = None,
        audience: str | None = None,
    ) -> Figure:
        """Net sentiment as a figure; `WithheldError` where too few people spoke."""
        rows, corrected = self.rows(span, channels, theme, audience)
        found = net_sentiment(rows, id_, corrected)
        self.check(found)
        assert found is not None
        parameters = self.net_parameters(span, channels, corrected, theme, audience)
        return self.net_figure(found, id_, name, "receipt_net", parameters)

    def net_figure(self, found: Estimate, id_: str, name: str, query: str, parameters: dict[str, Any]) -> Figure:
        """An estimate of net sentiment as a figure."""
        return of_estimate(found, id_, name, self.words.signed(found.value), "points", query, parameters)

    def check(self, found: Estimate | None) -> None:
        """Raise `WithheldError` where an estimate rests on too few people."""
        if found is None or found.n_authors < self.world.least:
            key = "nobody" if found is None or not found.n_authors else "too_few"
            raise WithheldError(self.say(key, least=self.world.least))

    def difference(self, this: pd.DataFrame, before: pd.DataFrame, corrected: Correction | None) -> Change:
        """One side's net sentiment minus the other's."""
        return change(this, before, self.world.least, corrected)

    def difference_figure(
        self, found: Change, id_: str, name: str, query: str, parameters: dict[str, Any], minus: dict[str, Any]
    ) -> Figure:
        """A difference of net sentiment as a figure."""
        assert found.value is not None
        return Figure(
            id=id_,
            name=name,
            value=found.value,
            printed=self.words.signed(found.value),
            unit="points",
            low=found.low,
            high=found.high,
            query=query,
            parameters=parameters,
            minus=minus,
        )

    def counted(self, id_: str, name: str, unit: Any, query: str, parameters: dict[str, Any]) -> Figure:
        """What a query counts, as a figure; `WithheldError` where fewer people than the smallest group stand behind it."""
        found = recompute(self.world.snapshot.tables, {"query": query, "parameters": parameters, "minus": None})
        people = found.get("n_authors")
        value = found["value"] or 0.0
        if people is not None and 0 < people < SMALLEST_GROUP:
            raise WithheldError(self.say("fewer", least=SMALLEST_GROUP))
        printed = self.words.percent(value) if unit == "percent" else self.words.count(value)
        return Figure(
            id=id_, name=name, value=float(value), printed=printed, unit=unit, n_posts=found.get("n_posts"), n_authors=people,
            query=query, parameters=parameters,
        )  # fmt: skip

    def count_parameters(self, what: str, **instead: Any) -> dict[str, Any]:
        """Parameters of ask/count.sql for the slots of the question."""
        asked = {
            "audience": self.audience,
            "weeks": iso(self.span),
            "channels": [self.slots.channel] if self.slots.channel else None,
            "theme": self.slots.theme,
            "target": self.slots.name,
            "groups": None,
            "what": what,
        }
        return asked | instead

    def interval(self, figure: Figure) -> str:
        """'−10 (−17 to −4)', '19% (16 to 22%)', or the figure alone."""
        if figure.low is None or figure.high is None:
            return figure.printed
        if figure.unit == "points":
            return f"{figure.printed} ({self.words.to(figure.low, figure.high)})"
        if figure.unit == "percent":
            low, high = round(figure.low), self.words.percent(figure.high)
            return f"{figure.printed} ({self.say('range', low=low, high=high)})"
        return f"{figure.printed} ({self.say('range', low=decimal(self, figure.low), high=decimal(self, figure.high))})"


def decimal(asked: Asked, value: float) -> str:
    """'4.2', '4,2' in German."""
    return f"{value:.1f}".replace(".", asked.words.DECIMAL)


def kept(drafts: Iterable[Any]) -> list[Figure]:
    """The figures that may be given of several calls; those that may not are left out."""
    found = []
    for make in drafts:
        try:
            found.append(make())
        except WithheldError:
            continue
    return found


@lru_cache(maxsize=1)
def sentences() -> dict[str, dict[str, str]]:
    """What answers say, by key and language."""
    text = resources.files("voxpop.pipeline.ask").joinpath("sentences.yaml").read_text(encoding="utf-8")
    said: dict[str, dict[str, str]] = shipped.parse_texts(text)
    return said


def _number(week: Any) -> str:
    return str(week).partition("-W")[2].lstrip("0")
