"""Themes of a workspace: what people decide, by command or by hand, and what it does to the tables."""

import json
from collections import Counter
from datetime import timedelta

import pyarrow as pa
import pytest
import yaml
from pyarrow import csv

from tests.analysis.themes.theme_world import MONDAY, SUBJECTS, posts
from tests.command import run
from tests.pipeline.themed_world import CONFIG
from voxpop import warehouse
from voxpop.decisions import themes as theme_decisions
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.explore import themes
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window


def voxpop(there, *arguments):
    return run("theme", *arguments, "--config", there.lines.path)


def n_posts(there, theme_id):
    rows = warehouse.sql(there.snapshots, f"select count(*) as n from post_themes where theme_id = '{theme_id}'")
    return rows.to_pylist()[0]["n"]


@pytest.fixture
def file(themed):
    path = themed.theme_decisions
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)
    analyze.analyze(themed)


def test_commands_write_the_file_and_the_next_analysis_obeys_it(themed, file):
    first, second, third = (row["theme_id"] for row in themes.list_themes(themed)[:3])
    done = voxpop(themed, "rename", first, "What they say", "--why", "clearer", "--by", "ana")
    assert done.returncode == 0, done.stderr
    assert f"next `voxpop analyze --config {themed.lines.path}`" in done.stdout
    assert voxpop(themed, "merge", second, first).returncode == 0
    file.write_text(file.read_text() + f"# by hand\n- {{do: hide, theme: {third}}}\n")
    before = n_posts(themed, first) + n_posts(themed, second)
    analyze.analyze(themed)
    listed = {row["theme_id"]: row for row in json.loads(voxpop(themed, "list", "--json").stdout)}
    assert listed[first]["label"] == "What they say"
    assert [listed[one]["state"] for one in (second, third)] == ["merged", "hidden"]
    assert n_posts(themed, first) == before == listed[first]["n_posts"]
    assert n_posts(themed, second) == n_posts(themed, third) == 0
    told = json.loads(voxpop(themed, "history", first, "--json").stdout)
    assert [event["event"] for event in told] == ["born", "rename"]
    assert told[1]["person"] == "ana"
    assert told[1]["reason"] == "rename to What they say: clearer"
    assert told[1]["decided_at"]


def test_a_split_gives_two_themes_that_share_the_posts(themed, file):
    largest = themes.list_themes(themed)[0]
    assert voxpop(themed, "split", largest["theme_id"]).returncode == 0
    analyze.analyze(themed)
    listed = themes.list_themes(themed)
    born = {event["theme_id"] for event in themes.history(themed) if "part of" in event["reason"]}
    assert len(born) == 2
    counts = {row["theme_id"]: row["n_posts"] for row in listed if row["theme_id"] in born}
    assert all(counts.values())
    assert sum(counts.values()) >= 0.9 * largest["n_posts"]
    assert n_posts(themed, largest["theme_id"]) == 0


