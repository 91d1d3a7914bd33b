"""The JSON Schema of voxpop.yaml, for editors: made from the models that read the file, with the comments of their fields.

A channel's keys depend on its source, a target's on its kind: each has a rule `if source is x, then these keys`. What a schema
cannot say (that a name is configured elsewhere in the file, that an expression can be read) only `voxpop check` tells.
"""

from __future__ import annotations

import ast
import inspect
import io
import json
import textwrap
import tokenize
from importlib.resources import files
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from voxpop import plugins
from voxpop.collectors.registry import SOURCES, collector_class
from voxpop.config import Channel, Config, Section, Target
from voxpop.config.delivery import KINDS
from voxpop.plugins import Group

NAME = "voxpop.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def shipped() -> str:
    """The schema that is part of the package: of everything that Voxpop itself brings."""
    return files("voxpop.pipeline").joinpath(NAME).read_text(encoding="utf-8")


def write_schema(*, with_plugins: bool = True) -> str:
    """The schema as text, with the sources, targets and layouts of installed packages unless they are left out."""
    return json.dumps(make_schema(with_plugins=with_plugins), indent=1, ensure_ascii=False) + "\n"


def current() -> str:
    """The schema of what is installed: the shipped one, or one that is made anew where packages bring something."""
    return write_schema() if any(plugins.list_brought(group) for group in Group) else shipped()


def make_schema(*, with_plugins: bool = True) -> Schema:
    """The schema as a value; raises `PluginError` where something that a package brings cannot be used."""
    from voxpop.collectors.archive.settings import LAYOUT_FORMATS, ArchiveSettings

    sources = {name: collector_class(name).Settings for name in _names(Group.SOURCE, SOURCES, with_plugins)}
    kinds = {name: _target_settings(name) for name in _names(Group.TARGET, KINDS, with_plugins)}
    theirs = {name: settings for name, settings in kinds.items() if settings}
    models: list[type[BaseModel]] = list(dict.fromkeys((Config, *sources.values(), *theirs.values())))
    refs, whole = models_json_schema([(model, "validation") for model in models], title="voxpop.yaml")
    parts: dict[str, Schema] = whole["$defs"]
    named = {model: parts[refs[model, "validation"]["$ref"].rpartition("/")[2]] for model in models}
    for name, part in parts.items():
        _describe(part, next((m for m in _sections(models) if m.__name__ == name), None))
    _choose(parts["Channel"], "source", {name: named[model] for name, model in sources.items()})
    _choose(parts["Target"], "kind", {name: named[theirs[name]] if name in theirs else {} for name in kinds})
    layouts = named[ArchiveSettings]["properties"]["layout"]
    layouts["anyOf"][0]["enum"] = _names(Group.LAYOUT, LAYOUT_FORMATS, with_plugins)
    root = named[Config]
    del root["properties"]["base_dir"]
    for model in models:
        parts.pop(model.__name__, None)
    used = {name: part for name, part in parts.items() if f'"#/$defs/{name}"' in json.dumps([root, parts])}
    return {"$schema": DIALECT, **root, "title": "voxpop.yaml", "$defs": dict(sorted(used.items()))}


def _names(group: Group, ours: Any, with_plugins: bool) -> list[str]:
    return plugins.list_names(group, ours) if with_plugins else sorted(ours)


def _target_settings(kind: str) -> type[BaseModel] | None:
    """The settings of a kind of target that a package brings; None: one of ours, whose keys are those of `Target`."""
    if kind in KINDS:
        return None
    from voxpop.pipeline.deliver.kinds import target_class

    return target_class(kind).Settings


def _choose(part: Schema, key: str, choices: dict[str, Schema]) -> None:
    """Let the part's keys depend on the value of one of them: its own, and those of the model chosen."""
    own = {name: value for name, value in part["properties"].items() if name != "options"}
    own[key] = {**own[key], "enum": sorted(choices)}
    part["properties"] = {key: own[key]}
    part["required"] = sorted({*part.get("required", []), key})
    part["additionalProperties"] = True  # each of the rules closes the set
    part["allOf"] = [
        {
            "if": {"properties": {key: {"const": name}}, "required": [key]},
            "then": {
                "properties": {**own, **model.get("properties", {}), key: {"const": name}},
                "required": model.get("required", []),
                "additionalProperties": False,
            },
        }
        for name, model in sorted(choices.items())
    ]


def _sections(models: list[type[BaseModel]]) -> list[type[BaseModel]]:
    """Every class of a section: those given, and all that are known beside them."""
    found: list[type[BaseModel]] = [*models]
    pending: list[type[BaseModel]] = [Section, Channel, Target]
    while pending:
        model = pending.pop()
        found.append(model)
        pending += model.__subclasses__()
    return found


def _describe(part: Schema, model: type[BaseModel] | None) -> None:
    """Add the comment of each field to the part as its description."""
    for name, comment in (_comments(model) if model else {}).items():
        if name in part.get("properties", {}):
            part["properties"][name].setdefault("description", comment)


def _comments(model: type[BaseModel]) -> dict[str, str]:
    """Field -> the comment that stands on its lines in the source; none where there is no source to read."""
    try:
        source = textwrap.dedent(inspect.getsource(model))
    except (OSError, TypeError):
        return {}
    said = {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT and not token.string.startswith("# noqa")
    }
    body = ast.parse(source).body[0].body  # type: ignore[attr-defined]
    found = {}
    for node in body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            lines = [said[line] for line in range(node.lineno, (node.end_lineno or node.lineno) + 1) if line in said]
            if lines:
                found[node.target.id] = " ".join(lines)
    return found
