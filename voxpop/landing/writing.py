"""What is said where landing cannot be written."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from voxpop.errors import LandingError


class Writing:
    """Turns a full disk or a missing right into an error that names the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, OSError):
            message = f"cannot be written: {error.strerror or error}. Nothing of this fetch was kept; make room and run it again"
            raise LandingError(self.folder, message) from error
