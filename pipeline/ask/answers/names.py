"""Brands, products and rivals: the tone towards each, and our share of voice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxpop.analysis.estimates.estimate import net_sentiment, share
from voxpop.analysis.report.basis import frame
from voxpop.analysis.report.inputs import queries
from voxpop.pipeline.ask.answer import Figure, WithheldError, of_estimate
from voxpop.pipeline.ask.answers.asked import Asked, Draft
from voxpop.pipeline.ask.world import iso, mondays

if TYPE_CHECKING:
    import pandas as pd


def role_of(asked: Asked, name: str) -> str:
    """Whether a name is a brand, a product or a rival."""
    config = asked.world.config
    kinds = zip(("brand", "product", "rival"), (config.brands, config.products, config.rivals), strict=True)
    return next(role for role, entries in kinds if any(one.name == name for one in entries))


def target_rows(asked: Asked) -> pd.DataFrame:
    """What each author said of each name in the span, on the channels that are compared."""
    span = asked.span
    given = {"audience": asked.audience, "first_week": span.first.monday, "week": span.last.monday}
    rows = frame(asked.world.snapshot.tables.rows("report/targets", given))
    channels = asked.channels()
    return rows if channels is None else rows[rows["channel"].isin(channels)]


def target_parameters(asked: Asked, name: str) -> dict[str, Any]:
    """Parameters of receipt/target.sql."""
    role = role_of(asked, name)
    return {
        "audience": asked.audience,
        "weeks": iso(asked.span),
        "channels": asked.channels(),
        "role": role,
        "target": name,
    }


def target_figure(asked: Asked, rows: pd.DataFrame, name: str) -> Figure:
    """Net sentiment towards a name; `WithheldError` where too few people named it."""
    found = net_sentiment(rows[(rows["target"] == name) & (rows["role"] == role_of(asked, name))], f"target.{name}")
    asked.check(found)
    assert found is not None
    return asked.net_figure(found, f"net.{name}", name, "receipt_target", target_parameters(asked, name))


def names(asked: Asked) -> Draft:
    """Net sentiment towards each configured name."""
    rows, figures, lines = target_rows(asked), [], []
    for name in asked.world.vocabulary.of("name"):
        try:
            figure = target_figure(asked, rows, name)
        except WithheldError as why:
            lines.append(f"{name}: {why}")
            continue
        figures.append(figure)
        lines.append(f"{name}: {asked.interval(figure)}")
    if not figures:
        raise WithheldError(asked.say("too_few", least=asked.world.least))
    best, worst = max(figures, key=lambda f: f.value), min(figures, key=lambda f: f.value)
    sentence = asked.say(
        "names" if len(figures) > 1 else "names_one", scope=asked.scope(), weeks=asked.weeks(), high=best.name, high_value=asked.interval(best), low=worst.name,
        low_value=asked.interval(worst),
    )  # fmt: skip
    return Draft(sentence=sentence, figures=figures, lines=lines)


def voice(asked: Asked) -> Draft:
    """Our share of all namings of compared names, each author counting once a name and week."""
    span = asked.span
    if not asked.world.config.rivals:
        raise WithheldError(asked.say("no_rivals"))
    query, given = queries(asked.world.config, asked.audience, span.last)["voice"]
    rows = frame(asked.world.snapshot.tables.rows(query, {**given, "first_week": span.first.monday}))
    channels = asked.channels()
    rows = rows[rows["week"].isin(mondays(span))]
    rows = rows if channels is None else rows[rows["channel"].isin(channels)]
    namings = rows.drop_duplicates(["week", "author_id", "name", "ours"])
    found = share(namings.assign(part=namings["ours"].astype(int), whole=1), "part", "whole", "voice")
    asked.check(found)
    assert found is not None
    parameters = {"audience": asked.audience, "weeks": iso(span), "channels": channels, "names": given["names"]}
    name = asked.words.SHARE_OF_VOICE
    figure = of_estimate(found, "voice", name, asked.words.percent(found.value), "percent", "receipt_voice", parameters)
    return Draft(
        sentence=asked.say("voice", scope=asked.scope(), weeks=asked.weeks(), value=asked.interval(figure)),
        figures=[figure],
    )
