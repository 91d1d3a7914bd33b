"""What a user does wrong, and what the world does to a user: one clear message, or a harmless rendering."""

import json
import os
import socket

import pytest

from tests.command import run

CONFIG = """\
company: {{name: Acme, time_zone: Europe/Berlin}}
channels:
  - id: survey
    source: archive
    path: {path}
    columns: {{post_id: id, handle: who, text: said, created_at: at}}
    time_format: iso
{more}"""


def voxpop(folder, *arguments, **secrets):
    env = {name: value for name, value in os.environ.items() if not name.startswith(("VOXPOP_", "AIRFLOW"))}
    done = run(*arguments, folder=folder, environment=env | secrets)
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    return done


def configured(folder, path="posts.csv", more="", rows=None):
    (folder / "voxpop.yaml").write_text(CONFIG.format(path=path, more=more))
    if rows is not None:
        import csv

        with (folder / path).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return folder


def row(n, said="The export works well, thank you all", at="2026-11-17T09:00:00+01:00"):
    return [n, f"author{n}", said, at]


HEAD = ["id", "who", "said", "at"]


def failed(done, *parts, code=None):
    assert done.returncode != 0
    assert code is None or done.returncode == code
    said = " ".join((done.stderr + done.stdout).split())
    for part in parts:
        assert part in said, said
    return True


def test_no_configuration(tmp_path):
    assert failed(voxpop(tmp_path, "check"), "voxpop.yaml: no such file", "voxpop init", code=2)


def test_an_unknown_key_says_line_and_remedy(tmp_path):
    configured(tmp_path, more="audience: []\n")
    assert failed(
        voxpop(tmp_path, "check", "--offline"),
        "voxpop.yaml:8: audience: unknown key; did you mean 'audiences'?",
        code=2,
    )


def test_a_missing_file(tmp_path):
    configured(tmp_path, path="nowhere.csv")
    assert failed(voxpop(tmp_path, "check"), "no file at", "nowhere.csv; paths start at the folder of voxpop.yaml")
    assert failed(
        voxpop(tmp_path, "run", "--from", "2026-11-16", "--to", "2026-11-23"),
        "no file at",
        "nowhere.csv; paths start at the folder of voxpop.yaml",
    )


def test_a_wrong_column_names_those_that_exist(tmp_path):
    configured(tmp_path, rows=[["id", "who", "text", "at"], row(1)])
    assert failed(voxpop(tmp_path, "check"), "'said'", "id", "who", "text", "at")


@pytest.mark.parametrize("date", ["2026-13-40", "yesterday", "16.11.2026"])
def test_a_bad_date_on_the_command_line(tmp_path, date):
    configured(tmp_path, rows=[HEAD, row(1)])
    assert failed(voxpop(tmp_path, "land", "--from", date), f"'{date}' is not a time; write 2026-11-16", code=2)


@pytest.mark.parametrize("week", ["2026-W60", "47", "last"])
def test_a_bad_week(tmp_path, week):
    configured(tmp_path, rows=[HEAD, row(1)])
    assert failed(voxpop(tmp_path, "report", "--week", week), week, "2026-W47", code=2)


def test_a_window_that_ends_before_it_starts(tmp_path):
    configured(tmp_path, rows=[HEAD, row(1)])
    assert failed(voxpop(tmp_path, "land", "--from", "2026-11-23", "--to", "2026-11-16"), "ends", code=2)


def test_missing_credentials_say_which_and_where(tmp_path):
    more = "  - {id: x-brand, source: x, query: acme}\n"
    configured(tmp_path, rows=[HEAD, row(1)], more=more)
    assert failed(voxpop(tmp_path, "check"), "VOXPOP_X_BEARER_TOKEN", ".env")


