"""Older mails under and above what somebody wrote, in the languages and by the programs that people have."""

import pytest

from voxpop.authorship import Markup, own_text

ANSWER = "It works again since this morning, thanks."
ASKED = "The nightly import stops at row nine.\nIs there a limit that we do not know of?"
QUOTED = "> The nightly import stops at row nine.\n> Is there a limit that we do not know of?"

ATTRIBUTIONS = (
    "On Wed, Nov 18, 2026 at 9:05 AM Mia Stone <mia@stone.example> wrote:",
    "On 18 Nov 2026, at 09:05, Mia Stone <mia@stone.example> wrote:",
    "Am Mi., 18. Nov. 2026 um 09:05 Uhr schrieb Mia Stone <mia@stone.example>:",
    "Am 18.11.26 um 09:05 schrieb Mia Stone:",
    "Mia Stone <mia@stone.example> schrieb am Mi., 18. Nov. 2026, 09:05:",
    "Le mer. 18 nov. 2026 à 09:05, Mia Stone <mia@stone.example> a écrit :",
    "El mié, 18 nov 2026 a las 9:05, Mia Stone (<mia@stone.example>) escribió:",
    "Em qua., 18 de nov. de 2026 às 09:05, Mia Stone <mia@stone.example> escreveu:",
    "Il giorno mer 18 nov 2026 alle ore 09:05 Mia Stone <mia@stone.example> ha scritto:",
    "Op wo 18 nov 2026 om 09:05 schreef Mia Stone <mia@stone.example>:",
    "Den ons 18 nov. 2026 kl 09:05 skrev Mia Stone <mia@stone.example>:",
    "śr., 18 lis 2026 o 09:05 Mia Stone <mia@stone.example> napisał(a):",
    "ср, 18 нояб. 2026 г. в 09:05, Mia Stone <mia@stone.example>:",
    "2026年11月18日(水) 9:05 Mia Stone <mia@stone.example>:",
    "Mia Stone <mia@stone.example> 于2026年11月18日周三 09:05写道：",
    "2026년 11월 18일 (수) 오전 9:05, Mia Stone <mia@stone.example>님이 작성:",
    "\u202bבתאריך 18 בנוב׳ 2026 ב-9:05 מאת \u202aMia\u202c <\u202amia@stone.example\u202c\u200f>:\u202c",
    "Dne 18. 11. 26 v 9:05 Mia Stone napsal(a):",
    "On Wed, Nov 18, 2026 at 9:05 AM Mia Stone with a name that is long <\nmia@stone.example> wrote:",
    "Kontakt Mia Stone (<mia@stone.example>) kirjutas kuupäeval K, 18. november\n2026 kell 09:05:",
    "trešd., 2026. g. 18. nov., plkst. 09:05 — lietotājs Mia Stone (<mia@stone.example>)\nrakstīja:",
    "در تاریخ چهارشنبه ۱۸ نوامبر ۲۰۲۶، ۰۹:۰۵ Mia Stone <mia@stone.example> نوشت:",
)

