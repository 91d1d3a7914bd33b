"""What the terminal gets: nothing that moves its cursor, hides words or turns them around; in JSON nothing is lost by it."""

import json
import logging

import pytest
import typer

from voxpop.pipeline.command.main import app
from voxpop.pipeline.command.output import (
    CONFIGLESS,
    CleanFormatter,
    as_given,
    clean,
    note_config,
    show_json,
    show_table,
)

TRICKS = "a\x1b[31m b\x07 c\u202e d\u2066 e\u200f f\u2028 g\ufeff h\x9b i\U000e0041"


def tricks_in(text):
    return [c for c in text if c in "\x1b\x07\u202e\u2066\u200f\u2028\ufeff\x9b\U000e0041"]


def test_tables_and_lines_are_clean(capsys):
    show_table(["who", TRICKS], [["x", TRICKS]])
    assert tricks_in(capsys.readouterr().out) == []
    assert tricks_in(clean(TRICKS)) == []
    assert clean("línea\tשלום 👍\nзавтра") == "línea\tשלום 👍\nзавтра"


def test_json_says_the_same_without_showing_it(capsys):
    show_json({"text": TRICKS, "half": "\ud83d"})
    printed = capsys.readouterr().out
    assert tricks_in(printed) == []
    assert json.loads(printed) == {"text": TRICKS, "half": "\ud83d"}


@pytest.mark.parametrize("words", [TRICKS, "plain"])
def test_lines_of_the_log_are_clean(words):
    record = logging.LogRecord("voxpop", logging.WARNING, "x.py", 1, "%s answered", (words,), None)
    assert tricks_in(CleanFormatter("%(message)s").format(record)) == []


LONG = "airline-tweets-2015/570306133677760513"


def test_no_line_of_a_table_ends_inside_a_word(capsys):
    show_table(["id", "text", "and more"], [[LONG, "some words " * 20, "x" * 90]])
    printed = capsys.readouterr().out
    assert LONG in printed
    assert "x" * 90 in printed


def test_a_narrow_terminal_gets_a_line_a_column(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    show_table(["id", "n"], [[LONG, 3], ["b", 4]])
    assert capsys.readouterr().out == f"id  {LONG}\nn   3\n\nid  b\nn   4\n\n"


@pytest.fixture
def given(tmp_path):
    """A configuration with a blank in its path, as if a command had been given it."""
    note_config(tmp_path / "our listening.yaml")
    yield f"--config '{tmp_path}/our listening.yaml'"
    note_config(None)


def test_hints_repeat_the_configuration_that_was_given(given):
    assert (
        as_given("run `voxpop load`, then 'voxpop label --question q1'")
        == f"run `voxpop load {given}`, then 'voxpop label --question q1 {given}'"
    )
    assert (
        as_given("`voxpop init` or `voxpop check --config b.yaml`") == "`voxpop init` or `voxpop check --config b.yaml`"
    )
    record = logging.LogRecord("voxpop", logging.WARNING, "x.py", 1, "`voxpop quarantine` shows why", (), None)
    assert CleanFormatter("%(message)s").format(record) == f"`voxpop quarantine {given}` shows why"


def test_hints_are_as_written_where_none_was_given():
    assert as_given("run `voxpop load`") == "run `voxpop load`"


def test_every_other_command_takes_a_configuration():
    tree = typer.main.get_command(app)
    takes = {name for name, command in tree.commands.items() if _takes_config(command)}
    assert set(tree.commands) - takes == CONFIGLESS


def _takes_config(command):
    parts = [*getattr(command, "commands", {}).values()]
    return any(map(_takes_config, parts)) if parts else "config" in {one.name for one in command.params}
