"""What the rows of a file say of the names of a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.targets.targets import TargetReader
from voxpop.errors import UsageError
from voxpop.pipeline.analyze.targets import names_of
from voxpop.pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.analysis.sentiment.reading import Reader


def reader_for(config: Path, reader: Reader, models: Path | None) -> TargetReader:
    """Returns what reads the names of a voxpop.yaml; raises `UsageError` where it has none."""
    names = names_of(Workspace.open(config).config)
    if not names.named:
        raise UsageError(f"{config}: it names nothing; write names under 'brands', 'products' or 'rivals'")
    return TargetReader(reader, names, models or MODELS)


def towards_of(reader: TargetReader, texts: pa.ChunkedArray, lang: pa.Array | None) -> pa.Table:
    """Returns the column `towards`: for each name of a row 'NAME: label', in the order of the text; empty where none is named."""
    said: list[list[str]] = [[] for _ in range(len(texts))]
    for row in reader.read(texts, lang).to_pylist():
        said[row["row"]].append(f"{row['target']}: {row['label'] or 'not scored'}")
    return pa.table({"towards": pa.array(said, pa.list_(pa.string()))})
