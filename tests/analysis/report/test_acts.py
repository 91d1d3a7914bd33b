"""'You said, we did' on the page and in the text: said as it is, escaped, in both languages, and not at all where nothing was done."""

from dataclasses import replace
from datetime import date

from tests.analysis.report.sample import sample_report
from voxpop.analysis.estimates.values import Change, Verdict
from voxpop.analysis.report.beside import ActRow
from voxpop.analysis.report.render.page import html
from voxpop.analysis.report.render.text import text

ROW = ActRow(
    demand_id="d1a2b3c4", title="Please add a <b>dark</b> theme", what="Dark theme in 4.2", link="https://larkspur.example/4.2",
    done_on=date(2026, 10, 20), verdict="fewer", n_weeks=4, before=6.25, after=1.5, ratio=0.24, low=0.12, high=0.45, few=False,
    issues=("#12 done, 4.2",), tone=Change(value=12.0, low=4.0, high=20.0, verdict=Verdict.UP), tone_sentence="Up 12 points",
)  # fmt: skip
EARLY = replace(ROW, title="", verdict="too early to say", n_weeks=1, before=None, after=None, ratio=None, low=None, high=None, tone=None, link="javascript:x")  # fmt: skip


def test_the_block_says_what_was_done_and_whether_it_helped():
    report = replace(sample_report(), acts=(ROW, EARLY, replace(EARLY, verdict="fewer", few=True)))
    page, plain = html(report), text(report)
    for said in (
        "Fewer people ask",
        "6.2 people a week before, 1.5 after",
        "Too early to say (whole weeks since: 1)",
        "#12 done, 4.2",
        "Fewer than 5 people asked since",
    ):
        assert said in page
        assert said in " ".join(plain.split())
    assert "&lt;b&gt;dark" in page
    assert 'href="javascript' not in page
    german = html(replace(report, language="de"))
    assert "Gesagt, getan" in german
    assert "Zu früh für eine Aussage (ganze Wochen seither: 1)" in german


def test_where_nothing_was_done_nothing_is_said():
    assert "You said, we did" not in html(sample_report()) + text(sample_report())
