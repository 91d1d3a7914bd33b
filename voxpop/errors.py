"""Every error a person can meet: each says what, where, and what to do, and keeps its facts as attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def alike(given: str, known: Iterable[str], most: int = 1, cutoff: float = 0.6) -> list[str]:
    """The known names that are most like a given one, the nearest first."""
    import difflib  # costs a start of the command 7 ms, and is for errors only; rapidfuzz would be one more package for them

    return difflib.get_close_matches(given, list(known), n=most, cutoff=cutoff)


def choices(given: str, known: Iterable[str], listed: str, cutoff: float = 0.6) -> str:
    """The end of a message on an unknown name: "did you mean 'x'? There are: x, y", or "there are: x, y" where none is near."""
    names = list(known)
    every = f"{listed}: {', '.join(names) or 'none'}"
    near = alike(given, names, cutoff=cutoff)
    return f"did you mean '{near[0]}'? {every[0].upper()}{every[1:]}" if near else every


class VoxpopError(Exception):
    """Base of all errors that are reported without a traceback; `exit_code` is what the command ends with.

    Its message holds no secret that is known, also where a server repeated one.
    """

    exit_code = 1

    def __str__(self) -> str:
        from voxpop import redaction  # costs a start of the command some milliseconds, and is for errors only

        return redaction.hide(super().__str__())


class ConfigError(VoxpopError):
    """The configuration cannot be used; `problems` holds one line each, with file and line."""

    exit_code = 2

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class UsageError(VoxpopError):
    """The command was called in a way that cannot work (unknown channel, empty window, missing column)."""

    exit_code = 2


class UnknownNameError(UsageError):
    """A name was given that is none of those there are; the message has the nearest one and all others."""

    thing = "name"
    listed = "there are"

    def __init__(self, message: str, given: str, known: tuple[str, ...]) -> None:
        self.given = given
        self.known = known
        super().__init__(message)

    @classmethod
    def among(cls, given: str, known: Iterable[str], where: object = None) -> Self:
        """The error for a name that is not among the known ones; `where` is the file that says which there are."""
        names = tuple(known)
        place = "" if where is None else f" in {where}"
        return cls(f"there is no {cls.thing} '{given}'{place}; {choices(given, names, cls.listed)}", given, names)


class UnknownAudienceError(UnknownNameError):
    """No audience of the configuration has this id."""

    thing, listed = "audience", "configured"


class UnknownChannelError(UnknownNameError):
    """No channel of the configuration has this id."""

    thing, listed = "channel", "configured"


class UnknownThemeError(UnknownNameError):
    """No theme has this id."""

    thing = "theme"


class UnknownColumnError(UnknownNameError):
    """A file lacks a column that somebody named."""

    thing, listed = "column", "it has"

    @classmethod
    def of_file(cls, file: object, given: str, known: Iterable[str], wanted_for: str = "") -> Self:
        """The error for a column that the file does not have; `wanted_for` says what it was to be."""
        names = tuple(known)
        use = f" for {wanted_for}" if wanted_for else ""
        return cls(f"{file}: there is no column '{given}'{use}; {choices(given, names, cls.listed)}", given, names)


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


class LostFetchError(LandingError):
    """Fetches that were reported are neither in landing nor in the warehouse: they lie on another machine's disk."""

    def __init__(self, path: Path, lost: Iterable[str]) -> None:
        self.lost = list(lost)
        super().__init__(
            path,
            f"not here, though reported as landed: {'; '.join(self.lost)}. What is here is loaded. Let all workers share this "
            f"folder, then move them into it, or land their windows again",
        )


class UnheardError(VoxpopError):
    """Channels could not be heard whole, for a reason that trying again may mend; what was heard is in landing."""

    def __init__(self, channels: Iterable[str]) -> None:
        self.channels = list(channels)
        super().__init__(
            f"not heard: {'; '.join(self.channels)}. What came is in landing, and the gap is asked for again"
        )


class WarehouseError(VoxpopError):
    """The warehouse cannot be opened, is locked by another writer, or failed a check."""


class RetentionError(WarehouseError):
    """What is done is done, but something that should be gone by now cannot be removed; the next command tries again."""

    def __init__(self, folder: Path, published: str, stays: str, *, erasing: bool) -> None:
        self.folder = folder
        self.erasing = erasing
        erased = "What was erased may still be in it, and the erasure stays open. " if erasing else ""
        super().__init__(
            f"{folder}: {published} is published, but this cannot be removed: {stays}. {erased}"
            "Mend the cause (the owner of the file, a disk that cannot be written); the next command removes it"
        )
