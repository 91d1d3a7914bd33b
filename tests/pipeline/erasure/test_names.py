"""Every documented form of a name finds its person, a wrong one finds nobody and says so, and what others wrote stays."""

import csv
import gzip
import json
import sqlite3
import zipfile
from datetime import timedelta

import pytest

from tests.command import run
from tests.pipeline.kept_world import START, WINDOW, landed, reddit, said
from voxpop import warehouse
from voxpop.errors import UsageError
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace

CONFIG = """\
company: {name: Acme, time_zone: UTC}
brands: [{name: Acme}]
channels:
  - {id: talk, source: reddit, subreddit: acme}
  - {id: wire, source: x, query: acme}
  - id: by-author
    source: archive
    path: rows.csv
    columns: {post_id: id, text: said, author: who, created_at: at}
    time_format: iso
  - id: by-handle
    source: archive
    path: rows.csv
    columns: {post_id: id, text: said, handle: who, created_at: at}
    time_format: iso
  - id: as-other
    source: archive
    path: rows.csv
    as_source: facebook
    columns: {post_id: id, text: said, author: who, created_at: at}
    time_format: iso
  - id: json
    source: archive
    path: rows.jsonl
    columns: {post_id: id, text: said, handle: user.name, created_at: at}
    time_format: iso
"""


@pytest.fixture
def heard(tmp_path):
    """Rows of three people in every kind of archive."""
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "voxpop.yaml").write_text(CONFIG)
    (folder / ".env").write_text("VOXPOP_AUTHOR_KEY=" + "ab" * 32 + "\n")
    people = ["Zoë Walker", "walker2", "walker3"]
    rows = [
        (f"s{n}", said(people[n % 3], n), people[n % 3], (START + timedelta(hours=n)).isoformat()) for n in range(9)
    ]
    with (folder / "rows.csv").open("w", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["id", "said", "who", "at"])
        sheet.writerows(rows)
    lines = [json.dumps({"id": i, "said": t, "user": {"name": w}, "at": at}) for i, t, w, at in rows]
    (folder / "rows.jsonl").write_text("\n".join(lines) + "\n")
    workspace = Workspace.open(folder / "voxpop.yaml")
    for channel in ("by-author", "by-handle", "as-other", "json"):
        collect.land(workspace, channel, WINDOW)
    landed(workspace, "talk", [reddit(n, f"rider{n % 5}") for n in range(10)])
    load.load(workspace)
    return workspace


