"""Taking stock of the channels: those we run, those we hear, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from voxpop import warehouse
from voxpop.analysis.community.inventory import WEEKS, Cell, Stock, Suggestion, matrix, suggestions
from voxpop.analysis.community.presence import findings
from voxpop.analysis.report.basis import audience_channels, frame
from voxpop.analysis.report.listening import Listening
from voxpop.analysis.themes.naming.words import function_words, general_words
from voxpop.config import EVERYONE
from voxpop.errors import UsageError
from voxpop.pipeline.explore.campaigns import read_campaigns
from voxpop.rules.terms import needles
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.config import Config
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

HISTORY = 26  # weeks
MOST_WORDS, LEAST_AUTHORS = 15, 5


class Word(TypedDict):
    """A name that many people use and no query has yet, with its newest example."""

    word: str
    n_authors: int
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """All that is known of who is heard where."""

    week: Week
    stock: tuple[Stock, ...]
    audiences: tuple[str, ...]  # ids, 'everyone' first
    channels: tuple[str, ...]  # ids
    cells: dict[tuple[str, str], Cell]  # audience, channel -> authors a week
    suggestions: tuple[Suggestion, ...]
    words: tuple[Word, ...]


def inventory(workspace: Workspace, week: str | None = None) -> Inventory:
    """From the configuration, the ledger and the posts of the newest snapshot, up to a week (the last one heard)."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        chosen = Week.parse(week) if week else _last(snapshot)
        return _inventory(snapshot, workspace.config, chosen)


def _inventory(snapshot: Snapshot, config: Config, week: Week) -> Inventory:
    since = week.back(WEEKS - 1)
    window = week.window(config.company.time_zone)
    heard = snapshot.rows("inventory/heard", {"since": week.back(2 * WEEKS - 1).monday, "week": week.monday})
    cells = matrix(((r["audience"], r["channel"], r["week"], r["n_authors"]) for r in heard.to_pylist()), week.monday)
    facts = {
        row["channel"]: row
        for row in snapshot.records("inventory/channels", {"since": since.window(config.company.time_zone).start})
    }
    names = {id_: config.audience_name(id_) for id_ in config.audience_ids if id_ != EVERYONE}
    stock = _stock(config, facts)
    badly = {audience: _presence(snapshot, config, audience, week) for audience in names}
    asked = {
        "since": since.monday,
        "week": week.monday,
        "known": _known_words(config),
        "least": LEAST_AUTHORS,
        "most": MOST_WORDS,
    }
    return Inventory(
        week=week,
        stock=stock,
        audiences=config.audience_ids,
        channels=tuple(c.id for c in config.channels if c.listen),
        cells=cells,
        suggestions=tuple(suggestions(stock, cells, badly, names, window.end)),
        words=tuple(snapshot.read(Word, "inventory/words", asked)),
    )


def _stock(config: Config, facts: dict[str, dict[str, Any]]) -> tuple[Stock, ...]:
    """What the inventory lists, then the channels that it does not name."""
    listed = {entry.channel for entry in config.inventory if entry.channel}
    named = {entry.name.lower() for entry in config.inventory}
    found = [
        Stock(
            name=entry.name,
            kind=entry.kind,
            owner=entry.owner,
            audience=entry.audience,
            channel=entry.channel,
            usd_per_month=entry.usd_per_month,
            **_facts(facts, entry.channel),
        )
        for entry in config.inventory
    ]
    sent = {send.campaign: send.day for send in read_campaigns(config)}  # the last, for they come by day
    found += [
        Stock(
            name=campaign.name,
            kind=campaign.kind,
            owner=campaign.owner,
            audience=campaign.audience,
            channel=campaign.replies,
            usd_per_month=campaign.usd_per_month,
            last_sent=sent.get(campaign.id),
            **_facts(facts, campaign.replies),
        )
        for campaign in config.campaigns
        if campaign.name.lower() not in named
    ]
    listed |= {campaign.replies for campaign in config.campaigns if campaign.replies}
    found += [
        Stock(
            name=channel.label,
            kind=channel.source,
            owner="",
            audience=channel.audience,
            channel=channel.id if channel.listen else None,
            usd_per_month=None,
            **_facts(facts, channel.id),
        )
        for channel in config.channels
        if channel.id not in listed
    ]
    return tuple(found)


def _facts(facts: dict[str, dict[str, Any]], channel: str | None) -> dict[str, Any]:
    row = facts.get(channel or "", {})
    return {name: value for name, value in row.items() if name != "channel" and value is not None}


def _presence(snapshot: Snapshot, config: Config, audience: str, week: Week) -> list[Any]:
    span = {"first_week": week.back(HISTORY).monday, "week": week.monday}
    rows = frame(snapshot.rows("report/author_weeks", {"audience": audience, **span}))
    days = {"first_day": week.back(HISTORY).monday, "last_day": week.sunday}
    listening = Listening.of(snapshot.rows("report/channel_days", days))
    channels = audience_channels(config, audience, set(rows["channel"].unique()))
    return findings(rows, lambda channel, monday: listening.whole(channel, Week(monday)), channels, week.monday)


def _known_words(config: Config) -> list[str]:
    """Words that queries and names have already, and words that say nothing."""
    names = (*config.brands, *config.products, *config.rivals)
    terms = [term for name in names for term in name.all_terms]
    terms += [term for a in config.audiences for rule in (*a.match, *a.exclude) for term in rule.terms]
    terms += [str(channel.options.get("query", "")) for channel in config.channels]
    known = {word for needle in needles(terms) for word in needle.split()}
    return sorted(known | function_words() | general_words() | {config.company.name.lower()})


def _last(snapshot: Snapshot) -> Week:
    found = snapshot.last_week()
    if found is None:
        raise UsageError("no opinion is in the snapshot yet; run `voxpop load` and `voxpop analyze`")
    return Week(found)
