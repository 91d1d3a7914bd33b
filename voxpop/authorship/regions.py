"""Stretches of a text that their marks enclose: comments, quote tags, quote fences, trimmed histories, translations."""

from __future__ import annotations

import re
from typing import Final

from voxpop.authorship import languages

Span = tuple[int, int, str]
"""Where a stretch begins and ends, and what it is."""

FENCE: Final = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[ \t]*(?!quote\b)[^\n`]*\n.*?^ {0,3}\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL
)
INLINE: Final = re.compile(r"(?<!`)`[^`\n]{1,300}`(?!`)")
COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
ZULIP: Final = re.compile(r"^(`{3,})[ \t]*quote[ \t]*\n(.*?)(?:^\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
ZULIP_HEAD: Final = re.compile(r"^@_?\*\*[^*\n]{1,200}\*\*[^\n]{0,300}:[ \t]*\n(?=\s*`{3,}[ \t]*quote)", re.MULTILINE)
JIRA: Final = re.compile(r"(?<!begin)(?<!end)\{quote\}.*?(?<!begin)(?<!end)\{quote\}", re.DOTALL)
TEXTILE: Final = re.compile(r"^bq\.:?[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*", re.MULTILINE)
TAGS: Final = re.compile(
    r"(?P<bb>\[(?P<bb_end>/?)quote\b[^\[\]\n]{0,500}\])|<(?P<end>/?)(?P<name>blockquote|quote|mx-reply)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
TRIMMED: Final = re.compile(r"<details class=['\"]?elided['\"]?>.*?(?:</details>|\Z)", re.DOTALL | re.IGNORECASE)
GMAIL: Final = re.compile(
    r"<div[^<>]{0,200}class=['\"]?(?:gmail_quote|yahoo_quoted|moz-cite-prefix)\b.*\Z", re.DOTALL | re.IGNORECASE
)
PGP: Final = re.compile(
    r"^-----BEGIN PGP SIGNATURE-----$.*?(?:^-----END PGP SIGNATURE-----$|\Z)"
    r"|^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+: [^\n]*\n)*",
    re.MULTILINE | re.DOTALL,
)
TRANSLATION: Final = re.compile(rf"\(\s*(?:{languages.TRANSLATED})\s*\)", re.IGNORECASE)
SOURCE: Final = re.compile(rf"\(\s*(?:{languages.ORIGINAL})\s*\)", re.IGNORECASE)
RETWEET: Final = re.compile(r"(?<=\S)\s+(?:RT|MT) ?@\w{1,30}:?\s.*\Z", re.DOTALL)
HANDED_ON: Final = re.compile(r"[“\"]@\w{1,30}:? [^“”\"]{3,400}(?:[”\"]|\Z)")


def find_regions(text: str, *, short: bool = False) -> list[Span]:
    """Returns the stretches in order, none within another. `short`: a place such as X, where marks of markup mean nothing."""
    if short:
        return _apart([*_all(RETWEET, text, "quote"), *_all(HANDED_ON, text, "quote")])
    spans: list[Span] = []
    if "oogle" in text:
        spans += _translations(text)
    if "-----BEGIN PGP" in text:
        spans += _all(PGP, text, "signature")
    if "<" in text or "quote" in text.lower() or "bq." in text:
        spans += _marked(text)
    return _apart(spans)


def _marked(text: str) -> list[Span]:
    """What tags and comments enclose, but for code, where they are nothing but signs."""
    code = [*FENCE.finditer(text), *INLINE.finditer(text)]
    spans = [
        *_all(COMMENT, text, "template"),
        *_all(TRIMMED, text, "history"),
        *_all(GMAIL, text, "history"),
        *_all(ZULIP_HEAD, text, "history"),
        *_all(ZULIP, text, "quote"),
        *_all(JIRA, text, "quote"),
        *_all(TEXTILE, text, "quote"),
        *_tagged(text),
    ]
    return [span for span in spans if not any(block.start() <= span[0] < block.end() for block in code)]


def _tagged(text: str) -> list[Span]:
    """From the tag that opens a quote to the one that closes it, quotes within quotes included; what is never closed is none."""
    spans: list[Span] = []
    open_at: list[tuple[str, int]] = []
    for tag in TAGS.finditer(text):
        name = "bb" if tag["bb"] else tag["name"].lower()
        closes = bool(tag["bb_end"] if tag["bb"] else tag["end"])
        if not closes:
            open_at.append((name, tag.start()))
            continue
        depth = next((place for place in range(len(open_at) - 1, -1, -1) if open_at[place][0] == name), None)
        if depth is not None:
            spans.append((open_at[depth][1], tag.end(), "quote"))
            del open_at[depth:]
    return spans


def _translations(text: str) -> list[Span]:
    """What a machine made of the writer's words, which stand after '(Original)' or before the machine's."""
    mark = TRANSLATION.search(text)
    if mark is None:
        return []
    own = SOURCE.search(text, mark.end())
    if own is not None:
        return [(mark.start(), own.end(), "translation")]
    return [(mark.start(), len(text), "translation")] if text[: mark.start()].strip() else []


def _all(pattern: re.Pattern[str], text: str, kind: str) -> list[Span]:
    return [(hit.start(), hit.end(), kind) for hit in pattern.finditer(text)]


def _apart(spans: list[Span]) -> list[Span]:
    """The outermost of the stretches, in order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
        elif span[1] > kept[-1][1]:
            kept[-1] = (kept[-1][0], span[1], kept[-1][2])
    return kept