HEADS = (
    "From: Mia Stone <mia@stone.example>\nSent: Wednesday, November 18, 2026 9:05 AM\nTo: Help\nSubject: Import",
    "From: Stone, Mia\nSent: Wednesday, November 18, 2026 9:05 AM\nTo: Help\nCc: Others\nSubject: Import",
    "*From:* Mia Stone <mia@stone.example>\n*Date:* Wednesday, 18 November 2026 at 09:05\n*To:* Help\n*Subject:* Import",
    "Von: Mia Stone\nGesendet: Mittwoch, 18. November 2026 09:05\nAn: Hilfe\nBetreff: Import",
    "De : Mia Stone <mia@stone.example>\nEnvoyé : mercredi 18 novembre 2026 09:05\nÀ : Aide\nObjet : Import",
    "De: Mia Stone <mia@stone.example>\nEnviado el: miércoles, 18 de noviembre de 2026 9:05\nPara: Ayuda\nAsunto: Import",
    "De: Mia Stone <mia@stone.example>\nEnviada em: quarta-feira, 18 de novembro de 2026 09:05\nPara: Ajuda\nAssunto: Import",
    "Da: Mia Stone <mia@stone.example>\nInviato: mercoledì 18 novembre 2026 09:05\nA: Aiuto\nOggetto: Import",
    "Van: Mia Stone <mia@stone.example>\nVerzonden: woensdag 18 november 2026 09:05\nAan: Hulp\nOnderwerp: Import",
    "De la: Mia Stone <mia@stone.example>\nTrimis: miercuri, 18 noiembrie 2026 9:05\nCătre: Ajutor\nSubiect: Import",
    "Kimden: Mia Stone\nGönderildi: 18 Kasım 2026 Çarşamba 09:05\nKime: Destek\nKonu: Import",
    "Від: Mia Stone <mia@stone.example>\nНадіслано: 18 листопада 2026 р. 9:05\nКому: Help\nТема: Import",
    "Από: Mia Stone <mia@stone.example>\nΣτάλθηκε: 18 Νοεμβρίου 2026 9:05\nΠρος: Help\nΘέμα: Import",
    "보낸 사람: Mia Stone <mia@stone.example>\n보낸 날짜: 2026년 11월 18일 9:05\n받는 사람: Help\n제목: Import",
    "Od: Mia Stone\nPoslano: sreda, 18. november 2026 09:05\nZa: Help\nZadeva: Import",
    "Šalje: Mia Stone <mia@stone.example>\nPoslato: 18. novembar 2026. 09:05\nPrima: Help\nTema: Import",
    "No: Mia Stone <mia@stone.example>\nNosūtīts: 2026. gada 18. novembris 09:05\nKam: Help\nTēma: Import",
    "寄件者: Mia Stone <mia@stone.example>\n傳送日期: 2026年11月18日 09:05\n收件者: Help\n主旨: Import",
    "Sujet : Import\nDate : Wed, 18 Nov 2026 09:05:00 +0100\nDe : Mia Stone\nPour : aide@stone.example",
    "________________________________\nFrom: Mia Stone <mia@stone.example>\nSent: Wednesday, November 18, 2026 9:05 AM\nTo: Help\nSubject: Import",
    "-----Original Message-----\nFrom: Mia Stone\nSent: Wednesday, November 18, 2026 9:05 AM\nTo: Help\nSubject: Import",
    "-----Ursprüngliche Nachricht-----\nVon: Mia Stone\nGesendet: Mittwoch, 18. November 2026 09:05\nAn: Hilfe\nBetreff: Import",
    "-----Message d'origine-----\nDe : Mia Stone\nEnvoyé : mercredi 18 novembre 2026 09:05\nÀ : Aide\nObjet : Import",
    "---------- Forwarded message ---------\nFrom: Mia Stone <mia@stone.example>\nDate: Wed, Nov 18, 2026 at 9:05 AM\nSubject: Import\nTo: Help",
    "Begin forwarded message:\n\nFrom: Mia Stone <mia@stone.example>\nSubject: Import\nDate: 18 November 2026 at 09:05:11 CET\nTo: Help",
)


@pytest.mark.parametrize("line", ATTRIBUTIONS)
@pytest.mark.parametrize("markup", [Markup.MAIL, Markup.MARKDOWN, Markup.UNKNOWN])
def test_what_introduces_a_history_goes_with_it(line, markup):
    assert own_text(f"{ANSWER}\n\n{line}\n\n{ASKED}", markup) == ANSWER
    assert own_text(f"{ANSWER}\n\n{line}\n{QUOTED}", markup) == ANSWER
    assert own_text(f"{line}\n\n{QUOTED}\n\n{ANSWER}", markup) == ANSWER


@pytest.mark.parametrize("head", HEADS)
def test_the_head_of_an_older_mail_begins_the_history(head):
    assert own_text(f"{ANSWER}\n\n{head}\n\n{ASKED}", Markup.MAIL) == ANSWER


