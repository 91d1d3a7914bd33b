"""Campaigns and affiliates: read from exports as they are, beside the community by week, and counted among the channels."""

import io
from datetime import date

import openpyxl
import pytest

from tests.pipeline.weeks_world import heard, week_of, workspace
from voxpop.analysis.report.render.excel import workbook
from voxpop.errors import ConfigError, UsageError
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.explore.business import business
from voxpop.pipeline.explore.campaigns import read_campaigns, weekly, with_events
from voxpop.pipeline.explore.inventory import inventory
from voxpop.pipeline.report.run import build_report
from voxpop.pipeline.workspace import Workspace

MAILCHIMP = (
    '"Title","Subject","List","Send Date","Send Weekday","Total Recipients","Successful Deliveries","Soft Bounces","Hard Bounces",'
    '"Total Bounces","Unique Opens","Open Rate","Total Opens","Unique Clicks","Click Rate","Total Clicks","Unsubscribes","Unique Id"\n'
)
HUBSPOT = "Email name,Send date,Sent,Delivered,Delivery rate,Opened,Open rate,Clicked,Click rate,Replied,Unsubscribed,Bounced\n"


def mailchimp_day(day):
    return f'"{day:%b} {day.day}, {day.year} 10:00 am"'


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    made = workspace(tmp_path_factory.mktemp("campaigns"))
    for number in range(3):
        heard(made, number)
    analyze.analyze(made)
    folder = made.config.base_dir
    days = [week_of(n).monday for n in range(3)]
    (folder / "mailchimp.csv").write_text(
        MAILCHIMP
        + f'"Autumn news","Hello, you",Customers,{mailchimp_day(days[0])},Monday,"1,204",1200,3,1,4,400,33.33%,812,60,5.00%,71,7,ab12\n'
        + f'"Autumn, again","Hello",Customers,{mailchimp_day(days[2])},Monday,1300,1290,5,5,10,300,23.26%,500,30,2.33%,33,12,cd34\n',
        encoding="utf-8-sig",
    )
    (folder / "hubspot.csv").write_text(
        HUBSPOT + f"Welcome,{days[1]} 09:00,500,498,99.6%,200,40.2%,20,4%,3,1,2\nDraft,,,,,,,,,,,\n"
    )
    (folder / "partners.csv").write_text(
        "Tag;Partner;Neukunden;Umsatz\n"
        + "".join(f"{day:%d.%m.%Y};Eiche;{n + 1};1.250,50 €\n" for n, day in enumerate(days)),
        encoding="cp1252",
    )
    path = folder / "voxpop.yaml"
    channel = made.config.channels[0].id
    path.write_text(
        path.read_text()
        + f"""
campaigns:
  - {{id: news, name: Newsletter, file: mailchimp.csv, replies: {channel}, owner: Marketing, events: true}}
  - {{id: onboarding, name: Onboarding, file: hubspot.csv}}
  - {{id: partners, name: Partners, kind: affiliate, file: partners.csv,
      columns: {{day: Tag, title: Partner, referrals: Neukunden, revenue: Umsatz}}}}
"""
    )
    return Workspace.open(path)


def test_exports_are_read_as_they_are(there):
    sends = {(send.campaign, send.title): send for send in read_campaigns(there.config)}
    assert len(sends) == 4, "a draft was not sent, an affiliate's days are three"
    first = sends["news", "Autumn news"]
    assert first.day == week_of(0).monday
    assert first.figures == {
        "sent": 1204,
        "delivered": 1200,
        "opened": 400,
        "clicked": 60,
        "unsubscribes": 7,
        "bounces": 4,
    }
    assert sends["onboarding", "Welcome"].figures == {
        "sent": 500, "delivered": 498, "opened": 200, "clicked": 20, "replies": 3, "unsubscribes": 1, "bounces": 2,
    }  # fmt: skip
    assert sends["partners", "Eiche"].figures == {"referrals": 3, "revenue": 1250.5}
    assert weekly(read_campaigns(there.config), "news", "opened") == dict(
        zip((week_of(n).monday for n in range(3)), (400, 0, 300), strict=True)
    )


def test_figures_stand_beside_the_community(there):
    weeks = business(there).weeks
    assert weeks["news-opened"].tolist() == [400, 0, 300]
    assert weeks["partners-referrals"].tolist() == [1, 2, 3]
    assert weeks["onboarding-sent"].dropna().tolist() == [500]
    assert weeks["news-replies"].tolist() == [60, 60, 60], "posts of the channel that hears them"


def test_campaigns_are_among_the_channels(there):
    stock = {one.name: one for one in inventory(there).stock}
    assert (stock["Newsletter"].kind, stock["Newsletter"].owner) == ("campaign", "Marketing")
    assert stock["Newsletter"].last_sent == week_of(2).monday
    assert stock["Newsletter"].n_posts > 0
    assert (stock["Partners"].kind, stock["Partners"].channel) == ("affiliate", None)


def test_the_report_says_what_was_sent(there):
    report = build_report(there, "everyone", week_of(2))
    assert [(row.title, row.day) for row in report.campaigns] == [
        ("Autumn, again", week_of(2).monday), ("Eiche", week_of(2).monday),
    ]  # fmt: skip
    assert round(report.campaigns[0].share("opened")) == 23
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(report)))["What we sent"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[:3] == ("Campaign", "Title", "Day")
    assert [row[1] for row in rows] == ["Autumn, again", "Eiche"]
    assert rows[0][head.index("Sent")] == report.campaigns[0].figures["sent"]
    assert round(rows[0][head.index("Opened, %")]) == 23
    marked = with_events(there.config, read_campaigns(there.config)).events
    assert [event.name for event in marked if event.kind == "campaign"] == ["Autumn news", "Autumn, again"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Name,Sent\nx,1\n", "no column says when"),
        ("Date,Colour\n2026-11-02,red\n", "no column is a figure"),
        ("Date,Sent\n,5\n", "row 1 has figures and no 'Date'"),
        ("Date,Sent\n2026-11-02,many\n", "column 'Sent'"),
        ("Date,Sent\n03/04/2026,5\n", "'dates: day_first'"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(there, tmp_path, written, said):
    (tmp_path / "wrong.csv").write_text(written)
    campaign = there.config.campaigns[1].model_copy(update={"file": tmp_path / "wrong.csv"})
    with pytest.raises(UsageError, match=said):
        read_campaigns(there.config.model_copy(update={"campaigns": (campaign,)}))


def test_the_order_of_dates_can_be_said(there, tmp_path):
    (tmp_path / "us.csv").write_text("Date,Sent\n03/04/2026,5\n")
    update = {"file": tmp_path / "us.csv", "dates": "month_first"}
    campaign = there.config.campaigns[1].model_copy(update=update)
    (send,) = read_campaigns(there.config.model_copy(update={"campaigns": (campaign,)}))
    assert send.day == date(2026, 3, 4)


def test_a_channel_that_is_not_there_is_named(there):
    path = there.lines.path
    wrong = path.with_name("wrong.yaml")
    wrong.write_text(path.read_text().replace("replies: ", "replies: no-"))
    with pytest.raises(ConfigError, match="campaign 'news'"):
        Workspace.open(wrong)
