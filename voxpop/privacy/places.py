"""Street addresses, by the forms of streets, houses and postcodes in seven languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voxpop.privacy.details import Detail, DetailKind

STREET = (
    r"street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|square|sq|terrace|crescent|close|highway|hwy|"
    r"parkway|pkwy|mews|gardens|grove|hill|quay|alley|circle|way|row|walk|approach|broadway|croft|esplanade|gate|glade|heights|loop|"
    r"meadows?|parade|promenade|ridge|rise|trail|turnpike|vale|villas|wharf|yard|wynd|paddocks?|cottages|view|bend|drove|fold"
)
_FLAT = r"(?:,?\s+(?:(?:Apt|Apartment|Suite|Ste|Flat|Unit|Floor)\.?\s+\#?|\#)\d+[A-Za-z]?)?"
_BRITISH = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
_TOWN = r"[A-ZÄÖÜÉ][\w'’-]+(?:\s(?:am|an\sder|im|sur|de|del|do|da)?\s?[A-ZÄÖÜ][\w'’-]+)?"
_CITY = rf"""(?:,?\s+(?:in\s+)?(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:-\d{{3}})?\s+{_TOWN}
      | (?:,?\s+{_TOWN}){{1,2}},?\s+(?:[A-Z]{{2}}\s+\d{{5}}(?:-\d{{4}})?|{_BRITISH})
      | (?:,?\s+{_TOWN}){{1,2}},?\s+(?:(?:NSW|VIC|QLD|TAS|ACT|NT|SA|WA)\s+\d{{4}}|[A-Z]{{2}}\s+[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]\d[\dW]\s?[A-Z\d]{{4}})\b
      | ,?\s+{_TOWN}\s-\s[A-Z]{{2}},?\s+\d{{5}}-?\d{{3}}\b | ,?\s+\d{{4}}\s?[A-Z]{{2}}\s+{_TOWN} | ,\s+{_TOWN}\s+\d{{1,2}}(?![\w.,:/%]\d)\b)?"""
_HOUSE = r"\d{1,4}(?:\s?[a-zA-Z]\b|\s?[/-]\s?[A-Za-z0-9]{1,3}\b)?(?!\d|[.,]\d|\s*(?:%|Uhr|Euro|EUR|€|\$|Tagen?|Wochen|Monaten?|Jahren?|Minuten|Stunden|Prozent))"
_FLOOR = r"(?:,\s+\d{1,2}[º°ªo.]\s?(?:[A-Z]\b|Esq\.?|Dto\.?|Dcha\.?|Izq\.?)?)?"
_NO_STREET = (
    r"(?!(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Montag|Dienstag|Mittwoch|Donnerstag|"
    r"Freitag|Samstag|Sonntag|Jahre?|Monat|Schnitt|Durchschnitt|Version|Update|Build|Release|Kapitel|Level|Zimmer|Raum|Abschnitt|Quartal|"
    r"Alter|Preis|Wert|Teil|Bereich|Gate|Block|Gleis|Ticket|Fall|Test|Lauf|Vergleich|Kurs|Takt|Bus|Zug|ICE|Platz|Stand|Sommer|Winter|"
    r"Frühjahr|Herbst|Umkreis|Zeitraum|Windows|Android|Chrome|Firefox|Safari|Internet|Menü|Punkt|Paket)\b)"
)
ADDRESSES = re.compile(
    rf"""(?<![\w$€£#./:-])(?:
        (?:(?:Flat|Unit|Apt|Apartment|Suite)\.?\s+\w{{1,4}},\s+)?
        \d{{1,5}}[A-Za-z]?,?\s+(?:[NSEW]\.?\s+)?(?:(?!(?:The|In|At|On|Of|And|AM|PM)\b)(?:[A-Z][\w'’.-]*|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,3}}
        (?i:{STREET})\b\.?(?![\w'’])(?:\s+\d{{1,4}}\b)?{_FLAT}{_CITY}
      | \d{{1,4}}[A-Za-z]?,?\s+The\s+[A-Z][\w'’-]+(?=,){_CITY}
      | (?:[A-ZÄÖÜ][\w-]+\s+){{0,2}}[A-ZÄÖÜ][\w.-]{{2,}}(?i:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|ufer|damm|(?<=[dnlgrbfkmhzs-])ring|
        straat|laan|gracht|plein|gatan|vägen|gade|vej|veien|steig|graben)
        \s+{_HOUSE}{_CITY}
      | (?:[A-ZÄÖÜ][\w.-]+\s+){{1,2}}(?:Stra(?:ß|ss)e|Str\.|Allee|Platz|Weg|Ring|Damm|Gasse|Ufer|Wall|Chaussee)\s+{_HOUSE}{_CITY}
      | (?:Am|An\ (?:der|den)|Auf\ (?:der|dem)|In\ (?:der|den)|Im|Zum|Zur|Unter\ den|Hinter\ (?:den|der|dem)|Vor\ (?:dem|der)|Bei\ (?:der|dem)|Beim)
        \s+{_NO_STREET}(?:[A-ZÄÖÜ][\w-]+\s+){{1,2}}{_HOUSE}{_CITY}
      | (?:[A-ZÄÖÜ][\w.'’-]*\s+){{1,3}}\d{{1,4}}\s?[a-z]?,\s+(?:D-|A-|CH-)?\d{{5}}\s+[A-ZÄÖÜ][\w'’-]+
      | \d{{1,4}}\s?(?:bis|ter|quater)?,?\s+(?:(?:rue|av\.|avenue|bd|boulevard|allée|chemin|impasse|quai|place|cours|square|sentier|passage|route|voie)\s+
        (?:(?:de|du|des|de\ la|d['’]|l['’]|la|le|les)\s?)*[A-ZÉÈÀÎ][\w'’-]+
        (?:[\s-](?:(?:de|du|des|la)[\s-])?[A-ZÉ][\w'’-]+){{0,2}}|rue\s+(?:des?|du|de\ la|de\ l['’])\s?[a-zéèêàâîôûç]+){_CITY}
      | (?:(?i:calle|avenida|avda\.?|av\.|paseo|plaza|carrera|camino|carretera|ronda|viale|piazza|piazzale|corso|largo|vicolo|strada|rua|travessa|praça|
        estrada|alameda|(?-i:Via)|in\ via|via(?=\s+(?:de[il]|del|della|degli|dello|delle)\s))|C/)\s+
        (?:(?i:de|del|de\ la|de\ los|de\ las|da|do|dos|das|di|della|dei|degli|dello|delle)\s+)?
        (?:[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][\w'’.-]*,?\s+(?:(?:de|del|da|do|dos|di|e|y)\s+)?){{1,3}}(?:(?:n[°º.]?|número|nº)\s*)?{_HOUSE}{_FLOOR}{_CITY}
      | (?i:p\.?\s?o\.?\s?box|postfach|apartado(?:\sde\scorreos)?|casella\spostale|boîte\spostale|caixa\spostal)\s+\d+(?:\s\d{{2,3}})*{_CITY}
    )""",
    re.VERBOSE,
)


def find_addresses(text: str) -> Iterator[Detail]:
    """Street addresses, with flat and town where they follow."""
    return (Detail(match.start(), match.end(), DetailKind.ADDRESS) for match in ADDRESSES.finditer(text))
