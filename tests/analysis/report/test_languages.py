"""Every language says everything: the same names, every text of the page, and a whole report without a word left over."""

import re
from datetime import date
from importlib.resources import files
from inspect import signature
from pathlib import Path
from types import FunctionType

import pytest

from tests.analysis.report.rendered_world import CASES, compare
from tests.analysis.report.sample import sample_report
from tests.analysis.report.worlds import config, fallen, inputs, others, steady
from voxpop.analysis.report.build import build
from voxpop.analysis.report.model import Heard
from voxpop.analysis.report.render.email import email
from voxpop.analysis.report.render.page import html
from voxpop.analysis.report.render.text import text
from voxpop.analysis.report.wording import languages as wording
from voxpop.config.campaigns import FIGURES

SAID = re.compile(r"""\b(?:say|_heading)\(\s*(?:"((?:[^"\\]|\\.)+)"|'((?:[^'\\]|\\.)+)')""")
LEFT_OVER = re.compile(r"\b(?:the|and|posts|weeks?|authors|change|share|heard|of)\b")


def texts():
    """What templates and renderers say in English."""
    folder = Path(str(files("voxpop.analysis.report")))
    sources = [p for p in folder.rglob("*") if p.suffix in {".py", ".jinja"}]
    found = {one or other for p in sources for one, other in SAID.findall(p.read_text(encoding="utf-8"))}
    return {
        *found,
        *(h.value for h in Heard),
        *FIGURES,
        *(f"scored {label}" for label in ("negative", "neutral", "positive")),
    } - {"scored "}


def test_german_has_every_text_of_the_page_and_no_other():
    assert set(wording.of("de").PAGE) == texts()


def test_both_languages_have_the_same_names_with_the_same_arguments():
    english, german = wording.of("en"), wording.of("de")
    assert set(english.__all__) == set(german.__all__)
    for name in english.__all__:
        said = getattr(english, name)
        if isinstance(said, FunctionType):
            assert list(signature(said).parameters) == list(signature(getattr(german, name)).parameters), name


def german(**changes):
    rows = fallen()
    setup = config(
        company={"name": "Larkspur", "time_zone": "Europe/Berlin", "language": "de"},
        audiences=[
            {"id": "administrators", "name": "Verwalter", "match": [{"channel": ["forum"]}]},
            {"id": "partners", "name": "Partner", "match": [{"channel": ["partners"]}]},
        ],
        channels=[
            {"id": "forum", "source": "discourse", "name": "Hilfeforum"},
            {"id": "x", "source": "x", "name": "X"},
            {"id": "partners", "source": "discourse", "name": "Partnerforum"},
        ],
        not_collected=["Direktnachrichten werden nicht gesammelt."],
        events=[{"date": "2026-11-17", "name": "7.2", "kind": "release"}, {"date": "2026-10-20", "name": "7.1"}],
    )
    partners = others({"partners": steady(n=150, channel="partners", prefix="c")})
    return build(inputs(rows, config=setup, other_author_weeks=partners, **changes))


def test_a_german_report_is_as_reviewed():
    compare("german.txt", text(german()))


@pytest.mark.parametrize("render", [text, html, email])
def test_a_german_report_has_no_english_left(render):
    page = re.sub(r"<style>.*?</style>|<[^>]+>", " ", render(german()), flags=re.DOTALL)
    assert not LEFT_OVER.findall(page), LEFT_OVER.findall(page)


def test_the_language_of_one_page_does_not_reach_the_next():
    before = text(sample_report())
    text(german())
    assert text(sample_report()) == before
    assert CASES["clear_fall"]().language == "en"


def test_days_and_numbers_are_written_as_in_the_language():
    german = wording.of("de")
    assert german.percent(29.4) == "29\u00a0%"
    assert german.count(1204) == "1.204"
    assert german.to(-20.2, -5.6) == "−20 bis −6"
    assert german.span(date(2026, 11, 16), date(2026, 11, 22)) == "16.–22. November 2026"
    assert german.span(date(2026, 12, 28), date(2027, 1, 3)) == "28. Dezember 2026 – 3. Januar 2027"
