"""Delivery to real receivers: a mail server, an HTTP receiver, a folder. Each once, failures said, nothing secret shown."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.analysis.report.sample import sample_report
from voxpop import durable
from voxpop.analysis.report.model import CoverageRow, Heard
from voxpop.analysis.report.render.write import write
from voxpop.analysis.report.sentence import Phrase
from voxpop.errors import ConfigError, UsageError
from voxpop.pipeline import tasks
from voxpop.pipeline.deliver import senders
from voxpop.pipeline.deliver.run import deliver, redeliver
from voxpop.pipeline.deliver.senders import DeliveryError, Ledger, Message, Outcome
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week

WEEK = "2026-W47"
CONFIG = """
company: {name: Larkspur, time_zone: Europe/Berlin}
channels:
  - {id: survey, source: archive, path: p.csv, columns: {post_id: id, text: t, created_at: at}, time_format: iso}
audiences:
  - {id: partners, name: Partners, match: [{channel: [survey]}]}
delivery:
  page_url: https://reports.example.com/weekly/
"""
HOSTILE = "<script>x</script> <!channel> *bold* & <https://evil.example|here>"


class Inbox:
    """What a mail server got; it asks for a login if told so, and refuses recipients that begin with 'no'."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("no"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


@pytest.fixture
def inbox():
    kept = Inbox()

    def login(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == b"geheim", handled=False)

    controller = Controller(
        kept, hostname="127.0.0.1", port=0, authenticator=login, auth_require_tls=False, server_hostname="localhost"
    )
    # port 0 is resolved by the server itself
    controller.port = free_port()
    controller.start()
    kept.port = controller.port
    yield kept
    controller.stop()


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def receiver(status=200, answers=None):
    """An HTTP receiver that keeps what it is sent, and answers at once or when it may."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if answers is not None:
                answers.wait()
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook/s3cret", got
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def workspace(tmp_path):
    def made(delivery, env=""):
        (tmp_path / "voxpop.yaml").write_text(CONFIG + delivery)
        (tmp_path / ".env").write_text(env)
        there = Workspace.open(tmp_path / "voxpop.yaml")
        report = sample_report()
        said = (Phrase("Upgrades", strong=True), Phrase(f" {HOSTILE}"))
        write(replace(report, points=(said, *report.points)), there.reports / "everyone" / WEEK)
        write(replace(report, audience="Partners"), there.reports / "partners" / WEEK)
        return there

    return made


def mail_to(port, *recipients, user="user: voxpop, "):
    return (
        f"  mail: {{host: 127.0.0.1, port: {port}, security: none, {user}sender: listening@example.com}}\n"
        f"  targets:\n    - {{id: team, kind: mail, recipients: [{', '.join(recipients)}], audiences: [everyone]}}\n"
    )


def outcomes(made):
    return [str(one.outcome) for one in made]


def test_a_mail_has_both_parts_and_goes_once_to_each(workspace, inbox):
    there = workspace(mail_to(inbox.port, "a@example.com", "b@example.com"), "VOXPOP_SMTP_PASSWORD=geheim\n")
    assert outcomes(deliver(there, None, WEEK)) == ["sent", "sent"]
    assert [to for to, _ in inbox.mails] == [["a@example.com"], ["b@example.com"]]
    mail = inbox.mails[0][1]
    assert mail["To"] == "a@example.com"
    assert (
        mail["Subject"]
        == "Community administrators: Net sentiment fell 13 points to −2, the lowest estimate in 13 weeks"
    )
    assert "NET SENTIMENT" in mail.get_body("plain").get_content()
    page = mail.get_body("html").get_content()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert len(mail.as_bytes()) < 60_000
    assert outcomes(deliver(there, None, WEEK)) == ["already sent", "already sent"]
    assert len(inbox.mails) == 2
    assert outcomes(deliver(there, None, WEEK, again=True)) == ["sent", "sent"]
    assert inbox.mails[0][1]["Message-ID"] == inbox.mails[2][1]["Message-ID"] != inbox.mails[1][1]["Message-ID"]


def test_a_report_sent_before_its_week_was_known_whole_is_corrected_once(workspace, inbox, tmp_path):
    there = workspace(
        mail_to(inbox.port, "a@example.com", user="")
        + "    - {id: share, kind: folder, path: share, audiences: [everyone]}\n"
    )
    week, whole = there.reports / "everyone" / WEEK, Heard.WHOLE
    heard = replace(sample_report(), coverage=(CoverageRow(label="Forum", days=(whole,) * 7),))
    partly = replace(
        heard, coverage=(CoverageRow(label="Forum", days=(*(whole,) * 6, Heard.PART)),), headline="Not yet"
    )
    before_its_end = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    for early in (partly, replace(heard, built_at=before_its_end, headline="Not yet")):
        for report, said in ((early, "sent"), (early, "already sent"), (heard, "sent"), (heard, "already sent")):
            write(report, week)
            assert outcomes(deliver(there, None, WEEK)) == [said, said]
        first, second = (mail for _, mail in inbox.mails)
        assert first["Subject"] == "Community administrators: Not yet"
        assert second["Subject"].startswith("Corrected: Community administrators: Net sentiment fell")
        assert first["Message-ID"] != second["Message-ID"]
        assert "Not yet" not in (tmp_path / "share" / "everyone" / WEEK / "report.txt").read_text()
        inbox.mails.clear()
        shutil.rmtree(there.deliveries)


def test_one_refused_recipient_keeps_nobody_else_from_the_report_and_is_tried_again(workspace, inbox):
    there = workspace(mail_to(inbox.port, "nobody@example.com", "b@example.com"), "VOXPOP_SMTP_PASSWORD=geheim\n")
    made = deliver(there, None, WEEK)
    assert outcomes(made) == ["failed", "sent"]
    assert made[0].reason == "the mail server refused the recipient"
    assert outcomes(deliver(there, None, WEEK)) == ["failed", "already sent"]
    assert len(inbox.mails) == 1


def test_a_wrong_password_is_said_without_showing_it(workspace, inbox):
    there = workspace(mail_to(inbox.port, "a@example.com"), "VOXPOP_SMTP_PASSWORD=wrong-one\n")
    made = deliver(there, None, WEEK)
    assert outcomes(made) == ["failed"]
    assert "VOXPOP_SMTP_PASSWORD" in made[0].reason
    assert "wrong-one" not in made[0].reason
    missing = workspace(mail_to(inbox.port, "a@example.com"))
    with pytest.raises(ConfigError, match="VOXPOP_SMTP_PASSWORD is not set"):
        deliver(missing, None, WEEK)


def test_chat_and_webhook_get_what_they_need_and_no_post_can_call_a_channel(workspace):
    with receiver() as (slack, said), receiver() as (hook, facts):
        there = workspace(
            "  targets:\n    - {id: chat, kind: slack, audiences: [everyone]}\n    - {id: desk, kind: webhook}\n",
            f"VOXPOP_SLACK_URL={slack}\nVOXPOP_WEBHOOK_URL={hook}\n",
        )
        assert outcomes(deliver(there, None, WEEK)) == ["sent"] * 3
    text = said[0]["text"]
    assert text.startswith("*Community administrators: Net sentiment fell 13 points")
    assert "<!channel>" not in text
    assert "<https://evil" not in text
    assert "<https://reports.example.com/weekly/everyone/2026-W47/report.html|" in text
    assert [f["audience_id"] for f in facts] == ["administrators"] * 2
    assert facts[0]["net"]["value"] == -2.1


def test_a_receiver_that_fails_is_named_without_its_address(workspace):
    with receiver(status=500) as (url, _):
        there = workspace(
            "  targets: [{id: desk, kind: webhook, audiences: [partners]}]\n", f"VOXPOP_WEBHOOK_URL={url}\n"
        )
        made = deliver(there, None, WEEK)
    assert outcomes(made) == ["failed"]
    assert made[0].reason == "DeliveryError: the address answered 500"
    made = deliver(there, None, WEEK)  # now nobody listens there
    assert outcomes(made) == ["failed"]
    assert "s3cret" not in made[0].reason
    assert "127.0.0.1" not in made[0].reason
    assert not any("s3cret" in p.read_text() for p in there.deliveries.rglob("*.json"))


def test_the_task_fails_where_a_target_did_and_a_retry_sends_only_the_rest(workspace, monkeypatch, tmp_path):
    with receiver(status=500) as (bad, _), receiver() as (good, got):
        there = workspace(
            "  targets:\n    - {id: chat, kind: slack, audiences: [partners]}\n"
            "    - {id: desk, kind: webhook, audiences: [partners]}\n",
            f"VOXPOP_SLACK_URL={bad}\nVOXPOP_WEBHOOK_URL={good}\n",
        )
        monkeypatch.setenv("VOXPOP_CONFIG", str(there.lines.path))
        for _ in range(2):
            with pytest.raises(DeliveryError, match="chat: failed"):
                tasks.deliver("partners", {"week": WEEK})
    assert len(got) == 1


def test_a_folder_gets_the_files_whole(workspace, tmp_path):
    there = workspace("  targets: [{id: share, kind: folder, path: out}]\n")
    assert outcomes(deliver(there, ["everyone"], WEEK)) == ["sent"]
    out = tmp_path / "out" / "everyone" / WEEK
    assert {p.name for p in out.iterdir()} == {p.name for p in (there.reports / "everyone" / WEEK).iterdir()}
    assert [p.name for p in (tmp_path / "out" / "everyone").iterdir()] == [WEEK]


def test_a_report_built_again_or_removed_is_so_in_the_folders_too(workspace, tmp_path):
    there = workspace("  targets: [{id: share, kind: folder, path: out}, {id: other, kind: folder, path: none}]\n")
    deliver(there, ["everyone"], WEEK)
    shutil.rmtree(tmp_path / "none")
    report = there.reports / "everyone" / WEEK
    write(replace(sample_report(), verbatims=()), report)
    assert redeliver(there, "everyone", Week.parse(WEEK)) == 1
    page = (tmp_path / "out" / "everyone" / WEEK / "report.html").read_text()
    assert sample_report().verbatims[0].text[:30] not in page
    assert not (tmp_path / "none").exists(), "what was never there, or taken away, does not come"
    shutil.rmtree(report)
    assert redeliver(there, "everyone", Week.parse(WEEK)) == 1
    assert list((tmp_path / "out" / "everyone").iterdir()) == []


def test_a_preview_sends_and_remembers_nothing(workspace, inbox):
    there = workspace(mail_to(inbox.port, "a@example.com"))
    assert outcomes(deliver(there, None, WEEK, preview=True)) == ["would be sent"]
    assert inbox.mails == []
    assert not there.deliveries.exists()


def test_a_report_that_is_not_there_is_a_clear_mistake(workspace):
    there = workspace("  targets: [{id: share, kind: folder, path: out}]\n")
    with pytest.raises(UsageError, match="voxpop report --audience everyone --week 2026-W40"):
        deliver(there, None, "2026-W40")
    with pytest.raises(UsageError, match="there is no audience 'nobody'"):
        deliver(there, ["nobody"], WEEK)


@pytest.mark.parametrize(
    ("delivery", "said"),
    [
        ("  targets: [{id: a, kind: mail}]\n", "a mail without 'recipients'"),
        ("  targets: [{id: a, kind: mail, recipients: [a@example.com]}]\n", "needs 'delivery.mail'"),
        ("  targets: [{id: a, kind: folder}]\n", "a folder without a 'path'"),
        ("  targets: [{id: a, kind: slack}, {id: a, kind: webhook}]\n", "'a' is used twice"),
        ("  targets: [{id: a, kind: slack, audiences: [nobody]}]\n", "audience 'nobody', which is not configured"),
        ("  targets: [{id: a, kind: fax}]\n", "kind"),
    ],
)
def test_settings_that_cannot_work_are_refused(tmp_path, delivery, said):
    (tmp_path / "voxpop.yaml").write_text(CONFIG + delivery)
    with pytest.raises(ConfigError, match=said):
        Workspace.open(tmp_path / "voxpop.yaml")


def message(**changes):
    values = {"key": ("reports", "a", WEEK), "subject": "s", "lines": (), "text": "t", "html": "h", "url": None}
    return Message(**values | changes)


def test_killed_while_sending_it_is_neither_sent_twice_nor_forgotten(tmp_path):
    """The receiver has it when the sender dies: the next run says so instead of guessing."""
    code = (
        "import sys, requests\nfrom pathlib import Path\nfrom voxpop.pipeline.deliver.senders import Ledger, Message, webhook\n"
        f"m = Message(key=('reports', 'a', '{WEEK}'), subject='s', lines=(), text='t', html='h', url=None)\n"
        "print('go', flush=True)\nLedger(Path(sys.argv[1])).once('desk', '', m, webhook(lambda: sys.argv[2]))\n"
    )
    answers = threading.Event()
    with receiver(answers=answers) as (url, got):
        child = subprocess.Popen(
            [sys.executable, "-c", code, tmp_path, url],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        child.stdout.readline()
        while not got:
            time.sleep(0.05)
        child.send_signal(signal.SIGKILL)
        child.wait()
        answers.set()
    assert len(got) == 1
    sent = []
    ledger = Ledger(tmp_path)
    outcome, reason = ledger.once("desk", "", message(), sent.append)
    assert outcome is Outcome.UNKNOWN
    assert "--again" in reason
    assert sent == []
    assert ledger.once("desk", "", message(), sent.append, again=True)[0] is Outcome.SENT
    assert len(sent) == 1


def test_two_at_once_send_one(tmp_path):
    ledger, sent = Ledger(tmp_path), []

    def slow(given):
        time.sleep(0.2)
        sent.append(given)

    threads = [threading.Thread(target=ledger.once, args=("desk", "", message(), slow)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sent) == 1


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def full_disk(monkeypatch):
    """The number of the write that finds the disk full, and all after it; None: there is room."""
    room = {"writes": None}
    write = durable.write

    def fill(path, content):
        if room["writes"] is not None:
            room["writes"] -= 1
            if room["writes"] < 0:
                raise FULL
        write(path, content)

    monkeypatch.setattr(durable, "write", fill)
    return room


def test_a_disk_that_is_full_before_sending_sends_nothing_and_a_retry_sends_it_once(tmp_path, full_disk):
    ledger, sent = Ledger(tmp_path), []
    full_disk["writes"] = 0
    outcome, reason = ledger.once("t", "", message(), sent.append)
    assert (outcome, sent) == (Outcome.FAILED, [])
    assert reason == "nothing was sent, since it cannot be noted: OSError: [Errno 28] No space left on device"
    full_disk["writes"] = None
    assert ledger.once("t", "", message(), sent.append)[0] == Outcome.SENT
    assert ledger.once("t", "", message(), sent.append)[0] == Outcome.ALREADY
    assert len(sent) == 1


def test_a_disk_that_is_full_after_sending_is_said_and_nothing_goes_twice(tmp_path, full_disk):
    ledger, sent = Ledger(tmp_path), []
    full_disk["writes"] = 1
    outcome, reason = ledger.once("t", "", message(), sent.append)
    assert outcome == Outcome.UNKNOWN
    assert reason.startswith("it was sent, and that cannot be noted")
    full_disk["writes"] = None
    assert ledger.once("t", "", message(), sent.append)[0] == Outcome.UNKNOWN
    assert len(sent) == 1


def test_what_failed_on_a_full_disk_is_tried_again(tmp_path, full_disk):
    def fails(_):
        raise FULL

    ledger, sent = Ledger(tmp_path), []
    full_disk["writes"] = 1
    assert ledger.once("t", "", message(), fails)[0] == Outcome.FAILED
    full_disk["writes"] = None
    assert ledger.once("t", "", message(), sent.append)[0] == Outcome.SENT


def test_a_folder_on_a_full_disk_keeps_what_it_had_and_the_other_targets_are_sent(tmp_path, monkeypatch):
    def fills(source, target, **_):
        target.mkdir()
        raise shutil.Error([("a", "b", "[Errno 28] No space left on device")])

    report = tmp_path / "report"
    report.mkdir()
    (report / "report.html").write_text("first")
    send = senders.folder(tmp_path / "out")
    one = message(key=("reports", "everyone", "2026-W47"), folder=report)
    send(one)
    monkeypatch.setattr(shutil, "copytree", fills)
    outcome, reason = Ledger(tmp_path / "ledger").once("t", "", one, send)
    assert (outcome, reason) == (Outcome.FAILED, "[Errno 28] No space left on device")
    assert [path.read_text() for path in (tmp_path / "out").rglob("*.html")] == ["first"]
    assert not list((tmp_path / "out").rglob("*.tmp"))


def test_a_webhook_that_points_elsewhere_is_not_followed(tmp_path):
    with receiver(302) as (url, _):
        outcome, reason = Ledger(tmp_path).once("t", "", message(), senders.webhook(lambda: url))
    assert outcome == Outcome.FAILED
    assert "it has moved, and nothing is sent where it points to" in reason