def test_one_theme_week_by_week(themed, file):
    largest = themes.list_themes(themed)[0]["theme_id"]
    found = themes.show_theme(themed, largest, "everyone", 2)
    assert len(found["posts"]) == 2
    assert len(found["weeks"]) == 4
    assert all(0 < week["n_authors"] <= week["n_posts"] for week in found["weeks"])
    shown = voxpop(themed, "show", largest)
    assert shown.returncode == 0
    parts = found["sub_themes"]
    assert len(parts) > 1
    assert 0 < sum(part["n_posts"] for part in parts) <= sum(week["n_posts"] for week in found["weeks"])
    assert all(part["sub_theme_id"] in shown.stdout for part in parts)
    with pytest.raises(UsageError, match="there is no audience"):
        themes.show_theme(themed, largest, "nobody")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("rename", "t999", "x"), "no theme 't999'"), (("merge", "t001", "t001"), "cannot be merged"), (("rename", "t001", ""), "needs 'to'"),
     (("show", "t999"), "no theme 't999'")],
)  # fmt: skip
def test_what_cannot_be_decided_is_refused_and_not_written(themed, file, arguments, said):
    done = voxpop(themed, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert not file.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [("- {do: rename", ":1: this is not YAML"), ("- {do: eat, theme: t001}", "decision 0.do"), ("- {do: merge, theme: t001}", "'into'"),
     ("do: hide", "tuple")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(tmp_path, text, said):
    path = tmp_path / "themes.yaml"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"themes.yaml") as raised:
        theme_decisions.read(path)
    assert said in str(raised.value)


def test_an_empty_file_decides_nothing_and_what_is_hostile_stays_text(tmp_path):
    path = tmp_path / "themes.yaml"
    path.write_text("# nothing yet\n")
    assert theme_decisions.read(path) == ()
    hostile = theme_decisions.Decision(do="rename", theme="t001", to="a}\n- {do: hide, theme: t002}", why="# no: [")
    theme_decisions.append(path, hostile)
    assert theme_decisions.read(path) == (hostile,)
    assert path.read_text().startswith("# nothing yet\n")


def test_a_codebook_is_read_from_the_configuration(themed, tmp_path):
    path = tmp_path / "voxpop.yaml"
    said = yaml.safe_load(CONFIG) | {"codebook": [{"name": "Invoices", "terms": ["invoice"]}]}
    said["storage"] = {"warehouse": str(themed.warehouse_path), "snapshots": str(themed.snapshots)}
    path.write_text(yaml.safe_dump(said))
    (tmp_path / "p.csv").touch()
    there = Workspace.open(path)
    analyze.analyze(there)
    assert {row["theme_id"]: row["label"] for row in themes.list_themes(there)}["c-invoices"] == "Invoices"
    assert n_posts(there, "c-invoices") > 20


def test_further_themes_are_counted_beside_and_never_among_the_shares(themed):
    sums = warehouse.sql(
        themed.snapshots,
        "select count(*) filter (where main) as main, count(*) filter (where not main) as beside, "
        "count(distinct (source, post_id)) as posts from theme_mentions where audience = 'everyone'",
    ).to_pylist()[0]
    assert sums["main"] == sums["posts"] > 0
    largest = themes.list_themes(themed)[0]["theme_id"]
    found = themes.show_theme(themed, largest, "everyone", 3)
    assert sum(week["n_posts"] for week in found["weeks"]) <= sums["main"]
    assert len(found["summary"].split()) >= 4
    assert len({post["text"] for post in found["posts"]}) == 3
    assert "author_id" not in found["posts"][0]


def test_a_theme_that_many_more_speak_of_is_emerging(tmp_path):
    usual = [posts(160, weeks=1, seed=500 + week, start=week)[0] for week in range(7)]
    burst = posts(80, weeks=1, seed=600, start=6, subjects={"price": SUBJECTS["price"]}, people=4000)[0]
    csv.write_csv(pa.concat_tables([*usual, burst]).drop_columns(["title", "lang"]), tmp_path / "p.csv")
    (tmp_path / "voxpop.yaml").write_text(CONFIG)
    there = Workspace.open(tmp_path / "voxpop.yaml")
    collect.land(there, "survey", Window(MONDAY, MONDAY + timedelta(weeks=7)))
    load.load(there)
    analyze.analyze(there)
    price = Counter(
        row["theme_id"]
        for row in warehouse.sql(
            there.snapshots, "select theme_id from opinions where text like '%license renewal%'"
        ).to_pylist()
    ).most_common(1)[0][0]
    done = voxpop(there, "emerging", "--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [row["theme_id"] for row in rows if row["emerging"]] == [price]
    assert rows[0]["n_authors"] > 2 * rows[0]["expected"] > 0
    assert rows[0]["first_channel"] == "survey"
    assert rows[0]["first_seen"]
    assert "author_id" not in rows[0]
    assert voxpop(there, "emerging", "--week", "2020-W01").returncode == 0
    assert voxpop(there, "emerging", "--audience", "nobody").returncode == 2
