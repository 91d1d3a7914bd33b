"""Gaps and method in English."""

from __future__ import annotations

from collections.abc import Sequence

from voxpop.analysis.report.wording.en.body import NET_SENTIMENT, SHARE_OF_VOICE
from voxpop.analysis.report.wording.en.numbers import MINUS, count, listing, plural, signed
from voxpop.analysis.report.wording.en.opening import compared_with

# ---- what we did not hear


def gap_unscored(languages: Sequence[tuple[str, int]]) -> str:
    """Languages that no model reads: '64 posts in Portuguese and Japanese were collected but not scored.'."""
    total = sum(n for _, n in languages)
    return f"{_were(total, 'post')[0]} in {listing([name for name, _ in languages])} {_were(total, '')[1]} collected but not scored."


def gap_deleted(n: int) -> str:
    """Deletions upstream."""
    posts, were = _were(n, "post")
    return f"{posts} {were} deleted by {'its author or the' if n == 1 else 'their authors or the'} source and removed here as well."


def gap_apart(reposts: int, copies: int, floods: int, bots: int) -> str:
    """What one voice said more than once, and what no voice said."""
    parts = [
        plural(n, one, many)
        for n, one, many in (
            (reposts, "repost", None),
            (copies, "copy of another post", "copies of other posts"),
            (floods, "post of a copy-and-paste flood", "posts of copy-and-paste floods"),
            (bots, "post by a bot", "posts by bots"),
        )
        if n
    ]
    return f"Set apart and not counted as opinions: {listing(parts)}."


def gap_own(n: int) -> str:
    """Our own posts."""
    return f"{plural(n, 'post')} by our own accounts {'is' if n == 1 else 'are'} not counted as opinion."


def gap_authorless(n: int) -> str:
    """Posts whose author is hidden."""
    posts, were = _were(n, "post")
    return f"{posts} {were} given without an author; each counts as one author."


def gap_refused(n: int, channels: Sequence[str]) -> str:
    """Quarantine."""
    records, were = _were(n, "record")
    return f"{records} from {listing(channels)} could not be read and {were} put in quarantine."


def gap_audience(audience: str | None) -> str:
    """The sentence that is always true."""
    who = "everyone who has an opinion" if audience is None else f"all {audience}"
    return f"The people who post are not {who}. This page describes posts, not the whole audience."


def gap_small(n_authors: int, least: int) -> str:
    """A small audience."""
    return (
        f"{plural(n_authors, 'author')} wrote this week. Figures of so small a group (under {least}) move by chance and "
        "could point to persons."
    )


def gap_voice() -> str:
    """Why share of voice needs care."""
    return "Share of voice counts what our channels collect; a channel searched for our own name hears rivals less."


def _were(n: int, one: str) -> tuple[str, str]:
    return plural(n, one), "was" if n == 1 else "were"


# ---- how this was made

SETUP = {
    "time_zone": "the time zone",
    "min_authors": "the least number of authors",
    "comparator_weeks": "the weeks of the comparison",
    "rules": "the rules of this audience",
    "staff": "our own accounts",
    "people": "the accounts that belong to one person",
    "names": "the names of brands, products and rivals",
    "codebook": "the codebook",
    "working_hours": "the working hours",
    "analysis": "the settings of the analysis",
    "channels": "the channels",
}
"""The parts of the configuration that decide what a figure says."""

METHOD_SAME = "Nothing in the method changed this week."
METHOD_FIRST = "There is no earlier report of this audience to compare the method with."


def method_changed(what: Sequence[str]) -> str:
    """Which parts are new."""
    return f"Changed since last week's report: {listing(what)}."


