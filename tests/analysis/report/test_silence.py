"""Weeks without posts: silent, since when, or refused; and the first week, that has nothing to be compared with."""

from datetime import UTC, datetime, timedelta

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


def heard_in_part(n_days, equal):
    """Nobody is heard from the n-th day on, since the files end; `equal` are posts and authors of the same days by week."""
    end = datetime(2026, 11, 16, 23, tzinfo=UTC) + timedelta(days=n_days - 1)  # midnight in Berlin
    lost = {
        (channel, WEEK.monday + timedelta(days=n)): ("not collected", "the files end there", end)
        for channel in ("forum", "x", "partners")
        for n in range(n_days, 7)
    }
    rows = [
        {"week": WEEK.back(n).monday, "n_posts": posts, "n_authors": people} for n, (posts, people) in enumerate(equal)
    ]
    schema = pa.schema([("week", pa.date32()), ("n_posts", pa.int64()), ("n_authors", pa.int64())])
    return build(inputs(heard_until(0), channel_days=days(lost=lost), equal_days=pa.Table.from_pylist(rows, schema)))


def test_usual_is_of_as_many_days_where_an_archive_ends_on_tuesday():
    report = heard_in_part(2, [(15, 12), *((14, 11) for _ in range(12))])
    posts, authors = report.figures[1:3]
    assert (posts.change, authors.change) == ("Above the usual 14", "Above the usual 11"), "not 'below the usual 50'"
    assert posts.note == "On Monday and Tuesday alone: 15; usual is of these days"
    said = ["".join(phrase.text for phrase in caution) for caution in report.cautions]
    assert "Support forum was collected on 2 of 7 days: its files end on Tuesday." in said
    assert "Above the usual 14" in text_of(report)


def test_where_no_day_was_heard_whole_nothing_is_below_the_usual():
    report = heard_in_part(0, [(0, 0)])
    assert [figure.change for figure in report.figures[1:3]] == ["Not compared: not heard whole"] * 2


def test_posts_are_shown_week_by_week_from_the_first_on():
    report = build(inputs([row for n in range(5) for row in exact_rows(WEEK.back(n), "forum", 15, 20 + n, 15)]))
    assert [(point.n_posts, point.incomplete) for point in report.volume] == [(54 - n, False) for n in range(5)]
    page = html(report)
    assert page.count('class="now cold"') >= 4
    assert "Posts, week by week" in page
    assert "Share of voice" not in page, "there are no rivals"
    assert build(inputs(exact_rows(WEEK, "forum", 15, 20, 15))).volume == ()


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
