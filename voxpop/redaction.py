"""Secrets by their values: whatever is printed, logged or kept is looked through for all that this installation knows.

A server repeats what it was sent in ways that no key name tells: in a page's text, in an address, encoded. So the values are looked
for, as they are and as they are written in an address, in base64 (at any place within it), in JSON and in HTML.
"""

from __future__ import annotations

import base64
import logging
import re
import traceback
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

HIDDEN = "***"
SHORTEST = 6
"""Characters of a secret that is looked for; shorter ones are parts of ordinary words."""
LONG = 14
"""Letters alone, and fewer of them, may be a word: 'sunflower' as a password is looked for in what we say, not in posts."""
LONGEST_TOKEN = 600
"""A longer run of base64 is somebody's file or mail, of which only the secret itself is covered."""
INSTALLATIONS = 8
NO_SECRETS = ("_USER", "_USERNAME", "_EMAIL", "_ID", "_CONFIG", "_LOGIN", "_HOST", "_PORT", "_SEED", "_SHARED")
"""How names end of what a `.env` holds and is no secret."""
BASE64 = r"A-Za-z0-9+/_\-"

_known: OrderedDict[str, frozenset[str]] = OrderedDict()


def know(installation: str, values: Iterable[str]) -> None:
    """Look for these values from now on, beside those that are known of the installation already."""
    parts = frozenset(part for value in values for part in _parts(value))
    if parts <= _known.get(installation, frozenset()):
        return
    _known[installation] = _known.pop(installation, frozenset()) | parts
    while len(_known) > INSTALLATIONS:
        _known.popitem(last=False)


def secrets_among(named: Mapping[str, str | None]) -> list[str]:
    """The values, by their names, that are secrets and no names of users."""
    return [value for name, value in named.items() if value and not name.upper().endswith(NO_SECRETS)]


def hide(text: str, *, words: bool = True) -> str:
    """The text without any known secret, in whatever form.

    words: False leaves secrets that look like ordinary words, which a post may hold; what we say ourselves holds none.
    """
    known = _values(words=words)
    if not known:
        return text
    if not any(hint in text for hint in _hints(known)):  # nearly always, and 50 times as fast as the expressions
        return text
    plain, coded = _patterns(known)
    return coded.sub(_cover, plain.sub(HIDDEN, text))


def hide_in(value: Any) -> Any:
    """A value of JSON without any known secret in its texts and keys."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, Mapping):
        return {hide(key) if isinstance(key, str) else key: hide_in(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(hide_in(part) for part in value)
    return value


def hints() -> str | None:
    """An expression, of RE2 too, that matches wherever `hide` may change a post; None: no secret is known."""
    known = _values(words=False)
    return "|".join(map(re.escape, _hints(known))) or None


def guard_logs() -> None:
    """Let no record of any logger of this process hold a known secret, whoever prints it."""
    made = logging.getLogRecordFactory()
    if getattr(made, "hides_secrets", False):
        return

    def record(*args: Any, **kwargs: Any) -> logging.LogRecord:
        one = made(*args, **kwargs)
        try:
            said = one.getMessage()
        except (TypeError, ValueError):  # logging says so itself, at its own time
            return one
        if (clean := hide(said)) != said:
            one.msg, one.args = clean, ()
        if one.exc_info and one.exc_info[0] is not None:
            one.exc_text = hide("".join(traceback.format_exception(*one.exc_info)).rstrip())
        return one

    record.hides_secrets = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(record)


def _values(*, words: bool) -> frozenset[str]:
    known = frozenset[str]().union(*_known.values())
    return known if words else frozenset(one for one in known if len(one) >= LONG or not one.isalpha())


def _parts(value: str) -> list[str]:
    """A secret, and of an address the parts of it that are secret by themselves."""
    value = value.strip()
    found = [value]
    if "://" in value:
        address = urlsplit(value)
        found += [address.password or "", address.path.strip("/"), address.query]
    return [one for one in found if len(one) >= SHORTEST]


@lru_cache(maxsize=8)
def _patterns(known: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    plain = sorted(known, key=lambda value: (-len(value), value))
    coded = sorted({form for value in known for form in _base64(value)}, key=lambda form: (-len(form), form))
    return (
        re.compile(f"(?:{'|'.join(map(_in_any_writing, plain))})"),
        re.compile(f"(?:{'|'.join(map(re.escape, coded)) or '(?!)'})"),
    )


@lru_cache(maxsize=8)
def _hints(known: frozenset[str]) -> tuple[str, ...]:
    """Pieces of which one is in every text that holds a secret in any form: what no way of writing changes."""
    found: set[str] = set()
    for value in known:
        longest = max(re.findall(r"[A-Za-z0-9]+", value), key=len, default="")
        found.add(longest or value)
        found |= _base64(value)
    return tuple(sorted(found))


def _in_any_writing(value: str) -> str:
    """An expression for a value as it may be written, letter by letter: plain, in an address, in JSON to any depth, in HTML."""
    return "".join(
        letter if letter.isascii() and letter.isalnum() else f"(?:{'|'.join(_writings(letter))})" for letter in value
    )


def _writings(letter: str) -> list[str]:
    percent = "".join(f"%(?:25)*{_either_case(f'{byte:02x}')}" for byte in letter.encode())
    units = letter.encode("utf-16-be")
    escaped = "".join(rf"\\+u{_either_case(units[at : at + 2].hex())}" for at in range(0, len(units), 2))
    entities = {escape(letter), f"&#{ord(letter)};", f"&#x{ord(letter):x};"}
    found = [percent, escaped, *map(re.escape, sorted(entities)), rf"\\*{re.escape(letter)}"]
    return [*found, r"\+"] if letter == " " else found


def _either_case(digits: str) -> str:
    return "".join(f"[{one}{one.upper()}]" if one.isalpha() else one for one in digits)


def _base64(value: str) -> set[str]:
    """What base64 makes of the value wherever it stands in what is encoded: the letters that nothing around it changes."""
    found = set()
    raw = value.encode()
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")
        first = (before * 8 + 5) // 6
        last = (before + len(raw)) * 8 // 6
        core = whole[first:last]
        if len(core) >= SHORTEST:
            found |= {core, core.replace("+", "-").replace("/", "_"), core.replace("/", "\\/")}
    return found


def _cover(found: re.Match[str]) -> str:
    """Instead of a secret in base64: nothing of the run that it stands in; of a long run letters that mean nothing."""
    text = found.string
    start, end = found.span()
    while start > 0 and re.match(f"[{BASE64}]", text[start - 1]):
        start -= 1
    while end < len(text) and re.match(f"[{BASE64}=]", text[end]):
        end += 1
    return HIDDEN if end - start <= LONGEST_TOKEN else "A" * len(found[0])
