"""The report's blocks and sentences, from invented audiences whose answers are known."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from tests.analysis.report.worlds import (
    KNOWN_AT,
    QUOTES,
    UTC_TIME,
    WEEK,
    author_rows,
    config,
    days,
    exact_rows,
    fallen,
    inputs,
    others,
    quote,
    steady,
)
from voxpop.analysis.estimates.correction import TONES, Correction
from voxpop.analysis.estimates.values import Verdict
from voxpop.analysis.report.build import build
from voxpop.analysis.report.inputs import Earlier, ModelFacts, queries
from voxpop.analysis.report.model import Heard

BEFORE = [WEEK.back(n) for n in range(1, 13)]


def history(negative, neutral, positive, weeks=12, channel="forum"):
    """The same people saying the same thing week after week."""
    return [row for week in BEFORE[:weeks] for row in exact_rows(week, channel, negative, neutral, positive)]


def text(sentence):
    return "".join(phrase.text for phrase in sentence)


def lost_days(channel, first, reason="out_of_budget", weeks=0):
    """The rest of the week from a day on, the first day in part."""
    begin = WEEK.back(weeks).monday + timedelta(days=first)
    since = datetime(begin.year, begin.month, begin.day, 14, tzinfo=UTC)
    return {
        (channel, begin + timedelta(days=n)): ("not collected" if n else "collected in part", reason, since)
        for n in range(7 - first)
    }


class TestHeadline:
    """Golden text: one headline for every case."""

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            (history(30, 40, 30) + exact_rows(WEEK, "forum", 45, 30, 25),
             "Net sentiment fell 20 points to −20, the lowest estimate in 13 weeks"),
            (history(30, 40, 30) + exact_rows(WEEK, "forum", 20, 30, 50),
             "Net sentiment rose 30 points to +30, the highest estimate in 13 weeks"),
            (history(30, 40, 30, weeks=3) + exact_rows(WEEK, "forum", 45, 30, 25), "Net sentiment fell 20 points to −20"),
            (history(30, 40, 30) + exact_rows(WEEK, "forum", 31, 40, 29), "Net sentiment shows no clear change, at −2"),
            (exact_rows(WEEK, "forum", 10, 20, 20) + history(0, 0, 0),
             "Net sentiment is +20; too few authors wrote in the weeks before to compare"),
            (history(30, 40, 30) + exact_rows(WEEK, "forum", 10, 10, 9), "Too few authors to report (fewer than 30)"),
            (history(30, 40, 30), "No posts by Administrators were heard this week"),
            ([], "No posts by Administrators were heard this week"),
        ],
        ids=["fall", "rise", "short history", "no clear change", "nobody before", "too few", "silent", "always silent"],
    )  # fmt: skip
    def test_case(self, rows, said):
        assert build(inputs(rows)).headline == said

    def test_clear_but_small(self):
        rows = history(3000, 4000, 3000) + exact_rows(WEEK, "forum", 3100, 4000, 2900)
        report = build(inputs(rows))
        assert report.headline == "Net sentiment is little changed, at −2"
        assert report.change.verdict is Verdict.LITTLE

    def test_a_clear_change_to_an_ordinary_value_says_so(self):
        low = [r for w in BEFORE[4:] for r in exact_rows(w, "forum", 45, 30, 25)]
        high = [r for w in BEFORE[:4] for r in exact_rows(w, "forum", 20, 30, 50)]
        report = build(inputs(low + high + exact_rows(WEEK, "forum", 45, 30, 25)))
        assert report.headline == "Net sentiment fell 50 points to −20, within its usual range"

    def test_an_extreme_among_fewer_estimates_says_how_many(self):
        rows = [r for n in (1, 2, 3, 4, 7, 8) for r in exact_rows(WEEK.back(n), "forum", 30, 40, 30)]
        report = build(inputs(rows + exact_rows(WEEK, "forum", 45, 30, 25)))
        assert report.headline == "Net sentiment fell 20 points to −20, the lowest of 7 estimates in 9 weeks"

    def test_the_first_week_ever(self):
        report = build(inputs(exact_rows(WEEK, "forum", 10, 20, 20), channel_days=days(weeks=1)))
        assert report.headline == "Net sentiment is +20; there is no earlier week to compare it with yet"
        assert report.change.verdict is Verdict.NEW
        assert report.trend is None
        assert report.figures[0].change == "Nothing to compare with yet"

    def test_no_channel_heard_whole(self):
        rows = history(30, 40, 30) + exact_rows(WEEK, "forum", 45, 30, 25)
        report = build(inputs(rows, channel_days=days(lost=lost_days("forum", 3))))
        assert (
            report.headline == "Net sentiment is −20; no channel was heard whole in both periods, so it is not compared"
        )
        assert report.change.verdict is Verdict.INCOMPLETE

    def test_silent_is_not_the_same_as_not_listened_to(self):
        rows = history(30, 40, 30)
        report = build(inputs(rows, channel_days=days(lost=lost_days("forum", 2, "unreachable"))))
        assert report.headline == "No posts by Administrators were heard this week: we were not listening all the time"
        assert report.deck.startswith("This is not known to be silence: Support forum was collected on 2 of 7 days.")
        assert "silence, not a gap" in build(inputs(rows)).deck
        assert "In the weeks before, 100 posts a week were usual." in build(inputs(rows)).deck

    def test_everyone_silent(self):
        assert build(inputs([], audience="everyone")).headline == "No posts were heard this week"

    def test_nothing_could_be_scored(self):
        rows = [(*row[:5], 0, 0, 0, 0) for row in exact_rows(WEEK, "forum", 50, 0, 0)]
        report = build(inputs(rows))
        assert report.headline == "No post of this week could be scored"
        assert report.deck == "50 posts by 50 authors were heard, none in a language that is scored."


class TestDeck:
    def test_level_comparison_interval_and_basis(self):
        report = build(inputs(history(30, 40, 30) + exact_rows(WEEK, "forum", 45, 30, 25)))
        low, high = report.change.low, report.change.high
        assert report.deck == (
            "Negative posts now outnumber positive ones. The change is measured against the four weeks before; its 95% "
            f"interval is −{abs(round(low))} to −{abs(round(high))} points. Based on 100 posts by 100 authors on Support forum."
        )

    def test_a_level_that_stays_on_its_side_is_still_there(self):
        report = build(inputs(history(60, 30, 10) + exact_rows(WEEK, "forum", 45, 30, 25)))
        assert report.headline == "Net sentiment rose 30 points to −20, the highest estimate in 13 weeks"
        assert report.deck.startswith("Negative posts still outnumber positive ones.")

    def test_a_sentence_never_contradicts_the_interval_beside_it(self):
        """Whatever the figures: 'about level' only where the printed interval holds zero, and so on."""
        for seed in range(12):
            tone = (0.3 + seed / 60, 0.4, 0.3 - seed / 60)
            rows = steady(seed=seed, n=80)[80:] + author_rows(WEEK, "forum", 80, tone, seed=seed)
            report = build(inputs(rows))
            level = (round(report.net.low), round(report.net.high))
            assert ("about level" in report.deck) == (level[0] <= 0 <= level[1])
            if report.change.value is not None:
                moved = (round(report.change.low), round(report.change.high))
                assert ("no clear change" in report.headline) == (moved[0] <= 0 <= moved[1])
                if " fell " in report.headline:
                    assert moved[1] < 0
                    assert f"to {report.figures[0].value}" in report.headline
            for theme in report.themes:
                inside = round(theme.change.low) <= 0 <= round(theme.change.high)
                assert (theme.change.verdict is Verdict.UNCLEAR) == inside


class TestCautions:
    def test_a_channel_that_ran_out_is_named_and_left_out(self):
        rows = [*fallen(), *steady(channel="x", n=50, prefix="x")]
        report = build(inputs(rows, channel_days=days(lost=lost_days("x", 3))))
        assert [text(c) for c in report.cautions] == [
            (
                "X was collected on 3 of 7 days: the monthly budget ran out on Thursday. X is shown on its own and left out of "
                "every comparison."
            )
        ]
        alone = build(inputs(fallen()))
        assert (report.net.value, report.change, report.headline) == (alone.net.value, alone.change, alone.headline)
        row = next(c for c in report.channels if c.id == "x")
        assert (row.note, row.net is not None) == ("3 of 7 days", True)
        shown = {c.label: c.days for c in report.coverage}["X"]
        assert shown == (Heard.WHOLE,) * 3 + (Heard.PART,) + (Heard.NOT,) * 3

    def test_a_channel_that_missed_days_before(self):
        rows = [*fallen(), *steady(channel="x", n=50, prefix="x")]
        report = build(inputs(rows, channel_days=days(lost=lost_days("x", 5, weeks=2))))
        assert [text(c) for c in report.cautions] == [
            "X was collected whole on 26 of the 28 days before this week. It is shown on its own and left out of every comparison."
        ]
        assert next(c for c in report.channels if c.id == "x").note == "not compared"

    def test_where_the_main_channel_missed_a_week_that_week_is_left_out(self):
        report = build(inputs(fallen(), channel_days=days(lost=lost_days("forum", 5, "unreachable", weeks=2))))
        assert report.change.verdict is Verdict.DOWN
        assert "against three of the four weeks before" in report.deck
        assert [text(c) for c in report.cautions] == [
            "Changes are measured against three of the four weeks before: the rest was not collected whole."
        ]
        assert [p.monday for p in report.trend.points if p.incomplete] == [WEEK.back(2).monday]

    def test_an_installation_two_weeks_old_compares_with_what_it_has(self):
        report = build(inputs(fallen(3), channel_days=days(weeks=3)))
        assert report.change.verdict is Verdict.DOWN
        assert "against two of the four weeks before" in report.deck

    def test_an_audience_heard_in_one_place_only_or_hardly_is_said_first(self):
        rows = steady() + [r for r in steady(n=40, channel="x", prefix="x") if r[0] < WEEK.back(3).monday]
        said = [text(c) for c in build(inputs(rows)).cautions]
        assert said == [
            "Heard through one channel. In four weeks all of this audience wrote on Support forum; X was collected, and fell silent."
        ]
        two = exact_rows(WEEK.back(2), "forum", 1, 0, 1) + exact_rows(WEEK.back(9), "forum", 1, 0, 0)
        assert (
            text(build(inputs(two)).cautions[0])
            == "Hardly heard. Only 2 people of this audience were heard in four weeks."
        )
        assert text(build(inputs([])).cautions[0]).startswith("Never heard. Nobody of this audience was ever heard")

    def test_a_changed_model(self):
        earlier = Earlier(net=11.4, sentiment_version="s0", themes_version="t1")
        report = build(inputs(steady(), earlier=earlier))
        assert text(report.cautions[0]).startswith("The sentiment model changed since last week's report.")
        assert report.method_changed == "Changed since last week's report: the sentiment model."

    @pytest.mark.parametrize(
        ("version", "themes", "said"),
        [
            ("words-1:ab+1", {"t1": "Upgrades", "t2": "Mail"}, None),
            ("words-1:cd", {"t1": "Upgrades", "t2": "Mail"}, None),
            ("words-1:ab", {"t1": "Mail"}, None),
            ("words-1:cd", {"t1": "Mail", "t2": "Mail", "t9": "Gone"}, "The themes changed: 2 of the 3 in last week's"),
            ("encoder:ab", {}, "The themes changed since last week's report."),
        ],
    )
    def test_themes_are_said_to_have_changed_only_where_the_last_report_named_others(self, version, themes, said):
        now = pa.Table.from_pylist(
            [
                {"theme_id": "t1", "label": "Upgrades", "keywords": [], "first_week": None, "state": "found"},
                {"theme_id": "t2", "label": "Mail", "keywords": [], "first_week": None, "state": "found"},
            ]
        )
        earlier = Earlier(net=11.4, sentiment_version="s1", themes_version=version, themes=themes)
        facts = ModelFacts(sentiment_version="s1", themes_version="words-1:ab")
        report = build(inputs(steady(), earlier=earlier, themes=now, model=facts))
        found = [text(caution) for caution in report.cautions]
        assert [one.startswith(said) for one in found] == [True] if said else found == []
        assert ("the themes" in report.method_changed) == bool(said)

    def test_nothing_to_say(self):
        assert build(inputs(steady())).cautions == ()


class TestPoints:
    def test_a_theme_of_as_many_people_as_ever_did_not_fall(self):
        before = [
            r
            for b in range(1, 6)
            for t in ("t1", "t2")
            for r in exact_rows(WEEK.back(b), "forum", 20, 40, 40, t, f"{t}-{b}-")
        ]
        now = exact_rows(WEEK, "forum", 20, 40, 40, "t2", "t2-0-") + exact_rows(
            WEEK, "forum", 80, 160, 160, "t1", "t1-0-"
        )
        found = build(inputs(before + now))
        falls = [text(p) for p in found.points if "down from" in text(p)]
        row = next(row for row in found.themes if row.id == "t2")
        assert (row.share.n_authors, row.usual_authors) == (100, 100)
        assert all("100 people spoke of it, about as many as usual (100)" in point for point in falls)

    def test_drivers_add_up_as_printed(self):
        found = build(inputs(fallen()))
        rows = [row.printed for row in found.drivers]
        assert all(mix + tone == total for mix, tone, total in rows)
        assert sum(total for *_, total in rows) == round(found.change.value)

    def test_one_fall_has_one_interval_in_all_reports(self):
        rows = fallen()
        own = build(inputs(rows, audience="partners", channel_days=days()))
        beside = build(inputs(steady(), other_author_weeks=others({"partners": rows, "customers": steady(prefix="c")})))
        shown = next(one for one in beside.others if one.id == "partners")
        assert (shown.change.low, shown.change.high) == (own.change.low, own.change.high)

    def test_ranked_and_never_causal(self):
        setup = config(events=[{"date": "2026-11-17", "name": "7.2 released", "kind": "release"}])
        fall = author_rows(WEEK, "partners", 60, (0.8, 0.1, 0.1), prefix="p")
        partners = steady(channel="partners", n=60, prefix="p")
        partners = [r for r in partners if r[0] != WEEK.monday] + fall
        report = build(inputs(fallen(), config=setup, other_author_weeks=others({"partners": partners})))
        said = [text(p) for p in report.points]
        assert len(said) == 4
        assert said[0].startswith("Upgrades made up 51% of posts, up from 15%, with 56% of all negative posts")
        assert said[1].startswith("Upgrades makes up 17 of the 47 points, mostly by tone.")
        assert (
            said[2]
            == "7.2 released on Tuesday 17 November. The timing fits; it does not show that the release is the cause."
        )
        assert said[3].startswith("Net sentiment of Partners fell ")
        for words in ("because", "driven by", "thanks to", "due to"):
            assert words not in " ".join(said)

    def test_a_quiet_week_has_no_event(self):
        setup = config(events=[{"date": "2026-11-17", "name": "7.2 released", "kind": "release"}])
        report = build(inputs(steady(), config=setup))
        assert not any("released" in text(p) for p in report.points)
        assert [mark.name for mark in report.trend.marks] == ["7.2 released"]

    def test_what_followed_an_event_is_compared_and_never_called_its_effect(self):
        dates = [
            {"date": "2026-10-20", "name": "7.1"},
            {"date": "2026-11-17", "name": "7.2"},
            {"date": "2026-08-25", "name": "7.0"},
        ]
        found = build(inputs(fallen(), config=config(events=dates))).events
        assert [(e.name, e.n_before, e.n_after) for e in found] == [("7.1", 4, 4)], (
            "7.2 has no week after, 7.0 none before"
        )
        assert found[0].change.verdict is Verdict.DOWN
        assert found[0].sentence.startswith("In the four weeks since: down ")
        quiet = build(inputs(steady(), config=config(events=dates))).events
        assert quiet[0].change.verdict is Verdict.UNCLEAR

    def test_an_audience_that_fell_silent(self):
        partners = [r for w in BEFORE for r in exact_rows(w, "partners", 3, 4, 5, prefix="p")]
        report = build(inputs(steady(), other_author_weeks=others({"partners": partners})))
        assert "Nobody was heard among Partners; 12 posts a week were usual." in [text(p) for p in report.points]
        assert report.others[0].sentence == "Nobody was heard"


class TestFigures:
    def test_counts_against_the_usual_range(self):
        report = build(inputs(history(30, 40, 30) + exact_rows(WEEK, "forum", 60, 70, 60)))
        posts, authors = report.figures[1:3]
        assert (posts.value, posts.change, posts.note) == (
            "190",
            "Above the usual 100",
            "8 in 10 weeks fall in that range",
        )
        assert (authors.value, authors.note) == ("190", "1.0 posts each")
        assert len(posts.spark) == 13

    def test_share_of_voice_counts_authors_once_a_name(self):
        setup = config(brands=[{"name": "Larkspur"}], rivals=[{"name": "Sage"}, {"name": "Thistle"}])
        named = [
            {"week": week.monday, "channel": "forum", "author_id": f"a{n}", "name": name, "ours": not name}
            for week in (WEEK, *BEFORE)
            for n in range(60)
            for name in (("",) if n < 20 else ("", "Sage") if n < 30 else ("Sage", "Thistle"))
        ]
        schema = pa.schema([("week", pa.date32()), ("channel", pa.string()), ("author_id", pa.string()), ("name", pa.string()),
                            ("ours", pa.bool_())])  # fmt: skip
        report = build(inputs(steady(), config=setup, voice=pa.Table.from_pylist(named, schema)))
        voice = report.figures[3]
        assert (voice.value, voice.change, voice.note) == (
            "30%",
            "No clear change",
            "Authors naming us, among three names",
        )

    def test_no_rivals_no_share_of_voice(self):
        assert [f.name for f in build(inputs(steady())).figures] == ["Net sentiment", "Posts", "Authors"]

    def test_weeks_not_heard_whole_are_in_no_range(self):
        rows = history(30, 40, 30) + exact_rows(WEEK, "forum", 30, 40, 30)
        rows = [r for r in rows if r[0] != WEEK.back(6).monday] + exact_rows(WEEK.back(6), "forum", 3, 4, 3)
        report = build(inputs(rows, channel_days=days(lost=lost_days("forum", 0, weeks=6))))
        assert report.figures[1].change == "Within the usual 100"
        assert report.figures[1].spark[6] is None


class TestThemes:
    def test_largest_rise_first_with_counts(self):
        report = build(inputs(fallen()))
        assert [t.label for t in report.themes] == ["Upgrades", "Documentation", "Email sync"]
        assert [t.change.verdict for t in report.themes] == [Verdict.UP, Verdict.DOWN, Verdict.DOWN]
        assert sum(t.share.value for t in report.themes) == pytest.approx(100)
        assert "three comparisons" in report.themes_note

    def test_what_no_theme_fits_is_no_theme_but_counts(self):
        rows = [(*r[:2], {"t2": "other", "t3": None}.get(r[2], r[2]), *r[3:]) for r in fallen()]
        (only,) = build(inputs(rows)).themes
        assert only.label == "Upgrades"
        assert round(only.share.value) == 51

    def test_two_hundred_themes_are_cut_to_a_page(self):
        rows = [(w.monday, "forum", f"t{n}", f"a{n}", 1, 1, 0, 1, 0) for w in (WEEK, *BEFORE[:4]) for n in range(200)]
        report = build(inputs(rows))
        assert len(report.themes) == 15
        assert "185 smaller themes without a clear change are not listed." in report.themes_note


class TestQuotes:
    def quotes(self, *rows, **changes):
        return build(inputs(fallen(), quotes=pa.Table.from_pylist(list(rows), QUOTES), **changes)).verbatims

    def test_four_by_rule_one_for_each_author(self):
        found = self.quotes(
            quote(1, "The upgrade stopped at step six and would not go on.", strength=0.9, author="anna"),
            quote(2, "The upgrade stopped at step six, I say it again.", strength=0.8, author="anna"),
            quote(3, "Upgrading took us a whole Saturday and some tears.", strength=0.7),
            quote(4, "The new guide is the best that I have read.", "t2", "positive", strength=0.95),
            quote(5, "Upgrade took eleven minutes here, no complaints at all.", "t1", "positive", strength=0.6),
        )
        assert [(q.text.split()[0], q.reason) for q in found] == [
            ("The", "most typical of the theme that moved most"),
            ("Upgrading", "most typical of the theme that moved most"),
            ("The", "disagrees with the headline"),
        ]
        assert found[0].url == "https://forum.example.org/t/1"
        assert found[2].theme == "Documentation"

    def test_they_stand_for_the_page(self):
        rows = [
            r
            for b in range(13)
            for r in exact_rows(WEEK.back(b), "forum", 90 if b == 0 else 20, 30, 10 if b == 0 else 50, prefix=f"w{b}-")
        ]
        kind = [
            quote(n, f"Thank you number {n}, that was really very kind.", label="positive", strength=0.9)
            for n in range(6)
        ]
        harsh = [quote(n, f"Number {n} of the many things that went wrong.", strength=0.3) for n in range(10, 16)]
        found = build(inputs(rows, quotes=pa.Table.from_pylist(kind + harsh, QUOTES))).verbatims
        assert [q.label for q in found] == ["negative"] * len(found)
        assert len(found) >= 3

    @pytest.mark.parametrize(
        "private",
        [
            "Write to me at anna.muster@example.org about the upgrade.",
            "Call me on +49 170 1234567 about the upgrade please.",
            "My customer number is 4711081512 and the upgrade failed.",
            ".@dorotheaops says that the upgrade works much better now.",
            "Thanks @dorotheaops, the upgrade works much better now.",
            "As u/dorotheaops said the upgrade works much better now.",
            "The upgrade failed, see https://example.org/ticket/anna for it.",
            "The upgrade failed with key sk1234567890abcdefgh in the log.",
            "The upgrade of my booking PNR A3ZZ0F failed once more.",
            "Order no. 4711 was lost in the upgrade, who can help?",
            "Host 192.168.17.4 would not upgrade whatever we tried.",
            "The upgrade failed again last night. Regards, Anna",
            "Hi Anna, the upgrade failed again last night for us.",
            "Ms. Muster told us that the upgrade would be easy.",
            "My passport C01X00T47 was refused by the upgrade.",
            "Reisepass C4VHYZ2K7 was refused by the upgrade again.",
            "The upgrade lost my booking X7K2PQ for the third time.",
            "The upgrade lost my record locator: GHTKLP for good.",
            "The upgrade lost reservation code ABC123 last night.",
            "After the upgrade confirmation code is x7k2pq still.",
            "The upgrade prints 221B Baker Street on each letter.",
            "The upgrade prints 12 baker street on each letter.",
            "The upgrade prints 1600 Pennsylvania Ave NW on it.",
            "The upgrade prints Musterstraße 12 on each letter.",
            "The upgrade prints Hauptstr. 5, 10115 Berlin on it.",
            "The upgrade prints 12 rue de la Paix on each letter.",
            "The upgrade prints Calle Mayor 5, Madrid on each one.",
            "The upgrade prints Via Roma 10, Torino on each letter.",
            "The upgrade prints Keizersgracht 123 on each letter.",
            "The upgrade prints PO Box 123 on each of our letters.",
            "The upgrade prints SW1A 1AA on each of our letters.",
            "The upgrade takes number plate B-AB 1234 for a file.",
            "The upgrade takes DOB 12.3.84 for a broken number.",
            "The upgrade takes DE89 3704 0044 0532 0130 00 apart.",
            "The upgrade lost member 12AB9 in the second step.",
        ],
    )
    def test_personal_data_are_not_quoted(self, private):
        assert self.quotes(quote(1, private)) == ()

    @pytest.mark.parametrize(
        "harmless",
        [
            "The upgrade broke HTML5 and MYSQL8 on Windows for us.",
            "The upgrade took 16384MB of memory and SHA256 failed.",
            "The upgrade to 7.2 took two hours on the road to it.",
            "What a world we live in: the upgrade simply worked.",
            "I am angry, which means 863 people cannot upgrade.",
            "The upgrade fails with SQLSTATE 42S22 once again.",
        ],
    )
    def test_terms_and_quantities_are_no_personal_data(self, harmless):
        assert len(self.quotes(quote(1, harmless))) == 1

    def test_handles_of_brands_and_of_our_accounts_are_no_persons(self):
        setup = config(
            brands=[{"name": "Larkspur", "terms": ["@larkspur"]}], staff=[{"source": "x", "handle": "lark_events"}]
        )
        row = quote(1, ".@Larkspur and @lark_events, the upgrade went very well.")
        assert len(self.quotes(row, config=setup)) == 1
        assert self.quotes(quote(1, ".@Larkspur and @anna, the upgrade went very well."), config=setup) == ()

    def test_hostile_text_is_kept_as_text_without_tricks(self):
        found = self.quotes(
            quote(1, "<script>alert('upgrade')</script> is what\x00 it\u202e said\x1b[31m to me"),
            quote(2, "הגרסה החדשה לא עובדת אצלנו בכלל, מאכזב מאוד", lang="he", strength=0.4),
        )
        assert found[0].text == "<script>alert('upgrade')</script> is what it said[31m to me"
        assert found[1].lang == "he"

    def test_quotes_and_links_can_be_turned_off(self):
        row = quote(1, "The upgrade stopped at step six and would not go on.")
        assert self.quotes(row, config=config(report={"quotes": False})) == ()
        assert self.quotes(row, config=config(report={"links": False}))[0].url is None


class TestPlaces:
    def test_one_channel_is_no_table(self):
        assert build(inputs(steady())).channels == ()

    def test_small_groups_have_no_figure(self):
        rows = [*steady(), *exact_rows(WEEK, "x", 2, 3, 4, prefix="x")]
        small = next(c for c in build(inputs(rows)).channels if c.id == "x")
        assert (small.n_posts, small.n_authors, small.negative, small.net) == (9, 9, None, None)
        assert small.note == "Too few authors to report (fewer than 30)"

    def test_our_side_with_a_broken_promise(self):
        setup = config(
            staff=[
                {"source": "x", "handle": "lark_events", "role": "brand", "name": "X, events account",
                 "promise": {"posts": 5, "per": "day", "start": "2026-10-12"}},
                {"source": "discourse", "handle": "lark_team"},
            ]
        )  # fmt: skip
        posts = [("x", "x", "h1", date(2026, 10, 15), 1), ("discourse", "forum", "h2", WEEK.sunday, 88)]
        own = pa.table(
            {
                "source": [p[0] for p in posts],
                "channel": [p[1] for p in posts],
                "handle_id": [p[2] for p in posts],
                "account_id": pa.nulls(len(posts), pa.string()),
                "week": [p[3] - timedelta(days=p[3].weekday()) for p in posts],
                "day": [p[3] for p in posts],
                "n_posts": [p[4] for p in posts],
            }
        )
        asked = datetime(2026, 11, 18, 10, tzinfo=UTC)
        waits = [timedelta(hours=5), timedelta(hours=72), None]
        times = [("forum", asked, w and asked + w) for w in waits] + [("forum", KNOWN_AT - timedelta(hours=20), None)]
        questions = pa.table(
            {
                "channel": [t[0] for t in times],
                "asked_at": pa.array([t[1] for t in times], UTC_TIME),
                "answered_at": pa.array([t[2] for t in times], UTC_TIME),
                "own_answered_at": pa.array([t[2] for t in times], UTC_TIME),
            }
        )
        accounts = {"h1": setup.staff[0], "h2": setup.staff[1]}
        report = build(inputs(steady(), config=setup, own_posts=own, questions=questions, accounts=accounts))
        forum, events = report.own
        assert (forum.n_posts, forum.questions, forum.answered, forum.median_wait_hours) == (88, 3, 1, 22.0)
        assert (forum.last_post, forum.flag) == ("Sunday", "")
        assert (events.label, events.n_posts, events.last_post) == ("X, events account", 0, "38 days ago")
        assert events.flag == "promised 5 a day, posted 1 in all"

    def test_no_own_accounts(self):
        assert build(inputs(steady())).own == ()


class TestRequests:
    def test_by_authors_with_first_heard_and_state(self):
        setup = config(ideas=[{"name": "Dark theme", "terms": ["dark theme"], "state": "Planned, 7.4"}])
        rows = [
            ("wish", "", 30, WEEK.back(9).monday), ("idea", "Dark theme", 23, WEEK.back(9).monday),
            ("thread", "Shared inbox", 5, WEEK.monday), ("thread", "Two people's wish", 2, WEEK.monday),
        ]  # fmt: skip
        table = pa.table(
            dict(zip(("kind", "request", "n_authors", "first_week"), zip(*rows, strict=True), strict=True))
        )
        found = build(inputs(steady(), config=setup, requests=table)).requests
        assert [(r.label, r.n_authors, r.first_heard, r.state) for r in found] == [
            ("Dark theme", 23, "9 weeks ago", "Planned, 7.4"),
            ("Shared inbox", 5, "new", ""),
            ("Other wishes, on no list yet", 30, "9 weeks ago", ""),
        ]


class TestGapsAndMethod:
    def test_gaps_are_never_empty(self):
        report = build(inputs(steady(), config=config(not_collected=[])))
        assert report.gaps == (
            "The people who post are not all Administrators. This page describes posts, not the whole audience.",
        )

    def test_everything_set_apart_is_counted(self):
        reach = pa.table({"n_posts": [99], "n_deleted": [11], "n_own": [1], "n_reposts": [2], "n_copies": [1], "n_floods": [40],
                          "n_bots": [0], "n_authorless": [3]})  # fmt: skip
        unscored = pa.table({"lang": ["pt", "ja"], "n_posts": [40, 24]})
        refused = pa.table({"channel": ["forum", "elsewhere"], "n_refused": [2, 9]})
        report = build(inputs(steady(), reach=reach, unscored=unscored, quarantine=refused))
        assert report.gaps[:-1] == (
            "Direct messages are not collected.",
            "64 posts in Portuguese and Japanese were collected but not scored.",
            "11 posts were deleted by their authors or the source and removed here as well.",
            "Set apart and not counted as opinions: 2 reposts, 1 copy of another post and 40 posts of copy-and-paste floods.",
            "1 post by our own accounts is not counted as opinion.",
            "3 posts were given without an author; each counts as one author.",
            "2 records from Support forum could not be read and were put in quarantine.",
        )

    def test_posts_in_other_languages_are_counted_with_the_quality_of_their_models(self):
        by_words = pa.table({"lang": ["es", "de"], "n_posts": [40, 24]})
        facts = ModelFacts(sentiment_version="s1", themes_version="t1", quality_of_languages=(0.875, 0.96))
        method = {m.term: m.text for m in build(inputs(steady(), by_words=by_words, model=facts)).method}
        assert method["Other languages"] == (
            "64 posts in Spanish and German were read by models of these languages, which are coarser than the classifier. On labelled "
            "tweets that they had not seen they gave the label that people gave in 88 to 96 of 100."
        )
        company = {"name": "Larkspur", "time_zone": "Europe/Berlin", "contact": "a@example.invalid", "language": "de"}
        german = build(inputs(steady(), by_words=by_words, model=facts, config=config(company=company)))
        said = {m.term: m.text for m in german.method}["Andere Sprachen"]
        assert said.startswith(
            "64 Beiträge wurden von Modellen ihrer Sprache gelesen (Spanisch und Deutsch), die gröber sind"
        )
        assert "Other languages" not in {m.term for m in build(inputs(steady(), model=facts)).method}

    def test_revision_of_last_week(self):
        last = build(inputs(steady())).trend.points[-2].estimate.value
        earlier = Earlier(net=last - 2, sentiment_version="s1", themes_version="t1")
        method = {m.term: m.text for m in build(inputs(steady(), earlier=earlier)).method}
        assert method["Revision"].startswith("Late posts, edits and deletions moved last week from ")
        assert "not errors of the classifier" in method["95% interval"]


class TestWhole:
    def test_same_inputs_same_report_whatever_the_order_of_rows(self):
        given = inputs(fallen())
        backwards = replace(given, author_weeks=given.author_weeks.take(list(range(given.author_weeks.num_rows))[::-1]))
        assert repr(build(given)) == repr(build(given))
        one, other = build(given), build(backwards)
        assert (one.headline, one.deck, one.points, one.figures[1:]) == (
            other.headline,
            other.deck,
            other.points,
            other.figures[1:],
        )
        assert one.change.low == pytest.approx(other.change.low)

    def test_labels_correct_the_level_widen_it_and_are_said(self):
        rng = np.random.default_rng(1)
        truth = rng.choice(3, 300)
        # the classifier calls half of the negative posts neutral
        says = np.eye(3)[np.where((truth == 0) & (rng.random(300) < 0.5), 1, truth)]
        correction = Correction.from_labels(says, [TONES[t] for t in truth], np.ones(300))
        facts = ModelFacts(sentiment_version="s1", themes_version="t1", quality="Macro F1 0.78.")
        others_too = others({"partners": steady(channel="partners", n=60, prefix="p")})
        plain = build(inputs(fallen(), model=facts, other_author_weeks=others_too))
        made = build(inputs(fallen(), model=facts, correction=correction, other_author_weeks=others_too))
        method = {m.term: m.text for m in made.method}
        assert "measured on 300 posts that people labelled" in method["95% interval"]
        assert method["Classifier"] == "Sentiment by the model s1; themes found in these posts. Macro F1 0.78."
        assert made.net.value < plain.net.value - 10
        assert made.net.high - made.net.low > plain.net.high - plain.net.low
        assert made.change.verdict is Verdict.DOWN
        assert sum(d.total.value for d in made.drivers) == pytest.approx(made.change.value)
        assert made.others[0].latest.value < plain.others[0].latest.value
        assert all(0 <= row.negative <= 100 for row in made.themes)

    def test_queries_name_a_file_and_a_field_each(self):
        from importlib.resources import files

        asked = queries(config(), "partners", WEEK)
        folder = files("voxpop.warehouse") / "queries"
        assert {"config", "audience", "week", "known_at", "model", "earlier", "accounts", "correction"}.isdisjoint(
            asked
        )
        assert all((folder / f"{name}.sql").is_file() for name, _ in asked.values())
