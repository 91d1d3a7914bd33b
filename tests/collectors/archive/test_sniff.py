"""A file that nobody described: its layout is known, its columns are guessed, what is not sure is said; --write keeps comments."""

import json
from pathlib import Path

import pytest
import yaml

from tests.collectors.archive.formats_world import CASES
from voxpop.collectors.archive.sniff import propose
from voxpop.errors import UsageError
from voxpop.pipeline.files import sniff as step


@pytest.mark.parametrize("layout", CASES)
def test_a_format_is_read_whole_by_a_look_alone(tmp_path, layout):
    name, text, _, posts, refused, _ = CASES[layout]
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = propose(tmp_path / name, tmp_path)
    assert found.channel["layout"] == layout
    assert (found.posts, found.refused) == (posts, refused), found.unsure
    assert 1 <= len(found.rows) <= 3
    assert yaml.safe_load(f"channels:\n{found.block()}")["channels"] == [found.channel]


def test_columns_that_no_layout_knows_are_guessed(tmp_path):
    (tmp_path / "answers.csv").write_text(
        "Datum;Kommentar;Sterne;Nummer\n16.11.2026 10:00;Das ist sehr gut;4;17\n17.11.2026 11:30;Leider zu langsam;2;18\n",
        encoding="utf-8",
    )
    found = propose(tmp_path / "answers.csv", tmp_path)
    assert found.channel["columns"]["created_at"] == "Datum"
    assert found.channel["columns"]["text"] == "Kommentar"
    assert found.posts == 2
    assert any("time_zone" in line for line in found.unsure)


def test_the_list_of_a_document_and_replies_within_are_found(tmp_path):
    document = {
        "errors": [],
        "members": [{"id": 1, "name": "Ann"}],
        "data": {"posts": [
            {"id": n, "created": "2026-11-16T10:00:00Z", "user": {"id": 7}, "body": f"Words of post {n}, and some more",
             "comments": [{"id": 10 + n, "created": "2026-11-16T11:00:00Z", "user": {"id": 8}, "body": "An answer of some length"}]}
            for n in (1, 2)
        ]},
    }  # fmt: skip
    (tmp_path / "posts.json").write_text(json.dumps(document), encoding="utf-8")
    found = propose(tmp_path / "posts.json", tmp_path)
    assert (found.channel["items"], found.channel["each"]) == ("data.posts", "comments")
    assert found.channel["columns"]["author"] == "user.id"
    assert (found.posts, found.refused) == (4, 0)


def test_a_file_without_words_or_times_is_said(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    with pytest.raises(UsageError, match="it has: a, b"):
        propose(tmp_path / "x.csv", tmp_path)


HEAD = "company: {name: Larkspur}  # us\n"


@pytest.mark.parametrize(
    "channels",
    [
        "channels:\n  # the old one\n  - id: old\n    source: archive\n    path: old.csv\n    columns: {text: t, created_at: d}\n# end\nprices: {}\n",
        "channels:\n- {id: old, source: archive, path: old.csv, columns: {text: t, created_at: d}}\n",
        "channels: []  # none yet\n",
        "",
    ],
)
def test_the_channel_is_added_and_every_comment_stays(tmp_path, channels):
    config = tmp_path / "voxpop.yaml"
    config.write_text(HEAD + channels, encoding="utf-8")
    (tmp_path / "old.csv").write_text("id,date,text\n1,2026-11-16,Some words here that count\n", encoding="utf-8")
    found = step.sniff(tmp_path / "old.csv", config)
    assert "added" in step.write(found, config)
    written = config.read_text(encoding="utf-8")
    listed = yaml.safe_load(written)["channels"]
    assert listed[-1] == found.channel
    assert len({one["id"] for one in listed}) == len(listed)
    assert all(comment in written for comment in ("# us", *(c for c in ("# the old one", "# end") if c in channels)))


def test_channels_in_brackets_are_left_alone(tmp_path):
    config = tmp_path / "voxpop.yaml"
    config.write_text(
        HEAD + "channels: [{id: a, source: archive, path: a.csv, columns: {text: t, created_at: d}}]\n",
        encoding="utf-8",
    )
    (tmp_path / "old.csv").write_text("id,date,text\n1,2026-11-16,Some words here that count\n", encoding="utf-8")
    before = config.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="in brackets"):
        step.write(step.sniff(tmp_path / "old.csv", config), config)
    assert config.read_text(encoding="utf-8") == before
    assert step.place_of(Path("x.yaml")) == Path("x.yaml")
