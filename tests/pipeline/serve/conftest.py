"""The explorer over a world of its own, asked without a network."""

import pytest
from starlette.testclient import TestClient

from tests.pipeline.serve_world import explored
from voxpop.pipeline.serve.app import Explorer
from voxpop.pipeline.serve.keeper import Keeper
from voxpop.pipeline.workspace import Workspace

TOKEN = "a-token-of-the-tests-0123"


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
