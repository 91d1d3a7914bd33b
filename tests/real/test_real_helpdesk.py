"""A real django-helpdesk, read by the installed command; tickets are written, answered, edited and deleted between runs."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.black_box.child import Child
from tests.real.server import Site, absent

pytestmark = [pytest.mark.slow, absent]
LOGIN = ("agent", "a-made-up-password-2718")
SECRETS = {"VOXPOP_HELPDESK_USER": LOGIN[0], "VOXPOP_HELPDESK_PASSWORD": LOGIN[1]}
CONFIG = """
company: {{name: Larkspur, time_zone: UTC}}
brands: [{{name: Larkspur, terms: [larkspur]}}]
channels:
  - {{id: desk, source: djangohelpdesk, url: "{url}"}}
  - {{id: activity, source: feed, url: "{url}/rss/recent_activity/"}}
"""
COLUMNS = "post_id, kind, title, text, parent_id, author_staff, author_domain, replies, answered"


@pytest.fixture
def site(tmp_path):
    running = Site("helpdesk_site.py", tmp_path)
    try:
        running.agent, running.queue = running.do("staff", *LOGIN), running.do("queue", "Support")
        yield running
    finally:
        running.close()


class Desk:
    """What agents and customers do, by the server's own API."""

    def __init__(self, site):
        self.site, self.session = site, requests.Session()
        self.session.auth = LOGIN

    def call(self, method, path, **values):
        answer = self.session.request(method, f"{self.site.url}/api/{path}", json=values)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def ticket(self, title, text, email="ann@customer.example"):
        values = {
            "title": title,
            "description": text,
            "submitter_email": email,
            "queue": self.site.queue,
            "priority": 2,
        }
        return self.call("POST", "tickets/", **values)["id"]

    def answer(self, ticket, text, *, public=True):
        values = {"ticket": ticket, "title": "", "comment": text, "public": public, "user": self.site.agent}
        return self.call("POST", "followups/", **values)["id"]


def read(child, since):
    child.run(
        "land", "desk", "--from", since.isoformat(), "--to", (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    )
    child.run("load")
    child.run("publish")
    rows = child.rows(f"select {COLUMNS} from posts where deleted_at is null order by post_id")
    return {row.pop("post_id").partition("/")[2]: row for row in rows}


def test_tickets_between_runs(site, tmp_path):
    desk, since = Desk(site), datetime.now(UTC) - timedelta(minutes=5)
    child = Child(tmp_path, CONFIG.format(url=site.url), SECRETS)
    assert "0 tickets" in child.run("check", expect=1), "the feed cannot be read without a session, which is said"
    broken = desk.ticket("Export fails", "The export stops at <b>90 %</b> & says nothing?")
    many = site.do("tickets", site.queue, 101)  # more than a page of the API
    reply = desk.answer(broken, "We are looking into it.")
    note = desk.answer(broken, "He is a difficult one.", public=False)

    found = read(child, since)
    assert len(found) == 1 + len(many) + 1
    ticket = found[f"{broken}"]
    assert (ticket["kind"], ticket["text"]) == ("ticket", "The export stops at <b>90 %</b> & says nothing?")
    assert (ticket["author_staff"], ticket["author_domain"], ticket["replies"]) == (False, "customer.example", 2)
    answer = found[f"{broken}/{reply}"]
    assert (answer["kind"], answer["text"], answer["author_staff"]) == ("reply", "We are looking into it.", True)
    assert answer["parent_id"].endswith(f"/{broken}")
    assert f"{broken}/{note}" not in found, "what the submitter does not see"

    second = desk.answer(many[0], "Like this.")
    desk.call("PATCH", f"followups/{reply}/", comment="We found it.", ticket=broken, title="", user=site.agent)
    desk.call("PATCH", f"tickets/{many[1]}/", description="How do I do it, please?")
    desk.call("DELETE", f"tickets/{many[2]}/")
    desk.call("DELETE", f"followups/{second}/")
    third = desk.answer(many[3], "And like that.")
    child.run("sweep", "desk")
    after = read(child, since)
    changed = {name for name in found.keys() & after.keys() if found[name]["text"] != after[name]["text"]}
    assert changed == {f"{broken}/{reply}", f"{many[1]}"}
    assert after[f"{broken}/{reply}"]["text"] == "We found it."
    assert found.keys() - after.keys() == {f"{many[2]}"}
    assert after.keys() - found.keys() == {f"{many[3]}/{third}"}
    assert len(child.rows("select 1 as one from posts where text = '' and deleted_at is not null")) <= 1
    left = [
        (path, secret)
        for path, content in child.bytes_left()
        for secret in SECRETS.values()
        if secret.encode() in content
    ]
    assert [found for found in left if found[1] == LOGIN[1]] == []
    assert LOGIN[1] not in child.said


def test_its_feed_without_a_session_is_a_login_page_and_not_an_empty_week(site, tmp_path):
    child = Child(tmp_path, CONFIG.format(url=site.url), SECRETS)
    assert requests.get(f"{site.url}/rss/recent_activity/").status_code == 200
    day = datetime.now(UTC) - timedelta(days=1)
    said = child.run("land", "activity", "--from", day.isoformat(), "--to", datetime.now(UTC).isoformat(), expect=3)
    assert "not RSS or Atom" in " ".join(said.split())
    child.run("load")
    child.run("publish")
    assert child.rows("select outcome from coverage") == [{"outcome": "failed"}]
