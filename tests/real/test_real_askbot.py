"""A real Askbot, read by the installed command; posts are written, edited, voted on, accepted and deleted between runs."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.black_box.child import Child
from tests.real.server import Site, absent

pytestmark = [pytest.mark.slow, absent]
CONFIG = """
company: {{name: Larkspur, time_zone: UTC}}
brands: [{{name: Larkspur, terms: [larkspur]}}]
channels:
  - {{id: forum, source: askbot, url: "{url}"}}
  - {{id: latest, source: feed, url: "{url}/feeds/rss/", kind: question}}
"""
COLUMNS = (
    "post_id, kind, title, text, parent_id, url, tags, votes, views, replies, answered, accepted, author_staff, "
    "epoch(created_at) as written, epoch(edited_at) as edited, author_id, handle_id"
)


@pytest.fixture
def site(tmp_path):
    running = Site("askbot_site.py", tmp_path)
    try:
        for name, status in (("root", "d"), ("ann", "a"), ("ben", "a")):
            running.do("join", name, status)
        yield running
    finally:
        running.close()


def read(child, since):
    child.run(
        "land", "forum", "--from", since.isoformat(), "--to", (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    )
    child.run("load")
    child.run("publish")
    rows = child.rows(f"select {COLUMNS} from posts where source = 'askbot' and deleted_at is null order by post_id")
    return {row["post_id"].partition("/")[2]: row for row in rows}


def test_posts_between_runs(site, tmp_path):
    now = datetime.now(UTC)
    since = now - timedelta(hours=1)
    long = "How do I **export** a list? " + "I tried it on every page. " * 60
    old = site.do("ask", "ann", "What was before?", "Long before anyone listened to us.", "history")
    site.do("age", old, 30)
    export = site.do("ask", "ann", "How do I export?", long, "export csv")
    plain = [site.do("ask", "ben", f"Question {n}", f"How do I do number {n} of them?", "many") for n in range(11)]
    press = site.do("answer", "ben", export, "Press the button at the top.")
    other = site.do("answer", "root", export, "There is another way to do that.")
    which = site.do("comment", "ann", press, "Which button do you mean, please?")
    above = site.do("comment", "root", export, "Which version is it, by the way?")
    child = Child(tmp_path, CONFIG.format(url=site.url), {})
    assert f"{len(plain) + 2} questions" in child.run("check")

    found = read(child, since)
    answers, comments = {f"{export}/{press}", f"{export}/{other}"}, {f"{export}/{which}", f"{export}/{above}"}
    assert set(found) == {str(export), *map(str, plain), *answers, *comments}, f"{old} was written before the window"
    question = found[str(export)]
    assert (question["kind"], question["title"], question["tags"]) == (
        "question",
        "How do I export?",
        ["export", "csv"],
    )
    assert question["text"] == long.strip(), "the whole text, which the API itself does not give"
    assert (question["replies"], question["votes"], question["answered"]) == (2, 0, False)
    assert question["url"] == f"{site.url}/question/{export}/", "and not the localhost of its own feed"
    assert all(abs(row["written"] - now.timestamp()) < 240 for row in found.values()), "in spite of its zone"
    assert {found[name]["kind"] for name in answers} == {"answer"}
    reply = found[f"{export}/{which}"]
    assert (reply["kind"], reply["text"]) == ("reply", "Which button do you mean, please?")
    assert reply["parent_id"].endswith(f"/{export}/{press}")
    assert reply["author_id"] == question["author_id"]
    assert found[f"{export}/{above}"]["author_staff"] is True

    site.do("upvote", "ben", export)
    site.do("upvote", "ann", press)
    site.do("accept", "ann", press)
    site.do("edit", "ben", press, "Press the green button at the top.")
    site.do("edit", "ann", which, "Which of the buttons do you mean?")
    site.do("delete", "root", other)
    site.do("delete", "ben", plain[0])
    late = site.do("answer", "ben", old, "Now we listen to all of it, I think.")
    aside = site.do("comment", "ann", plain[1], "I would like to know that, too.")
    child.run("sweep", "forum")
    after = read(child, now - timedelta(minutes=1))
    assert after[str(export)]["votes"] == 1
    assert after[str(export)]["answered"] is True
    best = after[f"{export}/{press}"]
    assert (best["text"], best["votes"], best["accepted"]) == ("Press the green button at the top.", 1, True)
    assert best["edited"] is not None
    assert abs(best["edited"] - datetime.now(UTC).timestamp()) < 240
    assert after[f"{export}/{which}"]["text"] == "Which of the buttons do you mean?"
    assert found.keys() - after.keys() == {f"{export}/{other}", str(plain[0])}
    new = {str(old), f"{old}/{late}"}  # an old question that was answered
    aside_of = f"{plain[1]}/{aside}"  # Askbot does not count a comment as activity: the sweep finds it
    assert after.keys() - found.keys() == {*new, aside_of}


def test_its_pages_run_in_circles_and_we_do_not(site, tmp_path):
    for n in range(3):
        site.do("ask", "ann", f"Question {n}", f"How do I do number {n} of them?", "many")
    first = requests.get(f"{site.url}/api/v1/questions/", params={"page": 1}).json()
    assert requests.get(f"{site.url}/api/v1/questions/", params={"page": 7}).json() == first
    child = Child(tmp_path, CONFIG.format(url=site.url), {})
    assert len(read(child, datetime.now(UTC) - timedelta(hours=1))) == 3
    (row,) = child.rows("select outcome, requests from coverage")
    assert row["outcome"] == "complete"
    assert row["requests"] < 12
    hour = datetime.now(UTC) - timedelta(hours=1)
    child.run("land", "latest", "--from", hour.isoformat(), "--to", datetime.now(UTC).isoformat())
    child.run("load")
    child.run("publish")
    found = child.rows("select post_id, kind from posts where source = 'feed'")
    place = site.url.removeprefix("http://")
    assert len(found) == 3
    assert all(row["post_id"].startswith(f"{place}/http://localhost/question/") for row in found), (
        "told apart by the host"
    )
