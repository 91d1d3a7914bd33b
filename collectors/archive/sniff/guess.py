"""Which column of a file without a known layout is what, by the columns' names and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from voxpop.collectors.archive.paths import AROUND
from voxpop.collectors.archive.words import joined
from voxpop.collectors.inner.names import ORDER, rank
from voxpop.collectors.ratings import read_rating
from voxpop.collectors.wire.times import SERIAL, Clock, read_time

Record = dict[str, Any]
DEEPEST = 3
LONG, WORDS = 25, 3  # characters or words from which an answer is in words
FEW = 8  # answers that may be alike by chance
AGAIN = re.compile(r" \(\d+\)$")
ID_NAME = re.compile(
    r"(?:^|[^a-z])(?:id|key|nr|no|num)(?:$|[^a-z])|schl\u00fcssel|n[u\u00fa]mero|num\u00e9ro|nummer", re.IGNORECASE
)
MOST_STARS = 10
UNIX = (datetime(2000, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp())
PATTERNS = (
    "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y", "%d-%b-%Y %I:%M%p", "%d-%b-%Y", "%a %b %d %H:%M:%S %z %Y", "%d/%b/%y %I:%M %p",
    "%b %d, %Y", "%d %B %Y",
)  # fmt: skip
ZONE = re.compile(r"(Z|UTC|GMT|[+-]\d\d:?\d\d)\b|[A-Z]{3,4}$")
HTML = re.compile(r"</?(?:p|div|br|b|i|a|span|blockquote)\b[^>]*>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);", re.IGNORECASE)


@dataclass(slots=True)
class Guess:
    """Keys of an archive, and what about them is not sure."""

    columns: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether a post can be made of it."""
        return "text" in self.columns and "created_at" in self.columns


def paths_of(records: Sequence[Record]) -> dict[str, list[Any]]:
    """Each path that ends at a value, with the values that are filled."""
    found: dict[str, list[Any]] = {}
    for record in records:
        for path, value in leaves(record, "", 0):
            if value not in (None, "", []):
                found.setdefault(path, []).append(value)
    return found


def leaves(record: Record, before: str, depth: int) -> list[tuple[str, Any]]:
    """The paths of a record that end at a value, with these."""
    found = []
    for key, value in record.items():
        path = before + re.sub(r"([.|])", r"\\\1", key) if "." in key and depth else before + key
        if isinstance(value, dict) and depth < DEEPEST and key != AROUND:
            found += leaves(value, f"{path}.", depth + 1)
        elif not isinstance(value, dict):
            found.append((path, value))
    return found


def guess(records: Sequence[Record]) -> Guess:
    """The columns of a file's first records."""
    values = paths_of(records)
    found = Guess()
    taken: set[str] = set()
    for name in ORDER:
        fits = FITS.get(name, _fits)
        ranked = sorted(
            (place, number, path)
            for number, path in enumerate(values)
            if path not in taken and (place := rank(name, path)) is not None and fits(values[path])
        )
        if ranked:
            found.columns[name] = ranked[0][2]
            if name not in {"url", "author"}:
                taken.add(ranked[0][2])
            if name == "text" and len(ranked) > 1:
                found.unsure.append(f"text: '{ranked[1][2]}' may hold words too")
    _in_cells(found, values, taken)
    _by_values(found, values, taken)
    if found.whole:
        _times(found, values[found.columns["created_at"]])
        _ids(found, values, len(records))
        worded = found.columns["text"]
        _words(found, [v for path in ([worded] if isinstance(worded, str) else worded) for v in values[path]])
        if "rating" in found.columns:
            _scale(found, values[found.columns["rating"]])
    return found


def _by_values(found: Guess, values: dict[str, list[Any]], taken: set[str]) -> None:
    """What no name tells: what is in words is the text, what reads as a time is the time."""
    if "created_at" not in found.columns and (
        times := [p for p in values if p not in taken and time_format(values[p])]
    ):
        found.columns["created_at"] = times[0]
        taken.add(times[0])
        found.unsure.append(f"created_at: '{times[0]}' is taken because its values are times")
    if "text" not in found.columns and (worded := answers_in_values(values, taken)):
        found.columns["text"] = worded[0] if len(worded) == 1 else worded
        said = (
            f"'{worded[0]}' is taken because it is the longest; another column may hold the words"
            if len(worded) == 1
            else f"{', '.join(worded)} are taken because they hold words"
        )
        found.unsure.append(f"text: {said}")


def answers_in(records: Sequence[Record]) -> list[str]:
    """The columns of a survey in which people write in words of their own; the longest where none is sure."""
    return answers_in_values(paths_of(records), set())


def answers_in_values(values: dict[str, list[Any]], taken: set[str]) -> list[str]:
    """The columns in words that are not taken; the longest where none is sure."""
    lengths = {path: length_of(values[path]) for path in values if path not in taken}
    worded = [path for path, length in lengths.items() if length > 0 and _is_worded(values[path])]
    if worded or not lengths:
        return worded
    longest = max(lengths, key=lambda path: lengths[path])
    return [longest] if lengths[longest] > 0 else []


def _is_worded(values: list[Any]) -> bool:
    """Whether half of the texts have three words, and are not the same again and again."""
    texts = [value for value in values if isinstance(value, str)]
    long = [text for text in texts if len(text.split()) >= WORDS or len(text) > LONG]
    return 2 * len(long) > len(texts) and (len(texts) < FEW or 2 * len(set(texts)) > len(texts))


