"""The words that mail programs write around what they quote, in the languages that people bring.

English, German, French, Spanish, Catalan, Portuguese, Italian, Romanian, Dutch, Danish, Norwegian, Swedish, Finnish, Polish, Czech,
Slovak, Croatian, Hungarian, Turkish, Greek, Bulgarian, Russian, Ukrainian, Hebrew, Arabic, Indonesian, Vietnamese, Korean, Japanese,
Chinese; Slovenian, Serbian, Lithuanian, Latvian, Estonian, Icelandic, Basque, Galician, Malay, Thai, Persian, Hindi.
"""

from __future__ import annotations

from typing import Final

WROTE: Final = (
    r"wrote|writes|schrieb|schreibt|schrieben|(?:a |à )?écrit|escribió|escribio|escribi[oó]|escreveu|ha scritto|scrisse|schreef"
    r"|skrev|kirjoitti|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|írta|yazdı|şunu yazdı|пишет|писал(?:\(а\)|а)?|написал(?:\(а\)|а)?"
    r"|napísal(?:\(a\)|a)?|napisao(?:/la)? je|je napisa(?:o|la)|napisala|a scris|va escriure|έγραψε|пише|написа(?:о|ла)?|menulis|đã viết|님이 작성|작성|כתב|كتب|写道|寫道"
    r"|kirjutas|rašė|rakstīja|skrifaði|idatzi zuen|escribiu|เขียน(?:ว่า)?|ने लिखा|نوشت"
)
"""Verbs of the line that introduces a quote."""

BEGINS: Final = (
    r"on|am|le|el|em|il|op|den|dnia|w dniu|dne|a|à|en date du|in article|in message|quoting|zitat von|citando|citation de|citat"
    r"|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so"
)
"""First words of such a line where it is broken over several."""

FROM: Final = r"from|von|de|da|van|från|fra|lähettäjä|od|от|kimden|feladó|de la|od koga|šalje|odosielateľ|από|від|dari|từ|מאת|من|보낸 ?사람|expéditeur|remitente|remetente|mittente|afzender|差出人|发件人|寄件者|寄件人|от кого|від кого|pošiljatelj|pošilja|од|nuo|siuntėjas|no|saatja|kellelt|frá|nork|daripada|จาก|از|فرستنده|से|प्रेषक"
SENT: Final = (
    r"sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|enviada(?: em)?|data|inviato|verzonden|skickat|sendt|dato|lähetetty"
    r"|päivämäärä|wysłano|odesláno|elküldve|dátum|tarih|gönderilme tarihi|gönderildi|trimis|odoslané|odoslaná|poslano|στάλθηκε|ημερομηνία|изпратено|надіслано|dikirim|tanggal|đã gửi|ngày|נשלח|תאריך|تم الإرسال|تاريخ الإرسال|التاريخ|보낸 ?날짜|날짜|enviat(?: el)?|отправлено|дата|送信日時|日付|发送时间|日期|寄件日期|傳送日期|傳送時間|時間|时间|poslato|послато|датум|išsiųsta|nosūtīts|saatmisaeg|saadetud|kuupäev|dagsetning|bidaltze-data|bidalia|noiz|terkirim|dihantar|tarikh|ส่ง|วันที่|ارسال(?: شده)?|فرستاده شده|تاریخ|भेजा गया|दिनांक"
)
TO: Final = (
    r"to|an|à|a|para|aan|till|til|vastaanottaja|do|komu|címzett|kime|către|za|prima|προς|до|kepada|đến|אל|إلى|받는 ?사람|per a|кому|cc|kopie|copie|kopia|pour|destinataire|destinatario"
    r"|destinatário|宛先|收件人|收件者|抄送|副本|à qui|prejemnik|за|kam|adressaat|saaja|kellele|nori|untuk|ถึง|به|گیرنده|प्रति|को|reply-to|antwort an|répondre à|responder a"
)
SUBJECT: Final = r"subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|tárgy|konu|subiect|predmet|θέμα|относно|subjek|perihal|chủ đề|tiêu đề|נושא|الموضوع|제목|assumpte|тема|件名|主题|主旨|主題|tema|sujet|zadeva|tēma|teema|efni|gaia|เรื่อง|หัวเรื่อง|موضوع|विषय"
"""Names of the headers that Outlook and its like write above what they quote."""

