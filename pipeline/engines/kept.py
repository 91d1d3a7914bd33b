"""Readings that are kept until the analysis takes them: scores by a hash of the words that were read and of the models that did.

A reading is a function of words, language and models, whoever wrote it where. So it is kept without post and author; equal words are
one reading; and what is not here is read by the analysis itself. A file appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from voxpop import durable
from voxpop.analysis.sentiment.scores import SCHEMA as SCORES
from voxpop.errors import VoxpopError

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

SCHEMA: Final = pa.schema([("key", pa.binary()), *SCORES, ("intents", pa.list_(pa.string()))])
"""Columns of a file of readings: the key, and those of the table `sentiment` that say what was read."""

FETCHES: Final = b"voxpop.fetches"
"""Metadata of a file: the fetches whose posts were read, as JSON."""


class ReadingsError(VoxpopError):
    """A file of readings cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: readings cannot be read ({reason}). Remove the file: the analysis reads its posts itself"
        )


def keys_of(texts: Sequence[str | None], languages: Sequence[str | None]) -> list[bytes]:
    """16 bytes for each text in what its source said of the language."""
    return [
        hashlib.blake2b(f"{lang or ''}\0{text or ''}".encode("utf-8", "replace"), digest_size=16).digest()
        for text, lang in zip(texts, languages, strict=True)
    ]


def files(workspace: Workspace) -> list[Path]:
    """The files of readings, oldest first."""
    return sorted(workspace.readings.glob("[!.]*.parquet"))


@contextmanager
def keeping(workspace: Workspace, fetches: Iterable[str]) -> Iterator[pq.ParquetWriter]:
    """A writer of `SCHEMA`; what it wrote is there when the block ends well, and not at all otherwise."""
    place = workspace.readings / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{uuid4().hex[:8]}.parquet"
    said = SCHEMA.with_metadata({FETCHES: json.dumps(sorted(fetches)).encode()})
    with durable.replacing(place) as fresh, pq.ParquetWriter(fresh, said, compression="zstd") as writer:
        yield writer


def take(workspace: Workspace, keys: Sequence[bytes], versions: Sequence[str]) -> tuple[pa.Array, pa.Table]:
    """Readings by these models: the places in `keys` that have one, ascending, and the columns of `SCHEMA` but the key, a row each."""
    wanted = pa.array(keys, pa.binary())
    asked, by = pc.unique(wanted), pa.array(versions, pa.string())
    parts = []
    for path in files(workspace) if len(keys) else ():
        try:
            with pq.ParquetFile(path) as file:
                for group in range(file.num_row_groups):
                    rows = file.read_row_group(group)
                    known = pc.and_(pc.is_in(rows["key"], asked), pc.is_in(rows["model_version"], by))
                    parts.append(rows.filter(known).replace_schema_metadata())
        except (OSError, pa.ArrowInvalid, KeyError) as error:
            raise ReadingsError(path, str(error)) from error
    found = pa.concat_tables([SCHEMA.empty_table(), *parts])
    row_of = {key: row for row, key in enumerate(found["key"].to_pylist())}
    places = [place for place, key in enumerate(keys) if key in row_of]
    rows = pa.array([row_of[keys[place]] for place in places], pa.int64())
    return pa.array(places, pa.int64()), found.drop_columns(["key"]).take(rows)


def keys_kept(workspace: Workspace, versions: Sequence[str]) -> pa.Array:
    """The keys that these models have read already."""
    by = pa.array(versions, pa.string())
    parts = []
    for path in files(workspace):
        rows = pq.read_table(path, columns=["key", "model_version"])
        parts.append(rows.filter(pc.is_in(rows["model_version"], by))["key"])
    return pa.chunked_array([chunk for part in parts for chunk in part.chunks], pa.binary()).combine_chunks()


def drop_spent(workspace: Workspace, loaded: set[str], keys: Sequence[bytes]) -> int:
    """How many files were removed of which nothing is asked for any more: their fetches are loaded, and no post waits for them."""
    wanted = pa.array(keys, pa.binary())
    spent = 0
    for path in files(workspace):
        fetches = json.loads((pq.read_schema(path).metadata or {}).get(FETCHES, b"[]"))
        if (
            loaded.issuperset(fetches)
            and not pc.any(pc.is_in(pq.read_table(path, columns=["key"])["key"], wanted)).as_py()
        ):
            durable.remove(path)
            spent += 1
    return spent
