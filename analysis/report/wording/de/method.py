"""Lücken und Methode auf Deutsch."""

from __future__ import annotations

from collections.abc import Sequence

from voxpop.analysis.report.wording.de.body import NET_SENTIMENT, SHARE_OF_VOICE
from voxpop.analysis.report.wording.de.numbers import MINUS, count, listing, plural, signed
from voxpop.analysis.report.wording.de.opening import compared_with

# ---- was wir nicht gehört haben


def gap_unscored(languages: Sequence[tuple[str, int]]) -> str:
    """Sprachen, die kein Modell liest."""
    total = sum(n for _, n in languages)
    return f"{_were(total)} auf {listing([name for name, _ in languages])} gesammelt, aber nicht bewertet."


def gap_deleted(n: int) -> str:
    """An der Quelle gelöscht."""
    return f"{_were(n)} dort gelöscht, wo sie standen, und darum auch hier entfernt."


def gap_apart(reposts: int, copies: int, floods: int, bots: int) -> str:
    """Was eine Stimme mehrmals sagte, und was keine Stimme sagte."""
    parts = [
        plural(n, one, many)
        for n, one, many in (
            (reposts, "Weiterverbreitung", "Weiterverbreitungen"),
            (copies, "Kopie eines anderen Beitrags", "Kopien anderer Beiträge"),
            (floods, "Beitrag aus einer Kopierflut", "Beiträge aus Kopierfluten"),
            (bots, "Beitrag eines Bots", "Beiträge von Bots"),
        )
        if n
    ]
    return f"Für sich gezählt, nicht als Meinung: {listing(parts)}."


def gap_own(n: int) -> str:
    """Unsere eigenen Beiträge."""
    return f"{plural(n, 'Beitrag', 'Beiträge')} unserer eigenen Konten {'zählt' if n == 1 else 'zählen'} nicht als Meinung."


def gap_authorless(n: int) -> str:
    """Beiträge, deren Verfasser verborgen ist."""
    return f"{_were(n)} ohne Verfasser geliefert; jeder zählt als eine Person."


def gap_refused(n: int, channels: Sequence[str]) -> str:
    """Quarantäne."""
    records = "1 Datensatz" if n == 1 else f"{count(n)} Datensätze"
    return f"{records} von {listing(channels)} nicht lesbar; in Quarantäne."


def gap_audience(audience: str | None) -> str:
    """Der Satz, der immer stimmt."""
    who = "alle, die eine Meinung haben" if audience is None else f"das ganze Publikum {audience}"
    return f"Wer schreibt, ist nicht {who}. Diese Seite beschreibt Beiträge, nicht das ganze Publikum."


def gap_small(n_authors: int, least: int) -> str:
    """Ein kleines Publikum."""
    return (
        f"Diese Woche schrieben {plural(n_authors, 'Person', 'Personen')}. Zahlen einer so kleinen Gruppe (unter {least}) "
        "schwanken durch Zufall und könnten auf Personen deuten."
    )


def gap_voice() -> str:
    """Warum der Anteil an Nennungen mit Vorsicht zu lesen ist."""
    return (
        "Der Anteil an Nennungen zählt, was unsere Kanäle sammeln; ein Kanal, der nach unserem Namen sucht, hört andere "
        "weniger."
    )


def _were(n: int) -> str:
    return f"{plural(n, 'Beitrag wurde', 'Beiträge wurden')}"


# ---- wie dieser Bericht entstand

SETUP = {
    "time_zone": "die Zeitzone",
    "min_authors": "die Mindestzahl der Schreibenden",
    "comparator_weeks": "die Wochen des Vergleichs",
    "rules": "die Regeln dieses Publikums",
    "staff": "unsere eigenen Konten",
    "people": "die Konten, die einer Person gehören",
    "names": "die Namen von Marken, Produkten und Mitbewerbern",
    "codebook": "das Codebuch",
    "working_hours": "die Arbeitszeiten",
    "analysis": "die Einstellungen der Auswertung",
    "channels": "die Kanäle",
}
"""Die Teile der Einstellungen, von denen abhängt, was eine Zahl sagt."""

METHOD_SAME = "An der Methode hat sich diese Woche nichts geändert."
METHOD_FIRST = "Es gibt keinen früheren Bericht dieses Publikums, mit dem sich die Methode vergleichen ließe."


def method_changed(what: Sequence[str]) -> str:
    """Was neu ist."""
    return f"Geändert seit dem Bericht der Vorwoche: {listing(what)}."


SENTIMENT_MODEL, THEME_MODEL = "das Stimmungsmodell", "die Themen"


