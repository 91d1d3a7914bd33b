"""Retrains the shipped models from labelled files: first says what is needed, then trains one after the other."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from voxpop.analysis.sentiment.evaluate import labels_of
from voxpop.analysis.training import corpora, recipes
from voxpop.errors import UnknownColumnError, UsageError
from voxpop.pipeline.progress import progress
from voxpop.pipeline.rows import read_rows

log = logging.getLogger("voxpop.train")


def plan(names: Sequence[str], order: recipes.Order) -> list[dict[str, Any]]:
    """Returns a row for each step: what it makes, how long it takes, what it lacks."""
    made: list[str] = []
    rows = []
    for step in recipes.chosen(names):
        lacks = recipes.missing(step, order, made)
        rows.append({"model": step.name, "makes": list(step.makes), "about": step.about, "missing": list(lacks)})
        made += step.makes
    return rows


def train(names: Sequence[str], order: recipes.Order) -> list[dict[str, Any]]:
    """Returns a row for each model made, with its seconds; raises `UsageError` before the first where anything is missing."""
    steps = recipes.chosen(names)
    recipes.check(steps, order)
    order.out.mkdir(parents=True, exist_ok=True)
    rows = []
    with progress("train", unit="models", total=len(steps)) as advance:
        for step in steps:
            log.info("train: %s, about %s", step.name, step.about)
            began = time.monotonic()
            recipes.take_over(step, order)
            step.run(order)
            rows.append({"model": step.name, "seconds": round(time.monotonic() - began), "files": list(step.makes)})
            advance(1)
    recipes.write_card(order.out)
    return rows


def make_order(
    data: Path | None,
    out: Path,
    labelled: Sequence[Path],
    columns: tuple[str, str],
    *,
    weights: Path | None,
    partly: bool,
) -> recipes.Order:
    """Returns what to train from and where to; files of one's own are read now, so that a wrong one is said at once."""
    folder = data or corpora.PLACE
    own = tuple(_domain(path, *columns) for path in labelled)
    names = [one.domain for one in own]
    if len(set(names)) < len(names) or set(names) & {*corpora.SENTIMENT, *corpora.JUDGED_ONLY}:
        raise UsageError(f"{', '.join(names)}: labelled files need names of their own, each another; rename one")
    return recipes.Order(folder, out, own, weights, partly)


def _domain(path: Path, text: str, label: str) -> corpora.Labelled:
    rows = pa.concat_tables(read_rows(path, text), promote_options="permissive")
    if label not in rows.column_names:
        raise UnknownColumnError.of_file(path, label, rows.column_names)
    kept = [(str(said), one) for said, one in zip(rows[text].to_pylist(), rows[label].to_pylist(), strict=True) if said]
    if not kept:
        raise UsageError(f"{path}: no labelled rows")
    return corpora.make_domain(path.stem, [said for said, _ in kept], labels_of([one for _, one in kept], label))
