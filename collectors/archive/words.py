"""Text that a file holds in parts: lists of pieces, documents of editors, JSON in a cell."""

from __future__ import annotations

import ast
import json
from typing import Any

INLINE = ("text", "insert", "simpleText", "value", "plain_text", "#text")  # where a piece has its words
INSIDE = (
    "content",
    "elements",
    "children",
    "runs",
    "ops",
    "blocks",
    "nodes",
    "takeoutSegments",
)  # where a part has its parts
BLOCKS = {
    "paragraph", "heading", "blockquote", "listItem", "list_item", "codeBlock", "code_block", "bulletList", "orderedList",
    "rich_text_section", "rich_text_preformatted", "rich_text_quote", "tableRow", "rule", "section",
}  # fmt: skip
BREAKS = {"hardBreak", "hard_break", "linebreak"}
DEEPEST = 40


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
    return isinstance(value, list) and any(isinstance(part, dict) and part.get("type") in BLOCKS for part in value)


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
    if value.get("type") in BREAKS:
        found.append("\n")
        return True
    known = False
    for key in (*INLINE, *INSIDE):
        if isinstance(value.get(key), str if key in INLINE else list):
            known = _gather(value[key], found, depth + 1) or known
            break
    if not known:
        known = isinstance(value.get("text"), dict) and _gather(value["text"], found, depth + 1)
    if value.get("type") in BLOCKS and found and not found[-1].endswith("\n"):
        found.append("\n")
        return True
    return known or isinstance(value.get("type"), str)  # an emoji or a picture: a part without words


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
    """The list that a cell's text writes out, as JSON or as Python does: '["a", "b"]', "['a', 'b']"; None: it is none."""
    bare = text.strip()
    if not (bare.startswith("[") and bare.endswith("]")) or len(bare) > 100_000:
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(bare)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return value if isinstance(value, list) else None
    return None


def counted(value: Any) -> Any:
    """A list as a count: the sum of its numbers, else how many it holds."""
    if not isinstance(value, list):
        return value
    numbers = [part for part in value if isinstance(part, int) and not isinstance(part, bool)]
    return sum(numbers) if numbers and len(numbers) == len(value) else len(value)
