"""The report as plain text, 80 columns: for a terminal, and as the plain part of a mail."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from voxpop.analysis.report.beside import RatingRow
from voxpop.analysis.report.model import Heard, Report
from voxpop.analysis.report.render import acts, figures
from voxpop.analysis.report.wording.languages import current, say, speaking

WIDTH = 80
MARKS = {Heard.WHOLE: "#", Heard.PART: "+", Heard.NOT: "x", Heard.UNKNOWN: "?"}


def text(report: Report) -> str:
    """All blocks, in the order of the page."""
    with speaking(report.language):
        return _text(report)


def _text(report: Report) -> str:
    dates = figures.span(report.monday, report.sunday)
    lines = [
        *_wrap(f"{report.company} {say('weekly listening report')} | {report.audience} | {report.week}, {dates}"),
        "",
    ]
    lines += [*_wrap(report.headline.upper()), "", *_wrap(report.deck), ""]
    if report.cautions:
        lines += [
            _heading("Read with care"),
            *(line for c in report.cautions for line in _bullet(figures.flat(c), "! ")),
            "",
        ]
    lines += [line for point in report.points for line in _bullet(figures.flat(point))]
    for figure in report.figures:
        lines += _bullet(
            " ".join(part for part in (f"{figure.value}.", figure.change, figure.interval) if part), f"{figure.name}: "
        )
    lines += _trend(report) + _others(report) + _drivers(report) + _themes(report) + _words(report) + _channels(report)
    lines += (
        _targets(report)
        + _questions(report)
        + _ratings(report)
        + _campaigns(report)
        + _requests(report)
        + _acts(report)
        + _own(report)
        + _community(report)
        + _coverage(report)
    )
    lines += ["", _heading("How this was made"), *_wrap(report.method_changed)]
    lines += [line for method in report.method for line in _bullet(method.text, f"{method.term}: ")]
    if report.contact:
        lines += ["", *_wrap(f"{say('Questions or corrections')}: {report.contact}")]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _trend(report: Report) -> list[str]:
    if report.trend is None:
        return []
    lines = ["", say("Net sentiment, {n} weeks", n=len(report.trend.points)).upper()]
    for point in report.trend.points:
        said = say("no estimate")
        if point.estimate:
            e = point.estimate
            said = f"{figures.format_signed(e.value):>4}  {figures.interval(e):<16} {e.n_posts:>5} {say('posts')} {e.n_authors:>5} {say('authors')}"
        lines.append(
            f"  {figures.short_day(point.monday):<9}{said}{'  ' + say('not heard whole') if point.incomplete else ''}"
        )
    for event in report.events:
        lines += _bullet(f"{event.sentence}.", f"{event.name} ({figures.short_day(event.day)}): ")
    return lines


def _drivers(report: Report) -> list[str]:
    lines = ["", _heading("What the change is made of")] if report.drivers else []
    for name, rows in (("Theme", report.drivers), ("Channel", report.channel_drivers)):
        if rows:
            lines.append(f"  {say(name):<30}{say('how often'):>12}{say('tone'):>7}  {say('together (95% interval)')}")
        lines += [
            f"  {textwrap.shorten(row.label, 29, placeholder='…'):<30}{figures.format_signed(row.printed[0]):>12}"
            f"{figures.format_signed(row.printed[1]):>7}  {figures.format_signed(row.printed[2]):>4}  {figures.interval(row.total)}"
            for row in rows
        ]
    return lines


def _others(report: Report) -> list[str]:
    lines = ["", _heading("Other audiences")] if report.others else []
    for other in report.others:
        level = (
            f"{figures.format_signed(other.latest.value)} {figures.interval(other.latest)}. " if other.latest else ""
        )
        lines += _bullet(f"{level}{other.sentence} {figures.interval(other.change)}".strip(), f"{other.name}: ")
    return lines


def _themes(report: Report) -> list[str]:
    lines = ["", _heading("Themes")] if report.themes else []
    first = figures.is_first(report.themes)
    if report.themes:
        changes = "" if first else f"  {say('change in share')}"
        lines.append(f"  {say('Theme'):<30}{say('share'):>12}{say('posts'):>9}  {say('neg/pos'):>9}{changes}")
    for row in report.themes:
        before = f"{round(row.share_before)} {say('to')} " if row.share_before is not None else ""
        share = f"{before}{figures.percent(row.share.value)}"
        tone = f"{round(row.negative)}/{figures.percent(row.positive)}"
        change = f"{figures.share_change(row.change)} {figures.interval(row.change)}".strip()
        arrow = {"up": f"{say('up')} ", "dn": f"{say('down')} "}.get(figures.direction(row.change), "")
        moved = "" if first else f"  {arrow}{change}"
        lines.append(
            f"  {textwrap.shorten(row.label, 29, placeholder='…'):<30}{share:>12}{row.n_posts:>9}  {tone:>9}{moved}"
        )
    return lines + (_wrap(report.themes_note) if report.themes_note else [])


def _words(report: Report) -> list[str]:
    lines = ["", _heading("In their words")] if report.verbatims else []
    for quote in report.verbatims:
        lines += _bullet(f'"{" ".join(figures.plain(quote.text).split())}"')
        where = f"{quote.theme}, {say(f'scored {quote.label}')}. {quote.channel}, {figures.short_day(quote.day)}. {quote.reason[:1].upper()}{quote.reason[1:]}."
        lines += textwrap.wrap(where, WIDTH, initial_indent="    ", subsequent_indent="    ")
        if figures.link(quote.url):
            lines.append(f"    {quote.url}")
    return lines


def _channels(report: Report) -> list[str]:
    lines = ["", _heading("Where people said it")] if report.channels else []
    for row in report.channels:
        if row.net is None:
            said = row.note
        else:
            said = say(
                "{negative} negative, {neutral} neutral, {positive} positive, net {net}",
                negative=figures.percent(row.negative or 0),
                neutral=figures.percent(row.neutral or 0),
                positive=figures.percent(row.positive or 0),
                net=f"{figures.format_signed(row.net.value)} {figures.interval(row.net)}",
            ) + (f". {row.note}" if row.note else "")
        lines += _bullet(
            f"{say('{posts} posts by {authors} authors', posts=row.n_posts, authors=row.n_authors)}. {said}",
            f"{row.label}: ",
        )
    return lines


def _targets(report: Report) -> list[str]:
    lines = ["", _heading("What was said of whom")] if report.targets else []
    for row in report.targets:
        level = (
            f"{say('Net sentiment')} {figures.format_signed(row.net.value)} {figures.interval(row.net)}. "
            if row.net
            else ""
        )
        counts = say("{posts} posts by {authors} authors", posts=row.n_posts, authors=row.n_authors)
        lines += _bullet(f"{counts}. {level}{row.sentence} {figures.interval(row.change)}".strip(), f"{row.name}: ")
    return lines


def _ratings(report: Report) -> list[str]:
    lines = ["", _heading("Stars people gave")] if report.ratings else []
    for row in report.ratings:
        counts = say(
            "{n} ratings by {authors} authors, {words} with words",
            n=row.n_ratings,
            authors=row.n_authors,
            words=row.n_words,
        )
        said = [f"{counts}."]
        if row.mean:
            of = say(" of {scale}", scale=f"{row.scale:g}") if row.scale else ""
            said.append(f"{figures.stars(row.mean.value)}{of} {figures.stars_interval(row.mean)}.")
        if row.steps and row.scale:
            said.append(f"{figures.steps_of(row.scale)}: {', '.join(map(str, row.steps))}%.")
        said.append(f"{row.sentence} {figures.stars_interval(row.change)}".strip() + ".")
        if row.net:
            said.append(f"{_tone_of_ratings(row)}.")
        lines += _bullet(" ".join(said), f"{row.label}: ")
    return lines


def _tone_of_ratings(row: RatingRow) -> str:
    net = f"{figures.format_signed(row.net.value)} {figures.interval(row.net)}" if row.net else ""
    if row.against is None:
        return say("Their words: net {net}", net=net)
    return say("Their words: net {net}, {share} read against their stars", net=net, share=figures.percent(row.against))


def _campaigns(report: Report) -> list[str]:
    lines = ["", _heading("What we sent")] if report.campaigns else []
    for row in report.campaigns:
        title = row.title if row.title == row.campaign else f"{row.title} ({row.campaign})"
        lines += _bullet(f"{', '.join(figures.of_campaign(row))}.", f"{title}, {figures.short_day(row.day)}: ")
    return lines


def _questions(report: Report) -> list[str]:
    lines = ["", _heading("Questions of our own")] if report.questions else []
    for row in report.questions:
        counts = say("{posts} posts by {authors} authors", posts=row.n_posts, authors=row.n_authors)
        level = ""
        if row.share:
            level = f"{figures.percent(row.share.value)} ({figures.percent(row.share.low)}\u2013{figures.percent(row.share.high)}), {row.n_unsure} {say('unsure')}. "
        judged = ""
        if row.n_judged:
            judged = f" {say('{right} of {judged} judged are right', right=row.n_right, judged=row.n_judged)}."
        said = f"{counts}. {level}{row.sentence} {figures.interval(row.change)}".strip()
        lines += _bullet(f"{said}{judged}", f"{row.name}: ")
        lines += _bullet(row.quote, "> ") if row.quote else []
    return lines


def _requests(report: Report) -> list[str]:
    lines = ["", _heading("What people asked for")] if report.requests else []
    for row in report.requests:
        lines += _bullet(
            f"{say('{authors} authors, first heard {when}', authors=row.n_authors, when=row.first_heard)}. {row.state}".strip(),
            f"{row.label}: ",
        )
    return lines


def _acts(report: Report) -> list[str]:
    lines = ["", _heading("You said, we did")] if report.acts else []
    for row in report.acts:
        told = [f"{row.what} ({figures.short_day(row.done_on)})", acts.judgement(row), acts.people(row)]
        told += [f"{say('Tone of its theme')}: {acts.tone(row)}"] if row.tone else []
        lines += _bullet(
            ". ".join([*filter(None, told), *row.issues, *([row.link] if row.link else [])]), f"{acts.asked(row)}: "
        )
    return lines


def _own(report: Report) -> list[str]:
    lines = ["", _heading("Our side of the conversation")] if report.own else []
    for row in report.own:
        parts = [f"{row.n_posts} {say('posts')}"]
        if row.questions:
            parts.append(say("answered {n} of {all} in 48 h", n=row.answered, all=row.questions))
        if row.median_wait_hours is not None:
            parts.append(
                say("median wait {hours}", hours=figures.wait(row.median_wait_hours, longer=row.wait_is_longer))
            )
        parts.append(say("last post {when}", when=row.last_post))
        lines += _bullet(", ".join(parts) + (f". {row.flag}" if row.flag else ""), f"{row.label}: ")
    return lines + (_wrap(report.own_note) if report.own_note else [])


def _community(report: Report) -> list[str]:
    lines = ["", _heading("The community itself")] if report.community else []
    for row in report.community:
        before = "" if row.before is None else f" ({say('before')} {figures.amount(row.before, row.percent)})"
        lines += _bullet(f"{figures.amount(row.value, row.percent)}{before}. {row.note}", f"{row.label}: ")
    return lines


def _coverage(report: Report) -> list[str]:
    lines = ["", _heading("What we did not hear")]
    if report.coverage:
        lines.append(
            f"  {say('Channel'):<30}{' '.join(day[:2] for day in current().DAYS_SHORT)}   {say('# collected  + in part  x not  ? unknown')}"
        )
    lines += [
        f"  {textwrap.shorten(row.label, 29, placeholder='…'):<30}{'  '.join(MARKS[day] for day in row.days)}"
        for row in report.coverage
    ]
    return lines + [line for gap in report.gaps for line in _bullet(gap)]


def _heading(english: str) -> str:
    return say(english).upper()


def _wrap(said: str) -> list[str]:
    return textwrap.wrap(figures.plain(said), WIDTH) or [""]


def _bullet(said: str, name: str = "") -> list[str]:
    return textwrap.wrap(figures.plain(f"{name}{said}"), WIDTH, initial_indent="  - ", subsequent_indent="    ")


def summary(reports: Sequence[Report]) -> str:
    """One line an audience, for the end of a run."""
    width = max((len(report.audience) for report in reports), default=0)
    return "\n".join(f"  {report.audience:<{width}}  {figures.plain(report.headline)}" for report in reports)
