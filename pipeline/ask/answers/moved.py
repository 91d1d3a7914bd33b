"""What changed against the weeks before, and what the change is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voxpop.analysis.estimates.drivers import REST, drivers
from voxpop.analysis.estimates.estimate import net_sentiment, share_changes
from voxpop.analysis.estimates.values import Change, Verdict
from voxpop.analysis.report.basis import judge_change
from voxpop.analysis.report.listening import Comparison
from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Figure, WithheldError, of_estimate
from voxpop.pipeline.ask.answers.asked import Asked, Draft
from voxpop.pipeline.ask.weeks import Span

if TYPE_CHECKING:
    import pandas as pd

    from voxpop.analysis.estimates.correction import Correction
    from voxpop.analysis.estimates.values import Estimate

MOST_THEMES = 3
MOST_DRIVERS = 6
CLEAR = (Verdict.UP, Verdict.DOWN)
TONES = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Both periods, as the report of the week compares them."""

    this: pd.DataFrame
    before: pd.DataFrame
    corrected: Correction | None
    channels: list[str] | None
    weeks_before: list[str]  # Mondays, ISO
    level: Estimate
    change: Change


def changed(asked: Asked) -> Draft:
    """The change of net sentiment, and the themes whose share clearly moved."""
    found = _moved(asked)
    figures, sentence = _say_change(asked, found)
    shares = share_changes(found.this, found.before, "theme_id", asked.world.least)
    moved = [
        g for g in shares if g.change.verdict in CLEAR and g.name != "other" and g.share.n_authors >= SMALLEST_GROUP
    ]
    lines = []
    for group in sorted(moved, key=lambda g: -abs(g.change.value or 0.0))[:MOST_THEMES]:
        theme = str(group.name)
        parameters = asked.net_parameters(asked.span, found.channels, None, theme)
        parameters.pop("worth")
        name, printed = asked.label("theme", theme), asked.words.percent(group.share.value)
        figures.append(
            of_estimate(group.share, f"share.{theme}", name, printed, "percent", "receipt_share", parameters)
        )
        change_of = asked.words.share_change(group.change)
        way = asked.say("up" if (group.change.value or 0) > 0 else "down")
        lines.append(f"{name}: {asked.interval(figures[-1])}, {way} {change_of}")
    lines = lines or [asked.say("no_theme_moved")]
    tones = {tone: round(float(found.this[f"n_{tone}"].sum())) for tone in TONES}
    return Draft(sentence=sentence, figures=figures, lines=lines, quoted={"channels": found.channels, "tones": tones})


def why(asked: Asked) -> Draft:
    """The themes that a clear change of net sentiment is made of; what it is made of is not what caused it."""
    found = _moved(asked)
    figures, sentence = _say_change(asked, found)
    if found.change.verdict not in CLEAR:
        return Draft(sentence=f"{sentence} {asked.say('nothing_to_explain')}", figures=figures)
    parts = drivers(found.this, found.before, "theme_id", most=MOST_DRIVERS, correction=found.corrected)
    groups = [str(part.name) for part in parts if part.name != REST]
    lines = []
    for part in parts:
        if part.name == REST or part.total.n_authors < SMALLEST_GROUP or not part.clear:
            continue
        theme = str(part.name)
        parameters = asked.net_parameters(asked.span, found.channels, found.corrected, None)
        parameters.pop("theme")
        parameters |= {
            "before": found.weeks_before,
            "part_of": "theme",
            "groups": groups,
            "chosen": theme,
            "part": "total",
        }
        name = asked.say("no_theme") if theme == "other" else asked.label("theme", theme)
        figure = asked.net_figure(part.total, f"driver.{theme}", name, "receipt_driver", parameters)
        figures.append(figure)
        mix, tone = asked.words.signed(part.mix.value), asked.words.signed(part.tone.value)
        lines.append(asked.say("driver", name=name, value=asked.interval(figure), mix=mix, tone=tone))
    near = [e for e in asked.world.config.events if asked.span.first.monday <= e.date <= asked.span.last.sunday]
    lines += [asked.say("event_near", event=e.name, day=asked.words.short_day(e.date)) for e in near]
    return Draft(
        sentence=sentence,
        figures=figures,
        lines=[*(lines or [asked.say("no_clear_driver")]), asked.say("no_cause")],
        quoted={
            "channels": found.channels,
            "theme": _largest(figures),
            "label": "negative" if found.change.verdict is Verdict.DOWN else "positive",
        },
    )


def _largest(figures: list[Figure]) -> str | None:
    """The theme that makes up most of the change, where one is clear."""
    themes = (figure.id.removeprefix("driver.") for figure in figures if figure.id.startswith("driver."))
    return next((theme for theme in themes if theme != "other"), None)


def _moved(asked: Asked) -> Moved:
    span = asked.span
    comparison = _comparison(asked, span)
    channels = list(comparison.channels) or None
    this, corrected = asked.rows(span, channels)
    rows, _ = asked.world.rows(asked.audience, span.last)
    weeks = [week.monday for week in comparison.weeks]
    before = rows[rows["week"].isin(weeks)]
    before = before if channels is None else before[before["channel"].isin(channels)]
    level = net_sentiment(this, "net", corrected)
    asked.check(level)
    assert level is not None
    least = asked.world.config.report.comparator_weeks
    earlier = bool(rows["week"].isin([span.first.back(n).monday for n in range(1, least + 1)]).any())
    change = judge_change(asked.difference(this, before, corrected), comparison, level, asked.world.least, earlier)
    return Moved(
        this=this,
        before=before,
        corrected=corrected,
        channels=channels,
        weeks_before=[monday.isoformat() for monday in weeks],
        level=level,
        change=change,
    )


def _comparison(asked: Asked, span: Span) -> Comparison:
    """As in the report of a week; a longer span is compared with as many weeks before it, on the channels heard whole in all of them."""
    if span.first == span.last:
        return asked.world.comparison(asked.audience, span.last)
    n = len(span.weeks)
    before = tuple(span.first.back(k) for k in range(n, 0, -1))
    heard = asked.world.channels(asked.audience)
    whole = tuple(c for c in heard if all(asked.world.listening.whole(c, w) for w in (*before, *span.weeks)))
    return Comparison(whole, before if whole else ())


def _say_change(asked: Asked, found: Moved) -> tuple[list[Figure], str]:
    parameters = asked.net_parameters(asked.span, found.channels, found.corrected, None)
    level = asked.net_figure(found.level, "net", asked.say("net"), "receipt_net", parameters)
    figures = [level]
    change = asked.words.change_words(found.change)
    if found.change.value is not None:
        minus: dict[str, Any] = {**parameters, "weeks": found.weeks_before}
        figure = asked.difference_figure(
            found.change, "net.change", asked.say("change"), "receipt_net", parameters, minus
        )
        figures.append(figure)
        change = f"{change} {asked.words.change_interval(found.change)}"
    if not found.weeks_before and found.change.value is not None:
        raise WithheldError(asked.say("nobody"))
    sentence = asked.say(
        "changed",
        scope=asked.scope(),
        weeks=asked.weeks(),
        value=asked.interval(level),
        change=change,
        n=len(found.weeks_before),
    )
    return figures, sentence
