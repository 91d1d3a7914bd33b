"""What a page names exists: commands and their options, settings, paths, modules, and the ends of its links."""

import importlib.util
import json
import re
import shlex

import jsonschema
import pytest
import typer
import yaml

from tests.docs.pages import PAGES, anchors, blocks, name_of, quoted
from tests.places import ROOT
from voxpop.config import Config
from voxpop.pipeline import config_schema
from voxpop.pipeline.command.main import app

COMMAND = typer.main.get_command(app)
TOP = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - {"demo-world"}
pages = pytest.mark.parametrize("page", PAGES, ids=name_of)


def quoted_commands(text):
    """Each command line of a page, from lines and from blocks."""
    lines = [line.removeprefix("$ ").strip() for block in blocks(text) for line in block.splitlines()]
    return [line for line in [*quoted(text), *lines] if re.match(r"(\S*/)?voxpop( |$)", line)]


def words_of(line):
    """The words of a command line, brackets of what may be left out and comments aside."""
    plain = re.sub(r"[\[\]]|\.\.\.", " ", line.partition(" #")[0])
    try:
        return shlex.split(plain)[1:]
    except ValueError:
        return plain.split()[1:]


def mistake_in(line):
    """What a command line names that is not there; an empty string where all is."""
    command, named, words = COMMAND, ["voxpop"], words_of(line)
    while words and hasattr(command, "commands"):
        if words[0].startswith("-"):
            break
        choices = words[0].replace("\\", "").split("|")
        missing = [word for word in choices if word not in command.commands]
        if missing:
            return f"{' '.join(named)} has no command {missing}" if re.fullmatch(r"[a-z|]+", "|".join(choices)) else ""
        command = command.commands[choices[0]]
        named.append(words.pop(0))
    options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    options |= {"-h", "--help"}
    unknown = [word for word in words if re.match(r"--?[a-z]", word) and word.partition("=")[0] not in options]
    return f"{' '.join(named)} has no {unknown}" if unknown else ""


@pages
def test_commands_and_their_options_exist(page):
    wrong = {line: mistake_in(line) for line in quoted_commands(page.read_text(encoding="utf-8"))}
    assert not {line: said for line, said in wrong.items() if said}


def test_every_command_and_sub_command_is_documented():
    told = " ".join(quoted((ROOT / "docs" / "command.md").read_text(encoding="utf-8"))).replace("\\|", "|")

    def names(command, above):
        for name, inner in getattr(command, "commands", {}).items():
            if not inner.hidden:
                yield from names(inner, f"{above} {name}") if hasattr(inner, "commands") else [(above, name)]

    def is_told(above, name):
        return re.search(rf"{re.escape(above)} (\w+\|)*{re.escape(name)}\b", told)

    assert not [f"{above} {name}" for above, name in names(COMMAND, "voxpop") if not is_told(above, name)]


def test_every_setting_is_documented():
    def keys(model):
        for name, entry in model.model_fields.items():
            if name in ("base_dir", "options"):  # what the file never holds under that name
                continue
            yield name
            for part in (entry.annotation, *getattr(entry.annotation, "__args__", ())):
                if hasattr(part, "model_fields"):
                    yield from keys(part)

    told = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert not {name for name in keys(Config) if not re.search(rf"\b{name}\b", told)}


def unknown_keys(error):
    """The unknown keys in a mistake that a schema finds, those of its branches too."""
    if error.validator == "additionalProperties":
        yield f"{'.'.join(map(str, error.absolute_path))}: {error.message}"
    for inner in error.context or ():
        yield from unknown_keys(inner)


@pages
def test_settings_exist(page):
    """A block of YAML whose first keys are sections of voxpop.yaml holds settings that there are."""
    schema = json.loads(config_schema.current())
    for block in blocks(page.read_text(encoding="utf-8"), "yaml"):
        given = yaml.safe_load(block)
        if isinstance(given, dict) and given.keys() <= Config.model_fields.keys():
            errors = jsonschema.Draft202012Validator(schema).iter_errors(given)
            assert not [said for error in errors for said in unknown_keys(error)], block


@pages
def test_paths_exist(page):
    text = page.read_text(encoding="utf-8")
    named = {word for said in quoted(text) for word in re.findall(r"(?<![\w/.:-])[\w.-]+/[\w./*-]*", said)}
    ours = {word for word in named if word.partition("/")[0] in TOP and not re.search("NN|NAME", word)}
    assert not {word for word in ours if not list(ROOT.glob(word.rstrip("/.")))}


@pages
def test_modules_exist(page):
    text = page.read_text(encoding="utf-8")
    code = "\n".join([*quoted(text), *blocks(text)])
    run = set(re.findall(r"python3? -m ((?:voxpop|benchmarks|tests)[\w.]*)", code))
    named = set(re.findall(r"\bvoxpop\.(?:analysis|collectors|warehouse|pipeline|config|landing|rules)[\w.]*", code))
    assert not {name for name in run | named if not is_there(name.rstrip("."))}


def is_there(name):
    """Whether a module is there, or the module that a name stands in."""
    try:
        if importlib.util.find_spec(name):
            return True
    except ModuleNotFoundError:
        pass
    module, _, inner = name.rpartition(".")
    try:
        return hasattr(importlib.import_module(module), inner)
    except ModuleNotFoundError:
        module, _, outer = module.rpartition(".")
        return hasattr(getattr(importlib.import_module(module), outer, None), inner)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=name_of)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)#?([^)\s]*)\)", text):
        there = page.parent / target if target else page
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there.read_text(encoding="utf-8")), f"{target}#{anchor}"
