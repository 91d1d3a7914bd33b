"""Records of an XML file as JSON: Stack Exchange's rows, Disqus' posts, WordPress' items; one at a time, entities refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from voxpop.collectors.archive.documents.shape import SAMPLE, Listing, Shape, Wants
from voxpop.collectors.archive.paths import AROUND, Steps, steps_of
from voxpop.collectors.wire.bounded import Counted, LimitError
from voxpop.config import Limits

LOOKED_AT = 20_000  # elements, before it is decided which of them are the records
TEXT = "#text"  # the words of an element that has attributes or parts too


def look_xml(source: IO[bytes], wants: Wants, limits: Limits) -> Shape:
    """Tells which elements are the records, from the first ones."""
    found: dict[str, list[Any]] = {}
    try:
        for path, element, names in islice(_ends(source, limits, keep=True), LOOKED_AT):
            if path:
                some = found.setdefault(".".join(path), [])
                if len(some) < SAMPLE:
                    some.append(plain(element, names))
    except LimitError:  # said when it is read
        if not found:
            raise
    lists = [Listing(path, records) for path, records in found.items() if any(isinstance(one, dict) for one in records)]
    lists.sort(key=lambda one: one.path.count("."))
    if wants.items is not None:
        return Shape("xml", steps_of(wants.items), lists=lists)
    best = max(lists, key=lambda one: (wants.score(one.records), len(one.records) > 1), default=None)
    return Shape("xml", tuple(best.path.split(".")) if best else (), lists=lists)


def xml_records(source: IO[bytes], steps: Steps, limits: Limits, *, around: bool) -> Iterator[str]:
    """Each element at the end of the steps as JSON: attributes and parts are keys, parts of one name a list.

    Raises `ValueError` where the file is no XML or defines entities, and where an element is larger or deeper than the limits allow.
    """
    beside: dict[str, Any] = {}
    for path, element, names in _ends(source, limits, keep=False, whole=steps):
        if path == steps:
            value = plain(element, names)
            record = value if isinstance(value, dict) else {TEXT: value}
            yield json.dumps({AROUND: beside, **record} if around else record, ensure_ascii=False)
        elif around and len(path) == len(steps) and not len(element):
            beside[path[-1]] = plain(element, names)


def _ends(
    source: IO[bytes], limits: Limits, *, keep: bool, whole: Steps = ()
) -> Iterator[tuple[Steps, Element, dict[str, str]]]:
    """Every element that ends, with its path below the root and the file's prefixes; what was given is forgotten."""
    names: dict[str, str] = {"http://www.w3.org/XML/1998/namespace": "xml"}
    stack: list[Element] = []
    path: list[str] = []
    counted = Counted(source, limits.record, "limits.record_mb")
    try:
        for event, found in iterparse(counted, events=("start", "end", "start-ns")):
            if event == "start-ns":
                names[found[1]] = found[0]
            elif event == "start":
                stack.append(found)
                path.append(_name(found.tag, names))
                if len(path) > limits.depth:
                    raise LimitError(f"elements nested deeper than the {limits.depth} that limits.depth allows")
            else:
                here = tuple(path[1:])
                yield here, found, names
                stack.pop()
                path.pop()
                inside = len(here) > len(whole) and here[: len(whole)] == whole
                if not inside:
                    counted.again()
                if stack and not keep and not inside:
                    stack[-1].remove(found)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(f"not readable as XML: {error or type(error).__name__}") from None


def plain(element: Element, names: dict[str, str]) -> Any:
    """The element as JSON has it: its words alone where it has nothing else, None where it has nothing."""
    words = (element.text or "").strip()
    found: dict[str, Any] = {_name(key, names): value for key, value in element.attrib.items()}
    for part in element:
        key, value = _name(part.tag, names), plain(part, names)
        if key in found:
            found[key] = [*(found[key] if isinstance(found[key], list) else [found[key]]), value]
        else:
            found[key] = value
    if not found:
        return words or None
    return found | {TEXT: words} if words else found


def _name(tag: str, names: dict[str, str]) -> str:
    """'wp:comment' of '{http://wordpress.org/export/1.2/}comment'."""
    if not tag.startswith("{"):
        return tag
    space, _, local = tag[1:].partition("}")
    prefix = names.get(space)
    return f"{prefix}:{local}" if prefix else local
