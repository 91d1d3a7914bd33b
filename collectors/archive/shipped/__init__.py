"""Layouts that ship: mappings of exports that listeners bring, each a file with its version and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from voxpop import shipped
from voxpop.errors import UsageError

NEEDED = ("post_id", "text", "created_at")
LAID_OUT = frozenset(
    [
        "as_source",
        "breaks",
        "columns",
        "constants",
        "dates",
        "deleted",
        "delimiter",
        "each",
        "empty_words",
        "escape",
        "header",
        "html",
        "kinds",
        "label_rows",
        "pieces",
        "quote_mark",
        "quoting",
        "reply",
        "reposts",
        "sheet",
        "skip_rows",
        "table",
        "tag_separator",
        "text_after",
        "text_before",
        "thousands",
        "time_format",
        "time_zone",
    ]
)
"""Keys that a layout of Reddit, X or Discourse settles itself."""
MERGED = ("columns", "constants", "only", "deleted", "kinds")  # of these a channel may change single entries


@dataclass(frozen=True, slots=True)
class Shipped:
    """One layout: what it is, how it is told from others, and the keys of an archive that read it."""

    id: str
    name: str
    version: str
    source: str
    leaves: str  # what of the file is not read
    has: tuple[str, ...]  # paths that every such file has, with choices: 'a|b'
    settings: Mapping[str, Any]
    asks: tuple[str, ...] = ()  # fields that only the channel can tell, such as which question is the text
    lines: tuple[str, ...] = ()  # where lines are of several types: these types
    cells: Mapping[int, str] = field(default_factory=dict)  # place of a column -> how its cells look, in any language
    knows: tuple[str, ...] = ()  # columns that every such file has and that are nobody's words


def _may_be_absent(field: str, path: Any) -> Any:
    """A column of a layout, which a file need not have unless a post cannot be without it."""
    return path if field in NEEDED or not isinstance(path, str) else f"{path}|"


@cache
def shipped_layouts() -> dict[str, Shipped]:
    """Every layout that ships, by its id."""
    found = {}
    for file in sorted(files(__name__).iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            told = shipped.parse(file.read_text(encoding="utf-8"))
            name = file.name.removesuffix(".yaml")
            asks = (told.pop("asks"),) if "asks" in told else ()
            lines, knows, has = (tuple(told.pop(key, ())) for key in ("lines", "knows", "has"))
            found[name] = Shipped(id=name, asks=asks, lines=lines, knows=knows, has=has, **told)
    return found


def with_layout(values: Mapping[str, Any]) -> dict[str, Any]:
    """The channel's keys over those of the layout that it names; a layout that is code stays as it is."""
    layout = shipped_layouts().get(str(values.get("layout")))
    if layout is None:
        return dict(values)
    own = {key: value for key, value in values.items() if key != "layout"}
    merged: dict[str, Any] = {**layout.settings, **own}
    merged.setdefault("each", [])  # a layout says itself what stands within its records
    for key in MERGED:
        if isinstance(own.get(key, {}), Mapping) and isinstance(layout.settings.get(key, {}), Mapping):
            both = {**layout.settings.get(key, {}), **own.get(key, {})}
            merged |= {key: {name: value for name, value in both.items() if value is not None}} if both else {}
    merged["columns"] = {
        name: path if name in (own.get("columns") or {}) else _may_be_absent(name, path)
        for name, path in (merged.get("columns") or {}).items()
    }
    if "reply" in layout.settings and "reply" not in own:
        merged["reply"] = {name: f"{path}|" for name, path in layout.settings["reply"].items()}
    for taken, other in (("constants", "columns"), ("columns", "constants")):
        for name in own.get(taken) or {}:
            (merged.get(other) or {}).pop(name, None)
    if missing := [field for field in layout.asks if field not in merged.get("columns", {})]:
        raise UsageError(f"layout '{layout.id}' needs columns: {{{missing[0]}: NAME}}, the question that is the words")
    return merged
