"""Posts week by week as columns, and the share of voice as a line with its interval; first, last and highest are written out."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from voxpop.analysis.report.render.charts import line
from voxpop.analysis.report.render.figures import percent, short_day
from voxpop.analysis.report.weeks import VolumePoint

WIDTH, HEIGHT = 420, 118
TOP, BOTTOM = 22, 98
TEXT = '<text x="{:.1f}" y="{:.1f}" class="t{}" text-anchor="{}">{}</text>'


def post_columns(points: Sequence[VolumePoint]) -> Markup:
    """One column a week from zero, the last in full colour; hollow where a week was not heard whole."""
    most = max(max((p.n_posts for p in points), default=0), 1)
    step = WIDTH / len(points)
    parts = []
    for n, point in enumerate(points):
        height = (BOTTOM - TOP) * point.n_posts / most
        cls = "dot unk" if point.incomplete else f"now {'hot' if n == len(points) - 1 else 'cold'}"
        rect = '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"/>'
        parts.append(Markup(rect).format(n * step + step * 0.16, BOTTOM - height, step * 0.68, height, cls))
    top = max(range(len(points)), key=lambda n: points[n].n_posts)
    for n in sorted({top, len(points) - 1}):
        y = BOTTOM - (BOTTOM - TOP) * points[n].n_posts / most - 6
        parts.append(Markup(TEXT).format((n + 0.5) * step, y, " big" * (n != top), "middle", f"{points[n].n_posts:,}"))
    return _framed([*parts, *_ends(points)])


def voice_line(points: Sequence[VolumePoint]) -> Markup:
    """The share of voice in percent with its 95% interval, from zero; broken where a week has no estimate."""
    known = [p.voice for p in points if p.voice]
    if not known:
        return Markup("")
    most = max(10.0, *(min(e.high, 100.0) for e in known))
    step = (WIDTH - 60) / max(len(points) - 1, 1)
    xs = [6 + n * step for n in range(len(points))]

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * min(max(value, 0.0), most) / most

    ys = [y(p.voice.value) if p.voice and not p.incomplete else None for p in points]
    parts = [
        Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}" class="link cold"/>').format(
            x, y(p.voice.low), y(p.voice.high)
        )
        for x, p in zip(xs, points, strict=True)
        if p.voice
    ]
    parts.append(line(xs, ys, "line thin"))
    for n in sorted({0, len(points) - 1}):
        if voice := points[n].voice:
            parts.append(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.2" class="dotk"/>').format(xs[n], y(voice.value)))
            end = n == len(points) - 1
            place = (xs[n] + 8, y(voice.value) + 5) if end else (xs[n], y(voice.high) - 6)
            parts.append(Markup(TEXT).format(*place, " big" if end else "", "start", percent(voice.value)))
    return _framed([*parts, *_ends(points, xs[-1])])


def _ends(points: Sequence[VolumePoint], right: float = WIDTH) -> list[Markup]:
    """The base line, with the first and the last week under it."""
    base = Markup('<line x1="0" x2="{:.1f}" y1="{}" y2="{}" class="zero"/>').format(right, BOTTOM, BOTTOM)
    names = [(0.0, "start", points[0].monday), (right, "end", points[-1].monday)]
    return [base, *(Markup(TEXT).format(x, HEIGHT - 4, " t2", anchor, short_day(day)) for x, anchor, day in names)]


def _framed(parts: Sequence[Markup]) -> Markup:
    frame = Markup('<svg viewBox="{}" class="columns" aria-hidden="true" focusable="false">{}</svg>')
    return frame.format(f"0 0 {WIDTH} {HEIGHT}", Markup("").join(parts))
