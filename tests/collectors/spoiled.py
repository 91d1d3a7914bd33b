"""Answers with one value replaced by something that no source should send, and one day one does."""

import copy

JUNK = (
    None, True, 0, -1, 1.5, 1e300, float("nan"), 10**40, "", "x", "²", "\ud83d", "9999-99-99", [], {}, [None], [[]], {"a": 1},
)  # fmt: skip


def spoiled(page):
    """Copies of the page, each with one value replaced, for every place in it and every kind of junk."""
    for path in list(places(page)):
        for junk in JUNK:
            changed = copy.deepcopy(page)
            inner = changed
            for step in path[:-1]:
                inner = inner[step]
            inner[path[-1]] = junk
            yield path, junk, changed


def places(value, path=()):
    """Where in the page a value stands."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from places(inner, (*path, key))