SEPARATORS: Final = (
    r"original message|ursprüngliche nachricht|originalnachricht|message d['’]origine|message original|mensaje original"
    r"|mensagem original|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse"
    r"|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|eredeti üzenet"
    r"|orijinal mesaj|исходное сообщение|original-nachricht|original appointment|original-message|元のメッセージ|原始邮件|原始郵件"
    r"|forwarded message|forwarded by .{1,80}|weitergeleitete nachricht|message transféré|mensaje reenviado|mensagem encaminhada"
    r"|messaggio inoltrato|messaggio inoltrato in data|doorgestuurd bericht|vidarebefordrat meddelande|videresendt (?:meddelelse|melding)"
    r"|välitetty viesti|przekazana wiadomość|přeposlaná zpráva|пересылаемое сообщение|転送メッセージ|转发的邮件|轉寄郵件"
    r"|end of forwarded message|ende der weitergeleiteten nachricht"
)
"""What stands between dashes above an older or a forwarded mail."""

FORWARDS: Final = (
    r"begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)"
    r"|inicio del mensaje reenviado|início da mensagem (?:reencaminhada|encaminhada)|inizio messaggio inoltrato"
    r"|begin doorgestuurd bericht|vidarebefordrat brev|start på videresendt besked"
)
"""What Apple's programs write above a forwarded mail."""

REPLY_ABOVE: Final = (
    r"(?:reply|respond|write|type your (?:reply|response)|please (?:reply|type your reply)) above this line"
    r"|(?:antworten sie|bitte antworten sie|antwort bitte|geben sie ihre antwort) (?:oberhalb|über) dieser (?:linie|zeile)(?: ein)?"
    r"|(?:répondez|veuillez répondre|répondre|(?:veuillez )?saisi(?:r|ssez) votre réponse) au-dessus de cette ligne"
    r"|(?:por favor,? )?(?:responda|escriba su respuesta|conteste) (?:por )?encima de esta l[ií]nea"
    r"|(?:por favor,? )?(?:responda|digite (?:a )?sua resposta|escreva (?:a )?sua resposta) acima desta linha"
    r"|(?:rispondi|risponda|(?:digita|inserisci|scrivi) la (?:tua )?risposta) sopra questa (?:linea|riga)"
    r"|(?:antwoord|(?:typ|schrijf) (?:uw|je) antwoord) boven deze (?:regel|lijn)"
    r"|(?:odpowiedz|wpisz odpowiedź) (?:powyżej|nad) (?:tej linii|tą linią)|skriv (?:dit|ditt) svar (?:over|ovenfor|ovanför) (?:denne|den här) (?:linje|linjen|raden)"
)
"""The line that a helpdesk asks to answer above of."""