def method(
    *,
    calibrated: int,
    least: int,
    used: int,
    asked: int,
    voice: bool,
    targets: bool,
    sentiment: str,
    quality: str,
    lists: str,
    own_words: str,
    revision: str,
    known_at: str,
    closed_at: str,
    zone: str,
    code: str,
) -> list[tuple[str, str]]:
    """Begriffe und was sie bedeuten."""
    covers = (
        f"Es deckt die Auswahl der Schreibenden ab und die Fehler des Modells, gemessen an {count(calibrated)} von Hand "
        "bewerteten Beiträgen."
        if calibrated
        else "Es deckt die Auswahl der Schreibenden ab, nicht die Fehler des Modells. Der Stand ist darum nicht geeicht; "
        "beurteilt wird nur die Richtung."
    )
    lines = [
        (
            NET_SENTIMENT,
            f"Positive minus negative Beiträge, als Anteil an allen bewerteten, von {MINUS}100 bis +100.",
        ),
        ("95-%-Intervall", f"Mehrere Beiträge einer Person zählen als abhängig. {covers}"),
        (
            "„Keine klare Veränderung“",
            f"Das Intervall der Veränderung enthält die Null. Unter {least} Schreibenden steht keine Zahl.",
        ),
        (
            "Viele Vergleiche",
            (
                "Veränderungen von Themen berücksichtigen, wie viele es sind (Rate falscher Entdeckungen "
                "5\u00a0%): breitere Intervalle."
            ),
        ),
        (
            "Vergleich",
            f"Gemessen an {compared_with(used, asked)}, zusammengenommen; wer in beiden schreibt, wird gepaart.",
        ),
        ("„Üblich“", "Vom 10. bis zum 90. Perzentil der Wochen davor; nicht ganz gehörte Wochen bleiben außen vor."),
        (
            "Modell",
            f"Stimmung mit dem Modell {sentiment}; Themen aus diesen Beiträgen gefunden. {quality or 'Seine Güte wurde hier nicht gemessen.'}",
        ),
        (
            "Zitate",
            (
                "Nach Regel gewählt: sichere Bewertung, höchstens eines je Person, keines, in dem etwas wie Anschrift, Nummer, Code oder "
                "Kontoname einer Person steht oder das mit Namen grüßt oder unterschreibt."
            ),
        ),
        (
            "Unsere Seite",
            "Beantwortet: Eines unserer Konten schrieb binnen 48 Stunden nach der Frage im selben Faden. Wartezeiten sind Arbeitsstunden; ihr Median zählt Fragen mit, die noch warten (Kaplan-Meier).",
        ),
        ("Nachtrag", revision),
        ("Lauf", f"Datenstand {known_at}; Woche geschlossen {closed_at} ({zone}); Programm {code}."),
    ]
    if voice:
        lines.insert(
            5,
            (
                SHARE_OF_VOICE,
                "Wer uns nennt, an allen Nennungen eines verglichenen Namens; je Name zählt jeder einmal.",
            ),
        )
    if lists:
        lines.insert(-4, ("Andere Sprachen", lists))
    if own_words:
        lines.insert(-4, ("Wessen Worte", own_words))
    if targets:
        said = (
            "Name für Name gelesen: „von X zu Y gewechselt, so glücklich“ ist gut für Y und schlecht für X. In schweren "
            "Beiträgen irrt es bei einem von drei Namen."
        )
        lines.insert(-3, ("Über Namen", said))
    return lines


def quality(n_posts: int, n_sources: int, least: float, most: float) -> str:
    """Wie oft das Modell bei ungesehenen Beiträgen so urteilte wie Menschen."""
    agreed = f"{round(100 * least)} bis {round(100 * most)} von 100"
    return (
        f"Bei {count(n_posts)} bewerteten Beiträgen aus {n_sources} anderen Quellen gab es in {agreed} dasselbe Urteil wie "
        "Menschen; an Ihren wurde es nicht gemessen."
    )


def by_lists(languages: Sequence[tuple[str, int]], quality: tuple[float, float] | None) -> str:
    """Beiträge in anderen Sprachen, die deren Modelle gelesen haben; '' wo es keine gibt."""
    if not languages:
        return ""
    said = f"{_were(sum(n for _, n in languages))} von Modellen ihrer Sprache gelesen ({listing([name for name, _ in languages])})"
    read = f"{said}, die gröber sind als das Modell."
    if quality is None:
        return read
    agreed = f"{round(100 * quality[0])} bis {round(100 * quality[1])} von 100"
    return (
        f"{read} Bei bewerteten Tweets, die sie nicht kannten, gaben sie in {agreed} dieselbe Bewertung wie Menschen."
    )


def own_words(n_quoting: int, n_only_quotes: int, n_not_quoted: int, share: float) -> str:
    """Was Beiträge von anderen zitieren und was nicht zitiert werden darf; '' wo nichts."""
    said = []
    if n_quoting:
        said.append(
            f"Zitate und Weiterleitungen anderer stehen in {n_quoting} Beiträgen ({round(100 * share)}\u00a0% aller Zeichen); "
            "beurteilt wird jeder nach den eigenen Worten."
        )
    if n_only_quotes:
        said.append(f"Beiträge, die nur Zitat sind und keine Meinung: {n_only_quotes}.")
    if n_not_quoted:
        said.append(f"Private Beiträge, gezählt und nicht zitiert: {n_not_quoted}.")
    return " ".join(said)


def pictures(n_posts: int, n_described: int) -> str:
    """Beiträge, die etwas zeigen und nichts sagen; '' wo keine."""
    if not n_posts:
        return ""
    return f"Beiträge, die nur Bilder zeigen: {n_posts}; nach einer Beschreibung gelesen: {n_described}, die anderen sagen nichts."


def revision(before: float | None, now: float | None, changed: Sequence[str] = ()) -> str:
    """Was späte Beiträge an der Zahl der Vorwoche geändert haben."""
    if before is None or now is None:
        return "Es gibt keinen Bericht der Vorwoche zum Vergleich."
    if round(before) == round(now):
        return f"Die Nettostimmung der Vorwoche steht weiterhin bei {signed(now)}."
    if changed:
        return (
            f"Für die Vorwoche wurden {signed(before)} berichtet, nach heutiger Methode sind es {signed(now)}. Seither anders: "
            f"{listing(changed)}; dazu späte Beiträge, Änderungen und Löschungen."
        )
    return f"Späte Beiträge, Änderungen und Löschungen bewegten die Vorwoche von {signed(before)} auf {signed(now)}."
