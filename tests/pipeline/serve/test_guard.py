"""Who is answered at all: names of the server, methods, sizes, the headers of every answer, and users behind a proxy."""

from dataclasses import replace

import pytest

from tests.pipeline.serve.conftest import READERS, asking, behind, client_of
from voxpop.config import Config, Explorer
from voxpop.errors import ConfigError
from voxpop.pipeline.serve import viewer
from voxpop.pipeline.workspace import Workspace


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.", "", "[::2]:8090", "127.0.0.1@evil"]
)
def test_another_name_is_not_answered(client, host):
    assert client.get("/", headers={"host": host}).status_code == 421


def test_its_own_names_and_configured_ones_are_answered(there):
    explorer = Explorer(hosts=("listen.example",))
    with client_of(replace(there, config=there.config.model_copy(update={"explorer": explorer}))) as browser:
        for host in ("localhost:8090", "127.0.0.1", "[::1]:8090", "listen.example:443", "LISTEN.example"):
            assert browser.get("/style.css", headers={"host": host}).status_code == 200


def test_every_answer_keeps_to_itself(client):
    for reply in (client.get("/"), client.get("/nothing"), client.get("/style.css"), client.get("/", headers={"host": "x"}),
                  client.post("/label"), client.put("/")):  # fmt: skip
        policy = reply.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert "server" not in reply.headers


def test_pages_without_posts_may_be_asked_for_again_and_others_are_kept_by_nobody(client):
    first = client.get("/themes")
    assert first.headers["cache-control"] == "private, no-cache"
    asked = {"if-none-match": first.headers["etag"]}
    again = client.get("/themes", headers=asked)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/themes?audience=admins", headers=asked).status_code == 200
    for path in ("/audience", "/posts", "/search?words=upgrade", "/nothing", "/style.css", "/decisions"):
        assert client.get(path).headers["cache-control"] == "no-store", path


def test_other_methods_long_addresses_and_large_forms_are_refused(client):
    assert client.delete("/").status_code == 405
    assert client.get(f"/?audience={'x' * 5000}").status_code == 414
    assert client.post("/label", content=b"x" * 30_000).status_code == 413
    assert client.get("/label").status_code == 404


def test_the_proxy_alone_is_believed(there):
    workspace = behind(there)
    assert asking(workspace, "ana", "10.0.1.7").get("/").status_code == 403
    assert asking(workspace, "ana", "127.0.0.1").get("/").status_code == 403
    assert asking(workspace, None).get("/").status_code == 403
    assert asking(workspace, " ").get("/").status_code == 403
    assert asking(workspace, "ana").get("/").status_code == 200
    assert asking(workspace, "ana", "::1").get("/").status_code == 200
    assert asking(workspace, "ana", "::ffff:10.0.0.9").get("/").status_code == 200
    twice = asking(workspace)
    assert twice.get("/", headers=[("x-forwarded-user", "ana"), ("x-forwarded-user", "ben")]).status_code == 403


def test_everybody_sees_their_audiences_alone(there):
    workspace = behind(there, readers=READERS)
    ana, ben, other = (asking(workspace, user) for user in ("ana", "ben", "somebody"))
    assert "Admins" in ben.get("/").text
    assert "Everyone" in ben.get("/").text
    for path in ("/", "/audience", "/themes", "/channels", "/posts", "/search?words=upgrade"):
        page = ana.get(path)
        assert page.status_code == 200
        assert "Partners" in page.text
        assert "Admins" not in page.text
        assert "Everyone" not in page.text
    for audience in ("everyone", "admins", "pilots"):
        for page in ("audience", "posts", "search", "themes", "export/posts.csv"):
            assert ana.get(f"/{page}?audience={audience}&words=upgrade").status_code == 404
    assert "Pilots" in other.get("/").text
    assert "Partners" not in other.get("/").text
    assert "may see all of them" in ana.get("/ask?question=What+changed%3F").text
    assert "Receipts" in ben.get("/ask?question=What+changed%3F").text
    listed = behind(there, readers=READERS[:2])
    assert asking(listed, "somebody").get("/").status_code == 403


def test_posts_of_others_audiences_are_not_found(there):
    workspace = behind(there, readers=READERS)
    ana, ben = asking(workspace, "ana"), asking(workspace, "ben")
    assert "zeppelin" in ben.get("/search?words=zeppelin").text.replace("“zeppelin”", "").replace(
        'value="zeppelin"', ""
    )
    assert "Nothing was found" in ana.get("/search?words=zeppelin").text
    assert "no such post" in ana.get("/search?like=archive:talk/p2000").text
    assert ana.get("/thread?source=archive&thread=talk/thread400").status_code == 404
    assert ben.get("/thread?source=archive&thread=talk/thread400").status_code == 200


def test_mistakes_of_the_configuration_have_their_lines(there, tmp_path):
    said = there.lines.path.read_text()
    for part, why in (
        ("explorer: {proxy: {user_header: X-User, addresses: [10.0.0.500]}}", "is no address"),
        ("explorer: {proxy: {user_header: X-User, addresses: []}}", "addresses"),
        ("explorer: {readers: [{user: ana}]}", "proxy"),
        (
            "explorer: {proxy: {user_header: X-User, addresses: [10.0.0.5]}, readers: [{user: ana, audiences: [parters]}]}",
            "partners",
        ),
        (
            "explorer: {proxy: {user_header: X-User, addresses: [10.0.0.5]}, readers: [{user: ana}, {user: ana}]}",
            "twice",
        ),
        ("explorer: {hosts: ['http://x']}", "hosts"),
    ):
        path = tmp_path / "voxpop.yaml"
        path.write_text(f"{said}\n{part}\n")
        with pytest.raises(ConfigError, match=why):
            Workspace.open(path)


def test_a_cookie_is_believed_while_it_lasts():
    token = "another-token-of-tests"
    cookie = viewer.sign("Ana Müller", token, now=1000)
    assert viewer.read_cookie(cookie, token, now=1001) == "Ana Müller"
    assert viewer.read_cookie(cookie, token, now=1000 + viewer.SIGNED_IN + 1) is None
    assert viewer.read_cookie(cookie, f"{token}x", now=1001) is None
    assert viewer.read_cookie(cookie, None, now=1001) is None
    name, until, mac = cookie.split(".")
    for forged in (
        f"{'00'}.{until}.{mac}",
        f"{name}.{int(until) + 9}.{mac}",
        f"{name}.{until}.{mac[:-1]}",
        "a.b.c",
        "..",
        "",
        f"{name}.{until}.é",
    ):
        assert viewer.read_cookie(forged, token, now=1001) is None


def test_health_says_which_snapshot(client):
    reply = client.get("/health")
    assert reply.text.startswith("ok 2")


def test_the_configuration_has_nothing_by_default():
    assert Config.model_fields["explorer"].default == Explorer()
