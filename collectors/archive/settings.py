"""What an archive's channel says: which files, which column is what, and how times are written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from voxpop import plugins
from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.archive.shipped import LAID_OUT, shipped_layouts, with_layout
from voxpop.collectors.fields import Column, Columns, Constant
from voxpop.collectors.inner.names import EDITS
from voxpop.collectors.wire.charsets import known
from voxpop.collectors.wire.tables.dialect import Quoting
from voxpop.collectors.wire.times import TIME_WORDS, Order
from voxpop.config import Section, TimeZone
from voxpop.post import Kind

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xlsb": "xlsx",
    ".xls": "xlsx",
    ".ods": "ods",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".js": "json",
    ".xml": "xml",
    ".parquet": "parquet",
}
LINES = ("json", "jsonl", "xml", "whatsapp")  # formats whose records are kept as they are written
COMPRESSED = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2"}
DELIMITERS = {"tab": "\t", "space": " ", "comma": ",", "semicolon": ";", "pipe": "|"}
"""Words for the mark between cells; white space is always kept as its word."""
LAYOUT_FORMATS = {"reddit": "jsonl", "x": "json", "discourse": "json"}


def _mark(value: object) -> object:
    """The mark between cells, be it written out or a word; a tab is no white space here."""
    words = {"\t": "tab", "\\t": "tab", " ": "space"}
    mark = words.get(value, value.lower()) if isinstance(value, str) else value
    if isinstance(mark, str) and len(mark) != 1 and mark not in DELIMITERS:
        msg = f"'{value}' is no delimiter; write one letter, or one of: {', '.join(DELIMITERS)}"
        raise ValueError(msg)
    return mark


def _words(value: object, nothing: str = "null") -> list[str]:
    """Values as a file would hold them: -99 is '-99'; YAML reads a bare Yes as true, so that either word is meant."""
    several = value if isinstance(value, list | tuple) else [value]
    told = {True: ("true", "yes"), False: ("false", "no")}
    return [
        word
        for one in several
        for word in (told[one] if isinstance(one, bool) else (nothing if one is None else str(one),))
    ]


def _known_layout(name: str) -> str:
    if name not in LAYOUT_FORMATS and name not in (
        known := plugins.list_names(plugins.Group.LAYOUT, [*LAYOUT_FORMATS, *shipped_layouts()])
    ):
        msg = f"'{name}' is no layout; known layouts: {', '.join(known)}"
        raise ValueError(msg)
    return name


class Reply(Section):
    """The answer of the staff in the same row: a post of ours, with the row's as parent."""

    text: Column
    created_at: Column
    handle: Column | None = None


