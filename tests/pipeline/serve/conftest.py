"""The explorer over a world of its own, asked without a network."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from tests.pipeline.serve_world import explored
from voxpop import config
from voxpop.pipeline.alarms.ledger import Entry, Ledger, Part
from voxpop.pipeline.serve.app import Explorer
from voxpop.pipeline.serve.keeper import Keeper
from voxpop.pipeline.workspace import Workspace

TOKEN = "a-token-of-the-tests-0123"
PROXY = {"user_header": "X-Forwarded-User", "addresses": ["10.0.0.0/24", "::1"]}
READERS = [
    {"user": "ana", "audiences": ["partners"], "writes": True},
    {"user": "ben", "audiences": "all"},
    {"user": "*", "audiences": ["pilots"]},
]


class Browser(TestClient):
    """A browser that knows the keeper behind its pages, to close it."""

    keeper: Keeper


def client_of(workspace, token=TOKEN, address="127.0.0.1"):
    """One without a memory beside its cookies."""
    keeper = Keeper(workspace)
    browser = Browser(
        Explorer(keeper, workspace, token).app(),
        base_url="http://127.0.0.1:8090",
        client=(address, 50000),
        follow_redirects=False,
        raise_server_exceptions=True,
    )
    browser.keeper = keeper
    return browser


@pytest.fixture(scope="module")
def there(copy_of):
    """The workspace, one for a module; something was an alert in it, of admins and of few pilots."""
    workspace = Workspace.open(copy_of(explored) / "voxpop.yaml")
    at = datetime(2026, 11, 18, 21, tzinfo=UTC)
    told = Part(rule="words", audience="admins", figure="people", kind="word", subject="kernel <b>panic", hours=24, peak=at, now=31, usual=2.2,
                n_people=31, n_posts=40, low=17.2, high=41.9, surprise=30, channels=("forum",), n_channels=2, new=True)  # fmt: skip
    few = told.model_copy(update={"audience": "pilots", "rule": "voices", "kind": "", "subject": None, "tone": "negative", "n_people": 5, "now": 5})  # fmt: skip
    for id_, parts in (("a1", (told,)), ("a2", (few,))):
        Ledger(workspace).folder.mkdir(parents=True, exist_ok=True)
        Ledger(workspace).write(Entry(id=id_, first=at, last=at, seen=at, parts=parts))
    return workspace


@pytest.fixture(scope="module")
def client(there):
    """Somebody on this machine."""
    with client_of(there) as browser:
        yield browser
        browser.keeper.close()


def behind(there, **said):
    """The workspace with a proxy before it."""
    explorer = config.Explorer.model_validate({"proxy": PROXY, **said})
    return replace(there, config=there.config.model_copy(update={"explorer": explorer}))


def asking(workspace, user=None, address="10.0.0.7"):
    browser = client_of(workspace, address=address)
    if user is not None:
        browser.headers["X-Forwarded-User"] = user
    return browser
