"""Every request of ours to X and to Discourse is one that their own OpenAPI files allow."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import jsonschema
import pytest

from tests.collectors import forum_world
from tests.collectors.discourse import discourse_world
from tests.collectors.x import x_world
from tests.places import SHARED
from voxpop.coverage import FetchLog
from voxpop.pipeline.demo.servers.base import Faults, x_post_id, x_user_id
from voxpop.pipeline.demo.servers.discourse import DiscourseServer
from voxpop.pipeline.demo.servers.x import XServer
from voxpop.window import Window

TRAFFIC = SHARED / "traffic"
pytestmark = pytest.mark.skipif(not TRAFFIC.exists(), reason="the official OpenAPI files are not here")
X_OLD = "x/spec_2.159_tweet_vocabulary/latest-openapi.json"
X_NEW = "x/spec_2.167_post_vocabulary/openapi.json"
DISCOURSE = "forums/discourse/spec/openapi.json"


def resolved(spec, value):
    """The value with its references put in."""
    if isinstance(value, dict) and "$ref" in value:
        found = spec
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return resolved(spec, found)
    return value


def breaches(spec, request, *, in_query=("query",)) -> Iterator[str]:
    """What the request has that the specification does not allow."""
    for template, operations in sorted(spec["paths"].items(), key=lambda entry: entry[0].count("{")):
        pattern = re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(template))
        if request.method.lower() in operations and (found := re.fullmatch(pattern, request.path)):
            break
    else:
        yield f"{request.method} {request.path}: no such operation"
        return
    given = operations[request.method.lower()].get("parameters", [])
    known = {p["name"]: p for p in (resolved(spec, entry) for entry in given)}
    in_path = dict(zip(re.findall(r"\{(\w+)\}", template), found.groups(), strict=True))
    told = {name: values[0] for name, values in request.query.items()} | in_path
    for name, parameter in known.items():
        if parameter.get("required") and parameter["in"] in (*in_query, "path") and name not in told:
            yield f"{template}: '{name}' is missing"
    for name, text in told.items():
        if name not in known:
            yield f"{template}: '{name}' is not a parameter"
            continue
        schema = resolved(spec, known[name]["schema"])
        for part in text.split(",") if schema.get("type") == "array" else [text]:
            one = resolved(spec, schema["items"]) if schema.get("type") == "array" else schema
            typed = {"integer": int, "boolean": lambda t: t == "true"}.get(one.get("type"), str)(part)
            try:
                jsonschema.validate(typed, one)
                if one.get("format") == "date-time":
                    assert datetime.fromisoformat(typed).tzinfo is not None
            except (jsonschema.ValidationError, ValueError) as error:
                yield f"{template}: {name}={part}: {str(error).splitlines()[0]}"


@pytest.mark.parametrize("new", [False, True], ids=["2.159", "2.167"])
def test_what_we_ask_of_x(new):
    spec = json.loads((TRAFFIC / (X_NEW if new else X_OLD)).read_text())
    words = {"vocabulary": "post", "refuses_old_words": True} if new else {}
    user, hours = x_user_id("p3"), Window(x_world.NOW - timedelta(days=3), x_world.NOW - timedelta(days=2))
    with XServer(x_world.WORLD, Faults(), clock=lambda: x_world.NOW, **words) as server:
        for settings in (
            {"query": "acme"},
            {"query": "acme", "archive": True},
            {"timeline_of": user},
            {"mentions_of": user},
        ):
            one = x_world.collector(server, page_size=20, **settings)
            x_world.read(one, hours)
            one.expect(hours)
            one.probe()
        posts = [post for post in x_world.WORLD.posts if post.created_at in hours]
        list(one.recheck([x_post_id(p.key, p.created_at) for p in posts], FetchLog()))
        accepted = [r for r in server.requests if not (new and "tweet.fields" in r.query)]
        refused = len(server.requests) - len(accepted)
    assert len({r.path for r in accepted}) == 8
    assert [found for request in accepted for found in breaches(spec, request)] == []
    assert refused == (5 if new else 0), "the old words are tried once a client"
    ours = {name for request in accepted for name in request.query}
    assert ("post.fields" if new else "tweet.fields") in ours


def test_compliance_jobs_conversations_and_common_queries():
    spec = json.loads((TRAFFIC / X_OLD).read_text())
    hours = Window(x_world.NOW - timedelta(days=3), x_world.NOW - timedelta(days=2))
    with XServer(x_world.WORLD, Faults(), clock=lambda: x_world.NOW) as server:
        x_world.read(x_world.collector(server, query="acme", conversations=True, page_size=20), hours)
        list(x_world.collector(server, query="acme", deletions="jobs").recheck(["1", "2"], FetchLog()))
        first, other = (x_world.collector(server, query=query) for query in ("#acme", "@person1"))
        list(first.fetch_together([other], hours, [FetchLog(), FetchLog()]))
        asked = [r for r in server.requests if not r.path.startswith("/storage/")]
    assert {"/2/compliance/jobs", "/2/tweets/search/recent"} <= {r.path for r in asked}
    assert {text for request in asked for text in breaches(spec, request)} == set()
    created = next(r for r in asked if r.method == "POST")
    schema = spec["paths"][created.path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    jsonschema.validate(json.loads(created.body), {**resolved(spec, schema), "components": spec["components"]})


def test_the_check_sees_a_wrong_request():
    spec = json.loads((TRAFFIC / X_NEW).read_text())
    with XServer(x_world.WORLD, Faults(), clock=lambda: x_world.NOW) as server:
        x_world.read(x_world.collector(server))
        found = {text for request in server.requests for text in breaches(spec, request)}
    assert any("'tweet.fields' is not a parameter" in text for text in found)


def test_in_new_words_the_same_posts_come():
    with XServer(
        x_world.WORLD, Faults(), clock=lambda: x_world.NOW, vocabulary="post", refuses_old_words=True
    ) as server:
        log = FetchLog()
        assert {r.post_id for r in x_world.read(x_world.collector(server), log=log)} == x_world.expected()
    assert log.notes == ["X refused the old names of fields; asked again by the new ones"]


def test_what_we_ask_of_discourse():
    spec = json.loads((TRAFFIC / DISCOURSE).read_text())
    with DiscourseServer(forum_world.world(discourse_world.POSTS), clock=lambda: forum_world.END) as server:
        one = discourse_world.collector(server)
        one.probe()
        records = discourse_world.read(one)
        list(one.recheck([record.post_id for record in records[:5]], FetchLog()))
    assert {"/posts.json", "/categories.json"} <= {r.path for r in server.requests}
    assert {text for request in server.requests for text in breaches(spec, request)} == set()
