"""Blocks 10 and 12: where they said it, and our side of the conversation."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median
from typing import Any

import pandas as pd

from analysis.business_hours import BusinessHours
from analysis.estimate import net_by
from analysis.report.basis import Basis, frame, percent_of
from analysis.report.inputs import last_due
from analysis.report.model import ChannelRow, OwnRow
from voxpop.config import Account, Promise

ANSWER_TIME = timedelta(hours=48)
DORMANT_DAYS = 30


def channels(basis: Basis) -> tuple[ChannelRow, ...]:
    """Each channel of the audience, the most posts first; nothing where there is only one."""
    if len(basis.channels) < 2:
        return ()
    sums = basis.heard.groupby("channel", observed=True)[
        ["n_posts", "n_scored", "n_negative", "n_neutral", "n_positive"]
    ].sum()
    by_channel: dict[Any, dict[Any, int]] = sums.to_dict("index")
    authors = basis.heard.groupby("channel", observed=True)["author_id"].nunique()
    nets = net_by(basis.heard, "channel", "channel", basis.correction)
    rows = []
    for channel in basis.channels:
        counts = by_channel.get(channel)
        net = nets.get(channel)
        enough = net is not None and net.n_authors >= basis.least
        tone = [
            percent_of(counts[c], counts["n_scored"]) if enough and counts else None
            for c in ("n_negative", "n_neutral", "n_positive")
        ]
        rows.append(
            ChannelRow(
                id=channel,
                label=basis.label(channel),
                n_posts=int(counts["n_posts"]) if counts else 0,
                n_authors=int(authors.get(channel, 0)),
                negative=tone[0],
                neutral=tone[1],
                positive=tone[2],
                net=net if enough else None,
                note=_channel_note(basis, channel, enough, bool(counts)),
            )
        )
    return tuple(sorted(rows, key=lambda r: -r.n_posts))


def own(basis: Basis) -> tuple[OwnRow, ...]:
    """What we posted and answered on each channel, and each account that promised to post or has gone quiet."""
    posts = frame(basis.inputs.own_posts)
    if posts.empty and not basis.config.staff:
        return ()
    accounts = [_account(basis, account, _written_by(basis, posts, account)) for account in basis.config.staff]
    rows = [_channel(basis, c, posts[posts["channel"] == c]) for c in basis.channels]
    return (
        *(r for r in rows if r.n_posts or r.questions or r.last_post != basis.words.NEVER),
        *(row for row in accounts if row is not None),
    )


def _channel_note(basis: Basis, channel: str, enough: bool, spoke: bool) -> str:
    words = basis.words
    whole = basis.listening.whole_days(channel, basis.week)
    if whole < 7:
        return str(words.days_of_seven(whole))
    if spoke and not enough:
        return str(words.too_few(basis.least))
    if basis.comparison.weeks and channel not in basis.comparison.channels:
        return str(words.not_compared())
    return ""


def _channel(basis: Basis, channel: str, posts: pd.DataFrame) -> OwnRow:
    questions = frame(basis.inputs.questions)
    questions = questions[questions["channel"] == channel]
    wait = questions["own_answered_at"] - questions["asked_at"]
    calendar = BusinessHours.of(basis.config.company)
    due = questions[(questions["asked_at"] <= last_due(basis.inputs)) | (wait <= ANSWER_TIME)]
    answered = questions.dropna(subset="own_answered_at")
    hours = [
        calendar.between(asked, told)
        for asked, told in zip(answered["asked_at"], answered["own_answered_at"], strict=True)
    ]
    return OwnRow(
        label=basis.label(channel),
        n_posts=_this_week(basis, posts),
        questions=len(due) or None,
        answered=int((wait <= ANSWER_TIME).sum()) if len(due) else None,
        median_wait_hours=float(median(hours)) if hours else None,
        last_post=basis.words.last_post(_last(posts), basis.week.monday, basis.week.sunday),
        flag="",
    )


def _account(basis: Basis, account: Account, posts: pd.DataFrame) -> OwnRow | None:
    """A row where the account made a promise, or has posted nothing for a month; None where neither is so."""
    week, words, last = basis.week, basis.words, _last(posts)
    flag = ""
    days = _promised_days(account.promise, week.days())
    if account.promise and days:
        this_week = _this_week(basis, posts)
        owed = account.promise.posts * (days if account.promise.per == "day" else 1)
        since = posts[posts["day"] >= account.promise.start] if account.promise.start else posts
        in_all = int(since["n_posts"].sum())
        if this_week < owed:
            few = in_all <= account.promise.posts
            flag = words.broken_promise(account.promise.posts, account.promise.per, in_all if few else this_week, few)
    elif last is None or (week.sunday - last).days > DORMANT_DAYS:
        flag = words.DORMANT
    else:
        return None
    return OwnRow(
        label=account.label,
        n_posts=_this_week(basis, posts),
        questions=None,
        answered=None,
        median_wait_hours=None,
        last_post=words.last_post(last, week.monday, week.sunday),
        flag=flag,
    )


def _promised_days(promise: Promise | None, days: list[date]) -> int:
    """On how many days of the week the promise held."""
    if promise is None:
        return 0
    return sum((promise.start or day) <= day <= (promise.until or day) for day in days)


def _written_by(basis: Basis, posts: pd.DataFrame, account: Account) -> pd.DataFrame:
    handles = [handle for handle, known in basis.inputs.accounts.items() if known == account]
    return posts[posts["handle_id"].isin(handles) & (posts["source"] == account.source)]


def _this_week(basis: Basis, posts: pd.DataFrame) -> int:
    return int(posts.loc[posts["week"] == basis.week.monday, "n_posts"].sum())


def _last(posts: pd.DataFrame) -> date | None:
    return None if posts.empty else posts["day"].max()
