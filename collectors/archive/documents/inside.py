"""Records within records: each reply of a post, each comment of a ticket, with what stands around it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.archive.paths import AROUND, Steps, getter, steps_of

RULE = (
    "^each"  # in a record within another: the number of the rule of the configuration that found it, or the rule itself
)
LISTS = (
    "^lists"  # in a record around others that has no id: the paths of their lists, which are no part of what it says
)
FIRST = "^first"  # in a record within another: that it is the first of its list
WHOLE = "$"  # where a list holds no objects, its values
INHERITED = ("community", "category", "thread_id", "url", "lang", "post_id")
"""Fields that a record within another takes from there where it has none itself; of an id, the parts that it lacks."""


def within(
    record: Any, rules: Sequence[Each], marks: Sequence[Any] | None = None
) -> Iterator[tuple[str, dict[str, Any], int]]:
    """Each record inside this one, with its place and the number of its rule; records inside those too.

    marks: what stands in such a record for each rule; None: its number. The record around it stands under '^', without its own lists. A list within another list ('answers.comments' beside
    'answers') belongs to the records of that one.
    """
    lists = [(number, steps_of(rule.items)) for number, rule in enumerate(rules) if rule.items is not None]
    outermost = [(n, steps) for n, steps in lists if not any(_leads_to(other, steps) for _, other in lists)]
    marked = list(range(len(rules))) if marks is None else marks
    for outer, steps in outermost if isinstance(record, dict) else ():
        for place, inner, first, number in _within(record, steps, outer, lists, f"{rules[outer].items}.", marked):
            yield place, ({FIRST: True, **inner} if first and rules[number].opening else inner), number


def without_lists(record: dict[str, Any], rules: Sequence[Each]) -> dict[str, Any]:
    """A record without the lists of records that stand in it."""
    lists = [rule.items for rule in rules if RULE not in record and rule.items is not None]
    for path in [*lists, *record.get(LISTS, ())]:
        record = _without(record, steps_of(path))
    return {key: value for key, value in record.items() if key != LISTS}


def rule_of(record: dict[str, Any], rules: Sequence[Each]) -> Each:
    """The rule by which a record within another was found."""
    told = record[RULE]
    if isinstance(told, Each):
        return told
    if isinstance(told, dict):
        return _rule_told(json.dumps(told, sort_keys=True))
    return rules[told] if told < len(rules) else Each()  # the configuration named it when it landed


def settle(record: dict[str, Any]) -> dict[str, Any]:
    """A record that landed, in place, with the rule by which it was found instead of what that is written as."""
    inner: Any = record
    while isinstance(inner, dict) and RULE in inner:
        inner[RULE] = inner[RULE] if isinstance(inner[RULE], int) else rule_of(inner, ())
        inner = inner.get(AROUND)
    return record


@lru_cache(maxsize=256)
def _rule_told(told: str) -> Each:
    return Each.read(json.loads(told))


def _leads_to(outer: Steps, inner: Steps) -> bool:
    return len(outer) < len(inner) and inner[: len(outer)] == outer


def _within(
    record: dict[str, Any],
    steps: Steps,
    number: int,
    lists: Sequence[tuple[int, Steps]],
    place: str,
    marks: Sequence[Any],
) -> Iterator[tuple[str, dict[str, Any], bool, int]]:
    """Each record inside, with its place, whether it is the first of its list, and the number of its rule."""
    around = _without(record, steps)
    further = [(n, other[len(steps) :]) for n, other in lists if _leads_to(steps, other)]
    for position, inner in enumerate(_members(record, steps)):
        found = inner if isinstance(inner, dict) else {WHOLE: inner}
        whole = {
            RULE: marks[number],
            AROUND: around,
            **{key: value for key, value in found.items() if key not in (RULE, AROUND)},
        }
        bare = _without(whole, steps[-1:])
        for _, rest in further:
            bare = _without(bare, rest)
        yield f"{place}{position}", bare, position == 0, number
        if isinstance(inner, dict):
            deeper = steps if _members(inner, steps) else steps[-1:]
            yield from _within(whole, deeper, number, (), f"{place}{position}.", marks)
            for n, rest in further:
                inside = f"{place}{position}.{'.'.join(rest)}."
                yield from _within({**bare, **whole}, rest, n, (), inside, marks)


def _members(value: Any, steps: Steps) -> list[Any]:
    """The elements of the list at the end of the steps; a name reaches into every record of a list on the way."""
    if not steps:
        if isinstance(value, dict):
            return list(value.values()) if value and all(isinstance(one, dict) for one in value.values()) else [value]
        return value if isinstance(value, list) else []
    if isinstance(value, list):
        return [found for one in value for found in _members(one, steps)]
    if isinstance(value, dict) and steps[0] in value:
        return _members(value[steps[0]], steps[1:])
    return []


def _without(value: Any, steps: Steps) -> Any:
    """A copy without what stands at the end of the steps."""
    if isinstance(value, list):
        return [_without(one, steps) for one in value]
    if not isinstance(value, dict) or not steps or steps[0] not in value:
        return value
    if len(steps) == 1:
        return {key: inner for key, inner in value.items() if key != steps[0]}
    return {key: _without(inner, steps[1:]) if key == steps[0] else inner for key, inner in value.items()}


def read_field(record: dict[str, Any], field: str, path: str | None, rules: Sequence[Each]) -> Any:
    """A field's value, be the record whole or inside another.

    Inside another, the rule's own column counts; else the channel's path, read as if the record stood in the place of the object
    that holds it (`post.message` with `each: post.replies` is the reply's `message`).
    """
    if RULE not in record:
        return getter(path)(record) if path is not None else None
    rule = rule_of(record, rules)
    own = getattr(rule.columns, field, None) if rule.columns is not None else None
    if own is not None:
        return getter(own)(record) if isinstance(own, str) else None
    if path is None:
        return None
    inner = inner_path(path, rule)
    found = getter(inner)(record) if inner else None
    if found is None and field in INHERITED and isinstance(around := record.get(AROUND), dict):
        return read_field(around, field, path, rules)
    return found


def inner_path(path: str, rule: Each) -> str | None:
    """The channel's path as it is inside: without the part that leads to the list's holder; None where it leads elsewhere."""
    holder = rule.holder
    choices = [choice for choice in path.split("|") if not holder or choice.startswith(f"{holder}.")]
    return "|".join(choice.removeprefix(f"{holder}.") for choice in choices) or None


def fits(record: dict[str, Any], path: str, wanted: set[str], rules: Sequence[Each]) -> bool:
    """Whether a record holds one of the values of 'only'.

    A path into the list of `each` ('comments.public') asks only those within; any other asks the record, and of one within
    also the record around it.
    """
    lists = [rule.items for rule in rules if rule.items is not None and path.startswith(f"{rule.items}.")]
    if RULE not in record:
        return bool(lists) or is_wanted(said(getter(path)(record)), wanted)
    rule = rule_of(record, rules)
    if lists:
        return rule.items not in lists or is_wanted(said(getter(path[len(lists[0]) + 1 :])(record)), wanted)
    inner = inner_path(path, rule) if rule.holder else None
    own = getter(inner)(record) if inner else None
    around = record.get(AROUND)
    return (own is None or is_wanted(said(own), wanted)) and (
        not isinstance(around, dict) or fits(around, path, wanted, rules)
    )


def is_said_again(record: dict[str, Any], path: str, rules: Sequence[Each]) -> bool:
    """Whether the first record within another says the words of that one, where its rule tells of such an opening."""
    if RULE not in record or not rule_of(record, rules).opening or record.get(FIRST) is not True:
        return False
    inner, outer = read_field(record, "text", path, rules), getter(path)(record.get(AROUND))
    return isinstance(inner, str) and isinstance(outer, str) and inner.split() == outer.split() != []


def is_wanted(value: str, wanted: set[str]) -> bool:
    """Whether 'only' asks for a value, in any case of letters; '*' asks for any that is filled."""
    bare = value.strip().lower()
    return bare in wanted or ("*" in wanted and bare != "")


def said(value: Any) -> str:
    """A value as 'only' compares it; '' where there is none."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, default=str) if isinstance(value, bool | int | float | list | dict) else str(value)
