"""Every question of ours to GitHub is one that its own OpenAPI file allows, and what we read in the answers is what it promises."""

import json
import re

import jsonschema
import pytest

from tests.places import SHARED
from voxpop.pipeline.loop.github import GitHub
from voxpop.pipeline.loop.run import push, read_states

FILE = SHARED / "traffic" / "issues" / "github" / "github-issues-openapi.pruned.json"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="GitHub's OpenAPI file is not here")
READ = ("number", "title", "body", "labels", "state", "state_reason", "html_url", "milestone", "pull_request")


def resolved(spec, value):
    """The value with its reference put in."""
    while "$ref" in value:
        found = spec
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        value = found
    return value


def test_what_we_ask_of_github(place_of):
    spec = json.loads(FILE.read_text())
    place = place_of("github")
    push(place.workspace, send=True, client=place.client())
    place.server.issues.clear()
    read_states(place.workspace, client=place.client())
    asked = set()
    for request in place.server.requests:
        if request.method != "GET" or "page" in request.query:  # a page's address is the server's own
            continue
        template = next(t for t in sorted(spec["paths"]) if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", t), request.path))
        asked.add(template)
        known = {p["name"]: p for p in (resolved(spec, one) for one in spec["paths"][template]["get"]["parameters"])}
        for name, values in request.query.items():
            schema = resolved(spec, known[name]["schema"])
            typed = int(values[0]) if schema.get("type") == "integer" else values[0]
            jsonschema.validate(typed, schema, format_checker=jsonschema.FormatChecker())
    assert asked == {"/repos/{owner}/{repo}/issues", "/search/issues", "/repos/{owner}/{repo}/issues/{issue_number}"}


def test_what_we_read_of_an_issue_is_promised(place_of):
    spec = json.loads(FILE.read_text())
    issue = spec["components"]["schemas"]["issue"]
    assert set(READ) <= set(issue["properties"])
    assert {"completed", "not_planned", "duplicate"} <= set(issue["properties"]["state_reason"]["enum"])
    client = place_of("github").client()
    assert isinstance(client, GitHub)
    told = {
        "number": 7,
        "title": "t",
        "body": "b",
        "labels": [{"name": "wontfix"}, "doing"],
        "state": "closed",
        "state_reason": None,
    }
    assert client._read(told).state == "declined"
    assert client._read(told | {"state": "open"}).state == "in progress"
    assert (
        client._read(told | {"labels": [], "state_reason": "completed", "milestone": {"title": "4.2"}}).release == "4.2"
    )
