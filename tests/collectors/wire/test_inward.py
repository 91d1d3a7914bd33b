"""No public server sends us to an address of our own network."""

import socket

import pytest

from tests.collectors.forum_world import END, PEOPLE, START
from voxpop.collectors.wire import http
from voxpop.collectors.wire.http import Patience, session
from voxpop.collectors.wire.inward import leads_inward
from voxpop.coverage import FetchLog
from voxpop.errors import ForbiddenError
from voxpop.pipeline.demo.servers.base import DemoServer, Faults, Reply
from voxpop.pipeline.demo.world import World

NAMES = {"public.example": "93.184.216.34", "other.example": "93.184.216.35", "inside.example": "10.0.0.7"}


@pytest.fixture
def names(monkeypatch):
    """A directory of names that needs no network."""

    def look_up(host, port, *_, **__):
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            return [(family, 0, 0, "", (socket.inet_ntop(family, socket.inet_pton(family, host)), port))]
        except OSError:
            if host.isdigit():
                return [(socket.AF_INET, 0, 0, "", (socket.inet_ntoa(int(host).to_bytes(4)), port))]
            if host in NAMES:
                return [(socket.AF_INET, 0, 0, "", (NAMES[host], port))]
            raise socket.gaierror(8, "unknown") from None

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/", "http://localhost:8080/a", "http://2130706433/", "http://[::1]/", "http://10.1.2.3/", "http://192.168.0.1/",
        "http://172.16.9.9/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://0.0.0.0/", "http://[fe80::1]/",
        "http://[::ffff:127.0.0.1]/", "http://inside.example/", "http://printer.local/", "http://me@127.0.0.1:1/", "http://LOCALHOST./",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_of_private_networks_are_inward(names, target):
    assert leads_inward("https://public.example/feed", target)
    assert not leads_inward("http://192.168.0.9/feed", target)


@pytest.mark.parametrize(
    "target", ["https://other.example/", "https://nobody.example/", "/relative", "https://8.8.8.8/"]
)
def test_other_addresses_are_not(names, target):
    assert not leads_inward("https://public.example/feed", target)


class Moved(DemoServer):
    target = "http://169.254.169.254/latest"

    def respond(self, method, path, query, headers, body):
        return Reply(200, {}, b"secret") if path == "/inside" else Reply(302, {"Location": self.target}, b"")


@pytest.fixture
def server():
    world = World(company="Acme", start=START, end=END, people=PEOPLE, posts=(), truths={})
    with Moved(world, Faults(), clock=lambda: END) as started:
        yield started


def test_a_redirect_inward_is_refused_before_anything_is_asked_there(server, monkeypatch):
    monkeypatch.setattr(http, "leads_inward", lambda origin, target: target.endswith("/inside"))
    server.target = server.url + "/inside"
    client = session(Patience("feed", FetchLog()), "voxpop-test")
    with pytest.raises(ForbiddenError, match="in a private network; nothing was asked there"):
        client.get(server.url + "/feed")
    assert client.get(server.url + "/inside").text == "secret"


def test_our_own_network_may_redirect_within_itself(server):
    server.target = server.url + "/inside"
    assert session(Patience("feed", FetchLog()), "voxpop-test").get(server.url + "/feed").text == "secret"
