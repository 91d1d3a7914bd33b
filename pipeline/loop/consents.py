"""The file of those who agreed to hear of what was done: read by keyed hashes, and left by whoever is forgotten."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from voxpop import durable
from voxpop.authors import AuthorKey
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

COLUMNS = ("source", "author", "contact")


def read_consents(workspace: Workspace) -> dict[str, tuple[str, str, str]]:
    """Keyed hash of an author's id or handle -> (source, author, contact) as the file has it; empty where there is no file.

    `UsageError` where the file lacks a column or a row names nobody.
    """
    path = consent_file(workspace)
    if path is None:
        return {}
    key = AuthorKey(workspace.secrets.author_key())
    found: dict[str, tuple[str, str, str]] = {}
    for number, row in enumerate(_rows(path), start=2):
        source, author, contact = ((row.get(name) or "").strip() for name in COLUMNS)
        if not source or not author:
            raise UsageError(f"{path}:{number}: a row needs 'source' and 'author'; mend or remove it")
        for hash_ in (key.author(source, author), key.handle(source, author)):
            if hash_:
                found[hash_] = (source, author, contact)
    return found


def forget_consents(workspace: Workspace, hashes: frozenset[str]) -> int:
    """How many rows of erased authors were taken out of the file of consents; other rows stay as they are written."""
    path = consent_file(workspace)
    if path is None or not path.is_file() or not hashes:
        return 0
    key = AuthorKey(workspace.secrets.author_key())
    rows = _rows(path)

    def stays(row: dict[str, str]) -> bool:
        source, author = (row.get("source") or "").strip(), (row.get("author") or "").strip()
        return hashes.isdisjoint(filter(None, (key.author(source, author), key.handle(source, author))))

    kept = [row for row in rows if stays(row)]
    if len(kept) < len(rows):
        with durable.replacing(path) as fresh, fresh.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)
    return len(rows) - len(kept)


def consent_file(workspace: Workspace) -> Path | None:
    """Where the consents are; None where none are configured."""
    given = workspace.config.consent.file
    return None if given is None else workspace.config.path(given)


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS[:2] if name not in (reader.fieldnames or ())]
            if missing:
                raise UsageError(
                    f"{path}: the file of consents lacks the column '{missing[0]}'; it needs source and author"
                )
            return [{name: value for name, value in row.items() if isinstance(name, str)} for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: the file of consents cannot be read ({type(error).__name__}); mend consent.file"
        ) from error
