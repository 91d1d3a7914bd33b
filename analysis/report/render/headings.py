"""What the columns of the exports are called where people read them: words in place of the names that programs use."""

from __future__ import annotations

from voxpop.analysis.report.wording.languages import say
from voxpop.config.campaigns import FIGURES


def heading(column: str) -> str:
    """The heading of a column of an export, in the language that is spoken; the ends of an interval are told as such."""
    words = _headings()
    for end, said in (("_low", say("{figure}, 95% from")), ("_high", say("{figure}, 95% to"))):
        if column.endswith(end) and column.removesuffix(end) in words:
            return said.replace("{figure}", words[column.removesuffix(end)])
    return words.get(column) or _sent(column)


def verdict_words() -> dict[str, str]:
    """What the judgement of a change is called, by the value that the exports have."""
    return {
        "up": say("Up"),
        "down": say("Down"),
        "unclear": say("No clear change"),
        "little": say("Little changed"),
        "new": say("Nothing to compare with"),
        "too_few": say("Too few authors"),
        "incomplete": say("Not heard whole"),
    }


def truth_words() -> dict[str, str]:
    """'Yes' and 'No' for the truth values of the exports."""
    return {"True": say("Yes"), "False": say("No")}


def _sent(column: str) -> str:
    """A figure of what was sent, or the percent of it: 'Opened', 'Opened, %'."""
    figure = column.removesuffix("_percent")
    if figure not in FIGURES:
        raise KeyError(column)
    said = say(figure)
    return f"{said[:1].upper()}{said[1:]}{', %' if figure != column else ''}"


def _headings() -> dict[str, str]:
    return {
        "theme_id": say("Id"),
        "theme": say("Theme"),
        "n_posts": say("Posts"),
        "usual_posts": say("Usual posts"),
        "share": say("Share, %"),
        "share_before": say("Share before, %"),
        "change": say("Change"),
        "verdict": say("Judged"),
        "negative": say("Negative, %"),
        "neutral": say("Neutral, %"),
        "positive": say("Positive, %"),
        "net": say("Net sentiment"),
        "monday": say("Week starting"),
        "n_authors": say("Authors"),
        "incomplete": say("Not heard whole"),
        "channel_id": say("Id"),
        "channel": say("Channel"),
        "note": say("Note"),
        "name": say("Name"),
        "role": say("Role"),
        "scale": say("Scale"),
        "n_ratings": say("Ratings"),
        "n_with_words": say("With words"),
        "mean": say("Mean"),
        "lowest": say("Lowest fifth, %"),
        "low": say("Second fifth, %"),
        "middle": say("Middle fifth, %"),
        "high": say("Fourth fifth, %"),
        "highest": say("Highest fifth, %"),
        "read_against": say("Read against their stars, %"),
        "by": say("By"),
        "id": say("Id"),
        "mix": say("How often"),
        "tone": say("Tone"),
        "total": say("Together"),
        "clear": say("Clear"),
        "campaign": say("Campaign"),
        "title": say("Title"),
        "day": say("Day"),
    }
