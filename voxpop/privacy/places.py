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
_STATE = (
    "(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|"
    "Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New[ ](?:Hampshire|Jersey|Mexico|York)|"
    "(?:North|South)[ ](?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode[ ]Island|Tennessee|Texas|Utah|Vermont|(?:West[ ])?Virginia|"
    "Washington|Wisconsin|Wyoming|[A-Z]{2}|(?:Calif|Tex|Fla|Mass|Ill|Wash|Penn|Mich|Colo|Ariz)\\.)"
)
_TOWN = r"[A-ZÄÖÜÉ][\w'’-]+(?:\s(?:am|an\sder|im|sur|de|del|do|da)?\s?[A-ZÄÖÜ][\w'’-]+)?"
_CITY = rf"""(?:,?\s+(?:in\s+)?(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:-\d{{3}})?\s+{_TOWN}
      | (?:,?\s+{_TOWN}){{1,2}},?\s+(?:{_STATE},?\s+\d{{5}}(?:-\d{{4}})?|{_BRITISH}|(?:\d{{1,2}},?\s+)?[A-Z]\d[\dW]\s?[A-Z\d]{{4}}\b)
      | (?:,?\s+{_TOWN}){{1,2}},?\s+(?:(?:NSW|VIC|QLD|TAS|ACT|NT|SA|WA)\s+\d{{4}}|[A-Z]{{2}}\s+[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]\d[\dW]\s?[A-Z\d]{{4}})\b
      | ,?\s+{_TOWN}\s-\s[A-Z]{{2}},?\s+\d{{5}}-?\d{{3}}\b | ,?\s+\d{{4}}\s?[A-Z]{{2}}\s+{_TOWN} | ,\s+{_TOWN}\s+\d{{1,2}}(?![\w.,:/%]\d)\b)?"""
