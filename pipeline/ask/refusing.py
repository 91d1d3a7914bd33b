"""Why a question is refused before any form is tried: it asks for a person, the future, an exclusion or a deed."""

from __future__ import annotations

import re
from enum import StrEnum

from voxpop.pipeline.ask.shorthand import spell_out
from voxpop.pipeline.ask.words import nearest

PERSON = r"user|author|person|individual|member|customer|writer|poster|commenter|nutzer|autor|person|mitglied|kunde|verfasser|schreiber"

OF_MANY = r"questions?|complaints?|issues|problems|bugs|topics|themes|groups?|segments?|audiences?|ideas|wishes|fragen|wünsche|themen|gruppen?"
"""Nouns behind such a word that ask for what many said."""
ANSWERS = (
    "answer", "answers", "reply", "replies", "response", "responses", "reaction", "reactions", "solution", "antwort", "antworten",
    "rückmeldung", "reaktion", "lösung",
)  # fmt: skip
"""What a question may be without: that leaves nothing out."""
WITHOUT = re.compile(r"\b(?:without|ohne)(?: (?:an?|any|the|our|eine?|jede|jegliche|unsere|bisher|bislang))* (\w+)")


class Why(StrEnum):
    """Why a question is not answered."""

    PERSON = "person"  # it asks for somebody
    FUTURE = "future"
    EXCEPT = "except"  # 'without Reddit': no form leaves something out
    DEED = "deed"  # it asks for something to be done
    SPAN = "span"  # a span that whole weeks cannot make
    WORDS = "words"  # words that no form knows
    FORM = "form"  # no form is like it
    SLOT = "slot"  # a form is like it, and lacks a theme, a name or the like, or cannot take what was named


PATTERNS: tuple[tuple[Why, re.Pattern[str]], ...] = (
    (
        Why.PERSON,
        re.compile(
            rf"\b(?:who|wer|which (?:{PERSON})|what (?:{PERSON})|welche[rs]? (?:{PERSON}))\b.{{0,30}}\b(?:wrote|written|write the|posted|said|says|"
            r"complains?|schrieb|geschrieben|verfasst|gesagt|beschwert|likes?|hates?)\b"
        ),
    ),
    (Why.PERSON, re.compile(rf"\b(?:which|what|welche[rsnm]?) (?:single |einzelne[rn]? )?(?:{PERSON})\b(?! (?:{OF_MANY})\b)")),
    (Why.PERSON, re.compile(r"\b(?:e-?mail(?:s|-adresse)?|address|phone|telephone|username|user name|handle|handles|adresse|telefon\w*|nutzername)\b")),
    (Why.PERSON, re.compile(r"\bnames? of (?:the |an? )?(?:author|user|person|people|poster|writer|member|customer)s?\b|\bname\w* (?:des|der|eines) (?:autor|nutzer|verfasser|kunde)")),
    (Why.PERSON, re.compile(r"\b(?:wie heißt|wer ist|who is|who are) (?:the |der |die |das |dieser |this )?(?:author|user|person|poster|writer|autor|verfasser|nutzer)")),
    (Why.FUTURE, re.compile(r"\b(?:will|going to|tomorrow|forecast|predict\w*|next (?:week|month|year|quarter)|expect(?:ed)?|morgen|übermorgen|nächste[rsnm]? (?:woche|monat|jahr|quartal)|vorhersage|prognose|künftig|zukunft|future)\b")),
    (Why.EXCEPT, re.compile(r"\b(?:except|excluding|exclude|apart from|aside from|other than|but not|leav(?:e|es|ing) out|left out|(?:not|without) counting|omit\w*|everyone but|all but|ohne|außer|ausgenommen|abgesehen|weggelassen|weglässt|weglassen|without)\b")),
    (Why.DEED, re.compile(r"^\W*(?:please |bitte )?(?:delete|remove|erase|write|draft|compose|send|post|print|ignore|translate|summari[sz]e|update|change|set|create|publish|forget|lösche\w*|entferne\w*|schreibe?|sende|übersetze|vergiss|ignoriere|ändere|erstelle|drucke)\b")),
)  # fmt: skip


def refused_by(text: str) -> Why | None:
    """Why a question in lower case is refused by its words alone; None where it is not."""
    plain = WITHOUT.sub(lambda found: found[0] if not _is_answer(found[1]) else "unanswered", spell_out(text))
    return next((why for why, pattern in PATTERNS if pattern.search(plain)), None)


def _is_answer(word: str) -> bool:
    return word in ANSWERS or nearest(word, ANSWERS) is not None
