"""An installation of six archives of made-up posts, the same files on every machine."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

CHANNELS = ("north", "south", "east", "west", "harbour", "hill")
POSTS = 80
"""Posts of each channel, over five weeks."""

PARTS = (
    ["The export", "The mobile app", "Search", "The new editor", "Billing", "The sync with calendars"],
    ["stopped after the upgrade", "is much faster now", "loses my filters", "works well for our team", "asks twice"],
    ["and nobody answers.", "which I like.", "on every page.", "since Monday.", "what can I do?", "thank you!"],
    ["My manager", "A colleague in Leeds", "Our trainer", "The night shift", "Half of the team", "Everybody here"],
    ["wants it on paper", "asked for a discount", "found the old menu", "prefers the phone", "waits for version nine"],
    ["and I agree.", "but who knows.", "as always.", "in spite of the manual.", "again.", "for good reasons."],
)


def write_installation(folder: Path, disk: Path, store: str = "", endpoint: str = "") -> None:
    """A configuration whose files are the same for everybody, and whose data lie on a disk."""
    folder.mkdir(exist_ok=True)
    places = {"warehouse": "warehouse.duckdb"} | {
        one: one for one in ("landing", "snapshots", "reports", "labels", "deliveries")
    }
    lines = [f"  {name}: {disk / part}" for name, part in places.items()]
    if store:
        lines.append(f"  mirror: {{url: '{store}', endpoint: '{endpoint}', queue: warehouse}}")
    columns = "{post_id: post_id, handle: author, text: text, created_at: created_at}"
    for name in CHANNELS:
        write_posts(folder / f"{name}.csv", name)
    heard = [
        f"  - {{id: {name}, source: archive, path: {name}.csv, time_format: iso, columns: {columns}}}"
        for name in CHANNELS
    ]
    text = [
        "company: {name: Larkspur}",
        "analysis: {sentiment: fast}",
        "brands: [{name: Larkspur}]",
        "storage:",
        *lines,
        "channels:",
        *heard,
    ]
    (folder / "voxpop.yaml").write_text("\n".join(text) + "\n")


def write_posts(path: Path, name: str) -> None:
    """Posts of the five weeks before this one, of made-up words; the same for a name at any time of a day."""
    chooser = random.Random(name)
    start = first_day()
    with path.open("w") as file:
        file.write("post_id,author,text,created_at\n")
        for n in range(POSTS):
            words = " ".join(chooser.choice(part) for part in PARTS)
            when = start + n * timedelta(weeks=5) / POSTS
            file.write(f"{name}-{n},{name}{chooser.randrange(40)},{words},{when.replace(microsecond=0).isoformat()}\n")


def first_day() -> datetime:
    """When the posts begin: five weeks before this one."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday(), weeks=5)


def run_alone(folder: Path, disk: Path, end: datetime, env: dict[str, str]) -> None:
    """Land, load, analyse and report on one machine without Airflow, up to the end of the window that the workers heard."""
    write_installation(folder, disk)
    window = ["--from", f"{first_day():%Y-%m-%d}", "--to", end.isoformat()]
    for words in (["land", *window], ["load"], ["analyze"], ["report"]):
        line = [sys.executable, "-P", "-m", "voxpop.pipeline.command.main", *words]
        line += ["--config", str(folder / "voxpop.yaml")]
        subprocess.run(line, env=env, check=True, stdout=subprocess.DEVNULL)
