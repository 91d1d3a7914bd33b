"""What pages say, by language: English stands in the templates, and here is how it is said in German."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop.analysis.report.wording import languages

if TYPE_CHECKING:
    from collections.abc import Mapping

GERMAN: Mapping[str, str] = {
    "explorer": "Explorer", "listening explorer": "– was gesagt wird", "Skip to the page": "Zum Inhalt", "Pages": "Seiten", "Filters": "Filter",
    "Overview": "Überblick", "Audience": "Zielgruppe", "Themes": "Themen", "Channels": "Kanäle", "Posts": "Beiträge", "Search": "Suche", "Ask": "Fragen",
    "Decisions": "Entscheidungen", "Week": "Woche", "Theme": "Thema", "Channel": "Kanal", "Tone": "Ton", "Name": "Name", "Any": "Alle", "Show": "Zeigen",
    "Take this along": "Mitnehmen", "Link to this page": "Link auf diese Seite",
    "Read from the snapshot": "Gelesen aus dem Stand",
    ". Figures are those of the weekly report as today's data give them; nobody who wrote a post is named, and no group of fewer than":
        ". Die Zahlen sind die des Wochenberichts nach heutigem Stand; niemand wird genannt, der etwas geschrieben hat, und keine Gruppe von weniger als",
    "people is told apart.": "Menschen wird einzeln gezeigt.", "Questions or corrections:": "Fragen oder Berichtigungen:", "You write as": "Sie schreiben als",
    "Who decided what": "Wer was entschieden hat", "Sign out": "Abmelden",
    "Sign in to rename themes and label posts": "Anmelden, um Themen umzubenennen und Beiträge einzuschätzen", "Your name": "Ihr Name", "Token": "Token",
    "Sign in": "Anmelden", "To the overview": "Zum Überblick", "In English": "In English", "Auf Deutsch": "Auf Deutsch",
    # Asking
    "Ask in words": "In Worten fragen", "Your question, in English or German": "Ihre Frage, auf Deutsch oder Englisch", "Question": "Frage",
    "Answers may be about any audience, so they are given to those who may see all of them.":
        "Antworten können von jeder Zielgruppe handeln; darum bekommt sie, wer alle sehen darf.",
    "Answered by estimates with receipts, without a language model. For example:":
        "Beantwortet durch Schätzungen mit Belegen, ohne Sprachmodell. Zum Beispiel:",
    "What could be asked instead": "Was stattdessen gefragt werden kann", "How sure": "Wie sicher", "What was not heard": "Was nicht gehört wurde",
    "Receipts": "Belege", "Every figure of the answer, and whether the posts still come to it.": "Jede Zahl der Antwort, und ob die Beiträge sie noch ergeben.",
    "Figures of the answer": "Zahlen der Antwort", "Figure": "Zahl", "Value": "Wert", "95% interval": "95-%-Intervall", "People": "Menschen",
    "Recomputed": "Nachgerechnet", "posts behind": "Beiträge hinter", "The same answer in a terminal: voxpop ask --receipt '":
        "Dieselbe Antwort im Terminal: voxpop ask --receipt '",
    "In their words": "In ihren Worten", "the same": "gleich", "another now": "jetzt anders", "few": "wenige", "What changed last week?": "Was hat sich letzte Woche verändert?",
    "Why did the tone change?": "Warum hat sich die Stimmung geändert?", "Who is not heard?": "Wer wird nicht gehört?", "What do people ask for?": "Was wünschen sich die Leute?",
    "How sure are you?": "Wie sicher ist das?",
    # Audience
    "Read with care": "Mit Vorsicht zu lesen", "What we did not hear": "Was wir nicht gehört haben", "Is it unusual?": "Ist das ungewöhnlich?",
    "Net sentiment by week with its 95% interval. Weeks that were not heard whole are hollow and not joined.":
        "Stimmung je Woche mit ihrem 95-%-Intervall. Wochen, die nicht ganz gehört wurden, sind hohl und nicht verbunden.",
    "The weeks as a table": "Die Wochen als Tabelle", "Week of": "Woche ab", "Net": "Stimmung", "Interval": "Intervall", "not heard whole": "nicht ganz gehört",
    "fewer than": "weniger als", "people": "Menschen", "What the change is made of": "Woraus die Änderung besteht",
    "Points that each theme and channel added to the change: by being spoken of more or less, and by being spoken of differently.":
        "Punkte, die jedes Thema und jeder Kanal zur Änderung beitrug: weil mehr oder weniger davon gesprochen wurde, und weil anders davon gesprochen wurde.",
    "By": "Von", "How often": "Wie oft", "Together (95% interval)": "Zusammen (95-%-Intervall)",
    "What people talked about, and in what tone": "Wovon gesprochen wurde, und in welchem Ton",
    "Share of posts by theme, this week against the weeks before. Each theme leads to its history, each figure to its posts.":
        "Anteil der Beiträge je Thema, diese Woche gegen die Wochen davor. Jedes Thema führt zu seinem Verlauf, jede Zahl zu ihren Beiträgen.",
    "Nobody was heard this week, so there are no themes.": "In dieser Woche wurde niemand gehört, also gibt es keine Themen.",
    "Picked by rule, not by hand, as in the weekly report.": "Nach Regeln ausgewählt, nicht von Hand, wie im Wochenbericht.", ", scored": ", eingeschätzt als",
    "Where people said it": "Wo es gesagt wurde", "What was said of whom": "Was über wen gesagt wurde",
    "Tone towards each name.": "Der Ton gegenüber jedem Namen.", "Negative and positive": "Negativ und positiv",
    "Net (95% interval)": "Stimmung (95-%-Intervall)", "Change": "Änderung", "posts on": "Beiträge zu", "rival": "Wettbewerber", "ours": "unser", "negative,": "negativ,",
    "negative": "negativ", "neutral": "neutral", "positive": "positiv", "How this was made": "Wie das entstand",
    # Channels
    "Channels: where it was said, and what was heard": "Kanäle: wo es gesagt wurde, und was gehört wurde",
    "Share of posts by tone on each channel. Neutral posts are listed apart, so both bars start from the same line.":
        "Anteil der Beiträge je Ton auf jedem Kanal. Neutrale stehen für sich, damit beide Balken von derselben Linie ausgehen.",
    "What was heard, day by day": "Was gehört wurde, Tag für Tag", ". A comparison leaves out a channel that was not heard whole.":
        ". Ein Vergleich lässt einen Kanal weg, der nicht ganz gehört wurde.",
    "Filled: collected. Half: collected in part. Crossed: not collected. Question mark: unknown.":
        "Gefüllt: erfasst. Halb: zum Teil erfasst. Durchkreuzt: nicht erfasst. Fragezeichen: unbekannt.",
    "What was missed, and why": "Was fehlt, und warum", "to": "bis", "Nothing that was asked for in these weeks.": "Nichts, wonach in diesen Wochen gefragt wurde.",
    "collected": "erfasst", "collected in part": "zum Teil erfasst", "not collected": "nicht erfasst", "unknown": "unbekannt",
    "Mon": "Mo", "Tue": "Di", "Wed": "Mi", "Thu": "Do", "Fri": "Fr", "Sat": "Sa", "Sun": "So",
    # Decisions
    "Decisions on themes as themes.yaml holds them, newest first, and how many posts each person labelled.":
        "Entscheidungen über Themen, wie themes.yaml sie enthält, die neuesten zuerst, und wie viele Beiträge jede Person eingeschätzt hat.",
    "Decision": "Entscheidung", "When": "Wann", "Why": "Warum", "into": "in", "Undo": "Zurücknehmen", "of": "von", "Nothing was decided yet.": "Noch nichts entschieden.",
    "Labels": "Einschätzungen", "Latest": "Zuletzt", "Nobody labelled a post yet.": "Noch niemand hat einen Beitrag eingeschätzt.",
    # Overview
    "What changed, by audience": "Was sich geändert hat, je Zielgruppe",
    "Net sentiment is positive minus negative posts, in points of all scored ones, with its 95% interval; one scale for all.":
        "Stimmung: positive minus negative Beiträge, in Punkten aller eingeschätzten, mit ihrem 95-%-Intervall; ein Maßstab für alle.",
    "No figure": "Keine Zahl", "Week by week": "Woche für Woche",
    "Net sentiment with its interval, and posts heard. A dotted circle marks a week in which a channel was not heard whole; a dash stands for fewer than":
        "Stimmung mit ihrem Intervall, und gehörte Beiträge. Ein gepunkteter Kreis bezeichnet eine Woche, in der ein Kanal nicht ganz gehört wurde; ein Strich steht für weniger als",
    "people.": "Menschen.", "Net sentiment and posts of each audience by week": "Stimmung und Beiträge jeder Zielgruppe je Woche", "net, interval": "Stimmung, Intervall",
    "no figure": "keine Zahl", "under": "unter", "posts": "Beiträge", "channel": "Kanal", "channels": "Kanäle",
    # Parts
    "Collection by channel and day of the week.": "Erfassung je Kanal und Wochentag.", "Known gaps": "Bekannte Lücken", "Key": "Legende",
    "Weeks before to this week; bold where the change is clear": "Wochen davor bis zu dieser Woche; fett, wo die Änderung klar ist", "Negative": "Negativ",
    "Positive": "Positiv", "Neutral": "Neutral", "Themes: share of posts, change and tone": "Themen: Anteil, Änderung und Ton", "Change in share": "Änderung des Anteils",
    "Share (95% interval)": "Anteil (95-%-Intervall)", "Tone within the theme": "Ton innerhalb des Themas", "posts of": "Beiträge zu", "Tone by channel": "Ton je Kanal",
    "not scored": "nicht eingeschätzt", "Details of persons are left out": "Angaben zu Personen sind weggelassen", "Thread": "Gespräch", "of the post": "des Beitrags",
    "Posts like this": "Ähnliche Beiträge", "At its source": "An der Quelle", "Label it:": "Einschätzen:", ", post": ", Beitrag", "undo": "zurücknehmen",
    "interval": "Intervall", "share": "Anteil", "net": "Stimmung", "(not quoted)": "(nicht zitiert)", "Ours": "Unsere Antwort", "Who began": "Wer begann", "Another": "Jemand anderes",
    # Posts
    "a count": "eine Anzahl", "Rests on": "Beruht auf", "by fewer than": "von weniger als", "by": "von", "Recomputed from the posts": "Aus den Beiträgen nachgerechnet",
    "The same": "Gleich", "Another one": "Anders", "to the last digit": "bis auf die letzte Stelle", "now,": "jetzt,", "shown": "gezeigt", "nothing is left of it": "davon ist nichts übrig",
    "How it is computed": "Wie sie berechnet wird", "The query, to be run on the snapshot": "Die Abfrage, auf dem Stand auszuführen", "SQL": "SQL",
    "The posts behind it": "Die Beiträge dahinter", "posts by": "Beiträge von", "remove": "entfernen", "the filter": "den Filter", "Filters that are set": "Gesetzte Filter",
    "The posts": "Die Beiträge", "Fewer than": "Weniger als", "people were heard, so nothing is shown.": "Menschen wurden gehört, darum wird nichts gezeigt.",
    "people wrote these, and so few are not told apart. Shown are the posts of":
        "Menschen haben diese geschrieben, und so wenige werden nicht einzeln gezeigt. Gezeigt sind die Beiträge aus:",
    "Newer": "Neuere", "Page": "Seite", "Older": "Ältere", "Pages of posts": "Seiten mit Beiträgen", "All of them": "Alle davon",
    "the last {weeks} weeks": "den letzten {weeks} Wochen", "all weeks": "allen Wochen", ", without the filter on": ", ohne den Filter",
    "theme": "Thema", "tone": "Ton", "name": "Name",
    # Search
    "Posts like one": "Ähnliche Beiträge wie einer", "Posts with “": "Beiträge mit „", "Words": "Wörter", "From": "Von", "To": "Bis",
    "Words side by side must all occur.": "Wörter nebeneinander müssen alle vorkommen.", '"phrases"': '"Wortfolgen"', "OR": "OR", "NOT": "NOT", "begin*": "anfang*", "and": "und",
    "NEAR/5": "NEAR/5", "work. Posts are found by what is shown of them alone.": "gehen auch. Beiträge werden nur nach dem gefunden, was von ihnen gezeigt wird.",
    "The best": "Die besten", "Nothing was found": "Nichts gefunden",
    # Theme
    "of the posts of the week speak of it": "der Beiträge der Woche sprechen davon", "Net sentiment is": "Die Stimmung ist",
    "Nobody in this audience spoke of it in this week.": "In dieser Woche sprach niemand aus dieser Zielgruppe davon.", "Words that tell it:": "Woran man es erkennt:",
    "Its posts of the week": "Seine Beiträge der Woche", "New name": "Neuer Name", "Rename": "Umbenennen", "Its weeks": "Seine Wochen", "Net sentiment where": "Stimmung, wo",
    "people or more spoke of it, and its share of all posts.": "Menschen oder mehr davon sprachen, und sein Anteil an allen Beiträgen.",
    "Share and tone by week": "Anteil und Ton je Woche", "posts, week of": "Beiträge, Woche ab", "nobody spoke of it": "niemand sprach davon", "What it is made of": "Woraus es besteht",
    "Over all weeks of this audience.": "Über alle Wochen dieser Zielgruppe.", "smaller parts have fewer than": "kleinere Teile haben weniger als", "Part": "Teil",
    "Most typical posts": "Die typischsten Beiträge", "Of all weeks, nobody twice.": "Aus allen Wochen, niemand zweimal.", "What happened to it": "Was damit geschah",
    "up ": "plus ", "down ": "minus ",
    # Map and thread
    "Themes of the week": "Themen der Woche",
    "themes were spoken of. Themes that are alike stand near each other, and each keeps its place from week to week.":
        "Themen kamen vor. Ähnliche stehen nah beieinander, und jedes behält seinen Platz von Woche zu Woche.",
    "Map": "Karte", "Map of themes; the table below says the same": "Karte der Themen; die Tabelle darunter sagt dasselbe",
    "Neither is clear, or too few people": "Keines ist klar, oder zu wenige Menschen", "Area: share of posts. Heavy ring: its share clearly changed.":
        "Fläche: Anteil der Beiträge. Dicker Ring: der Anteil hat sich klar geändert.",
    "Known by their words alone, so without a place:": "Nur an ihren Wörtern erkannt, darum ohne Platz:", "Share, change and tone": "Anteil, Änderung und Ton",
    "A conversation": "Ein Gespräch", "posts of this audience and of ours, in their order. Writers are not named, and not told apart beside who began.":
        "Beiträge dieser Zielgruppe und von uns, der Reihe nach. Niemand wird genannt oder unterschieden, außer wer begann.",
    # Alerts
    "Alerts": "Warnungen", "Alert": "Warnung", "open": "offen", "acknowledged": "bestätigt", "over": "vorbei", "acknowledged by": "bestätigt von",
    "owner": "zuständig", "snoozed until": "still bis", "since": "seit", "Seen from": "Zu sehen von",
    "people stand behind it, so no figure is given.": "Menschen stehen dahinter; darum wird keine Zahl genannt.",
    "What you do about it": "Was Sie tun", "I look into it": "Ich sehe es mir an", "Tell nothing of it for": "Nichts davon melden für", "hours": "Stunden",
    "0: tell it again": "0: wieder melden", "Snooze": "Still", "All alerts": "Alle Warnungen", "Not over": "Nicht vorbei", "Over": "Vorbei",
    "Nothing is an alert now.": "Gerade gibt es keine Warnung.",
    "What was beyond the usual. Where nothing happens, all rules together are wrong about once in {weeks} weeks.":
        "Was über das Übliche hinausging. Wo nichts geschieht, irren sich alle Regeln zusammen etwa einmal in {weeks} Wochen.",
    # Knowledge
    "at least": "mindestens", "last asked": "zuletzt gefragt", "answered": "beantwortet", "probably answered": "wahrscheinlich beantwortet",
    "an answer, and nobody said that it helped": "eine Antwort, und niemand sagte, dass sie half", "no answer that helped": "keine Antwort, die half",
    "may be out of date": "vielleicht überholt", "May be out of date": "Vielleicht überholt", "Knowledge": "Wissen", "Asked by": "Gefragt von",
    "Nobody has said that an answer helped.": "Niemand hat gesagt, dass eine Antwort half.", "The question at its source": "Die Frage an ihrer Quelle", "Answers": "Antworten",
    "Sure": "Sicher", "Likely": "Wahrscheinlich", "Not sure": "Unsicher", "for": "für", "All questions": "Alle Fragen",
    "What the community knows": "Was die Gemeinschaft weiß", "No question has been asked again yet.": "Noch keine Frage wurde wieder gestellt.",
    "Questions that were asked again: {all}; without an answer of which anybody says that it helped: {waiting}.":
        "Fragen, die wieder gestellt wurden: {all}; ohne eine Antwort, von der jemand sagt, dass sie half: {waiting}.",
    "Asked again, and answered": "Wieder gefragt und beantwortet",
    "By people, the most asked first; of questions that few ask, the newest first.": "Nach Menschen, das Häufigste zuerst; unter dem, was wenige fragen, das Neueste zuerst.",
    "Pages to write": "Seiten, die zu schreiben sind",
    "Nobody says that an answer helped. By people, the most asked first.": "Niemand sagt, dass eine Antwort half. Nach Menschen, das Häufigste zuerst.",
    "The first {n} of {all}; the files hold all.": "Die ersten {n} von {all}; die Dateien enthalten alle.", "Who knows what": "Wer was weiß",
    "People who agreed to be named.": "Menschen, die zugestimmt haben, genannt zu werden.", "helped": "half",
    "accepted": "angenommen", "who asked says that it worked": "wer fragte, sagt, dass es half", "who asked found it": "wer fragte, fand es selbst",
    "confirmed by others": "von anderen bestätigt", "the only answer to a question marked as solved": "die einzige Antwort auf eine Frage, die als gelöst gilt",
    "who asked gave thanks": "wer fragte, dankte", "by staff": "aus dem Haus", "voted for": "mit Stimmen", "staff": "uns", "a peer": "einem Mitglied", "who asked": "der Person, die fragte",
}  # fmt: skip
"""English as it stands in templates and pages -> German; a test holds that nothing is missing."""


def say(english: str, **values: object) -> str:
    """A text of a page in the language that is spoken; `values` fill the places in braces."""
    said = GERMAN.get(english, english) if language() == "de" else english
    return said.format(**values) if values else said


def language() -> str:
    """The language that is spoken: 'en' or 'de'."""
    return str(languages.current().LANGUAGE)


def count(value: float) -> str:
    """A whole number with the marks of its thousands."""
    return str(languages.current().count(value))
