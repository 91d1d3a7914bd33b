"""'You said, we did': before and after, honestly, and the people who agreed to hear."""

from datetime import date, timedelta

import pytest

from tests.pipeline.loop.loop_world import NOW, asking, said, told
from voxpop.analysis.demand.acts import Verdict, judge_act
from voxpop.decisions.demands import check
from voxpop.errors import UsageError
from voxpop.pipeline.erasure import forget as erasure
from voxpop.pipeline.explore import demand
from voxpop.pipeline.loop.done import list_done, list_hearers
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week

DONE = Week.parse("2026-W40")


def judged(before, after, weeks=4, holes=()):
    people = {DONE.back(n).monday: before for n in range(1, 5)} | {DONE.back(-n).monday: after for n in range(1, 5)}
    return judge_act(people | {DONE.monday: 99}, DONE.monday, lambda week: week not in holes, DONE.back(-weeks).sunday)


@pytest.mark.parametrize(("found", "verdict"), [
    (judged(20, 5), Verdict.FEWER), (judged(5, 20), Verdict.MORE), (judged(20, 19), Verdict.NO_CHANGE), (judged(20, 5, weeks=1), Verdict.EARLY),
    (judged(20, 0, weeks=0), Verdict.EARLY), (judged(0.25, 0), Verdict.FEW), (judged(20, 5, holes=[DONE.back(n) for n in range(1, 5)]), Verdict.UNHEARD),
    (judged(20, 5, holes=[DONE.back(-2), DONE.back(-3), DONE.back(-4)]), Verdict.UNHEARD),
])  # fmt: skip
def test_what_can_be_said_and_what_cannot(found, verdict):
    assert found.verdict is verdict


def test_a_week_with_a_hole_counts_on_neither_side():
    found = judged(20, 10, holes=[DONE.back(1), DONE.back(-1)])
    assert (len(found.weeks_before), len(found.weeks_after), found.effect.ratio) == (3, 3, 0.5)


@pytest.fixture(scope="module")
def workspace(copy_of):
    """The demands, something done about the first, and a file of consents."""
    folder = copy_of(asking)
    path = folder / "voxpop.yaml"
    path.write_text(path.read_text() + "consent: {file: consent.csv, groups: [Wants-News]}\n")
    (folder / "consent.csv").write_text("source,author,contact\narchive,ana,ana@larkspur.example\nreddit,ana,other\n")
    there = Workspace.open(path)
    key = there.collector(there.channel("forum")).context.author_key
    posts = [said(50, "Please add a dark theme", key.author("archive", "ana"), handle_id=key.handle("archive", "ana")),
             said(51, "Please add a dark theme now", "grouped", author_groups=("wants-news",))]  # fmt: skip
    told(there, *posts, at=NOW + timedelta(hours=1))
    name = demand.board(there)[0].demand_id
    parts = {
        "do": "did",
        "demand": name,
        "what": "Dark theme in 4.2",
        "at": NOW.date(),
        "link": "https://larkspur.example/4.2",
    }
    demand.decide(there, check(parts))
    told(there, said(52, "Good morning to you all.", "other"), at=NOW + timedelta(hours=2))
    return there


def test_what_was_done_is_listed_and_too_early_to_judge(workspace):
    (done,) = list_done(workspace)
    assert (done.what, done.done_on, done.judged.verdict, done.told) == (
        "Dark theme in 4.2",
        NOW.date(),
        Verdict.EARLY,
        True,
    )


def test_only_those_who_agreed_are_named(workspace):
    name = list_done(workspace)[0].demand_id
    found = list_hearers(workspace, name)
    assert [(one.author, one.contact) for one in found.agreed] == [("", ""), ("ana", "ana@larkspur.example")]
    assert found.n_others == 6
    with pytest.raises(UsageError, match="no demand 'd0'"):
        list_hearers(workspace, "d0")


def test_the_forgotten_leave_the_file_of_consents(workspace):
    erasure.forget(workspace, ["archive:ana"], [])
    assert (workspace.config.base_dir / "consent.csv").read_text() == "source,author,contact\nreddit,ana,other\n"
    assert [one.author for one in list_hearers(workspace, list_done(workspace)[0].demand_id).agreed] == [""]


@pytest.mark.parametrize(
    "parts",
    [{"what": "x"}, {"at": date(2026, 11, 1)}, {"what": "x", "at": "2026-11-01", "link": "javascript:alert(1)"}],
)
def test_half_a_deed_is_refused(parts):
    with pytest.raises(UsageError):
        check({"do": "did", "demand": "d1", **parts})
