"""Mit Vorsicht zu lesen, auf Deutsch."""

from __future__ import annotations

from collections.abc import Sequence

from voxpop.analysis.report.sentence import Phrase, Sentence
from voxpop.analysis.report.wording.de.numbers import count, listing, number_word, plural
from voxpop.analysis.report.wording.de.opening import compared_with


def caution_this_week(channel: str, heard_days: int, why: str, left_out: bool) -> Sentence:
    """Ein Kanal wurde diese Woche nicht ganz gehört."""
    how = f" wurde an {heard_days} von 7 Tagen gesammelt" if heard_days else " wurde diese Woche nicht gesammelt"
    out = f" {channel} steht für sich und in keinem Vergleich." if left_out else ""
    return Phrase(channel, strong=True), Phrase(f"{how}{why}.{out}")


def caution_before(channel: str, heard_days: int, days: int) -> Sentence:
    """Ein Kanal wurde diese Woche ganz gehört, davor nicht."""
    return (
        Phrase(channel, strong=True),
        Phrase(
            f" wurde an {heard_days} der {days} Tage vor dieser Woche ganz gesammelt. Der Kanal steht für sich und in "
            "keinem Vergleich."
        ),
    )


def caution_weeks(used: int, asked: int) -> Sentence:
    """Einige Wochen des Vergleichs wurden nicht ganz gehört."""
    return (
        Phrase(f"Veränderungen sind gemessen an {compared_with(used, asked)}: der Rest wurde nicht ganz gesammelt."),
    )


def caution_few(n_authors: int, n_weeks: int) -> Sentence:
    """Kaum jemand wird gehört."""
    who = "Niemand" if n_authors == 0 else f"Nur {plural(n_authors, 'Person', 'Personen')}"
    were = "wurden" if n_authors > 1 else "wurde"
    return (
        Phrase("Kaum gehört", strong=True),
        Phrase(f". {who} aus diesem Publikum {were} in {number_word(n_weeks)} Wochen gehört."),
    )


def caution_one_channel(channel: str, lost: Sequence[str], n_weeks: int) -> Sentence:
    """Alle werden an einem Ort gehört."""
    return (
        Phrase("Nur ein Kanal", strong=True),
        Phrase(
            f". In {number_word(n_weeks)} Wochen schrieb dieses Publikum nur auf {channel}; {listing(lost)} "
            f"{'wurde' if len(lost) == 1 else 'wurden'} gesammelt und {'ist' if len(lost) == 1 else 'sind'} verstummt."
        ),
    )


def caution_never(n_weeks: int) -> Sentence:
    """Niemand wurde je gehört."""
    return (
        Phrase("Nie gehört", strong=True),
        Phrase(
            f". Niemand aus diesem Publikum wurde je gehört, obwohl {number_word(n_weeks)} Wochen lang gesammelt wurde."
        ),
    )


def caution_model() -> Sentence:
    """Das Modell ist ein anderes."""
    return (
        Phrase("Das Stimmungsmodell hat gewechselt", strong=True),
        Phrase(" seit dem Bericht der Vorwoche. Zahlen können von früheren Berichten abweichen."),
    )


def caution_setup(parts: Sequence[str], zone: tuple[str, str] | None) -> Sentence:
    """Die Einstellungen sind andere."""
    moved = (
        f" Die Zeitzone war {zone[0]} und ist {zone[1]}; Tage und Wochen beginnen nun zu einem anderen Zeitpunkt."
        if zone
        else ""
    )
    return (
        Phrase("Die Methode hat sich geändert", strong=True),
        Phrase(
            f" seit dem Bericht der Vorwoche: {listing(parts)}.{moved} Zahlen können von früheren Berichten abweichen."
        ),
    )


def caution_refused(channel: str, n: int, total: int) -> Sentence:
    """Datensätze, die nicht gelesen werden konnten."""
    return (
        Phrase(channel, strong=True),
        Phrase(
            f": {count(n)} von {plural(total, 'Datensatz', 'Datensätzen')} {'war' if n == 1 else 'waren'} nicht lesbar und "
            f"{'fehlt' if n == 1 else 'fehlen'} in jeder Zahl."
        ),
    )


def caution_clock(channels: Sequence[str]) -> Sentence:
    """Eine falsche Uhr."""
    return (
        Phrase("Eine Uhr ging falsch", strong=True),
        Phrase(
            f", während {listing(channels)} gesammelt {'wurde' if len(channels) == 1 else 'wurden'}. Was sie von einer Zeit "
            "gehört haben wollte, die noch nicht vorbei war, wurde neu abgefragt."
        ),
    )


def caution_themes(moved: int, shown: int) -> Sentence:
    """Die Themen sind andere: `moved` der `shown` im letzten Bericht, oder ein anderes Modell hat sie gefunden."""
    if not moved:
        why = " seit dem Bericht der Vorwoche."
    else:
        why = (
            f": {moved} der {shown} im Bericht der Vorwoche sind andere. In den ersten Wochen des Zuhörens werden alle jede Woche "
            "neu gefunden."
        )
    return (
        Phrase("Die Themen haben gewechselt", strong=True),
        Phrase(f"{why} Themen sind nur auf dieser Seite vergleichbar."),
    )
