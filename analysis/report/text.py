"""The report as plain text, 80 columns: for a terminal, and as the plain part of a mail."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from analysis.report import figures
from analysis.report.model import Heard, Report

WIDTH = 80
MARKS = {Heard.WHOLE: "#", Heard.PART: "+", Heard.NOT: "x", Heard.UNKNOWN: "?"}


def text(report: Report) -> str:
    """All blocks, in the order of the page."""
    dates = figures.span(report.monday, report.sunday)
    lines = [*_wrap(f"{report.company} weekly listening report | {report.audience} | {report.week}, {dates}"), ""]
    lines += [*_wrap(report.headline.upper()), "", *_wrap(report.deck), ""]
    if report.cautions:
        lines += ["READ WITH CARE", *(line for c in report.cautions for line in _bullet(figures.flat(c), "! ")), ""]
    lines += [line for point in report.points for line in _bullet(figures.flat(point))]
    for figure in report.figures:
        lines += _bullet(
            " ".join(part for part in (f"{figure.value}.", figure.change, figure.interval) if part), f"{figure.name}: "
        )
    lines += _trend(report) + _others(report) + _themes(report) + _words(report) + _channels(report)
    lines += _requests(report) + _own(report) + _coverage(report)
    lines += ["", "HOW THIS WAS MADE", *_wrap(report.method_changed)]
    lines += [line for method in report.method for line in _bullet(method.text, f"{method.term}: ")]
    if report.contact:
        lines += ["", *_wrap(f"Questions or corrections: {report.contact}")]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _trend(report: Report) -> list[str]:
    if report.trend is None:
        return []
    lines = ["", f"NET SENTIMENT, {len(report.trend.points)} WEEKS"]
    for point in report.trend.points:
        said = "no estimate"
        if point.estimate:
            e = point.estimate
            said = (
                f"{figures.signed(e.value):>4}  {figures.interval(e):<16} {e.n_posts:>5} posts {e.n_authors:>5} authors"
            )
        lines.append(f"  {figures.short_day(point.monday):<7}{said}{'  not heard whole' if point.incomplete else ''}")
    return lines


def _others(report: Report) -> list[str]:
    lines = ["", "OTHER AUDIENCES"] if report.others else []
    for other in report.others:
        level = f"{figures.signed(other.latest.value)} {figures.interval(other.latest)}. " if other.latest else ""
        lines += _bullet(f"{level}{other.sentence} {figures.interval(other.change)}".strip(), f"{other.name}: ")
    return lines


def _themes(report: Report) -> list[str]:
    lines = ["", "THEMES"] if report.themes else []
    if report.themes:
        lines.append(f"  {'Theme':<30}{'share':>12}{'posts':>7}  {'neg/pos':>9}  change in share")
    for row in report.themes:
        before = f"{round(row.share_before)} to " if row.share_before is not None else ""
        share = f"{before}{round(row.share.value)}%"
        tone = f"{round(row.negative)}/{round(row.positive)}%"
        change = f"{figures.share_change(row.change)} {figures.interval(row.change)}".strip()
        arrow = {"up": "up ", "dn": "down "}.get(figures.direction(row.change), "")
        lines.append(
            f"  {textwrap.shorten(row.label, 29, placeholder='…'):<30}{share:>12}{row.n_posts:>7}  {tone:>9}  {arrow}{change}"
        )
    return lines + (_wrap(report.themes_note) if report.themes_note else [])


def _words(report: Report) -> list[str]:
    lines = ["", "IN THEIR WORDS"] if report.verbatims else []
    for quote in report.verbatims:
        lines += _bullet(f'"{" ".join(figures.plain(quote.text).split())}"')
        where = f"{quote.theme}, scored {quote.label}. {quote.channel}, {figures.short_day(quote.day)}. {quote.reason[:1].upper()}{quote.reason[1:]}."
        lines += textwrap.wrap(where, WIDTH, initial_indent="    ", subsequent_indent="    ")
        if figures.link(quote.url):
            lines.append(f"    {quote.url}")
    return lines


def _channels(report: Report) -> list[str]:
    lines = ["", "WHERE PEOPLE SAID IT"] if report.channels else []
    for row in report.channels:
        if row.net is None:
            said = row.note
        else:
            neg, neu, pos = (round(v or 0) for v in (row.negative, row.neutral, row.positive))
            net = f"{figures.signed(row.net.value)} {figures.interval(row.net)}"
            said = f"{neg}% negative, {neu}% neutral, {pos}% positive, net {net}{f'. {row.note}' if row.note else ''}"
        lines += _bullet(f"{row.n_posts} posts by {row.n_authors} authors. {said}", f"{row.label}: ")
    return lines


def _requests(report: Report) -> list[str]:
    lines = ["", "WHAT PEOPLE ASKED FOR"] if report.requests else []
    for row in report.requests:
        lines += _bullet(
            f"{row.n_authors} authors, first heard {row.first_heard}. {row.state}".strip(), f"{row.label}: "
        )
    return lines


def _own(report: Report) -> list[str]:
    lines = ["", "OUR SIDE OF THE CONVERSATION"] if report.own else []
    for row in report.own:
        answered = f", answered {row.answered} of {row.questions} in 48 h" if row.questions else ""
        wait = f", median wait {round(row.median_wait_hours)} h" if row.median_wait_hours is not None else ""
        flag = f". {row.flag}" if row.flag else ""
        lines += _bullet(f"{row.n_posts} posts{answered}{wait}, last post {row.last_post}{flag}", f"{row.label}: ")
    return lines


def _coverage(report: Report) -> list[str]:
    lines = ["", "WHAT WE DID NOT HEAR"]
    if report.coverage:
        lines.append(f"  {'Channel':<30}Mo Tu We Th Fr Sa Su   # collected  + in part  x not  ? unknown")
    lines += [
        f"  {textwrap.shorten(row.label, 29, placeholder='…'):<30}{'  '.join(MARKS[day] for day in row.days)}"
        for row in report.coverage
    ]
    return lines + [line for gap in report.gaps for line in _bullet(gap)]


def _wrap(said: str) -> list[str]:
    return textwrap.wrap(figures.plain(said), WIDTH) or [""]


def _bullet(said: str, name: str = "") -> list[str]:
    return textwrap.wrap(figures.plain(f"{name}{said}"), WIDTH, initial_indent="  - ", subsequent_indent="    ")


def summary(reports: Sequence[Report]) -> str:
    """One line an audience, for the end of a run."""
    width = max((len(report.audience) for report in reports), default=0)
    return "\n".join(f"  {report.audience:<{width}}  {figures.plain(report.headline)}" for report in reports)
