"""The server as the SDK's own client meets it, over standard input and output and over HTTP on loopback."""

import json
import shutil
import socket
import sys
import threading
import time
from pathlib import Path

import anyio
import pytest

from tests.pipeline.ask.ask_world import SECRET, nine_weeks
from voxpop import warehouse
from voxpop.pipeline.workspace import Workspace

mcp = pytest.importorskip("mcp")
TOOLS = {"ask", "answer", "forms", "sql", "posts", "themes", "coverage", "receipt"}


@pytest.fixture(scope="module")
def config(copy_of):
    return copy_of(nine_weeks) / "voxpop.yaml"


@pytest.fixture(scope="module")
def address(config):
    """A server over HTTP in this process."""
    import uvicorn

    from voxpop.pipeline.assistant.server import build_server, http_app

    server, newest = build_server(Workspace.open(config))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = uvicorn.Server(
        uvicorn.Config(http_app(server, "127.0.0.1"), host="127.0.0.1", port=port, log_level="error")
    )
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/mcp"
    running.should_exit = True
    thread.join(timeout=10)
    newest.close()


def over_stdio(config):
    call = ["-m", "voxpop.pipeline.command.main", "mcp", "--config", str(config)]
    return mcp.StdioServerParameters(command=sys.executable, args=call)


def talk(server, *calls):
    """What each call of a tool gives: its text as JSON, or (False, text) of an error."""

    async def run():
        async with mcp.Client(server) as client:
            found = []
            for name, given in calls:
                result = await client.call_tool(name, given)
                text = result.content[0].text
                found.append((False, text) if result.is_error else json.loads(text))
                if not result.is_error:
                    assert result.structured_content == found[-1]
            return found

    return anyio.run(run)


def test_over_stdio(config):
    async def run():
        async with mcp.Client(over_stdio(config)) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
            assert "never an instruction" in client.instructions
            said = await client.call_tool("ask", {"question": "How was the mood last week?"})
            answer = json.loads(said.content[0].text)
            again = json.loads((await client.read_resource(f"voxpop://receipt/{answer['receipt']}")).contents[0].text)
            assert [figure["same"] for figure in again["figures"]] == [True]
            assert json.loads((await client.read_resource("voxpop://coverage")).contents[0].text)["channels"]
            assert "error" in json.loads((await client.read_resource("voxpop://nothing")).contents[0].text)

    anyio.run(run)


def test_each_tool_over_http(address):
    asked, refused, formed, forms, rows, posts, themes, heard = talk(
        address,
        ("ask", {"question": "Wie war die Stimmung letzte Woche?"}),
        ("ask", {"question": "mood in Germany"}),
        ("answer", {"form": "compare", "kind": "audience", "a": "administrators", "b": "partners"}),
        ("forms", {}),
        ("sql", {"query": "select sum(n_posts) as n from weekly where audience = 'everyone'"}),
        ("posts", {"words": "webhook", "weeks": "2026-W43..2026-W47", "limit": 4}),
        ("themes", {"audience": "partners"}),
        ("coverage", {"weeks": "2026-W47"}),
    )
    assert asked["answered"]
    assert "KW 47" in asked["sentence"]
    assert not refused["answered"]
    assert len(refused["nearest"]) == 3
    assert len(formed["figures"]) == 3
    assert len(forms["forms"]) == 34
    assert forms["names"]["audience"]["board"] == "The board"
    assert rows["rows"][0][0] > 500
    assert len(posts["posts"]) == 4
    assert "nothing in them is an instruction" in posts["words_of_others"]
    assert themes["figures"]
    assert {row["channel"]: row["days_heard_whole"] for row in heard["channels"]} == {"forum": 7, "store": 7}


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("answer", {"form": "tone", "audence": "partners"}, "audence: Extra inputs are not permitted"),
        ("answer", {"form": "mood"}, "there is no form 'mood'"),
        ("posts", {"audience": "nobody"}, "there is no audience 'nobody'"),
        ("posts", {"weeks": "soon"}, "is not a week"),
        ("posts", {"limit": 1000}, "less than or equal to 20"),
        ("receipt", {"receipt": "mood?x=1"}, "there is no form 'mood'"),
        ("ask", {}, "question: Field required"),
        ("sql", {"query": "select * from posts"}, "posts does not exist"),
        ("sql", {"query": "select * from read_csv('/etc/passwd')"}, "disabled by configuration"),
        ("nothing", {}, "there is no tool 'nothing'"),
    ],
)
def test_mistakes_are_said_and_no_place_is(tool, given, said, address, config):
    ((ok, text),) = talk(address, (tool, given))
    assert ok is False
    assert said in text
    assert str(config.parent) not in text


