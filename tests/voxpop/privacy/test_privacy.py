"""Personal details: what is masked, and what has the same form and stays."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxpop.privacy.details import DetailKind
from voxpop.privacy.find import find_details
from voxpop.privacy.mask import mask, mask_column
from voxpop.privacy.numbers import is_card

MASKED = {
    "please give HANNA WEBER access too, she is new here": "please give [person] access too, she is new here",
    "Attendees:\nTennant, Oliver\nnobody else": "Attendees:\n[person]\nnobody else",
    "I spoke with Ingvild Aasbø yesterday and nothing came of it": "I spoke with [person] yesterday and nothing came of it",
    "habe mit eurem Support telefoniert, gesprochen mit Ortwin Klappstein": "habe mit eurem Support telefoniert, gesprochen mit [person]",
    "Hi, I'm Ebrima Touray from the night shift": "Hi, I'm [person] from the night shift",
    "it is still broken, please look.\nOliver Kranz": "it is still broken, please look.\n[person]",
    "our caretaker Oliver has the keys": "our caretaker [person] has the keys",
    "send it to 14 larkfield close leeds ls8 2qt please": "send it to [address] please",
    "wohne musterstrasse 12a, 50667 köln": "wohne [address]",
    "ship to 9 Birch Lane, Boise, Idaho 83702 please": "ship to [address] please",
    "Lindenweg Nr. 12, 50667 Köln ist die neue": "[address] ist die neue",
    'my password is "correct horse battery staple", so what': 'my password is "[password]", so what',
    "never post your password, mine was qwerty-Bandit8 once": "never post your password, mine was [password] once",
    "write to ada.b+x@mail.larkspur.example please": "write to [email] please",
    "ring me on +44 20 7946 0958 tonight": "ring me on [phone] tonight",
    "Tel. 030/901820, thanks": "Tel. [phone], thanks",
    "my mobile is 07700 900123": "my mobile is [phone]",
    "call (415) 555-0132 or 415-555-0133": "call [phone] or [phone]",
    "WhatsApp: 612345678": "WhatsApp: [phone]",
    "appelez le 01 70 18 99 00": "appelez le [phone]",
    "card 4111-1111-1111-1111 charged twice": "card [card] charged twice",
    "Amex 378282246310005 was declined": "Amex [card] was declined",
    "refund to GB29 NWBK 6016 1331 9268 19, please": "refund to [iban], please",
    "auf DE89370400440532013000 überweisen": "auf [iban] überweisen",
    "I live at 12 Elm Park Road, Springfield, IL 62704": "I live at [address]",
    "Lieferung an Lindenstraße 7a, 50674 Köln bitte": "Lieferung an [address] bitte",
    "j'habite 8 bis rue de la Paix, 75002 Paris": "j'habite [address]",
    "vivo en Calle de Alcalá 42": "vivo en [address]",
    "Ms. Okafor never answered": "Ms. [person] never answered",
    "my name is Sarah Jane Miller and": "my name is [person] and",
    "ich heiße Jürgen Vogt": "ich heiße [person]",
    "spoke to Daniel at the desk": "spoke to [person] at the desk",
    "Hello Maria, the export fails": "Hello [person], the export fails",
    "it fails.\n\nBest regards,\nNguyen Van Tam": "it fails.\n\nBest regards,\n[person]",
    "password is S3cret!x": "password is [password]",
    "mot de passe : 'azerty99'": "mot de passe : '[password]'",
    "token: 9f8e7d6c5b4a39281706f5e4": "token: [key]",
    "use AKIAIOSFODNN7EXAMPLE for it": "use [key] for it",
    "Passport No. C01X00T47 was lost": "Passport No. [identity] was lost",
    "SSN 078-05-1120": "SSN [identity]",
    "Whoever has my old number (0161) 496 0742": "Whoever has my old number [phone]",
    "Unter der Nummer 040 66969 117 geht keiner ran": "Unter der Nummer [phone] geht keiner ran",
    "Credit card no. 378282246310005 was declined": "Credit card no. [card] was declined",
    "from be68 5390 0754 7034 please": "from [iban] please",
    "at 48 St Mark's Terrace, Hull, HU5 9ZZ today": "at [address] today",
    "zu Neuer Wall 15, 20399 Hamburg": "zu [address]",
    "in der Straße Unter den Eichen 60 klingeln": "in der Straße [address] klingeln",
    "moro na Praça da República 14, 4099-999 Porto": "moro na [address]",
    "Viele Grüße aus Bremen, Wiebke Nowak": "Viele Grüße aus Bremen, [person]",
    "my husband Callum rang": "my husband [person] rang",
    "I lost to Aoife again": "I lost to [person] again",
    "thanks to keith b. hussain (billing)": "thanks to [person] (billing)",
    "ask R. Brannigan about it": "ask [person] about it",
    "my surname is Okafor": "my surname is [person]",
    "pass: Blau4Eimer fails": "pass: [password] fails",
    "WLAN-Passwort 4802 stimmt nicht": "WLAN-Passwort [password] stimmt nicht",
    "login a@b.example / n3verm1nd": "login [email] / [password]",
    "password is letmein": "password is [password]",
    "X_API_KEY=d41c9a7e-52b3-4f08-9d1e-6ab0c3f4e512": "X_API_KEY=[key]",
    "write to j.doe (at) mail.example (dot) org": "write to [email]",
    "or jo at larkspur dot org": "or [email]",
    "Sent from my tablet\n\nRick Marwood\n0117 496 0200": "Sent from my tablet\n\n[person]\n[phone]",
    "Ship-to:\nOdalys Brenkman\n77 Harrow Street": "Ship-to:\n[person]\n[address]",
    "Empfänger: Ivo de Wit": "Empfänger: [person]",
    "la sig.ra Bellandi": "la sig.ra [person]",
    "Familie Petersdorf wartet": "Familie [person] wartet",
    "my ex (Odalys Brenkman) has it": "my ex ([person]) has it",
    "assigned to Mei-Ling Zhou": "assigned to [person]",
    "it says 'Dear Maja' and": "it says 'Dear [person]' and",
    "MYSQL_ROOT_PASSWORD=tulip9!x": "MYSQL_ROOT_PASSWORD=[password]",
    "SMTP_PASS=blue7cow": "SMTP_PASS=[password]",
    "my pass is Tulip99": "my pass is [password]",
    "WLAN-Schlüssel 44718209355671200143": "WLAN-Schlüssel [password]",
    "the client secret (a8F3kLm29Qz0Tr5Xw1) leaked": "the client secret ([key]) leaked",
    "to PO Box 77, Perth WA 6000": "to [address]",
    "90 Bloor Street, Toronto, ON M5V 2T6": "[address]",
    "push to https://secret-of-mine@git.example/x.git": "push to https://[key]@git.example/x.git",
}
KEPT = (
    "the pin 4-stellig is asked for again",
    "password 2FA-code 8-stellig",
    'it says password: "must contain eight letters"',
    "it is a 5 minute drive down the road",
    "in 50000 Zeilen war ein Fehler",
    "I'm using Windows Server, and it hangs",
    "PLEASE FIX THIS NOW, OLIVER STOP",
    "order 4111111111111111 never came",
    "Order #112-5550199-2231847 is late",
    "ticket 4155550132 is open",
    "tracking number 1Z999AA10123456784",
    "build 20231101 of version 10.0.19045.3693",
    "version 4.11.1 since 2026-11-01 12:30:45",
    "invoice no. 07700900123",
    "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
    "4111 1111 1111 1112 has a wrong check digit",
    "the password is wrong again",
    "my password does not work, pin code screen neither",
    "Password: see the mail",
    "the api key is missing",
    "Austin Texas and Paris France",
    "Hello Team, the export fails",
    "Thanks, Support!",
    "Will Smart Sync come back?",
    "May Update and June Release",
    "5 star service in 10 minutes",
    "24/7 Wall St is a site",
    "Spring 16 release",
    "error 0x80070057 at 192.168.0.1",
    "it took 1,250,000 rows and 3.5 GB",
    "ISBN 978-3-16-148410-0",
    "Customer number 300-418-8827",
    "Meter reading 0048217.4",
    "Miles 00417728 are gone",
    "Im November 2025 und am Montag 24 war alles aus",
    "Engineering 101, Marketing 2024, Nürnberg 12",
    "plan B. It failed",
    "via Chrome 114 on Windows",
    "Thanks Google for nothing",
    "Frau am Telefon, Herr vom Versand",
    "Dear Sir or Madam",
    "Tracking Number\n00340434161094042557",
    "Best Service Ever\n0123456789",
    "Release Notes\n2024-11-12 fixes",
    "Ship to: United Kingdom only",
    "Bill to: Contoso",
    "look at asp dot net",
    "first_pass: 120ms, second_pass: 80ms",
    "my pass is valid until 2026",
    "ticket 030-23125-01 is a duplicate of 030-23125-02",
    "Fritz!Box 7590",
    "the Henry hoover, Dr. Oetker and Herr Gott",
)
TEXTS = st.lists(
    st.sampled_from(
        [
            *MASKED,
            *KEPT,
            "PAUL",
            "Anna-Lena Groß",
            "Dr. X",
            "a@b.de",
            "+49",
            "Str. 5",
            "Rue",
            "\n",
            "ß",
            "12 The Way",
            "Mr",
        ]
    )
    | st.text(max_size=12),
    max_size=5,
).map(" ".join)


@pytest.mark.parametrize(("text", "masked"), MASKED.items())
def test_details_are_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_one_stays(text):
    assert mask(text).text == text


def test_all_of_these_at_once_are_masked():
    column, _ = mask_column(pa.array([*MASKED, *KEPT]))
    assert column.to_pylist() == [*MASKED.values(), *KEPT]


@settings(deadline=None)  # the first look is compiled by the first call
@given(TEXTS)
def test_many_at_once_are_masked_as_each_alone(text):
    """The first look never passes by what a finder would find."""
    column, counts = mask_column(pa.array([None, text, text[::-1]]))
    assert column.to_pylist() == [None, mask(text).text, mask(text[::-1]).text]
    assert counts[1] == mask(text).counts


@given(TEXTS)
def test_details_lie_in_the_text_one_behind_the_other(text):
    at = 0
    for detail in find_details(text):
        assert at <= detail.start < detail.end <= len(text)
        at = detail.end


def test_kinds_and_names_can_be_left_alone():
    text = "Maria Lopez, a@b.example, 4111 1111 1111 1111"
    assert mask(text, [DetailKind.EMAIL]).text == "Maria Lopez, [email], 4111 1111 1111 1111"
    column, _ = mask_column(pa.array([text]), keep=["maria lopez"])
    assert column.to_pylist() == ["Maria Lopez, [email], [card]"]


def test_a_card_has_its_check_digit():
    assert is_card("5555 5555 5555 4444")
    assert not is_card("5555 5555 5555 4445")
    assert not is_card("9999 9999 9999 9995")
