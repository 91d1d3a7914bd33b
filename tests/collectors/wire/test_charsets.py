"""Bytes become the text that was meant: declared, marked, UTF-8, Latin, other scripts, decoded once too often."""

import email
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxpop.collectors.feed.entries import read
from voxpop.collectors.mail.mapping import guess_of, header, text_of
from voxpop.collectors.wire.charsets import decode
from voxpop.collectors.wire.letters import SAMPLE, TWICE_RE2, Utf8, mend_twice

SCRIPTS = {
    "После обновления приложение не открывается": ("cp1251", "koi8_r", "iso8859_5", "cp866"),
    "Після оновлення застосунок не працює": ("cp1251", "koi8_u"),
    "Η εφαρμογή δεν ανοίγει μετά": ("cp1253", "iso8859_7"),
    "האפליקציה לא נפתחת אחרי העדכון": ("cp1255", "iso8859_8"),
    "التطبيق لا يفتح بعد التحديث": ("cp1256", "iso8859_6"),
    "แอปเปิดไม่ได้หลังจากอัปเดต": ("cp874",),
    "更新后应用打不开了，客服也不回复": ("gb18030", "gb2312"),
    "更新後應用程式打不開，客服也不回覆": ("big5",),
    "アップデートの後アプリが開きません": ("cp932", "euc_jp", "iso2022_jp"),
    "업데이트 후 앱이 열리지 않습니다": ("cp949",),
}
LATIN = (
    "Das ist schön",
    "don’t like “it” – 20€",
    "café",
    "ÄÖÜ",
    "Umlaute äöü ÄÖÜ werden falsch",
    "Østfold æøå",
    "mañana señor ¿qué?",
    "não é bom, ação",
)
UNDECLARED = (None, "", "unknown-8bit", "x-unknown", "no-such-charset", "utf-8")


@pytest.mark.parametrize(("text", "charset"), [(text, name) for text, names in SCRIPTS.items() for name in names])
@pytest.mark.parametrize("before", ["", "id,text,at\n1,"])
def test_other_scripts_are_told_by_their_bytes_and_said(text, charset, before):
    raw = (before + text).encode(charset)
    assert decode(raw, charset).text == before + text
    for declared in UNDECLARED:
        found = decode(raw, declared)
        assert found.text == before + text, (declared, found)
        assert found.guess


@pytest.mark.parametrize("text", LATIN)
def test_latin_text_is_windows_1252_whatever_is_said(text):
    raw = text.encode("cp1252")
    for declared in (*UNDECLARED, "iso-8859-1", "latin1", "us-ascii", "windows-1252"):
        assert decode(raw, declared).text == text, declared
    assert decode(raw).guess == "not UTF-8; read as Windows-1252"
    assert decode(raw, "utf-8").guess.startswith("not UTF-8, as is declared")
    assert decode(raw, "iso-8859-1").guess == ""


NEIGHBOURS = {
    "Bardzo źle, żadnej pomocy, proszę o zwrot": ("cp1250", "iso8859_2"),
    "Příliš žluťoučký kůň úpěl": ("cp1250",),
    "Nagyon jó, Árvíztűrő tükörfúrógép": ("cp1250", "iso8859_2"),
    "Hiç çalışmıyor, paramı geri istiyorum": ("cp1254",),
}


@pytest.mark.parametrize(("text", "charset"), [(text, name) for text, names in NEIGHBOURS.items() for name in names])
def test_latin_of_central_europe_and_turkey_is_told_by_its_letters(text, charset):
    raw = f"id,text\n1,{text}\n2,plain\n".encode(charset)
    assert decode(raw, charset).text == raw.decode(charset)
    assert decode(raw).text == raw.decode(charset)
    assert decode(raw).guess.startswith("not UTF-8; read as")


@pytest.mark.parametrize("text", [*LATIN, *SCRIPTS])
def test_utf_8_wins_over_a_wrong_name_and_marks_over_all(text):
    names = (None, "utf-8", "iso-8859-1", "windows-1251", "us-ascii")
    for declared in (*names, "gb2312", "shift_jis") if text in SCRIPTS else names:
        assert decode(text.encode(), declared).text == text, declared
    lines = f"{text}, 1 2 3\n" * 3
    for charset in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert decode(lines.encode(charset)).text == lines, charset


