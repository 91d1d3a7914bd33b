"""What an engine runs: texts in, scores out, a batch at a time, by the functions that `score` and `analyze` run."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from voxpop.analysis.sentiment.adaptation import Adaptation
from voxpop.analysis.sentiment.intent import SCHEMA as INTENTS
from voxpop.analysis.sentiment.intent import intents_of
from voxpop.analysis.sentiment.parts import mixed_parts
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.sentiment.scores import SCHEMA as SCORES
from voxpop.analysis.sentiment.scores import scores_of
from voxpop.analysis.sentiment.words.own_words import OwnWords
from voxpop.errors import VoxpopError

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace

STAGED: Final = pa.schema(
    [("part", pa.int32()), ("row", pa.int32()), ("key", pa.binary()), ("text", pa.string()), ("lang", pa.string())]
)
"""Columns of what an engine is given: which part, the row in it, the key under which scores are kept (null in a file), the words."""

PARTS: Final = pa.schema([("positive_part", pa.string()), ("negative_part", pa.string())])
"""Columns of what mixed posts praise and complain of."""

FOUND: Final = pa.schema(
    [
        *(STAGED.field(name) for name in ("part", "row", "key")),
        *SCORES,
        *PARTS,
        *(field for field in INTENTS if field.name not in SCORES.names),
    ]
)
"""Columns of what an engine gives back, a row for each that it was given, in any order."""


class OtherModelsError(VoxpopError):
    """A worker has other models than the process that asks it."""

    def __init__(self, here: str, there: str) -> None:
        self.here, self.there = here, there
        super().__init__(
            f"a worker reads with the models {there}, and these are {here}. Install the same version of voxpop, with the same "
            "extras, on every worker"
        )


@dataclass(frozen=True, slots=True)
class Setup:
    """What reads: models of a tier, a company's own words, what its labels changed; `version` is what every worker must have."""

    tier: str
    version: str = field(default="", compare=False)
    models: str | None = None
    own_words: tuple[tuple[str, str], ...] = ()
    adaptation: bytes | None = None
    with_parts: bool = True

    @classmethod
    def of_files(cls, tier: str, models: Path | None, adaptation: Path | None) -> Setup:
        """For files of rows, as `voxpop score` reads them."""
        given = cls(tier, models=str(models.resolve()) if models else None, adaptation=_bytes(adaptation))
        return replace(given, version=_reader(given).version)

    @classmethod
    def of_workspace(cls, workspace: Workspace) -> tuple[Setup, tuple[str, ...]]:
        """For posts, as `analyze` reads them; and the versions that a post may have been read by."""
        from voxpop.pipeline.analyze.adapt import reader_of

        reader = reader_of(workspace)
        words = tuple((word.term, word.tone) for word in workspace.config.analysis.own_words)
        adaptation = _bytes(workspace.adaptation) if reader.adaptation else None
        made = cls(reader.tier, reader.version, own_words=words, adaptation=adaptation, with_parts=False)
        return made, reader.versions


def read_batches(batches: Iterable[pa.RecordBatch], setup: Setup) -> Iterator[pa.RecordBatch]:
    """Rows of `FOUND` for rows of `STAGED`, in the order given. `OtherModelsError` where this process has other models."""
    reader = _reader(setup)
    if reader.version != setup.version:
        raise OtherModelsError(setup.version, reader.version)
    for batch in batches:
        rows = pa.Table.from_batches([batch])
        if rows.num_rows:
            yield from _read(rows, reader, setup).combine_chunks().to_batches()


def _read(rows: pa.Table, reader: Reader, setup: Setup) -> pa.Table:
    done, parts = 0, []
    texts = rows["text"]
    for found in reader.read(texts, rows["lang"]):
        scores = scores_of(found)
        mine = rows.slice(done, scores.num_rows)
        columns = {name: mine[name] for name in ("part", "row", "key")}
        if setup.with_parts:
            told = mixed_parts(texts.slice(done, scores.num_rows), found, reader)
        else:
            told = pa.table({name: pa.nulls(scores.num_rows, pa.string()) for name in PARTS.names})
        for table in (scores, told, intents_of(found)):
            columns |= {name: table[name] for name in table.column_names}
        parts.append(pa.table([columns[name] for name in FOUND.names], schema=FOUND))
        done += scores.num_rows
    return pa.concat_tables(parts)


@cache
def _reader(setup: Setup) -> Reader:
    """The models, loaded once in a process."""
    reader = Reader.load(setup.tier, Path(setup.models)) if setup.models else Reader.load(setup.tier)
    reader = reader.knowing(OwnWords(setup.own_words)) if setup.own_words else reader
    return reader.adapt(Adaptation.read(io.BytesIO(setup.adaptation))) if setup.adaptation else reader


def _bytes(path: Path | None) -> bytes | None:
    return path.read_bytes() if path and path.is_file() else None
