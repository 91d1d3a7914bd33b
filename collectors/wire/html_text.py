"""HTML as the plain text that a person would read: quotes behind '>', code in fences, no scripts.

A tokenizer of our own, because the time of `html.parser` grows with the square of broken markup: 100 kB of '<a ' take
it more than a minute. This one reads 5 MB of anything in a few seconds.
selectolax (Lexbor) is four times as fast, .08 s for 10,000 pages in place of .38; it repairs broken markup in its own way, so that
the words of stored posts, and the hashes that tell edits, would change.
"""

from __future__ import annotations

import html
import re

TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)(?P<attributes>(?>[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>"
    r"|<[!?][^<>]*+>"  # doctype, processing instruction, what is left of CDATA
    r"|(?P<text>[^<]++|<)"
)
ATTRIBUTE = re.compile(r"(class|alt|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
SPACES = re.compile(r" {2,}")
HUGE_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")  # html.unescape fails on thousands of digits
SILENT = {"script", "style", "head", "template", "noscript", "svg", "math", "iframe", "object", "textarea"}
BLOCKS = {
    "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer",
    "figure", "figcaption", "dl", "dt", "dd", "details", "summary", "form", "fieldset", "address", "main", "nav",
}  # fmt: skip
BREAKS = {"br": "\n", "hr": "\n\n", "p": "\n\n", "td": " ", "th": " ", "li": "\n- "} | dict.fromkeys(BLOCKS, "\n")
DEEPEST = 8  # quotes within quotes; deeper ones are read as text


def html_to_text(source: str) -> str:
    """The readable text; what quotes somebody else stands behind '> ', so that analysis can tell whose words it has.

    >>> html_to_text("<p>Tom &amp; Jerry</p><blockquote>It broke.</blockquote><p>It works.</p>").splitlines()
    ['Tom & Jerry', '', '> It broke.', '', 'It works.']
    """
    reader = _Reader()
    for token in TOKEN.finditer(_without_comments(source.replace("\0", "\ufffd"))):
        if token["text"] is not None:
            reader.words(token["text"])
        elif token["name"] is not None:
            name = token["name"].lower()
            reader.close(name) if token["close"] else reader.open(name, token["attributes"])
    return reader.text()


def unescape(text: str) -> str:
    """The text with '&amp;' and its like resolved."""
    return html.unescape(HUGE_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def quote_lines(text: str) -> str:
    """The text with '> ' before each line."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip("\n").split("\n"))


class _Reader:
    """Builds paragraphs; every open quote is a level of its own."""

    def __init__(self) -> None:
        self._levels: list[list[str]] = [[]]
        self._open_quotes: list[bool] = []  # False: an aside or a too deep quote, which is read as text
        self._silent: str | None = None
        self._in_code = False

    def open(self, name: str, attributes: str) -> None:
        """Open an element."""
        if self._silent:
            return
        if name in SILENT:
            self._silent = None if attributes.endswith("/") else name
        elif name in {"blockquote", "aside"}:
            quotes = name == "blockquote" or "quote" in _attribute(attributes, "class")
            self._open_quotes.append(quotes and len(self._levels) <= DEEPEST)
            if self._open_quotes[-1]:
                self._levels.append([])
        elif name == "pre":
            self._in_code = True
            self._write("\n\n```\n")
        elif name == "code" and not self._in_code:
            self._write("`")
        elif name == "img":
            self._write(unescape(_attribute(attributes, "alt") or _attribute(attributes, "title")))
        elif name != "p" or not self._at_item():
            self._write(BREAKS.get(name, ""))

    def close(self, name: str) -> None:
        """Close an element; what was never opened is ignored."""
        if self._silent:
            self._silent = None if name == self._silent else self._silent
        elif name in {"blockquote", "aside"} and self._open_quotes:
            if self._open_quotes.pop():
                self._close_quote()
        elif name == "pre" and self._in_code:
            self._in_code = False
            self._write("\n```\n\n")
        elif name == "code" and not self._in_code:
            self._write("`")
        elif name == "p" or name in BLOCKS:
            self._write(BREAKS[name])

    def words(self, text: str) -> None:
        """Keep text; outside code, a run of white space is one space."""
        if not self._silent:
            self._write(unescape(text if self._in_code else re.sub(r"\s+", " ", text)))

    def text(self) -> str:
        """Everything read, with what was left open closed."""
        while len(self._levels) > 1:
            self._close_quote()
        return _tidy("".join(self._levels[0]))

    def _at_item(self) -> bool:
        """Whether a list's item has only just begun: its paragraph stands beside the dash."""
        return "".join(self._levels[-1][-2:]).rstrip(" ").endswith("\n-")

    def _write(self, piece: str) -> None:
        self._levels[-1].append(piece)

    def _close_quote(self) -> None:
        inner = _tidy("".join(self._levels.pop()))
        if inner:
            self._write(f"\n\n{quote_lines(inner)}\n\n")


def _without_comments(source: str) -> str:
    """The source without '<!-- -->'; one that is never closed hides the rest, as in a browser."""
    first, *rest = source.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


def _attribute(attributes: str, name: str) -> str:
    for match in ATTRIBUTE.finditer(attributes[:2_000]):
        if match[1].lower() == name:
            return match[2] or match[3] or match[4] or ""
    return ""


def _tidy(text: str) -> str:
    """No spaces at line ends, at most one empty line, code left alone."""
    lines: list[str] = []
    in_code = False
    for line in text.split("\n"):
        if line.strip() == "```":
            in_code = not in_code
        if in_code:
            kept = line.rstrip()
        else:
            kept = line.strip()
            kept = SPACES.sub(" ", kept) if "  " in kept else kept
        if kept or in_code or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines).strip("\n")
