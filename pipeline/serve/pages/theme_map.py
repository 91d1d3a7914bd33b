"""All themes of an audience and week: on a map where each keeps its place, and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voxpop.pipeline.serve import figures
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.pipeline.serve.pages import audience
from voxpop.pipeline.serve.wording import say

if TYPE_CHECKING:
    from voxpop.analysis.report.model import ThemeRow

WIDE, NARROW = (1024.0, 560.0), (354.0, 520.0)
"""Size of the two drawings: for a screen, and for a phone."""

LARGEST, SMALLEST = 34.0, 7.0
SIZE, LINE, SIGN = 14.0, 18.0, 8.7
"""Of labels: the font, the height of a line, about the width of a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One theme on the map; its area stands for its share of posts."""

    row: ThemeRow
    x: float
    y: float
    radius: float
    label: str
    label_x: float
    label_y: float  # of its base line
    anchor: str


LONGEST = 34
"""Characters of a label."""

Box = tuple[float, float, float, float]  # left, top, right, bottom


def show(asked: Asked) -> Page:
    """The page."""
    report = figures.report(asked.opened, asked.filters.audience, asked.filters.week)
    places = figures.places(asked.opened)
    said = audience.context(report)
    return Page(
        template="themes.html.jinja",
        title=f"{say('Themes')}, {report.audience}, {report.week}",
        context=said
        | {
            "wide": draw(report.themes, places, *WIDE),
            "narrow": draw(report.themes, places, *NARROW),
            "unplaced": [row for row in report.themes if row.id not in places],
        },
        tables={"themes": audience.tables(report, asked.opened.workspace.config.report.min_authors)["themes"]},
    )


def draw(rows: tuple[ThemeRow, ...], places: dict[str, tuple[float, float]], width: float, height: float) -> list[Spot]:
    """Where each theme of the week stands in the drawing; the frame is that of all themes there are, so that none moves."""
    placed = sorted((row for row in rows if row.id in places), key=lambda row: -row.share.value)
    if not placed:
        return []
    xs, ys = ([place[axis] for place in places.values()] for axis in (0, 1))
    most = max(row.share.value for row in placed) or 1.0
    scale = min(1.0, width / WIDE[0] + 0.3)
    edge = (min(130.0, width / 5), LARGEST + LINE)
    circles = [
        (
            row,
            _along(places[row.id][0], xs, width, edge[0]),
            _along(places[row.id][1], ys, height, edge[1]),
            max(SMALLEST, scale * LARGEST * (row.share.value / most) ** 0.5),
        )
        for row in placed
    ]
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for _, x, y, r in circles]
    spots = []
    for place, (row, x, y, radius) in enumerate(circles):
        label = row.label if len(row.label) <= LONGEST else f"{row.label[: LONGEST - 1]}…"
        label = str(place + 1) if width < WIDE[0] else label  # on a phone a number, with the labels in a list below
        others = [box for n, box in enumerate(taken) if n != place]
        tries = [_label(label, x, y, radius, side) for side in range(4)]
        cost = [_crowding(box, others, width, height) for box, *_ in tries]
        box, label_x, label_y, anchor = tries[cost.index(min(cost))]
        taken.append(box)
        spots.append(
            Spot(row=row, x=x, y=y, radius=radius, label=label, label_x=label_x, label_y=label_y, anchor=anchor)
        )
    return spots


def _along(value: float, values: list[float], length: float, edge: float) -> float:
    low, high = min(values), max(values)
    return edge + (value - low) / (high - low or 1.0) * (length - 2 * edge)


def _label(label: str, x: float, y: float, radius: float, side: int) -> tuple[Box, float, float, str]:
    """A label to the right, below, above or to the left of a circle: its box, its place, its anchor."""
    long = SIGN * len(label)
    if side in (0, 3):
        left = x + radius + 6 if side == 0 else x - radius - 6 - long
        middle = y + SIZE / 3
        return (
            (left, middle - SIZE, left + long, middle + 4),
            (left if side == 0 else left + long),
            middle,
            "start" if side == 0 else "end",
        )
    base = y + radius + LINE - 2 if side == 1 else y - radius - 7
    return (x - long / 2, base - SIZE, x + long / 2, base + 4), x, base, "middle"


def _crowding(box: Box, others: list[Box], width: float, height: float) -> float:
    """How much of a label lies on something else, or outside."""
    outside = max(0.0, -box[0]) + max(0.0, box[2] - width) + max(0.0, -box[1]) + max(0.0, box[3] - height)
    on = sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in others
    )
    return on + 40 * outside
