"""Writing: with the token alone, from a form of one's own, kept with who and when, and taken back."""

import html
import re
from dataclasses import replace

import pytest

from tests.pipeline.serve.conftest import READERS, TOKEN, asking, behind, client_of
from voxpop.decisions import themes as theme_decisions
from voxpop.errors import UsageError
from voxpop.pipeline.alarms.ledger import Ledger
from voxpop.pipeline.serve.viewer import read_token


@pytest.fixture
def writer(there):
    browser = client_of(there)
    assert (
        browser.post("/sign-in", data={"name": "Ana Müller", "token": TOKEN, "back": "/posts"}).headers["location"]
        == "/posts"
    )
    yield browser
    there.theme_decisions.unlink(missing_ok=True)


def form_of(page, action):
    """The fields of the first form of a page that goes there."""
    form = re.search(rf'<form[^>]+action="{action}".*?</form>', page.text, re.DOTALL)[0]
    return {
        name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    }


def some_theme(browser):
    return re.search(r"theme=(t\d+)", browser.get("/themes").text)[1]


def test_without_the_token_there_is_no_form_and_no_writing(there, client):
    assert 'action="/label"' not in client.get("/posts").text
    for path in ("/label", "/rename", "/undo"):
        assert client.post(path, data={"post": "archive:p1", "value": "positive"}).status_code == 403
    assert client.post("/sign-in", data={"name": "ana", "token": "wrong"}).status_code == 403
    off = client_of(there, token=None)
    assert "Token" not in off.get("/").text
    assert off.post("/sign-in", data={"name": "ana", "token": ""}).status_code == 403


def test_a_theme_is_renamed_and_that_is_undone(there, writer):
    theme = some_theme(writer)
    fields = form_of(writer.get(f"/theme?theme={theme}"), "/rename")
    reply = writer.post("/rename", data=fields | {"to": "Broken <b>upgrades</b>", "why": "as customers say"})
    assert reply.status_code == 303
    assert "will be called" in html.unescape(writer.get(reply.headers["location"]).text)
    (decision,) = theme_decisions.read(there.theme_decisions)
    assert (decision.theme, decision.to, decision.by, decision.why) == (
        theme,
        "Broken <b>upgrades</b>",
        "Ana Müller",
        "as customers say",
    )
    assert decision.at is not None
    page = writer.get("/decisions")
    assert "Broken &lt;b&gt;upgrades" in page.text
    assert "Ana Müller" in page.text
    assert writer.post("/undo", data=form_of(page, "/undo")).status_code == 303
    assert theme_decisions.read(there.theme_decisions) == ()
    kept = there.theme_decisions.read_text()
    assert "taken back by" in kept
    assert "Ana Müller" in kept
    assert "Broken <b>upgrades</b>" in kept
    assert writer.post("/undo", data=form_of(page, "/undo")).status_code == 404


def test_a_post_is_labelled_and_the_label_taken_back(there, writer):
    fields = form_of(writer.get("/posts?audience=admins"), "/label")
    reply = writer.post("/label", data=fields | {"value": "negative"})
    assert reply.headers["location"].startswith("/posts?audience=admins&done=")
    (label,) = there.labels.all()
    assert (f"{label.source}:{label.post_id}", label.value, label.labeler) == (fields["post"], "negative", "ana-m-ller")
    assert "ana-m-ller" in writer.get("/decisions").text
    writer.post("/label", data=fields | {"value": ""})
    assert there.labels.all() == []
    assert writer.post("/label", data=fields | {"value": "odd"}).status_code == 404
    assert writer.post("/label", data=fields | {"value": "negative", "post": "archive:none"}).status_code == 404


def test_a_form_of_somebody_else_does_nothing(there, writer):
    fields = form_of(writer.get("/posts"), "/label") | {"value": "negative"}
    assert writer.post("/label", data=fields | {"key": "0" * 64}).status_code == 403
    assert writer.post("/label", data=fields, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert writer.post("/label", data=fields, headers={"origin": "https://evil.example"}).status_code == 403
    assert writer.post("/label", data=fields, headers={"origin": "null"}).status_code == 403
    assert there.labels.all() == []


def test_no_form_leads_to_another_site(writer):
    for back in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/nowhere"):
        reply = writer.post("/sign-in", data={"name": "ana", "token": TOKEN, "back": back})
        assert reply.headers["location"] == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(there):
    reply = client_of(there).post("/sign-in", data={"name": "ana", "token": TOKEN})
    said = reply.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert TOKEN not in said


def test_signing_out_ends_it(writer):
    writer.post("/sign-out")
    assert 'action="/label"' not in writer.get("/posts").text


def test_behind_a_proxy_the_name_is_the_users_and_readers_may_not_write(there):
    workspace = behind(there, readers=READERS)
    ana, ben = asking(workspace, "ana"), asking(workspace, "ben")
    assert ben.post("/sign-in", data={"token": TOKEN}).status_code == 403
    assert ana.post("/sign-in", data={"token": TOKEN, "name": "ben"}).status_code == 303
    assert "You write as <b>ana</b>" in ana.get("/").text
    ben.cookies = ana.cookies
    assert "You write as" not in ben.get("/").text
    fields = form_of(ana.get("/posts"), "/label")
    assert ana.post("/label", data=fields | {"audience": "admins", "value": "neutral"}).status_code == 404


def test_a_token_that_could_be_guessed_is_refused(there):
    for value, refused in (("short", True), ("long-enough-for-a-token", False)):
        secrets = replace(there.secrets, environment={"VOXPOP_EXPLORER_TOKEN": value})
        workspace = replace(there, secrets=secrets)
        if refused:
            with pytest.raises(UsageError, match="fewer than 16"):
                read_token(workspace)
        else:
            assert read_token(workspace) == value
    assert read_token(replace(there, secrets=replace(there.secrets, environment={}))) is None


def test_an_alert_is_acknowledged_and_snoozed_by_who_may_see_it(there, writer):
    listed = writer.get("/alerts").text
    assert "kernel &lt;b&gt;panic" in listed
    page = writer.get("/alerts?id=a1")
    assert "Probably 17 to 42 people more than usual" in page.text
    assert "31 people" in page.text
    few = writer.get("/alerts?id=a2").text
    assert "so no figure is given" in few
    assert "5 people" not in few, "fewer than report.min_authors"
    assert writer.post("/snooze", data=form_of(page, "/snooze") | {"hours": "5"}).status_code != 303
    assert writer.post("/snooze", data=form_of(page, "/snooze") | {"hours": "24"}).status_code == 303
    reply = writer.post("/acknowledge", data=form_of(page, "/acknowledge"))
    assert "acknowledged by Ana Müller" in html.unescape(writer.get(reply.headers["location"]).text)
    entry = Ledger(there).find("a1")
    assert entry.acknowledged_by == "Ana Müller"
    assert entry.snoozed_until is not None
    again = writer.get("/alerts?id=a1").text
    assert 'action="/acknowledge"' not in again
    assert 'value="0"' in again


def test_an_alert_of_another_audience_is_none(there):
    readers = behind(there, readers=READERS)
    with asking(readers, "ana") as ana:
        assert "kernel" not in ana.get("/alerts").text
        assert ana.get("/alerts?id=a1").status_code == 400 or "no such alert" in ana.get("/alerts?id=a1").text
        assert "kernel" not in ana.get("/alerts?id=a1").text
        ana.keeper.close()
