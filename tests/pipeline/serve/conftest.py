"""The explorer over a world of its own, asked without a network."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from tests.pipeline.serve_world import explored
from voxpop import config
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
    """The workspace, one for a module."""
    return Workspace.open(copy_of(explored) / "voxpop.yaml")


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
