"""The language of `words` in an audience's rule: AND, OR, NOT, parentheses, "phrases", prefix* and NEAR/n, as a tree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voxpop.errors import VoxpopError
from voxpop.rules.terms import NEVER, needles

FARTHEST = 100
"""The widest NEAR/n; beyond that AND says the same."""

_TOKEN = re.compile(r'\s*(?:(?P<sign>[()])|"(?P<phrase>[^"]*)"(?P<open>\*?)|(?P<word>[^\s()"]+))')
_NEAR = re.compile(r"NEAR(?:/(\d{1,6}))?")
_DEEPEST = 50
_BEGINS = {"term", "(", "NOT"}


class WordsError(VoxpopError):
    """An expression cannot be read; `position` counts its characters from 1."""

    def __init__(self, position: int, reason: str) -> None:
        self.position = position
        super().__init__(f"character {position}: {reason}")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase, in lower case with single spaces; `prefix`: its last word may go on."""

    words: str
    prefix: bool
    spaced: bool  # False: a script that does not part words, found anywhere

    @property
    def needle(self) -> str:
        """What the words of a post contain where the term occurs."""
        return f" {self.words}{'' if self.prefix else ' '}" if self.spaced else self.words


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms, in either order, the second at most so many words after the end of the first."""

    left: Term
    right: Term
    distance: int

    @property
    def pattern(self) -> str:
        """A regular expression that the words of a post match where it holds; terms hold letters and digits only."""
        left, right = (f"{term.words}{'[^ ]*' if term.prefix else ''} " for term in (self.left, self.right))
        between = f"(?:[^ ]+ ){{0,{self.distance - 1}}}"
        return f" (?:{left}{between}{right}|{right}{between}{left})"


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is not."""

    part: Node


@dataclass(frozen=True, slots=True)
class Both:
    """True where every part is."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """True where any part is."""

    parts: tuple[Node, ...]


Node = Term | Near | Not | Both | Either


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "(", ")", "AND", "OR", "NOT", "NEAR", "term", "end"
    position: int
    text: str = ""
    prefix: bool = False
    distance: int = 0


def parse(expression: str, *, joined: bool = False) -> Node:
    """The expression as a tree; `WordsError` says at which character it cannot be read, and what to write.

    `joined`: words side by side mean AND, as in a search; in a rule they are a mistake.

    >>> parse('"price increase" OR refund*')
    Either(parts=(Term(words='price increase', ...), Term(words='refund', prefix=True, ...)))
    >>> parse("price increase)", joined=True)
    Traceback (most recent call last):
    voxpop.rules.expression.WordsError: ...this ')' closes nothing; remove it or add a '('...
    """
    reader = _Reader(_tokens(expression), joined=joined)
    found = reader.either()
    if reader.next.kind == ")":
        raise WordsError(reader.next.position, "this ')' closes nothing; remove it or add a '('")
    return found


class _Reader:
    """One token ahead; NEAR binds closest, then NOT, AND, OR."""

    def __init__(self, tokens: list[_Token], *, joined: bool) -> None:
        self.tokens = tokens
        self.joined = joined
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def either(self) -> Node:
        parts = [self.both()]
        while self.next.kind == "OR":
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self) -> Node:
        parts = [self.negation()]
        while self.next.kind == "AND" or (self.joined and self.next.kind in _BEGINS):
            if self.next.kind == "AND":
                self.take()
            parts.append(self.negation())
        if self.next.kind in _BEGINS:
            reason = f"AND or OR is missing before {self.next.text}; a phrase stands in double quotes"
            raise WordsError(self.next.position, reason)
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def negation(self) -> Node:
        token = self.next
        if token.kind not in {"NOT", "("}:
            return self.near()
        self.take()
        self.depth += 1
        if self.depth > _DEEPEST:
            raise WordsError(token.position, f"more than {_DEEPEST} levels; write a second rule instead")
        if token.kind == "NOT":
            found: Node = Not(self.negation())
        else:
            found = self.either()
            if self.next.kind != ")":
                raise WordsError(token.position, "this '(' is not closed; add a ')'")
            self.take()
            if self.next.kind == "NEAR":
                raise WordsError(self.next.position, "NEAR stands between words or phrases, not after ')'")
        self.depth -= 1
        return found

    def near(self) -> Node:
        left = self.term()
        if self.next.kind != "NEAR":
            return left
        near = self.take()
        right = self.term()
        if not (left.spaced and right.spaced):
            raise WordsError(near.position, "NEAR counts words, which this script does not part; write AND")
        if self.next.kind == "NEAR":
            raise WordsError(self.next.position, "NEAR joins two terms; write a NEAR/3 b AND b NEAR/3 c")
        return Near(left, right, near.distance)

    def term(self) -> Term:
        token = self.take()
        if token.kind != "term":
            here = "at the end" if token.kind == "end" else f"before {token.text}"
            raise WordsError(token.position, f"a word or a phrase is missing {here}")
        needle = needles([token.text])[0]
        if needle == NEVER:
            raise WordsError(token.position, f"{token.text} holds no letter or digit; posts are searched without signs")
        return Term(needle.strip(), token.prefix, needle.startswith(" "))


def _tokens(expression: str) -> list[_Token]:
    found, at = [], 0
    end = len(expression.rstrip())
    while at < end:
        match = _TOKEN.match(expression, at)
        if not match:
            position = expression.index('"', at) + 1
            raise WordsError(position, 'this quote is not closed; add a second "')
        found.append(_token(match))
        at = match.end()
    return [*found, _Token("end", end + 1)]


def _token(match: re.Match[str]) -> _Token:
    if match["sign"]:
        return _Token(match["sign"], match.start("sign") + 1, f"'{match['sign']}'")
    if match["phrase"] is not None:
        return _Token("term", match.start("phrase"), f'"{match["phrase"]}"', prefix=bool(match["open"]))
    word, position = match["word"], match.start("word") + 1
    near = _NEAR.fullmatch(word)
    if near:
        if not near[1] or not 1 <= int(near[1]) <= FARTHEST:
            raise WordsError(position, f"{word} needs a distance in words from 1 to {FARTHEST}, such as NEAR/5")
        return _Token("NEAR", position, word, distance=int(near[1]))
    if word in {"AND", "OR", "NOT"}:
        return _Token(word, position, word)
    body = word.removesuffix("*")
    if "*" in body:
        raise WordsError(position + body.index("*"), "'*' stands at the end of a word only")
    return _Token("term", position, body or word, prefix=word.endswith("*"))
