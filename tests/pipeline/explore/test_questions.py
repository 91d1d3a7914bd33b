"""Questions that wait: found with their hours of work, gone once somebody answers."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.warehouse.loading import batch
from voxpop import warehouse
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.explore.questions import list_unanswered
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Post

FRIDAY = datetime(2026, 11, 20, 17, tzinfo=UTC)  # 18:00 in Berlin: nobody works any more
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # 9:30


def post(number, thread, said, when, who, **changes):
    return Post(source="forum", post_id=f"p{number}", thread_id=thread, text=said, author_id=who, handle_id=who, created_at=when, url=f"https://forum.example.org/{number}", **changes)  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "voxpop.yaml").write_text(
        "company: {name: Larkspur, time_zone: Europe/Berlin}\nanalysis: {sentiment: fast}\n"
        "channels:\n  - {id: forum, source: archive, path: p.csv, columns: {post_id: i, text: t, created_at: a}, time_format: iso}\n"
    )
    return Workspace.open(tmp_path / "voxpop.yaml")


def heard(there, *posts):
    with warehouse.writer(there.warehouse_path) as writer:
        writer.load(batch("f1", MONDAY, list(posts)))
        writer.publish(there.snapshots)
    analyze.analyze(there)


def test_only_what_waits_is_listed_with_its_hours_of_work(workspace):
    heard(
        workspace,
        post(1, "t1", "How do I export a dashboard to a file?", FRIDAY, "ann"),
        post(2, "t2", "Where are the roles of the billing team set?", FRIDAY - timedelta(days=1), "bob"),
        post(3, "t2", "In the settings, under roles and rights.", FRIDAY, "cem"),
        post(4, "t3", "Can the calendar be shared with a partner?", FRIDAY - timedelta(days=2), "dora"),
        post(5, "t3", "To add to my question: read only would do.", FRIDAY, "dora"),
    )
    waiting = list_unanswered(workspace)
    assert [(w["url"][-1], w["waited"]) for w in waiting] == [("4", 16.5), ("1", 0.5)], "one's own reply is no answer"
    assert [w["url"][-1] for w in list_unanswered(workspace, by_us=True)] == ["4", "2", "1"]


def test_an_unknown_audience_is_said(workspace):
    with pytest.raises(UsageError, match="there is no audience 'nobody'"):
        list_unanswered(workspace, "nobody")
