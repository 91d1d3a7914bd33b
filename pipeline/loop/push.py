"""Demands of the board as issues of a tracker: one issue a demand, whatever is killed, lost, answered late or done on two machines.

Before anything is made, all issues that bear our marks are read; before each, its mark is searched for by itself. Making is one
request that is never repeated blindly: where its answer is lost, the run waits until a server that was slow must be done, looks again,
and only then tries once more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from voxpop.errors import CollectorError, UsageError, choices
from voxpop.pipeline.loop.attempts import Attempt, Attempts, Stage
from voxpop.pipeline.loop.tracker import Client, Made, RefusedError, TrackerError, UncertainError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from voxpop.pipeline.loop.choose import Choice

SETTLE = timedelta(seconds=60)
"""How long after a lost answer a tracker may still make what it was asked for; longer than any request of ours lasts."""


class Became(StrEnum):
    """What a push did, or would do, with one demand."""

    HAS = "has an issue"
    WOULD = "would be made"
    MADE = "made"
    REFUSED = "refused"
    UNCERTAIN = "may have been made"
    WAITS = "waits"  # more than one push may make
    DELETED = "was deleted there"
    LEFT = "left out"  # why is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One demand and what became of it."""

    choice: Choice
    became: Became
    made: Made | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """A whole push."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()  # issues of which somebody should know: two of one demand, or of none
    requests: int = 0

    @property
    def well(self) -> bool:
        """Whether nothing is left unsaid or unsure."""
        return not any(line.became in (Became.REFUSED, Became.UNCERTAIN) for line in self.lines)


@dataclass(slots=True)
class Push:
    """One push to one tracker. `former`: ids that demands had before -> the ids that they have now."""

    client: Client
    attempts: Attempts
    former: dict[str, str]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    again: Collection[str] = ()  # demands whose deleted issue is made again
    lost: list[Choice] = field(default_factory=list)

    def run(self, choices_: Sequence[Choice], *, send: bool, live: Collection[str]) -> Pushed:
        """What became of each choice, in their order. `live`: the demands of the board, chosen or not."""
        try:
            known = self.read_known()
            return self._run(choices_, known, send=send, live=live)
        except (CollectorError, RefusedError) as error:
            raise TrackerError(self.client.tracker.id, f"{error}") from error

    def read_known(self) -> dict[str, list[Made]]:
        """The issues that there are, by the demand's id of today, the earliest made first."""
        known: dict[str, dict[str, Made]] = {}
        for made in self.client.list_made():
            for demand in made.demands:
                known.setdefault(self.former.get(demand, demand), {})[made.issue] = made
        return {demand: sorted(found.values(), key=lambda one: one.number) for demand, found in known.items()}

    def _run(
        self, choices_: Sequence[Choice], known: dict[str, list[Made]], *, send: bool, live: Collection[str]
    ) -> Pushed:
        lines: dict[str, Line] = {}
        left = self.client.tracker.most
        for choice in choices_:
            name = choice.line.demand_id
            standing = self._standing(choice, known)
            if standing is None and left == 0:
                said = f"one push makes {self.client.tracker.most} issues at most (trackers.most); the next goes on"
                standing = Line(choice=choice, became=Became.WAITS, reason=said)
            elif standing is None:
                left -= 1
                standing = self._make(choice) if send else Line(choice=choice, became=Became.WOULD)
            lines[name] = standing
        for choice in self.lost:
            lines[choice.line.demand_id] = self._settle(choice)
        told = tuple(lines[choice.line.demand_id] for choice in choices_)
        return Pushed(lines=told, notes=tuple(notes_on(known, live)), requests=self.client.log.requests)

    def _standing(self, choice: Choice, known: dict[str, list[Made]]) -> Line | None:
        """What needs no making; None where an issue is to be made."""
        name = choice.line.demand_id
        if there := known.get(name):
            return self._has(choice, there[0])
        if choice.issue is None:
            return Line(choice=choice, became=Became.LEFT, reason=choice.why_not)
        attempt = self.attempts.read(name)
        if attempt and attempt.stage is Stage.MADE and name not in self.again:
            made = self.client.read(attempt.issue)
            if made is not None:  # somebody took the mark and the label away
                return self._has(choice, made)
            said = f"{attempt.issue} was deleted there, and is not made again; --again {name} does"
            return Line(choice=choice, became=Became.DELETED, reason=said)
        return None

    def _has(self, choice: Choice, made: Made) -> Line:
        return Line(choice=choice, became=Became.HAS, made=made)

    def _make(self, choice: Choice) -> Line:
        """The line of an issue that was made, found or refused; one whose answer was lost is settled at the end."""
        name = choice.line.demand_id
        before = self.attempts.read(name)
        if found := self._find(name):
            return self._note(choice, found)
        if before and before.stage is Stage.SENDING and self._age(before) < SETTLE:
            self.lost.append(choice)  # the run before was killed just now
            return Line(choice=choice, became=Became.UNCERTAIN)
        return self._try(choice) or Line(choice=choice, became=Became.UNCERTAIN)

    def _try(self, choice: Choice, *, last: bool = False) -> Line | None:
        """One attempt; None where it is left for later whether it was made."""
        assert choice.issue is not None
        name = choice.line.demand_id
        self.attempts.note(name, Attempt(stage=Stage.SENDING, at=self.clock()))
        try:
            return self._note(choice, self.client.make(choice.issue), Became.MADE)
        except RefusedError as error:
            if found := self._find(name):  # refused because it is there: another machine was faster
                return self._note(choice, found)
            self.attempts.note(name, Attempt(stage=Stage.REFUSED, at=self.clock(), reason=f"{error}"))
            return Line(choice=choice, became=Became.REFUSED, reason=f"{error}")
        except UncertainError as error:
            if last:
                said = f"{error}. The next push looks for it before it makes it"
                return Line(choice=choice, became=Became.UNCERTAIN, reason=said)
            self.lost.append(choice)
            return None
        except TrackerError:
            self.attempts.note(name, Attempt(stage=Stage.REFUSED, at=self.clock(), reason="it was not taken"))
            raise

    def _settle(self, choice: Choice) -> Line:
        """Wait until it must be there if it was made, look, and make it where it is not."""
        name = choice.line.demand_id
        attempt = self.attempts.read(name)
        rest = SETTLE - self._age(attempt) if attempt else timedelta()
        if rest > timedelta():
            self.client.sleep(rest.total_seconds())
        if found := self._find(name, listed=True):
            return self._note(choice, found)
        line = self._try(choice, last=True)
        assert line is not None
        return line

    def _find(self, name: str, *, listed: bool = False) -> Made | None:
        """The demand's issue, under any id it had; `listed`: also by the lists, which know what a search does not yet."""
        names = [name, *(former for former, now in self.former.items() if now == name)]
        found = [made for one in names for made in self.client.find(one)]
        if not found and listed:
            found = self.read_known().get(name, [])
        return min(found, key=lambda made: made.number, default=None)

    def _note(self, choice: Choice, made: Made, became: Became = Became.HAS) -> Line:
        said = Attempt(stage=Stage.MADE, at=self.clock(), issue=made.issue, url=made.url)
        self.attempts.note(choice.line.demand_id, said)
        return Line(choice=choice, became=became, made=made)

    def _age(self, attempt: Attempt) -> timedelta:
        """How long ago; an attempt of a clock that was ahead is as old as none."""
        return max(self.clock() - attempt.at, timedelta())


def notes_on(known: dict[str, list[Made]], live: Collection[str]) -> list[str]:
    """Issues that a person should look at: several of one demand, and those whose demand is no longer on the board."""
    told = []
    for demand, issues in sorted(known.items()):
        names = ", ".join(one.issue for one in issues)
        if len(issues) > 1:
            told.append(
                f"{demand} has {names}: they were merged, or made apart; {issues[0].issue} counts, close the others as its duplicates"
            )
        if demand not in live:
            told.append(
                f"{names}: its demand {demand} is no longer on the board (hidden, erased, or older than a year)"
            )
    return told


def choose_tracker(trackers: Sequence[str], given: str | None) -> str:
    """The tracker that is meant; `UsageError` where none is configured, or several are and none is named."""
    if not trackers:
        raise UsageError("no tracker is configured; voxpop.yaml takes them under 'trackers' (docs/loop.md)")
    if given is None and len(trackers) == 1:
        return trackers[0]
    if given is None or given not in trackers:
        said = f"there is no tracker '{given}'" if given else "several trackers are configured; name one"
        raise UsageError(f"{said}; {choices(given or '', trackers, 'configured')}")
    return given