_NR = r"(?:(?:Nr\.?|Hausnr\.?|Hausnummer|Haus|nr\.?)\s+)?"
_STOCK = r"(?:,?\s+(?:\d\.\s?(?:Stock|OG|Etage|Obergeschoss)|EG|Whg\.?\s?\d+|Hinterhaus|Vorderhaus))?"
_HOUSE = r"\d{1,4}(?:\s?[a-zA-Z]\b|\s?[/-]\s?[A-Za-z0-9]{1,3}\b)?(?!\d|[.,]\d|\s*(?:%|Uhr|Euro|EUR|€|\$|Tagen?|Wochen|Monaten?|Jahren?|Minuten|Stunden|Prozent))"
_FLOOR = r"(?:,\s+\d{1,2}[º°ªo.]\s?(?:[A-Z]\b|Esq\.?|Dto\.?|Dcha\.?|Izq\.?)?)?"
_NO_STREET = (
    r"(?!(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Montag|Dienstag|Mittwoch|Donnerstag|"
    r"Freitag|Samstag|Sonntag|Jahre?|Monat|Schnitt|Durchschnitt|Version|Update|Build|Release|Kapitel|Level|Zimmer|Raum|Abschnitt|Quartal|"
    r"Alter|Preis|Wert|Teil|Bereich|Gate|Block|Gleis|Ticket|Fall|Test|Lauf|Vergleich|Kurs|Takt|Bus|Zug|ICE|Platz|Stand|Sommer|Winter|"
    r"Frühjahr|Herbst|Umkreis|Zeitraum|Windows|Android|Chrome|Firefox|Safari|Internet|Menü|Punkt|Paket)\b)"
)
SMALL = re.compile(
    rf"""(?<![\w$€£#./:-])(?:
        \d{{1,4}}[a-z]?,?\s+(?!(?:minutes?|mins?|miles?|km|m|met(?:er|re)s?|yards?|hours?|way|lanes?|more|years?|days?|times?|cars?|stars?|of|the|a|in|on|
          down|per|new|long|short|busy|other|different|first|second|more|blocks?|houses?|people|bikes?|trucks?)\b)[a-z][a-z'’-]{{2,}}(?:\s[a-z'’-]{{3,}})?\s
          (?:street|st|road|rd|avenue|ave|lane|ln|close|crescent|terrace|boulevard|blvd|drive|dr|court|ct|grove|gardens)\b\.?
          (?:,?\s+(?:flat|apt|unit)\s?\d+[a-z]?)?(?:(?:,?\s+[a-z][a-z'’-]+){{0,2}},?\s+(?:[a-z]{{1,2}}\d[a-z\d]?\s?\d[a-z]{{2}}|[a-z]{{2}}\s\d{{5}})\b)?
      | [a-zäöü][a-zäöüß-]{{2,}}(?:stra(?:ß|ss)e|str\.?|allee|gasse)\s+{_NR}\d{{1,3}}\s?[a-z]?\b(?!\s*(?:%|uhr|euro|km|m\b|meter|minuten|mal)|[.,:]\d)
          (?:,?\s+(?:in\s+)?\d{{5}}\s+[a-zäöüß-]+)?
      | [a-zäöü][a-zäöüß-]{{2,}}(?:weg|platz|ring|ufer|damm)\s+\d{{1,3}}\s?[a-z]?,?\s+(?:in\s+)?\d{{5}}\s+[a-zäöüß-]+
    )""",
    re.VERBOSE,
)
"""Streets in small letters, as people write them in chats; English ones by fewer words, for 'a 5 minute drive' is none."""
OTHERS = re.compile(
    rf"""(?<![\w$€£#./:-])(?:
        Stra(?:ß|ss)e\s+(?:des|der|am|zum|zur|nach)\s+(?:\d{{1,2}}\.\s)?[A-ZÄÖÜ][\w-]+\s+{_NR}{_HOUSE}{_CITY}
      | (?:R(?:ou)?te?\.?|County\ Road|State\ Road|Highway|Hwy\.?)\s\d{{1,4}},?\s+(?:Box\s\d+,?\s+)?{_TOWN},?\s+{_STATE}\s+\d{{5}}
    )|(?<!\w)(?:aus|in|nach|wohne\ in)\s(?P<place>(?!\d\d000)\d{{5}}\s(?!(?:Euro|Fäll|Zeil|Kund|Nutzer|Datei|Einträg|Gerät|Mitarbeit|Stück|Kilomet|
        Schritt|Meter|Stund|Minut|Sekund|Datens|Zeich|Artikel|User|Mails?|Seiten|Haushalt|Punkt))[A-ZÄÖÜ][a-zäöüß]{{2,}})""",
    re.VERBOSE,
)
"""Forms that other words tell: what a street is called when it is no street, roads with numbers, codes of towns."""
ADDRESSES = re.compile(
    rf"""(?<![\w$€£#./:-])(?:
        (?:(?:Flat|Unit|Apt|Apartment|Suite)\.?\s+\w{{1,4}},\s+)?
        \d{{1,5}}[A-Za-z]?,?\s+(?:[NSEW]\.?\s+)?(?:(?!(?:The|In|At|On|Of|And|AM|PM)\b)(?:[A-Z][\w'’.-]*|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,3}}
        (?i:{STREET})\b\.?(?![\w'’])(?:\s+\d{{1,4}}\b)?{_FLAT}{_CITY}
      | \d{{1,4}}[A-Za-z]?,?\s+The\s+[A-Z][\w'’-]+(?=,){_CITY}
      | (?:[A-ZÄÖÜ][\w-]+\s+){{0,2}}[A-ZÄÖÜ][\w.-]{{2,}}(?i:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|ufer|damm|(?<=[dnlgrbfkmhzs-])ring|
        straat|laan|gracht|plein|gatan|vägen|gade|vej|veien|steig|graben)
        \s+{_NR}{_HOUSE}{_STOCK}{_CITY}
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
    for rule in (ADDRESSES, SMALL, OTHERS):
        for match in rule.finditer(text):
            group = match.lastgroup or 0
            yield Detail(match.start(group), match.end(group), DetailKind.ADDRESS)
