"""All details of a text, none of them twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from voxpop.privacy.details import Detail, DetailKind
from voxpop.privacy.numbers import find_numbers
from voxpop.privacy.people import find_above, find_initials, find_people, find_titled
from voxpop.privacy.places import find_addresses
from voxpop.privacy.secrets import find_secrets

EMAIL = re.compile(r"(?<![\w.+%-])(?<!://)[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?!\w)")
SPELLED = re.compile(  # 'jo (at) example.org', 'jo [at] example [dot] org', 'jo at example dot org'
    r"(?i)(?<![\w.+%-])(?!(?:look\w*|shop\w*|buy|order\w*|available|hosted|check|find|found|us|me|it|up|sign|only|sold|here|is|was|are|stuff|be)\sat\s)"
    r"[\w.+%-]{1,64}(?:\s?[\[({]\s?(?:at|ät|arroba|@)\s?[\])}]\s?(?:[\w-]{1,63}(?:\.|\s?[\[({]\s?(?:dot|punkt|punto|point)\s?[\])}]\s?)){1,4}|"
    r"\sat\s[\w-]{2,63}\sdot\s)[^\W\d_]{2,24}(?!\w)"
)
ORDER = tuple(DetailKind)
"""Where two overlap, the longer one counts; of two as long, the earlier kind."""


def find_emails(text: str) -> Iterator[Detail]:
    """Addresses of mail, also those whose sign is spelled out against robots."""
    return (
        Detail(match.start(), match.end(), DetailKind.EMAIL)
        for rule in (EMAIL, SPELLED)
        for match in rule.finditer(text)
    )


Finder = Callable[[str], Iterator[Detail]]
"""What tells the details of a text, in any order; some may overlap."""

FINDERS: Mapping[str, Finder] = {
    "emails": find_emails,
    "numbers": find_numbers,
    "secrets": find_secrets,
    "addresses": find_addresses,
    "people": find_people,
    "initials": find_initials,
    "titled": find_titled,
    "above": find_above,
}


def find_details(
    text: str,
    kinds: Collection[DetailKind] = ORDER,
    finders: Collection[str] = tuple(FINDERS),
    keep: Collection[str] = (),
    further: Finder | None = None,
) -> list[Detail]:
    """The details of these kinds in a text, by their places, without overlaps.

    finders: those that have to look, where a first look has told (`mask_column`). keep: names that are no private person's.
    further: a finder beside the rules (`presidio.presidio_finder`).
    """
    spared = {name.casefold() for name in keep}
    every = [FINDERS[name] for name in finders] + ([further] if further else [])
    wanted = [
        one
        for finder in every
        for one in finder(text)
        if one.kind in kinds and (one.kind != DetailKind.PERSON or text[one.start : one.end].casefold() not in spared)
    ]
    kept: list[Detail] = []
    for one in sorted(wanted, key=lambda one: (one.start - one.end, ORDER.index(one.kind), one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept)
