"""A fetch that was landed elsewhere into this landing: there whole or not at all, as one that was fetched here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voxpop import durable
from voxpop.durable import TEMPORARY
from voxpop.landing.unfinished import LOCK, Held
from voxpop.landing.writing import Writing


@contextmanager
def adopting(root: Path, channel: str, fetch_id: str) -> Iterator[Path]:
    """Gives an empty folder to fill; when the block ends well it is the fetch, and not there at all otherwise.

    Where the fetch is here already, it is exchanged in one step; killed between, the older one is a leftover of a killed fetch.
    """
    folder, place = root / TEMPORARY / fetch_id, root / channel / fetch_id
    with Writing(root):
        durable.remove(folder)
        folder.mkdir(parents=True)
        held = Held(folder)
    try:
        with Writing(root):
            yield folder
            for part in folder.iterdir():
                durable.sync(part)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                (place / LOCK).touch()
            durable.sync(folder)
            durable.swap(folder, place)
    except BaseException:
        held.release()
        durable.remove(folder)
        raise
    held.release(place)
    durable.remove(folder)
