"""What the page of a first look says, in English and, where most posts are German, in German."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxpop.pipeline.first.look import Look

GERMAN: Mapping[str, str] = {
    "A first look at {name}": "Ein erster Blick auf {name}",
    "{posts} posts by {people} people": "{posts} Beiträge von {people} Menschen",
    "{posts} posts by 1 person": "{posts} Beiträge von einem Menschen",
    "1 post by 1 person": "Ein Beitrag von einem Menschen",
    ", net sentiment {net}": ", Nettostimmung {net}",
    "{first} to {last}": "{first} bis {last}",
    "Tone": "Ton",
    "{negative}% negative, {neutral}% neutral, {positive}% positive": "{negative} % negativ, {neutral} % neutral, {positive} % positiv",
    "Net sentiment {net}: positive minus negative posts, of a hundred, with its 95% interval.": "Nettostimmung {net}: positive minus negative Beiträge, von hundert, mit 95-%-Intervall.",
    "No post is in a language that the models read.": "Kein Beitrag ist in einer Sprache, die die Modelle lesen.",
    "What they want": "Was sie wollen",
    "Themes": "Themen",
    "Theme": "Thema",
    "Posts": "Beiträge",
    "Net (95%)": "Netto (95 %)",
    "A post of it": "Ein Beitrag daraus",
    "Weeks": "Wochen",
    "Week from Monday": "Woche ab Montag",
    "Posts read": "Gelesene Beiträge",
    "How it was read": "Wie gelesen wurde",
    "{key} from column {value}": "{key} aus Spalte {value}",
    "Settings": "Einstellungen",
    "Not sure": "Unsicher",
    "report a fault": "melden einen Fehler",
    "ask for something new": "wünschen sich etwas",
    "ask a question": "stellen eine Frage",
    "praise": "loben",
    "complain": "beschweren sich",
    "may leave": "gehen vielleicht",
    "help others": "helfen anderen",
    "advertise": "werben",
    "{n} posts drawn evenly": "{n} gleichmäßig gezogene Beiträge",
    "all {n} posts": "alle {n} Beiträge",
    "the one post": "der eine Beitrag",
    "; {n} are in languages or forms that no model reads": "; {n} sind in Sprachen oder Formen, die kein Modell liest",
    "Read: {drawn}, as the models label them, not corrected by labels of your own{left}.": "Gelesen: {drawn}, wie die Modelle sie einschätzen, nicht berichtigt durch eigene Einschätzungen{left}.",
    "{low} to {high}": "{low} bis {high}",
    "Thanks and praise": "Dank und Lob",
    "Other": "Anderes",
}
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember")  # fmt: skip
ENGLISH, DEUTSCH = "en", "de"


def language_of(look: Look) -> str:
    """'de' where more than half of the posts whose language is known are German, else 'en'."""
    counts = dict(look.languages)
    return DEUTSCH if 2 * counts.get(DEUTSCH, 0) > sum(counts.values()) else ENGLISH


def say(language: str, english: str, **values: object) -> str:
    """The text in the language; `values` fill the places in braces."""
    said = GERMAN.get(english, english) if language == DEUTSCH else english
    return said.format(**values) if values else said


def grouped(language: str, number: int) -> str:
    """'1,684', in German '1.684'."""
    text = f"{number:,}"
    return text.replace(",", ".") if language == DEUTSCH else text
