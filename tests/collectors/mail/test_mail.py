"""Mailboxes: threads by headers, hostile mails, and a real IMAP server that nobody here wrote."""

import base64
import getpass
import imaplib
import os
import shutil
import signal
import socket
import subprocess
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.mail.collector import PASSWORD, MailCollector
from voxpop.collectors.mail.mapping import posts_of
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, ForbiddenError, UnreachableError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

KEY = AuthorKey(b"key")
NOW = datetime.now(UTC).replace(microsecond=0)
WINDOW = Window(NOW - timedelta(days=3), NOW + timedelta(minutes=5))


def item(raw, **more):
    payload = {"message": base64.b64encode(raw).decode(), "place": "INBOX/1", "received": NOW.isoformat(), **more}
    return RawItem(source="mail", channel="box", fetched_at=NOW, window=WINDOW, payload=payload)


def read(raw, **more):
    return list(posts_of(item(raw, **more), KEY))


def mail(number, said="How do I export a dashboard?", before=(), **headers):
    made = EmailMessage()
    made["From"] = headers.pop("From", f"Ann {number} <ann{number}@example.com>")
    made["Subject"] = headers.pop("Subject", "Export")
    made["Message-ID"] = f"<m{number}@example.com>"
    if before:
        made["References"] = " ".join(f"<m{n}@example.com>" for n in before)
        made["In-Reply-To"] = f"<m{before[-1]}@example.com>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(said)
    return made


def test_a_thread_is_its_references():
    first, second, third = (read(m.as_bytes())[0] for m in (mail(1), mail(2, before=[1]), mail(3, before=[1, 2])))
    assert [p.kind for p in (first, second, third)] == ["ticket", "reply", "reply"]
    assert {p.thread_id for p in (first, second, third)} == {first.post_id}
    assert third.parent_id == second.post_id
    assert first.author_domain == "example.com"
    assert "ann1" not in str([getattr(first, name) for name in ("post_id", "thread_id", "author_id", "handle_id")])


def test_words_come_from_the_plain_part_else_from_the_html_and_never_from_attachments():
    both = mail(1, "the plain words")
    both.add_alternative("<p>the <b>html</b> words</p>", subtype="html")
    both.add_attachment(b"secret words", maintype="text", subtype="plain", filename="a.txt")
    assert read(both.as_bytes())[0].text == "the plain words"
    only = EmailMessage()
    only["From"], only["Message-ID"] = "a@example.com", "<x@y>"
    only.set_content("<p>the <b>html</b> words</p><script>alert(1)</script>", subtype="html")
    assert read(only.as_bytes())[0].text == "the html words"


def test_machines_are_marked():
    assert read(mail(1, Auto_Submitted="auto-replied").as_bytes())[0].tags == ("automatic",)
    assert read(mail(1, Precedence="bulk").as_bytes())[0].tags == ("automatic",)
    assert read(mail(1, Auto_Submitted="no").as_bytes())[0].tags == ()


def test_headers_and_bodies_in_any_charset():
    raw = (
        b"From: =?iso-8859-1?q?J=F6rg?= <JOERG@Example.COM>\r\nSubject: =?utf-8?b?w5xiZXJzaWNodA==?=\r\n"
        b"Message-ID: <a@b>\r\nContent-Type: text/plain; charset=windows-1252\r\n\r\nGr\xfc\xdfe \x80 5\r\n"
    )
    post = read(raw)[0]
    assert (post.title, post.text) == ("Übersicht", "Grüße € 5")
    assert post.author_id == KEY.author("mail", "joerg@example.com")


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x00" * 1000, b"From: x\r\n\r\n", b"Content-Type: text/plain; charset=no-such-thing\r\n\r\nhello",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary", b"Subject: =?utf-8?b?%%%?=\r\n\r\nx",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!not base64", b"Message-ID: <" + b"a" * 5000 + b">\r\n\r\nx",
        b"From: " + b"<" * 3000 + b"\r\n\r\nx", b"Subject: " + b"a\r\n " * 3000 + b"\r\n\r\nx",
    ],
)  # fmt: skip
def test_a_hostile_mail_is_a_post_or_a_refusal(raw):
    assert all(isinstance(record, Post | Refusal) for record in read(raw))