def test_a_mail_that_only_forwards_has_no_words_of_its_own():
    forwarded = "---------- Forwarded message ---------\nFrom: Mia Stone <mia@stone.example>\nDate: Wed, Nov 18, 2026 at 9:05 AM\nSubject: Import\nTo: Help"
    assert own_text(f"{forwarded}\n\n{ASKED}", Markup.MAIL) == ""


@pytest.mark.parametrize(
    "text",
    [
        "My parcel went astray.\nFrom: Berlin\nTo: Paris\nIt took nine days.",
        "From: Berlin\nTo: Paris\nDate: 18.11.2026 12:01\n\nThe train was two hours late.",
        "On Monday your colleague wrote: we will call you.\nNobody called, and I am fed up.",
        "On Monday your colleague wrote:\nwe will call you back.\n\nNobody did.",
        "Your agent wrote:\nplease wait\nI have waited for a week.",
        "Hello,\nthis is what I wrote:\nthe export is broken",
        "The error says:\nno such table\nWhat now?",
        "Date: 18 November 2026\nPlace: Lyon\nThe demo was a mess.",
        "Subject: our contract\nWe leave in May.",
        "From what I can see it is down again.",
        "I ordered on 18 November 2026 at 12:01:\nstill nothing came.",
        "To: whom it may concern\nYour price is a joke.",
        "Original message: none. It just says 'error'.",
        "We sent from the warehouse in Ghent on Tuesday.\nSent from the warehouse, lost by you.",
        "Meeting\n2026-11-18 09:00: kick-off\n2026-11-18 10:00: demo\nAll of it was late.",
        "In article 5 of the contract you promise support:\nthere is none.",
    ],
)
@pytest.mark.parametrize("markup", list(Markup))
def test_a_writers_own_words_never_go(text, markup):
    assert own_text(text, markup) is None


def test_an_answer_between_the_lines_is_kept_whole():
    text = "On Wed, Nov 18, 2026 at 9:05 AM Mia Stone <mia@stone.example> wrote:\n> Does it crash?\n\nNo, it hangs.\n\n> And the log?\n\nEmpty."
    assert own_text(text, Markup.MAIL) == "No, it hangs.\n\nEmpty."


def test_what_stands_below_the_line_of_a_helpdesk_is_history():
    text = f"{ANSWER}\n\n##- Please type your reply above this line -##\n\nYour request (12) has been updated.\n{ASKED}"
    assert own_text(text, Markup.MAIL) == ANSWER
    assert own_text("I wrote above this line of the form and nothing came.", Markup.MAIL) is None


@pytest.mark.parametrize(
    "line",
    [
        "##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein. -##",
        "##- Veuillez saisir votre réponse au-dessus de cette ligne -##",
        "##- Por favor, escriba su respuesta encima de esta línea -##",
        "##- Digita la risposta sopra questa riga -##",
        "##- Bu satırın üstüne yazın -##",
        "—-—-—-—\nReply above this line.",
        "-----\nTyp uw antwoord boven deze regel",
    ],
)
def test_the_line_of_a_helpdesk_is_known_in_other_languages(line):
    assert own_text(f"{ANSWER}\n\n{line}\n\n{ASKED}", Markup.MAIL) == ANSWER


@pytest.mark.parametrize(
    "line",
    [
        "(In reply to Mia Stone from comment #3)",
        "Replying to [comment:3 mia]:",
        "Mia Stone wrote in #note-3:",
        "@mia said in [Import](/post/12):",
        "[mia](/user/mia) said in [Import](/post/12):",
        "[~mia] wrote:",
    ],
)
def test_what_trackers_and_forums_write_above_a_quote_goes_with_it(line):
    assert own_text(f"{line}\n{QUOTED}\n\n{ANSWER}", Markup.UNKNOWN) == ANSWER
    assert own_text(f"{line}\n\n{ANSWER}", Markup.UNKNOWN) is None
