"""What the command prints: tables for people, JSON for scripts, nothing that a terminal would execute."""

from __future__ import annotations

import json
import logging
import re
import shlex
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from voxpop import redaction
from voxpop.coverage import many_refused

JsonOption = Annotated[bool, typer.Option("--json", help="JSON instead of a table, for scripts")]
TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Unicode's characters that turn the direction of text: a terminal shows what stands behind them in another order."""
UNSEEN = (*TURNING, 0x2028, 0x2029, 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080))
CONTROL = {code: "\ufffd" for code in (*range(32), *range(0x7F, 0xA0), *UNSEEN) if code not in (9, 10)}
ESCAPED = {code: json.dumps(chr(code))[1:-1] for code in (*range(0x7F, 0xA0), *UNSEEN, *range(0xD800, 0xE000))}
"""The same in JSON, where nothing may be lost."""


CONFIGLESS = frozenset({"init", "try", "demo", "plugin", "schema", "score", "themes", "train"})
"""Commands that take no configuration."""

_COMMAND = re.compile(r"([`'])voxpop (?P<name>[a-z]+)(?P<rest>(?: [^`'\n]*)?)\1")
_given: list[Path] = []


def note_config(path: Path | None) -> Path | None:
    """Keep the configuration that this command was given, for the hints of its messages; None: none was named."""
    _given[:] = [] if path is None else [path]
    return path


def as_given(text: str) -> str:
    """The text with `--config FILE` in every command between quotes that would need it.

    >>> _ = note_config(Path("acme.yaml"))
    >>> as_given("run `voxpop load` and `voxpop analyze`, or `voxpop init`")
    'run `voxpop load --config acme.yaml` and `voxpop analyze --config acme.yaml`, or `voxpop init`'
    >>> _ = note_config(None)
    """
    return _COMMAND.sub(_with_config, text) if _given else text


def _with_config(found: re.Match[str]) -> str:
    if found["name"] in CONFIGLESS or " --config " in found["rest"] or " -c " in found["rest"]:
        return found[0]
    mark = found[1]
    return f"{mark}voxpop {found['name']}{found['rest']} {option()}{mark}"


def option() -> str:
    """'--config acme.yaml' where a configuration was given, else nothing; quoted for a shell."""
    return f"--config {shlex.quote(str(_given[0]))}" if _given else ""


def clean(value: object) -> str:
    """Text without control characters, so that a post cannot drive the terminal, and without secrets that are known."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:.4g}"
    return redaction.hide(str(value)).translate(CONTROL)


class CleanFormatter(logging.Formatter):
    """Lines of the log, without what a terminal would execute or turn around: they repeat what servers said."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return as_given(clean(super().format(record)))


def show_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str = "") -> None:
    """A table as wide as the terminal, or 120 columns where there is none; no line ends inside a word.

    Where not even the longest words fit beside each other, each row stands below the one before, a line a column; where there
    is no terminal, the table is as wide as they need.
    """
    cells = [[clean(value) for value in row] for row in rows]
    least = [max(map(_longest_word, [name, *(row[n] for row in cells)])) for n, name in enumerate(map(clean, columns))]
    needed = sum(least) + GAP * (len(least) - 1)
    at_terminal = sys.stdout.isatty()
    console = Console(width=None if at_terminal else max(120, needed), highlight=False)
    if at_terminal and needed > console.width:
        _show_rows(columns, cells, title)
        return
    whole = [max(map(_longest_line, [name, *(row[n] for row in cells)])) for n, name in enumerate(map(clean, columns))]
    widths = _share_out(least, whole, console.width - needed)
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[number], int | float | None) for row in rows)
        table.add_column(clean(name), justify="right" if numeric else "left", width=widths[number])
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)


GAP = 2
"""Blanks between two columns."""


def _longest_word(text: str) -> int:
    return max(map(cell_len, text.split()), default=0)


def _longest_line(text: str) -> int:
    return max(map(cell_len, text.splitlines()), default=0)


def _share_out(least: list[int], whole: list[int], free: int) -> list[int]:
    """Widths of columns: what is free goes to those that are content with little before those that want more."""
    widths = list(least)
    waiting = sorted(range(len(least)), key=lambda n: whole[n] - least[n])
    for place, number in enumerate(waiting):
        more = min(whole[number] - least[number], free // (len(waiting) - place))
        widths[number] += more
        free -= more
    return widths


def _show_rows(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    """The rows below each other, a line a column; the terminal breaks what is longer than it is wide."""
    if title:
        print(title)
    width = max(cell_len(clean(name)) for name in columns)
    for row in rows:
        for name, value in zip(columns, row, strict=True):
            print(f"{clean(name).ljust(width)}  {value}")
        print()


def show_json(value: Any) -> None:
    """JSON on standard output."""
    written = redaction.hide(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))
    print(written.translate(ESCAPED))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def show_counts(counts: dict[str, Any]) -> None:
    """Numbers with their names on one line."""
    print(", ".join(f"{clean(value)} {name}" for name, value in counts.items()))


def tell_refused(loaded: dict[str, int]) -> bool:
    """Say how many records could not be read; whether so many that it matters."""
    refused, read = loaded["refused"], loaded["new"] + loaded["edited"] + loaded["repeated"]
    if refused:
        print(
            as_given(f"{refused} of {refused + read} records could not be read; `voxpop quarantine` shows why"),
            file=sys.stderr,
        )
    return many_refused(refused, read)