def left(workspace, channel):
    """How many posts of a channel are in the tables and in what it landed."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        posts = snapshot.con.execute("select count(*) from post_channels where channel = ?", [channel]).fetchall()[0][0]
    rows = [table.num_rows for fetch in workspace.landing.fetches(channel) for table in fetch.tables()]
    items = [1 for fetch in workspace.landing.fetches(channel) for _ in fetch.items()]
    return posts, sum(rows) + sum(items)


FORMS = [
    ("archive:by-author/walker2", 3),
    ("archive:by-author/Zoë Walker", 3),
    ("archive:by-handle/walker2", 6),
    ("archive:by-handle/Zoë Walker", 6),
    ("archive:json/@WALKER2", 6),
    ("archive:walker2", 6),
    ("archive:as-other/walker2", 3),
    ("facebook:walker2", 3),
    ("facebook:as-other/walker2", 3),
    ("reddit:rider1", 2),
    ("reddit:u/Rider1", 2),
    ("reddit:@rider1", 2),
    ("reddit:t2_rider1", 2),
    ("reddit:talk/rider1", 2),
]
POSTS = ["reddit:t3_000001", "archive:by-author/s1", "archive:as-other/s1", "facebook:s1"]


def test_every_form_of_a_name_finds_its_posts_and_no_others(heard):
    told = [(one.name.given, one.posts) for one in forget.meet(heard, [name for name, _ in FORMS], [])]
    assert told == FORMS
    assert [one.posts for one in forget.meet(heard, [], POSTS)] == [1, 1, 1, 1]


def test_archives_forget_by_the_form_of_the_docs_whatever_column_the_name_stands_in(heard):
    counts, proof = forget.forget(heard, ["archive:by-author/walker2"], [])
    assert (counts["posts"], counts["landing items"], proof.found) == (3, 3, [])
    assert [left(heard, one) for one in ("by-author", "by-handle", "as-other", "json")] == [(6, 6), *[(9, 9)] * 3]
    counts, proof = forget.forget(
        heard, ["archive:by-handle/Zoë Walker", "archive:as-other/walker3"], ["archive:by-author/s2"]
    )
    assert (counts["posts"], counts["landing items"], proof.found) == (10, 10, [])
    assert [left(heard, one) for one in ("by-author", "by-handle", "as-other", "json")] == [(5, 5), *[(6, 6)] * 3]


NEAR = {
    "archive:by-author/walkr2": "archive:by-author/walker2",
    "archive:walker22": "archive:by-author/walker2",
    "reddit:ridr1": "reddit:rider1",
    "reddit:Zoe Walker": "archive:by-author/Zoë Walker",
}


def test_a_name_that_nobody_has_says_so_with_the_nearest_and_ends_with_its_own_code(heard):
    asked = [word for name in NEAR for word in ("--author", name)]
    done = run("forget", *asked, "--post", "reddit:t3_zzzzzz", "--yes", folder=heard.config.base_dir)
    assert done.returncode == 4, done.stderr
    for name, nearest in NEAR.items():
        (line,) = [line for line in done.stderr.splitlines() if f"nobody found: {name}." in line]
        assert nearest in line
    assert "no such post found: reddit:t3_zzzzzz" in done.stderr
    assert sum(left(heard, one)[0] for one in ("by-author", "by-handle", "as-other", "json", "talk")) == 46
    again = forget.meet(heard, list(NEAR), [])
    assert not any(one.nobody for one in again), "they were asked for before, and are kept out"


def test_a_name_of_which_only_landing_knows_is_somebody(heard):
    landed(heard, "talk", [reddit(77, "newcomer")])
    (met,) = forget.meet(heard, ["reddit:newcomer"], [])
    assert not met.nobody
    assert met.elsewhere


def test_a_text_that_names_nobody_is_refused(heard):
    for text in ("rider1", ":x", "reddit:", "reddit: "):
        with pytest.raises(UsageError, match="names nobody"):
            forget.forget(heard, [text], [])


def test_titles_and_words_that_others_wrote_too_stay_and_the_proof_knows_whose_they_are(heard):
    title, words = "How do I export all of my boards?", "The newest release loses every board that was shared"
    mine = reddit(50, "rider1", title=title, selftext=words)
    theirs = reddit(51, "rider2", title=title, selftext=f"{words}, here as well.")
    answer = {"kind": "t1", "data": {"id": "zz1", "name": "t1_zz1", "body": "Restarting helps", "author": "other", "subreddit": "acme",
              "author_fullname": "t2_other", "created_utc": START.timestamp(), "link_id": "t3_000033", "parent_id": "t3_000033",
              "link_title": title, "permalink": "/r/acme/x"}}  # fmt: skip
    landed(heard, "talk", [mine, theirs, answer])
    load.load(heard)
    counts, proof = forget.forget(heard, ["reddit:rider1"], [])
    assert proof.found == []
    assert proof.shared == 2
    with warehouse.open_snapshot(heard.snapshots) as snapshot:
        held = "select title, text from posts where post_id = 't3_000033'"
        assert snapshot.con.execute(held).fetchall() == [(title, f"{words}, here as well.")]
    later = reddit(
        52, "rider3", title="Question number 6 that rider1 asked about Acme", selftext=f"{words}, says everybody"
    )
    landed(heard, "talk", [later])
    load.load(heard)
    kept = [
        item.payload["data"]["title"]
        for fetch in heard.landing.fetches("talk")
        for item in fetch.items()
        if "title" in item.payload["data"]
    ]
    assert kept.count(title) == 1
    assert "Question number 6 that rider1 asked about Acme" in kept, "a title of one's own stays, whoever had it before"
    assert counts["posts"] == 3


def test_words_that_others_landed_and_nobody_loaded_yet_are_theirs(heard):
    landed(heard, "talk", [reddit(60, "rider2", selftext=f"As was said: {said('rider1', 1)}")])
    _, proof = forget.forget(heard, ["reddit:rider1"], [])
    assert proof.found == []
    assert proof.shared >= 1


def test_names_leave_rows_of_others_that_mention_them_but_not_their_words(heard):
    other = reddit(
        70,
        "rider2",
        selftext="I agree with rider1 on this",
        parent_poster="rider1",
        crew=[{"username": "rider1", "n": 1}],
    )
    landed(heard, "talk", [other])
    load.load(heard)
    _, proof = forget.forget(heard, ["reddit:rider1"], [])
    assert proof.found == []
    (kept,) = [
        i.payload["data"]
        for f in heard.landing.fetches("talk")
        for i in f.items()
        if i.payload["data"]["id"] == "000046"
    ]
    assert kept["selftext"] == "I agree with rider1 on this"
    assert kept["parent_poster"] is None
    assert kept["crew"] == []


def test_airflow_forgets_what_its_logs_and_values_name(heard):
    home = heard.config.base_dir / ".airflow"
    (home / "logs" / "dag_id=collect").mkdir(parents=True)
    log = home / "logs" / "dag_id=collect" / "attempt=1.log"
    log.write_text(f"landed 3 items\nwarning: RIDER1 was met\nsaid: {said('rider1', 1)}\nrider12 is another\n")
    with sqlite3.connect(home / "airflow.db") as con:
        con.execute("create table xcom (key text, value text)")
        con.executemany("insert into xcom values (?, ?)", [("a", '{"who": "rider1"}'), ("b", '"rider12"')])
    con.close()
    counts, proof = forget.forget(heard, ["reddit:rider1"], [])
    assert counts["log lines"] == 2
    assert counts["airflow values"] == 1
    assert proof.found == []
    assert log.read_text().splitlines()[::3] == ["landed 3 items", "rider12 is another"]
    assert b'"rider1"' not in (home / "airflow.db").read_bytes()
    with sqlite3.connect(home / "airflow.db") as con:
        assert con.execute("select key from xcom").fetchall() == [("b",)]
    con.close()


def test_what_stays_somewhere_is_named(heard):
    data = heard.config.base_dir / "voxpop-data"
    text = json.dumps({"nested": json.dumps({"author": "rider1", "text": said("rider1", 1)})})
    plain = [data / "exports" / "old.jsonl", data / "deliveries" / "a.json", heard.config.base_dir / "themes.yaml"]
    for path in plain:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (data / "exports" / "old.json.gz").write_bytes(gzip.compress(text.encode()))
    with zipfile.ZipFile(data / "exports" / "old.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inside.json", text)
    spilled = heard.warehouse_path.with_name("warehouse.duckdb.spill")
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").write_text(said("rider1", 1))
    _, proof = forget.forget(heard, ["reddit:rider1"], [])
    packed_ones = [data / "exports" / "old.json.gz", data / "exports" / "old.zip"]
    assert sorted(proof.found) == sorted(map(str, [*plain, *packed_ones]))
    assert not spilled.exists(), "what a killed writer spilled is gone"
