"""A place in a JSON text that is read from its beginning, so that a list of any length passes through little memory."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import IO, Any, NoReturn

from voxpop.collectors.archive.paths import AROUND, EVERY, Steps, descend
from voxpop.collectors.wire.bounded import SHOWN, TooLong

BLOCK = 1 << 20
SMALL = 1 << 16  # a value beside the records is kept where it is no longer than this
SPACE = re.compile(r"[ \t\r\n\ufeff\x1e]*")
IN_WORDS, BETWEEN = re.compile(r'["\\]'), re.compile(r'["\[\]{}]')
NEAR = 32  # a mistake so close to the end of what is held may be one that the next block mends
_decode = json.JSONDecoder().raw_decode


class Cursor:
    """Reads values one after the other; raises `EOFError` where the text ends inside one, `ValueError` where it is no JSON."""

    def __init__(self, text: IO[str], most: int = sys.maxsize) -> None:
        self._text = text
        self._most = most
        self._held = ""
        self._place = 0

    def next(self) -> str:
        """The next character that is no space; '' at the end."""
        while True:
            self._place = SPACE.match(self._held, self._place).end()  # type: ignore[union-attr]
            if self._place < len(self._held):
                return self._held[self._place]
            if not self._more():
                return ""

    def take(self) -> None:
        """Pass over one character."""
        self._place += 1

    def take_any(self, characters: str) -> str:
        """Pass over these and over spaces; gives the character after them."""
        while (char := self.next()) and char in characters:
            self._place += 1
        return char

    def until(self, characters: str) -> str:
        """Pass over everything before one of these."""
        while True:
            while self._place < len(self._held):
                if self._held[self._place] in characters:
                    return self._held[self._place]
                self._place += 1
            if not self._more():
                return ""

    def value(self) -> str:
        """The next value as it is written; `TooLong` where it has more than `most` letters."""
        self.next()
        while True:
            end = self._end()
            if end is not None and end < len(self._held):
                break
            if len(self._held) - self._place > self._most:
                return self._pass_long()
            if not self._more():
                if end is None:
                    self._broken()
                break
        if (end or 0) - self._place > self._most:
            return self._pass_long()
        written = self._held[self._place : end]
        self._place = end
        return written

    def small(self) -> Any:
        """The next value where it is short, else None; passed over either way."""
        if self.next() not in "[{":
            value = self.value()
            return None if isinstance(value, TooLong) else json.loads(value)
        end = self._end(loud=False)
        if end is None and len(self._held) - self._place < SMALL and self._more():
            end = self._end(loud=False)
        if end is None or end - self._place > SMALL:
            self.skip()
            return None
        written = self._held[self._place : end]
        self._place = end
        return json.loads(written)

    def skip(self) -> None:
        """Pass over the next value, however long."""
        opened = self.next()
        if opened not in "[{":
            self.value()
            return
        end = self._end(loud=False)
        if end is not None:
            self._place = end
            return
        if opened == "[":
            for _ in self.each():
                self.skip()
        else:
            for _ in self.members():
                self.skip()

    def each(self) -> Iterator[int]:
        """Stand before each element of a list; the caller reads it."""
        yield from range_while(self, "[", "]")

    def members(self) -> Iterator[str]:
        """Stand before each value of an object; the caller reads it."""
        for _ in range_while(self, "{", "}"):
            key = json.loads(self.value())
            if self.next() != ":":
                raise ValueError(f"no ':' after {key!r}")
            self.take()
            yield key

    def _pass_long(self) -> TooLong:
        """The beginning of the next value, which is passed over without being held."""
        beginning = self._held[self._place : self._place + SHOWN]
        passed = depth = 0
        inside = False
        while True:
            start = self._place
            while mark := (IN_WORDS if inside else BETWEEN).search(self._held, self._place):
                sign = mark[0]
                if sign == "\\":
                    if mark.end() == len(self._held):
                        break  # what it stands before is not here yet
                    self._place = mark.end() + 1
                    continue
                self._place = mark.end()
                if sign == '"':
                    inside = not inside
                else:
                    depth += 1 if sign in "[{" else -1
                if not inside and depth <= 0:
                    return TooLong.of(beginning, passed + self._place - start, self._most)
            self._place = mark.start() if mark else len(self._held)
            passed += self._place - start
            if not self._more():
                raise EOFError("it ends in the middle of its list")

    def _more(self) -> bool:
        block = self._text.read(max(BLOCK, len(self._held) - self._place))
        self._held, self._place = self._held[self._place :] + block, 0
        return bool(block)

    def _broken(self) -> NoReturn:
        """Says whether the last value is broken, with as many closing as opening brackets, or was cut."""
        left = self._held[self._place :]
        if left and left.count("}") >= left.count("{"):
            json.loads(left.rstrip("]} \t\r\n") + "}")
        raise EOFError("it ends in the middle of its list")

    def _end(self, *, loud: bool = True) -> int | None:
        """Where the value that begins here ends; None: not in what is held."""
        try:
            return _decode(self._held, self._place)[1]
        except json.JSONDecodeError as error:
            cut = error.msg.startswith("Unterminated") or error.pos > len(self._held) - NEAR
            if loud and not cut:
                raise ValueError(f"{error.msg} near {self._held[max(0, error.pos - 20) : error.pos + 20]!r}") from None
            return None
        except RecursionError:
            raise ValueError("its values are nested too deeply") from None


def range_while(cursor: Cursor, opening: str, closing: str) -> Iterator[int]:
    """Numbers from 0, one for each member of the list or object that begins here."""
    if cursor.next() != opening:
        raise ValueError(f"{cursor.next()!r} where '{opening}' was expected")
    cursor.take()
    number = 0
    while (char := cursor.take_any(",")) != closing:
        if not char:
            raise EOFError("it ends in the middle of its list")
        yield number
        number += 1
    cursor.take()


def elements(cursor: Cursor, steps: Steps, facts: dict[str, Any]) -> Iterator[str]:
    """Each record of the list at the end of the steps, as it is written; `facts` gathers what stands beside the list.

    An object at the end is one record. '*' is every value of an object. Steps that go on behind a list reach into each of its
    elements.
    """
    char = cursor.next()
    if not steps and char == "[":
        for _ in cursor.each():
            yield cursor.value()
    elif not steps and char == "{":
        yield cursor.value()
    elif char == "{":
        for key in cursor.members():
            if (left := _follow(key, steps)) is None:
                if (value := cursor.small()) is not None:
                    facts[key] = value
            else:
                yield from elements(
                    cursor, left, facts if left == steps[1:] and steps[0] == EVERY else facts.setdefault(key, {})
                )
    elif char == "[" and steps[0].isdigit():
        for number in cursor.each():
            if number == int(steps[0]):
                yield from elements(cursor, steps[1:], facts)
            else:
                cursor.skip()
    elif char == "[":
        for _ in cursor.each():
            value = cursor.value()
            yield from [value] if isinstance(value, TooLong) else _inner(json.loads(value), steps)
    else:
        cursor.skip()


def _follow(key: str, steps: Steps) -> Steps | None:
    """The steps that are left where this key is the next of them; a key with dots of its own takes several."""
    if steps[0] in (key, EVERY):
        return steps[1:]
    length = key.count(".") + 1
    return steps[length:] if length > 1 and ".".join(steps[:length]) == key else None


def _inner(element: Any, steps: Steps) -> Iterator[str]:
    """The records within an element of a list, with what the element says of itself under '^'."""
    found = descend(element, steps)
    told = element if isinstance(element, dict) else {}
    around = {AROUND: {key: value for key, value in told.items() if not isinstance(value, list | dict)}}
    for one in _flat(found) if isinstance(found, list) else [found] if isinstance(found, dict) else []:
        whole = {**around, **one} if isinstance(one, dict) and around[AROUND] else one
        yield json.dumps(whole, ensure_ascii=False)


def _flat(values: list[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list) and any(isinstance(part, dict) for part in value):
            yield from _flat(value)
        else:
            yield value
