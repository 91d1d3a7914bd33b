"""The line of thirteen weeks: band, zero, level of the weeks before, event marks, the last value written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from voxpop.analysis.estimates.values import Estimate
from voxpop.analysis.report.model import Trend, TrendPoint
from voxpop.analysis.report.render.charts import line, pieces
from voxpop.analysis.report.render.figures import between, format_signed, short_day, tone
from voxpop.analysis.report.wording.languages import say

STEPS = (5, 10, 20, 25, 50)


@dataclass(frozen=True, slots=True)
class Scale:
    """One vertical scale, for all audiences of a page."""

    low: float
    high: float

    @classmethod
    def of(cls, groups: Sequence[Sequence[TrendPoint]]) -> Scale:
        """Room for every interval, and for zero."""
        estimates = [p.estimate for points in groups for p in points if p.estimate]
        low = min([-10.0, *(e.low for e in estimates)])
        high = max([10.0, *(e.high for e in estimates)])
        return cls(low - 2, high + 2)

    def y(self, value: float, top: float, bottom: float) -> float:
        """Where a value stands."""
        return bottom - (value - self.low) / (self.high - self.low) * (bottom - top)

    def ticks(self) -> list[int]:
        """Round values to draw, few."""
        step = next((s for s in STEPS if (self.high - self.low) / s <= 5), STEPS[-1])
        return [
            n * step
            for n in range(int(self.low // step), int(self.high // step) + 1)
            if self.low <= n * step <= self.high
        ]


def trend_chart(trend: Trend, scale: Scale, *, narrow: bool = False) -> Markup:
    """The chart, wide or for a phone."""
    width, height = (354, 236) if narrow else (660, 272)
    left, right, top, bottom = 34.0, width - (76.0 if narrow else 104.0), 34.0, height - 28.0
    xs = [left + n * (right - left) / max(len(trend.points) - 1, 1) for n in range(len(trend.points))]
    whole = [None if p.incomplete else p.estimate for p in trend.points]
    ys = [None if e is None else scale.y(e.value, top, bottom) for e in whole]
    suffix = "-narrow" if narrow else ""
    parts = [_frame(scale, left, right, top, bottom), _marks(trend, xs, top, bottom, short=narrow)]
    parts.append(_band(xs, whole, scale, top, bottom))
    parts.append(_comparator(trend, xs, scale, top, bottom))
    parts.append(line(xs, ys))
    parts.extend(
        _alone(xs[n], p.estimate, scale, top, bottom) for n, p in enumerate(trend.points) if p.incomplete and p.estimate
    )
    parts.append(_last(xs, trend.points, scale, top, bottom))
    parts.append(_weeks(xs, [p.monday for p in trend.points], height - 6, every=6 if narrow else 3))
    return Markup(
        '<svg viewBox="0 0 {w} {h}" class="trend {cls}" role="img" aria-labelledby="trend-title{s} trend-desc{s}">'
        '<title id="trend-title{s}">{title}</title><desc id="trend-desc{s}">{said}</desc>{parts}</svg>'
    ).format(
        w=width,
        h=height,
        cls="narrow" if narrow else "wide",
        s=suffix,
        title=say("Net sentiment, {n} weeks", n=len(trend.points)),
        said=_describe(trend),
        parts=Markup("").join(parts),
    )


def mini(points: Sequence[TrendPoint], scale: Scale) -> Markup:
    """A small multiple on the same scale."""
    xs = [2 + n * 123 / max(len(points) - 1, 1) for n in range(len(points))]
    whole = [None if p.incomplete else p.estimate for p in points]
    zero = scale.y(0, 4, 72)
    parts = [Markup('<line x1="2" x2="125" y1="{:.1f}" y2="{:.1f}" class="zero"/>').format(zero, zero)]
    parts.append(_band(xs, whole, scale, 4, 72))
    parts.append(line(xs, [None if e is None else scale.y(e.value, 4, 72) for e in whole]))
    last = points[-1].estimate if points else None
    if last:
        spot = '<circle cx="{:.1f}" cy="{:.1f}" r="4" class="dot {}"/>'
        parts.append(Markup(spot).format(xs[-1], scale.y(last.value, 4, 72), tone(last)))
    frame = Markup('<svg viewBox="0 0 132 76" class="mini" aria-hidden="true" focusable="false">{}</svg>')
    return frame.format(Markup("").join(parts))


def _frame(scale: Scale, left: float, right: float, top: float, bottom: float) -> Markup:
    parts = []
    for tick in scale.ticks():
        y = scale.y(tick, top, bottom)
        parts.append(
            Markup(
                '<line x1="{:.0f}" x2="{:.0f}" y1="{:.1f}" y2="{:.1f}" class="{}"/>'
                '<text x="{:.0f}" y="{:.1f}" text-anchor="end" class="t2" font-size="13">{}</text>'
            ).format(left, right, y, y, "zero" if tick == 0 else "grid", left - 7, y + 4.5, format_signed(tick))
        )
    return Markup("").join(parts)


def _band(xs: Sequence[float], estimates: Sequence[Estimate | None], scale: Scale, top: float, bottom: float) -> Markup:
    parts = []
    for run in pieces([None if e is None else e.value for e in estimates]):
        known = [(xs[n], e) for n in run if (e := estimates[n]) is not None]
        if len(known) > 1:
            there = [f"{x:.1f},{scale.y(e.high, top, bottom):.1f}" for x, e in known]
            back = [f"{x:.1f},{scale.y(e.low, top, bottom):.1f}" for x, e in reversed(known)]
            parts.append(Markup('<polygon points="{}" class="band"/>').format(" ".join([*there, *back])))
    return Markup("").join(parts)


def _marks(trend: Trend, xs: Sequence[float], top: float, bottom: float, *, short: bool) -> Markup:
    """Dashed lines at events; a label that would touch its neighbour moves to the second row, or is left to the table."""
    if not trend.points:
        return Markup("")
    first = trend.points[0].monday
    step = (xs[1] - xs[0]) / 7 if len(xs) > 1 else 0.0
    taken = [-1e9, -1e9]  # where each row of labels ends
    parts = []
    for mark in sorted(trend.marks, key=lambda m: (m.day, m.name)):
        x = xs[0] + (mark.day - first).days * step
        parts.append(
            Markup('<line x1="{:.1f}" x2="{:.1f}" y1="{:.0f}" y2="{:.0f}" class="event"/>').format(
                x, x, top - 16, bottom
            )
        )
        name = mark.name if len(mark.name) <= (14 if short else 24) else f"{mark.name[: 13 if short else 23]}…"
        length = 6.8 * len(name)
        before = x + length > xs[-1] + 40
        start = x - 5 - length if before else x + 5
        row = next((n for n in (0, 1) if start > taken[n]), None)
        if row is None:
            continue
        taken[row] = start + length + 8
        label = '<text x="{:.1f}" y="{:.0f}" text-anchor="{}" class="t2" font-size="13">{}</text>'
        parts.append(
            Markup(label).format(x - 5 if before else x + 5, top - 10 + 14 * row, "end" if before else "start", name)
        )
    return Markup("").join(parts)


def _comparator(trend: Trend, xs: Sequence[float], scale: Scale, top: float, bottom: float) -> Markup:
    if trend.comparator is None or len(xs) <= trend.comparator_weeks:
        return Markup("")
    y = scale.y(trend.comparator, top, bottom)
    x1, x2 = xs[-1 - trend.comparator_weeks], xs[-2]
    return Markup('<line x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}" class="ref"/>').format(x1, x2, y, y)


def _alone(x: float, estimate: Estimate, scale: Scale, top: float, bottom: float) -> Markup:
    """A week that was not heard whole: a hollow dot, no line to it."""
    y = scale.y(estimate.value, top, bottom)
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.6" class="dot unk"/>').format(x, y)


def _last(xs: Sequence[float], points: Sequence[TrendPoint], scale: Scale, top: float, bottom: float) -> Markup:
    estimate = points[-1].estimate if points else None
    if estimate is None:
        return Markup("")
    x, y = xs[-1], scale.y(estimate.value, top, bottom)
    kind = tone(estimate)
    colour = {"neg": "negt", "pos": "post"}.get(kind, "unkt")
    return Markup(
        '<circle cx="{:.1f}" cy="{:.1f}" r="6" class="dot {}"/>'
        '<text x="{:.1f}" y="{:.1f}" class="big {}" font-size="18">{}</text>'
        '<text x="{:.1f}" y="{:.1f}" class="t2" font-size="13">{}</text>'
    ).format(
        x,
        y,
        kind,
        x + 12,
        y + 2,
        colour,
        format_signed(estimate.value),
        x + 12,
        y + 19,
        between(estimate.low, estimate.high),
    )


def _weeks(xs: Sequence[float], mondays: Sequence[date], y: float, every: int) -> Markup:
    parts = []
    for n in range(0, len(mondays), every):
        anchor = "start" if n == 0 else "middle"
        text = '<text x="{:.1f}" y="{:.0f}" text-anchor="{}" class="t2" font-size="13">{}</text>'
        parts.append(Markup(text).format(xs[n] - (34 if n == 0 else 0), y, anchor, short_day(mondays[n])))
    return Markup("").join(parts)


def _describe(trend: Trend) -> str:
    known = [p.estimate for p in trend.points if p.estimate]
    if not known:
        return say("There is no estimate in these weeks.")
    low, high = min(e.value for e in known), max(e.value for e in known)
    last = trend.points[-1].estimate
    line_chart = say(
        "Line chart of net sentiment with a 95% interval band. It ranged from {low} to {high}.",
        low=format_signed(low),
        high=format_signed(high),
    )
    if last is None:
        return f"{line_chart} {say('The last week has no estimate.')}"
    end = say(
        "It ends at {value}, interval {interval}.",
        value=format_signed(last.value),
        interval=between(last.low, last.high),
    )
    return f"{line_chart} {end}"
