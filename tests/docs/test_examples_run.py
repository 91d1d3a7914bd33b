"""The configurations in examples/ are in order, and the one without keys hears each of its channels; servers of this machine stand in."""

from contextlib import ExitStack

import pytest
import yaml

from tests.collectors.contract_world import WINDOW, serve
from tests.places import ROOT
from voxpop.pipeline.collect.fetch import listen
from voxpop.pipeline.collect.plan import plan
from voxpop.pipeline.workspace import Workspace

EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/voxpop.yaml"))


def open_copy(folder, told):
    (folder / "voxpop.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    (folder / ".env").write_text("VOXPOP_AUTHOR_KEY=0123456789abcdef0123456789abcdef\n")
    return Workspace.open(folder / "voxpop.yaml")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_in_order_and_needs_no_login(name, tmp_path):
    told = yaml.safe_load((ROOT / "examples" / name / "voxpop.yaml").read_text(encoding="utf-8"))
    there = open_copy(tmp_path, told)
    assert {one.match[0].channel for one in there.config.audiences if one.match[0].channel} or name == "airlines"
    assert not any(channel.get("login") for channel in told["channels"])
    assert ".." not in str([channel.get("path") for channel in told["channels"]])


def test_the_public_example_hears_every_channel(tmp_path):
    told = yaml.safe_load((ROOT / "examples" / "jupyter" / "voxpop.yaml").read_text(encoding="utf-8"))
    with ExitStack() as running:
        for channel in told["channels"]:
            server, options, _ = serve(channel["source"])
            channel.pop("tags", None)  # the posts of the servers here have others
            channel.update(options(running.enter_context(server).url))
        there = open_copy(tmp_path, told)
        asked = [(channel["id"], WINDOW) for channel in told["channels"]]
        assert {one.usd for one in plan(there, asked)} == {0}
        landed = listen(there, asked)
    assert {one.channel: one.outcome for one in landed} == {channel["id"]: "complete" for channel in told["channels"]}
    assert {one.channel: one.items for one in landed if not one.items} == {}
