"""Versions of products as people write them, and which of two is newer. Pure.

A number with a point is a version where something says so: 'v', 'version', 'release', the product's name before it, a third part, or a
word of moving ('upgrade to 7.2'); '3.5 GB' and '7.30 pm' are none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

_NUMBER = r"\d{1,4}(?:\.\d{1,5}){1,2}(?:[.-]?(?:rc|beta|alpha|b|a)\.?\d{0,3})?"
_UNIT = r"(?!\s?(?:%|€|\$|£|°|(?:gb|mb|kb|tb|ghz|mhz|ms|s|sec\w*|min\w*|hours?|days?|am|pm|uhr|usd|eur|km|kg|m|cm|mm|inch|percent|prozent|million|x|times|k|stars?)\b))"
_NOT_LONGER = r"(?![\d]|\.\d|-\d|[/:]\d)"
_BEFORE = (
    r"v|ver\.?|vers\.|versions?|release[sd]?|build|(?:up|down)grad\w+(?: \w+){0,2}? (?:to|from|on)|upgrad\w+|updat\w+(?: \w+){0,2}? (?:to|from)|(?:mov|switch|migrat)\w+ to|"
    r"going (?:from|to)|(?:from|to|since|in|on|after|until|skip|seit|auf|ab)"
)
_ALWAYS = re.compile(rf"(?<![\w.$€£/:-])v?(\d{{1,4}}\.\d{{1,4}}\.\d{{1,5}}(?:[.-]?(?:rc|beta|alpha|b|a)\.?\d{{0,3}})?){_NOT_LONGER}{_UNIT}", re.IGNORECASE)  # fmt: skip
_SAID = re.compile(rf"(?<![\w.$€£/:-])(?:{_BEFORE})[\s:]?\s?v?({_NUMBER}){_NOT_LONGER}{_UNIT}", re.IGNORECASE)
_AGAIN = re.compile(
    rf"\s?(?:,|and|or|to|und|oder|bis|->|→|-|straight to|directly to)\s?v?({_NUMBER}){_NOT_LONGER}{_UNIT}",
    re.IGNORECASE,
)
_UPGRADE = re.compile(rf"(?<![\w.$€£/:-])v?({_NUMBER}){_NOT_LONGER}\s+(?:upgrade|update|release|installer|migration|patch|version|branch)\b", re.IGNORECASE)  # fmt: skip
_DATE = re.compile(r"^(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01])$|^(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:(?:19|20)\d\d|\d\d)$")  # fmt: skip


def find_versions(text: str, names: Collection[str] = (), known: Collection[str] = ()) -> tuple[str, ...]:
    """The versions that a text names, each once, in their order; `names` are products, `known` versions that are surely some.

    >>> find_versions("After the upgrade from 7.0.4 to 7.2 it needs 3.5 GB")
    ('7.0.4', '7.2')
    """
    places = _places(text, names)
    for version in known:
        places |= {at.start(): version for at in re.finditer(rf"(?<![\w.]){re.escape(version)}(?![\w]|\.\d)", text)}
    return tuple(dict.fromkeys(places[at] for at in sorted(places)))


def without_versions(text: str) -> str:
    """The text without the versions that it names."""
    left = text
    for at, version in sorted(_places(text, ()).items(), reverse=True):
        left = f"{left[: at - (left[at - 1 : at] in 'vV')] if at else ''}{left[at + len(version) :]}"
    return left


def _places(text: str, names: Collection[str]) -> dict[int, str]:
    if not any(character.isdigit() for character in text):
        return {}
    found: dict[int, str] = {}
    patterns = [_ALWAYS, _SAID, _UPGRADE, *([_named(tuple(sorted(names)))] if names else [])]
    for pattern in patterns:
        for at in pattern.finditer(text):
            found[at.start(1)] = at[1]
            end = at.end()
            while more := _AGAIN.match(text, end):
                found[more.start(1)] = more[1]
                end = more.end()
    return {at: version for at, version in found.items() if not _DATE.match(version)}


@lru_cache(maxsize=32)
def _named(names: tuple[str, ...]) -> re.Pattern[str]:
    """A product's name before a number: also a whole one, 'Larkspur 7'."""
    said = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:{said})\s+(?:v|version )?(\d{{1,4}}(?:\.\d{{1,5}}){{0,2}}){_NOT_LONGER}{_UNIT}(?!\w)",
        re.IGNORECASE,
    )


def parts_of(version: str) -> tuple[int, ...]:
    """The numbers of a version, for comparing; what is before a release ('7.2rc1') is older than it."""
    numbers = [
        int(one) for one in re.findall(r"\d+", re.split(r"[.-]?(?:rc|beta|alpha|b|a)", version, flags=re.IGNORECASE)[0])
    ]
    whole = 0 if not re.search(r"[a-z]", version, re.IGNORECASE) else -1
    return (*numbers, *(0,) * (4 - len(numbers)), whole)


def is_newer(one: str, other: str) -> bool:
    """Whether one version comes after another; '7.2' is no newer than '7.2.1', which it may mean.

    >>> is_newer("7.10", "7.9"), is_newer("7.2", "7.2.1")
    (True, False)
    """
    return parts_of(one) > parts_of(other)


def newest(versions: Iterable[str]) -> str | None:
    """The newest of several; None of none."""
    return max(versions, key=parts_of, default=None)
