"""A first look at many texts at once: which finder may find anything in which of them. Never less than the finders find."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.privacy.first_names import DOUBTFUL, FIRST_NAMES

_PAPERS = (
    "passport|passeport|pasaporte|passaport|ausweis|reisepass|identity card|id card|national id|dni|nie|nif|cpf|ssn|social security|"
    "national insurance|ni number|licen[cs]e|führerschein|steuer|tax id|codice fiscale|sécurité"
)
_STREETS = (
    r"street|\bst\b|avenue|\bave\b|road|\brd\b|\blane\b|\bln\b|drive|\bdr\b|boulevard|blvd|court|\bct\b|place|\bpl\b|square|\bsq\b|terrace|"
    r"crescent|close|highway|hwy|parkway|pkwy|mews|gardens|grove|hill|quay|alley|circle|way|row|walk|stra(?:ß|ss)e|str\.|weg|platz|gasse|"
    r"allee|ufer|damm|ring|straat|laan|gracht|plein|gatan|vägen|gade|vej|veien|\bam\b|\ban der\b|\bauf der\b|\bin der\b|\bim\b|\bzum\b|\bzur\b|"
    r"\brue\b|allée|chemin|impasse|\bquai\b|calle|avenida|avda|paseo|plaza|carrera|viale|piazza|corso|\brua\b|travessa|\bvia\b|box|postfach|"
    r"apartado|casella|boîte"
)
_SECRETS = (
    r"pass|pwd|\bpw\b|\bpin\b|kennwort|mot de|mdp|contraseñ|senha|clave|key|token|secret|schlüssel|clé|bearer|sk-|[spr]k_|gh[pousr]_|github_pat|"
    r"xox|akia|asia|aiza|eyj|ya29|sg\.|glpat|npm_|pypi-"
)
_TITLES = (
    r"mrs?|ms|mx|miss|dr|prof|sir|herrn?|frau|monsieur|madame|mme|mlle|señora?|señorita|sra?|signora?|sig|senhora?|dona|regards|best|cheers|"
    r"sincerely|yours|thanks|thank you|thx|love|grüße|gruß|grüssen|grüßen|lg|vg|mfg|cordialement|vous|saludos?|atentamente|saluti|abraços|"
    r"atenciosamente|name is|name['’]s|called|heiße|heisse|name ist|appelle|nom est|llamo|nombre es|chiamo|nome [éè]|chamo|chamo-me"
)
_FIRST = "|".join(name.capitalize() for name in sorted(FIRST_NAMES | DOUBTFUL))
PATTERNS = {
    "emails": r"\S@\S+\.",
    "numbers": rf"(?is)\d(?:\D{{0,3}}\d){{6}}|(?:{_PAPERS}).*\d",
    "secrets": rf"(?i){_SECRETS}",
    "addresses": rf"(?is)\d.*?(?:{_STREETS})|(?:{_STREETS}).*?\d",
    "people": rf"(?:^|[^\pL])(?:{_FIRST})(?:[^\pL]|$)",
    "titles": rf"(?i:(?:^|[^\pL])(?:{_TITLES})(?:\.?\s+|[,.!]?\s*[\n–—-]+\s*))(?:(?:Dr|Prof)\.?\s+)?\p{{Lu}}\pL",
}
"""Finder -> what a text has in which it finds anything (RE2). Names stand behind a word that tells them, or begin with a first name."""


def look(texts: pa.Array) -> Iterator[tuple[int, list[str]]]:
    """The places of texts that may hold details, each with the finders that have to look."""
    told: dict[int, set[str]] = {}
    for name, pattern in PATTERNS.items():
        for place in pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(texts, pattern), False)).to_pylist():
            told.setdefault(place, set()).add("people" if name == "titles" else name)
    return ((place, sorted(finders)) for place, finders in told.items())
