"""Block 12, second half: how the community itself does, and how widely our own work is spread."""

from __future__ import annotations

from datetime import timedelta

from voxpop.analysis.community.health import PERIOD, Answering, Health, Share, health
from voxpop.analysis.community.promises import absence_factor
from voxpop.analysis.report.basis import Basis, frame
from voxpop.analysis.report.model import CommunityRow
from voxpop.analysis.report.wording.languages import Wording
from voxpop.config import Account

LEAST_QUESTIONS = 10  # for a share of them


def community(basis: Basis) -> tuple[CommunityRow, ...]:
    """The last four weeks beside the four before; nothing where too few people spoke, or no channel was heard throughout."""
    people = basis.inputs.health.to_pylist()
    if not people or min(people[0]["n_active"], people[0]["n_before"]) < basis.least:
        return ()
    found = health(people[0], basis.inputs.answered.to_pylist(), frame(basis.inputs.helpers))
    return (*_people(basis.words, found), *_answers(basis.words, found))


def own_note(basis: Basis) -> str:
    """How many of our accounts took part in four weeks, and on how few the work rests; '' with fewer than two accounts."""
    accounts = {account.label for account in basis.config.staff}
    if len(accounts) < 2:
        return ""
    posts = frame(basis.inputs.own_posts)
    recent = posts[posts["day"] > basis.week.sunday - timedelta(weeks=PERIOD)] if len(posts) else posts
    known: dict[str, Account] = dict(basis.inputs.accounts)
    written: dict[str, int] = {}
    for handle, id_, n_posts in zip(recent["handle_id"], recent["account_id"], recent["n_posts"], strict=True):
        if account := known.get(handle) or known.get(id_):
            written[account.label] = written.get(account.label, 0) + int(n_posts)
    return str(basis.words.own_spread(len(written), len(accounts), absence_factor(written.values())))


def _people(words: Wording, found: Health) -> list[CommunityRow]:
    kept = found.kept
    return [
        CommunityRow(
            label=words.PEOPLE_HEARD,
            value=float(found.n_active),
            before=float(found.n_before),
            percent=False,
            note=words.people_moved(found.n_new, found.n_back, found.n_lost),
        ),
        CommunityRow(
            label=words.HEARD_AGAIN,
            value=kept.value,
            before=None,
            percent=True,
            note=_interval(words, kept, kept.whole),
        ),
    ]


def _answers(words: Wording, found: Health) -> list[CommunityRow]:
    rows = []
    for label, name in ((words.QUESTIONS_ANSWERED, "answered"), (words.ANSWERED_BY_MEMBERS, "by_members")):
        now, before = _share(found.now, name), _share(found.earlier, name)
        if now.whole >= LEAST_QUESTIONS:
            earlier = before.value if before.whole >= LEAST_QUESTIONS else None
            note = _interval(words, now, now.whole)
            rows.append(CommunityRow(label=label, value=now.value, before=earlier, percent=True, note=note))
    for label, n, factor in (
        (words.MEMBERS_ANSWERING, found.n_helpers, found.helper_factor),
        (words.OURS_ANSWERING, found.n_own_helpers, found.own_factor),
    ):
        if n:
            note = words.half_by(factor)
            rows.append(CommunityRow(label=label, value=float(n), before=None, percent=False, note=note))
    return rows


def _share(answering: Answering, name: str) -> Share:
    found: Share = getattr(answering, name)
    return found


def _interval(words: Wording, share: Share, whole: int) -> str:
    low, high = share.interval or (0.0, 0.0)
    return str(words.of_so_many(whole, low, high))