@pytest.mark.parametrize(
    "text",
    ["I don’t like it, it isn’t good", "Das ist schön für die Mädchen", "C’est déjà très cassé, garçon", "I’m sure"],
)
def test_letters_of_old_macs_are_told_by_capitals_in_small_words(text):
    assert decode(text.encode("mac-roman")).text == text
    assert decode(text.encode("cp1252")).text == text


def test_names_that_browsers_know():
    assert decode("שלום".encode("iso8859_8"), "iso-8859-8-i").text == "שלום"
    assert decode("更新".encode("gb18030"), "GB2312").text == "更新"
    assert decode("\u4dae 㐀".encode("gb18030"), "gb2312").text == "\u4dae 㐀"
    assert decode("İstanbul".encode("cp1254"), "iso-8859-9").text == "İstanbul"
    assert decode(b"abc", "rot13").text == decode(b"abc", "base64").text == "abc"


def test_strays_between_utf_8_and_a_cut_end():
    assert decode("schön €".encode() + b" caf\xe9 " + "ü".encode()).text == "schön € café ü"
    assert decode("schön 😀".encode()[:-1]).text == "schön \ufffd"
    assert decode(b"caf\xe9").text == "café"


@given(
    st.binary(max_size=80), st.sampled_from([*UNDECLARED, "gb2312", "utf-16", "iso-2022-jp", "utf-7", "koi8-r", "big5"])
)
def test_no_bytes_raise_and_all_give_text_that_can_be_stored(raw, declared):
    decode(raw, declared).text.encode()
    mend_twice(decode(raw, declared).text).encode()


@pytest.mark.parametrize(
    "text", ["Das ist schön 😀, danke", "Jürgen", "don’t", "naïve", "приложение не", "日本語です", "À la carte", "10 €"]
)
def test_text_that_was_decoded_twice_is_mended(text):
    assert mend_twice(text.encode().decode("latin-1")) == text
    assert mend_twice(decode(text.encode(), None).text) == text
    damaged = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    assert mend_twice(damaged) == text


def test_text_that_was_read_in_another_charset_or_again_and_again_is_mended():
    texts = [
        "Größe ist schön",
        "Það er très cher à 20 €",
        "It’s “fine” – really",
        "Привет, всё работает",
        "Zażółć gęślą",
        "Γειά σου Κόσμε",
    ]
    gate = re.compile(TWICE_RE2)
    for charset in ("mac-roman", "cp850", "cp437", "cp1250", "cp1251", "cp1254"):
        for text in texts:
            damaged = "".join(bytes([byte]).decode(charset, "ignore") or chr(byte) for byte in text.encode())
            assert gate.search(damaged), (charset, text)
            if (charset, text) != (
                "cp437",
                "Zażółć gęślą",
            ):  # some signs stand at two places of the charsets of consoles
                assert mend_twice(damaged) == text, charset
    for text in texts[:3]:
        assert mend_twice(text.encode().decode("latin-1").encode().decode("latin-1")) == text


@pytest.mark.parametrize(
    "text",
    [
        "Сёмга и Сёмга",
        "RĂŞINĂ",
        "CĂŞTIGĂTOR",
        "√2 + √3",
        "├── src\n│   └── a",
        "Ľ Ä Ž",
        "–≈–",
        "Ğ ve Ü",
        "СССР… «да»",
        "¬A ∧ ¬B",
    ],
)
def test_letters_and_signs_of_other_charsets_are_left_alone(text):
    assert mend_twice(text) == text


