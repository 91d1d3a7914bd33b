"""A full `Report` made by hand: every block filled, for tests of the renderers. All of it is invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from voxpop.analysis.estimates.values import Change, Estimate, Verdict
from voxpop.analysis.report.beside import Attention, ReachRow
from voxpop.analysis.report.model import (
    ChannelRow,
    CommunityRow,
    CoverageRow,
    DriverRow,
    EventRow,
    Figure,
    Heard,
    Method,
    OtherAudience,
    OwnRow,
    Report,
    RequestRow,
    TargetRow,
    ThemeRow,
    Trend,
    TrendPoint,
    Verbatim,
)
from voxpop.analysis.report.sentence import Phrase
from voxpop.analysis.report.weeks import Mark

MONDAY = date(2026, 11, 16)
TOO_FEW = "Too few authors to report (fewer than 30)"
NONE = Change(value=None, low=None, high=None, verdict=Verdict.NEW)


def estimate(id_, value, low, high, n_posts=500, n_authors=270):
    return Estimate(id=id_, value=value, low=low, high=high, n_posts=n_posts, n_authors=n_authors)


def change(value, low, high, verdict):
    return Change(value=value, low=low, high=high, verdict=verdict)


def points(id_, values, half=7.0, incomplete=(), n_authors=270):
    """A trend whose None is a week without a figure."""
    first = MONDAY - timedelta(weeks=len(values) - 1)
    return tuple(
        TrendPoint(
            monday=first + timedelta(weeks=n),
            estimate=None if v is None else estimate(f"{id_}.{n}", v, v - half, v + half, 500 + n, n_authors),
            incomplete=n in incomplete,
        )
        for n, v in enumerate(values)
    )


HISTORY = (3.4, 4.1, 14.6, 3.2, 5.4, 8.1, 8.7, 12.2, 9.1, 12.0, 7.3, 15.2, -2.1)


def theme(id_, label, share, before, delta, low, high, verdict, n_posts, usual, negative, positive, net):
    return ThemeRow(
        id=id_,
        label=label,
        share=estimate(f"theme.{id_}.share", share, share - 3.4, share + 3.6, n_posts, n_posts // 2),
        share_before=before,
        change=change(delta, low, high, verdict),
        n_posts=n_posts,
        known_as=label,
        usual_authors=None,
        usual_posts=usual,
        negative=negative,
        positive=positive,
        net=net and estimate(f"theme.{id_}.net", net[0], net[1], net[2], n_posts, n_posts // 2),
    )


def _themes():
    up, down, unclear = Verdict.UP, Verdict.DOWN, Verdict.UNCLEAR
    return (
        theme(
            "t01",
            "Upgrades & migration",
            28.9,
            11.8,
            17.1,
            13.0,
            21.1,
            up,
            193,
            59.0,
            48.2,
            21.2,
            (-27.0, -38.6, -15.6),
        ),
        theme("t02", "Email sync", 15.3, 14.6, 0.7, -2.4, 3.9, unclear, 102, 72.3, 31.4, 33.3, (1.9, -13.0, 17.0)),
        theme("t03", "Performance", 13.5, 13.9, -0.4, -3.6, 2.8, unclear, 90, 69.0, 35.6, 34.4, (-1.2, -20.3, 18.0)),
        theme("t04", "Documentation", 12.4, 13.3, -0.9, -3.7, 1.9, unclear, 83, 66.0, 15.7, 47.0, (31.3, 15.7, 46.9)),
        theme(
            "t05", "API & integrations", 11.1, 13.0, -1.9, -4.8, 1.0, unclear, 74, 64.3, 20.3, 29.7, (9.4, -7.2, 26.1)
        ),
        theme("t06", "Mobile app", 5.2, 9.3, -4.1, -6.2, -2.0, down, 35, 46.0, 17.1, 37.1, None),
        theme("t07", "Reporting", 8.2, 13.1, -4.9, -7.3, -2.4, down, 55, 65.0, 23.6, 27.3, (3.7, -15.0, 22.0)),
        theme(
            "t08", "Pricing & licence", 5.2, 10.7, -5.5, -7.9, -3.1, down, 35, 53.0, 34.3, 20.0, (-14.3, -38.0, 10.0)
        ),
    )


def _others():
    flat = (9.0, 14.0, 12.1, 8.8, 15.0, 13.2, 12.0, 11.0, 14.0, 12.6, 13.3, 12.9, 12.7)
    prospects = (4.0, 2.0, 6.1, 3.8, 5.0, 8.2, 7.0, 1.0, None, None, 5.1, 4.0, -14.0)
    customers = points("other.customers", flat)
    few = points("other.prospects", prospects, 11.0, incomplete=(8,))
    return (
        OtherAudience(
            id="customers",
            name="Customers",
            channels=("forum",),
            points=customers,
            latest=customers[-1].estimate,
            change=change(-0.2, -7.9, 7.6, Verdict.UNCLEAR),
            sentence="No clear change",
        ),
        OtherAudience(
            id="partners",
            name="Partners",
            channels=(),
            points=(),
            latest=None,
            change=NONE,
            sentence="Nobody was heard",
        ),
        OtherAudience(
            id="prospects",
            name="Prospects",
            channels=("reddit",),
            points=few,
            latest=few[-1].estimate,
            change=change(-17.0, -28.1, -5.6, Verdict.DOWN),
            sentence="Down 17 points",
        ),
    )


def _verbatims():
    typical = "most typical of the theme that moved most"
    rows = (
        (
            (
                "Upgrade stopped at step 6 and there is no way to carry on from there. I restored the backup twice. "
                "The release notes say nothing about custom fields."
            ),
            "en",
            "Upgrades & migration",
            "negative",
            "Support forum",
            2,
            typical,
        ),
        (
            "7.2 runs fine once it is in, but getting it in cost us a Saturday.",
            "en",
            "Upgrades & migration",
            "negative",
            "Reddit",
            5,
            typical,
        ),
        (
            "The new permissions guide is the first one I could hand to a colleague without adding notes.",
            "en",
            "Documentation",
            "positive",
            "Support forum",
            1,
            "most typical positive post",
        ),
        (
            "Upgrade took eleven minutes here, no custom fields. Not everyone is on fire.",
            None,
            "Upgrades & migration",
            "positive",
            "Reddit",
            3,
            "disagrees with the headline",
        ),
    )
    return tuple(
        Verbatim(
            text=text,
            lang=lang,
            theme=label,
            label=tone,
            channel=channel,
            day=MONDAY + timedelta(days=day),
            url=None if n == 3 else f"https://forum.example.org/t/{n}/1",
            reason=reason,
        )
        for n, (text, lang, label, tone, channel, day, reason) in enumerate(rows)
    )


def _channels():
    return (
        ChannelRow(
            id="forum",
            label="Support forum",
            n_posts=412,
            n_authors=215,
            negative=32.5,
            neutral=37.4,
            positive=30.1,
            net=estimate("channel.forum.net", -2.4, -10.8, 6.0, 412, 215),
            note="",
        ),
        ChannelRow(
            id="reddit",
            label="Reddit",
            n_posts=241,
            n_authors=120,
            negative=32.0,
            neutral=39.0,
            positive=29.0,
            net=estimate("channel.reddit.net", -3.0, -14.0, 8.2, 241, 120),
            note="",
        ),
        ChannelRow(
            id="x",
            label="X",
            n_posts=75,
            n_authors=44,
            negative=21.3,
            neutral=33.4,
            positive=45.3,
            net=estimate("channel.x.net", 24.0, 5.0, 43.0, 75, 44),
            note="4 of 7 days",
        ),
        ChannelRow(
            id="partners",
            label="Partner forum",
            n_posts=14,
            n_authors=9,
            negative=None,
            neutral=None,
            positive=None,
            net=None,
            note=TOO_FEW,
        ),
    )


def _figures():
    return (
        Figure(
            id="figure.net",
            name="Net sentiment",
            value="−2",
            change="Down 13 points",
            interval="(−20 to −6)",
            note="95% interval −9 to +4",
            spark=HISTORY,
            reference=10.9,
        ),
        Figure(
            id="figure.posts",
            name="Posts",
            value="667",
            change="Above the usual 457–537",
            interval="",
            note="8 in 10 weeks fall in that range",
            spark=(539, 508, 507, 521, 456, 501, 489, 486, 508, 469, 445, 548, 667),
            reference=492.5,
        ),
        Figure(
            id="figure.authors",
            name="Authors",
            value="344",
            change="Above the usual 247–278",
            interval="",
            note="1.9 posts each",
            spark=(281, 267, 267, 278, 246, 244, 252, 265, 273, 255, None, 265, 344),
            reference=264.3,
        ),
        Figure(
            id="figure.voice",
            name="Share of voice",
            value="33%",
            change="No clear change",
            interval="(−7 to 0)",
            note="Authors naming us, among four CRMs",
            spark=(36, 38, 36, 35, 37, 36, 38, 37, 36, 37, 35, 36, 33),
            reference=36.2,
        ),
    )


def _trend():
    return Trend(
        points=points("trend", HISTORY, incomplete=(6,)),
        comparator=10.9,
        comparator_weeks=4,
        marks=(
            Mark(day=date(2026, 9, 30), name="Spring conference"),
            Mark(day=date(2026, 11, 17), name="7.2 released"),
        ),
    )


def _attention():
    shown = ReachRow(
        text="Two evenings lost on the upgrade, and the wizard still stops at step seven.", lang="en", theme="Upgrades & migration",
        label="negative", channel="X", day=date(2026, 11, 17), url="https://x.example/1", views=4210, likes=12, shares=3, replies=0,
    )  # fmt: skip
    moved = replace(
        shown, text="The new guide is the best one that I have read so far.", label="positive", views=None, likes=73
    )
    return Attention(
        shown=(shown,), moved=(replace(moved, channel="Support forum"),), without_views=("Support forum",), silent=()
    )


def sample_report(**changes):
    """A `Report` with every block filled, like the page of the prototype; keyword arguments replace fields."""
    whole, part, not_heard, unknown = Heard.WHOLE, Heard.PART, Heard.NOT, Heard.UNKNOWN
    report = Report(
        sentiment_version="fast-1",
        themes_version="words-1",
        schema=1,
        company="Larkspur",
        audience_id="administrators",
        audience="Community administrators",
        week="2026-W47",
        monday=MONDAY,
        sunday=date(2026, 11, 22),
        language="en",
        headline="Net sentiment fell 13 points to −2, the lowest estimate in 13 weeks",
        deck="Positive and negative posts are now about level. The change is measured against the four weeks before; its "
        "95% interval is −20 to −6 points. Based on 667 posts by 344 authors on Support forum and Reddit.",
        cautions=(
            (
                Phrase("X", strong=True),
                Phrase(
                    " was collected on 4 of 7 days: the monthly quota ran out on Thursday. X is shown on its own and "
                    "left out of every comparison."
                ),
            ),
        ),
        points=(
            (
                Phrase("Upgrades & migration", strong=True),
                Phrase(" made up 29% of posts, up from 12%, and carries 43% of all negative posts (it carried 16%)."),
            ),
            (
                Phrase(
                    "7.2 released: Tuesday 17 November. The timing fits; it does not show that the release is the cause."
                ),
            ),
            (
                Phrase("Documentation", strong=True),
                Phrase(" is the best-liked theme, with net sentiment of +31 (+16 to +47)."),
            ),
            (Phrase("Prospects", strong=True), Phrase(" fell too: down 17 points (−28 to −6).")),
        ),
        net=estimate("net.week", -2.1, -8.6, 4.4, 667, 344),
        change=change(-13.0, -20.2, -5.6, Verdict.DOWN),
        figures=_figures(),
        trend=_trend(),
        others=_others(),
        drivers=tuple(
            DriverRow(
                id=id_,
                label=label,
                mix=estimate(f"driver.theme.{id_}.mix", mix, mix - 2, mix + 2),
                tone=estimate(f"driver.theme.{id_}.tone", tone, tone - 3, tone + 3),
                total=estimate(f"driver.theme.{id_}.total", mix + tone, mix + tone - 4, mix + tone + 4),
                clear=abs(mix + tone) > 4,
                printed=(round(mix), round(total) - round(mix), round(total)),
            )
            for id_, label, mix, tone, total in (
                ("t01", "Upgrades & migration", -6.1, -4.2, -10),
                ("t05", "Performance", -0.4, -1.5, -2),
                ("rest", "All others", -0.3, -0.5, -1),
            )
        ),
        channel_drivers=(),
        events=(
            EventRow(
                name="7.1",
                day=date(2026, 10, 13),
                n_before=4,
                n_after=4,
                change=change(1.0, -4.0, 6.0, Verdict.UNCLEAR),
                sentence="In the four weeks since: no clear change (−4 to +6) against the four weeks before",
            ),
        ),
        themes=_themes(),
        themes_note="A change counts as clear after correcting for eight comparisons (false discovery rate 5%) and only "
        "from 2 points up.",
        verbatims=_verbatims(),
        attention=_attention(),
        channels=_channels(),
        targets=(
            TargetRow(
                id="target.brand.1",
                name="Larkspur",
                role="brand",
                n_posts=212,
                n_authors=160,
                negative=38.2,
                positive=24.1,
                net=estimate("target.brand.1", -14.1, -24.0, -4.3, 212, 160),
                change=change(-12.0, -21.5, -2.4, Verdict.DOWN),
                sentence="Down 12 points",
            ),
            TargetRow(
                id="target.rival.1",
                name="Sage <b>",
                role="rival",
                n_posts=9,
                n_authors=8,
                negative=None,
                positive=None,
                net=None,
                change=NONE,
                sentence=TOO_FEW,
            ),
        ),
        requests=(
            RequestRow(
                label="Resume an upgrade after a failed step", n_authors=41, first_heard="new", state="Under review"
            ),
            RequestRow(
                label="Dark theme for the admin pages", n_authors=23, first_heard="9 weeks ago", state="Planned, 7.4"
            ),
            RequestRow(label="Shared inbox rules per team", n_authors=19, first_heard="6 weeks ago", state="Open"),
            RequestRow(label="Export a dashboard to CSV", n_authors=14, first_heard="11 weeks ago", state=""),
        ),
        own=(
            OwnRow(
                label="Support forum",
                n_posts=88,
                questions=52,
                answered=37,
                median_wait_hours=5.2,
                last_post="today",
                flag="",
            ),
            OwnRow(
                label="Reddit",
                n_posts=9,
                questions=17,
                answered=2,
                median_wait_hours=31.0,
                last_post="2 days ago",
                flag="",
            ),
            OwnRow(
                label="X", n_posts=4, questions=6, answered=1, median_wait_hours=None, last_post="yesterday", flag=""
            ),
            OwnRow(
                label="X, events account",
                n_posts=0,
                questions=None,
                answered=None,
                median_wait_hours=None,
                last_post="38 days ago",
                flag="promised 5 a day, posted 1 in all",
            ),
        ),
        own_note="3 of our 5 accounts posted in the last four weeks; one of them wrote half of it or more.",
        community=(
            CommunityRow(
                label="People heard",
                value=1310.0,
                before=1284.0,
                percent=False,
                note="402 new, 96 back after a pause; 472 not heard again",
            ),
            CommunityRow(
                label="Heard before and again", value=63.2, before=None, percent=True, note="of 1284; 61% to 66%"
            ),
            CommunityRow(label="Questions answered", value=81.0, before=84.0, percent=True, note="of 289; 76% to 85%"),
            CommunityRow(
                label="Members who answered", value=38.0, before=None, percent=False, note="half of the answers by four"
            ),
        ),
        coverage=(
            CoverageRow(label="Support forum", days=(whole,) * 7),
            CoverageRow(label="Reddit", days=(whole,) * 6 + (unknown,)),
            CoverageRow(label="X", days=(whole, whole, whole, part, not_heard, not_heard, not_heard)),
            CoverageRow(label="Partner forum", days=(whole,) * 7),
        ),
        gaps=(
            "Private groups, direct messages, support tickets and calls are not collected.",
            "64 posts in Portuguese and Japanese were collected but not scored: no labelled sample exists yet.",
            "11 posts were deleted by their authors and removed here as well.",
            "People who post are not all of this audience. This page describes posts, not the whole audience.",
        ),
        method_changed="Nothing in the method changed this week.",
        method=(
            Method(
                term="Net sentiment",
                text="Positive posts minus negative posts, as a share of all scored posts, from −100 to +100.",
            ),
            Method(
                term="95% interval",
                text="Counts several posts by one author as dependent. It covers sampling of authors, "
                "not errors of the classifier.",
            ),
            Method(
                term="Classifier", text="Sentiment model 2026-10. On 400 posts labelled by two people: macro F1 0.78."
            ),
            Method(
                term="“No clear change”",
                text="The interval for the change includes zero. Under 30 authors, no figure is shown.",
            ),
            Method(term="Revision", text="Late posts moved last week from +14 to +15."),
            Method(term="Run", text="Data known at 2026-11-23 04:00 UTC; window closed 2026-11-22 23:00 UTC."),
        ),
        contact="listening@example.invalid",
        built_at=datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
    )
    return replace(report, **changes)
