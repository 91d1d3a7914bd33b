"""Posts as people write them, cut into tokens: what is not opinion (code, traces, quotes, signatures) is masked.

Whose words a text holds is told before (`voxpop.authorship`); the marks of quotes that are looked for here are those of one line.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

LIMIT = 10_000
"""Characters of a post that are read; the rest of a longer one does not count."""

URL, USER, CODE, NUMBER = "xurl", "xuser", "xcode", "xnum"
"""Tokens that stand for a link, a mention, a piece of code or a trace, and a number."""

_URL = re.compile(r"(?:https?://|www\.)[^\s)>\]]+", re.IGNORECASE)
_USER = re.compile(r"@\w[\w.-]*|(?<![\w/])/?u/[\w-]+")
_COMMUNITY = re.compile(r"(?<![\w/])/?r/\w+")
_HASHTAG = re.compile(r"#(\w+)")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+")
_FENCE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)", re.DOTALL)
_INLINE = re.compile(r"`[^`\n]{1,300}`")
_BLOCK = re.compile(r"<(/?)(pre|code|blockquote)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_BBQUOTE = re.compile(r"\[(/?)(quote|code)\b[^\[\]]*\]", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\([^()\n]{0,2000}\)")
_LINE_OF_CODE = re.compile(
    r"\s*(?:"
    r"at [\w.$<>/]+[ (]"  # a frame in Java, C#, JavaScript
    r"|File \".*\", line \d"
    r"|Traceback \(most recent"
    r"|Caused by: |\.\.\. \d+ more"
    r"|#\d+ +\S+ "  # a frame in PHP, gdb
    r"|[\w.$]*(?:Error|Exception|Warning)(?:: |\s*$)"
    r"|(?:\[?\d{4}-\d\d-\d\d[T ])?\[?\d\d:\d\d:\d\d[\],.\d]*\s*\[?(?:DEBUG|INFO|WARN|ERROR|FATAL)"
    r"|(?:DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL)[:\] ]"
    r"|\$ \S|>>> |C:\\|(?:import|from|def|class|return|const|let|var|function|public|private|SELECT|INSERT) .*[;:({=]\s*$"
    r"|[{}();\[\]]+\s*$"
    r"|(?: {4}|\t).*[;{}=()]"
    r")"
)
_QUOTED_LINE = re.compile(r"\s{0,3}(?:>|&gt;)(?!\.|:|\()")
_SIGNATURE = re.compile(
    r"(?:-- ?$|(?:(?:kind|best|warm|many) )?regards\b[,.!]?\s*$|best,\s*$|cheers,\s*$|sincerely(?: yours)?[,.!]?\s*$)",
    re.IGNORECASE,
)

TOKEN = re.compile(
    r"\w+(?:['’]\w+)*"
    r"|[!?]+|\.+|[,;\"“”…]"
    r"|(?:[:;=][-o'^]?[)(\]\[dDpPsS/\\|}{3>*@]|</?3|\([-^]?[:;=]|\^_*\^|-_+-|>[:_.]<)(?!\w)"
    r"|[:()*]"
    r"|[\u2600-\u27bf\u2b50\U0001f000-\U0001faff]"
)
"""A word, a run of marks, an emoticon or an emoji."""

LONGEST = 60
"""Letters of a word by which it is told from an identifier."""

_ELONGATED = re.compile(r"(\w)\1{2,}")
_IDENTIFIER = re.compile(r"\w*(?:_\w|\d\w*[A-Za-z_]|[A-Za-z_]\w*\d|[a-z](?:Error|Exception)$|[a-z][A-Z]\w*[a-z][A-Z])")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of many posts: each distinct spelling once, and a number per token that points to it."""

    surfaces: list[str]
    codes: NDArray[np.int32]
    lengths: NDArray[np.int64]  # tokens of each post

    @property
    def rows(self) -> NDArray[np.int64]:
        """Returns the post that each token belongs to."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    def of(self, posts: NDArray[np.int64]) -> Tokens:
        """Returns the tokens of some of the posts, in their order."""
        lengths = self.lengths[posts]
        start = (np.cumsum(self.lengths) - self.lengths)[posts]
        place = np.arange(lengths.sum()) + np.repeat(start - (np.cumsum(lengths) - lengths), lengths)
        kinds, codes = np.unique(self.codes[place], return_inverse=True)
        return Tokens([self.surfaces[kind] for kind in kinds.tolist()], codes.astype(np.int32), lengths)


def mask(text: str) -> str:
    """Returns the author's own words: links, mentions, code, traces, quotes and signatures replaced or left out."""
    text = text[:LIMIT]
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if "`" in text or "~~~" in text:
        text = _INLINE.sub(f" {CODE} ", _FENCE.sub(f" {CODE} ", text))
    if "\n" in text or "\r" in text:
        text = _own_lines(text)
    if "<" in text and ">" in text:
        text = _TAG.sub(" ", _cut(text, _BLOCK, f" {CODE} ") if "</" in text else text)
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(f" {URL} ", text))
    if "[/" in text:
        text = _cut(text, _BBQUOTE, " ")
    if "://" in text or "www." in text or "WWW." in text:
        text = _URL.sub(f" {URL} ", text)
    if "@" in text or "u/" in text:
        text = _USER.sub(f" {USER} ", text)
    if "r/" in text:
        text = _COMMUNITY.sub(" ", text)
    if "#" in text:
        text = _HASHTAG.sub(_split_hashtag, text)
    return text


