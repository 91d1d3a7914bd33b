"""Whose the files are: the operator's, or also one group's to read; never everybody's."""

import grp
import os
import stat
import subprocess
import sys

import pytest

from tests.pipeline.kept_world import installation, landed, reddit
from voxpop.errors import ConfigError
from voxpop.pipeline.access import keep_private
from voxpop.pipeline.deliver import senders
from voxpop.pipeline.deliver.senders import Message
from voxpop.pipeline.workspace import Workspace


def run(folder, *words):
    code = "import os, sys; os.umask(0o022); from voxpop.pipeline.command.main import main; main()"
    return subprocess.run([sys.executable, "-c", code, *words], cwd=folder, capture_output=True, text=True, check=False)


def modes(folder):
    return {path: stat.S_IMODE(path.lstat().st_mode) for path in sorted((folder / "voxpop-data").rglob("*"))}


@pytest.fixture
def open_to_all(tmp_path):
    """An installation of an earlier version: everybody may read it."""
    before = os.umask(0o022)
    workspace = installation(tmp_path)
    landed(workspace, "talk", [reddit(n, f"rider{n}") for n in range(3)])
    (tmp_path / ".env").chmod(0o644)
    yield tmp_path
    os.umask(before)


def test_a_command_makes_files_that_only_their_owner_reads_and_closes_older_folders(open_to_all):
    done = run(open_to_all, "load")
    assert done.returncode == 0, done.stderr
    data = open_to_all / "voxpop-data"
    folders = [data, data / "landing", data / "snapshots"]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 3
    assert stat.S_IMODE((open_to_all / ".env").stat().st_mode) == 0o600
    made = {path: mode for path, mode in modes(open_to_all).items() if "landing" not in path.parts}
    assert [str(path) for path, mode in made.items() if mode & 0o077] == []


def test_a_group_may_read_and_nobody_else(open_to_all):
    config = open_to_all / "voxpop.yaml"
    config.write_text(config.read_text() + f"storage: {{group: {grp.getgrgid(os.getgid()).gr_name}}}\n")
    done = run(open_to_all, "load")
    assert done.returncode == 0, done.stderr
    data = open_to_all / "voxpop-data"
    assert stat.S_IMODE((data / "snapshots").stat().st_mode) & 0o777 == 0o750
    assert stat.S_IMODE((data / "warehouse.duckdb").stat().st_mode) == 0o640
    assert {stat.S_IMODE(path.stat().st_mode) for path in (data / "snapshots").glob("*.duckdb")} == {0o440}
    assert stat.S_IMODE((open_to_all / ".env").stat().st_mode) == 0o600


def test_a_group_that_is_not_there_is_a_mistake_of_the_configuration(open_to_all):
    config = open_to_all / "voxpop.yaml"
    config.write_text(config.read_text() + "storage: {group: no_such_group}\n")
    with pytest.raises(ConfigError, match=r"storage\.group: this machine has no group 'no_such_group'"):
        keep_private(Workspace.open(config))


def test_a_link_is_left_as_it_is(open_to_all, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    elsewhere.chmod(0o755)
    (open_to_all / "voxpop-data" / "reports").symlink_to(elsewhere)
    config = open_to_all / "voxpop.yaml"
    keep_private(Workspace.open(config))
    assert (open_to_all / "voxpop-data" / "reports").is_symlink()


def test_what_is_delivered_has_the_rights_of_the_folder_it_goes_to(tmp_path):
    before = os.umask(0o077)
    try:
        shared = tmp_path / "shared"
        shared.mkdir()
        shared.chmod(0o755)
        message = Message(key=("alerts", "a", "1"), subject="s", lines=(), text="t", html="h", url=None)
        senders.folder(shared)(message)
    finally:
        os.umask(before)
    assert stat.S_IMODE((shared / "alerts" / "a" / "1" / "alert.txt").stat().st_mode) == 0o644
    assert stat.S_IMODE((shared / "alerts" / "a").stat().st_mode) == 0o755
