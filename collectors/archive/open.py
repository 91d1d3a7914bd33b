"""The bytes of an archive's files: plain, compressed, or inside a zip; what ends too early is an error, never a short file."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import Any

import pyarrow as pa
import zstandard

from voxpop.collectors.archive.settings import COMPRESSED
from voxpop.collectors.wire.bounded import Counted
from voxpop.config import Limits
from voxpop.config.limits import GB
from voxpop.errors import UsageError

BLOCK = 1 << 20
TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
MOST_MEMBERS = 100_000  # files that are read out of one zip or tar
LARGE, MOST_TIMES = 1 << 30, 1_000  # a member of more bytes than this may not be so many times as large as it is packed
WIDEST = 2**31  # of a zstd window; dumps of Reddit are written with this one, which other readers refuse


def open_bytes(path: Path, member: str | None = None, limits: Limits | None = None) -> io.BufferedReader:
    """The file, or one inside it, as a stream of what was compressed; `LimitError` once more comes out than the limits allow."""
    kind = COMPRESSED.get(PurePath((member or path.name).lower()).suffix)
    if member is not None:
        raw: Any = tarred(path).extractfile(member) if is_tar(path.name) else zipped(path).open(member)
    elif kind == "zstd":
        raw = _Zstd(path)
    else:
        raw = pa.input_stream(str(path), compression=kind)
    if kind or member is not None:
        raw = Counted(raw, (limits or Limits()).unpacked_gb * GB, "limits.unpacked_gb")
    return io.BufferedReader(raw, BLOCK)


def is_tar(name: str) -> bool:
    """Whether a name is that of a tar, compressed or not."""
    return name.lower().endswith(TARS)


def tarred(path: Path) -> tarfile.TarFile:
    """The tar at this path; raises `UsageError` where it is none. Nothing of it is written to the disk."""
    try:
        return tarfile.open(path)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise UsageError(f"{path}: this is not a tar, or it was not downloaded whole: {error}") from None


def zipped(path: Path) -> zipfile.ZipFile:
    """The zip at this path; raises `UsageError` where it is none."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise UsageError(f"{path}: this is not a zip file, or it was not downloaded whole: {error}") from None


def members(path: Path, patterns: tuple[str, ...]) -> list[str]:
    """Names of the files inside a zip that one of the patterns fits, in their order."""
    fits = [
        (name, size, packed)
        for name, size, packed in inside(path)
        if any(fnmatch(name.lower(), one.lower()) for one in patterns)
    ]
    if len(fits) > MOST_MEMBERS:
        raise UsageError(f"{path}: {len(fits):,} files in it fit; at most {MOST_MEMBERS:,} are read, unpack it")
    for name, size, packed in fits:
        if size > LARGE and packed and size / packed > MOST_TIMES:
            raise UsageError(
                f"{path}: {name} would be {size / packed:,.0f} times as large as it is packed, and is not opened"
            )
    return sorted(name for name, _, _ in fits)


def inside(path: Path) -> Iterator[tuple[str, int, int]]:
    """Name, size and packed size (0: not told) of each file in a zip or tar."""
    if is_tar(path.name):
        with tarred(path) as tar:
            yield from ((one.name, one.size, 0) for one in tar if one.isfile())
        return
    with zipped(path) as archive:
        for one in archive.infolist():
            if not one.is_dir():
                if one.flag_bits & 1:
                    raise UsageError(f"{path}: it is encrypted; unpack it with its password")
                yield one.filename, one.file_size, one.compress_size


class _Zstd(io.RawIOBase):
    """A zstd file with any number of frames; one that ends inside a frame raises `EOFError`."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._frame: Any = None
        self._rest = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            if not self._more():
                return 0
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _more(self) -> bool:
        """Decompress another piece; false at the end of the file."""
        block = self._rest or self._file.read(1 << 16)
        self._rest = b""
        if not block:
            if self._frame is not None:
                raise EOFError("it ends in the middle; what was written after that is not there")
            return False
        if self._frame is None:
            self._frame = zstandard.ZstdDecompressor(max_window_size=WIDEST).decompressobj()
        try:
            self._ready = memoryview(self._frame.decompress(block))
        except zstandard.ZstdError as error:
            raise OSError(str(error)) from None
        if self._frame.eof:
            self._rest, self._frame = self._frame.unused_data, None
        return True

    def close(self) -> None:
        self._file.close()
        super().close()
