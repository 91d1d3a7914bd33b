"""A first look at many texts at once: which finder may find anything in which of them. Never less than the finders find."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.privacy import before_names as before
from voxpop.privacy.first_names import DOUBTFUL, FIRST_NAMES
from voxpop.privacy.places import STREET

_PAPERS = (
    "passport|passeport|pasaporte|passaport|ausweis|reisepass|identity card|id card|national id|dni|nie|nif|cpf|ssn|social security|"
    "national insurance|ni number|licen[cs]e|führerschein|steuer|tax id|codice fiscale|sécurité"
)
_STREETS_DE = r"stra(?:ß|ss)e|str\.?|weg|platz|gasse|allee|ufer|damm|ring|straat|laan|gracht|plein|gatan|vägen|gade|vej|veien|steig|graben"
_STREETS_ROMANCE = (
    r"calle|avenida|avda\.?|av\.|paseo|plaza|carrera|camino|carretera|ronda|viale|piazza|piazzale|corso|largo|vicolo|strada|rua|travessa|praça|"
    r"estrada|alameda|\bvia|c/"
)
_SECRETS = (
    r"pass|pwd|\bpw\b|\bpin|wpa|kennwort|mot de|mdp|contraseñ|senha|palavra|clave|codice|key|token|secret|geheimnis|segreto|segredo|schlüssel|clé|"
    r"chave|chiave|bearer|sk-|wi-?fi|[spr]k_|gh[pousr]_|github_pat|xox|akia|asia|aiza|eyj|ya29|sg\.|glpat|npm_|pypi-|hf_|://[^\s/]*@|"
    r"@\S*\.[a-z]{2,24}\s{0,2}[/|:]"
)
_LETTER, _UPPER, _LOWER = (rf"[{letters}\x{{80}}-\x{{10FFFF}}]" for letters in ("A-Za-z", "A-Z", "a-z"))
"""All that is not ASCII may be a letter of any case here: with Unicode's classes a look takes twice as long."""
_IN_ORDER = sorted(FIRST_NAMES)
_HALF = len(_IN_ORDER) // 2
_NAMES, _FURTHER, _DOUBTFUL = (
    re.sub(r"[^\x00-\x7f]", r"[^\\x00-\\x7f]", "|".join(sorted(names)))
    for names in (_IN_ORDER[:_HALF], _IN_ORDER[_HALF:], {name[0].upper() + name[1:] for name in DOUBTFUL})
)
_KIN = (
    f"{before.KIN_EN}|{before.TRADES_EN}|{before.KIN_DE}|{before.TRADES_DE}|{before.KIN_ROMANCE}|{before.TRADES_ROMANCE}|{before.OWN}|"
    f"{before.FAMILY}|{before.LABELS}|{before.ENDS}|{before.TALKED}|{before.SELF_NAMED}"
)
_CAPITAL = rf"(?:{_UPPER}\.\s?)?{_UPPER}{_LETTER}"
PATTERNS = {
    "emails": r"(?i)\S@\S+\.|[\[({]\s?(?:at|ät|arroba|@)\s?[\])}]|\sat\s\S+\sdot\s",
    "numbers": rf"(?is)\d(?:\D{{0,3}}\d){{6}}|[a-z]{{2}}\d{{2}}(?: ?[a-z0-9]){{11}}|(?:{_PAPERS}).*\d",
    "secrets": rf"(?i){_SECRETS}",
    "addresses": rf"(?i)(?:^|[^\w$€£#./:-])\d{{1,5}}[a-z]?,?\s+(?:\S+\s+){{1,4}}(?:{STREET})(?:[^A-Za-z]|$)",
    "streets": "(?i)"
    + "|".join(
        (
            r"\d[a-z]?,?\s+the\s+[^\s,]+,",
            rf"{_LETTER}(?:{_STREETS_DE})\s+(?:(?:haus)?(?:nr\.?|nummer)?\s+)?\d",
            r"[\s-](?:stra(?:ß|ss)e|str\.|allee|platz|weg|ring|damm|gasse|ufer|wall|chaussee)\s+\d",
            r"(?:am|an de[rn]|auf de[rm]|in de[rn]|im|zu[mr]|unter den|hinter de[nrm]|vor de[mr]|beim|bei de[rm])\s+\S+\s+(?:\S+\s+)?\d",
            r"\d\s?[a-z]?,\s+(?:[a-z]{1,2}-)?\d{5}\s",
            r"\d\s?(?:bis|ter|quater)?,?\s+(?:rue|av|bd|boulevard|allée|chemin|impasse|quai|place|cours|square|sentier|passage|route|voie)[.\s]",
            rf"(?:{_STREETS_ROMANCE})\s.*\d",
            r"stra(?:ß|ss)e\s+(?:des|der|am|zum|zur|nach)\s",
            r"(?:r(?:ou)?te?\.?|road|highway|hwy\.?)\s\d",
            r"(?:aus|in|nach)\s\d{5}\s[a-zäöü]",
            r"(?:box|postfach|apartado(?: de correos)?|casella postale|boîte postale|caixa postal)\s+\d",
        )
    ),
    "people": rf"(?i:(?:^|[^a-z])(?:{_NAMES})(?:[^a-z]|$))",
    "further": rf"(?i:(?:^|[^a-z])(?:{_FURTHER})(?:[^a-z]|$))",
    "doubtful": rf"(?:^|[^A-Za-z])(?:{_DOUBTFUL})(?:[^a-z]|$)",
    "initials": rf"(?:^|[^A-Za-z]){_UPPER}\.\s?{_UPPER}{_LETTER}",
    "above": rf"(?m)^[ \t>–—-]*{_CAPITAL}[^\n\d]*\n+[ \t>]*[^\n]*[\d@]",
    "titles": rf"(?i:(?:^|[^A-Za-z])(?:{before.TITLES}|{before.ROMANCE_TITLES}|m)\.?\s+)(?:(?:Dr|Prof)\.?\s+)?{_CAPITAL}|"
    rf"(?:^|[^A-Za-z])(?:Sra?|Mrs?|mrs?|M|Mme|Hr|[sS]ig)\.\s+{_LOWER}",
    "kin": rf"(?i:(?:^|[^A-Za-z])(?:{_KIN})(?:\s+(?:aus|from|de|da|depuis)\s+{_LETTER}+)?\s*[,(:.!]?\s*[\n–—-]*\s*(?:(?:a|an|one|einer|einem)\s+)?(?:(?:named|called|namens|nommée?|llamad[oa])\s+)?)"
    rf"{_CAPITAL}|(?i:{before.SOFT_ENDS})[,.!]?\s*[\n–—-]+\s*{_CAPITAL}",
}
"""What a text has in which a finder finds anything (RE2). Names stand behind a word that tells them, or begin with a first name; they
and streets have several patterns, for RE2 gives up its fast way where one needs too many states."""
FINDER = {
    "streets": "addresses",
    "further": "people",
    "doubtful": "people",
    "titles": "titled",
    "kin": "titled",
}
"""Pattern -> finder, where it is called otherwise."""


def look(texts: pa.Array) -> Iterator[tuple[int, list[str]]]:
    """The places of texts that may hold details, each with the finders that have to look."""
    told: dict[int, set[str]] = {}
    for name, pattern in PATTERNS.items():
        for place in pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(texts, pattern), False)).to_pylist():
            told.setdefault(place, set()).add(FINDER.get(name, name))
    return ((place, sorted(finders)) for place, finders in told.items())
