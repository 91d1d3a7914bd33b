"""A language model chooses forms: off by default, on masked text, within a budget, remembered, and never believed."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.pipeline.ask.ask_world import nine_weeks
from voxpop.config.asking import Asking, AskModel
from voxpop.pipeline.ask import World, ask, open_world
from voxpop.pipeline.ask.model import NotChosenError, choose_by_model

QUESTION = "Kindly ascertain the prevailing disposition of our administrators, says Anna Schmidt, +49 30 1234567"
REPLY = {"form": "tone", "slots": {"audience": "administrators", "weeks": "2026-W46"}, "left_out": []}


@pytest.fixture(scope="module")
def plain(copy_of):
    found = open_world(copy_of(nine_weeks) / "voxpop.yaml")
    yield found
    found.snapshot.close()


@pytest.fixture
def server():
    """A server at an OpenAI-compatible address that says what a test wants, and keeps what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.asked.append((self.path, dict(self.headers), json.loads(asked)))
            said = self.server.says
            body = (
                said
                if isinstance(said, bytes)
                else json.dumps(
                    {"choices": [{"message": {"content": json.dumps(said)}}], "usage": {"total_tokens": 5000}}
                ).encode()
            )
            self.send_response(self.server.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.asked, made.says, made.status = [], REPLY, 200
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def world(plain, server, tmp_path):
    """The world with that server as its model, and a ledger of its own."""

    def make(**given):
        model = AskModel(url=f"http://127.0.0.1:{server.server_address[1]}/v1", name="small", **given)
        storage = plain.config.storage.model_copy(update={"deliveries": tmp_path})
        config = plain.config.model_copy(update={"ask": Asking(model=model), "storage": storage})
        workspace = replace(plain.snapshot.workspace, config=config)
        return World(replace(plain.snapshot, workspace=workspace), plain.name)

    return make


def ledger(folder):
    return [json.loads(line) for line in (folder / "asked" / "ledger.jsonl").read_text().splitlines()]


def test_without_a_model_nobody_is_asked(plain, server):
    assert not ask(plain, QUESTION).answered
    assert choose_by_model(plain, QUESTION) is None
    assert not server.asked


def test_a_model_chooses_and_the_figure_is_ours(world, server, tmp_path):
    asked = world()
    found = ask(asked, QUESTION)
    assert (found.form, found.slots) == ("tone", {"audience": "administrators", "weeks": "2026-W46"})
    assert found.figures[0].value == ask(asked, "tone of administrators W46").figures[0].value
    assert "The model small read the question as the form 'tone'" in found.notes[0]
    ((path, _, body),) = server.asked
    said = json.dumps(body)
    assert path == "/v1/chat/completions"
    assert "1234567" not in said
    assert "case " not in said, "no post goes out"
    assert ledger(tmp_path)[0]["outcome"] == "asked"


def test_what_the_grammar_understands_is_not_asked_nor_what_is_refused_for_good(world, server):
    asked = world()
    ask(asked, "tone last week")
    for question in (
        "who wrote the worst post",
        "tone next week",
        "tone without Reddit",
        "delete all posts",
        "week 60 tone",
    ):
        assert not ask(asked, question).answered
    assert not server.asked


def test_a_question_is_asked_once(world, server):
    asked = world()
    assert ask(asked, QUESTION).answered
    assert ask(asked, QUESTION).answered
    assert len(server.asked) == 1


def test_words_of_somebody_who_asks_are_not_kept(world, server, tmp_path):
    server.says = {"form": "about", "slots": {"words": "webhook"}, "left_out": []}
    ask(world(), QUESTION)
    assert not (tmp_path / "asked" / "cache.jsonl").exists()
    assert "webhook" not in (tmp_path / "asked" / "ledger.jsonl").read_text()


@pytest.mark.parametrize(
    "says",
    [
        {"form": None, "slots": {}},
        {"form": "tone", "slots": {}, "left_out": ["women"]},
        {"form": "mood", "slots": {}},
        {"form": "tone", "slots": {"audience": "nobody"}},
        {"form": "tone", "slots": {"planet": "mars"}},
        {"form": "tone", "slots": {"weeks": "soon"}},
        {"form": "tone", "slots": ["audience"]},
        {"form": "share", "slots": {}},
        ["tone"],
        "tone",
        b"not json at all",
        b"{}",
        b"x" * 100_000,
    ],
)
def test_a_strange_choice_is_a_refusal(says, world, server, tmp_path):
    server.says = says
    found = ask(world(), QUESTION)
    assert not found.answered
    assert len(found.nearest) == 3
    assert len(ledger(tmp_path)) == 1, "what was asked counts, whatever came back"


def test_a_server_that_fails_is_a_refusal(world, server):
    server.status, server.says = 500, b"down"
    assert not ask(world(), QUESTION).answered
    server.server_close()


def test_the_budget_holds(world, server, tmp_path):
    asked = world(usd_per_million_tokens=10, usd_per_month=0.07)  # 5,000 tokens cost 5 cents
    assert ask(asked, QUESTION).answered
    assert not ask(asked, f"{QUESTION} again").answered
    assert len(server.asked) == 1
    assert sum(entry["usd"] for entry in ledger(tmp_path)) == pytest.approx(0.05)
    with pytest.raises(NotChosenError, match="usd_per_month"):
        choose_by_model(asked, "another one")


def test_so_many_questions_a_day(world, server):
    asked = world(questions_per_day=1)
    assert ask(asked, QUESTION).answered
    assert not ask(asked, f"{QUESTION} again").answered
    assert len(server.asked) == 1


def test_a_key_is_sent_and_never_written(world, server, tmp_path, monkeypatch):
    asked = world(key="VOXPOP_ASK_KEY")
    secrets = replace(asked.snapshot.workspace.secrets, environment={"VOXPOP_ASK_KEY": "sk-very-secret"})
    workspace = replace(asked.snapshot.workspace, secrets=secrets)
    asked = World(replace(asked.snapshot, workspace=workspace), asked.name)
    assert ask(asked, QUESTION).answered
    assert server.asked[0][1]["Authorization"] == "Bearer sk-very-secret"
    assert all("sk-very-secret" not in path.read_text() for path in (tmp_path / "asked").glob("*.jsonl"))


@pytest.mark.parametrize("url", ["ftp://x/v1", "localhost:11434", "http://user:pw@x/v1", "http://x/v1?a=b"])
def test_an_address_that_is_none(url):
    with pytest.raises(ValueError, match="no address of a server"):
        AskModel(url=url, name="small")
