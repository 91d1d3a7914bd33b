"""Blocks 1 to 3: the headline, the deck, and what to read with care."""

from __future__ import annotations

from datetime import date, timedelta

from voxpop.analysis.community.presence import Thin
from voxpop.analysis.estimates.estimate import net_sentiment, usual_range
from voxpop.analysis.estimates.values import Verdict
from voxpop.analysis.report.basis import Basis
from voxpop.analysis.report.blocks.method import changed_setup, changed_themes
from voxpop.analysis.report.model import Heard
from voxpop.analysis.report.sentence import Sentence
from voxpop.config import EVERYONE
from voxpop.coverage import FILES_END, many_refused
from voxpop.window import Week

LEAST_WEEKS = 5  # for 'the lowest estimate in N weeks'


def headline(basis: Basis) -> str:
    """The week in one sentence; there is one for every case."""
    words = basis.words
    if basis.heard.empty:
        if unread(basis):
            return str(words.headline_unread(_audience(basis)))
        return str(words.headline_silent(_audience(basis), _heard_whole(basis)))
    if basis.net is None:
        scored = int(basis.heard["n_scored"].sum())
        return str(words.too_few(basis.least) if scored or basis.n_authors < basis.least else words.headline_unscored())
    return str(words.headline_change(basis.change, basis.net.value, _tail(basis)))


def deck(basis: Basis) -> str:
    """What the headline means, what it is compared with, and what it rests on."""
    words = basis.words
    n_posts, n_authors = int(basis.heard["n_posts"].sum()), basis.n_authors
    if basis.heard.empty and (refused := unread(basis)):
        return str(words.deck_unread(sum(refused.values()), [basis.label(c) for c in refused], usual_posts(basis)))
    if basis.heard.empty:
        days = [
            (basis.label(c), basis.listening.whole_days(c, basis.week)) for c in basis.channels if not _whole(basis, c)
        ]
        return str(words.deck_silent(_heard_whole(basis), words.heard_on(days), usual_posts(basis), _last_heard(basis)))
    if basis.net is None:
        if n_authors >= basis.least and not basis.heard["n_scored"].sum():
            return str(words.deck_unscored(n_posts, n_authors))
        return str(words.deck_too_few(n_posts, n_authors, basis.least))
    compared = int(basis.this["n_posts"].sum())
    by_channel = basis.this.groupby("channel", observed=True)["n_posts"].sum()
    places = [
        basis.label(c) for c in sorted(basis.channels, key=lambda c: -by_channel.get(c, 0)) if by_channel.get(c, 0)
    ]
    left = net_sentiment(basis.before) if basis.change.verdict in (Verdict.UP, Verdict.DOWN) else None
    parts = [
        words.deck_level(basis.net, left.value if left else None),
        words.deck_comparison(basis.change, len(basis.comparison.weeks), basis.config.report.comparator_weeks),
        words.deck_first() if basis.change.verdict is Verdict.NEW else "",
        words.deck_basis(basis.net.n_posts, basis.net.n_authors, places, scored=compared != basis.net.n_posts),
    ]
    return " ".join(part for part in parts if part)


def cautions(basis: Basis) -> tuple[Sentence, ...]:
    """What could mislead: channels not heard whole, weeks left out, a changed method."""
    words, week = basis.words, basis.week
    found: list[Sentence] = []
    compared = set(basis.comparison.channels)
    before = [week.back(n) for n in range(basis.config.report.comparator_weeks, 0, -1)]
    for channel in basis.channels:
        whole = basis.listening.whole_days(channel, week)
        if whole < 7:
            reason, since = basis.listening.lost(channel, week)
            local = since.astimezone(basis.config.company.zone) if since else None
            if local and reason == FILES_END:
                local -= timedelta(seconds=1)  # a file ends on the day of its last record
            why = words.why_lost(reason, local, week.monday)
            out = bool(compared) and not basis.heard[basis.heard["channel"] == channel].empty
            found.append(words.caution_this_week(basis.label(channel), whole, why, out))
        elif compared and channel not in compared and basis.comparison.weeks and _spoke(basis, channel):
            days = sum(basis.listening.whole_days(channel, w) for w in before)
            found.append(words.caution_before(basis.label(channel), days, 7 * len(before)))
    used, asked = len(basis.comparison.weeks), basis.config.report.comparator_weeks
    if 0 < used < asked and basis.change.value is not None:
        found.append(words.caution_weeks(used, asked))
    return (*found, *_refused(basis), *_wrong_clocks(basis), *_badly_heard(basis), *_method_cautions(basis))