def _in_cells(found: Guess, values: dict[str, list[Any]], taken: set[str]) -> None:
    """Columns whose cells hold a time, a name and words, as Jira's comments do: posts of their own."""
    split = [path for path in values if path not in taken and _is_told(values[path])]
    bases = dict.fromkeys(AGAIN.sub("", path) for path in split)
    if bases and found.columns.get("text") in bases:
        del found.columns["text"]
    taken |= {path for path in values if AGAIN.sub("", path) in bases}
    if bases:
        found.keys["each"] = [{"items": base, "cell": "{created_at};{author};{text}"} for base in bases]
        found.keys["time_format"] = "auto"


def _is_told(values: list[Any]) -> bool:
    parts = [str(value).split(";", 2) for value in values]
    return all(len(part) == 3 and _reads(part[0], "auto") for part in parts)


def length_of(values: list[Any]) -> float:
    """How long the texts are that are no links and no times, on average over all values."""
    words = [
        value
        for value in values
        if isinstance(value, str) and not value.startswith("http") and time_format([value]) is None
    ]
    return sum(map(len, words)) / len(values) if values else 0.0


def time_format(values: Sequence[Any]) -> str | None:
    """The `time_format` that reads every value, None: there is none."""
    some = [value for value in values if not isinstance(value, bool)][:50]
    if not some or any(isinstance(value, list | dict) for value in some):
        return None
    try:
        numbers = [float(value) for value in some]
    except (ValueError, TypeError, OverflowError):
        texts = [str(value) for value in some]
        return next((f for f in ("iso", "auto", *PATTERNS) if all(_reads(text, f) for text in texts)), None)
    for name, unit in (("unix", 1), ("unix_ms", 1000)):
        if all(UNIX[0] * unit <= number <= UNIX[1] * unit for number in numbers):
            return name
    return None


def serial(values: Sequence[Any]) -> str | None:
    """'excel' where all values are days as a program for tables counts them."""
    return "excel" if values and all(SERIAL.fullmatch(str(value).removesuffix(".0")) for value in values[:50]) else None


def _reads(text: str, pattern: str) -> bool:
    return read_time(text, pattern, Clock("UTC", order="month_first")) is not None or (
        pattern == "auto" and read_time(text, pattern, Clock("UTC", order="day_first")) is not None
    )


def _times(found: Guess, values: list[Any]) -> None:
    pattern = time_format(values) or serial(values)
    if pattern is None:
        found.unsure.append(
            "created_at: its values are no times that are known; 'time_format' says how they are written"
        )
        return
    if pattern != "iso":
        found.keys.setdefault("time_format", pattern)
    if not pattern.startswith("unix") and not all(ZONE.search(str(value)) for value in values[:50]):
        found.unsure.append("time_zone: times name no zone and are read as UTC; 'time_zone' says where they are from")


def _ids(found: Guess, values: dict[str, list[Any]], number: int) -> None:
    path = found.columns.get("post_id")
    if path is None and (
        likely := [p for p in values if _is_id(p, values[p], number) and p not in found.columns.values()]
    ):
        path = found.columns["post_id"] = likely[0]
        found.unsure.append(f"post_id: '{path}' is taken because each row has another")
    if path is not None:
        told = [str(value) for value in values[path]]
        if len(told) == number and len(set(told)) == number:
            return
        found.unsure.append(f"post_id: '{path}' is not filled in every row, or not each time another")
        if len(told) < number:
            del found.columns["post_id"]
    if "post_id" not in found.columns:
        found.unsure.append("post_id: no column is an id; each row is known by a hash of what it says")


def _is_id(path: str, values: list[Any], number: int) -> bool:
    """Whether a column is called an id, in some language, and each row has another."""
    told = [str(value) for value in values]
    whole = len(told) == number == len(set(told)) and not any(" " in value or len(value) > 80 for value in told)
    return whole and ID_NAME.search(path) is not None and not any(isinstance(one, float | list) for one in values)


def _words(found: Guess, values: list[Any]) -> None:
    texts = [joined(value) or "" if not isinstance(value, str) else value for value in values]
    if sum(bool(HTML.search(text)) for text in texts) * 3 > len(texts):
        found.keys["html"] = True
    elif any(ENTITY.search(text) for text in texts):
        found.keys["unescape_html"] = True
    if texts and sum(text.startswith('{"text"') for text in texts) * 2 > len(texts):
        found.keys["pieces"] = True


def _scale(found: Guess, values: list[Any]) -> None:
    told = [read_rating(value) for value in values]
    if all(scale is None for _, scale in told):
        best = max((value or 0.0) for value, _ in told)
        found.keys["constants"] = {"rating_scale": 5 if best <= 5 else 10 if best <= MOST_STARS else 100}
        found.unsure.append(
            f"rating_scale: {found.keys['constants']['rating_scale']}, by the highest that occurs ({best:g})"
        )


def _fits(values: list[Any]) -> bool:
    return bool(values)


def _are_ratings(values: list[Any]) -> bool:
    return all(read_rating(value)[0] is not None for value in values)


FITS: dict[str, Callable[[list[Any]], bool]] = {
    "created_at": lambda values: (time_format(values) or serial(values)) is not None,
    "edited_at": lambda values: time_format([v for v in values if v not in (0, "0", False)] or [0]) is not None,
    "deleted_at": lambda values: time_format(values) is not None,
    "rating": _are_ratings,
    "post_id": lambda values: not any(isinstance(value, list | float) for value in values),
    "text": lambda values: any(isinstance(v, str | list) for v in values) and time_format(values) is None,
}
