"""The bytes of an archive's files: plain, compressed, or inside a zip; what ends too early is an error, never a short file."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

import pyarrow as pa

from voxpop.collectors.archive.settings import COMPRESSED
from voxpop.collectors.wire.bounded import Counted
from voxpop.config import Limits
from voxpop.config.limits import GB
from voxpop.errors import UsageError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BLOCK = 1 << 20
DAMAGED = (OSError, ValueError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, NotImplementedError)
"""What readers of zips and tars raise for one that is damaged."""
TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
UNPACK: tuple[tuple[tuple[str, ...], Any], ...] = (
    ((".gz", ".tgz"), gzip.open),
    ((".bz2", ".tbz2"), bz2.open),
    ((".xz", ".txz"), lzma.open),
)
MOST_MEMBERS = 100_000  # files that are read out of one zip or tar
LARGE, MOST_TIMES = 1 << 30, 1_000  # a member of more bytes than this may not be so many times as large as it is packed
WIDEST = 31  # of a zstd window, as a power of 2; dumps of Reddit are written with this one, which other readers refuse


def open_bytes(path: Path, member: str | None = None, limits: Limits | None = None) -> io.BufferedReader:
    """The file, or one inside it, as a stream of what was compressed; `LimitError` once more comes out than the limits allow."""
    kind = COMPRESSED.get(PurePath((member or path.name).lower()).suffix)
    if member is not None:
        try:
            raw: Any = tarred(path).extractfile(member) if is_tar(path.name) else zipped(path).open(member)
        except (*DAMAGED, EOFError, RuntimeError, KeyError) as error:
            raise UsageError(f"{path}: {member} in it cannot be read: {error}") from None
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
    """The tar at this path; raises `UsageError` where it is none. A packed one is unpacked once, into a file without a name."""
    try:
        facts = path.stat()
        return _tarred(str(path), facts.st_size, facts.st_mtime_ns)
    except (*DAMAGED, EOFError) as error:
        raise UsageError(f"{path}: this is not a tar, or it was not downloaded whole: {error}") from None


@lru_cache(maxsize=4)
def _tarred(path: str, packed: int, changed: int) -> tarfile.TarFile:
    """The tar as it was when it had this size and time; its list of files is read once."""
    del changed
    unpack = next((read for endings, read in UNPACK if path.lower().endswith(endings)), None)
    if unpack is None:
        return tarfile.open(path)
    whole = tempfile.TemporaryFile()  # noqa: SIM115
    with unpack(path, "rb") as stream:
        while block := stream.read(BLOCK):
            whole.write(block)
            size = whole.tell()
            if size > LARGE and size > MOST_TIMES * packed:
                raise UsageError(
                    f"{path}: it is more than {MOST_TIMES:,} times as large as it is packed, and is not opened"
                )
    whole.seek(0)
    return tarfile.open(fileobj=whole)


def zipped(path: Path) -> zipfile.ZipFile:
    """The zip at this path; raises `UsageError` where it is none."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise UsageError(f"{path}: this is not a zip file, or it was not downloaded whole: {error}") from None


def members(path: Path, patterns: tuple[str, ...]) -> list[str]:
    """Names of the files inside a zip that one of the patterns fits, in their order."""
    every = inside(path)
    fits = [one for one in every if any(fnmatch(one[0].lower(), pattern.lower()) for pattern in patterns)]
    if len(fits) > MOST_MEMBERS:
        raise UsageError(f"{path}: {len(fits):,} files in it fit; at most {MOST_MEMBERS:,} are read, unpack it")
    for name, size, packed in fits:
        if size > LARGE and packed and size / packed > MOST_TIMES:
            raise UsageError(
                f"{path}: {name} would be {size / packed:,.0f} times as large as it is packed, and is not opened"
            )
    return sorted(name for name, _, _ in fits)


def inside(path: Path) -> list[tuple[str, int, int]]:
    """Name, size and packed size (0: not told) of each file in a zip or tar; raises `UsageError` where it is damaged."""
    try:
        return list(_inside(path))
    except (*DAMAGED, EOFError) as error:
        raise UsageError(f"{path}: it is damaged, or was not downloaded whole: {error}") from None


def _inside(path: Path) -> Iterator[tuple[str, int, int]]:
    """Name, size and packed size (0: not told) of each file in a zip or tar."""
    if is_tar(path.name):
        yield from ((one.name, one.size, 0) for one in tarred(path) if one.isfile())
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
            self._frame = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WIDEST})
        try:
            self._ready = memoryview(self._frame.decompress(block))
        except zstd.ZstdError as error:
            raise OSError(str(error)) from None
        if self._frame.eof:
            self._rest, self._frame = self._frame.unused_data, None
        return True

    def close(self) -> None:
        self._file.close()
        super().close()
