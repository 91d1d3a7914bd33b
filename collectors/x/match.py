"""X's query language, read here: which posts of an answer belong to which of the queries that were asked together.

Only what the answer itself tells exactly is read; any other operator raises `UnreadableError`, and such a query is asked
by itself. Operators: https://docs.x.com/x-api/posts/search/integrate/operators
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

TOKEN = re.compile(r'\s*(\(|\)|-?"[^"]*"|-?\(|[^\s()"]+)')
WORD = re.compile(r"\w+")  # how a text is cut into words
PLAIN = re.compile(r"[a-z0-9]+( +[a-z0-9]+)*")  # words and phrases in any other letters or signs are left to X
NAME = re.compile(r"\w+", re.ASCII)
REFERENCES = {  # the operator -> the type of the reference that it looks at, in both vocabularies
    "in_reply_to_tweet_id": ("replied_to",),
    "in_reply_to_post_id": ("replied_to",),
    "quotes_of_tweet_id": ("quoted",),
    "quotes_of_post_id": ("quoted",),
    "retweets_of_tweet_id": ("retweeted", "reposted"),
    "reposts_of_post_id": ("retweeted", "reposted"),
}
KINDS = {"reply": ("replied_to",), "quote": ("quoted",), "retweet": ("retweeted", "reposted")}
TAGS = {"#": ("hashtags", "tag"), "$": ("cashtags", "tag"), "@": ("mentions", "username")}
HAVING = {"hashtags": "hashtags", "cashtags": "cashtags", "mentions": "mentions"}

Matcher = Callable[[dict[str, Any], str], bool]  # a record, and its author's name in small letters


class UnreadableError(ValueError):
    """The query holds something that only X can judge."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query that can be judged here."""

    text: str
    matches: Matcher
    by_words: bool  # whether it looks for words in the text, which is cut into words by our reading of X's rules


def read_query(text: str) -> Query:
    """The query; `UnreadableError` where it cannot be judged exactly."""
    reader = _Reader(_tokens(text))
    found = reader.either()
    if reader.peek() is not None:
        raise UnreadableError(f"unexpected '{reader.peek()}'")
    return Query(text, found, reader.by_words)


def _tokens(text: str) -> list[str]:
    found = TOKEN.findall(text)
    if TOKEN.sub("", text).strip():
        raise UnreadableError("a quotation mark is not closed")
    return found


@dataclass(slots=True)
class _Reader:
    tokens: list[str]
    place: int = 0
    by_words: bool = False

    def peek(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def either(self) -> Matcher:
        parts = [self.both()]
        while self.peek() == "OR":
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda record, author: any(part(record, author) for part in parts)

    def both(self) -> Matcher:
        parts: list[Matcher] = []
        while self.peek() not in (None, ")", "OR"):
            parts.append(self.one())
        if not parts:
            raise UnreadableError("a term is missing")
        return parts[0] if len(parts) == 1 else lambda record, author: all(part(record, author) for part in parts)

    def one(self) -> Matcher:
        token = self.take()
        negated = token.startswith("-") and len(token) > 1
        term = token[1:] if negated else token
        if term == "(":
            inner = self.either()
            if self.peek() != ")":
                raise UnreadableError("a parenthesis is not closed")
            self.take()
        else:
            inner = self.term(term)
        return (lambda record, author: not inner(record, author)) if negated else inner

    def term(self, term: str) -> Matcher:
        if term[0] in TAGS and NAME.fullmatch(term[1:]):
            kind, key = TAGS[term[0]]
            wanted = term[1:].lower()
            return lambda record, _: wanted in _entities(record, kind, key)
        operator, _, value = term.partition(":")
        if value and term[0] != '"':
            return _operator(operator.lower(), value)
        words = term.strip('"').strip().lower()
        if not PLAIN.fullmatch(words) or (term[0] != '"' and words in {"and", "or"}):
            raise UnreadableError(f"'{term}' is not a plain word or phrase")
        self.by_words = True
        looked_for = f" {' '.join(words.split())} "
        return lambda record, _: looked_for in _words(record)


def _operator(name: str, value: str) -> Matcher:
    plain = value.lower()
    if name == "from" and NAME.fullmatch(plain.removeprefix("@")) and not plain.isdigit():
        return lambda _, author: author == plain.removeprefix("@")
    if name == "lang":
        return lambda record, _: record.get("lang") == plain
    if name == "conversation_id" and value.isdigit():
        return lambda record, _: str(record.get("conversation_id")) == value
    if name in REFERENCES and value.isdigit():
        return lambda record, _: any(str(id_) == value for id_ in _references(record, REFERENCES[name]))
    if name == "is" and plain in KINDS:
        return lambda record, _: bool(_references(record, KINDS[plain]))
    if name == "has" and plain in HAVING:
        return lambda record, _: bool(_entities(record, HAVING[plain], "tag" if plain != "mentions" else "username"))
    raise UnreadableError(f"only X can judge '{name}:'")


def _entities(record: dict[str, Any], kind: str, key: str) -> set[str]:
    held = [record.get("entities"), _long(record).get("entities")]
    lists = [part.get(kind) for part in held if isinstance(part, dict)]
    entries = [entry for found in lists if isinstance(found, list) for entry in found if isinstance(entry, dict)]
    return {str(entry.get(key)).lower() for entry in entries if entry.get(key)}


def _references(record: dict[str, Any], types: tuple[str, ...]) -> list[Any]:
    found = record.get("referenced_tweets") or record.get("referenced_posts")
    entries = [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
    return [entry.get("id") for entry in entries if entry.get("type") in types]


def _long(record: dict[str, Any]) -> dict[str, Any]:
    found = record.get("note_tweet") or record.get("note_post")
    return found if isinstance(found, dict) else {}


def _words(record: dict[str, Any]) -> str:
    """The words of the whole text in small letters, one space around each."""
    text = html.unescape(str(_long(record).get("text") or record.get("text") or "")).lower()
    return f" {' '.join(WORD.findall(text))} "