def _cut(text: str, tags: re.Pattern[str], stand_in: str) -> str:
    """Returns the text without what stands between a tag and its end, in one pass; a tag that never ends cuts nothing."""
    kept: list[str] = []
    start, begin, inside = 0, 0, ""
    for hit in tags.finditer(text):
        closes, name = hit[1], hit[2].lower()
        if not inside and not closes:
            inside, begin = name, hit.start()
        elif closes and name == inside:
            kept += [text[start:begin], stand_in]
            start, inside = hit.end(), ""
    return "".join([*kept, text[start:]])


def _own_lines(text: str) -> str:
    lines = text.splitlines()
    kept: list[str] = []
    written = False
    for line in lines:
        if not line or line.isspace():
            continue
        if _QUOTED_LINE.match(line):
            continue
        if _LINE_OF_CODE.match(line):
            if not kept or kept[-1] != CODE:
                kept.append(CODE)
            continue
        if written and _SIGNATURE.match(line):
            break
        kept.append(line)
        written = True
    return "\n".join(kept) if written or kept else ""


def _split_hashtag(match: re.Match[str]) -> str:
    tag = match.group(1)
    return f" {NUMBER} " if tag.isdigit() else " " + _HUMP.sub(" ", tag) + " "


def normal_word(surface: str) -> tuple[str, bool]:
    """Returns the lower-case form of a token, letters repeated three times and more cut to two, and whether any were."""
    if surface.isdigit():
        return NUMBER, False
    word = surface.lower().replace("’", "'")
    if word in {"http", "https"}:
        return URL, False
    if not surface.isascii() or not surface.islower():
        if _IDENTIFIER.match(surface[:LONGEST]):
            return (NUMBER if surface[0].isdigit() else CODE), False
    elif not surface.isalpha() and _IDENTIFIER.match(surface[:LONGEST]):
        return (NUMBER if surface[0].isdigit() else word if len(word) < 5 else CODE), False
    short = _ELONGATED.sub(r"\1\1", word)
    return short, len(short) < len(word)


def strings(texts: pa.Array | pa.ChunkedArray) -> list[str | None]:
    """Returns Python strings, None where there is no text; bytes that are not UTF-8 become replacement marks."""
    if pa.types.is_dictionary(texts.type):
        texts = texts.cast(texts.type.value_type)
    if not _is_text(texts.type):
        return [None] * len(texts)
    try:
        found: list[str | None] = texts.to_pylist()
    except UnicodeDecodeError:
        raw = texts.cast(pa.large_binary()).to_pylist()
        found = [None if item is None else item.decode("utf-8", "replace") for item in raw]
    return found


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def tokenise(texts: Iterable[str | None]) -> Tokens:
    """Returns the tokens of the masked texts; None has none."""
    seen: dict[str, int] = {}
    number = seen.setdefault
    codes: list[int] = []
    lengths: list[int] = []
    findall = TOKEN.findall
    for text in texts:
        found = findall(mask(text)) if text else []
        lengths.append(len(found))
        codes.extend([number(token, len(seen)) for token in found])
    return Tokens(list(seen), np.array(codes, dtype=np.int32), np.array(lengths, dtype=np.int64))
