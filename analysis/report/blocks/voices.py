"""Blocks 9 and 11: what people said, quoted by rule, and what they asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from voxpop.analysis.estimates.rounding import add_up
from voxpop.analysis.estimates.values import Verdict
from voxpop.analysis.report.basis import Basis
from voxpop.analysis.report.blocks.themes import Themes
from voxpop.analysis.report.model import RequestRow, Verbatim
from voxpop.analysis.report.personal import is_personal, printable, public_handles
from voxpop.window import Week

SHORTEST, LONGEST = 30, 320
MOST, OF_THEME = 4, 2  # quotes, and those of them from the theme that moved most
TONES = ("negative", "neutral", "positive")
LEAST_ASKING = 3  # different authors
MOST_REQUESTS = 8

Candidate = dict[str, Any]


def verbatims(basis: Basis, found: Themes) -> tuple[Verbatim, ...]:
    """At most four posts that stand for the page: their tones in the proportion of the week's, two of the theme that moved most."""
    if not basis.config.report.quotes:
        return ()
    words = basis.words
    labels = {row.id: row.label for row in found.rows}
    candidates: list[Candidate] = basis.inputs.quotes.to_pylist()
    candidates.sort(key=lambda q: (-(q["strength"] or 0.0), -q["confidence"], q["source"], q["post_id"]))
    row = found.moved
    clear = bool(row and row.change.verdict in (Verdict.UP, Verdict.DOWN))
    if row and not clear:
        row = max(found.rows, key=lambda r: (r.share.value, r.id))
    left = Counter(_tones(basis.heard, MOST))
    own = _tones(basis.heard[basis.heard["theme_id"] == row.id], OF_THEME) if row else []
    contrary, chosen = _contrary(basis), list[tuple[Candidate, str]]()
    of_theme = words.REASON_MOVED if clear else words.REASON_LARGEST
    typical = {"negative": words.REASON_NEGATIVE, "neutral": words.REASON_NEUTRAL, "positive": words.REASON_POSITIVE}
    own += own[:1] * OF_THEME  # where it has no post of the other tone that may be quoted
    of_theme_left = OF_THEME
    asked = [*((tone, row.id if row else None, True) for tone in own), *((tone, None, True) for tone in TONES * MOST)]
    asked += [
        (tone, None, False) for tone in TONES * MOST if tone != contrary
    ]  # where a tone has none that may be quoted
    for tone, theme, counted in asked if left else ():
        if (counted and left[tone] <= 0) or len(chosen) == MOST or (theme and not of_theme_left):
            continue
        fits = partial(_fits, tone=tone, theme=theme)
        quote = next(iter(_take(basis, candidates, fits, 1, [c for c, _ in chosen])), None)
        if quote:
            why = words.REASON_DISAGREES if tone == contrary else of_theme if theme else typical[tone]
            chosen.append((quote, why))
            left[tone] -= 1
            of_theme_left -= theme is not None
    chosen.sort(key=lambda one: one[1] == words.REASON_DISAGREES)
    against = sum(why == words.REASON_DISAGREES for _, why in chosen)
    chosen = chosen[: 2 * (len(chosen) - against)]  # where few of the others may be quoted, no more disagree than agree
    return tuple(_verbatim(basis, quote, why, labels) for quote, why in chosen)


def _fits(quote: Candidate, tone: str, theme: str | None) -> bool:
    return quote["label"] == tone and (theme is None or quote["theme_id"] == theme)


def _tones(rows: pd.DataFrame, n: int) -> list[str]:
    """The tones of `n` posts in the proportion of those of the rows, the commonest first (largest remainders)."""
    counts = [max(float(rows[f"n_{tone}"].sum()), 0.0) for tone in TONES]
    whole = sum(counts)
    if not whole:
        return []
    numbers = add_up([n * count / whole for count in counts], n)
    order = sorted(zip(TONES, numbers, counts, strict=True), key=lambda one: -one[2])
    return [tone for tone, number, _ in order for _ in range(number)]


def requests(basis: Basis) -> tuple[RequestRow, ...]:
    """Ideas by number of different authors in the last weeks, none with fewer than three."""
    states = {idea.name: idea.state for idea in basis.config.ideas}
    rows = [r for r in basis.inputs.requests.to_pylist() if r["n_authors"] >= LEAST_ASKING]
    rows.sort(key=lambda r: (r["kind"] == "wish", -r["n_authors"], r["request"]))
    named = [r for r in rows if r["kind"] != "wish"][:MOST_REQUESTS]
    return tuple(
        RequestRow(
            label=basis.words.OTHER_WISHES if r["kind"] == "wish" else printable(r["request"])[:120],
            n_authors=int(r["n_authors"]),
            first_heard=basis.words.weeks_ago((basis.week.monday - Week.of(r["first_week"]).monday).days // 7),
            state=states.get(r["request"], "") if r["kind"] == "idea" else "",
        )
        for r in (*named, *(r for r in rows if r["kind"] == "wish"))
        if r["kind"] == "wish" or not is_personal(r["request"])
    )


def quotable(row: Candidate, public: frozenset[str]) -> Candidate | None:
    """The row with its text as it may be printed; None where it is too short, too long, or looks as if it told of a person."""
    text = printable(row["text"])
    if not SHORTEST <= len(text) <= LONGEST or is_personal(row["text"], public) or is_personal(text, public):
        return None
    return {**row, "text": text}


def _take(
    basis: Basis, candidates: list[Candidate], test: Callable[[Candidate], bool], most: int, taken: list[Candidate]
) -> list[Candidate]:
    """The first that pass, no author and no wording twice."""
    authors, texts = {q["author_id"] for q in taken}, {q["text"].casefold() for q in taken}
    found: list[Candidate] = []
    public = public_handles(basis.config)
    for candidate in candidates:
        if len(found) == most:
            break
        if not test(candidate) or candidate["author_id"] in authors:
            continue
        quote = quotable(candidate, public)
        if quote and quote["text"].casefold() not in texts:
            found.append(quote)
            authors.add(quote["author_id"])
            texts.add(quote["text"].casefold())
    return found


def _contrary(basis: Basis) -> str:
    """The tone that speaks against the headline: against the direction of a clear change, else against the level."""
    if basis.change.verdict in (Verdict.UP, Verdict.DOWN):
        return "positive" if basis.change.verdict is Verdict.DOWN else "negative"
    return "negative" if basis.net and basis.net.value > 0 else "positive"


def _verbatim(basis: Basis, quote: Candidate, why: str, labels: dict[str, str]) -> Verbatim:
    return Verbatim(
        text=quote["text"],
        lang=quote["lang"],
        theme=labels.get(quote["theme_id"], ""),
        label=quote["label"],
        channel=basis.label(quote["channel"]),
        day=quote["day"],
        url=quote["url"] if basis.config.report.links else None,
        reason=why,
    )
