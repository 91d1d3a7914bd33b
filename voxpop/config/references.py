"""What the parts of the file say of each other: ids used twice, names of what is not there, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from voxpop.authors import bare
from voxpop.config.loop.alerts import EACH
from voxpop.config.section import EVERYONE
from voxpop.errors import alike
from voxpop.post import Kind

if TYPE_CHECKING:
    from voxpop.config.listening import Rule
    from voxpop.config.loop.alerts import AlertRule
    from voxpop.config.root import Config

Place = tuple[str | int, ...]
Found = Iterator[tuple[Place, str]]


def nearest(word: str, known: Iterable[str]) -> str:
    """' Did you mean 'support'?', where a known name is close to the word; else ''."""
    names = {name.lower(): name for name in known}
    close = alike(word.lower(), names)
    return f" Did you mean '{names[close[0]]}'?" if close else ""


def wrong_references(config: Config) -> Found:
    """Each mistake with its place in the file."""
    yield from _twice(config)
    yield from _rules(config)
    channels, audiences = [c.id for c in config.channels], config.audience_ids
    for n, channel in enumerate(config.channels):
        if channel.audience is not None and channel.audience not in audiences:
            yield (
                ("channels", n, "audience"),
                _unknown(f"channel '{channel.id}'", "audience", channel.audience, audiences),
            )
    for n, place in enumerate(config.inventory):
        who = f"inventory '{place.name}'"
        if place.channel and place.channel not in channels:
            yield ("inventory", n, "channel"), _unknown(who, "channel", place.channel, channels)
        if place.audience and place.audience not in audiences:
            yield ("inventory", n, "audience"), _unknown(who, "audience", place.audience, audiences)
    for n, campaign in enumerate(config.campaigns):
        who = f"campaign '{campaign.id}'"
        if campaign.replies and campaign.replies not in channels:
            yield ("campaigns", n, "replies"), _unknown(who, "channel", campaign.replies, channels)
        if campaign.audience and campaign.audience not in audiences:
            yield ("campaigns", n, "audience"), _unknown(who, "audience", campaign.audience, audiences)
    for n, target in enumerate(config.delivery.targets):
        for m, wanted in enumerate(target.audiences):
            if wanted not in audiences:
                place_of = ("delivery", "targets", n, "audiences", m)
                yield place_of, _unknown(f"delivery target '{target.id}'", "audience", wanted, audiences)
    for n, rule in enumerate(config.alerts.rules):
        yield from _alert_rule(config, rule, ("alerts", "rules", n))
    yield from _loop(config)
    for n, reader in enumerate(config.explorer.readers):
        for m, seen in enumerate(() if reader.audiences == "all" else reader.audiences):
            if seen not in audiences:
                yield (
                    ("explorer", "readers", n, "audiences", m),
                    _unknown(f"reader '{reader.user}'", "audience", seen, audiences),
                )
    for n, keep in enumerate(config.retention.posts):
        for m, kind in enumerate(keep.kind):
            if kind not in set(Kind):
                yield ("retention", "posts", n, "kind", m), _unknown_kind(kind)


def _loop(config: Config) -> Found:
    """Trackers and routes that name what is not there."""
    for n, tracker in enumerate(config.trackers):
        if tracker.audience not in config.audience_ids:
            said = _unknown(f"tracker '{tracker.id}'", "audience", tracker.audience, config.audience_ids)
            yield ("trackers", n, "audience"), said
    known = {
        "audiences": ("audience", config.audience_ids),
        "questions": ("question", [question.id for question in config.questions]),
        "channels": ("channel", [channel.id for channel in config.channels]),
    }
    for n, route in enumerate(config.routes):
        for key, (what, names) in known.items():
            for m, name in enumerate(getattr(route, key)):
                if name not in names:
                    yield ("routes", n, key, m), _unknown(f"route '{route.id}'", what, name, names)


def _twice(config: Config) -> Found:
    for what, plural, ids in (
        ("audience", "audiences", [a.id for a in config.audiences]),
        ("channel", "channels", [c.id for c in config.channels]),
        ("campaign", "campaigns", [c.id for c in config.campaigns]),
        ("question", "questions", [q.id for q in config.questions]),
        ("tracker", "trackers", [t.id for t in config.trackers]),
        ("route", "routes", [r.id for r in config.routes]),
    ):
        for n, one in enumerate(ids):
            if ids.count(one) > 1:  # each place is named, to choose which keeps it
                yield (plural, n, "id"), f"{what} id '{one}' is used twice"
    for n, audience in enumerate(config.audiences):
        if audience.id == EVERYONE:
            yield ("audiences", n, "id"), f"the audience '{EVERYONE}' always exists; give yours another id"
    named = [theme.name.lower() for theme in config.codebook]
    for n, name in enumerate(named):
        if name in named[:n]:
            yield ("codebook", n), f"the codebook has '{name}' twice"
    seen: set[tuple[str, str]] = set()
    for n, person in enumerate(config.people):
        for m, account in enumerate(person.accounts):
            key = (account.source, bare(account.handle))
            if key in seen:
                yield (
                    ("people", n, "accounts", m),
                    f"the account '{key[0]} {key[1]}' belongs to people twice; it is one person's",
                )
            seen.add(key)


def _rules(config: Config) -> Found:
    for n, audience in enumerate(config.audiences):
        for part, rules in (("match", audience.match), ("exclude", audience.exclude)):
            for m, rule in enumerate(rules):
                yield from _rule(config, rule, audience.id, ("audiences", n, part, m))


def _rule(config: Config, rule: Rule, audience: str, place: Place) -> Found:
    channels = [c.id for c in config.channels]
    for n, channel in enumerate(rule.channel):
        if channel not in channels:
            yield (*place, "channel", n), _unknown(f"audience '{audience}'", "channel", channel, channels)
    for n, kind in enumerate(rule.kind):
        if kind not in set(Kind):
            yield (*place, "kind", n), _unknown_kind(kind)


def _alert_rule(config: Config, rule: AlertRule, place: Place) -> Found:
    who = f"alert rule '{rule.id}'"
    for n, audience in enumerate(rule.audiences):
        if audience not in config.audience_ids:
            yield (*place, "audiences", n), _unknown(who, "audience", audience, config.audience_ids)
    names = [one.name for one in (*config.brands, *config.products, *config.rivals)]
    if rule.name not in (None, EACH, *names):
        yield (*place, "name"), _unknown(who, "name", str(rule.name), names)
    questions = [question.id for question in config.questions]
    if rule.question not in (None, EACH, *questions):
        yield (*place, "question"), _unknown(who, "question", str(rule.question), questions)


def _unknown(who: str, what: str, name: str, known: Iterable[str]) -> str:
    return f"{who} names the {what} '{name}', which is not configured.{nearest(name, known)}"


def _unknown_kind(kind: str) -> str:
    kinds = [str(one) for one in Kind]
    return f"'{kind}' is no kind of post; there are {', '.join(kinds)}.{nearest(kind, kinds)}"
