"""The report as files: golden texts and pages, nothing that a post writes is obeyed, sizes, the same bytes twice."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from markupsafe import escape

from tests.analysis.report.rendered_world import CASES, FORMULA, RTL, SCRIPT, compare, quoting, tags
from tests.analysis.report.sample import sample_report
from voxpop.analysis.estimates.values import Verdict
from voxpop.analysis.report.render import exports, figures
from voxpop.analysis.report.render.email import email, subject
from voxpop.analysis.report.render.page import MOST_THEMES, html
from voxpop.analysis.report.render.text import WIDTH, text
from voxpop.analysis.report.render.write import write, write_index


@pytest.mark.parametrize("case", CASES)
def test_text_is_as_reviewed(case):
    compare(f"{case}.txt", text(CASES[case]()))


@pytest.mark.parametrize("render", [html, email], ids=["page", "email"])
def test_page_and_mail_are_as_reviewed(render):
    compare(f"sample.{render.__name__}.html", render(sample_report()))


@pytest.mark.parametrize("render", [html, email], ids=["page", "email"])
@pytest.mark.parametrize("case", CASES)
def test_pages_are_whole_and_take_nothing_from_outside(case, render):
    page = render(CASES[case]())
    found = tags(page)
    assert not {"script", "iframe", "object", "embed", "form", "base"} & {tag for tag, _ in found}
    assert not [attrs for tag, attrs in found if tag in ("img", "link") or any(a.startswith("on") for a in attrs)]
    assert not re.search(r"url\(|@import", page)
    links = [attrs["href"] for tag, attrs in found if tag == "a"]
    assert all(re.match(r"https?://|#|[\w-]+\.(json|csv|html|xlsx)$|receipts\.html#", link) for link in links), links


@pytest.mark.parametrize("field", ["text", "theme", "channel", "label", "reason"])
@pytest.mark.parametrize("render", [html, email], ids=["page", "email"])
def test_what_others_wrote_is_only_text(field, render):
    report = sample_report()
    hostile = replace(
        report,
        verbatims=(replace(report.verbatims[0], **{field: SCRIPT}), *report.verbatims[1:]),
        themes=(replace(report.themes[0], label=SCRIPT), *report.themes[1:]),
        channels=(replace(report.channels[0], label=SCRIPT), *report.channels[1:]),
        company=SCRIPT,
        audience=SCRIPT,
    )
    page = render(hostile)
    plain = [tag for tag, _ in tags(render(report))]
    assert [tag for tag, _ in tags(page)] == plain
    assert "<script>" not in page
    assert "</style> {{" not in page


def test_links_that_are_no_links_stay_text():
    page = html(quoting("as it is", url="javascript:alert(1)"))
    assert "javascript:" not in page


def test_direction_marks_and_control_characters_are_gone():
    for render in (html, email, text):
        said = render(quoting(f"{RTL}\x00\x1b[31m red \u2028 next"))
        assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", said.replace("\n", " "))
        assert "התוכנה" in said
    assert 'dir="auto"' in html(quoting(RTL))


def test_sizes_hold_in_a_full_week():
    report = sample_report()
    many = replace(report, themes=report.themes * 4, channels=report.channels * 4, gaps=report.gaps * 4)
    assert len(html(many).encode()) < 150_000
    assert len(email(many).encode()) < 60_000


def test_clear_changes_are_never_cut_from_a_long_table():
    report = sample_report()
    filler = [replace(report.themes[-1], id=f"f{n}", label=f"Filler {n}") for n in range(MOST_THEMES)]
    fall = replace(report.themes[0], id="fall", label="Small but falling")
    fall = replace(fall, change=replace(fall.change, value=-4.0, low=-6.0, high=-2.0, verdict=Verdict.DOWN))
    page = html(replace(report, themes=(*filler, fall)))
    assert "Small but falling" in page
    assert page.count("Filler") < len(filler) + page.count("themes.csv")
    assert "more theme" in page


def test_text_is_plain_and_narrow():
    said = text(sample_report())
    assert max(len(line) for line in said.splitlines() if "http" not in line) <= max(WIDTH, 100)
    assert said.isprintable() or set(said) - set("\n") == {c for c in said if c.isprintable()}


def test_the_subject_is_one_line():
    odd = subject(replace(sample_report(), headline="Fell\r\nBcc: all@example.org"))
    assert "\n" not in odd
    assert "\r" not in odd


def test_spreadsheets_get_text_and_no_formula():
    report = sample_report()
    rows = list(
        csv.reader(io.StringIO(exports.themes_csv(replace(report, themes=(replace(report.themes[0], label=FORMULA),)))))
    )
    assert rows[1][1] == f"'{FORMULA}"
    assert len(rows) == 2


def test_json_carries_what_the_page_says():
    report = sample_report()
    said = json.loads(exports.to_json(report))
    assert said["headline"] == report.headline
    assert [t["label"] for t in said["themes"]] == [t.label for t in report.themes]
    assert said["monday"] == "2026-11-16"


def test_a_mail_without_an_address_is_whole_and_one_with_it_is_short():
    report = sample_report()
    whole, short = email(report), email(report, "https://reports.example.com/w/report.html")
    for part in (
        *(t.label for t in report.themes),
        *(c.label for c in report.channels),
        *(q.label for q in report.requests),
    ):
        assert escape(part) in whole
    assert all(str(escape(gap)) in whole for gap in report.gaps)
    assert len(short) < len(whole) < 60_000
    assert "Read the whole report" in short
    assert "Read the whole report" not in whole


@pytest.mark.parametrize("render", [html, email, text, exports.to_json, exports.themes_csv, exports.trend_csv])
def test_the_same_report_gives_the_same_bytes(render):
    assert render(sample_report()) == render(sample_report())


def test_files_appear_whole_and_the_index_lists_them(tmp_path):
    report = sample_report()
    found = write(report, tmp_path / report.audience_id / report.week)
    assert sorted(found) == sorted(p.name for p in (tmp_path / report.audience_id / report.week).iterdir())
    index = write_index(tmp_path).read_text(encoding="utf-8")
    assert f"{report.audience_id}/{report.week}/report.html" in index
    assert str(figures.plain(report.headline)) in index


def test_an_index_over_nothing_is_a_page(tmp_path):
    assert "<html" in write_index(tmp_path / "new").read_text(encoding="utf-8")
