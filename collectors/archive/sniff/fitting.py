"""Which of the shipped layouts a file has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from voxpop.collectors.archive.files import ArchiveFile
from voxpop.collectors.archive.paths import reach
from voxpop.collectors.archive.settings import LINES
from voxpop.collectors.archive.shipped import Shipped, shipped_layouts

CELLS = ("csv", "xlsx", "ods", "parquet")

Record = dict[str, Any]


def fitting(file: ArchiveFile, records: list[Record]) -> list[Shipped]:
    """The shipped layouts whose columns the file has."""
    found = []
    kind = "lines" if file.format in {"json", "jsonl"} else "cells" if file.format in CELLS else file.format
    for layout in shipped_layouts().values():
        told = str(layout.settings.get("format"))
        flat = told in {*CELLS, "jsonl"} and not any("." in path for path in _paths(layout))
        fits = told == file.format or (kind == "lines" and told in {"json", "jsonl"}) or (kind == "cells" and flat)
        seen = {record.get("type") for record in records if isinstance(record.get("type"), str)}
        if not fits or not set(layout.lines) <= seen:
            continue
        samples = [records]
        if file.format in LINES and file.shape:
            samples += [[r for r in one.records if isinstance(r, dict)] for one in file.shape.lists]
        if any(has(sample, layout.has) for sample in samples) or (kind == "cells" and _looks(records, layout)):
            found.append(layout)
    return found


def _paths(layout: Shipped) -> list[str]:
    """The columns of a layout, and the lists that it reads."""
    columns = [
        one for path in layout.settings["columns"].values() for one in (path if isinstance(path, list) else [path])
    ]
    lists = layout.settings.get("items"), layout.settings.get("each")
    return [*map(str, columns), *("." for one in lists if one)]


def _looks(records: list[Record], layout: Shipped) -> bool:
    """Whether the cells at some places look as those of a layout do, whatever their columns are called."""
    rows = [list(record.values()) for record in records]
    return bool(rows and layout.cells) and all(
        len(row) >= place and re.fullmatch(pattern, str(row[place - 1] or ""))
        for row in rows
        for place, pattern in layout.cells.items()
    )


def has(records: list[Record], paths: Sequence[str]) -> bool:
    """Whether each of the paths is in one of the records."""
    keys = {key for record in records for key in record}
    return bool(records) and all(
        any(choice in keys for choice in path.split("|")) or any(reach(one, path) is not None for one in records)
        for path in paths
    )


def answers(records: list[Record], layout: Shipped) -> list[Record]:
    """The rows behind a survey's header, without the columns that the layout knows."""
    known = {choice for path in layout.settings["columns"].values() for choice in str(path).split("|")}
    known |= {*layout.has, *layout.knows}
    behind = records[int(layout.settings.get("label_rows", 0)) :] or records
    nothing = {word.lower() for word in layout.settings.get("empty_words", ())}
    return [{k: v for k, v in one.items() if k not in known and str(v).lower() not in nothing} for one in behind]
