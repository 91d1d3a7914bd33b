"""Blocks 13 and 14: what we did not hear, and how this was made."""

from __future__ import annotations

from typing import Any

from voxpop import __version__
from voxpop.analysis.report.basis import Basis
from voxpop.analysis.report.model import CoverageRow, Method
from voxpop.analysis.report.setup import changed_parts, setup_of
from voxpop.config import EVERYONE

SMALL = 100  # authors; under it the page says so


def coverage(basis: Basis) -> tuple[CoverageRow, ...]:
    """Every channel of the audience over the seven days."""
    return tuple(
        CoverageRow(
            label=basis.label(channel), days=tuple(basis.listening.state(channel, day) for day in basis.week.days())
        )
        for channel in basis.channels
    )


def gaps(basis: Basis) -> tuple[str, ...]:
    """What is missing, from what is never collected to what the page cannot say; never empty."""
    words, inputs = basis.words, basis.inputs
    reach: dict[str, Any] = next(iter(inputs.reach.to_pylist()), {})
    unscored = inputs.unscored.to_pylist()
    refused = [row for row in inputs.quarantine.to_pylist() if row["channel"] in basis.channels]
    found = [*basis.config.not_collected]
    if unscored:
        found.append(words.gap_unscored([(words.language_name(r["lang"]), int(r["n_posts"])) for r in unscored]))
    if _count(reach, "n_deleted"):
        found.append(words.gap_deleted(_count(reach, "n_deleted")))
    apart = [_count(reach, name) for name in ("n_reposts", "n_copies", "n_floods", "n_bots")]
    if any(apart):
        found.append(words.gap_apart(*apart))
    if _count(reach, "n_own"):
        found.append(words.gap_own(_count(reach, "n_own")))
    if _count(reach, "n_authorless"):
        found.append(words.gap_authorless(_count(reach, "n_authorless")))
    if refused:
        total = sum(int(row["n_refused"]) for row in refused)
        found.append(words.gap_refused(total, [basis.label(row["channel"]) for row in refused]))
    if basis.config.rivals and basis.config.brands:
        found.append(words.gap_voice())
    if basis.least <= basis.n_authors < SMALL:
        found.append(words.gap_small(basis.n_authors, SMALL))
    found.append(words.gap_audience(None if inputs.audience == EVERYONE else words.name_of(inputs.audience_name)))
    return tuple(found)


def compare_methods(basis: Basis) -> str:
    """Whether this page can be read like the last one."""
    words, earlier, model = basis.words, basis.inputs.earlier, basis.inputs.model
    if earlier is None:
        return str(words.METHOD_FIRST)
    changed = [
        name
        for name, before, now in ((words.SENTIMENT_MODEL, earlier.sentiment_version, model.sentiment_version),)
        if before != now
    ]
    changed += [words.THEME_MODEL] if changed_themes(basis) is not None else []
    changed += [words.SETUP[part] for part in changed_setup(basis)]
    return str(words.method_changed(changed) if changed else words.METHOD_SAME)


def changed_themes(basis: Basis) -> int | None:
    """How many of the themes in the last report are others now; None: the two pages can be compared theme by theme.

    Themes that were added since change none of those. The same id stands for another theme where all were found anew.
    """
    earlier, now = basis.inputs.earlier, basis.inputs.model.themes_version
    if earlier is None or earlier.themes_version == now:
        return None
    labels = {row["theme_id"]: row["label"] or row["theme_id"] for row in basis.inputs.themes.to_pylist()}
    moved = sum(labels.get(theme) != label for theme, label in earlier.themes.items())
    same_kind = earlier.themes_version.partition(":")[0] == now.partition(":")[0]
    return None if same_kind and not moved else moved


def changed_setup(basis: Basis) -> tuple[str, ...]:
    """The parts of the configuration that are set otherwise than in the last report."""
    earlier, inputs = basis.inputs.earlier, basis.inputs
    return changed_parts(earlier.setup, setup_of(inputs.config, inputs.audience)) if earlier else ()


def method(basis: Basis) -> tuple[Method, ...]:
    """The definitions and facts that a reader needs to trust or to doubt the page."""
    inputs, model = basis.inputs, basis.inputs.model
    zone = basis.config.company.zone
    last_week = basis.levels.get(basis.week.back(1).monday)
    closed = basis.week.window(basis.config.company.time_zone).end
    lines = basis.words.method(
        calibrated=inputs.correction.n_labels if inputs.correction else 0,
        least=basis.least,
        used=len(basis.comparison.weeks) or basis.config.report.comparator_weeks,
        asked=basis.config.report.comparator_weeks,
        voice=bool(basis.config.rivals and basis.config.brands),
        targets=basis.inputs.targets.num_rows > 0,
        sentiment=model.sentiment_version.partition(":")[0],
        quality=model.quality,
        lists=basis.words.by_lists(
            [(basis.words.language_name(r["lang"]), int(r["n_posts"])) for r in inputs.by_words.to_pylist()],
            model.quality_of_languages,
        ),
        own_words=_own_words(basis),
        revision=basis.words.revision(
            inputs.earlier.net if inputs.earlier else None,
            last_week.value if last_week else None,
            [basis.words.SETUP[part] for part in changed_setup(basis)],
        ),
        known_at=f"{inputs.known_at.astimezone(zone):%Y-%m-%d %H:%M}",
        closed_at=f"{closed.astimezone(zone):%Y-%m-%d %H:%M}",
        zone=basis.config.company.time_zone,
        code=__version__,
    )
    return tuple(Method(term=term, text=text) for term, text in lines)


def _own_words(basis: Basis) -> str:
    """What was quoted and is nobody's opinion again, and how many posts are counted and not quoted."""
    told: dict[str, Any] = next(iter(basis.inputs.whose_words.to_pylist()), {})
    share = _count(told, "quoted_chars") / max(1, _count(told, "chars"))
    quoting, only, hidden = (_count(told, name) for name in ("n_quoting", "n_only_quotes", "n_not_quoted"))
    pictures, described = _count(told, "n_pictures"), _count(told, "n_described")
    lines = (basis.words.own_words(quoting, only, hidden, share), basis.words.pictures(pictures, described))
    return " ".join(filter(None, lines))


def _count(reach: dict[str, Any], name: str) -> int:
    return int(reach.get(name) or 0)
