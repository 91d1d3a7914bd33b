"""Small charts as inline SVG: sparks, dumbbells, diverging bars, intervals, coverage marks. Widths are percentages."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from voxpop.analysis.estimates.values import Estimate, Verdict
from voxpop.analysis.report.model import ChannelRow, Heard, TargetRow, ThemeRow
from voxpop.analysis.report.render.figures import percent, tone
from voxpop.analysis.report.wording.languages import say

BAR = Markup('<svg class="bar" width="100%" height="26" aria-hidden="true" focusable="false">{}</svg>')
SPARK_WIDTH, SPARK_HEIGHT, PAD = 120, 30, 4


def pieces(values: Sequence[float | None]) -> list[list[int]]:
    """Runs of neighbouring places that have a value: a line is never drawn over a hole."""
    runs: list[list[int]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def line(xs: Sequence[float], ys: Sequence[float | None], cls: str = "line") -> Markup:
    """A line through the points, broken at holes; a point alone is a dot."""
    parts = []
    for run in pieces(ys):
        if len(run) == 1:
            parts.append(
                Markup('<circle cx="{:.1f}" cy="{:.1f}" r="1.6" class="dotk"/>').format(xs[run[0]], ys[run[0]])
            )
        else:
            points = " ".join(f"{xs[n]:.1f},{ys[n]:.1f}" for n in run)
            parts.append(Markup('<polyline points="{}" class="{}"/>').format(points, cls))
    return Markup("").join(parts)


def spark(values: Sequence[float | None], reference: float | None) -> Markup:
    """The weeks of one figure, its usual level, and a dot on the last; nothing of a single week, which has no course."""
    known = [v for v in (*values, reference) if v is not None]
    if len(known) < 2:
        return Markup("")
    low, high = min(known), max(known)
    height = SPARK_HEIGHT - 2 * PAD

    def up(value: float | None) -> float | None:
        if value is None:
            return None
        return SPARK_HEIGHT / 2 if high == low else SPARK_HEIGHT - PAD - (value - low) / (high - low) * height

    step = (SPARK_WIDTH - 8) / max(len(values) - 1, 1)
    xs = [3 + n * step for n in range(len(values))]
    ys = [up(value) for value in values]
    parts = []
    if reference is not None:
        level = '<line x1="3" x2="{:.0f}" y1="{:.1f}" y2="{:.1f}" class="grid"/>'
        parts.append(Markup(level).format(xs[-1], up(reference), up(reference)))
    parts.append(line(xs, ys, "line thin"))
    if ys and ys[-1] is not None:
        parts.append(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.2" class="dotk"/>').format(xs[-1], ys[-1]))
    box = f"0 0 {SPARK_WIDTH} {SPARK_HEIGHT}"
    frame = Markup('<svg viewBox="{}" class="spark" aria-hidden="true" focusable="false">{}</svg>')
    return frame.format(box, Markup("").join(parts))


def dumbbell(row: ThemeRow, most: float) -> Markup:
    """The share before, hollow, and now, solid; bold where the change is clear. `most` is the right end."""
    hot = "hot" if row.change.verdict in (Verdict.UP, Verdict.DOWN) else "cold"
    now = _along(row.share.value, most)
    parts = [Markup('<line x1="0" x2="100%" y1="13" y2="13" class="rail"/>')]
    if row.share_before is not None:
        was = _along(row.share_before, most)
        parts.append(Markup('<line x1="{}%" x2="{}%" y1="13" y2="13" class="link {}"/>').format(was, now, hot))
        parts.append(Markup('<circle cx="{}%" cy="13" r="4.5" class="was"/>').format(was))
    parts.append(Markup('<circle cx="{}%" cy="13" r="5.5" class="now {}"/>').format(now, hot))
    return BAR.format(Markup("").join(parts))


def diverging(negative: float, positive: float, most: float) -> Markup:
    """Negative to the left of a shared zero, positive to the right, a value at each end; neutral is never drawn."""
    room = 28.0  # percent of the width on each side; the rest is for the values
    left, right = (room * value / most if most else 0.0 for value in (negative, positive))
    return BAR.format(
        Markup(
            '<line x1="50%" x2="50%" y1="0" y2="26" class="zero"/>'
            '<rect x="{:.2f}%" width="{:.2f}%" y="5" height="16" class="neg"/>'
            '<rect x="50%" width="{:.2f}%" y="5" height="16" class="pos"/>'
            '<text x="{:.2f}%" dx="-5" y="17.5" text-anchor="end" class="t">{}</text>'
            '<text x="{:.2f}%" dx="5" y="17.5" class="t">{}</text>'
        ).format(50 - left, left, right, 50 - left, percent(negative), 50 + right, percent(positive))
    )


def whisker(net: Estimate, reach: float) -> Markup:
    """Dot and interval around zero in the middle; hollow where the interval includes zero."""
    kind = tone(net)

    def place(value: float) -> float:
        return round(50 + 46 * max(-reach, min(reach, value)) / reach, 2)

    dot = "dot unk" if kind == "unk" else f"dot {kind}"
    return BAR.format(
        Markup(
            '<line x1="50%" x2="50%" y1="2" y2="24" class="zero"/>'
            '<line x1="{}%" x2="{}%" y1="13" y2="13" class="whisk {}"/>'
            '<circle cx="{}%" cy="13" r="4.8" class="{}"/>'
        ).format(place(net.low), place(net.high), kind, place(net.value), dot)
    )


def coverage_mark(heard: Heard) -> Markup:
    """Filled, half, crossed, or a question mark: unknown is never shown as silence."""
    shape = {
        Heard.WHOLE: '<rect x="2" y="2" width="14" height="14" class="k"/>',
        Heard.PART: '<rect x="2.5" y="2.5" width="13" height="13" class="o"/><path d="M2 16 L16 16 L16 2 Z" class="k"/>',
        Heard.NOT: '<rect x="2.5" y="2.5" width="13" height="13" class="o"/>'
        '<line x1="3" y1="3" x2="15" y2="15" class="x"/><line x1="15" y1="3" x2="3" y2="15" class="x"/>',
        Heard.UNKNOWN: '<text x="9" y="14" text-anchor="middle" class="t2" font-size="14">?</text>',
    }[heard]
    frame = Markup('<svg viewBox="0 0 18 18" class="cov" role="img" aria-label="{}">{}</svg>')
    return frame.format(say(heard.value), Markup(shape))


def widest_share(rows: Sequence[ThemeRow]) -> float:
    """The right end of all dumbbells."""
    return max([1.0, *(max(row.share.value, row.share_before or 0.0) for row in rows)])


def strongest(rows: Sequence[ThemeRow] | Sequence[ChannelRow] | Sequence[TargetRow]) -> float:
    """The end of all diverging bars of a table."""
    return max([1.0, *(side for row in rows for side in (row.negative or 0.0, row.positive or 0.0))])


def farthest(rows: Sequence[ChannelRow]) -> float:
    """The reach of all whiskers of a table."""
    return max([10.0, *(abs(end) for row in rows if row.net for end in (row.net.low, row.net.high))])


def _along(value: float, most: float) -> float:
    return round(2 + 95 * value / most, 2)
