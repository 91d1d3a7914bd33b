"""A sudden rise of negative voices is told once, and once more when it is over; a quiet day and a day that was not heard are not."""

import csv
import json
import shutil
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from typer.testing import CliRunner

from voxpop.errors import ConfigError, UsageError
from voxpop.pipeline.alarms import decide
from voxpop.pipeline.alarms.ledger import Ledger
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.ask import Slots, answer, open_world, recompute_figure, world_of
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.command.main import app
from voxpop.pipeline.deliver import senders
from voxpop.pipeline.deliver.alert import alert
from voxpop.pipeline.deliver.senders import Outcome
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

NOW = datetime(2026, 11, 19, 18, tzinfo=UTC)  # a Thursday evening
CONFIG = """
company: {name: Larkspur, time_zone: Europe/Berlin}
channels:
  - {id: survey, source: archive, path: p.csv, columns: {post_id: id, handle: who, text: t, created_at: at}, time_format: iso}
events: [{date: 2026-11-18, name: 7.2 released, kind: release}]
analysis: {sentiment: fast}
delivery:
  targets: [{id: share, kind: folder, path: out, alerts: true, reports: false}]
"""
CALM = ("Thanks, the dashboard export is a great help to our team", "How do I export a dashboard to a file?")
BAD = ("terrible", "awful", "horrible", "a disaster", "broken", "useless", "unusable", "so bad")
PLACES = ("billing", "search", "import", "calendar", "login", "reports", "mail", "tickets", "roles", "files")
ENDS = (
    "I hate it",
    "we lost data",
    "what a mess",
    "very disappointed",
    "nothing works",
    "worst week ever",
    "I want my money back",
)


def angry(n):
    """Something bad, in words of its own."""
    return (
        f"{PLACES[n % 10].title()} is {BAD[n % 8]} since Monday for team {n}, {PLACES[(n + 3) % 10]} too, {ENDS[n % 7]}"
    )


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    """An analyzed installation of 34 calm days with so many angry people on the last; each is made once."""
    known = {}

    def made(angry_today, lost):
        if (angry_today, lost) in known:
            return known[angry_today, lost]
        folder = known[angry_today, lost] = tmp_path_factory.mktemp("world")
        rng = np.random.default_rng(1)
        rows = []
        for ago in range(1, 35):
            for n in range(int(rng.poisson(6))):
                at = NOW - timedelta(days=ago, hours=float(rng.uniform(-20, 3)))
                said = angry(10 * ago + n) if n < 2 else f"{CALM[n % 2]}, once more {ago}.{n}"
                rows.append((f"p{ago}-{n}", f"author{ago}-{n}", said, at.isoformat()))
        for n in range(angry_today):
            at = NOW - timedelta(hours=2 + n / 10)
            rows.append((f"new{n}", f"angry{n}", angry(1000 + n), at.isoformat()))
        with (folder / "p.csv").open("w", newline="") as file:
            csv.writer(file).writerows([("id", "who", "t", "at"), *rows])
        (folder / "voxpop.yaml").write_text(CONFIG)
        there = Workspace.open(folder / "voxpop.yaml")
        collect.land(there, "survey", Window(NOW - timedelta(days=36), NOW - timedelta(days=20 if lost else 0)))
        if lost:
            collect.land(there, "survey", Window(NOW - timedelta(days=2), NOW))
        load.load(there)
        analyze.analyze(there)
        return folder

    return made


@pytest.fixture
def workspace(worlds, tmp_path):
    def made(angry_today, lost=False, more=""):
        shutil.copytree(worlds(angry_today, lost), tmp_path, dirs_exist_ok=True)
        (tmp_path / "voxpop.yaml").write_text(CONFIG + more)
        return Workspace.open(tmp_path / "voxpop.yaml")

    return made


def outcomes(found):
    return [one.outcome for _, sent in found for one in sent]


