"""Whose words, for a batch of posts at once: most texts hold nothing but their writer's, and one look tells so."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.authorship import languages
from voxpop.authorship.markup import markup_of
from voxpop.authorship.parts import tell_words
from voxpop.authorship.titles import own_title

_CUES: Final = (
    r"(?im)^[ \t]{0,3}(?:[a-z]{1,3})?(?:>|&gt;|＞)|^[ \t]{0,4}(?::(?:\S|[ \t]|$)|[#%|*] ?>|[#%|](?:[ \t]|$))",  # lines behind a mark
    r"<!--|\[/?quote|<(?:blockquote|quote|mx-reply)\b|elided|(?:gmail|yahoo)_quote|moz-cite-prefix|\{quote\}|^bq\.|```[ \t]*quote",
    r"(?:by|von|par|por|de|pelo|da|door) google",
    r"\b[RM]T ?@|[“\"]@\w",
    r"-----BEGIN PGP|^[-—]{1,2}[ \t\x{a0}]?$|^-{5,} ?(?:next part|nächster teil|partie suivante)",
    r"[-_=*—–]{2,}[ \t]*$|^[ \t]*(?:[-_=~*#]{3,}|--~)",
    r"[:：][ \t\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]*[*_]{0,2}[ \t]*$",
    r"^[ \t>]*##- |^[ \t]{0,4}» ",
    rf"^[ \t*_>|]*(?:{languages.FROM})[ \t*_]*[:：]",
    r"this line|dieser (?:linie|zeile)|cette ligne|esta l[ií]nea|desta linha|questa (?:linea|riga)|deze (?:regel|lijn)|tej linii|tą linią|denne linje|den här raden",
    rf"^\W{{0,3}}(?:{languages.DEVICES})\W{{0,3}}$",
    rf"^\s*(?:{languages.CLOSINGS})\s*[,.!;-]*\s*$",
    r"^[ \t]{0,3}\[[^\]\n]{1,40}\]:[ \t]*(?:<>|#)|^/[a-z_]{2,20}(?:[ \t]|$)|^[ \t]*\*[^*\n]{2,100}\*[ \t]*:?[ \t]*$",
    r"^[ \t]{0,3}(?:#{1,6}|h[1-6]\.)[ \t]|^[ \t]*(?:\*\*|__)|^[ \t]*[-*+][ \t]+\[\s*x?\s*\]|_no response_|a clear and concise description",
    r"see details at https|click to expand|please make sure that this is|please go to stack|describe the problem clearly|provide a reproducible|include any logs|you can (?:also )?(?:obtain|collect)|if applicable, add|add any other context|^\s*\d\. (?:go to|click on|scroll down|see error)|\[e\.g\.|\[\.\.\.\]",
)
CUES: Final = "|".join(_CUES)
"""What a text has that may hold other words than its writer's (RE2, which Arrow and DuckDB both read): too much, never too little."""

BARE: Final = r"^\s*(?:https?://\S+\s*)*$"
"""A text without words: nothing, or links alone, as X writes where a post shows a picture."""

ADDED: Final = ("own_title", "own_text", "quoted_chars")
"""Columns that `with_own_words` adds."""


def with_own_words(posts: pa.Table) -> pa.Table:
    """The posts (columns of `POST_SCHEMA`) with `own_title` and `own_text`: null where all is the writer's, '' where nothing is.

    A post without words that describes its pictures is read by what it says of them.
    """
    posts = posts.drop_columns([name for name in ADDED if name in posts.column_names])
    texts, quoted = _told(posts["source"], posts["text"])
    if "alt_text" in posts.column_names:
        texts = _described(posts, texts)
    columns = zip(ADDED, (_titles(posts), texts, quoted), strict=True)
    for name, values in columns:
        posts = posts.append_column(name, values)
    return posts


def quoting(posts: pa.Table) -> dict[str, int]:
    """How many of the posts quote others (`n_quoting`), how much (`quoted_chars`), and how many do nothing else (`n_only_quotes`)."""
    titles = pc.coalesce(posts["own_title"], posts["title"])
    bare = pc.fill_null(pc.equal(posts["own_text"], ""), fill_value=False)
    only = pc.and_(bare, pc.equal(pc.fill_null(titles, ""), ""))
    found = {
        "n_quoting": posts["quoted_chars"].is_valid(),
        "n_only_quotes": only,
        "quoted_chars": posts["quoted_chars"],
    }
    return {name: pc.sum(values).as_py() or 0 for name, values in found.items()}


def own_texts(sources: pa.ChunkedArray, texts: pa.ChunkedArray) -> pa.Array:
    """What the writer of each text wrote, null where that is all of it."""
    return _told(sources, texts)[0]


def _told(sources: pa.ChunkedArray, texts: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """The writer's words of each text, and how many characters of it others wrote; null where all is the writer's."""
    rows = pc.indices_nonzero(pc.match_substring_regex(texts, CUES)).to_pylist()
    found: list[str | None] = [None] * len(texts)
    quoted: list[int | None] = [None] * len(texts)
    some = pa.array(rows, pa.int64())
    for row, source, text in zip(rows, sources.take(some).to_pylist(), texts.take(some).to_pylist(), strict=True):
        found[row], others = tell_words(text, markup_of(source))
        quoted[row] = others or None
    return pa.array(found, pa.string()), pa.array(quoted, pa.int32())


def _titles(posts: pa.Table) -> pa.Array:
    titled = pc.fill_null(pc.match_substring_regex(posts["title"], "^.{1,90}[:：]"), fill_value=False)
    rows = pc.indices_nonzero(titled).to_pylist()
    found: list[str | None] = [None] * posts.num_rows
    some = posts.select(["title", "kind", "parent_id"]).take(pa.array(rows, pa.int64())).to_pylist()
    for row, post in zip(rows, some, strict=True):
        found[row] = own_title(post["title"], post["kind"], post["parent_id"])
    return pa.array(found, pa.string())


def _described(posts: pa.Table, texts: pa.Array) -> pa.Array:
    bare = pc.match_substring_regex(posts["text"], BARE).combine_chunks()
    described = pc.greater(pc.fill_null(pc.list_value_length(posts["alt_text"]), 0), 0).combine_chunks()
    return pc.if_else(pc.and_(bare, described), pc.binary_join(posts["alt_text"].combine_chunks(), "\n"), texts)
