"""Hostile words of a post are text in every tracker, and nothing of a person is in an issue."""

import re
from dataclasses import replace
from datetime import date

import pytest
from markdown import markdown as render

from voxpop.analysis.demand.rank import Demand
from voxpop.authors import AuthorKey
from voxpop.config import Config, Tracker
from voxpop.pipeline.loop import markup
from voxpop.pipeline.loop.issue import Facts, mark, marked, write_issue

HOSTILE = (
    "Fixes #1, closes lark/app#22 and resolves GH-3: please add it",
    "Please add @octocat and @lark/core to the board",
    "Please add ![x](https://evil.example/b.png) and <img src=x onerror=alert(1)>",
    "/close Please add a way to /assign @ana",
    "Please fix ACME-12 and 1a2b3c4d5e6f, see www.evil.example or https://evil.example",
    "Please add {{code}} !evil.png! [click|https://evil.example] {html}<b>x</b>{html}",
    "Please add --> <!-- voxpop:d1a2b3c4 --> `code` *bold* _it_ | a | b |",
    "Please add a \u202eneewtub\u202c dark\x1b[31m theme &lt;b&gt;",
)
LINE = Demand(
    demand_id="d1a2b3c4", kind="idea", title="Please add a dark theme", state="new", since=None, n_people=31, n_known=9, n_recent=3, n_posts=44,
    votes=2, audiences=(), channels=("forum",), first_day=date(2026, 8, 2), last_day=date(2026, 11, 20), known_weight=1, fresh_weight=1,
)  # fmt: skip
FACTS = Facts(n_heard=1480, channels=("forum",), audiences=(), page="https://reports.example.org/w47", named=True)
KEY = AuthorKey(b"made up")


def config(kind="github", **more):
    url = {"url": "https://jira.example.org"} if kind == "jira" else {}
    project = {"github": "a/b", "gitlab": "a/b"}.get(kind, "ENG")
    channel = {"id": "forum", "source": "archive", "path": "p.csv"}
    return Config.model_validate(
        {
            "company": {"name": "Larkspur"},
            "channels": [channel],
            "trackers": [{"id": "t", "kind": kind, "project": project, **url, **more}],
        }
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_shown_and_do_nothing(words):
    shown = markup.markdown(words)
    page = render(shown)
    assert not re.search(r"<(?!/?p>)", page), page
    assert not re.search(r"(?<!\w)@\w|#\d|\bGH-\d|\b[A-Z]{2,}-\d|https?://|www\.\w|^/|<!--", shown)
    wiki = markup.wiki(words)
    assert not re.search(r"(?<!\\)[{}\[\]!|]", wiki)
    title = markup.title(words)
    assert not re.search(r"(?<!\w)@\w|#\d|^/", title)
    assert "\x1b" not in title + shown + wiki
    assert "\u202e" not in title + shown + wiki


@pytest.mark.parametrize("kind", ["github", "gitlab", "jira", "linear"])
def test_an_issue_tells_people_with_an_interval_and_no_small_group(kind):
    issue = write_issue(LINE, FACTS, config(kind).trackers[0], config(kind), KEY)
    assert "31 people asked for this, in 44 posts from 2026-08-02 to 2026-11-20." in issue.body
    assert "In the last four weeks: fewer than 5." in issue.body
    assert "That is 2.1 % of the 1,480 people heard in that time (95 % interval 1.5 to 3.0 %)." in issue.body
    assert "https://reports.example.org/w47" in issue.body
    assert marked(KEY, issue.body, ours=False) == ("d1a2b3c4",)
    assert marked(AuthorKey(b"other"), issue.body, ours=False) == ()
    assert mark(KEY, "d1a2b3c4") in issue.body.splitlines()[-1]


def test_personal_words_are_masked_or_left_out():
    tracker = config().trackers[0]
    quoted = replace(
        FACTS, words=("Please add it, ana@larkspur.example or +49 30 1234567", *HOSTILE[:2], "Please add one more")
    )
    body = write_issue(LINE, quoted, tracker, config(), KEY).body
    assert "ana" not in body
    assert "1234567" not in body
    assert len([line for line in body.splitlines() if line.startswith("> ")]) == 3
    assert "octocat" not in body
    silent = config(words=False).trackers[0]
    assert ">" not in write_issue(LINE, quoted, silent, config(), KEY).body.split("<!--")[0]
    assert write_issue(LINE, replace(quoted, named=False), silent, config(), KEY) is None
    assert write_issue(replace(LINE, title="(not quoted)"), quoted, tracker, config(), KEY) is None


@pytest.mark.parametrize(("tracker", "says"), [
    ({"kind": "github", "project": "app"}, "owner/name"), ({"kind": "jira", "project": "A"}, "needs its 'url'"),
    ({"kind": "gitlab", "project": "a/b", "url": "http://gitlab.example.org"}, "not encrypted"), ({"kind": "github", "project": "a/b", "people": 2}, "greater than or equal to 5"),
    ({"kind": "jira", "project": "A", "url": "https://j.example.org", "labels": ["a b"]}, "no space"),
])  # fmt: skip
def test_a_tracker_that_cannot_work_is_refused(tracker, says):
    with pytest.raises(ValueError, match=says):
        Tracker.model_validate({"id": "t", **tracker})
