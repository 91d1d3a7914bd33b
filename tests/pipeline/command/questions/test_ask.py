"""`voxpop ask` as a user meets it: answers, refusals, forms and receipts, each with its exit code."""

import json

import pytest
from typer.testing import CliRunner

from tests.pipeline.ask.ask_world import nine_weeks
from voxpop.pipeline.command.main import app


@pytest.fixture(scope="module")
def run(copy_of):
    config = copy_of(nine_weeks) / "voxpop.yaml"

    def call(*words, code=0):
        found = CliRunner().invoke(app, ["ask", *words, "--config", str(config)], catch_exceptions=True)
        assert found.exit_code == code or (code and found.exception is not None), found.output
        return found.output

    return call


def test_an_answer_and_its_receipt(run, tmp_path):
    said = run("How", "was", "the", "mood", "last", "week?")
    assert "net sentiment" in said
    assert "Receipt: tone?weeks=2026-W47" in said
    assert "same" in run("--receipt", "tone?weeks=2026-W47")
    saved = tmp_path / "a.json"
    saved.write_text(run("share of voice", "--json"))
    assert json.loads(saved.read_text())["figures"]
    assert "same" in run("--receipt", str(saved))


def test_a_changed_figure_is_told(run, tmp_path):
    said = json.loads(run("share of voice", "--json"))
    said["figures"][0]["value"] += 1
    saved = tmp_path / "a.json"
    saved.write_text(json.dumps(said))
    assert "changed" in run("--receipt", str(saved), code=1)


def test_a_refusal_ends_with_its_own_code(run):
    assert "I do not know what 'germany' means here" in run("mood in Germany", code=5)
    assert json.loads(run("who wrote the worst post", "--json", code=5))["why"] == "person"


def test_forms_are_listed(run):
    assert len(json.loads(run("--forms", "--json"))) == 34
    assert "tone(audience, channel, theme, weeks)" in run("--forms")


def test_nothing_or_two_things_are_wrong_usage(run):
    run(code=2)
    run("tone", "--forms", code=2)
