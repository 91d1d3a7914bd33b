"""What to mend in a file that is no YAML, at the line where the mistake is, which is often before the one that YAML blames."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yaml import MarkedYAMLError

GLUED = re.compile(r"\s*(?:- )?[A-Za-z_]+:(?!//)[^\s:].*$")
"""A key whose colon has no space behind it: YAML reads one word, and blames the next line."""
MARKED = re.compile(r"(?:[\[,]\s*|^\s*-\s+)(?P<mark>[#!&*])\w")
"""A word with a sign at its front: # begins a comment, ! a type, & an anchor, * what repeats one."""
LOOK_BACK = 3
"""Lines before the blamed one in which a glued key is looked for."""
SIGNS = "@`%*&!>|"
"""What a value cannot begin with unless it is in quotes."""


def explain(error: MarkedYAMLError, written: Sequence[str]) -> tuple[int, str]:
    """The line to mend, counted from 1, and what to write there."""
    blamed = error.problem_mark.line + 1 if error.problem_mark else 1
    problem = str(error.problem)
    begun = error.context_mark.line + 1 if error.context_mark else blamed
    around = str(error.context or "")
    if "quoted scalar" in around:
        return (
            begun,
            "The quotation mark that begins here is not closed; a quotation mark within a text needs the other kind around it.",
        )
    sign = re.search(r"character '(.)'", problem)
    if sign and (mark := sign[1]) in SIGNS:
        return blamed, f"Put quotes around what begins with {mark}, such as '{_word(mark, _line(written, blamed))}'."
    if "character '\\t'" in problem:
        return blamed, "Indent with spaces, not with tabs."
    look_back = range(blamed, max(0, blamed - LOOK_BACK), -1)
    for number in look_back:
        if found := MARKED.search(_line(written, number)):
            mark = found["mark"]
            said = "# begins a comment; put" if mark == "#" else "Put"
            return (
                number,
                f"{said} quotes around what begins with {mark}, such as '{_word(mark, _line(written, number))}'.",
            )
    glued = next((n for n in look_back if GLUED.match(_line(written, n))), None)
    if glued is not None:
        name, _, value = _line(written, glued).strip().partition(":")
        return glued, f"Put a space behind the colon: '{name}: {value}'."
    if "flow" in around:
        return begun, f"The {'[' if 'sequence' in around else '{'} of this line is not closed, or a comma is missing."
    if "mapping values" in problem and _line(written, blamed).count(": ") > 1:
        name, _, value = _line(written, blamed).strip().partition(": ")
        return blamed, f"Put quotes around a value that holds ': ', such as {name}: '{value}'."
    return blamed, "Check the indentation."


def _line(written: Sequence[str], number: int) -> str:
    return written[number - 1] if 0 < number <= len(written) else ""


def _word(sign: str, line: str) -> str:
    """The word of a line that begins with the sign, for an example."""
    found = re.search(rf"(?:^|[\s\[,{{:]){re.escape(sign)}(\w[\w.-]*)", line)
    return f"{sign}{found[1]}" if found else f"{sign}acme"
