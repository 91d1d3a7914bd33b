"""Zahlen, Anteile, Themen, Zitate, Kanäle, Wünsche und unsere Seite auf Deutsch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from voxpop.analysis.estimates.values import Change, Estimate, Verdict
from voxpop.analysis.report.wording.de.numbers import (
    DAYS,
    count,
    number_word,
    percent,
    plural,
    points,
    short_day,
    to,
)

NET_SENTIMENT, POSTS, AUTHORS, SHARE_OF_VOICE = "Nettostimmung", "Beiträge", "Schreibende", "Anteil an Nennungen"
NOBODY, NEVER, NEW = "Niemand wurde gehört", "nie", "neu"


def nobody_since(last: date) -> str:
    """'Niemand wurde gehört, zuletzt in der Woche vom 2. Nov.'."""
    return f"{NOBODY}, zuletzt in der Woche vom {short_day(last)}"


# ---- vier Zahlen


def change_words(change: Change, decimals: int = 0) -> str:
    """'13 Punkte gefallen', 'Keine klare Veränderung'; mit Nachkommastellen '0,3 gefallen', was keine Punkte hat."""
    if change.verdict in (Verdict.UP, Verdict.DOWN) and change.value is not None:
        size = f"{abs(change.value):.{decimals}f}".replace(".", ",") if decimals else points(change.value)
        return f"{size} {'gestiegen' if change.value > 0 else 'gefallen'}"
    return {
        Verdict.UNCLEAR: "Keine klare Veränderung",
        Verdict.LITTLE: "Kaum verändert",
        Verdict.TOO_FEW: "Zu wenige für einen Vergleich",
        Verdict.INCOMPLETE: "Kein Vergleich: nicht ganz gehört",
    }.get(change.verdict, "Noch nichts zu vergleichen")


def share_change(change: Change) -> str:
    """Was die Tabelle über die Veränderung eines Anteils sagt; die Richtung ist gezeichnet."""
    if change.verdict in (Verdict.UP, Verdict.DOWN) and change.value is not None:
        return points(change.value)
    return {
        Verdict.UNCLEAR: "keine klare Veränderung",
        Verdict.LITTLE: "kaum verändert",
        Verdict.TOO_FEW: "zu wenige Schreibende",
        Verdict.INCOMPLETE: "nicht verglichen",
    }.get(change.verdict, "noch nichts zu vergleichen")


def change_interval(change: Change) -> str:
    """'(−20 bis −6)' oder nichts."""
    return "" if change.low is None or change.high is None else f"({to(change.low, change.high)})"


def level_interval(estimate: Estimate) -> str:
    """'95-%-Intervall −9 bis +4'."""
    return f"95-%-Intervall {to(estimate.low, estimate.high)}"


def share_interval(estimate: Estimate) -> str:
    """'95-%-Intervall 29 bis 37 %'."""
    return f"95-%-Intervall {round(estimate.low)} bis {percent(estimate.high)}"


def against_usual(value: float, low: float, high: float) -> str:
    """'Über den üblichen 457 bis 537'."""
    now, least, most = round(value), round(low), round(high)
    span = count(least) + (f" bis {count(most)}" if most != least else "")
    if least <= now <= most:
        return f"Im üblichen Bereich von {span}"
    return f"{'Unter' if now < least else 'Über'} den üblichen {span}"


def no_usual() -> str:
    """Zu wenige Wochen davor."""
    return "Noch kein üblicher Bereich"


def usual_note() -> str:
    """Was 'üblich' heißt."""
    return "8 von 10 Wochen liegen darin"


def posts_each(each: float) -> str:
    """'je 1,9 Beiträge'."""
    return f"je {each:.1f} Beiträge".replace(".", ",")


def voice_note(n_names: int) -> str:
    """Was gezählt wird."""
    return f"Wer uns nennt, unter {number_word(n_names)} Namen"


# ---- Anteile an der Veränderung und Ereignisse

ALL_OTHERS, NO_THEME = "Alle übrigen", "Kein Thema"


def event_followed(change: Change, before: int, after: int) -> str:
    """Was auf ein Ereignis folgte."""
    since = "In der Woche danach" if after == 1 else f"In den {number_word(after)} Wochen danach"
    if change.value is None:
        return f"{since}: zu wenige Schreibende für einen Vergleich"
    said = change_words(change)
    return f"{since}: {said[0].lower()}{said[1:]} {change_interval(change)}, gemessen an den {number_word(before)} Wochen davor"


# ---- Ausfälle und Versprechen


def outage_subject(channel: str) -> str:
    """Welcher Kanal nicht zu hören ist."""
    return f"{channel}: nicht gehört"


def outage_since(since: str, until: str) -> str:
    """Von wann bis wann gefragt und nichts gehört wurde."""
    return f"Gefragt und nicht gehört von {since} bis {until}."


def outage_reason(outcome: str, reason: str) -> str:
    """Wie der letzte Abruf endete."""
    return f"Der letzte Abruf: {outcome}. {reason}".strip()


CORRECTED = "Berichtigt: "
"""Before the subject of a report that is sent again, since its week was not known whole before."""

OUTAGE_NOTE = "Was noch zu haben ist, wird bei jedem Lauf wieder gefragt. Bis dahin zeigen Berichte die Lücke."


def promise_subject(account: str) -> str:
    """Whose promise is broken."""
    return f"{account}: ein Versprechen wurde nicht gehalten"


def promise_missed(promised: int, per: str, posted: int, day: date) -> str:
    """What was promised, and what came of it."""
    when = f"am {short_day(day)}" if per == "day" else f"in der Woche ab {short_day(day)}"
    unit = "Tag" if per == "day" else "Woche"
    return f"{promised} je {unit} versprochen, {posted or 'nichts'} geschrieben {when}."


def promise_last(last: date | None) -> str:
    """When anything was posted at all."""
    return f"Der letzte gehörte Beitrag ist vom {short_day(last)}." if last else "Es wurde noch nie ein Beitrag gehört."


PROMISE_NOTE = "Geurteilt wird nur, wo jeder Kanal, auf dem dieses Konto zu hören ist, ganz gesammelt wurde."


# ---- Belege

RECEIPT_CHANGE, RECEIPT_SHARE = "Veränderung der Nettostimmung", "Anteil der Beiträge"
DRIVER_PARTS = {"mix": "Häufigkeit", "tone": "Ton", "total": "zusammen"}
RATINGS = {"all": "Alle Kanäle", "mean": "Mittlere Bewertung"}
RECEIPT_ASKING = {
    "before": "Personen je Woche, die vorher danach fragten",
    "after": "Personen je Woche, die danach fragten, seit es getan ist",
}
RECEIPTS = {
    "receipt_asking": "Personen, die in jeder ganzen Woche dieser Seite danach fragten, summiert und durch die Wochen geteilt; wer in zwei Wochen fragt, zählt in beiden.",
    "receipt_rating": "Das Mittel über alle Personen aus dem Mittel ihrer Bewertungen; ursprünglich, nicht unsere eigenen, nicht aus Fluten oder von Bots, nicht gelöscht, mit Text oder ohne.",
    "receipt_net": "Positive minus negative Beiträge, in Prozent der bewerteten. Mit Berichtigung zählt jeder Beitrag, was "
    "seine Wahrscheinlichkeiten wert sind, statt seiner Bewertung.",
    "receipt_share": "Beiträge des Themas, in Prozent aller Beiträge.",
    "receipt_count": "Gezählt: ursprüngliche Beiträge, nicht unsere eigenen, nicht aus Fluten oder von Bots, nicht gelöscht.",
    "receipt_voice": "Nennungen unseres Namens, in Prozent aller Nennungen eines verglichenen; je Name zählt jeder einmal.",
    "receipt_target": "Beiträge, die gut von dem Namen sprechen, minus solche, die schlecht von ihm sprechen, in Prozent der bewerteten, "
    "die ihn nennen.",
    "receipt_driver": "Mit Anteil s und Nettostimmung t einer Gruppe jetzt (1) und davor (0) und dem Mittel n der Nettostimmung "
    "beider Zeiträume: Häufigkeit = (s1 − s0) × ((t0 + t1) / 2 − n), Ton = (s0 + s1) / 2 × (t1 − t0).",
}


# ---- Themen, Zitate, Kanäle


def themes_note(n_compared: int, n_hidden: int) -> str:
    """Wie klare Veränderungen vom Zufall getrennt sind, und was nicht aufgeführt ist."""
    rule = (
        f"Die Intervalle der Veränderungen berücksichtigen {plural(n_compared, 'Vergleich', 'Vergleiche')} (Rate falscher "
        "Entdeckungen 5\u00a0%). Klar heißt: Das Intervall enthält die Null nicht, und es sind mindestens 2 Punkte. "
        "Die Anteile aller Themen ergeben 100\u00a0%: Wächst eines, schrumpfen andere, auch wenn ebenso viele davon sprechen."
    )
    hidden = f" {plural(n_hidden, 'kleineres Thema', 'kleinere Themen')} ohne klare Veränderung nicht aufgeführt."
    return rule + (hidden if n_hidden else "")


def themes_renamed(names: Sequence[tuple[str, str]]) -> str:
    """Welche Themen hier anders heißen als sonst, je mit dem Namen hier und dem sonstigen."""
    told = [f"„{here}“ heißt sonst „{label}“" for here, label in names]
    return f"Nach den Beiträgen dieser Seite benannt: {'; '.join(told)}." if told else ""


def more_themes(n: int) -> str:
    """Was die Seite der Datei überlässt."""
    return f"{plural(n, 'weiteres Thema', 'weitere Themen')}, kleiner und ohne klare Veränderung, in themes.csv."


REASON_MOVED = "besonders typisch für das Thema, das sich am meisten bewegt hat"
REASON_LARGEST = "besonders typisch für das größte Thema"
REASON_POSITIVE = "typischer positiver Beitrag"
REASON_NEGATIVE = "typischer negativer Beitrag"
REASON_NEUTRAL = "typischer neutraler Beitrag"
REASON_DISAGREES = "widerspricht der Überschrift"


def days_of_seven(n: int) -> str:
    """'4 von 7 Tagen'."""
    return f"{n} von 7 Tagen"


def not_compared() -> str:
    """Ein Kanal, der diese Woche ganz gehört wurde, davor nicht."""
    return "nicht verglichen"


# ---- Wünsche, unsere Seite


def weeks_ago(weeks: int) -> str:
    """'vor 9 Wochen'; 'neu' für diese Woche."""
    return NEW if weeks <= 0 else f"vor {plural(weeks, 'Woche', 'Wochen')}"


OTHER_WISHES = "Andere Wünsche, noch auf keiner Liste"


def last_post(when: date | None, monday: date, sunday: date) -> str:
    """Der Wochentag in dieser Woche, sonst wie viele Tage vor ihrem Ende."""
    if when is None:
        return NEVER
    return DAYS[when.weekday()] if when >= monday else f"vor {(sunday - when).days} Tagen"


def broken_promise(promised: int, per: str, posted: int, in_all: bool) -> str:
    """'5 je Tag versprochen, 1 insgesamt geschrieben'."""
    unit = {"day": "Tag", "week": "Woche"}[per]
    return (
        f"{promised} je {unit} versprochen, {posted or 'nichts'} {'insgesamt' if in_all else 'diese Woche'} geschrieben"
    )


def own_spread(n_active: int, n_all: int, factor: int) -> str:
    """How many of our accounts took part, and on how few it rests."""
    if not n_active:
        return f"Keines unserer {n_all} Konten hat in den letzten vier Wochen geschrieben."
    half = f"; die Hälfte oder mehr davon {'kam' if factor == 1 else 'kamen'} von {factor}" if n_active > 1 else ""
    return f"{n_active} von {n_all} unserer Konten haben in den letzten vier Wochen geschrieben{half}."


PEOPLE_HEARD, HEARD_AGAIN = "Gehörte Menschen", "Davor und wieder gehört"
QUESTIONS_ANSWERED, ANSWERED_BY_MEMBERS = "Beantwortete Fragen", "Zuerst von Mitgliedern beantwortet"
MEMBERS_ANSWERING, OURS_ANSWERING = "Mitglieder, die geantwortet haben", "Unsere Konten, die geantwortet haben"


def people_moved(n_new: int, n_back: int, n_lost: int) -> str:
    """What the number of people is made of."""
    return f"{n_new} neu, {n_back} nach einer Pause zurück; {n_lost} nicht wieder gehört"


def of_so_many(whole: int, low: float, high: float) -> str:
    """What a share is of, and how sure it is."""
    return f"von {whole}; {low:.0f} % bis {high:.0f} %"


def half_by(factor: int) -> str:
    """On how few it rests: the contributor absence factor."""
    return f"die Hälfte der Antworten von {factor}"


DORMANT = "verstummt"
