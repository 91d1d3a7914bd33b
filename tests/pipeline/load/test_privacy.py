"""Masks of personal details on the way into the warehouse."""

import json

from tests.command import run

CONFIG = """
company: {name: Larkspur}
channels:
  - id: survey
    source: archive
    path: answers.jsonl
    columns: {post_id: id, text: text, created_at: at}
privacy: {mask: %s, keep: [Maria Lopez]}
"""
ROWS = [
    {"id": 1, "text": "Call me: 07700 900123, says Maria Lopez", "at": "2026-11-02T10:00:00Z"},
    {"id": 2, "text": "Tom Becker was kind", "at": "2026-11-02T11:00:00Z"},
    {"id": 3, "text": "order 4111111111111111 is late", "at": "2026-11-02T12:00:00Z"},
]
SPAN = ("--from", "2026-11-01", "--to", "2026-11-09")


def texts(folder, wanted):
    (folder / "voxpop.yaml").write_text(CONFIG % wanted, encoding="utf-8")
    (folder / "answers.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    for command in (("land", "survey", *SPAN), ("load",)):
        ended = run(*command, folder=folder)
        assert ended.returncode == 0, ended.stderr
    asked = ("select text from posts order by post_id", "select notes from coverage")
    return [run("sql", query, "--json", folder=folder).stdout for query in asked]


def test_what_is_named_is_masked_and_counted(tmp_path):
    told, notes = texts(tmp_path, "[phone, person]")
    assert "Call me: [phone], says Maria Lopez" in told
    assert "[person] was kind" in told
    assert "order 4111111111111111 is late" in told
    assert "1 titles or texts held details masked as [phone]" in notes


def test_what_masks_took_can_be_looked_at_in_landing(tmp_path):
    texts(tmp_path, "[phone]")
    seen = json.loads(run("masked", "--json", folder=tmp_path).stdout)
    assert [(one["kind"], one["detail"], one["post_id"]) for one in seen] == [("phone", "07700 900123", "survey/1")]
    would = json.loads(run("masked", "--kind", "person", "--json", folder=tmp_path).stdout)
    assert [one["detail"] for one in would] == ["Tom Becker"]
    assert "07700 900123" not in run("sql", "select text from posts", folder=tmp_path).stdout


def test_without_masks_there_is_nothing_to_look_at(tmp_path):
    (tmp_path / "voxpop.yaml").write_text(CONFIG % "[]", encoding="utf-8")
    ended = run("masked", folder=tmp_path)
    assert (ended.returncode, "names no kinds" in ended.stderr) == (2, True)


def test_nothing_is_masked_unless_asked_for(tmp_path):
    told, notes = texts(tmp_path, "[]")
    assert "07700 900123" in told
    assert "masked" not in notes