def test_a_rise_is_told_once_with_its_event_and_its_size(workspace, tmp_path):
    there = workspace(30)
    ((message, sent),) = alert(there, NOW)
    assert [one.outcome for one in sent] == [Outcome.SENT]
    assert message.subject.startswith("Everyone: many more")
    largest = max(message.facts["figures"], key=lambda part: part["n_people"])
    assert largest["n_people"] >= 20
    assert largest["usual"] < 5
    assert largest["low"] <= largest["n_people"] - largest["usual"] <= largest["high"]
    assert message.facts["n_authors"] * 2 >= largest["n_people"], "the headline holds at least half of them"
    assert "Shortly before: 7.2 released (18 Nov)." in message.lines
    assert "once in 8 weeks for nothing" in message.text
    told = next((tmp_path / "out" / "alerts").rglob("alert.txt")).read_text()
    assert "team" not in told, "an alert quotes nobody"
    assert alert(there, NOW + timedelta(hours=1)) == [], "told before"
    assert len(alert(there, NOW + timedelta(hours=1), preview=True)) == 0
    json.dumps(message.facts)
    (entry,) = Ledger(there).entries()
    assert [(one.what, one.target, one.outcome) for one in entry.told] == [("begins", "share", "sent")]
    kept = "".join(path.read_text() for path in there.deliveries.rglob("*.json"))
    assert "angry" not in kept, "nobody who wrote is in the ledger"


def test_who_asks_hears_what_is_told_and_the_figure_recomputes(workspace):
    there = workspace(30)
    ((message, _),) = alert(there, NOW)
    with open_world(there.lines.path).snapshot as snapshot:
        world = world_of(snapshot)
        assert world.known_at is not None
        vars(world)["_kept"]["known_at"] = NOW  # the archive's hours go on until it was fetched
        found = answer(world, "crisis", Slots())
        assert found.sentence == f"Yes. {message.subject}."
        assert found.lines == message.lines[: len(found.lines)]
        (figure,) = found.figures
        assert figure.value == message.facts["figures"][0]["now"]
        assert recompute_figure(world, figure).same
        assert answer(world, "crisis", Slots(), "de").sentence.startswith("Ja. Everyone: viel mehr")


def test_what_lies_between_two_looks_is_found_and_its_end_is_told_once(workspace):
    """The rise is 42 to 45 hours old when the first look comes; four days later it is over."""
    there = workspace(30)
    assert outcomes(alert(there, NOW + timedelta(hours=40))) == [Outcome.SENT]
    ((message, sent),) = alert(there, NOW + timedelta(hours=90))
    assert message.subject.startswith("Over. Everyone: many more")
    assert [one.outcome for one in sent] == [Outcome.SENT]
    assert alert(there, NOW + timedelta(hours=91)) == []
    (entry,) = Ledger(there).entries()
    assert entry.state == "over"


def test_a_preview_neither_sends_nor_writes_down(workspace, tmp_path):
    there = workspace(30)
    assert outcomes(alert(there, NOW, preview=True)) == [Outcome.PREVIEW]
    assert not (tmp_path / "out").exists()
    assert Ledger(there).entries() == []
    assert len(alert(there, NOW)) == 1


def test_a_look_that_is_killed_tells_nothing_twice(workspace, monkeypatch):
    """Killed while sending it may have been sent: it is said at each look, and settled by whoever acknowledges it."""
    there = workspace(30)
    sent = []

    def killed(root):
        def send(message):
            sent.append(message.subject)
            raise SystemExit

        return send

    with monkeypatch.context() as patch:
        patch.setattr(senders, "folder", killed)
        with pytest.raises(SystemExit):
            alert(there, NOW)
    assert outcomes(alert(there, NOW + timedelta(hours=1))) == [Outcome.UNKNOWN]
    decide.acknowledge(there, "a1", "ana")
    assert alert(there, NOW + timedelta(hours=2)) == []
    assert len(sent) == 1


def test_a_look_that_is_killed_before_it_writes_down_who_was_told_sends_nothing_again(workspace, monkeypatch, tmp_path):
    there = workspace(30)
    with monkeypatch.context() as patch:
        written = []
        keep = Ledger.write

        def write(self, entry):
            written.append(entry)
            if len(written) == 2:
                raise SystemExit
            return keep(self, entry)

        patch.setattr(Ledger, "write", write)
        with pytest.raises(SystemExit):
            alert(there, NOW)
    assert outcomes(alert(there, NOW + timedelta(hours=1))) == [Outcome.ALREADY]
    assert len(list((tmp_path / "out").rglob("alert.txt"))) == 1
    assert alert(there, NOW + timedelta(hours=2)) == []


