"""Days and times as people write them are read, or refused with what to write."""

from datetime import UTC, date, datetime, time

import pytest

from voxpop.analysis.community.business_hours import BusinessHours
from voxpop.config import Company
from voxpop.config import file as config_file
from voxpop.config.written import days_meant, read_day, read_time
from voxpop.errors import ConfigError
from voxpop.pipeline.workspace import Workspace

GOOD = """\
company: {name: Acme, time_zone: Europe/Berlin}
channels:
  - id: blog
    source: feed
    url: https://blog.example.org/feed.xml
"""


def problems(tmp_path, text):
    path = tmp_path / "voxpop.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Workspace.open(path)
    return [line.removeprefix(f"{path}:") for line in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        (9, 9, 0), ("9", 9, 0), ("8:15", 8, 15), ("08:15", 8, 15), ("8.15", 8, 15), ("0815", 8, 15), (1730, 17, 30), ("7am", 7, 0),
        ("7 pm", 19, 0), ("12am", 0, 0), ("12 p.m.", 12, 0), ("18 Uhr", 18, 0), ("18h30", 18, 30), ("noon", 12, 0), ("24:00", 0, 0),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_as_it_is_written(written, hour, minute):
    assert read_time(written) == time(hour, minute)


@pytest.mark.parametrize("wrong", [540, "25:00", "9:61", 9.3, True, "13pm", "soon", "", "08:00+01:00", "08:00Z"])
def test_what_is_no_time_of_day_is_refused(wrong):
    with pytest.raises(ValueError, match=r"write|leave it out"):
        read_time(wrong)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3.9.2026", ["2026-09-03", "2026-03-09"]), ("23/09/2026", ["2026-09-23"]), ("09/23/2026", ["2026-09-23"]),
        ("23 Sep 2026", ["2026-09-23"]), ("Sept 23, 2026", ["2026-09-23"]), ("2026/9/3", ["2026-09-03"]), ("23. Oktober 2026", ["2026-10-23"]),
        ("23.9.26", ["2026-09-23"]), ("next week", []), ("99.99.2026", []),
    ],
)  # fmt: skip
def test_a_date_of_another_form_is_refused_with_the_day_that_is_meant(written, meant):
    assert [day.isoformat() for day in days_meant(written)] == meant
    with pytest.raises(ValueError, match=" or ".join(meant) or "year-month-day"):
        read_day(written)


def test_a_date_is_a_date():
    assert read_day("2026-09-03") == read_day(20260903) == date(2026, 9, 3)


def hours(tmp_path, written):
    path = tmp_path / "voxpop.yaml"
    path.write_text(GOOD.replace("Europe/Berlin}", f"UTC, working_hours: {{{written}}}}}"), encoding="utf-8")
    company = config_file.read(path)[0].company
    return BusinessHours.of(Company.model_validate(company.model_dump()))


def worked(calendar, start, end):
    return calendar.between(datetime(2026, 3, *start, tzinfo=UTC), datetime(2026, 3, *end, tzinfo=UTC))


def test_hours_without_quotes_are_hours_and_not_seconds(tmp_path):
    for written in ("opens: 9:00, closes: 17:00", "opens: 09:00, closes: 17:00", "opens: 9, closes: 5pm"):
        assert worked(hours(tmp_path, written), (2, 0), (3, 0)) == 8  # a Monday


def test_a_night_shift_belongs_to_the_day_on_which_it_opens(tmp_path):
    night = hours(tmp_path, "opens: 22:00, closes: 6:00, days: [mon]")
    assert worked(night, (2, 0), (9, 0)) == 8
    assert worked(night, (3, 0), (3, 12)) == 6, "until six on Tuesday"
    assert worked(night, (2, 0), (2, 21)) == 0


def test_round_the_clock_and_until_midnight_can_be_said(tmp_path):
    every = "days: [mon, tue, wed, thu, fri, sat, sun]"
    assert worked(hours(tmp_path, f"opens: 0:00, closes: 24:00, {every}"), (2, 0), (9, 0)) == 168
    assert worked(hours(tmp_path, "opens: 18:00, closes: 24:00"), (2, 0), (3, 0)) == 6


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (GOOD.replace("Berlin}", "Berlin, working_hours: {closes: 26:00}}"), "1: company.working_hours.closes: '26:00' is not a time"),
        (GOOD.replace("Berlin}", "Berlin, working_hours: {opens: 8am, closes: 8am}}"), "round the clock is"),
        (GOOD + "events: [{date: 24.12.2026, name: x}]\n", "6: events[0].date: '24.12.2026' is not written as a date here; write 2026-12-24."),
        (GOOD + "  - {id: blog, source: feed, url: 'https://b.example/f'}\n", "3: channels[0].id: channel id 'blog' is used twice."),
        (GOOD + "  - {id: blog, source: feed, url: 'https://b.example/f'}\n", "6: channels[1].id: channel id 'blog' is used twice."),
        (GOOD + "    audience: partner\naudiences:\n  - {id: partners, name: P, match: [{channel: [blog]}]}\n", "6: channels[0].audience: channel 'blog' names the audience 'partner', which is not configured. Did you mean 'partners'?"),
        (GOOD + "audiences:\n  - {id: a, name: A, match: [{kind: [tickets]}]}\n", "Did you mean 'ticket'?"),
        (GOOD + "audiences:\n  - {id: a, name: A, match: [{channel: [blogg]}]}\n", "7: audiences[0].match[0].channel[0]: audience 'a' names the channel 'blogg', which is not configured. Did you mean 'blog'?"),
        (GOOD + "brands:\n  - {name: A, terms: larkspur}\n", "7: brands[0].terms: is a list; write a list: [larkspur]."),
        (GOOD + "    budget: 20\n", "6: channels[0].budget: is a section with keys of its own: usd_per_month, posts_per_month"),
        (GOOD + "brands:\n  - {name: A, terms: [@lark]}\n", "7: this is not YAML: found character '@' that cannot start any token. Put quotes around"),
        (GOOD.replace("name: Acme, time_zone: Europe/Berlin}", "").replace("{", "\n  time_zone: UTC\n  name:Acme"), "3: this is not YAML"),
        (GOOD.replace("source: feed", "source: twitter"), "Did you mean 'x'?"),
        (GOOD.replace("source: feed", "source: rss"), "Did you mean 'feed'?"),
        (GOOD.replace("https://blog.example.org/feed.xml", "blog.example.org/feed.xml"), "Did you mean https://blog.example.org/feed.xml?"),
        (GOOD + "    api_token: abc\n", "a secret does not stand in this file: put it into .env"),
        (GOOD + "staff: [{source: twiter, handle: acme}]\n", "6: staff[0].source: 'twiter' is not a source."),
        (GOOD + "retention: {posts: [{days: 9, source: [mastodn]}]}\n", "'mastodn' is not a source. Did you mean 'mastodon'?"),
    ],
)  # fmt: skip
def test_messages_say_the_line_and_what_to_write(tmp_path, wrong, said):
    assert any(said in line for line in problems(tmp_path, wrong)), problems(tmp_path, wrong)
