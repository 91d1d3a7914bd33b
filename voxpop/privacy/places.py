"""Street addresses, by the forms of streets, houses and postcodes in seven languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voxpop.privacy.details import Detail, DetailKind

_STREET = (
    r"street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|square|sq|terrace|crescent|close|highway|hwy|"
    r"parkway|pkwy|mews|gardens|grove|hill|quay|alley|circle|way|row|walk"
)
_FLAT = r"(?:,?\s+(?:Apt|Apartment|Suite|Ste|Flat|Unit|Floor)\.?\s+\#?\d+[A-Za-z]?)?"
_CITY = r"(?:,?\s+(?:[A-Z]{1,2}-)?\d{4,5}\s+[A-ZÄÖÜÉ][\w'’-]+|,\s+[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?,?\s+[A-Z]{2}\s+\d{5}(?:-\d{4})?)?"
ADDRESSES = re.compile(
    rf"""(?<![\w$€£#./:-])(?:
        \d{{1,5}}[A-Za-z]?,?\s+(?:[NSEW]\.?\s+)?(?:(?!(?:The|In|At|On|Of|And|AM|PM)\b)[A-Z][\w'’.-]*\s+){{1,3}}(?i:{_STREET})\b\.?{_FLAT}{_CITY}
      | [A-ZÄÖÜ][\w-]{{2,}}(?i:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|ufer|damm|ring|straat|laan|gracht|plein|gatan|vägen|gade|vej|veien)
        \s+\d{{1,4}}(?:\s?[a-z]\b)?(?!\d){_CITY}
      | (?:Am|An\ der|Auf\ der|In\ der|Im|Zum|Zur)\s+[A-ZÄÖÜ][\w-]+\s+\d{{1,4}}(?:\s?[a-z]\b)?(?!\d|\s*(?:%|Uhr|Euro|EUR|€|Tage|Minuten|Stunden)){_CITY}
      | \d{{1,4}}\s?(?:bis|ter)?,?\s+(?:rue|avenue|boulevard|allée|chemin|impasse|quai|place)\s+(?:(?:de|du|des|de\ la|d'|l'|la|le)\s?)*[A-ZÉÈÀÎ][\w'’-]+
        (?:[\s-][A-ZÉ][\w'’-]+){{0,2}}{_CITY}
      | (?i:calle|avenida|avda\.|paseo|plaza|carrera|viale|piazza|corso|rua|travessa|(?-i:Via)|in\ via)\s+(?:(?i:de|del|de\ la|da|do|dos|di|della|dei)\s+)?
        (?:[A-ZÁÉÍÓÚÑ][\w'’.-]*,?\s+){{1,3}}(?:(?:n[°º.]?|número|nº)\s*)?\d{{1,4}}(?:\s?[a-z]\b)?(?!\d){_CITY}
      | (?i:p\.?\s?o\.?\s?box|postfach|apartado(?:\sde\scorreos)?|casella\spostale|boîte\spostale)\s+\d+
    )""",
    re.VERBOSE,
)


def find_addresses(text: str) -> Iterator[Detail]:
    """Street addresses, with flat and town where they follow."""
    return (Detail(match.start(), match.end(), DetailKind.ADDRESS) for match in ADDRESSES.finditer(text))
