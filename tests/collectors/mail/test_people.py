"""Who wrote a mail, whoever's address a list, an archive or a web form put into 'From'."""

import pytest

from tests.collectors.mail.mail_world import KEY, posts


def author_of(head):
    (post,) = posts(
        f"{head}\nDate: Wed, 18 Nov 2026 12:00:00 +0000\nMessage-ID: <m@example.org>\n\nIt is slow.\n".encode()
    )
    return post


def known(address):
    return KEY.author("mail", address), KEY.handle("mail", address), address.rpartition("@")[2]


@pytest.mark.parametrize(
    "head",
    [
        "From: Mia Stone <mia@stone.example>",
        "From: mia@stone.example",
        "From: MIA@Stone.example (Mia Stone)",
        "From: mia at stone.example (Mia Stone)",
        "From: Mia Stone <mia at stone.example>",
        "From: mia(at)stone.example (Mia Stone)",
        "From: mia =?utf-8?b?w6A=?= stone.example (Mia Stone)",
        "From: mia en stone.example (Mia Stone)",
        "From: mia em stone.example",
        "From: mia [at] stone [dot] example (Mia)",
        "From: mia AT stone DOT example (Mia)",
        "From: Mia Stone <mia(a)stone.example>",
        'From: "Stone, Mia" <mia@stone.example>',
        "From: =?utf-8?q?Stone=2C_M=C3=ADa_=3Cx=40y=2Eexample=3E?= <mia@stone.example>",
        "From: =?utf-8?b?TWlhIDxtaWFAc3RvbmUuZXhhbXBsZT4=?=",
        "From: mia@stone.example.invalid",
        "From: mia=40stone.example@dmarc.lists.example",
        "From: Mia via Users <users@lists.example>\nList-Id: <users.lists.example>\nX-Original-From: Mia <mia@stone.example>",
        "From: 'Mia' via Users <users@groups.example>\nX-Original-Sender: mia@stone.example\nMailing-List: list users@groups.example",
        "From: Mia Stone via Users <users@lists.example>\nList-Post: <mailto:users@lists.example>\nReply-To: Mia <mia@stone.example>",
        "From: Mia Stone über Users <users@lists.example>\nX-BeenThere: users@lists.example\nReply-To: mia@stone.example",
        "From: Shop <noreply@shop.example>\nReply-To: Mia <mia@stone.example>",
        "From: WordPress <wordpress@shop.example>\nReply-To: mia@stone.example",
        "From: kontaktformular@shop.example\nReply-To: mia@stone.example",
        "From: help@shop.example\nTo: help@shop.example\nReply-To: Mia <mia@stone.example>",
    ],
)
def test_one_person_is_one_author(head):
    post = author_of(head)
    assert (post.author_id, post.handle_id, post.author_domain) == known("mia@stone.example")


@pytest.mark.parametrize(
    "head",
    [
        "From: mia@stone.example\nReply-To: mia.private@home.example",
        "From: mia@stone.example\nList-Id: <users.lists.example>\nReply-To: users@lists.example",
        "From: mia@stone.example\nTo: users@lists.example\nList-Post: <mailto:users@lists.example>\nReply-To: users@lists.example",
    ],
)
def test_an_address_for_answers_takes_nobodys_place(head):
    assert author_of(head).author_id == known("mia@stone.example")[0]


def test_people_whom_a_list_hides_are_told_apart_by_their_names():
    lists = "<users@lists.example>\nList-Id: <users.lists.example>\nReply-To: users@lists.example\nList-Post: <mailto:users@lists.example>"
    mia, ben, mia_again = (
        author_of(f"From: {name} via Users {lists}") for name in ("Mia Stone", "Ben Reed", "mia stone")
    )
    assert mia.author_id == mia_again.author_id != ben.author_id
    assert mia.author_domain is None
    assert mia.handle_id == KEY.handle("mail", "Mia Stone")


@pytest.mark.parametrize("name", ["NULL", "None", "anonymous", "N/A", "undefined", "Unknown"])
def test_a_word_for_nobody_is_no_name(name):
    post = author_of(f"From: {name}")
    assert (post.author_id, post.handle_id, post.author_domain) == (None, None, None)
