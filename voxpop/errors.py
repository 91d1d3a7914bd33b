"""Every error a person can meet: each says what, where, and what to do, and keeps its facts as attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class VoxpopError(Exception):
    """Base of all errors that are reported without a traceback; `exit_code` is what the command ends with."""

    exit_code = 1


class ConfigError(VoxpopError):
    """The configuration cannot be used; `problems` holds one line each, with file and line."""

    exit_code = 2

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class UsageError(VoxpopError):
    """The command was called in a way that cannot work (unknown channel, empty window, missing column)."""

    exit_code = 2


class MissingSecretError(ConfigError):
    """A credential was found in none of the places searched."""

    def __init__(self, name: str, searched: list[str], remedy: str) -> None:
        self.name = name
        self.searched = searched
        self.remedy = remedy
        super().__init__([f"{name} is not set. Searched: {'; '.join(searched)}. {remedy}"])


class MappingError(VoxpopError):
    """One raw item (or one record in it) cannot become a post; it goes to quarantine and is counted."""

    def __init__(self, source: str, item_id: str | None, field: str, reason: str = "") -> None:
        self.source = source
        self.item_id = item_id
        self.field = field
        self.reason = reason or f"no usable '{field}'"
        super().__init__(f"{source}/{item_id or '?'}: {self.reason}. The raw item is in quarantine.")


class CollectorError(VoxpopError):
    """A fetch ended early; `outcome` is the word for it in the coverage ledger."""

    outcome = "failed"

    def __init__(self, source: str, message: str) -> None:
        self.source = source
        super().__init__(f"{source}: {message}")


class StrangeAnswerError(CollectorError):
    """The source answered something that its collector stumbled over."""


class UnreachableError(CollectorError):
    """The server could not be reached or kept failing after all retries."""

    outcome = "unreachable"


class RateLimitedError(CollectorError):
    """The server asked us to wait longer than the run may; `retry_after` is in seconds, None if it did not say."""

    outcome = "rate_limited"

    def __init__(self, source: str, message: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(source, message)


class OutOfBudgetError(CollectorError):
    """Credits, the monthly cap or our own budget are spent; waiting does not help."""

    outcome = "out_of_budget"


class ForbiddenError(CollectorError):
    """The credential is missing, wrong, or not allowed to read this."""

    outcome = "forbidden"


class LandingError(VoxpopError):
    """A landing file is damaged or cannot be written."""

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        super().__init__(f"{path}: {message}")


class WarehouseError(VoxpopError):
    """The warehouse cannot be opened, is locked by another writer, or failed a check."""
