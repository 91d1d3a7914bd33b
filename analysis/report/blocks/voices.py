"""Blocks 9 and 11: what people said, quoted by rule, and what they asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from voxpop.analysis.estimates.values import Verdict
from voxpop.analysis.report.basis import Basis
from voxpop.analysis.report.blocks.themes import Themes
from voxpop.analysis.report.model import RequestRow, Verbatim
from voxpop.analysis.report.personal import is_personal, printable
from voxpop.config import Config
from voxpop.window import Week

SHORTEST, LONGEST = 30, 320
LEAST_ASKING = 3  # different authors
MOST_REQUESTS = 8

Candidate = dict[str, Any]


def verbatims(basis: Basis, found: Themes) -> tuple[Verbatim, ...]:
    """At most four posts: two typical of the theme that moved most, a typical positive one, one that disagrees."""
    if not basis.config.report.quotes:
        return ()
    words = basis.words
    labels = {row.id: row.label for row in found.rows}
    candidates: list[Candidate] = basis.inputs.quotes.to_pylist()
    candidates.sort(key=lambda q: (-(q["strength"] or 0.0), -q["confidence"], q["source"], q["post_id"]))
    chosen: list[tuple[Candidate, str]] = []
    moved = found.moved.id if found.moved else None
    clear = bool(found.moved and found.moved.change.verdict in (Verdict.UP, Verdict.DOWN))
    reason = words.REASON_MOVED if clear else words.REASON_LARGEST
    if moved and not clear:
        moved = max(found.rows, key=lambda r: (r.share.value, r.id)).id
    contrary = _contrary(basis)
    for test, why, most in (
        (lambda q: q["theme_id"] == moved and moved is not None, reason, 2),
        (lambda q: q["label"] == "positive", words.REASON_POSITIVE, 1),
        (lambda q: q["label"] == contrary and (not moved or q["theme_id"] == moved), words.REASON_DISAGREES, 1),
        (lambda q: q["label"] == contrary, words.REASON_DISAGREES, 1),
    ):
        if why == words.REASON_DISAGREES and any(given == why for _, given in chosen):
            continue
        chosen += [(q, why) for q in _take(basis, candidates, test, most, [c for c, _ in chosen])]
    return tuple(_verbatim(basis, quote, why, labels) for quote, why in chosen)


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


def _quotable(row: Candidate, public: frozenset[str]) -> Candidate | None:
    text = printable(row["text"])
    if not SHORTEST <= len(text) <= LONGEST or is_personal(row["text"], public) or is_personal(text, public):
        return None
    return {**row, "text": text}


def _public_handles(config: Config) -> frozenset[str]:
    """Handles of brands, products, rivals and our own accounts."""
    names = (*config.brands, *config.products, *config.rivals)
    terms = [term for name in names for term in name.all_terms if term.startswith("@") or " " not in term]
    return frozenset(
        handle.removeprefix("@").lower() for handle in (*terms, *(account.handle for account in config.staff))
    )


def _take(
    basis: Basis, candidates: list[Candidate], test: Callable[[Candidate], bool], most: int, taken: list[Candidate]
) -> list[Candidate]:
    """The first that pass, no author and no wording twice."""
    authors, texts = {q["author_id"] for q in taken}, {q["text"].casefold() for q in taken}
    found: list[Candidate] = []
    public = _public_handles(basis.config)
    for candidate in candidates:
        if len(found) == most:
            break
        if not test(candidate) or candidate["author_id"] in authors:
            continue
        quote = _quotable(candidate, public)
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