SENTIMENT_MODEL, THEME_MODEL = "the sentiment model", "the themes"


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
    """Terms and what they mean."""
    covers = (
        f"It covers sampling of authors and the errors of the classifier, measured on {plural(calibrated, 'post')} that "
        "people labelled."
        if calibrated
        else "It covers sampling of authors, not errors of the classifier: the level is uncalibrated, only its direction is "
        "judged."
    )
    lines = [
        (
            NET_SENTIMENT,
            f"Positive posts minus negative posts, as a share of all scored posts, from {MINUS}100 to +100.",
        ),
        ("95% interval", f"Counts several posts by one author as dependent. {covers}"),
        ("“No clear change”", f"The interval for the change includes zero. Under {least} authors, no figure is shown."),
        (
            "Many comparisons",
            "Changes of themes allow for how many there are (false discovery rate 5%): wider intervals.",
        ),
        ("Comparison", f"Against {compared_with(used, asked)}, taken together; authors present in both are paired."),
        ("“Usual”", "From the 10th to the 90th percentile of the weeks before; weeks not heard whole are left out."),
        (
            "Classifier",
            f"Sentiment by the model {sentiment}; themes found in these posts. {quality or 'Its quality was not measured here.'}",
        ),
        (
            "Quotes",
            (
                "Picked by rule: confident scores, at most one for each author, none with what looks like an address, a number, a code "
                "or a handle of a person, or greets or signs by name."
            ),
        ),
        (
            "Our side",
            "Answered: one of our accounts wrote in the thread within 48 hours of the question. Waits are in hours of work; their median counts questions that still wait (Kaplan-Meier).",
        ),
        ("Revision", revision),
        ("Run", f"Data known at {known_at}; week closed {closed_at} ({zone}); code {code}."),
    ]
    if voice:
        lines.insert(
            5, (SHARE_OF_VOICE, "Authors who name us, of all namings of a compared name; an author counts once a name.")
        )
    if lists:
        lines.insert(-4, ("Other languages", lists))
    if own_words:
        lines.insert(-4, ("Whose words", own_words))
    if targets:
        said = "Read name by name: 'moved from X to Y, so happy' is good for Y, bad for X. On hard posts it errs in one name of three."
        lines.insert(-3, ("Towards names", said))
    return lines


def quality(n_posts: int, n_sources: int, least: float, most: float) -> str:
    """How often the classifier agreed with people on labelled posts that it had not seen."""
    agreed = f"{round(100 * least)} to {round(100 * most)} of 100"
    return (
        f"On {count(n_posts)} labelled posts from {n_sources} other places it gave the label that people gave in {agreed}; "
        "on yours it was not measured."
    )


def by_lists(languages: Sequence[tuple[str, int]], quality: tuple[float, float] | None) -> str:
    """Posts in other languages, which models of theirs read; '' where there are none."""
    if not languages:
        return ""
    posts, were = _were(sum(n for _, n in languages), "post")
    read = f"{posts} in {listing([name for name, _ in languages])} {were} read by models of these languages, which are coarser than the classifier."
    if quality is None:
        return read
    agreed = f"{round(100 * quality[0])} to {round(100 * quality[1])} of 100"
    return f"{read} On labelled tweets that they had not seen they gave the label that people gave in {agreed}."


def own_words(n_quoting: int, n_only_quotes: int, n_not_quoted: int, share: float) -> str:
    """What posts quote of others, and what may not be quoted; '' where nothing is."""
    said = []
    if n_quoting:
        posts, _ = _were(n_quoting, "post")
        said.append(
            f"{posts} quoted or passed on what others wrote, {round(100 * share)}% of all characters; a post is judged by its own words."
        )
    if n_only_quotes:
        posts, were = _were(n_only_quotes, "post")
        said.append(f"{posts} {were} nothing but a quote and no opinion.")
    if n_not_quoted:
        posts, were = _were(n_not_quoted, "post")
        said.append(f"{posts} {were} private: counted, not quoted.")
    return " ".join(said)


def pictures(n_posts: int, n_described: int) -> str:
    """Posts that show something and say nothing; '' where there are none."""
    if not n_posts:
        return ""
    posts, _ = _were(n_posts, "post")
    return (
        f"{posts} showed pictures alone; {n_described} of them could be read by a description, the others say nothing."
    )


def revision(before: float | None, now: float | None, changed: Sequence[str] = ()) -> str:
    """What late posts did to last week's figure."""
    if before is None or now is None:
        return "There is no earlier report of last week to compare with."
    if round(before) == round(now):
        return f"Last week's net sentiment still stands at {signed(now)}."
    if changed:
        return (
            f"Last week was reported at {signed(before)} and is at {signed(now)} by today's method: since then {listing(changed)} "
            "changed, beside late posts, edits and deletions."
        )
    return f"Late posts, edits and deletions moved last week from {signed(before)} to {signed(now)}."
