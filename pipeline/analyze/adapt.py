"""The models adapted to what people have labelled: tried on labels not seen, kept where it helps, taken back at any time."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from voxpop import durable, warehouse
from voxpop.analysis.sentiment.adaptation import Adaptation, Trial, try_out
from voxpop.analysis.sentiment.evaluate import labels_of
from voxpop.analysis.sentiment.measures import LABELS
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.sentiment.words.own_words import OwnWords
from voxpop.errors import UnknownColumnError, UsageError
from voxpop.pipeline.analyze.targets import with_titles
from voxpop.pipeline.rows import read_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.adapt")


def own_words(workspace: Workspace) -> OwnWords:
    """The company's own words, as configured."""
    return OwnWords((word.term, word.tone) for word in workspace.config.analysis.own_words)


def reader_of(workspace: Workspace, tier: str | None = None) -> Reader:
    """The models of the workspace: with own words, and adapted where labels were found to help."""
    reader = Reader.load(tier or workspace.config.analysis.sentiment).knowing(own_words(workspace))
    if not workspace.adaptation.is_file():
        return reader
    try:
        return reader.adapt(Adaptation.read(workspace.adaptation))
    except UsageError as error:
        log.warning("%s: left out. %s", workspace.adaptation, error)
        return reader


def adapt(workspace: Workspace, *, dry_run: bool = False) -> Trial:
    """Try what the labels of the warehouse would change; unless it is a dry run the file says so from the next analysis on.

    Where nothing helps by enough an adaptation that was there is taken back.
    """
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        rows = snapshot.rows("analyze/adapt_labels")
    reader = Reader.load(workspace.config.analysis.sentiment).knowing(own_words(workspace))
    truth = np.array([LABELS.index(value) for value in rows["value"].to_pylist()], dtype=np.int64)
    trial = _try_ways(reader, with_titles(rows), rows["lang"], truth, rows["stands_for"].to_numpy().astype(float))
    if not dry_run:
        if trial.adaptation is None:
            undo(workspace)
        else:
            durable.write(workspace.adaptation, trial.adaptation.to_bytes())
    return trial


def undo(workspace: Workspace) -> bool:
    """The models are as they come from the next analysis on; whether there was anything to take back."""
    there = workspace.adaptation.is_file()
    workspace.adaptation.unlink(missing_ok=True)
    return there


def adapt_to_file(path: Path, text_column: str, label_column: str, tier: str = "auto") -> Trial:
    """The same from a file of labelled rows; each row stands for itself."""
    rows = pa.concat_tables(read_rows(path, text_column), promote_options="permissive")
    if label_column not in rows.column_names:
        raise UnknownColumnError.of_file(path, label_column, rows.column_names)
    truth = labels_of(rows[label_column].to_pylist(), label_column)
    return _try_ways(Reader.load(tier), rows[text_column].cast(pa.string()), None, truth, np.ones(len(truth)))


def _try_ways(
    reader: Reader,
    texts: pa.ChunkedArray,
    lang: pa.ChunkedArray | None,
    truth: NDArray[np.int64],
    weight: NDArray[np.float64],
) -> Trial:
    """Posts that the models of English do not read are left out: those of another language would mix its calibration in."""
    found = list(reader.read(texts, lang))
    by_models = np.array([version == reader.version for one in found for version in one.versions], dtype=bool)
    scorable = np.flatnonzero(np.concatenate([one.scorable for one in found]) & by_models)
    shares = np.concatenate([one.sentiment for one in found])[scorable]
    said = texts.to_pylist()
    read = reader.own.replace_terms([said[i] for i in scorable])
    design = reader.design([said[i] for i in scorable])
    words = [text or "" for text in read]
    return try_out(reader.unadapted, shares, words, truth[scorable], weight[scorable], design)
