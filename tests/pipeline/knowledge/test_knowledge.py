"""What a workspace's community knows: grouped, answered, told without persons, exported, forgotten with its posts."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import yaml

import voxpop
from tests.warehouse.loading import batch
from voxpop import warehouse
from voxpop.authors import AuthorKey
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.command.main import app
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.knowledge.export import export_markdown
from voxpop.pipeline.knowledge.face import find_entry, open_knowledge
from voxpop.pipeline.knowledge.markdown import escape_line, quote
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Gone, Post

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
CONFIG = """
company: {name: Larkspur}
analysis: {sentiment: fast}
brands: [{name: Larkspur}]
staff:
  - {source: archive, handle: mette, name: Mette, consent: mail of 3 March}
  - {source: archive, handle: joris, name: Joris}
helpers: [{source: archive, handle: nadia, name: Nadia K., consent: her post of 4 March}]
channels:
  - {id: forum, source: archive, path: p.csv, columns: {post_id: i, text: t, created_at: a}, time_format: iso}
audiences:
  - {id: admins, name: Admins, match: [{tag: [admin]}]}
events: [{date: 2026-11-10, name: 7.2 released, kind: release}]
"""
PORTS = (
    "Which port does the mail scheduler use behind a proxy?",
    "Hi all, our network people closed everything last night. What port is the mail scheduler on when there is a proxy?",
    "We moved to a new hoster in Kiel. Behind a proxy, which port does the scheduler for mail need? It is about forty users.",
    "Quick question: which port is used by the mail scheduler behind a proxy? I read the manual twice and found nothing.",
    "Since 7.1 runs here I wonder about the firewall rules. Which port does the mail scheduler use in 7.1 behind a proxy?",
)
DARK = ("Is there a dark theme for the admin pages?", "Does a dark theme exist for the admin pages?")
EVIL = (
    "Set it to 993 under Admin. <script>alert(1)</script> [free](javascript:alert(2)) ![x](http://spy.example/p.png)\n"
    "# Heading\n---\n1. one\n| a | b |\n{{ site.secret }} {% include x %} Call me on +49 30 1234567, @somebody or ana@mail.example"
)


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    folder = tmp_path_factory.mktemp("knowledge")
    (folder / "voxpop.yaml").write_text(CONFIG)
    workspace = Workspace.open(folder / "voxpop.yaml")
    key = AuthorKey(workspace.secrets.author_key())

    def said(name, text, who, hours, **facts):
        return Post(source="archive", post_id=name, text=text, author_id=key.author("archive", who), handle_id=key.handle("archive", who),
                    created_at=NOON + timedelta(hours=hours), url=f"https://forum.example.org/{name}", **facts)  # fmt: skip

    posts = [
        said(f"p{n}", text, f"asker{n}", n, kind="question", thread_id=f"p{n}", tags=("admin",) if n < 3 else ())
        for n, text in enumerate(PORTS)
    ]
    posts += [
        said(f"d{n}", text, f"dark{n}", 10 + n, kind="question", thread_id=f"d{n}") for n, text in enumerate(DARK)
    ]
    posts += [
        said("a0", EVIL, "nadia", 20, thread_id="p0", parent_id="p0", kind="answer", accepted=True, tags=("admin",)),
        said("a4", "You need port 993 for that in 7.1.", "mette", 21, thread_id="p4", parent_id="p4", kind="answer"),
        said("t4", "Thank you Mette, that worked!", "asker4", 22, thread_id="p4", parent_id="a4", kind="reply"),
        said("s0", "Same here, any news?", "lurker", 23, thread_id="p0", parent_id="p0", kind="reply"),
        said("j0", "Please look into the manual.", "joris", 24, thread_id="d0", parent_id="d0", kind="answer"),
    ]
    load(workspace, "one", NOON + timedelta(days=2), posts)
    return workspace


def load(workspace, name, at, records):
    with warehouse.writer(workspace.warehouse_path) as writer:
        writer.load(batch(f"f-{name}", at, records))
        writer.publish(workspace.snapshots)
    analyze.analyze(workspace)


def test_a_question_in_other_words_is_one_entry_with_the_answers_that_helped(there):
    ports, dark = open_knowledge(there).entries
    assert ports.question == "Which port does the mail scheduler use behind a proxy?"
    assert (ports.people, ports.n_questions, ports.helped) == ("at least 6", 5, True)  # one said 'same here'
    first, second = ports.answers
    assert (first.sureness, first.reasons, first.by) == ("sure", ("accepted",), "Nadia K.")
    assert (second.by, second.versions, second.outdated) == (
        "Mette",
        ("7.1",),
        ("it is about 7.1; 7.2 has come since",),
    )
    assert second.reasons == ("who asked says that it worked", "by staff")
    assert (dark.people, dark.n_people, dark.n_questions, dark.helped) == ("fewer than 5", None, None, False)
    assert len(dark.sources) == 1  # their number would tell how many
    assert [answer.by for answer in dark.answers] == ["staff"]  # Joris did not agree to be named


def test_nothing_personal_is_told_and_a_reader_of_one_audience_sees_its_posts_alone(there):
    told = str(open_knowledge(there))
    assert not re.search(r"1234567|@somebody|ana@mail|asker|lurker", told)
    admins = open_knowledge(there, "admins").entries
    assert [(entry.people, len(entry.answers)) for entry in admins] == [("fewer than 5", 1)]


def test_who_knows_what_are_those_who_agreed(there):
    knowers = open_knowledge(there).knowers
    assert [(one.name, one.people, one.n_people) for one in knowers] == [
        ("Mette", "fewer than 5", None),
        ("Nadia K.", "fewer than 5", None),
    ]


def test_an_export_is_harmless_stable_and_forgets(there, tmp_path):
    folder = tmp_path / "help"
    first = export_markdown(open_knowledge(there), folder, "Larkspur")
    assert (first.written, first.same, first.removed) == (4, 0, 0)
    again = export_markdown(open_knowledge(there), folder, "Larkspur")
    assert (again.written, again.same, again.removed) == (0, 4, 0)
    ports = open_knowledge(there).entries[0]
    page = (folder / f"{ports.group_id}.md").read_text()
    _, head, body = page.split("---\n", 2)
    facts = yaml.safe_load(head)
    assert facts["people"] == "at least 6"
    assert facts["answers"] == ["archive:a0", "archive:a4"]
    assert facts["sureness"] == "sure"
    assert len(facts["questions"]) == 5
    said = body[body.index("## Answer") :]
    assert not re.search(
        r"<script|(?<!\\)\]\(javascript|\{\{|\{%|^> (?:#|---|1\. |\|)|http://|1234567|somebody", said, re.MULTILINE
    )
    assert "[Original](<https://forum.example.org/a0>)" in said
    (folder / "own.md").write_text("ours")
    (folder / "q0123456789.md").write_text("somebody's own page")
    gone = [Gone(source="archive", post_id=f"d{n}", gone_at=NOON + timedelta(days=3), reason="deleted") for n in (0, 1)]
    load(there, "gone", NOON + timedelta(days=3), gone)
    after = export_markdown(open_knowledge(there), folder, "Larkspur")
    assert (after.removed, after.same) == (1, 1)  # index and list changed, the page of the ports did not
    assert (folder / "own.md").exists()
    assert (folder / "q0123456789.md").exists()
    with warehouse.open_snapshot(there.snapshots) as snapshot:
        assert snapshot.con.execute("select count(*) from post_askings").fetchall() == [(5,)]


def test_commands_and_the_table_say_the_same(there, runner_of):
    listed = json.loads(runner_of("list", "--json").stdout)
    with voxpop.open(there.config.base_dir / "voxpop.yaml") as snapshot:
        frame = snapshot.knowledge()
    assert frame["group_id"].tolist() == [row["group_id"] for row in listed]
    assert "at least 6" in runner_of("list").stdout
    assert "Set it to 993" in runner_of("show", listed[0]["group_id"]).stdout
    assert "Nadia K." in runner_of("people").stdout
    assert "Which port" not in runner_of("unanswered").stdout
    with pytest.raises(UsageError, match="no question 'q1' was asked again"):
        find_entry(open_knowledge(there), "q1")


@pytest.fixture
def runner_of(there):
    from typer.testing import CliRunner

    def run(*words):
        found = CliRunner().invoke(app, ["knowledge", *words, "--config", str(there.config.base_dir / "voxpop.yaml")])
        assert found.exit_code == 0, found.output
        return found

    return run


def test_a_new_question_joins_its_group_and_a_forgotten_person_leaves_it(there, tmp_path):
    (ports,) = open_knowledge(there).entries
    key = AuthorKey(there.secrets.author_key())
    new = Post(source="archive", post_id="p9", kind="question", thread_id="p9", text="Hello from the museum. Which port does the mail scheduler take behind the proxy of a school?",
               author_id=key.author("archive", "zoe"), created_at=NOON + timedelta(days=4), url="https://forum.example.org/p9")  # fmt: skip
    load(there, "new", NOON + timedelta(days=4), [new])
    (joined,) = open_knowledge(there).entries
    assert (joined.group_id, joined.question, joined.people) == (ports.group_id, ports.question, "at least 7")
    folder = tmp_path / "help"
    export_markdown(open_knowledge(there), folder, "Larkspur")
    forget.forget(there, ["archive:nadia"], [])
    (left,) = open_knowledge(there).entries
    assert [answer.key for answer in left.answers] == ["archive:a4"]
    export_markdown(open_knowledge(there), folder, "Larkspur")
    assert "993 under Admin" not in (folder / f"{left.group_id}.md").read_text()
    assert "Nadia" not in (folder / "index.md").read_text()


@pytest.mark.parametrize(
    "line",
    [
        "- item",
        "+ item",
        "1) one",
        "> quote",
        "    code",
        "***",
        "===",
        "~~~",
        "`x`",
        "&lt;",
        "www.spy.example",
        "\u202eevil",
        "a\\",
    ],
)
def test_no_line_of_somebody_is_markup(line):
    said = escape_line(line)
    assert not re.match(r"^(?:[-+*>#=~`]|\d+[.)]\s| {4})", said)
    assert not re.search(r"(?<!\\)[`*_\[\]|]|www\.|[<>\u202e]", said)
    assert quote(f"{line}\n\nnext").startswith("> ")
