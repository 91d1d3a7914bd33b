"""The day grid of the coverage ledger in a terminal: a line a channel, a letter a day."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rich.console import Console
from rich.text import Text

from voxpop.pipeline.command.output import clean

STATES = {
    "complete": ("#", "green"),
    "capped": ("c", "yellow"),
    "limited": ("l", "magenta"),
    "failed": ("f", "red"),
    "unknown": ("?", "dim"),
}
"""State -> letter and colour: the letter alone is enough where there is no colour."""
DAYS_A_BLOCK = 7 * 13


def show_grid(days: Sequence[dict[str, Any]]) -> None:
    """Channels by days; what nobody asked for is '?', never a zero."""
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    if not days:
        console.print("nothing was asked for in this span")
        return
    states = {(row["channel"], row["day"]): row["state"] for row in days}
    channels = sorted({channel for channel, _ in states})
    first, last = min(day for _, day in states), max(day for _, day in states)
    margin = max(map(len, channels)) + 2
    width = max(7, min(DAYS_A_BLOCK, console.width - margin - 1))
    while first <= last:
        block = [first + timedelta(days=n) for n in range(min(width, (last - first).days + 1))]
        console.print(Text(" " * margin + _scale(block), style="dim"), no_wrap=True, crop=True)
        for channel in channels:
            line = Text(clean(channel).ljust(margin))
            for day in block:
                letter, colour = STATES[states.get((channel, day), "unknown")]
                line.append(letter, style=colour)
            console.print(line, no_wrap=True)
        first += timedelta(days=width)
    console.print(Text("  ".join(f"{letter} {state}" for state, (letter, _) in STATES.items()), style="dim"))


def _scale(block: Sequence[date]) -> str:
    """The dates over the grid: a month and day at each Monday, where there is room."""
    line = ""
    for place, day in enumerate(block):
        if day.weekday() == 0 and len(line) <= place:
            line = line.ljust(place) + f"{day:%m-%d} "
    return line
