"""An mbox file: every mail whole, once, whatever stands in its separators and its sentences."""

import pytest

from tests.collectors.mail.mail_world import read_mbox
from voxpop.errors import CollectorError
from voxpop.post import Post, Refusal

HEAD = (
    b"From: mia@stone.example\nDate: Wed, 18 Nov 2026 12:0%d:00 +0000\nMessage-ID: <m%d@stone.example>\nSubject: s\n\n"
)
SEPARATOR = b"From mia@stone.example Wed Nov 18 12:00:00 2026\n"
PASTED = b"one\n\nFrom ben@stone.example Tue Nov 17 12:00:00 2026\nSubject: pasted"


def mbox(*texts, separator=b"From mia@stone.example Wed Nov 18 12:00:00 2026"):
    return b"".join(separator + b"\n" + HEAD % (n, n) + text + b"\n\n" for n, text in enumerate(texts))


@pytest.mark.parametrize(
    "separator",
    [
        b"From mia@stone.example Wed Nov 18 12:00:00 2026",
        b"From mia at stone.example  Wed Nov 18 12:00:00 2026",
        b"From - Wed Nov 18 12:00:00 2026",
        b"From MAILER-DAEMON Wed Nov 18 12:00 2026",
        b"From mia@stone.example Wed Nov 18 12:00:00 +0000 2026",
        b"From M\xefa@stone.example Wed Nov 18 12:00:00 2026",
        "From Mía@stone.example Wed Nov 18 12:00:00 2026".encode(),
        b"From 1234@xxx Wed Nov 18 12:00:00 +0000 2026\r",
        b"From mia@stone.example Wed, 18 Nov 2026 12:00:00 +0100 (CET)",
        b"From mia@stone.example Wed Nov 18 12:00:00 2026 remote from mx1",
        b"From mia@stone.example 2026-11-18T12:00:00Z",
    ],
)
def test_every_separator_begins_a_mail(tmp_path, separator):
    found = read_mbox(tmp_path, mbox(b"one", b"two", b"three", separator=separator))
    assert [post.text for post in found] == ["one", "two", "three"]


@pytest.mark.parametrize(
    "sentence",
    [
        "From what I can see it fails since Monday.",
        "From Monday 12:00 on it is down.",
        "From 2026 on we pay more.\nNot good: really.",
        "From 18 Nov 2026 12:00:00 it hangs.\n\nAnd then it crashed.",
        "From Mon 16 Nov 2026 10:00 on\nnothing: works",
        "From 2026-11-18 12:00:00 the log says\nSubject: no disk",
        "From Mon 16 Nov 2026 10:00\nNote: it is slow.",
    ],
)
def test_a_sentence_that_begins_with_from_stays_in_its_mail(tmp_path, sentence):
    text = f"Hello,\n\n{sentence}\n\nMia"
    assert [post.text for post in read_mbox(tmp_path, mbox(text.encode(), b"two"))] == [text, "two"]


def test_what_a_mailbox_escaped_is_read_as_written(tmp_path):
    found = read_mbox(
        tmp_path, mbox(b">From the first day I loved it.", b"> a\n>From b\n> c\nno", b">>From: x\n>>From a\nno")
    )
    assert [post.text for post in found] == [
        "From the first day I loved it.",
        "> a\n>From b\n> c\nno",
        ">>From: x\n>From a\nno",
    ]


def test_a_mail_that_cannot_be_read_costs_itself_alone(tmp_path):
    broken = (
        b"From x Wed Nov 18 12:00:00 2026\nContent-Type: multipart/mixed; boundary=\n\xff\xfe\n\n"
        b"From x Wed Nov 18 12:00:00 2026\nFrom: \xff\xfe <\xff>\nDate: never\n\nwhat\n\n"
        b"From x Wed Nov 18 12:00:00 2026\nDate: Wed, 18 Nov 2026 12:09:00 +0000\nContent-Type: text/plain; charset=unknown-8bit\n\nsl\xf6w\n\n"
    )
    found = read_mbox(tmp_path, mbox(b"one") + broken + mbox(b"two"))
    assert [post.text for post in found if isinstance(post, Post)] == ["one", "slöw", "two"]
    assert sum(isinstance(one, Refusal) for one in found) == 2


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        (HEAD % (1, 1) + b"one\n\nFrom what I see: slow\n", ["one\n\nFrom what I see: slow"]),
        (b"\xef\xbb\xbf" + mbox(b"one", b"two"), ["one", "two"]),
        (b"".join(b"\1\1\1\1\n" + HEAD % (n, n) + b"t%d\n" % n + b"\1\1\1\1\n" for n in (1, 2)), ["t1", "t2"]),
        (
            SEPARATOR + HEAD[:-1] % (3, 3) + b"Content-Length: %d\n\n" % len(PASTED) + PASTED + b"\n\n" + mbox(b"two"),
            [PASTED.decode(), "two"],
        ),
    ],
    ids=["one mail", "mark", "mmdf", "length"],
)
def test_a_file_of_mails_is_read_however_it_parts_them(tmp_path, written, texts):
    assert [post.text for post in read_mbox(tmp_path, written)] == texts


def test_a_file_without_a_mail_is_no_success(tmp_path):
    with pytest.raises(CollectorError, match="no mail in it"):
        read_mbox(tmp_path, b"id;text\n1;one\n")


def test_a_pattern_is_several_files(tmp_path):
    (tmp_path / "a.eml").write_bytes(HEAD % (1, 1) + b"one\n")
    (tmp_path / "b.eml").write_bytes(HEAD % (2, 2) + b"two\n")
    assert sorted(post.text for post in read_mbox(tmp_path, mbox(b"box"), path="*.eml")) == ["one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        b"On Wed, 18 Nov 2026, Ben <ben@stone.example> wrote:\n\n>From the first day I hated it\n\nNo.",
        b"> a\n> >From b\n\nno",
    ],
)
def test_a_quote_that_begins_with_from_stays_one(tmp_path, text):
    assert [post.text for post in read_mbox(tmp_path, mbox(text))] == [text.decode()]
