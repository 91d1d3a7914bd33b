"""Text of other people in Markdown that says what they said and does nothing: no markup, link, HTML, template or setting of it is theirs."""

from __future__ import annotations

import json
import re

from voxpop.analysis.report.personal import printable

_MARKUP = re.compile(r"([\\`*_\[\]{}|~$^%=#!])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;&#8203;"}
_SCHEME = re.compile(r":(?=//)|(?<=mailto):|(?<=javascript):|(?<=data):|(?<=xmpp):", re.IGNORECASE)
_WWW = re.compile(r"\bwww\.", re.IGNORECASE)
_BEGINS = re.compile(r"^(?:([-+])(?=\s|[-+\s]*$)|(\d{1,9})([.)])(?=\s|$))")
_IN_AN_ADDRESS = {"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "[": "%5B", "]": "%5D", " ": "%20", "\\": "%5C", '"': "%22", "`": "%60", "{": "%7B", "}": "%7D", "|": "%7C"}  # fmt: skip


def escape_line(text: str) -> str:
    r"""One line of somebody's words as plain text of Markdown.

    >>> print(escape_line("# <b>see</b> [here](http://x.example) {{ 1 }}"))
    \# &lt;b&gt;see&lt;/b&gt; \[here\](http&#58;//x.example) \{\{ 1 \}\}
    """
    line = printable(text)
    line = "".join(_ENTITIES.get(character, character) for character in line)
    line = _MARKUP.sub(r"\\\1", line)
    line = _WWW.sub("www&#46;", _SCHEME.sub("&#58;", line))
    return _BEGINS.sub(lambda at: f"\\{at[1]}" if at[1] else f"{at[2]}\\{at[3]}", line)


def quote(text: str) -> str:
    """Somebody's words as a block quotation, line by line; blank lines keep paragraphs apart."""
    lines = [escape_line(line) for line in text.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(f"> {line}\\" if line and following else f"> {line}".rstrip() for line, following in zip(lines, [*lines[1:], ""], strict=True))  # fmt: skip


def link_to(words: str, url: str) -> str:
    """A link of ours to an address of a source."""
    address = "".join(_IN_AN_ADDRESS.get(character, character) for character in url if character.isprintable())
    return f"[{escape_line(words)}](<{address}>)"


def front_matter(values: dict[str, object]) -> str:
    """The head of a file, which YAML and JSON readers read alike: one key a line, each value in JSON."""
    lines = [f"{name}: {_in_json(value)}" for name, value in values.items()]
    return "\n".join(["---", *lines, "---"])


def _in_json(value: object) -> str:
    """In letters that neither YAML nor a template takes for its own."""
    return json.dumps(value, ensure_ascii=True).replace("{{", "{\\u007b").replace("{%", "{\\u0025")
