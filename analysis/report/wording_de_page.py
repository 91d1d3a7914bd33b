"""Die Texte der Seite auf Deutsch: der englische Text der Vorlage und was an seiner Stelle steht."""

from __future__ import annotations

PAGE = {
    "# collected  + in part  x not  ? unknown": "# gesammelt  + teils  x nicht  ? unbekannt",
    "95% interval": "95-%-Intervall",
    "Answered in 48 h": "Beantwortet in 48 h",
    "Audience": "Publikum",
    "Authors": "Schreibende",
    "Authors are never named here; a post disappears from past reports when its author deletes it.": "Wer schreibt, wird "
    "hier nie genannt; löscht jemand einen Beitrag, verschwindet er auch aus früheren Berichten.",
    "Change": "Veränderung",
    "Change in share": "Veränderung des Anteils",
    "Channel": "Kanal",
    "Collection by channel and day.": "Was wann gesammelt wurde.",
    "Data": "Daten",
    "Every figure of the report, with what it rests on. The command recomputes it from the posts and lists them.": "Jede "
    "Zahl des Berichts mit dem, worauf sie beruht. Der Befehl berechnet sie neu aus den Beiträgen und zeigt diese.",
    "Filled: collected. Half: collected in part. Crossed: not collected. Question mark: unknown.": "Gefüllt: gesammelt. "
    "Halb: teils gesammelt. Gekreuzt: nicht gesammelt. Fragezeichen: unbekannt.",
    "First heard": "Zuerst gehört",
    "How often": "Häufigkeit",
    "How this was made": "Wie dieser Bericht entstand",
    "In their words": "In eigenen Worten",
    "It ends at {value}, interval {interval}.": "Er endet bei {value}, Intervall {interval}.",
    "Key": "Legende",
    "Known gaps": "Bekannte Lücken",
    "Last post": "Letzter Beitrag",
    "Latest value and interval, then the change.": "Letzter Wert mit Intervall, dann die Veränderung.",
    "Line chart of net sentiment with a 95% interval band. It ranged from {low} to {high}.": "Verlauf der Nettostimmung "
    "mit 95-%-Intervall. Er reichte von {low} bis {high}.",
    "Marked": "Markiert",
    "Median wait": "Wartezeit (Median)",
    "Negative": "Negativ",
    "Negative and positive": "Negativ und positiv",
    "Negative, to the left": "Negativ, nach links",
    "Net (95% interval)": "Netto (95-%-Intervall)",
    "Net sentiment": "Nettostimmung",
    "Net sentiment and its 95% interval; hollow where the interval includes zero": "Nettostimmung mit 95-%-Intervall; hohl, "
    "wo es die Null enthält",
    "Net sentiment, {n} weeks": "Nettostimmung, {n} Wochen",
    "Neutral": "Neutral",
    "Nobody was heard this week, so there are no themes.": "Diese Woche wurde niemand gehört, darum gibt es keine Themen.",
    "Other audiences": "Andere Publika",
    "Other audiences, same scale": "Andere Publika, gleicher Maßstab",
    "Our posts": "Unsere Beiträge",
    "Our side of the conversation": "Unsere Seite des Gesprächs",
    "Picked by rule, not by hand: the most typical posts of the theme that moved most, the most typical positive post, and "
    "one that disagrees with the headline.": "Nach Regel gewählt, nicht von Hand: die typischsten Beiträge des Themas, das "
    "sich am meisten bewegt hat, der typischste positive und einer, der der Überschrift widerspricht.",
    "Points of net sentiment, adding up to the change. How often: it was spoken of more or less than before. Tone: it was "
    "spoken of differently. This is what the change consists of, not what caused it.": "Punkte der Nettostimmung, die "
    "zusammen die Veränderung ergeben. Häufigkeit: Es war öfter oder seltener die Rede davon. Ton: Es war anders die Rede "
    "davon. So setzt sich die Veränderung zusammen; was sie verursacht hat, sagt das nicht.",
    "Positive": "Positiv",
    "Positive, to the right": "Positiv, nach rechts",
    "Posts": "Beiträge",
    "Posts / usual": "Beiträge / üblich",
    "Questions or corrections": "Fragen oder Berichtigungen",
    "Read the whole report": "Den ganzen Bericht lesen",
    "Read with care": "Mit Vorsicht zu lesen",
    "Receipts": "Belege",
    "Request": "Wunsch",
    "Requests by number of different authors in the last four weeks.": "Wünsche nach der Zahl verschiedener Personen in den "
    "letzten vier Wochen.",
    "Roadmap": "Planung",
    "Share": "Anteil",
    "Share of posts by theme, this week against the weeks before, largest rise first. A share can fall only because another "
    "rose, so counts are shown too.": "Anteil der Beiträge je Thema, diese Woche gegen die Wochen davor, größter Anstieg "
    "zuerst. Ein Anteil kann allein darum fallen, weil ein anderer steigt; darum stehen auch Zahlen da.",
    "Share of posts by tone on each channel this week. Neutral posts are listed apart, so both bars start from the same "
    "line.": "Anteil der Beiträge nach Ton je Kanal in dieser Woche. Neutrale stehen daneben, damit beide Balken auf "
    "derselben Linie beginnen.",
    "Share of posts that are positive minus share that are negative, in points. The band is the 95% interval, the thick "
    "line the level of the {weeks} weeks before.": "Anteil positiver minus Anteil negativer Beiträge, in Punkten. Das Band "
    "ist das 95-%-Intervall, die dicke Linie der Stand der {weeks} Wochen davor.",
    "Share of posts that are positive minus share that are negative, in points. The band is the 95% interval.": "Anteil "
    "positiver minus Anteil negativer Beiträge, in Punkten. Das Band ist das 95-%-Intervall.",
    "Show the numbers behind this chart": "Die Zahlen zu diesem Bild zeigen",
    "Skip to the report": "Zum Bericht springen",
    "The last week has no estimate.": "Die letzte Woche hat keinen Wert.",
    "Theme": "Thema",
    "Themes": "Themen",
    "Themes that changed": "Themen, die sich verändert haben",
    "Themes: share of posts, change and tone": "Themen: Anteil, Veränderung und Ton",
    "Themes: what people talked about, and in what tone": "Themen: wovon die Rede war, und in welchem Ton",
    "There is no estimate in these weeks.": "In diesen Wochen gibt es keinen Wert.",
    "Together (95% interval)": "Zusammen (95-%-Intervall)",
    "Tone": "Ton",
    "Tone by channel": "Ton je Kanal",
    "Tone within the theme": "Ton im Thema",
    "Week": "Woche",
    "Week starting": "Woche ab",
    "Weeks before to this week; bold where the change is clear": "Wochen davor und diese Woche; kräftig, wo die Veränderung "
    "klar ist",
    "What followed an event is not proof of its effect.": "Was auf ein Ereignis folgt, beweist nicht seine Wirkung.",
    "What people asked for": "Was gewünscht wurde",
    "What the change is made of": "Woraus die Veränderung besteht",
    "What we did not hear": "Was wir nicht gehört haben",
    "What we posted, and how many questions got an answer from us.": "Was wir geschrieben haben, und wie viele Fragen von uns "
    "eine Antwort bekamen.",
    "Where people said it": "Wo es gesagt wurde",
    "answered": "beantwortet",
    "answered {n} of {all} in 48 h": "{n} von {all} in 48 h beantwortet",
    "authors": "Schreibende",
    "change in share": "Veränderung",
    "collected": "gesammelt",
    "collected in part": "teils gesammelt",
    "down": "runter",
    "first heard": "zuerst gehört",
    "how often": "Häufigkeit",
    "last": "zuletzt",
    "last post {when}": "letzter Beitrag {when}",
    "median wait {hours} h": "Wartezeit im Median {hours} h",
    "minus": "minus",
    "neg/pos": "neg./pos.",
    "net": "netto",
    "neutral": "neutral",
    "no estimate": "kein Wert",
    "not collected": "nicht gesammelt",
    "not heard whole": "nicht ganz gehört",
    "of": "von",
    "posts": "Beiträge",
    "scored negative": "als negativ bewertet",
    "scored neutral": "als neutral bewertet",
    "scored positive": "als positiv bewertet",
    "share": "Anteil",
    "to": "auf",
    "together (95% interval)": "zusammen (95-%-Intervall)",
    "tone": "Ton",
    "too few authors": "zu wenige Schreibende",
    "unknown": "unbekannt",
    "up": "hoch",
    "wait": "Wartezeit",
    "weekly listening report": "Wochenbericht",
    "{authors} authors, first heard {when}": "{authors} Schreibende, zuerst gehört {when}",
    "{negative} negative, {neutral} neutral, {positive} positive, net {net}": "{negative} negativ, {neutral} neutral, "
    "{positive} positiv, netto {net}",
    "{negative} negative, {positive} positive": "{negative} negativ, {positive} positiv",
    "{posts} posts by {authors} authors": "{posts} Beiträge von {authors} Schreibenden",
}
"""English text of the page -> German. Complete: a test looks for every text that the templates say."""
