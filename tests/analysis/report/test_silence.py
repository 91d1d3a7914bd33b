"""Weeks without posts: silent, since when, or refused; and the first week, that has nothing to be compared with."""

import pyarrow as pa
import pytest

from tests.analysis.report.worlds import WEEK, days, exact_rows, inputs, others
from voxpop.analysis.report.build import build
from voxpop.analysis.report.render.figures import between_shares
from voxpop.analysis.report.render.page import html
from voxpop.analysis.report.render.text import text as text_of
from voxpop.analysis.report.wording.de import numbers as de
from voxpop.analysis.report.wording.en import numbers as en
from voxpop.analysis.report.wording.languages import speaking


def heard_until(weeks_ago, channel="forum"):
    """Fifty people a week, the last of them so many weeks ago."""
    return [row for n in range(weeks_ago, 13) for row in exact_rows(WEEK.back(n), channel, 15, 20, 15)]


def test_a_week_whose_every_record_was_refused_is_no_silence():
    refused = pa.table({"channel": ["forum", "elsewhere"], "n_refused": [312, 9]})
    report = build(inputs(heard_until(1), quarantine=refused))
    assert report.headline == "No post by Administrators could be read this week"
    assert report.deck.startswith(
        "312 records on Support forum were refused and are in no figure, so this is not silence."
    )
    assert "50 posts a week were usual" in report.deck
    assert report.figures[1].change == "No post could be read this week", "and not 'below the usual'"


def test_records_refused_on_the_channels_of_others_do_not_explain_a_silence():
    refused = pa.table({"channel": ["elsewhere"], "n_refused": [9]})
    assert (
        build(inputs(heard_until(1), quarantine=refused)).headline == "No posts by Administrators were heard this week"
    )


@pytest.mark.parametrize(("weeks_ago", "said"), [(1, ""), (2, "week of 2 Nov"), (4, "week of 19 Oct")])
def test_a_silence_of_several_weeks_says_since_when(weeks_ago, said):
    deck = build(inputs(heard_until(weeks_ago))).deck
    assert ("The last posts were heard in the" in deck) == bool(said)
    assert said in deck


def test_another_audience_says_since_when_it_is_silent():
    rows = others({"partners": heard_until(3, "partners")})
    report = build(inputs(heard_until(0), other_author_weeks=rows))
    assert report.others[0].sentence == "Nobody was heard, last in the week of 26 Oct"
    said = ["".join(phrase.text for phrase in point) for point in report.points]
    assert any(
        one.startswith("Nobody was heard among Partners; the last posts are of the week of 26 Oct; ") for one in said
    )


def test_a_first_week_has_no_columns_of_changes():
    report = build(inputs(exact_rows(WEEK, "forum", 15, 20, 15), channel_days=days(weeks=1)))
    assert "Changes are told from next week on" in report.deck
    assert "Change in share" not in html(report)
    assert "change in share" not in text_of(report)


def test_the_second_week_has_them():
    report = build(inputs(heard_until(0)))
    assert "Change in share" in html(report)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Forum; Reddit; Reddit, self-hosted; and Blog"), ("de", "Forum; Reddit; Reddit, self-hosted und Blog")],
)
def test_places_whose_names_hold_commas_are_told_apart(language, said):
    listing = {"en": en, "de": de}[language].listing
    assert listing(["Forum", "Reddit", "Reddit, self-hosted", "Blog"]) == said
    assert listing(["Forum", "Reddit", "Blog"]).startswith("Forum, Reddit ")


@pytest.mark.parametrize(("language", "said"), [("en", "37 to 59%"), ("de", "37 bis 59\u00a0%")])
def test_the_interval_of_a_share_has_no_signs(language, said):
    with speaking(language):
        assert between_shares(36.6, 59.2) == said