def test_what_is_snoozed_is_written_down_and_not_told_and_owners_are_named(workspace):
    there = workspace(30, more="alerts: {rules: [{id: anger, tone: negative, owner: ben}], digest: day}\n")
    ((message, _),) = alert(there, NOW)
    assert "Owner: ben." in message.lines
    decide.own(there, "A1", "ana <script>")
    entry = Ledger(there).find("a1")
    Ledger(there).write(entry.model_copy(update={"snoozed_until": NOW + timedelta(hours=95)}))
    told = [message.key[1] for message, _ in alert(there, NOW + timedelta(hours=90))]
    assert set(told) <= {"digest"}
    ((over, _),) = (row for row in alert(there, NOW + timedelta(hours=96)) if row[0].key[1] != "digest")
    assert over.subject.startswith("Over.")
    assert "Owner: ana <script>." in over.lines
    assert "<script>" not in over.html


def test_a_target_hears_of_its_audiences_alone_and_german_is_spoken(workspace):
    there = workspace(30, more="")
    config = there.config
    (target,) = config.delivery.targets
    other = target.model_copy(update={"id": "other", "audiences": ("nobody",)})
    delivery = config.delivery.model_copy(update={"targets": (other,)})
    company = config.company.model_copy(update={"language": "de"})
    there = Workspace(config.model_copy(update={"delivery": delivery, "company": company}), there.secrets, there.lines)
    ((message, sent),) = alert(there, NOW)
    assert sent == []
    assert message.subject.startswith("Everyone: viel mehr")
    assert "einmal in 8 Wochen" in message.text


def test_a_usual_day_and_a_handful_of_angry_people_are_no_alert(workspace):
    assert alert(workspace(4), NOW) == []


def test_days_that_were_not_heard_are_no_quiet_days(workspace):
    """Only the two days before were heard lately: nothing to judge by, so nothing is claimed."""
    assert alert(workspace(30, lost=True), NOW) == []


def test_the_commands_list_show_and_settle(workspace, tmp_path):
    there = workspace(30)
    alert(there, NOW)

    def run(*words):
        return CliRunner().invoke(app, ["alerts", *words, "-c", str(tmp_path / "voxpop.yaml")])

    assert "many more" in run("list").output
    assert run("ack", "a1", "--by", "ana").output == "a1: acknowledged by ana.\n"
    assert "snoozed until" in run("snooze", "a1", "--hours", "3").output
    assert run("owner", "a1", "ben").output == "a1: owner ben.\n"
    shown = run("show", "a1").output
    assert "acknowledged by ana" in shown
    assert "begins" in shown
    assert json.loads(run("list", "--json").output)[0]["owner"] == "ben"
    assert "all rules together are wrong about once in 8 quiet weeks" in run("rules").output
    assert run("digest", "--of", "day").exit_code == 0
    wrong = run("show", "a7")
    assert isinstance(wrong.exception, UsageError)
    assert "open are: a1" in str(wrong.exception)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{id: a, theme: each, name: each}", "names theme and name"),
        ("{id: a, figure: net, tone: negative}", "leave out tone"),
        ("{id: a, figure: rating, theme: t1}", "leave out theme"),
        ("{id: a, figure: net, word: each}", "leave out tone, intent, question and word"),
        ("{id: a, word: each, direction: fall}", "leave out direction"),
        ("{id: a, audiences: [nobody]}", "names the audience 'nobody'"),
        ("{id: a, name: Tern}", "names the name 'Tern'"),
        ("{id: a, question: q}", "names the question 'q'"),
        ("{id: a}, {id: a}", "used twice"),
        ("{id: a, intent: rage}", "intent"),
    ],
)
def test_a_rule_that_cannot_be_looked_at_is_refused(tmp_path, rule, said):
    (tmp_path / "voxpop.yaml").write_text(f"{CONFIG}alerts: {{rules: [{rule}]}}\n")
    with pytest.raises(ConfigError, match=said):
        Workspace.open(tmp_path / "voxpop.yaml")
