"""Text that a file holds in parts: lists of pieces, documents of editors, JSON in a cell."""

from __future__ import annotations

import ast
import csv
import json
import re
from typing import Any

INLINE = (
    "text", "insert", "simpleText", "value", "plain_text", "#text", "_text", "$t", "#cdata", "_cdata", "__cdata",
    "plain", "plaintext", "content", "body", "message", "raw", "rendered", "html", "markdown",
)  # fmt: skip
"""Where a piece has its words, the surest first."""
INSIDE = (
    "content",
    "elements",
    "children",
    "runs",
    "ops",
    "blocks",
    "nodes",
    "spans",
    "takeoutSegments",
)  # where a part has its parts
NAMES = ("name", "label", "title", "tag", "text", "value", "slug")
"""Where an object that stands for a tag has its name, the surest first."""
BLOCKS = {
    "paragraph", "heading", "blockquote", "listItem", "list_item", "codeBlock", "code_block", "bulletList", "orderedList",
    "rich_text_section", "rich_text_preformatted", "rich_text_quote", "tableRow", "rule", "section", "block", "p", "li", "header",
    "h1", "h2", "h3", "unstyled", "header-one", "header-two", "header-three", "list-item", "unordered-list-item", "ordered-list-item",
    "block-quote", "code-block", "heading-1", "heading-2", "heading-3", "atomic", "quote",
}  # fmt: skip
BREAKS = {"hardBreak", "hard_break", "linebreak"}
WITHIN = ("text", "root", "data", "document", "doc", "state")  # where a document has its record of parts
KINDS = ("type", "nodeType", "_type")
DEEPEST = 40
EMPTY = {"[]", "()", "{}", "set()", "nan", "NaN", "None", "null", "NULL", "[None]", "[nan]"}
BESIDE = re.compile(r"(['\"])\s+['\"]")  # NumPy writes no commas


def joined(value: Any) -> str | None:
    """Returns the words of a text that came in parts, None where it holds none that are known.

    A list of strings is paragraphs; a list with objects is one text, as Telegram, Slack, Quill, Jira and YouTube write it.
    """
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    if value in ([], {}):
        return ""
    found: list[str] = []
    if not _gather(value, found, 0) or not (found or isinstance(value, list)):
        return None
    return "".join(found).strip("\n") if isinstance(value, dict) or _has_blocks(value) else "".join(found)


def _has_blocks(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, dict) and _kind(part) in BLOCKS for part in value)


def _kind(part: dict[str, Any]) -> Any:
    return next((part[key] for key in KINDS if key in part), None)


def _gather(value: Any, found: list[str], depth: int) -> bool:
    if isinstance(value, str):
        found.append(value)
        return True
    if depth > DEEPEST:
        return False
    if isinstance(value, list):
        parts = [_gather(part, found, depth + 1) for part in value]
        return bool(parts) and all(parts)
    if not isinstance(value, dict):
        return False
    if _kind(value) in BREAKS:
        found.append("\n")
        return True
    known = False
    for key in (*INLINE, *INSIDE):
        inner = value.get(key)
        if (isinstance(inner, str) and key in INLINE) or (isinstance(inner, list) and key in INSIDE):
            known = _gather(inner, found, depth + 1) or known
            break
    if not known:
        known = any(isinstance(value.get(key), dict) and _gather(value[key], found, depth + 1) for key in WITHIN)
    if _kind(value) in BLOCKS and found and not found[-1].endswith("\n"):
        found.append("\n")
        return True
    return known or isinstance(_kind(value), str)  # an emoji or a picture: a part without words


def pieces(text: str) -> str:
    """The words of a text that is JSON itself: a list, an object, or objects with commas between, as Takeout writes them."""
    bare = text.strip()
    if not bare.startswith(("{", "[")):
        return text
    for form in (bare, f"[{bare}]"):
        try:
            value = json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
        words = joined(value)
        return text if words is None else words
    return text


def listed(text: str) -> list[Any] | None:
    """The list that a cell's text writes out, as programs do; None: it is none.

    JSON '["a", "b"]', Python "['a', 'b']", its tuples and sets, NumPy's "['a' 'b']", Postgres' '{a,"b c"}', Java's '[a, b]'.
    """
    bare = text.strip()
    if bare.startswith("array(") and bare.endswith(")"):
        bare = bare.removeprefix("array(")[:-1].rpartition(", dtype=")[0].strip() or bare.removeprefix("array(")[:-1]
    if bare in EMPTY:
        return []
    if bare[:1] + bare[-1:] not in {"[]", "()", "{}"} or len(bare) > 100_000:
        return None
    if "," not in bare:
        bare = BESIDE.sub(r"\1, \1", bare)
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(bare)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
        if isinstance(value, tuple | set | frozenset):
            return sorted(value, key=str) if isinstance(value, set) else list(value)
        return value if isinstance(value, list) else None
    return _unquoted(bare) if bare[0] in "[{" else None


def _unquoted(bare: str) -> list[Any] | None:
    """The parts of '[a, b]' or '{a,"b c"}'."""
    try:
        (parts,) = csv.reader([bare[1:-1]], skipinitialspace=True, escapechar="\\")
    except (csv.Error, ValueError):
        return None
    return None if any(set("[]{}:") & set(part) for part in parts) else list(parts)


def named(part: Any) -> Any:
    """The name of an object that stands for a tag, `{"id": 7, "name": "crm"}` is 'crm'; what is none stays as it is."""
    if not isinstance(part, dict):
        return part
    return next((name for key in NAMES if isinstance(name := part.get(key), str) and name.strip()), part)


def counted(value: Any) -> Any:
    """A list as a count: the sum of its numbers, else how many it holds."""
    if not isinstance(value, list):
        return value
    numbers = [part for part in value if isinstance(part, int) and not isinstance(part, bool)]
    return sum(numbers) if numbers and len(numbers) == len(value) else len(value)
