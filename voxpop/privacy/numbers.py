"""Telephones, bank cards, accounts and identity papers: by form, check digit and the words beside them.

Numbers of orders, tickets, versions and builds have the same forms; the word before a number tells which it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voxpop.privacy.details import Detail, DetailKind

CARD = re.compile(r"(?<![\w.,/#-])\d(?:[ -]?\d){12,18}(?![\w#]|[.,]\d)")
IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]){11,30}")
PHONE = re.compile(
    r"""(?<![\w#$€£/.=-])(?:
        (?:\+|00(?=(?:\D{0,2}\d){9}))[1-9]\d{0,2}(?:[\s./-]?\(?\d{1,4}\)?){2,6}        # +49 30 1234567, 0044 (0)20 7946 0958
      | (?:1[\s.-])?\(\d{3}\)\s?\d{3}[\s.-]\d{4}                    # (415) 555-0123
      | (?:1[\s.-])?\d{3}-\d{3}-\d{4} | \d{3}\.\d{3}\.\d{4}         # 415-555-0123
      | 0\d{1}(?:[\s.]\d{2}){4}                                     # 01 23 45 67 89
      | 07\d{3}\s?\d{3}\s?\d{3} | 0\d{3,4}\s\d{5,7} | 020\s\d{4}\s\d{4} | 0[12]\d{2,3}\s\d{3}\s\d{4}   # 07700 900123
      | \(0\d{2,4}\)\s?\d{3,7}(?:\s\d{3,4})? | 0[38]\d{2}\s\d{3}\s\d{3,4}                          # (0161) 496 0742, 0808 157 0199
      | 0\d{2,4}\s\d{3,5}\s\d{2,4} | 01[567]\d{8,9}                                          # 040 66969 117, 01713920099
      | 0\d{2,4}\s?[/-]\s?\d{3,8}(?:[\s-]?\d{1,4}){0,2}             # 030/1234567
    )(?![\w%]|[.,]\d)""",
    re.VERBOSE,
)
BARE = re.compile(
    r"(?<![\w#$€£/.=-])\+?\d(?:[\s().\-/]{0,2}\d){6,14}(?![\w%]|[.,]\d)"
)  # a telephone where a word says so
CALL = re.compile(
    r"(?i)\b(?:call\w*|phone[ds]?|telephone|tel|mobile|cell|cellphone|whatsapp|sms|text(?:ed|ing|s)?|dial\w*|ring|rang|reach|fax|hotline|telefon\w*|"
    r"handy\w*|rufnummer|anruf\w*|ruf\w*|rückruf\w*|rückfragen?|mobil|erreich\w*|téléphone|portable|appel\w*|rappel\w*|joindre|teléfono|móvil|celular|ll[aá]m\w*|"
    r"telefone|lig(?:ar|ue\w*)|telemóvel|telefono|cellulare|chiam\w*|"
    r"(?:my|his|her|our|old|new)(?: \w+)? number|unter der nummer|mio numero|mi número|meu número|mon numéro)\b[^\n.!?]{0,32}$|"
    r"[\u260e\u2706\U0001f4de\U0001f4f1]\W{0,3}$"
)
OTHER = re.compile(  # what a number is when it is none of these
    r"(?i)(?:\b(?:order|orders|ticket|case|incident|issue|bug|build|version|release|ver|v|rev|revision|tag|commit|tracking|parcel|shipment|invoice|"
    r"receipt|ref|reference|transaction|txn|serial|sku|part|item|article|product|model|isbn|ean|upc|job|request|req|error|code|batch|"
    r"flight|booking|reservation|confirmation|pnr|id|no|nr|num|port|customer|client|account|member|membership|policy|contract|claim|licen[cs]e|"
    r"meter|miles|points|voucher|coupon|lot|imei|vin|rma|device|firmware|session|trace|run|message|thread|"
    r"bestell\w*|auftrag\w*|vorgang\w*|rechnung\w*|sendung\w*|artikel\w*|kunden\w*|vertrag\w*|serien\w*|zähler\w*|mitglied\w*|ticket\w*|"
    r"aktenzeichen|buchung\w*|gerät\w*|commande|facture|colis|dossier|contrat|abonné|pedido|factura|incidencia|contrato|"
    r"ordine|fattura|pratica|cliente|contratto|encomenda|fatura|processo|numéro|duplicates?(?:\s+of)?|dup(?:e|licate)? of|same as)\b|\#)[\s.:#=-]*(?:(?:number|nr|no|num|id|is|was|ist|n[°º]|code|:)"
    r"[\s.:#=]*){0,3}$"
)
OF_BANK = re.compile(
    r"(?i)\b(?:(?:(?:credit|debit|bank|my|our|full|whole) ?)?card(?=[^\w\n]{0,3}(?:number|nummer|no|nr|num))|(?:credit|debit|bank|my|our|full|whole) ?card|karten-?(?:nummer|nr)|visa|amex|american express|master ?card|maestro|diners|discover|\w*kreditkarte|\w*karte|"
    r"carte(?: bancaire| bleue)?|tarjeta|carta|cartão)\b(?:[^\w\n]{0,3}(?:number|nummer|no|nr|num|número|numero|numéro|n|is|ist)){0,2}[^\w\n]{0,3}$"
)
PAPERS = re.compile(
    r"(?i:\b(?:passport|passeport|pasaporte|passaporto|passaporte|reisepass|ausweis|personalausweis|identity card|id card|national id|"
    r"dni|nie|nif|cpf|ssn|social security|national insurance|ni number|driver'?s licen[cs]e|driving licen[cs]e|führerschein|steuer-?id|"
    r"tax id|codice fiscale|numéro de sécurité sociale)\b\W{0,3}"
    r"(?:(?:number|nummer|num|nr|no|n[°º]|número|numéro|numero|is|ist|es|é|est|:)\W{0,3}){0,3})"
    r"(?P<paper>(?=[A-Z0-9./ -]*\d[A-Z0-9./ -]*\d)[A-Z0-9](?:[./ -]?[A-Z0-9]){5,15})(?!\w)"
)
LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "TR": 26,
}  # fmt: skip
"""Country -> letters of its IBAN (SWIFT's IBAN registry)."""
BEFORE = 40  # letters that may hold the word that tells


def find_numbers(text: str) -> Iterator[Detail]:
    """Details that are mostly digits."""
    for match in IBAN.finditer(text):
        if length := _iban(match[0]):
            yield Detail(match.start(), match.start() + length, DetailKind.IBAN)
    for match in CARD.finditer(text):
        if is_card(match[0]) and (_is_of_bank(text, match.start()) or not _is_other(text, match.start())):
            yield Detail(match.start(), match.end(), DetailKind.CARD)
    for match in PAPERS.finditer(text):
        yield Detail(match.start("paper"), match.end("paper"), DetailKind.IDENTITY)
    for match in PHONE.finditer(text):
        if 7 <= _digits(match[0]) <= 15 and not _is_other(text, match.start()):
            yield Detail(match.start(), match.end(), DetailKind.PHONE)
    for match in BARE.finditer(text):
        before = text[max(0, match.start() - BEFORE) : match.start()]
        if 7 <= _digits(match[0]) <= 15 and CALL.search(before) and not OTHER.search(before):
            yield Detail(match.start(), match.end(), DetailKind.PHONE)


def is_card(written: str) -> bool:
    """Whether the digits are a bank card's: its issuer's first digits, its length, and the check digit of ISO/IEC 7812 (Luhn)."""
    digits = [int(c) for c in written if c.isdigit()]
    number, n = "".join(map(str, digits)), len(digits)
    two, three, four = int(number[:2]), int(number[:3]), int(number[:4])
    known = (
        (number[0] == "4" and n in {13, 16, 19})
        or (n == 16 and (51 <= two <= 55 or 2221 <= four <= 2720))
        or (n == 15 and two in {34, 37})
        or (n in {16, 19} and (four == 6011 or two == 65 or 644 <= three <= 649 or two == 62))
        or (n in {14, 16} and (two in {36, 38, 39} or 300 <= three <= 305))
        or (n == 16 and 3528 <= four <= 3589)
    )
    doubled = [d if place % 2 == 0 else sum(divmod(2 * d, 10)) for place, d in enumerate(reversed(digits))]
    return known and sum(doubled) % 10 == 0 and len(set(digits)) > 1


def _iban(written: str) -> int | None:
    """How many letters of it are an IBAN: its country's length and its check digits (ISO 13616, remainder by 97 is 1)."""
    wanted = LENGTHS.get(written[:2].upper())
    ends = [place + 1 for place, letter in enumerate(written) if letter != " "]
    if wanted is None or len(ends) < wanted:
        return None
    end = ends[wanted - 1]
    if written[end : end + 1].isalnum():
        return None
    bare = written[:end].replace(" ", "")
    turned = bare[4:] + bare[:4]
    return end if int("".join(str(int(c, 36)) for c in turned)) % 97 == 1 else None


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _is_of_bank(text: str, start: int) -> bool:
    return OF_BANK.search(text[max(0, start - BEFORE) : start]) is not None


def _is_other(text: str, start: int) -> bool:
    return OTHER.search(text[max(0, start - BEFORE) : start]) is not None
