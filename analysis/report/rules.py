"""What every report keeps, read from its own figures: names, quotes, sums, weeks.

>>> broken_rules({"themes": [], "verbatims": [], "drivers": [], "channel_drivers": [], "coverage": [], "cautions": [], "headline": ""})
[]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

TONES = ("negative", "neutral", "positive")
ROUNDED = 1.0
"""Posts by which the tones of four quotes may differ from their exact proportion."""


def broken_rules(report: Mapping[str, Any]) -> list[str]:
    """What a report (as report.json has it) says that its own figures do not bear; nothing where all rules hold."""
    return [*_names(report), *_quotes(report), *_sums(report), *_weeks(report)]


def _names(report: Mapping[str, Any]) -> Iterator[str]:
    """Each theme has a name of its own, that is not its number."""
    labels = Counter(theme["label"] for theme in report["themes"])
    yield from (f"{n} themes are called '{label}'" for label, n in labels.items() if n > 1)
    yield from (f"a theme is called by its id: {t['id']}" for t in report["themes"] if t["label"] == t["id"])


def _quotes(report: Mapping[str, Any]) -> Iterator[str]:
    """Quotes that argue against the headline are fewer than the others, say so, and stand last."""
    against = ["disagrees" in q["reason"] or "widerspricht" in q["reason"] for q in report["verbatims"]]
    if against and 2 * sum(against) > len(against):
        yield f"{sum(against)} of {len(against)} quotes disagree with the headline"
    if against != sorted(against):
        yield "a quote that disagrees with the headline stands before one that does not"
    tones = {q["label"] for q, no in zip(report["verbatims"], against, strict=True) if no}
    said = {q["label"] for q, no in zip(report["verbatims"], against, strict=True) if not no}
    yield from (f"one {tone} quote disagrees with the headline, another does not" for tone in tones & said)


def _sums(report: Mapping[str, Any]) -> Iterator[str]:
    """Parts add up as they are printed; shares of themes to at most 100 %."""
    whole = sum(theme["share"]["value"] for theme in report["themes"])
    if whole > 100 + ROUNDED:
        yield f"shares of themes add up to {whole:.1f}%"
    for kind in ("drivers", "channel_drivers"):
        rows = [row["printed"] for row in report[kind]]
        yield from (f"{kind}: {mix} and {tone} are not {total}" for mix, tone, total in rows if mix + tone != total)
        if rows and sum(row[2] for row in rows) != round(report["change"]["value"]):
            yield f"{kind} add up to {sum(row[2] for row in rows)}, not to the change of {round(report['change']['value'])}"
    for theme in report["themes"]:
        if theme["negative"] + theme["positive"] > 100 + ROUNDED:
            yield f"tones of '{theme['label']}' add up to more than 100%"
        net = theme["net"]
        if net and abs(net["value"] - (theme["positive"] - theme["negative"])) > ROUNDED:
            yield f"net sentiment of '{theme['label']}' is not positive minus negative"


def _weeks(report: Mapping[str, Any]) -> Iterator[str]:
    """A channel not heard whole is said where a reader begins."""
    said = " ".join(phrase["text"] for caution in report["cautions"] for phrase in caution)
    told = f"{report['headline']} {report.get('deck', '')} {said}"
    for row in report["coverage"]:
        if any(day != "collected" for day in row["days"]) and row["label"] not in told:
            yield f"{row['label']} was not heard whole, and the first screen does not say so"
