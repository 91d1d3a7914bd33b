"""Workspaces beside trackers on 127.0.0.1, each test's own."""

import pytest

from tests.pipeline.loop.loop_world import SERVERS, Clock, Place, asking


@pytest.fixture
def clock():
    """A clock that only sleeping moves."""
    return Clock()


@pytest.fixture
def place_of(copy_of, clock):
    """Gives a workspace beside a tracker of a kind; its servers stop with the test."""
    servers = []

    def place(kind, **more):
        server = SERVERS[kind](clock)
        server.start()
        servers.append(server)
        return Place(copy_of(asking), kind, server, clock, **more)

    yield place
    for server in servers:
        server.stop()
