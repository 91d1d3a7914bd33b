"""Texts with their personal details masked: '[phone]' in place of a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa

from voxpop.privacy.details import DetailKind
from voxpop.privacy.find import FINDERS, Finder, find_details
from voxpop.privacy.first_look import look


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its details, and how many of each kind it had."""

    text: str
    counts: dict[DetailKind, int]


def mask(
    text: str,
    kinds: Collection[DetailKind] = tuple(DetailKind),
    finders: Collection[str] = tuple(FINDERS),
    keep: Collection[str] = (),
    further: Finder | None = None,
) -> Masked:
    """The text with each detail of these kinds replaced by its kind in brackets.

    >>> mask("Call me: +49 30 1234567, order 12345678").text
    'Call me: [phone], order 12345678'
    """
    details = find_details(text, kinds, finders, keep, further)
    if not details:
        return Masked(text, {})
    parts, at = [], 0
    for detail in details:
        parts += [text[at : detail.start], f"[{detail.kind}]"]
        at = detail.end
    return Masked("".join([*parts, text[at:]]), dict(Counter(detail.kind for detail in details)))


def mask_column(
    texts: pa.Array | pa.ChunkedArray,
    kinds: Collection[DetailKind] = tuple(DetailKind),
    keep: Collection[str] = (),
    further: Finder | None = None,
) -> tuple[pa.Array, list[dict[DetailKind, int]]]:
    """Many texts (strings, None stays None), masked, and the counts of each. A further finder looks at every text."""
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    counts: list[dict[DetailKind, int]] = [{}] * len(whole)
    changed: list[str | None] | None = None
    rules = dict(look(whole))
    for place in range(len(whole)) if further else rules:
        masked = mask(whole[place].as_py() or "", kinds, rules.get(place, ()), keep, further)
        if masked.counts:
            changed = changed or whole.to_pylist()
            changed[place], counts[place] = masked.text, masked.counts
    return (whole if changed is None else pa.array(changed, whole.type)), counts
