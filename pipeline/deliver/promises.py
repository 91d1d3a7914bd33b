"""Our own accounts: what they posted, what they promised, and an alert on the first day that was missed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from voxpop import durable, warehouse
from voxpop.analysis.community.promises import Standing, absence_factor, is_dormant, judge, own_channels
from voxpop.analysis.report.listening import Listening
from voxpop.analysis.report.model import Heard
from voxpop.analysis.report.wording import languages
from voxpop.pipeline.analyze.own_accounts import accounts_by_hash
from voxpop.pipeline.deliver import run as deliver
from voxpop.pipeline.deliver.alert_message import alert_page
from voxpop.pipeline.deliver.senders import Message
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.config import Account
    from voxpop.pipeline.deliver.run import Delivered
    from voxpop.pipeline.workspace import Workspace

LOOK_BACK = timedelta(weeks=2)
COOLDOWN = timedelta(days=7)  # a feed that stays silent is told once a week
RECENT = timedelta(weeks=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccount:
    """One configured account over the last weeks."""

    account: Account
    posts: dict[date, int]  # by local day, all that were ever heard
    n_recent: int  # in the last four weeks
    last_post: date | None
    dormant: bool
    standing: Standing | None  # None: nothing was promised


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSide:
    """All configured accounts up to the last day that is over."""

    last_day: date | None  # None: nothing was heard yet
    accounts: tuple[OwnAccount, ...]

    @property
    def n_active(self) -> int:
        """Accounts that posted in the last four weeks."""
        return sum(one.n_recent > 0 for one in self.accounts)

    @property
    def factor(self) -> int:
        """How few of them wrote half of it."""
        return absence_factor(one.n_recent for one in self.accounts)


def own_side(workspace: Workspace, now: datetime | None = None, look_back: timedelta = RECENT) -> OwnSide:
    """Every configured account; promises are judged over the days of `look_back` that are over."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        until = now or snapshot.facts().known_at
        if until is None:
            return OwnSide(last_day=None, accounts=())
        last = until.astimezone(workspace.config.company.zone).date() - timedelta(days=1)
        first = last - look_back + timedelta(days=1)
        rows = snapshot.records("report/own_posts", {"week": Week.of(last).monday})
        asked = {"first_day": first - timedelta(days=7), "last_day": last}
        listening = Listening.of(snapshot.rows("report/channel_days", asked))
    known = accounts_by_hash(workspace)
    return OwnSide(
        last_day=last,
        accounts=tuple(
            _account(workspace, account, _of(rows, account, known, last), listening, (first, last))
            for account in workspace.config.staff
        ),
    )


def alert(
    workspace: Workspace, now: datetime | None = None, *, preview: bool = False
) -> list[tuple[Message, list[Delivered]]]:
    """One message for every account with a promise missed since the last one; at most one a week and account."""
    found = []
    side = own_side(workspace, now, LOOK_BACK)
    for own in side.accounts:
        told = _read_last_told(workspace, own.account)
        if told and side.last_day and told > side.last_day:  # remembered by a clock that was ahead
            told = None
        new = [day for day in own.standing.missed if not told or day - told >= COOLDOWN] if own.standing else []
        if new:
            message = _message(workspace, own, new[0])
            targets = [t for t in workspace.config.delivery.targets if t.alerts]
            sent = deliver.send(workspace, targets, message, own.account.label, preview=preview)
            if not preview and (not sent or any(one.well for one in sent)):
                _remember(workspace, own.account, new[-1])
            found.append((message, sent))
    return found


def _of(rows: list[dict[str, Any]], account: Account, accounts: dict[str, Account], last: date) -> list[dict[str, Any]]:
    known = {hash_ for hash_, one in accounts.items() if one == account}
    return [
        r
        for r in rows
        if r["source"] == account.source and known & {r["handle_id"], r["account_id"]} and r["day"] <= last
    ]


def _account(
    workspace: Workspace, account: Account, rows: list[dict[str, Any]], listening: Listening, span: tuple[date, date]
) -> OwnAccount:
    posts: dict[date, int] = {}
    for row in rows:
        posts[row["day"]] = posts.get(row["day"], 0) + row["n_posts"]
    channels = own_channels(workspace.config, account, (row["channel"] for row in rows))

    def heard(day: date) -> bool:
        return bool(channels) and all(listening.state(channel, day) is Heard.WHOLE for channel in channels)

    last_post = max(posts, default=None)
    return OwnAccount(
        account=account,
        posts=posts,
        n_recent=sum(n for day, n in posts.items() if day > span[1] - RECENT),
        last_post=last_post,
        dormant=is_dormant(last_post, span[1]),
        standing=judge(account.promise, posts, heard, *span) if account.promise else None,
    )


def _message(workspace: Workspace, own: OwnAccount, day: date) -> Message:
    words = languages.of(workspace.config.company.language)
    promise = own.account.promise
    assert promise is not None
    length = 1 if promise.per == "day" else 7
    posted = sum(own.posts.get(day + timedelta(days=n), 0) for n in range(length))
    subject = words.promise_subject(own.account.label)
    lines = [words.promise_missed(promise.posts, promise.per, posted, day), words.promise_last(own.last_post)]
    text = "\n".join([subject, "", *lines, "", words.PROMISE_NOTE])
    facts = {
        "account": own.account.label,
        "source": own.account.source,
        "day": day.isoformat(),
        "promised": promise.posts,
        "per": promise.per,
        "posted": posted,
        "last_post": own.last_post and own.last_post.isoformat(),
    }
    return Message(
        key=("promises", _name(own.account), day.isoformat()),
        subject=subject,
        lines=tuple(lines),
        text=text,
        html=alert_page(subject, [*lines, words.PROMISE_NOTE], words.LANGUAGE),
        url=deliver.page_url(workspace, "index.html"),
        facts=facts,
    )


def _name(account: Account) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", f"{account.source}-{account.handle}".lower())


def _read_last_told(workspace: Workspace, account: Account) -> date | None:
    """The last missed day that was told."""
    try:
        said = json.loads(
            (workspace.deliveries / "promises" / _name(account) / "last.json").read_text(encoding="utf-8")
        )
        return date.fromisoformat(said["day"])
    except (OSError, ValueError, KeyError):
        return None


def _remember(workspace: Workspace, account: Account, day: date) -> None:
    path = workspace.deliveries / "promises" / _name(account) / "last.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    durable.write(path, json.dumps({"day": day.isoformat()}) + "\n")