def test_parts_that_nest_without_end_are_read_to_a_depth():
    inside = mail(1, "deep words")
    for n in range(60):
        outer = EmailMessage()
        outer["From"], outer["Message-ID"] = "a@example.com", f"<n{n}@x>"
        outer.make_mixed()
        outer.attach(inside)
        inside = outer
    assert isinstance(read(inside.as_bytes())[0], Post)


def test_without_a_time_it_is_refused_and_a_lying_date_changes_nothing():
    lying = mail(1, Date="Mon, 01 Jan 1990 00:00:00 +0000")
    assert read(lying.as_bytes())[0].created_at == NOW
    refused = read(mail(1).as_bytes(), received=None)
    assert [r.field for r in refused] == ["date"]
    assert read(lying.as_bytes(), received=None)[0].created_at.year == 1990


@given(
    st.binary(max_size=400),
    st.sampled_from(["message", "place", "received"]),
    st.one_of(st.none(), st.integers(), st.lists(st.text()), st.text()),
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_and_any_json_never_raise(raw, name, junk):
    for given_item in (item(raw), item(raw, **{name: junk})):
        assert all(isinstance(record, Post | Refusal | Gone) for record in posts_of(given_item, KEY))


# ---- a real server

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIG = """
dovecot_config_version = {version}
dovecot_storage_version = {version}
protocols = imap
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
listen = 127.0.0.1
ssl = no
{plaintext}
default_login_user = {login}
default_internal_user = {internal}
{group}
mail_home = {root}/home
{mail}
first_valid_uid = 0
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {passdb} {{
  {fields}
}}
userdb {userdb} {{
  {where}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def configuration(root, port):
    """For Dovecot 2.3 and 2.4, whose settings have other names."""
    version = subprocess.run([DOVECOT, "--version"], capture_output=True, text=True, check=True).stdout.split()[0]
    me = getpass.getuser()
    group = __import__("grp").getgrgid(os.getgid()).gr_name
    root_runs = os.getuid() == 0  # then its login process wants the users that its package made
    login, internal = ("dovenull", "dovecot") if root_runs else (me, me)
    ours = "dovecot" if root_runs else group
    reader, readers = ("nobody", "nogroup") if root_runs else (me, group)  # it reads no mail as root
    if root_runs:
        shutil.chown(root / "home", reader, readers)
    where = f"uid={reader} gid={readers} home={root}/home"
    values = {"root": root, "port": port, "login": login, "internal": internal}
    if version.startswith("2.3"):
        said = CONFIG.replace("passdb {passdb} {{", "passdb {{\n  driver = static").replace(
            "userdb {userdb} {{", "userdb {{\n  driver = static"
        )
        said = said.replace("dovecot_config_version = {version}\ndovecot_storage_version = {version}\n", "")
        return said.format(**values, plaintext="disable_plaintext_auth = no", group=f"default_internal_group = {ours}", mail=f"mail_location = maildir:{root}/home/Maildir", fields="args = password=geheim", where=f"args = {where}")  # fmt: skip
    mail = f"mail_driver = maildir\nmail_path = {root}/home/Maildir"
    fields = "password = geheim"
    where = f"fields {{\n    uid = {reader}\n    gid = {readers}\n    home = {root}/home\n  }}"
    return CONFIG.format(**values, version=version, plaintext="auth_allow_cleartext = yes", group=f"default_internal_group = {ours}", mail=mail, passdb="static", fields=fields, userdb="static", where=where)  # fmt: skip


@pytest.fixture(scope="module")
def dovecot(tmp_path_factory):
    root = Path("/tmp") / f"vp{os.getpid()}"  # sockets have short names
    root.mkdir()
    for name in ("run", "state", "home"):
        (root / name).mkdir()
    port = free_port()
    (root / "dovecot.conf").write_text(configuration(root, port))
    server = subprocess.Popen(
        [DOVECOT, "-F", "-c", root / "dovecot.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            if server.poll() is not None:
                pytest.fail((root / "log").read_text()[-2000:])
            try:
                box = imaplib.IMAP4("127.0.0.1", port)
                box.login("ann", "geheim")
                break
            except (OSError, imaplib.IMAP4.error):
                time.sleep(0.1)
        box.select("INBOX")
        yield port, box
        box.logout()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
        shutil.rmtree(root, ignore_errors=True)


def collector(port, password="geheim", **more):
    channel = Channel.model_validate({"id": "box", "source": "mail", "host": "127.0.0.1", "port": port, "user": "ann", "security": "none", **more})  # fmt: skip
    return MailCollector(channel, Context(KEY, {PASSWORD: password}.__getitem__, Path("/"), clock=lambda: NOW))


@pytest.mark.slow
@pytest.mark.skipif(DOVECOT is None, reason="no Dovecot on this machine (Debian: dovecot-imapd)")
def test_a_real_server_gives_every_message_of_the_window_once_and_tells_what_was_deleted(dovecot):
    port, box = dovecot
    times = {1: NOW - timedelta(days=10), **{n: NOW - timedelta(hours=60 - n) for n in range(2, 58)}}
    for number, received in times.items():
        said = mail(number, f"message {number}, please help", before=[1] if number % 2 else ())
        assert box.append("INBOX", None, imaplib.Time2Internaldate(received.timestamp()), said.as_bytes())[0] == "OK"
    log = FetchLog()
    found = [record for raw in collector(port).fetch(WINDOW, log) for record in collector(port).to_posts(raw)]
    inside = {n: t for n, t in times.items() if t in WINDOW}
    assert sorted(p.text for p in found) == sorted(f"message {n}, please help" for n in inside)
    assert sorted(p.created_at for p in found) == sorted(inside.values())
    assert log.requests >= 3
    assert box.fetch("1:*", "FLAGS")[1][0].count(b"\\Seen") == 0, "reading marks nothing"
    box.store("3,7", "+FLAGS", "\\Deleted")
    box.expunge()
    known = [p.post_id for p in found]
    gone = [r for raw in collector(port).recheck(known, FetchLog()) for r in collector(port).to_posts(raw)]
    assert {type(r) for r in gone} == {Gone}
    texts = {p.post_id: p.text for p in found}
    assert sorted(texts[g.post_id] for g in gone) == ["message 3, please help", "message 7, please help"]
    assert "messages" in collector(port).probe()


@pytest.mark.slow
@pytest.mark.skipif(DOVECOT is None, reason="no Dovecot on this machine (Debian: dovecot-imapd)")
def test_what_a_real_server_refuses_is_said_without_the_password(dovecot):
    port, _ = dovecot
    with pytest.raises(ForbiddenError, match="refused the login of ann; check VOXPOP_MAIL_PASSWORD") as refused:
        list(collector(port, password="wrong-one").fetch(WINDOW, FetchLog()))
    assert "wrong-one" not in str(refused.value)
    with pytest.raises(CollectorError, match="has no folder 'Nowhere'"):
        list(collector(port, folder="Nowhere").fetch(WINDOW, FetchLog()))


def test_nobody_there_is_unreachable():
    with pytest.raises(UnreachableError):
        list(collector(free_port()).fetch(WINDOW, FetchLog()))


@pytest.mark.parametrize(
    "options", [{}, {"host": "x"}, {"host": "x", "path": "y", "user": "z"}, {"path": "y", "folder": 'a"b'}]
)
def test_a_channel_names_one_box(options):
    with pytest.raises(ValueError):
        MailCollector.Settings.model_validate(options)
