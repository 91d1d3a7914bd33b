"""The steps of a history: what each runs, and what the model learns of how it ended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.simulation import cheap
from tests.simulation.look import Seen, Violation
from tests.simulation.model import BROKEN, GONE, Item, Key, State
from tests.simulation.outside import FORUMS
from voxpop import warehouse
from voxpop.coverage import FetchLog
from voxpop.errors import UnreachableError, VoxpopError
from voxpop.landing import Landing
from voxpop.pipeline.collect import fetch
from voxpop.pipeline.erasure import forget as erasure
from voxpop.pipeline.housekeeping import backup as backups
from voxpop.pipeline.housekeeping import retention
from voxpop.pipeline.load import fetches as loading
from voxpop.post import RawItem
from voxpop.window import Window

if TYPE_CHECKING:
    from tests.simulation.history import History

OPERATIONS = {
    "land": 16, "survey": 18, "load": 30, "publish": 15, "forget": 90, "finish": 30, "backup": 62, "restore": 200, "tidy": 70,
    "analyze": 40, "report": 30,
}  # fmt: skip
"""About as many operations as a command makes; some faults come after its end, and then it is undisturbed."""


def land(history: History) -> None:
    """A channel is asked; sometimes its server goes silent halfway, or was never there."""
    if history.restoring:
        return
    if history.chooser.random() < 0.12:
        survey(history)
        return
    channel = history.chooser.choice(FORUMS)
    payloads, items = history.outside.page(history.moments.true)
    reach = history.chooser.randrange(len(payloads)) if history.chooser.random() < 0.15 else len(payloads)
    now = history.moments.clock()
    window = Window(now - timedelta(hours=6), now)

    def pull():
        for payload in payloads[:reach]:
            yield RawItem(
                source="reddit", channel=channel, fetched_at=history.moments.clock(), window=window, payload=payload
            )
        if reach < len(payloads):
            raise UnreachableError("reddit", "no answer")

    def work():
        notes = FetchLog(cursor=dict(history.workspace.landing.last_cursor(channel)))
        fetch.record(history.workspace, history.workspace.channel(channel), window, notes, pull())

    outcome = "complete" if reach == len(payloads) else "unreachable"
    committed(history, channel, history.attempt("land", work), items[:reach], outcome)


def survey(history: History) -> None:
    """An archive is read by its own collector, into Parquet."""
    items = history.outside.export(history.moments.true)
    now = history.moments.clock()
    window = Window(now - timedelta(days=800), now + timedelta(days=800))
    ended = history.attempt("survey", lambda: fetch.land(history.workspace, "survey", window))
    committed(history, "survey", ended, items, "complete")


def committed(history: History, channel: str, ended: str, items: list[Item], outcome: str) -> None:
    """The fetch is there whole, or not at all where it was cut off."""
    there = history.adopt_fetch(channel, items, outcome)
    if ended == "done" and not there:
        raise Violation(f"{channel}: a fetch that was said to have landed is not there")
    history.look()


def load(history: History, *, undisturbed: bool = False) -> None:
    """What has landed is loaded and published."""
    before = history.state.copy()
    ended = history.attempt("load", lambda: loading.load(history.workspace), undisturbed=undisturbed)
    history.look(before)
    if ended == "done" and not history.restoring:
        if missing := set(history.state.landed) - history.state.loads:
            raise Violation(f"load said it was done without {sorted(missing)}")
        is_published(history, "load")


def publish(history: History) -> None:
    """A fresh snapshot."""
    ended = history.attempt("publish", lambda: loading.publish(history.workspace))
    history.look()
    if ended == "done" and not history.restoring:
        is_published(history, "publish")


def is_published(history: History, kind: str) -> None:
    """Readers see what the writer has."""
    if set(history.see(warehouse.newest(history.workspace.snapshots)).loads) != history.state.loads:
        raise Violation(f"{kind} said it was done, and readers do not see it")


def forget(history: History, person: str = "", key: Key | None = None, *, undisturbed: bool = False) -> None:
    """A person or a post is forgotten."""
    known = {item.key for fetch in history.state.landed.values() for item in fetch.items}
    landed = [post for post in history.outside.posts if post.key in known or history.restoring]
    if not person and not key:
        if not landed:
            return
        broken = [post for post in landed if post.version == BROKEN]
        post = history.chooser.choice(broken if broken and history.chooser.random() < 0.3 else landed)
        if history.chooser.random() < 0.25:
            key = post.key
        else:
            person = post.person
    names = sorted({p.source for p in history.outside.posts if p.person == person})
    authors = [f"reddit:{person}" if source == "reddit" else f"archive:survey/{person}" for source in names]
    before, erased_before = history.state.copy(), history.erasures.copy()
    (history.pending.people.add(person) if person else history.pending.posts.add(key))
    work = lambda: erasure.forget(history.workspace, authors, [f"{key[0]}:{key[1]}"] if key else [])  # noqa: E731
    with cheap.proof(history.chooser.random() < 0.1):
        ended = history.attempt("forget", work, undisturbed=undisturbed)
    history.unfinished = history.unfinished or ended != "done"
    if ended == "done":
        (history.erasures.people.add(person) if person else history.erasures.posts.add(key))
        history.pending.people.discard(person)
        history.pending.posts.discard(key)
        history.unfinished = False
    history.look(before, erased_before)
    if ended == "done" and not history.restoring:
        history.search()


def finish(history: History) -> None:
    """An erasure that was cut off is finished by the command alone."""
    if history.restoring:
        return
    ended = history.attempt("finish", lambda: erasure.forget(history.workspace, [], []))
    history.look()
    if ended == "done":
        history.unfinished = False
        if not set(history.state.landed) - history.state.loads:  # a fetch is cleaned when it is loaded
            history.search()


def backup(history: History) -> None:
    """A backup, beside the older ones or in the place of one."""
    if history.restoring:
        return
    place = history.backups / f"saved{history.chooser.randint(1, 2)}"
    had = history.saved.get(place)
    ended = history.attempt("backup", lambda: backups.backup(history.workspace, place, force=True))
    if ended == "done":
        history.saved[place] = [history.state.copy()]
    elif had:
        history.saved[place] = [*had, history.state.copy()]  # the old one or the new one
    elif place.exists():
        history.saved[place] = [history.state.copy()]
    if place in history.saved:
        try:
            backups.verify(place)
        except VoxpopError as error:
            raise Violation(f"a backup is not whole, or not there: {error}") from error
        if len(history.saved[place]) > 1:
            history.saved[place] = [one for one in history.saved[place] if is_saved(place, one)][-1:] or history.saved[
                place
            ]
    history.look()


def is_saved(place: Path, state: State) -> bool:
    """Whether the backup may be of this state: its loads, and all of its fetches but those that the retention took."""
    loads = set(Seen(place / "warehouse.duckdb").loads)
    landed = {one.fetch_id for one in Landing(place / "landing").fetches()}
    return loads == state.loads and landed <= set(state.landed) and set(state.landed) - landed <= loads


def restore(history: History, place: Path | None = None, *, undisturbed: bool = False) -> None:
    """A backup takes the place of everything; one that was cut off is repeated, sooner or later."""
    places = [history.restoring] if history.restoring else sorted(history.saved)
    if not places:
        return
    place = place or history.chooser.choice(places)
    ended = history.attempt(
        "restore", lambda: backups.restore(history.workspace, place, force=True), undisturbed=undisturbed
    )
    if ended != "done":
        history.restoring = place if history.restoring or ended == "killed" or is_changed(history) else None
        history.look()
        return
    history.restoring, history.unfinished = None, False
    history.state = history.saved[place][-1].copy()
    history.gone.clear()
    history.shown = []
    history.look()
    is_published(history, "restore")
    if not set(history.pending.people) - history.erasures.people and not history.pending.posts - history.erasures.posts:
        history.search()


def is_changed(history: History) -> bool:
    """Whether a restore that was refused had begun to replace things."""
    try:
        history.look()
    except (Violation, VoxpopError):
        return True
    return False


def tidy(history: History, *, undisturbed: bool = False) -> None:
    """Housekeeping: load, retention, what is gone, what crashes left."""
    before, erased_before = history.state.copy(), history.erasures.copy()
    ended = history.attempt("tidy", lambda: retention.tidy(history.workspace), undisturbed=undisturbed)
    history.look(before, erased_before)
    if ended == "done" and not history.restoring:
        history.unfinished = False
        posts = history.state.posts(history.erasures)
        history.gone |= {post.word for post in history.outside.posts if history.exact and posts.get(post.key) == GONE}
        history.search()


def read(history: History) -> None:
    """A reader comes or goes."""
    if history.readers and history.chooser.random() < 0.4:
        history.readers.pop(history.chooser.randrange(len(history.readers)))[0].close()
    elif history.shown and len(history.readers) < 2:
        history.readers.append((warehouse.connect(history.workspace.snapshots), history.shown[-1]))
    history.look()


def clock(history: History) -> None:
    """The clock of the machine jumps, or is set right."""
    from tests.simulation.history import CLOCKS

    if not history.state.landed:
        return  # no fetch by a right clock could vouch for anything
    if history.moments.off:
        history.moments.off = timedelta()
    else:
        history.moments.off = history.chooser.choice(CLOCKS)
        history.exact = False
    history.tell(f"the clock is off by {history.moments.off}")


def power(history: History) -> None:
    """The power goes between two commands: what was said to be done is there."""
    history.tell(f"power lost between commands: {history.disk.lose_power()}")
    history.look()


def analyze(history: History) -> None:
    """Voices, marts and index, without models."""
    if not history.shown or history.restoring:
        return
    history.attempt("analyze", lambda: cheap.analyze(history.workspace))
    history.look()


def report(history: History) -> None:
    """The reports of the week, where there are marts."""
    if not history.shown or history.restoring or not warehouse.has_marts(history.workspace.snapshots):
        return
    history.attempt("report", lambda: cheap.report(history.workspace, history.moments.true))
    history.look()


def spill(history: History) -> None:
    """A reader dies and leaves what it had spilled beside its snapshot."""
    if history.shown:
        snapshot = warehouse.newest(history.workspace.snapshots)
        place = Path(f"{snapshot}.tmp")
        place.mkdir(exist_ok=True)
        read = history.see(snapshot).posts
        held = b" ".join(post.words().encode() for post in history.outside.posts if post.key in read)
        (place / "duckdb_temp_block-1.block").write_bytes(held)
        history.tell(f"a reader left {place.name}")


STEPS = {
    "land": land, "load": load, "publish": publish, "forget": forget, "finish": finish, "backup": backup, "restore": restore,
    "tidy": tidy, "read": read, "clock": clock, "power": power, "analyze": analyze, "report": report, "spill": spill,
}  # fmt: skip