@pytest.mark.parametrize(
    "text", ["NESCAFÉ®", "IRMÃ…", "Umlaute kommen als schÃ¶n statt schön", "«CAFÉ»", "NÃO", "MAÇÃ – boa", ""]
)
def test_text_that_only_looks_so_is_left_alone(text):
    assert mend_twice(text) == text


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be", "cp1251", "gb18030", "euc_jp"]
)
def test_a_stream_is_utf_8_in_whatever_it_is_written(charset):
    line = {
        "cp1251": "привет всем",
        "gb18030": "更新后应用打不开了",
        "euc_jp": "アップデートの後アプリが開きません",
    }.get(charset, "schön “x” €")
    text = "id,text\n" + "".join(f"{n},{line}\n" for n in range(SAMPLE // 20))
    letters = Utf8(io.BytesIO(text.encode(charset)))
    lines = letters.stream.read().split(b"\n")
    read_back = []
    for raw in lines:
        try:
            read_back.append(raw.decode())
        except UnicodeDecodeError:
            read_back += letters.mend([raw])
    assert "\n".join(read_back) == text
    assert bool(letters.note()) == (charset not in {"utf-8", "utf-8-sig", "utf-16"})


def test_seven_bits_of_japanese_are_converted_as_the_stream_is_read():
    text = "1,アプリが開きません\n" * 3
    stream = Utf8(io.BytesIO(text.encode("iso2022_jp")))
    assert stream.stream.read().decode() == text
    assert "by its escapes" in stream.note()


def test_foreign_bytes_far_behind_the_sample_are_judged_by_themselves():
    letters = Utf8(io.BytesIO(b"a,b\n" * (SAMPLE // 4) + "после обновления".encode("cp1251")))
    last = letters.stream.read().rpartition(b"\n")[2]
    assert letters.mend([last]) == ["после обновления"]
    assert "Windows-1251" in letters.note()


def mail(charset, body):
    head = (
        f"From: a@b.example\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return email.message_from_bytes(head.encode() + body)


@pytest.mark.parametrize(
    ("charset", "written", "text"),
    [
        ("iso-8859-1", "cp1252", "I don’t like the “new” price – 20€"),
        ("iso-8859-15", "cp1252", "I don’t like the “new” price – 20€"),
        ("iso-8859-15", "iso8859_15", "schön für 20€"),
        ("koi8-u", "koi8_u", "Дуже погано ґ"),
        ("iso-8859-2", "cp1250", "Příliš drahé – „ne“"),
        ("unknown-8bit", "cp1251", "после обновления не работает"),
        ("iso-8859-8-i", "iso8859_8", "האפליקציה לא נפתחת"),
        ("gb2312", "gb18030", "更新后应用打不开了"),
        ("utf-8", "cp1252", "schön"),
        ("us-ascii", "utf-8", "schön, très bien"),
    ],
)
def test_the_words_of_a_mail(charset, written, text):
    assert text_of(mail(charset, text.encode(written))) == text


def test_signs_that_windows_puts_into_japanese_mails():
    assert text_of(mail("iso-2022-jp", b"\x1b$B-!$H\x1b(B ok \x1b(I1\x1b(B")) == "①と ok ｱ"


def test_what_was_guessed_about_a_mail_is_said():
    assert guess_of(mail("utf-8", "schön".encode("cp1252"))).endswith("read as Windows-1252")
    assert guess_of(mail("utf-8", "schön".encode())) == ""


@pytest.mark.parametrize("written", ["utf-8", "cp1252"])
def test_a_header_without_a_charset(written):
    message = email.message_from_bytes("Subject: Größe =?utf-8?q?=C3=BC?=\r\n\r\nx".encode(written))
    assert header(message, "Subject") == "Größe ü"


@pytest.mark.parametrize(
    ("charset", "declared", "content_type"),
    [
        ("utf-8", "utf-8", "text/xml"),
        ("cp1252", "utf-8", "application/rss+xml"),
        ("cp1252", "iso-8859-1", "application/rss+xml"),
        ("utf-8", "iso-8859-1", "application/rss+xml; charset=iso-8859-1"),
        ("cp1251", "windows-1251", "application/rss+xml"),
        ("utf-16", "utf-16", "application/rss+xml"),
    ],
)
def test_the_letters_of_a_feed(charset, declared, content_type):
    words = "после обновления" if charset == "cp1251" else "schön “x” – 20€"
    body = (
        f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>t</title>'
        f"<item><title>{words}</title><guid>1</guid></item></channel></rss>"
    )
    document = read(body.encode(charset), content_type)
    assert document.entries[0]["title"] == words
    assert bool(document.letters) == (charset != "utf-16" and decode(body.encode(charset), declared).guess != "")
