"""Which rows of a batch are wanted: those that `only` asks for, none that a program wrote by itself, and nothing twice."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.collectors.archive.cells import column_of, json_object
from voxpop.collectors.archive.documents.inside import RULE, fits, is_said_again, is_wanted, said
from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.archive.files import META
from voxpop.collectors.archive.paths import reach
from voxpop.collectors.archive.settings import ArchiveSettings
from voxpop.collectors.inner.lists import NOTICE, TYPES, is_notice

NOTICES = rf'"(?:{"|".join(TYPES)})"\s*:\s*"(?:{NOTICE.pattern})"'


def chosen(table: pa.Table, settings: ArchiveSettings, rules: Sequence[Each] = ()) -> pa.Table:
    """The rows that `only` asks for, and none that says again what the record around it says.

    rules: of records within records, where the configuration has none. Values are compared in any case of letters; rows that cannot be read stay, to be refused.
    """
    rules = settings.rules or rules
    for path, values in settings.only.items():
        wanted = {value.lower() for value in values}
        if set(table.column_names) == set(META.names):
            lines = table.column("_raw")
            if not rules and all(value.isascii() and value.isalnum() for value in wanted):  # written in one way only
                near = pc.match_substring_regex(lines, "|".join(sorted(wanted)), ignore_case=True)
                table = table.filter(pc.or_kleene(near, table.column("_problem").is_valid()).fill_null(True))
            kept = [_fits(line, path, wanted, rules) for line in table.column("_raw").to_pylist()]
        else:
            kept = [is_wanted(said(value), wanted) for value in column_of(table, path).to_pylist()]
        table = table.filter(pc.or_(pa.array(kept, pa.bool_()), table.column("_problem").is_valid()))
    if any(rule.opening for rule in rules):
        text = settings.columns.several().get("text", ("",))[0]
        again = [is_said_again(json_object(line or "")[0], text, rules) for line in table.column("_raw").to_pylist()]
        table = table.filter(pc.invert(pa.array(again, pa.bool_())))
    return table


def _fits(line: str | None, path: str, wanted: set[str], rules: Sequence[Each]) -> bool:
    """Whether a line's record is wanted; a line that cannot be read is, to be refused."""
    record, problem = json_object(line or "")
    return bool(problem) or fits(record, path, wanted, rules)


def without_notices(table: pa.Table, settings: ArchiveSettings) -> pa.Table:
    """The rows without those that say that the program wrote them, as chats do when somebody joins.

    A channel whose `only` asks for types, or whose `each` is empty, says itself what it reads.
    """
    holders = {path.rpartition(".")[0] for path in settings.columns.used().get("text", "").split("|") if path}
    own = {path.rpartition(".")[2] for path in settings.only if path.rpartition(".")[0] in holders}
    if settings.layout or settings.each == () or own & set(TYPES) or not table.num_rows:
        return table
    if set(table.column_names) != set(META.names):
        there = [
            name for name in TYPES if name in table.column_names and pa.types.is_string(table.schema.field(name).type)
        ]
        for name in there:
            found = pc.match_substring_regex(table.column(name), f"^(?:{NOTICE.pattern})$").fill_null(False)
            table = table.filter(pc.invert(found)) if pc.any(found).as_py() else table
        return table
    near = pc.match_substring_regex(table.column("_raw"), NOTICES).fill_null(False)
    if not pc.any(near).as_py():
        return table
    kept = [
        not maybe or not _is_notice(line or "", holders)
        for maybe, line in zip(near.to_pylist(), table.column("_raw").to_pylist(), strict=True)
    ]
    return table.filter(pa.array(kept, pa.bool_()))


def _is_notice(line: str, holders: set[str]) -> bool:
    """Whether the object that holds the text of a line's record says that it is a notice."""
    record, _ = json_object(line)
    if RULE in record:
        return is_notice(record)
    held = [reach(record, holder) if holder else record for holder in holders]
    return any(isinstance(one, dict) and is_notice(one) for one in held)