def test_an_unreachable_server_is_a_gap_and_not_the_end(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    more = f"  - {{id: blog, source: feed, url: 'http://127.0.0.1:{port}/feed.xml'}}\n"
    configured(tmp_path, rows=[HEAD, row(1)], more=more)
    done = voxpop(tmp_path, "run", "--from", "2026-11-16", "--to", "2026-11-23")
    assert failed(done, "blog", "127.0.0.1", "refused", code=3)
    found = voxpop(tmp_path, "sql", "--json", "select count(*) as n from posts")
    assert json.loads(found.stdout)[0]["n"] == 1


def test_commands_in_the_wrong_order(tmp_path):
    configured(tmp_path, rows=[HEAD, row(1)])
    assert failed(voxpop(tmp_path, "sql", "select 1"), "nothing has been published yet", "voxpop load")


def test_an_unknown_channel_and_audience(tmp_path):
    configured(tmp_path, rows=[HEAD, row(1)])
    assert failed(voxpop(tmp_path, "land", "forum"), "forum", "survey", code=2)
    voxpop(tmp_path, "run", "--from", "2026-11-16", "--to", "2026-11-23")
    assert failed(voxpop(tmp_path, "report", "--audience", "nobody"), "nobody", "everyone", code=2)


def test_sql_that_is_wrong_writes_or_reads_files(tmp_path):
    configured(tmp_path, rows=[HEAD, row(1)])
    assert voxpop(tmp_path, "run", "--from", "2026-11-16", "--to", "2026-11-23").returncode == 0
    for query in ("selct 1", "delete from posts", "select * from read_csv('/etc/passwd')", "drop table posts"):
        assert failed(voxpop(tmp_path, "sql", query), "the query failed")
    found = voxpop(tmp_path, "sql", "--json", "select count(*) as n from posts")
    assert json.loads(found.stdout)[0]["n"] == 1


HOSTILE = {
    "script": "<script>alert(1)</script> the upgrade is broken and support is silent",
    "formula": '=HYPERLINK("http://evil.example","click me") is what I got from the export',
    "nul": "the export has \x00 in it and \x00 stops half way, useless",
    "escape": "the terminal \x1b[31mturns red\x1b[0m \x1b]0;title\x07 when it breaks",
    "bidi": "the screen shows \u202egnp.exe\u202c instead of a name, very bad",
    "huge": "broken again and again " * 220_000,
    "emoji": "👩‍👩‍👧‍👦 love it 🎉 " * 20,
    "template": "{{ config }} {% raw %} ${HOME} %s {0} is what the mail says, annoying",
}


def test_hostile_posts_are_kept_whole_and_rendered_harmlessly(tmp_path):
    rows = [HEAD, *(row(n, said) for n, said in enumerate(HOSTILE.values()))]
    rows += [row(100 + n) for n in range(60)]
    rows.append(row(999, at="not a date"))
    configured(tmp_path, rows=rows)
    done = voxpop(tmp_path, "run", "--from", "2026-11-16", "--to", "2026-11-23")
    assert done.returncode == 0, done.stderr
    counts = json.loads(
        voxpop(
            tmp_path,
            "sql",
            "--json",
            "select (select count(*) from posts) as posts, (select count(*) from quarantine) as refused",
        ).stdout
    )[0]
    assert counts == {"posts": len(HOSTILE) + 60, "refused": 1}
    kept = json.loads(voxpop(tmp_path, "sql", "--json", "select text, length(text) as n from posts").stdout)
    assert max(entry["n"] for entry in kept) > 4_900_000
    assert any(entry["text"].startswith("<script>") for entry in kept)
    shown = voxpop(tmp_path, "sql", "select left(text, 60) from posts").stdout
    assert "\x1b[31m" not in shown
    folder = tmp_path / "voxpop-data" / "reports" / "everyone" / "2026-W47"
    for name in ("report.html", "email.html", "report.txt", "themes.csv"):
        said = (folder / name).read_text(encoding="utf-8")
        assert len(said) < 150_000
        assert "<script>" not in said.replace("&lt;script&gt;", "") or name == "report.txt"
        assert not {"\x00", "\x1b", "\u202e"} & set(said)


def test_help_teaches(tmp_path):
    said = voxpop(tmp_path, "--help").stdout
    for name in ("init", "check", "land", "load", "analyze", "report", "run", "sql", "coverage", "demo", "airflow"):
        assert f" {name} " in said
        assert len(voxpop(tmp_path, name, "--help").stdout) > 150