def unread(basis: Basis) -> dict[str, int]:
    """Channel -> records of this week that could not be read; empty where nothing was refused."""
    rows = basis.inputs.quarantine.to_pylist()
    return {row["channel"]: int(row["n_refused"]) for row in rows if row["channel"] in basis.channels}


def _last_heard(basis: Basis) -> date | None:
    """The Monday of the last week with posts, where the week before this one had none either; None also where none had any."""
    last = max(basis.past["week"].unique(), default=None)
    return last if last is not None and last < basis.week.back(1).monday else None


def _refused(basis: Basis) -> list[Sentence]:
    """Channels of which so many records could not be read that the figures lack them."""
    read = basis.heard.groupby("channel", observed=True)["n_posts"].sum()
    found = [(channel, n, int(read.get(channel, 0))) for channel, n in unread(basis).items()]
    return [basis.words.caution_refused(basis.label(c), n, n + m) for c, n, m in found if many_refused(n, m)]


def _wrong_clocks(basis: Basis) -> list[Sentence]:
    rows = basis.inputs.clocks.to_pylist() if basis.inputs.clocks is not None else []
    wrong = [basis.label(row["channel"]) for row in rows if row["channel"] in basis.channels]
    return [basis.words.caution_clock(wrong)] if wrong else []


def _badly_heard(basis: Basis) -> list[Sentence]:
    """That hardly anybody of the audience is heard, or in one place only; a silent week is said by the headline."""
    listening = basis.listening

    def whole(channel: str, monday: date) -> bool:
        return listening.whole(channel, Week(monday))

    words = basis.words
    said = {
        Thin.FEW: lambda f: words.caution_few(f.n_authors, f.n_weeks),
        Thin.ONE_CHANNEL: lambda f: words.caution_one_channel(
            basis.label(f.channel), [basis.label(c) for c in f.lost], f.n_weeks
        ),
        Thin.NEVER: lambda f: words.caution_never(f.n_weeks),
    }
    return [said[f.thin](f) for f in basis.presence(whole) if f.thin in said]


def usual_posts(basis: Basis) -> float | None:
    """Mean posts a week in the weeks before, over every channel; None where nothing was ever heard."""
    rows = basis.past
    first = min(rows["week"].unique(), default=basis.week.monday)
    weeks = [monday for monday in basis.mondays[:-1] if monday >= first]
    return float(rows.loc[rows["week"].isin(weeks), "n_posts"].sum()) / len(weeks) if weeks else None


def _method_cautions(basis: Basis) -> list[Sentence]:
    earlier, model = basis.inputs.earlier, basis.inputs.model
    found: list[Sentence] = []
    if earlier and earlier.sentiment_version != model.sentiment_version:
        found.append(basis.words.caution_model())
    moved = changed_themes(basis)
    if earlier and moved is not None:
        found.append(basis.words.caution_themes(moved, len(earlier.themes)))
    parts = changed_setup(basis)
    if earlier and parts:
        zone = (earlier.setup["time_zone"], basis.config.company.time_zone) if "time_zone" in parts else None
        found.append(basis.words.caution_setup([basis.words.SETUP[part] for part in parts], zone))
    return found


def _tail(basis: Basis) -> str:
    """What history adds to a clear change: an extreme, or that the value is an ordinary one."""
    if basis.net is None or basis.change.verdict not in (Verdict.UP, Verdict.DOWN):
        return ""
    value, down = round(basis.net.value), basis.change.verdict is Verdict.DOWN
    weeks = [m for m in basis.usual_weeks() if m in basis.levels]
    earlier = [basis.levels[m].value for m in weeks]
    extreme = all(value < round(e) if down else value > round(e) for e in earlier)
    if extreme and len(earlier) + 1 >= LEAST_WEEKS:
        span = (basis.week.monday - weeks[0]).days // 7 + 1
        return str(basis.words.extreme(down, len(earlier) + 1, span))
    usual = usual_range(earlier)
    return str(basis.words.usual()) if usual and round(usual[0]) <= value <= round(usual[1]) else ""


def _audience(basis: Basis) -> str | None:
    return None if basis.inputs.audience == EVERYONE else basis.words.name_of(basis.inputs.audience_name)


def _heard_whole(basis: Basis) -> bool:
    """Whether every channel of the audience was heard on every day; without a channel we do not listen."""
    return bool(basis.channels) and all(_whole(basis, c) for c in basis.channels)


def _whole(basis: Basis, channel: str) -> bool:
    return all(basis.listening.state(channel, day) is Heard.WHOLE for day in basis.week.days())


def _spoke(basis: Basis, channel: str) -> bool:
    return bool((basis.heard["channel"] == channel).any())
