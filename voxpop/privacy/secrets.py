"""Passwords and keys that people paste: by the word before them, and by the forms that their issuers gave them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voxpop.privacy.details import Detail, DetailKind

KNOWN = re.compile(
    r"""(?<![\w-])(?:
        sk-[A-Za-z0-9_-]{20,} | (?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,} | gh[pousr]_[A-Za-z0-9]{20,} | github_pat_\w{20,}
      | glpat-[\w-]{16,} | xox[abeoprs]-[A-Za-z0-9-]{10,} | (?:AKIA|ASIA)[0-9A-Z]{16} | AIza[\w-]{20,} | ya29\.[\w-]{20,}
      | hf_[A-Za-z0-9]{20,} | SG\.[\w-]{16,}\.[\w-]{16,} | npm_[A-Za-z0-9]{30,} | pypi-[\w-]{40,} | eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?
    )(?![\w])|-----BEGIN\ (?:[A-Z]+\ )*PRIVATE\ KEY-----[\s\S]*?(?:-----END\ (?:[A-Z]+\ )*PRIVATE\ KEY-----|\Z)""",
    re.VERBOSE,
)
NAMED = re.compile(
    r"(?i)(?<![^\W_])(?:api[ _-]?(?:key|token|secret)|access[ _-]?(?:key|token)|auth(?:orization)?[ _-]?(?:key|token)|bearer(?:[ _-]?token)?|"
    r"client[ _-]?secret|(?:webhook|signing) secret|secret[ _-]?key|private[ _-]?key|token|secret|schlüssel|clé (?:d['’])?api|clave (?:de )?api|"
    r"chave (?:d[ae] )?api|chiave (?:dell['’])?api|geheimnis|secreto|segreto|segredo|chave|clé|chiave)(?![^\W_])(?:\s+(?:for|für|of|pour|para|per)(?:\s+\w+){1,3})?"
    r"(?:\s+(?:is|was|ist|lautet|est|es|è|é|here))*\s*[:=]?\s*[\"'`(\[]?"
    r"(?P<key>(?=[\w.+/=~-]*\d)(?=[\w.+/=~-]*[A-Za-z])[\w.+/=~-]{16,})"
)
IN_LINK = re.compile(r"(?<=://)(?P<key>[^\s/@]{8,200})@(?=[\w-]+\.)")
BESIDE_MAIL = re.compile(
    r"@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\s{0,2}(?:[/|:]|\bpw\b|\bpass\b)\s{0,2}(?P<word>(?!\S*@\S*\.)\S{6,40})"
)
_WORDS = (
    r"password|passwort|\w{2,12}-passwort|passwd|pwd|pass ?code|pass ?phrase|(?<!_)pass(?=\s?[:=])|(?:db|user|admin|root|smtp|mail|s?ftp|ssh|mysql|pg|postgres|redis|proxy|ldap|auth)_pass(?=\s?[:=])|(?<=\bmy )pass(?=\s(?:is|was)\b)|kennwort|mot de passe|mdp|contraseña|clave|senha|"
    r"palavra-passe|codice|pin(?:[ -]?(?:code|nummer))?|pw|wpa2?(?: key)?"
)
A_WORD = re.compile(rf"(?i)(?<![^\W_])(?:{_WORDS})")
"""Any of the words behind which a password may stand; most texts that have to be looked at name a key or a token alone."""
BARE = re.compile(rf"(?i)(?<!\w)(?:{_WORDS})\s+(?P<word>[^\s\"'`„«“]{{4,40}})")
PASSWORD = re.compile(
    rf"(?i)(?<![^\W_])(?:{_WORDS})(?!\w)(?:\s+(?:on|of|from|for|auf|sur|del?|da|do) (?:the |my |dem |der |le |la |el |il )?\w+)?"
    r"\s*(?:(?P<said>(?:is|was|ist|war|lautet|est|es|era|é|è|to|auf)\s+(?:now\s+|still\s+|set to\s+)?|[:=]\s*)|(?=[\"'`„«]))"
    r"(?:[\"'`„«“](?P<quoted>[^\"'`“”»\s]{4,40})[\"'`“”»]|(?P<word>[^\s\"'`„«“]{4,40}))"
)
OF_NETWORK = re.compile(  # keys of routers are digits alone
    r"(?i)(?<!\w)(?:wi-?fi|wlan|wpa2?|netzwerk)[ -]?(?:key|schlüssel|code|password|passwort|kennwort)(?:\s(?:is|ist|lautet))?\W{1,3}(?P<word>\d{8,63})(?!\w)"
)
SPACED = re.compile(  # 'password is "correct horse battery"'
    rf"(?i)(?<![^\W_])(?:{_WORDS})(?!\w)\s*(?:(?:is|was|ist|war|lautet|est|es|era|é|è)\s+|[:=]\s*)"
    r"(?P<mark>[\"'`„“«])(?P<word>(?!(?:must|not|should|is|incorrect|invalid|wrong|please|too|at least|your|the|muss|falsch|nicht|ungültig|"
    r"bitte|enter|expired|required|does|can)\b)[^\s\"'`“”»]{1,20}(?:\s[^\s\"'`“”»]{1,20}){1,5})[\"'`“”»]"
)
IT_WAS = re.compile(  # 'never share your password, mine was ...'
    rf"(?i)(?<!\w)(?:{_WORDS})(?!\w)[^\n]{{0,80}}?\b(?:mine|it['’]?s|it (?:is|was)|that['’]?s|meins|es|das)\s(?:(?:is|was|ist|war|lautet)\s)?(?:now\s|jetzt\s)?"
    r"[\"'`„“]?(?P<word>(?=[^\s]*\d)(?=[^\s]*[^\W\d_]{3})[^\s\"'`“”]{6,40})"
)
NO_VALUE = re.compile(
    r"(?i)^(?:\d+[-+]?(?:fa[\w-]*|stellig\w*|digit\w*|char\w*|zeichen\w*|mal|x|h|min\w*|sec\w*|sek\w*|days?|tage?\w*|hours?|stunden|times|versuche\w*|"
    r"attempts?|faktor\w*|factor\w*|step\w*|letters?|words?|jahre?\w*|years?|months?|monate?\w*)|1password|keepass\w*|lastpass|bitwarden|"
    r"v?\d+(?:\.\d+)+|gpio\d*|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{1,2}:\d{2})$"
)
"""What stands behind 'password' or 'pin' and is none: a length, a count, a time, a program."""
CHANGED = re.compile(
    r"^(?:[\w.]+\([^)]*\)?|https?://\S+|\*+|x{3,}|\[\S*\]|<\S*>|\{\S*\}|\$\S*)$", re.IGNORECASE
)  # no value itself
TRAILING = ".,;:!?)"
COMMON = frozenset(
    """
    iloveyou letmein password passwort qwerty qwertz azerty dragon monkey football baseball welcome sunshine princess superman batman admin
    administrator master shadow trustno starwars whatever abcdef abcdefg abcabc secret geheim hallo schatz sommer fussball hallohallo schalke
    passwort motdepasse soleil doudou bonjour chouchou loulou marseille contraseña tequiero teamo amorcito barcelona realmadrid juventus ciaociao
    amoremio francesca benfica sporting changeme default guest testtest asdfgh asdfasdf zxcvbn michael jordan hunter charlie
    """.split()  # noqa: SIM905  a list of words reads as such
)
"""Passwords of small letters alone that many people have; other words behind 'password is' are words."""


def find_secrets(text: str) -> Iterator[Detail]:
    """Passwords and keys."""
    for match in KNOWN.finditer(text):
        yield Detail(match.start(), match.end(), DetailKind.KEY)
    for match in NAMED.finditer(text):
        yield Detail(match.start("key"), match.start("key") + len(match["key"].rstrip(TRAILING)), DetailKind.KEY)
    for match in IN_LINK.finditer(text):
        yield Detail(match.start("key"), match.end("key"), DetailKind.KEY)
    if A_WORD.search(text):
        yield from _find_passwords(text)
    for match in OF_NETWORK.finditer(text):
        yield Detail(match.start("word"), match.end("word"), DetailKind.PASSWORD)
    for match in BESIDE_MAIL.finditer(text):
        yield from _bare(match)


def _find_passwords(text: str) -> Iterator[Detail]:
    """Passwords behind a word for them."""
    for match in PASSWORD.finditer(text):
        name = "quoted" if match["quoted"] else "word"
        value = match[name].rstrip(TRAILING) if name == "word" else match[name]
        if _is_password(value, told=match["said"] or "", quoted=name == "quoted"):
            yield Detail(match.start(name), match.start(name) + len(value), DetailKind.PASSWORD)
    for match in (*SPACED.finditer(text), *IT_WAS.finditer(text)):
        value = match["word"].rstrip(TRAILING)
        if not CHANGED.match(value) and not NO_VALUE.match(value):
            yield Detail(match.start("word"), match.start("word") + len(value), DetailKind.PASSWORD)
    for match in BARE.finditer(text):
        yield from _bare(match)


def _bare(match: re.Match[str]) -> Iterator[Detail]:
    """A password that no 'is' tells: it has digits, or many people have it."""
    value = match["word"].rstrip(TRAILING)
    digits = sum(map(str.isdigit, value))
    if value.lower() in COMMON or (
        digits and _is_password(value, told="", quoted=False) and (len(value) > digits or digits <= 8)
    ):
        yield Detail(match.start("word"), match.start("word") + len(value), DetailKind.PASSWORD)


def _is_password(value: str, *, told: str, quoted: bool) -> bool:
    """Whether a word behind 'password is' is one: it holds more than small letters, which words of a sentence do not."""
    if len(value) < 4 or CHANGED.match(value) or NO_VALUE.match(value):
        return False
    if value.lower() in COMMON and told:
        return True
    digit, letter = any(map(str.isdigit, value)), any(map(str.isalpha, value))
    odd = any(not c.isalnum() and c not in "-'’./" for c in value)
    mixed = value[1:] != value[1:].lower() and value != value.upper()
    if digit or odd or mixed:
        return letter or digit
    return quoted and "=" in told
