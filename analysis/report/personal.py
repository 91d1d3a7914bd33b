"""Whether a text looks as if it named or reached a person, so that it is not quoted: better one quote too few.

Rules find the forms of addresses, numbers and codes, and names where a greeting or a title tells them. A bare name in a sentence has no
form, so the report says what is left out and promises no more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxpop.config import Config

HIDDEN = "[…]"
"""What stands for a detail of a person where a text is shown without it."""

_TERMS = (
    r"HTML5|CSS3|SHA\d{1,3}|UTF\d{1,2}|MYSQL\d|COVID\d\d|OAUTH2|LOG4J|WIN\d{1,2}|IPV[46]|HTTP[23]|USB\d|WIFI\d|ISO\d{4,5}|"
    r"RFC\d{3,5}|CVE\d+|\d\dS\d\d|\d+(?:GB|MB|TB|KB|GHZ|MHZ|MBPS|KWH)"
)
"""Names of techniques and quantities that look like codes."""
_STREET = (
    r"street|st|avenue|ave|av|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|square|sq|terrace|crescent|close|highway|hwy|"
    r"parkway|pkwy|mews|gardens|grove|hill|quay|alley|circle|trail|way|row|walk"
)
_ADDRESSES = (
    re.compile(rf"\b\d{{1,5}}[A-Za-z]?,?\s+(?:[A-Z][\w'.-]*\s+){{1,3}}(?i:{_STREET})\b"),  # 221B Baker Street
    re.compile(
        r"(?i)\b\d{1,5}[a-z]?,?\s+(?:[\w'.-]+\s+){1,2}(?:street|avenue|road|lane|boulevard|crescent|terrace|square)\b"
    ),
    re.compile(
        r"(?i)\b[^\W\d]+(?:stra(?:ß|ss)e|str\.?|weg|platz|gasse|allee|ufer|damm|ring|straat|laan|gracht|plein|gatan|vägen|gade|vej|veien)"
        r"\s+\d{1,4}\s?[a-z]?\b"
    ),
    re.compile(
        r"(?i)\b(?:rue|avenue|boulevard|allée|chemin|impasse|quai|calle|avenida|paseo|plaza|carrera|viale|piazza|corso|rua|travessa|"
        r"straße|strasse|(?-i:Am|An der|Auf der|In der)|ulica|ul\.)\s+(?:[^\W\d][\w'’.-]*,?\s+){1,4}(?:n[°º.]?\s*)?\d{1,4}\s?[a-z]?\b"
    ),
    re.compile(r"\bVia\s+(?:[A-Z][\w'’.-]*,?\s+){1,3}\d{1,4}\b"),
    re.compile(r"(?i)\b\d{1,4}\s?(?:bis|ter)?,?\s+(?:rue|avenue|boulevard|allée|chemin|impasse|quai)\s+\w+"),
    re.compile(r"(?i)\b(?:p\.?\s?o\.?\s?box|postfach|apartado|casella postale)\s+\d+"),
    re.compile(r"\b(?:Apartment|Apt|Suite|Ste|Flat|Unit|Floor)\.?\s+#?\d+[A-Za-z]?\b"),
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"),  # postcodes: UK, Canada
    re.compile(
        r"\b(?:A|B|CH|D|DE|F|FR|NL|PL)-\d{4,5}\b|[,\n]\s*[A-Z]{2}\s+\d{5}\b|[,\n]\s*\d{4,5}\s+[A-ZÄÖÜ][a-zäöüß]+"
    ),
    re.compile(
        r"(?i)\b(?:(?:i|we) live (?:at|on|near|in (?-i:[A-Z]))|my (?:home )?address|meine adresse|ich wohne|wir wohnen|j'habite|vivo en)\b"
    ),
)
_SIGNS = (
    re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),  # e-mail
    re.compile(r"(?<!\w)@\w+"),  # handle
    re.compile(r"(?<!\w)/?u/\w+"),  # Reddit
    re.compile(r"\d(?:[\s().\-/]?\d){5,}"),  # telephone, order, account and card numbers
    re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE),  # may carry a name, a ticket or a token
    re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),  # network address
    re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w{16,}\b"),  # keys and serial numbers
    re.compile(
        r"\b(?i:my name is|i am called|call me|regards|cheers|best wishes|sincerely|yours)[,:]?\s+\W?\s*[A-Z][a-z]+"
    ),
    re.compile(r"^\s*(?i:hi|hello|hey|dear|thanks|thank you)[,\s]+[A-Z][a-z]+\b(?=[,!.])"),  # a greeting by name
    re.compile(
        r"(?i)\b(?:pnr|confirmation|conf|booking|buchungs?(?:code|nummer)?|reservation|record locator|locator|ticket|case|order|reference|"
        r"ref|customer|kunden(?:nummer|nr)|membership|member|policy|claim|tracking|invoice|contract|account|konto|passport|passeport|"
        r"pasaporte|passaporto|(?:reise)?pass|ausweis|visa|permit|licen[cs]e(?: plate)?|plate|kennzeichen|identity card|id card|national id|"
        r"nie|dni|nif|ssn|social security|national insurance|nhs|tax id|vin|serial|frequent flyer|miles|employee|student|patient)\b\W*"
        r"(?:(?:number|nummer|num|nr|no|code|id|card|is|was|:)\b\W*){0,3}(?=\w*\d)\w{4,}"
    ),
    re.compile(  # a code of capitals alone, where the words before say that one follows
        r"(?i:\b(?:pnr|record locator|locator|(?:booking|confirmation|reservation|conf) (?:code|number|no|ref(?:erence)?)|buchungscode)\b"
        r"\W*(?:(?:number|code|is|was)\b\W*){0,2})[A-Z]{5,8}\b"
    ),
    re.compile(rf"\b(?!(?:{_TERMS})\b)(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{{5,15}}\b"),  # booking codes, passports
    re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,}"),  # IBAN
    re.compile(r"\b[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}\s?\d{1,4}\b"),  # number plate
    re.compile(r"(?i)\b(?:dob|date of birth|birthday|born (?:on|in)|geboren am|geburtsdatum|née? le)\b.{0,4}\d"),
    re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herr|Frau|Monsieur|Madame|Señora?)\.?\s+[A-ZÄÖÜ]\w+"),
    *_ADDRESSES,
)
_HANDLE = re.compile(r"(?<!\w)@(\w+)")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control and format characters: also the ones that turn text around
_JOINERS = {"\u200c", "\u200d"}  # needed inside words and emoji


def is_personal(text: str, public: Collection[str] = ()) -> bool:
    """Whether anything in it looks like a name, an address, a number, a code or a key of a person.

    `public` are handles that belong to no private person: the brands' and our own accounts, in lower case.
    """
    rest = _HANDLE.sub(lambda found: " " if found[1].lower() in public else found[0], text)
    return any(sign.search(rest) for sign in _SIGNS)


def public_handles(config: Config) -> frozenset[str]:
    """Handles of brands, products, rivals and our own accounts, in lower case."""
    names = (*config.brands, *config.products, *config.rivals)
    terms = [term for name in names for term in name.all_terms if term.startswith("@") or " " not in term]
    return frozenset(
        handle.removeprefix("@").lower() for handle in (*terms, *(account.handle for account in config.staff))
    )


def hide_details(text: str, public: Collection[str] = ()) -> str | None:
    """The text with '[…]' for everything that `is_personal` looks for; None where something is left all the same.

    >>> hide_details("Ask @ana, or call 0301 234 567")
    'Ask […], or call […]'
    """
    hidden = _HANDLE.sub(lambda found: found[0] if found[1].lower() in public else HIDDEN, text)
    for _ in range(3):  # what is taken out may bring two parts of something else together
        for sign in _SIGNS:
            hidden = sign.sub(lambda found: found[0] if _is_public(found[0], public) else HIDDEN, hidden)
        if not is_personal(hidden, public):
            return hidden
    return None


def _is_public(found: str, public: Collection[str]) -> bool:
    handle = _HANDLE.fullmatch(found)
    return handle is not None and handle[1].lower() in public


def printable(text: str) -> str:
    """The text on one line without control characters, never more than it said."""
    kept = (
        " " if c.isspace() else c
        for c in text
        if c.isspace() or c in _JOINERS or unicodedata.category(c) not in _UNSEEN
    )
    return " ".join("".join(kept).split())