_DEVICE: Final = (
    r"(?:iphone|ipad|ipod|android|samsung|galaxy|blackberry|smartphone|smart phone|tablet|outlook|yahoo|gmail|windows|proton ?mail|proton|nokia"
    r"|huawei|xiaomi|redmi|motorola|pixel|handheld|airmail|spark|thunderbird|tapatalk|mobile|mobil\w*|handy|phone|telefon\w*|téléphone|teléfono"
    r"|celular|móvil|telefone|cellulare|telefoon|mobiltelefon|apple|mail app|mail for|mail para|mail pour|mail für|web\.de|gmx|freenet|aol|mac)"
)
_TAIL: Final = (
    r"(?:[ ,(-]+(?:device|phone|smartphone|tablet|mobile|mail|mailbox|app|\w?\d\w*|plus|pro|mini|max|ultra|edge|note|for|für|para|pour|per|on|auf|using|with|mit|via|from"
    r"|by|powered|a|an|my|the|de|do|da|von|dem|iphone|ipad|ios|android|windows|outlook|yahoo|gmail|proton|network|verizon|wireless|at&t|t-mobile|lte|o2|vodafone"
    r"|orange|telekom|samsung|galaxy|secure|email|e-mail|gesendet|10)\b[.)]*)*"
)
_MY: Final = (
    r"(?:my |the |a |an |all new |meinem |mein |der |dem |mon |ma |mi |meu |minha |il |il mio |mijn |min |la |l['’])*"
)
DEVICES: Final = (
    rf"(?:sent|envoyé|enviado|inviato|verstuurd|verzonden|skickat|sendt|wysłane|отправлено|gesendet|diese nachricht wurde)"
    rf" (?:from|via|with|using|de|depuis|à partir de|desde|do|a partir do|pelo|dal?|vanaf|från|fra|z|с|von|mit|über) {_MY}{_DEVICE}{_TAIL}"
    rf"|von meinem {_DEVICE}{_TAIL} gesendet|(?:get|holen sie sich|obtenir|télécharger|obtener|obter o|scarica|download) outlook (?:for|für|pour|para|per|voor) \w{{2,10}}"
    r"|outlook für (?:ios|android)(?: beziehen)?|iphoneから送信|发自我的\s?\w{2,12}"
)
"""Whole lines that a telephone adds."""

LIST_WORDS: Final = (
    r"mailing list|mailing-list|mailman|listinfo|groups\.google\.com|google groups|google-gruppe|yahoo! groups|listserv"
    r"|un-?subscri(?:be|ption)|you (?:are receiving|received) this (?:message|e-?mail|mail) because|manage (?:your )?subscription"
    r"|reply to this e-?mail directly|mailingliste|abbestellen|abmelden|austragen|sie (?:erhalten|haben) diese (?:nachricht|e-?mail)"
    r"|liste de diffusion|désabonner|désinscrire|vous recevez (?:ce|cet)|lista de (?:correo|distribución|discussão|e-?mail)"
    r"|cancelar (?:la )?(?:suscripción|inscrição)|darse de baja|descadastrar|recibió este mensaje porque|recebeu esta mensagem porque"
    r"|lista di distribuzione|annullare l['’]iscrizione|uitschrijven|afmelden"
)
"""Words of the footer that a mailing list puts under each mail."""

CLOSINGS: Final = (
    r"(?:kind|best|warm|many|with (?:kind|best)) (?:regards|wishes)|regards|best|cheers|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)"
    r"|thanks(?: (?:and|&) regards)?|(?:mit )?(?:freundlichen|freundliche|besten|beste|vielen|viele|herzlichen|herzliche|liebe|schöne) (?:grüßen|grüssen|grüße|grüsse|gruß|gruss)"
    r"|mfg|vg|lg|gruß|gruss|grüße|hochachtungsvoll|(?:bien )?cordialement|sincères salutations|bien à vous|salutations"
    r"|(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|atenciosamente|att|cumprimentos|abraços?|abs|cordiali saluti|distinti saluti"
    r"|met vriendelijke groet(?:en)?|groeten|mvh|med vänliga hälsningar|med venlig hilsen"
)
"""How people take their leave; what stands below may be the card that their program adds."""

TRANSLATED: Final = r"translated by google|übersetzt von google|traduit par google|traduc(?:ido|ción) (?:por|de) google|traduzido pelo google|tradotto da google|vertaald door google"
ORIGINAL: Final = r"original|originale?|avis d['’]origine|origineel|texte d['’]origine"
"""Marks of a machine's translation and of the words that it was made from."""

REPLIED: Final = r"re|aw|antw|antwort|sv|vs|odp|ynt|res|ref|rif|回复|答复|回覆|ответ"
FORWARDED: Final = r"fwd?|wg|tr|rv|enc|doorst|vl|vb|i|pd|转发|轉寄|пересл"
"""What a program puts before the title of a mail that it answers or passes on."""
