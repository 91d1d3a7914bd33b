"""A place in a store of objects, by pyarrow's file systems.

Such a store renames nothing, and a write that is broken off may leave half an object in place of a whole one. So nothing is read that a
later object does not vouch for, with the size and the checksum of each part. Streams are opened without compression: by default
pyarrow packs and unpacks what is called `.zst` or `.gz` in silence.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voxpop.errors import UsageError, VoxpopError

if TYPE_CHECKING:
    from voxpop.config import Mirror
    from voxpop.pipeline.workspace import Workspace

KEY, SECRET, TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
SECONDS = 30.0
"""How long a connection or an answer may take; then it is tried again, three times in all."""


class MirrorError(VoxpopError):
    """The store cannot be read or written, or holds something that is not whole."""

    def __init__(self, url: str, said: str) -> None:
        self.url = url
        super().__init__(f"{url}: {said}")


class Store:
    """Objects by name under one place; every error is a `MirrorError` that names it."""

    def __init__(self, files: Any, root: str, url: str) -> None:
        self._files, self._root, self.url = files, root, url

    @classmethod
    def of(cls, workspace: Workspace) -> Store:
        """The configured one; `UsageError` where none is configured, or credentials are missing."""
        mirror = workspace.config.storage.mirror
        if mirror is None:
            raise UsageError(
                f"{workspace.lines.path}: no mirror is configured. Set storage.mirror.url: s3://BUCKET/PREFIX"
            )
        from pyarrow import fs

        scheme, _, place = mirror.url.partition("://")
        files = fs.LocalFileSystem() if scheme == "file" else _s3(mirror)
        return cls(files, place.rstrip("/"), mirror.url.rstrip("/"))

    def sizes(self, folder: str) -> dict[str, int]:
        """The objects under a folder, by their names below it, with their sizes in bytes."""
        from pyarrow import fs

        root = f"{self._root}/{folder}"
        with self._asked(folder):
            found = self._files.get_file_info(fs.FileSelector(root, recursive=True, allow_not_found=True))
            bucket = self._root.partition("/")[0] or "/"
            if not found and self._files.get_file_info(bucket).type == fs.FileType.NotFound:
                raise MirrorError(
                    self.url, f"there is no bucket '{bucket}', or these credentials may not see it. Make it first"
                )
        return {one.path.removeprefix(f"{root}/"): one.size for one in found if one.type == fs.FileType.File}

    def put(self, name: str, content: Path | bytes) -> None:
        """Write an object, whole where this returns."""
        place = f"{self._root}/{name}"
        with self._asked(name):
            if self._files.type_name == "local":
                Path(place).parent.mkdir(parents=True, exist_ok=True)
            with self._files.open_output_stream(place, compression=None) as stream:
                if isinstance(content, bytes):
                    stream.write(content)
                else:
                    with content.open("rb") as file:
                        shutil.copyfileobj(file, stream, 1 << 22)

    def get(self, name: str, place: Path) -> None:
        """Fetch an object into a file."""
        with (
            self._asked(name),
            self._files.open_input_stream(f"{self._root}/{name}", compression=None) as stream,
            place.open("wb") as file,
        ):
            shutil.copyfileobj(stream, file, 1 << 22)

    def read(self, name: str) -> bytes | None:
        """A small object; None where there is none."""
        try:
            with self._asked(name), self._files.open_input_stream(f"{self._root}/{name}", compression=None) as stream:
                found: bytes = stream.read()
                return found
        except FileNotFoundError:
            return None

    def delete(self, name: str) -> None:
        """Remove an object that is there."""
        with self._asked(name):
            self._files.delete_file(f"{self._root}/{name}")

    @contextmanager
    def _asked(self, name: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise MirrorError(
                f"{self.url}/{name}", f"{error}. What was whole before is whole now; run it again"
            ) from error


def _s3(mirror: Mirror) -> Any:
    from pyarrow import fs

    key, secret = os.environ.get(KEY), os.environ.get(SECRET)
    if not (key and secret):
        missing = [name for name, value in ((KEY, key), (SECRET, secret)) if not value]
        raise UsageError(f"{mirror.url} needs {' and '.join(missing)} in the environment; no file is read for them")
    more: dict[str, Any] = {"region": mirror.region or os.environ.get("AWS_REGION") or "us-east-1"}
    if mirror.endpoint:
        scheme, _, host = mirror.endpoint.rstrip("/").rpartition("://")
        more |= {"endpoint_override": host, "scheme": scheme or "https"}
    return fs.S3FileSystem(
        access_key=key,
        secret_key=secret,
        session_token=os.environ.get(TOKEN),
        connect_timeout=SECONDS,
        request_timeout=SECONDS,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=3),
        background_writes=False,
        **more,
    )
