"""The JSON Schema of voxpop.yaml is that of the models, and what we ship keeps to it."""

import json

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from tests.places import ROOT
from voxpop.collectors.registry import SOURCES, collector_class
from voxpop.config.file import Loader
from voxpop.pipeline import config_schema
from voxpop.pipeline.command.main import app

SHIPPED = json.loads(config_schema.shipped())
FILES = [
    path
    for folder in ("pipeline", "examples", "tests")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
    if path.name in {"template.yaml", "voxpop.yaml", "larkspur.yaml"}
]


def problems(text):
    return [error.message for error in Draft202012Validator(SHIPPED).iter_errors(yaml.load(text, Loader=Loader))]


def channel(**keys):
    return json.dumps({"company": {"name": "Acme"}, "channels": [{"id": "here", **keys}]})


def test_the_shipped_file_is_that_of_the_models():
    assert config_schema.shipped() == config_schema.write_schema(with_plugins=False), "run `make config-schema`"
    Draft202012Validator.check_schema(SHIPPED)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_we_ship_keeps_to_it(path):
    text = path.read_text()
    for name in ("X", "REDDIT", "FORUM", "FEED"):
        text = text.replace(f"${{{name}_URL}}", "http://127.0.0.1:9")
    assert problems(text) == []


@pytest.mark.parametrize("source", SOURCES)
def test_the_keys_of_a_channel_are_those_of_its_source(source):
    rules = SHIPPED["$defs"]["Channel"]["allOf"]
    (keys,) = [r["then"]["properties"] for r in rules if r["if"]["properties"]["source"]["const"] == source]
    assert set(collector_class(source).Settings.model_fields) <= set(keys)
    assert {"id", "source", "audience", "budget"} <= set(keys)
    assert "options" not in keys
    assert any("colour" in message for message in problems(channel(source=source, colour="red")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (channel(source="feed"), "'url' is a required property"),
        (channel(source="fead", url="https://a.example/feed"), "'fead' is not one of ['appstore', 'archive'"),
        (channel(source="feed", url="https://a.example/feed", priority=12), "12 is greater than the maximum of 9"),
        ("channels: []", "'company' is a required property"),
        ("{company: {name: A, zone: UTC}, channels: [{id: a, source: archive, path: a.csv}]}", "'zone' was unexpected"),
        ("delivery: {targets: [{id: a, kind: smoke}]}", "'smoke' is not one of ['folder', 'mail'"),
        ("delivery: {targets: [{id: a, kind: mail, channel: '#x'}]}", "'channel' was unexpected"),
    ],
)
def test_it_finds_mistakes(text, said):
    assert any(said in message for message in problems(text)), problems(text)


def test_fields_are_described_by_their_comments():
    assert SHIPPED["$defs"]["Series"]["properties"]["query"]["description"] == "SQL to the SQLite file"
    assert "base_dir" not in SHIPPED["properties"]


def test_init_writes_it_beside_the_file_that_names_it(tmp_path):
    found = CliRunner().invoke(app, ["init", str(tmp_path)])
    assert found.exit_code == 0
    first = (tmp_path / "voxpop.yaml").read_text().splitlines()[0]
    assert first == f"# yaml-language-server: $schema={config_schema.NAME}"
    assert (tmp_path / config_schema.NAME).read_text() == config_schema.shipped()


def test_the_command_prints_or_writes_it(tmp_path):
    assert CliRunner().invoke(app, ["schema"]).output == config_schema.shipped()
    assert CliRunner().invoke(app, ["schema", "--out", str(tmp_path / "a.json")]).exit_code == 0
    assert (tmp_path / "a.json").read_text() == config_schema.shipped()


def test_every_yaml_we_ship_names_its_schema():
    for path in FILES:
        first = path.read_text().splitlines()[0]
        if path.name != "larkspur.yaml" and "tests" not in path.parts:
            assert (path.parent / first.partition("$schema=")[2]).resolve() == ROOT / "pipeline" / config_schema.NAME