class ArchiveSettings(Section):
    """The keys of a channel whose source is 'archive'."""

    path: Annotated[str, Field(min_length=1)]  # relative to voxpop.yaml; '*' and '**' are allowed
    layout: Annotated[str, AfterValidator(_known_layout)] | None = (
        None  # files as these platforms write them; None: by `columns`
    )
    site: Annotated[str, Field(min_length=1)] | None = None  # host of the forum, with layout 'discourse'
    member: Annotated[str, Field(min_length=1)] | None = None  # which files of a zip; '*' is allowed
    format: Literal["csv", "json", "jsonl", "parquet", "xml", "xlsx", "ods", "whatsapp"] | None = (
        None  # None: by the file's name
    )
    items: Column | None = (
        None  # which list of a JSON or XML document holds the records; None: the one that has the columns
    )
    each: tuple[Each, ...] | None = None  # records within records; None: told by their keys; (): none
    columns: Columns = Field(default_factory=Columns.model_construct)
    only: Mapping[Column, tuple[str, ...]] = Field(
        default_factory=dict
    )  # column -> values, '*': any; other rows are left out
    constants: Mapping[str, Constant] = Field(default_factory=dict)  # field -> the same value for every row
    time_format: str = "iso"  # iso, auto, unix, unix_ms, excel, or a pattern for strptime
    dates: Order | None = None  # of '03/04/2026' with time_format auto; None: told by the whole column
    time_zone: TimeZone = "UTC"  # of times that name none
    as_source: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")] | None = None
    delimiter: Annotated[str, BeforeValidator(_mark)] | None = None  # None: told by the file
    quoting: Quoting = "auto"  # whether quotation marks stand around cells, or are letters
    quote_mark: Annotated[str, Field(min_length=1, max_length=1)] = '"'  # around cells
    escape: Annotated[str, Field(min_length=1, max_length=1)] | None = None  # stands before a mark that is a letter
    header: tuple[Annotated[int, Field(ge=1)], ...] = ()  # rows that name the columns; (): the first that holds them
    skip_rows: Annotated[int, Field(ge=0)] = 0  # rows behind the header that are no answers
    label_rows: Annotated[int, Field(ge=0)] = 0  # of these at most so many, where they hold labels and no time
    sheet: str | Annotated[int, Field(ge=1)] | None = None  # of a spreadsheet; None: the first that is shown
    table: Annotated[str, Field(min_length=1)] | None = None  # of a file of several, each behind 'Table: Name'
    empty_words: tuple[str, ...] = ()  # what stands in a cell that is empty: 'NULL', '-99'
    deleted: Mapping[Column, tuple[str, ...]] = Field(default_factory=dict)  # column -> values of posts that are gone
    encoding: str = "auto"
    tag_separator: Annotated[str, Field(min_length=1)] = ","
    unescape_html: bool = False  # '&amp;' in text and title becomes '&'
    html: bool = False  # text and title are HTML
    pieces: bool = False  # the text is JSON itself, whose parts are joined
    text_after: Annotated[str, Field(min_length=1)] | None = None  # of a text with this mark, what follows it
    text_before: Annotated[str, Field(min_length=1)] | None = None  # of a text with this mark, what stands before it
    breaks: tuple[
        Annotated[str, StringConstraints(strip_whitespace=False, min_length=1)], ...
    ] = ()  # what stands for a line break in texts: '\\n'
    reposts: Annotated[str, Field(min_length=1)] | None = None  # what texts of others begin with: 'RT @'
    thousands: Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=1)] | None = (
        None  # mark in counts: ',' in '1,200'
    )
    kinds: Mapping[str, Kind] = Field(default_factory=dict)  # the file's word -> ours
    reply: Reply | None = None  # of the staff, in the same row

    @model_validator(mode="before")
    @classmethod
    def _over_a_shipped_layout(cls, values: object) -> object:
        return with_layout(values) if isinstance(values, Mapping) else values

    @field_validator("each", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        """'post.replies' and {items: post.replies} stand for a list of one."""
        if value is None:
            return None
        several = value if isinstance(value, list | tuple) else [value]
        return [{"items": one} if isinstance(one, str) else one for one in several]

    @field_validator("header", mode="before")
    @classmethod
    def _one_row_or_more(cls, value: object) -> object:
        return [value] if isinstance(value, int) else value

    @field_validator("only", mode="before")
    @classmethod
    def _values_of_only(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        return {name: _words(words, nothing="") for name, words in value.items()}

    @field_validator("deleted", mode="before")
    @classmethod
    def _values_of_deleted(cls, value: object) -> object:
        """A column by itself: true, yes, 1 and any time mean that the post is gone."""
        if isinstance(value, str):
            return {value: []}
        if not isinstance(value, Mapping):
            return value
        return {name: _words(words) for name, words in value.items()}

    @field_validator("empty_words", mode="before")
    @classmethod
    def _words_of_empty_cells(cls, value: object) -> object:
        return _words(value)

    @field_validator("time_format")
    @classmethod
    def _readable_time_format(cls, value: str) -> str:
        if value not in TIME_WORDS and "%" not in value:
            msg = f"'{value}' is none of {', '.join(TIME_WORDS)} and no pattern such as '%d/%m/%Y %H:%M'"
            raise ValueError(msg)
        return value

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str) -> str:
        if value != "auto" and known(value) is None:
            msg = f"'{value}' is not an encoding; leave it out, or write a name such as utf-8, cp1252 or utf-16"
            raise ValueError(msg)
        return value

    @field_validator("constants")
    @classmethod
    def _known_constants(cls, value: Mapping[str, Constant], info: ValidationInfo) -> Mapping[str, Constant]:
        columns = info.data.get("columns")
        for name, constant in value.items():
            if name not in Columns.model_fields or name in {"post_id", "text"}:
                known = ", ".join(sorted(set(Columns.model_fields) - {"post_id", "text"}))
                msg = f"'{name}' cannot be a constant; fields that can: {known}"
                raise ValueError(msg)
            if columns is not None and getattr(columns, name) is not None:
                msg = f"'{name}' is a constant and a column; keep one"
                raise ValueError(msg)
            if name == "kind" and constant not in set(Kind):
                msg = f"kind '{constant}' is none of {', '.join(Kind)}"
                raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _told_what_is_where(self) -> ArchiveSettings:
        mapped = self.model_fields_set & LAID_OUT
        if self.layout and mapped:
            msg = f"layout '{self.layout}' says already what is where; leave out {', '.join(sorted(mapped))}"
            raise ValueError(msg)
        if (self.site is not None) != (self.layout == "discourse"):
            msg = "site: the forum's host is required with layout 'discourse', and has no meaning without it"
            raise ValueError(msg)
        if not self.layout and "columns" not in self.model_fields_set:
            msg = "columns is required, or a layout: reddit, x or discourse"
            raise ValueError(msg)
        for rule in self.rules:
            rule.reach_by(self.columns.several().get("text", ()) if "columns" in self.model_fields_set else ())
        if not self.layout and self.columns.created_at is None and "created_at" not in self.constants:
            msg = "columns: created_at is required (or the same date for all rows, in constants)"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _of_a_known_format(self) -> ArchiveSettings:
        if (
            not self.layout
            and self.format is None
            and suffix(self.member or self.path) not in {*SUFFIXES, ".tar", ".tgz"}
        ):
            msg = (
                f"path: the name must end in {', '.join(SUFFIXES)} (then .gz, .zst or .bz2), or 'format' must be given"
                "; of a zip, 'member' says which files"
            )
            raise ValueError(msg)
        return self

    @property
    def rules(self) -> tuple[Each, ...]:
        """What the channel itself says of records within records."""
        return self.each or ()

    @property
    def edits(self) -> str:
        """Where the time of an edit may stand beside that of writing, as a path of several choices; '' where no column has the latter."""
        written = self.columns.used().get("created_at", "")
        holders = dict.fromkeys(choice.rpartition(".")[0] for choice in written.split("|") if choice)
        return "|".join(f"{holder}.{name}" if holder else name for holder in holders for name in EDITS)

    def format_of(self, name: str) -> str:
        """'csv', 'json', 'jsonl' or 'parquet'."""
        if self.format:
            return self.format
        known = next((one for one in (name, self.member or "", self.path) if suffix(one) in SUFFIXES), None)
        return SUFFIXES[suffix(known)] if known else LAYOUT_FORMATS.get(self.layout or "reddit", "jsonl")

    def constant(self, field: str) -> str | None:
        """The constant as text, as a file would hold it."""
        value = self.constants.get(field)
        return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


def suffix(name: str) -> str:
    """'.csv' of 'a.csv' and of 'a.csv.gz'."""
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix in COMPRESSED else path.suffix
