"""Blocks 10 and 12: where they said it, and our side of the conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from voxpop.analysis.community.business_hours import BusinessHours
from voxpop.analysis.community.promises import is_dormant, judge, own_channels
from voxpop.analysis.estimates.estimate import net_by
from voxpop.analysis.estimates.waits import median_wait
from voxpop.analysis.report.basis import Basis, frame, percent_of
from voxpop.analysis.report.inputs import last_due
from voxpop.analysis.report.model import ChannelRow, Heard, OwnRow
from voxpop.config import Account

ANSWER_TIME = timedelta(hours=48)


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
    answered = questions["own_answered_at"].notna()
    until = questions["own_answered_at"].fillna(pd.Timestamp(basis.inputs.known_at))
    hours = pd.Series(
        [calendar.between(asked, told) for asked, told in zip(questions["asked_at"], until, strict=True)],
        index=questions.index,
        dtype=float,
    )
    typical = median_wait(hours[answered].tolist(), hours[~answered].tolist())
    return OwnRow(
        label=basis.label(channel),
        n_posts=_this_week(basis, posts),
        questions=len(due) or None,
        answered=int((wait <= ANSWER_TIME).sum()) if len(due) else None,
        median_wait_hours=typical.hours if typical else None,
        wait_is_longer=typical is not None and not typical.reached,
        last_post=basis.words.last_post(_last(posts), basis.week.monday, basis.week.sunday),
        flag="",
    )


def _account(basis: Basis, account: Account, posts: pd.DataFrame) -> OwnRow | None:
    """A row where the account made a promise, or has posted nothing for a month; None where neither is so."""
    week, words, last = basis.week, basis.words, _last(posts)
    flag = ""
    promise = account.promise
    if promise and (promise.start or week.sunday) <= week.sunday and (promise.until or week.monday) >= week.monday:
        by_day: dict[Any, int] = {day: int(n) for day, n in posts.groupby("day")["n_posts"].sum().items()}
        if judge(promise, by_day, _heard(basis, account, posts), week.monday, week.sunday).broken:
            since = posts[posts["day"] >= promise.start] if promise.start else posts
            in_all = int(since["n_posts"].sum())
            few = in_all <= promise.posts
            flag = words.broken_promise(promise.posts, promise.per, in_all if few else _this_week(basis, posts), few)
    elif is_dormant(last, week.sunday):
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


def _heard(basis: Basis, account: Account, posts: pd.DataFrame) -> Callable[[date], bool]:
    """Whether a post of the account would have been heard on a day."""
    channels = own_channels(basis.config, account, posts["channel"])
    return lambda day: (
        bool(channels) and all(basis.listening.state(channel, day) is Heard.WHOLE for channel in channels)
    )


def _written_by(basis: Basis, posts: pd.DataFrame, account: Account) -> pd.DataFrame:
    hashes = [hash_ for hash_, known in basis.inputs.accounts.items() if known == account]
    known = posts["handle_id"].isin(hashes) | posts["account_id"].isin(hashes)
    return posts[known & (posts["source"] == account.source)]


def _this_week(basis: Basis, posts: pd.DataFrame) -> int:
    return int(posts.loc[posts["week"] == basis.week.monday, "n_posts"].sum())


def _last(posts: pd.DataFrame) -> date | None:
    return None if posts.empty else posts["day"].max()
