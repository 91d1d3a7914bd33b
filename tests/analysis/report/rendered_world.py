"""Reports whose files were reviewed, and how a file is compared with what was reviewed."""

import os
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pyarrow as pa

from tests.analysis.report.sample import sample_report
from tests.analysis.report.worlds import WEEK, author_rows, config, days, fallen, inputs, others, steady
from tests.places import ROOT
from voxpop import __version__
from voxpop.analysis.report.build import build

GOLDEN = ROOT / "tests" / "golden"
REWRITE = os.environ.get("VOXPOP_GOLDEN") == "1"
SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)> \" onmouseover=\"alert(2) </style> {{ 7*7 }}"
RTL = "\u202eevil\u202c התוכנה נתקעת בכל שדרוג, ואין דרך להמשיך"
FORMULA = '=HYPERLINK("http://evil.example","click")'


def quoting(said, **changes):
    report = sample_report()
    first = replace(report.verbatims[0], text=said, **changes)
    return replace(report, verbatims=(first, *report.verbatims[1:]))


def lost():
    """X not heard on the last three days of the week."""
    return {("x", WEEK.sunday - timedelta(days=n)): ("not collected", "unreachable", None) for n in range(3)}


def many_themes():
    """A fall among 200 themes."""
    rows = [(*row[:2], f"{row[2]}-{n % 67:02d}", *row[3:]) for n, row in enumerate(fallen())]
    names = sorted({row[2] for row in rows})
    labels = pa.table({"theme_id": names, "label": [f"Theme {name}" for name in names]})
    return build(inputs(rows, themes=labels))


CASES = {
    "clear_fall": lambda: build(inputs(fallen())),
    "no_clear_change": lambda: build(inputs(steady())),
    "incomplete_channel": lambda: build(
        inputs(fallen() + steady(n=80, channel="x", prefix="x"), channel_days=days(lost=lost()))
    ),
    "too_few_authors": lambda: build(inputs(steady(n=20))),
    "first_week": lambda: build(inputs(steady(weeks=1), channel_days=days(weeks=1))),
    "nobody_heard": lambda: build(inputs(steady()[len(author_rows(WEEK, "forum", 200)) :])),
    "other_audiences": lambda: build(
        inputs(fallen(), other_author_weeks=others({"partners": steady(n=150, channel="partners", prefix="c")}))
    ),
    "one_audience": lambda: build(inputs(fallen(), audience="everyone", config=config(audiences=[]))),
    "many_themes": many_themes,
    "right_to_left": lambda: quoting(RTL, lang="he"),
    "script": lambda: quoting(SCRIPT),
}


def compare(name, found):
    """A file against what was reviewed; a new version of Voxpop alone changes none."""
    path, found = GOLDEN / name, found.replace(f" {__version__}.", " VERSION.")
    if REWRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.exists(), f"no golden file {name}; `make golden` writes it, then read the difference"
    assert found == path.read_text(encoding="utf-8"), (
        f"{name} has changed; `make golden` rewrites it, then read the difference"
    )


class Tags(HTMLParser):
    """Collects start tags; complains of any that is closed wrongly."""

    VOID = frozenset(
        {"meta", "link", "br", "img", "hr", "col", "input", "line", "circle", "rect", "path", "polyline", "polygon"}
    )

    def __init__(self):
        super().__init__()
        self.found, self.stack = [], []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.stack.pop() == tag, tag


def tags(page):
    parser = Tags()
    parser.feed(page)
    assert parser.stack == []
    return parser.found
