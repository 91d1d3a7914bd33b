"""An mbox file: every mail whole, once, whatever stands in its separators and its sentences."""

import pytest

from tests.collectors.mail.mail_world import read_mbox
from voxpop.post import Post, Refusal

HEAD = (
    b"From: mia@stone.example\nDate: Wed, 18 Nov 2026 12:0%d:00 +0000\nMessage-ID: <m%d@stone.example>\nSubject: s\n\n"
)


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
