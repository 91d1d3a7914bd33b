"""Written times in every common shape, with names of zones, offsets of the day, whole days and dates of unclear order."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxpop.collectors.feed.entries import moment_of, unknown_zones
from voxpop.collectors.mail.mapping import date_of
from voxpop.collectors.wire.json_paths import moment
from voxpop.collectors.wire.times import Clock, read_time, why_not

CLOCK = Clock("Europe/Berlin", "America/New_York")
NOON = "Wed, 18 Nov 2026 12:00:00"
ZONES = {
    "CET": "11:00", "CEST": "10:00", "MEZ": "11:00", "MEST": "10:00", "BST": "11:00", "WEST": "11:00", "EET": "10:00",
    "MSK": "09:00", "IST": "06:30", "PKT": "07:00", "SGT": "04:00", "AWST": "04:00", "JST": "03:00", "KST": "03:00",
    "ACST": "02:30", "AEST": "02:00", "AEDT": "01:00", "NZST": "00:00", "EST": "17:00", "EDT": "16:00", "CST": "18:00",
    "PST": "20:00", "BRT": "15:00", "NST": "15:30", "GMT+1": "11:00", "UTC+05:30": "06:30", "GMT-0500": "17:00",
    "+0100 (CET)": "11:00", "\u22125": "17:00", "Z": "12:00", "Europe/Paris": "11:00",
    "OESZ": "09:00", "HNE": "17:00", "YEKT": "07:00", "EST5EDT": "17:00",
}  # fmt: skip


@pytest.mark.parametrize(("zone", "hour"), ZONES.items())
def test_a_zone_by_its_name_or_offset_in_every_source(zone, hour):
    meant = datetime.fromisoformat(f"2026-11-18T{hour}Z")
    assert read_time(f"{NOON} {zone}", "auto", CLOCK) == meant
    assert read_time(f"2026-11-18 12:00:00 {zone}", "iso", CLOCK) == meant
    assert read_time(f"18.11.2026 12:00 {zone}", "%d.%m.%Y %H:%M", CLOCK) == meant
    assert read_time(f"18.11.2026 12:00 {zone}", "%d.%m.%Y %H:%M %Z", CLOCK) == meant
    assert moment(f"2026-11-18 12:00:00 {zone}", "iso") == meant
    entry = {"published": f"{NOON} {zone}", "published_utc": "2026-11-18T12:00:00+00:00"}
    assert moment_of(entry, "published") == meant


def test_a_name_of_two_countries_is_that_of_the_local_zone():
    assert read_time(f"{NOON} CST", "auto", Clock("Asia/Shanghai")) == datetime(2026, 11, 18, 4, tzinfo=UTC)
    assert read_time("2026-07-01 12:00 IST", "auto", Clock("Europe/Dublin")) == datetime(2026, 7, 1, 11, tzinfo=UTC)


def test_a_zone_by_its_name_in_windows_means_summer_time_in_summer():
    assert read_time("2026-07-01 12:00 W. Europe Standard Time") == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert read_time("2026-11-18 12:00 (Tokyo Standard Time)") == datetime(2026, 11, 18, 3, tzinfo=UTC)


def test_the_date_of_a_mail():
    import email

    message = email.message_from_string(f"Date: {NOON} NZDT\n\nx")
    assert date_of(message) == datetime(2026, 11, 17, 23, tzinfo=UTC)


def test_a_zone_that_nobody_knows_is_named():
    assert "'XYZT', which is not known" in why_not(f"{NOON} XYZT", "auto", CLOCK)
    assert unknown_zones([{"published": f"{NOON} XYZT"}, {"updated": f"{NOON} CET"}, {"updated": f"{NOON} GMT"}]) == [
        "XYZT"
    ]


@pytest.mark.parametrize(
    ("written", "time_format", "meant"),
    [
        ("2026/10/24 9:04:25 AM GMT+2", "%Y/%m/%d %I:%M:%S %p GMT+1", "2026-10-24T07:04:25Z"),
        ("2026/11/16 9:04:25 AM GMT+1", "%Y/%m/%d %I:%M:%S %p GMT+1", "2026-11-16T08:04:25Z"),
        ("2026/11/16 9:04:25 PM", "%Y/%m/%d %I:%M:%S %p", "2026-11-16T20:04:25Z"),
        ("2026/05/20 1:43:01 PM GMT+1", "auto", "2026-05-20T12:43:01Z"),
        ("16/Nov/26 9:05 AM", "%d/%b/%y %I:%M %p", "2026-11-16T08:05:00Z"),
        ("Nov 18, 2026 5:03\u202fPM", "auto", "2026-11-18T16:03:00Z"),
        ("Jul 19, 2026 at 11:04 pm", "auto", "2026-07-19T21:04:00Z"),
        ("Wed Nov 18 12:00:00 CET 2026", "auto", "2026-11-18T11:00:00Z"),
        ("Wed Jul 01 12:00:00 JST 2026", "%a %b %d %H:%M:%S %Z %Y", "2026-07-01T03:00:00Z"),
        ("Wed Nov 18 2026 12:00:00 GMT+0100 (Central European Standard Time)", "auto", "2026-11-18T11:00:00Z"),
        ("16.11.2026, 10:00 Uhr", "auto", "2026-11-16T09:00:00Z"),
        ("12/16/2026 12:05 AM", "auto", "2026-12-15T23:05:00Z"),
        ("2026-11-16 24:00", "iso", "2026-11-16T23:00:00Z"),
        ("2026-11-16", "iso", "2026-11-16T05:00:00Z"),
        ("16-Nov-2026", "%d-%b-%Y", "2026-11-16T05:00:00Z"),
        ("November 16, 2026", "auto", "2026-11-16T05:00:00Z"),
        ("Mi., 18. März 2026 um 12:01 Uhr", "auto", "2026-03-18T11:01:00Z"),
        ("mercredi 18 août 2026 à 12h01", "auto", "2026-08-18T10:01:00Z"),
        ("18 de dez. de 2026, 12:01", "auto", "2026-12-18T11:01:00Z"),
        ("śr., 18 listopada 2026 o 12:01", "auto", "2026-11-18T11:01:00Z"),
        ("18. listopada 2026 12:01", "auto", None),  # Croatian: October
        ("18 ноября 2026 г. 12:01", "auto", "2026-11-18T11:01:00Z"),
        ("2026年11月18日(水) 午後1:01", "auto", "2026-11-18T12:01:00Z"),
        ("2026. 11. 18. 오전 12:01", "auto", "2026-11-17T23:01:00Z"),
        ("12:01 PM · Nov 18, 2026", "auto", "2026-11-18T11:01:00Z"),
        ("18/Nov/2026:12:01:00 +0100", "auto", "2026-11-18T11:01:00Z"),
        ("2026-11-18T12:01:00[Europe/Lisbon]", "iso", "2026-11-18T12:01:00Z"),
        ("2026-11-18T13:01:00+01:00[Europe/Berlin]", "iso", "2026-11-18T12:01:00Z"),
        ("20261118T120100Z", "iso", "2026-11-18T12:01:00Z"),
        ("18 March 2026 12:01", "iso", None),
        ("Jul 18, 2026 12:01 PM PT", "auto", "2026-07-18T19:01:00Z"),
        ("Nov 18, 2026 12:01 PM Eastern Standard Time", "auto", "2026-11-18T17:01:00Z"),
        ("/Date(1795003260000)/", "auto", "2026-11-18T12:01:00Z"),
        ("18/11/2026 1:01:00 nachm. MEZ", "auto", "2026-11-18T12:01:00Z"),
        ("18/11/2026 1:01 \u03bc.\u03bc.", "auto", "2026-11-18T12:01:00Z"),
        ("18. Nov. 2026 9:01 vorm.", "auto", "2026-11-18T08:01:00Z"),
        ("3 de mayo de 2026 10:00", "auto", "2026-05-03T08:00:00Z"),
        ("18 foobar 2026", "auto", None),
        ("20261116", "auto", None),
        ("2026-02-30", "auto", None),
        ("13:75 16.11.2026", "auto", None),
        ("16.11.2026 25:00", "auto", None),
        ("soon", "auto", None),
    ],
)
def test_shapes(written, time_format, meant):
    assert read_time(written, time_format, CLOCK) == (meant and datetime.fromisoformat(meant))


def test_the_order_of_day_and_month_is_told_or_asked_for():
    assert "say which with 'dates'" in why_not("03/04/2026", "auto", CLOCK)
    assert read_time("03/04/2026", "auto", Clock(order="day_first")) == datetime(2026, 4, 3, tzinfo=UTC)
    assert read_time("03/04/2026", "auto", Clock(order="month_first")) == datetime(2026, 3, 4, tzinfo=UTC)
    assert read_time("04/04/2026", "auto", Clock()) == datetime(2026, 4, 4, tzinfo=UTC)
    assert read_time("16/04/2026", "auto", Clock(order="month_first")) is None


@given(
    st.text(max_size=40)
    | st.from_regex(r"\d{1,4}[-/. ]\d{1,3}[-/. ]\d{1,5}[ T,]?\d{0,3}[:.]?\d{0,3} ?[A-Za-z+-]{0,5}\d{0,4}")
)
def test_nothing_that_is_written_raises(written):
    for time_format in ("auto", "iso", "unix", "%d.%m.%Y %H:%M %Z", "%c"):
        found = read_time(written, time_format, CLOCK)
        assert found is None or 1970 < found.year < 2200
        assert found is not None or why_not(written, time_format, CLOCK)
