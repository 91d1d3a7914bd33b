"""The workbook, the PDF and the archive: numbers as numbers, nothing executed, every report found again."""

import io
import re
import shutil
from dataclasses import replace

import openpyxl
import pytest

from tests.analysis.report.rendered_world import FORMULA, SCRIPT, tags
from tests.analysis.report.sample import sample_report
from voxpop.analysis.report.render import pdf
from voxpop.analysis.report.render.archive import archive
from voxpop.analysis.report.render.excel import workbook
from voxpop.analysis.report.render.page import html
from voxpop.analysis.report.render.pdf import BROWSERS, paint, print_page
from voxpop.analysis.report.render.write import write, write_index
from voxpop.errors import UsageError
from voxpop.window import Week


def opened(report):
    return openpyxl.load_workbook(io.BytesIO(workbook(report)))


def test_the_workbook_holds_the_figures_as_numbers():
    report = sample_report()
    book = opened(report)
    assert book.sheetnames == [
        "Summary",
        "Themes",
        "Trend",
        "Channels",
        "Names",
        "Drivers",
        "Requests",
        "Community",
        "Coverage",
        "Method",
    ]
    head, *rows = book["Themes"].iter_rows(values_only=True)
    assert not [name for sheet in book for name in next(sheet.iter_rows(values_only=True)) if "_" in str(name)], "words"
    assert [row[head.index("Theme")] for row in rows] == [t.label for t in report.themes]
    assert [row[head.index("Share, %")] for row in rows] == [round(t.share.value, 4) for t in report.themes]
    assert all(isinstance(row[head.index("Posts")], int | float) for row in rows)
    assert book["Summary"]["A2"].value == report.headline


def test_the_workbook_has_a_chart_of_themes_weeks_and_channels():
    assert {sheet.title: len(sheet._charts) for sheet in opened(sample_report())} == {
        **dict.fromkeys(("Summary", "Names", "Drivers", "Requests", "Community", "Coverage", "Method"), 0),
        **dict.fromkeys(("Themes", "Trend", "Channels"), 1),
    }


def test_the_same_report_gives_the_same_workbook():
    assert workbook(sample_report()) == workbook(sample_report())


@pytest.mark.parametrize("said", [FORMULA, SCRIPT, "+1", "@x", "-2+3", "{=1}", "42"])
def test_text_in_the_workbook_is_only_text(said):
    report = sample_report()
    made = replace(report, themes=(replace(report.themes[0], label=said), *report.themes[1:]))
    cell = opened(made)["Themes"]["B2"]
    assert cell.data_type == "s"
    assert cell.value == said
    assert cell.hyperlink is None


def test_a_german_workbook_has_german_sheets():
    assert opened(replace(sample_report(), language="de")).sheetnames[:3] == ["Überblick", "Themen", "Verlauf"]


@pytest.mark.slow
@pytest.mark.parametrize("by", ["itself", "a browser"])
def test_the_page_is_printed(tmp_path, monkeypatch, by):
    page = write(sample_report(), tmp_path)["report.html"]
    if by == "itself":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif not any(map(shutil.which, BROWSERS)):
        pytest.skip("no browser on this machine")
    else:
        monkeypatch.setattr(pdf, "lay_out", cannot)
    printed = print_page(page, tmp_path / "report.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3
    assert [p.name for p in tmp_path.glob(".*")] == []


def cannot(_):
    msg = "cannot load library 'libpango-1.0-0'"
    raise OSError(msg)


def test_drawings_on_paper_have_the_colours_of_the_sheet():
    page = paint('<svg class="cov"><rect class="k"/><circle class="dot unk"/></svg><p class="neg"></p>')
    assert '<rect class="k" style="fill:#1b1f24"' in page
    assert "fill:#fcfbf9;stroke:#7b828a" in page
    assert '<p class="neg"></p>' in page
    assert "var(" not in "".join(re.findall(r' style="[^"]*"', paint(html(sample_report()))))


def test_without_a_browser_the_error_says_which_are_looked_for(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "lay_out", cannot)
    write(sample_report(), tmp_path)
    with pytest.raises(UsageError, match=r"libpango-1\.0-0.* chromium, chromium-browser, google-chrome"):
        print_page(tmp_path / "report.html", tmp_path / "report.pdf")


@pytest.fixture
def root(tmp_path):
    """Three weeks of two audiences; a theme is renamed in the last."""
    report = sample_report()
    for audience in ("Administrators", "Partners"):
        for n in range(3):
            week = Week(report.monday).back(n)
            label = "Upgrades" if n else "Upgrades and migration"
            made = replace(
                report,
                audience=audience,
                audience_id=audience.lower(),
                week=str(week),
                monday=week.monday,
                sunday=week.sunday,
                headline=f"{audience} in week {n}",
                themes=(replace(report.themes[0], label=label), *report.themes[1:]),
            )
            write(made, tmp_path / audience.lower() / str(week))
    return tmp_path


def test_the_archive_shows_every_audience_and_finds_every_report(root):
    page = write_index(root).read_text()
    links = {link for tag, attrs in tags(page) if tag == "a" and (link := attrs["href"].split("#")[0])}
    assert links == {p.relative_to(root).as_posix() for p in root.rglob("report.html")}
    assert page.count('class="mini"') == 2
    assert page.index("Administrators in week 0") < page.index("Administrators in week 1")


def test_a_renamed_theme_is_one_theme_with_all_its_weeks(root):
    rows = re.findall(r"<li><b>([^<]+)</b>(<p>.*?)</li>", archive(root), re.DOTALL)
    upgrades = [
        (label, audience, re.findall(r"2026-W\d\d(?=</a>)", links))
        for label, inside in rows
        if "Upgr" in label
        for audience, links in re.findall(r"<p><span[^>]*>([^<]+):</span>(.*?)</p>", inside, re.DOTALL)
    ]
    assert len([label for label, _ in rows if "Upgr" in label]) == 1, "a theme stands once, with its audiences"
    weeks = ["2026-W47", "2026-W46", "2026-W45"]
    assert upgrades == [("Upgrades and migration", a, weeks) for a in ("Administrators", "Partners")]


def test_everyone_comes_first_and_a_single_week_has_no_course(root):
    write(
        replace(sample_report(), audience="Everyone", audience_id="everyone"), root / "everyone" / sample_report().week
    )
    page = archive(root)
    assert page.index(">Everyone<") < page.index(">Administrators<")
    assert page.count('class="mini"') == 2
    assert page.count('class="one"') == 1


@pytest.mark.parametrize(("weeks", "folded"), [(2, 0), (9, 0), (60, 51)])
def test_many_weeks_are_folded_and_each_report_stands_once(tmp_path, weeks, folded):
    report = sample_report()
    for n in range(weeks):
        week = Week(report.monday).back(n)
        (folder := tmp_path / "everyone" / str(week)).mkdir(parents=True)
        made = replace(report, audience="Everyone", audience_id="everyone", week=str(week), monday=week.monday)
        write(made, folder)
    page = archive(tmp_path)
    assert page.count('report.html">') == weeks
    assert page.partition("<details>")[2].partition("</details>")[0].count("<h2>") == folded


def test_the_archive_runs_only_its_own_search(root):
    report = replace(sample_report(), headline=SCRIPT, audience=SCRIPT, audience_id="hostile", company=SCRIPT)
    write(report, root / "hostile" / report.week)
    page = archive(root)
    assert len(re.findall(r"<script", page)) == 1
    assert not re.search(r"<script[^>]+src|https?://", page)
    assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", page)


def test_an_empty_archive_says_so(tmp_path):
    assert "No report has been written yet." in archive(tmp_path)
