"""Airflow's logs and its database, which hold what tasks said and gave back: what names the forgotten leaves them too."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from voxpop import durable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voxpop.pipeline.workspace import Workspace

HOME = ".airflow"
ERASED = "[a line was erased by voxpop forget]"
SHORTEST = 3
"""Characters of a name that is looked for by itself."""
SECONDS = 20.0
"""How long a running Airflow may hold its database."""

XCOM = ("xcom", "_xcom_archive", "rendered_task_instance_fields", "_airflow_deleted__xcom%")
"""Tables of values that tasks gave back, and of copies that `airflow db clean` keeps of them (LIKE patterns)."""


def homes(workspace: Workspace) -> list[Path]:
    """The homes of Airflow that this installation knows: beside voxpop.yaml, here, and $AIRFLOW_HOME."""
    told = os.environ.get("AIRFLOW_HOME")
    found = [workspace.config.base_dir / HOME, Path.cwd() / HOME, *([Path(told)] if told else [])]
    return sorted({path.resolve() for path in found if path.is_dir()})


def log_files(workspace: Workspace) -> list[Path]:
    """Every file of text that Airflow's tasks and server wrote."""
    found = [path for home in homes(workspace) for path in home.rglob("*.log*") if path.is_file()]
    return sorted(set(found))


def databases(workspace: Workspace) -> list[Path]:
    """Airflow's metadata where it is SQLite's."""
    return [path for home in homes(workspace) for path in sorted(home.glob("*.db")) if path.is_file()]


def naming(words: Iterable[str]) -> re.Pattern[bytes] | None:
    """Finds any of the words, standing by itself, in whatever letters' case; None: there is none to find."""
    forms = sorted({form for word in words if word for form in _escaped(word)})
    if not forms:
        return None
    either = b"|".join(re.escape(form) for form in forms)
    return re.compile(rb"(?i)(?<![0-9a-z_\x80-\xff])(?:" + either + rb")(?![0-9a-z_\x80-\xff])")


def tellable(workspace: Workspace, names: Iterable[str]) -> list[str]:
    """The names that mean a person where they stand by themselves: not those that the configuration gives to something else."""
    config = workspace.config
    taken = {*(one.id for one in config.channels), *config.audience_ids, *(one.id for one in config.delivery.targets)}
    taken |= {one.source for one in config.channels} | {
        one.name.casefold() for one in (*config.brands, *config.products)
    }
    return [name for name in names if len(name) >= SHORTEST and name.casefold() not in taken]


def erase(workspace: Workspace, words: Iterable[str]) -> dict[str, int]:
    """How many lines of logs, and values in Airflow's database, named one of the words; they do no longer."""
    pattern = naming(words)
    if pattern is None:
        return {}
    counts = {"log lines": 0, "airflow values": 0}
    for path in log_files(workspace):
        counts["log lines"] += _clear_lines(path, pattern)
    for path in databases(workspace):
        counts["airflow values"] += _clear_values(path, pattern)
    return {name: n for name, n in counts.items() if n}


def _clear_lines(path: Path, pattern: re.Pattern[bytes]) -> int:
    lines = path.read_bytes().split(b"\n")
    kept = [ERASED.encode() if pattern.search(line) else line for line in lines]
    changed = sum(one is not other for one, other in zip(lines, kept, strict=True))
    if changed:
        durable.write(path, b"\n".join(kept))
    return changed


def _clear_values(path: Path, pattern: re.Pattern[bytes]) -> int:
    """Rows of values that name somebody, deleted; the file is written again, so that their bytes leave it."""
    removed = 0
    with closing(sqlite3.connect(path, timeout=SECONDS, isolation_level=None)) as con:
        con.execute("pragma secure_delete = on")
        for table in _tables(con):
            quoted = '"' + table.replace('"', '""') + '"'
            rows = con.execute(f"select rowid, * from {quoted}").fetchall()  # noqa: S608  a name of the file's own tables
            doomed = [row[0] for row in rows if any(_names(value, pattern) for value in row[1:])]
            con.executemany(f"delete from {quoted} where rowid = ?", [(one,) for one in doomed])  # noqa: S608
            removed += len(doomed)
        if removed:
            con.execute("vacuum")
    return removed


def _tables(con: sqlite3.Connection) -> Iterator[str]:
    for like in XCOM:
        rows = con.execute("select name from sqlite_master where type = 'table' and name like ?", [like]).fetchall()
        yield from (name for (name,) in rows)


def _names(value: object, pattern: re.Pattern[bytes]) -> bool:
    raw = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace") if value is not None else b""
    return pattern.search(raw) is not None


def _escaped(word: str) -> set[bytes]:
    """A word in UTF-8, and as JSON escapes its letters."""
    ascii_json = json.dumps(word)[1:-1]
    return {word.encode("utf-8", "replace"), ascii_json.encode(), json.dumps(ascii_json)[1:-1].encode()}