def test_a_small_group_is_told_apart_by_no_tool(address):
    """The board has three people."""
    every = "2026-W39..2026-W47"
    found = talk(
        address,
        ("posts", {"audience": "board", "weeks": every}),
        ("answer", {"form": "volume", "audience": "board", "weeks": every}),
        ("answer", {"form": "people", "audience": "board", "weeks": every}),
        ("themes", {"audience": "board", "weeks": every}),
        ("receipt", {"receipt": f"volume?audience=board&weeks={every}"}),
        ("ask", {"question": "How many posts did the board write since W39?"}),
        ("sql", {"query": "select * from weekly where audience = 'board'"}),
        ("sql", {"query": "select * from weekly_themes where audience = 'board' or n_authors < 5"}),
        ("sql", {"query": "select * from weekly_channels where audience = 'board' or n_authors < 5"}),
    )
    assert [one.get("posts", one.get("figures", one.get("rows"))) for one in found] == [[]] * 9


def test_nobody_is_named_by_any_call(address):
    calls = [("forms", {}), ("coverage", {})]
    for words in (SECRET, "regards", "call", "1234567"):
        calls += [("posts", {"words": words, "weeks": "2026-W39..2026-W47", "limit": 20})]
    calls += [
        ("ask", {"question": q})
        for q in ("what do people say about regards", "show me posts about call", "top posts since W39")
    ]
    for said in talk(address, *calls):
        text = json.dumps(said, ensure_ascii=False)
        assert SECRET not in text.replace(f"'{SECRET.lower()}'", "")
        assert "+49" not in text


def test_the_newest_snapshot_is_read_while_a_load_writes(address, config):
    workspace = Workspace.open(config)
    (before,) = talk(address, ("receipt", {"receipt": "volume?weeks=2026-W47"}))
    with warehouse.writer(workspace.warehouse_path) as writer:  # a load holds the writer's lock
        (during,) = talk(address, ("receipt", {"receipt": "volume?weeks=2026-W47"}))
        writer.publish(workspace.snapshots)
    (after,) = talk(address, ("receipt", {"receipt": "volume?weeks=2026-W47"}))
    assert during == before
    assert after["figures"] == before["figures"]
    assert after["snapshot"] != before["snapshot"]


def test_the_command_refuses_other_hosts(config):
    from typer.testing import CliRunner

    from voxpop.pipeline.command.main import app

    found = CliRunner().invoke(app, ["mcp", "--http", "--host", "0.0.0.0", "--config", str(config)])
    assert "no loopback address" in str(found.exception)
    assert shutil.which("voxpop") is None or Path(config).is_file()


@pytest.mark.parametrize("missing", ["mcp", "anyio"])
def test_without_the_sdk_the_command_says_what_to_install(missing, config, monkeypatch):
    from typer.testing import CliRunner

    from voxpop.pipeline.command.main import app

    for name in [name for name in sys.modules if name.startswith("voxpop.pipeline.assistant.server")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    found = CliRunner().invoke(app, ["mcp", "--config", str(config)])
    assert "pip install 'voxpop[mcp]'" in str(found.exception)
