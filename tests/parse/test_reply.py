"""New words, quoted words and signature, as the mail programs of many countries mix them."""

import pytest

from intake.parse.new_words.reply import split_reply

ANSWER = "The import still fails since this morning."
OLD = "Could you try it once more, please?"


def quoted(attribution: str) -> str:
    return f"{ANSWER}\n\n{attribution}\n\n> {OLD}\n> Kim\n"


def unprefixed(introduction: str) -> str:
    return f"{ANSWER}\n\n{introduction}\n\n{OLD}\nKim\n"


ATTRIBUTIONS = {
    "English, Gmail": "On Tue, Mar 3, 2026 at 9:14 AM Kim Vale <kim@vendor.example> wrote:",
    "English, Gmail folded": "On Tue, Mar 3, 2026 at 9:14 AM Kim Vale <\nkim@vendor.example> wrote:",
    "English, Gmail folded before wrote": "On Tue, Mar 3, 2026 at 9:14 AM Kim Vale <kim@vendor.example>\nwrote:",
    "English, Apple Mail": "On 3 Mar 2026, at 09:14, Kim Vale <kim@vendor.example> wrote:",
    "English, Apple Mail without address": "On Mar 3, 2026, at 9:14 AM, Kim Vale wrote:",
    "English, Thunderbird": "On 3/3/26 9:14 AM, Kim Vale wrote:",
    "English, Yahoo": "On Tuesday, March 3, 2026 at 09:14:00 AM EST, Kim Vale <kim@vendor.example> wrote:",
    "English, Zoho": "---- On Tue, 03 Mar 2026 09:14:00 +0000 Kim Vale <kim@vendor.example> wrote ----",
    "English, date in ISO form": "On 2026-03-03 09:14, Kim Vale wrote:",
    "German, Gmail": "Am Di., 3. März 2026 um 09:14 Uhr schrieb Kim Vale <kim@vendor.example>:",
    "German, Gmail folded": "Am Di., 3. März 2026 um 09:14 Uhr schrieb Kim Vale <\nkim@vendor.example>:",
    "German, Thunderbird": "Am 03.03.26 um 09:14 schrieb Kim Vale:",
    "German, Apple Mail": "Am 03.03.2026 um 09:14 schrieb Kim Vale <kim@vendor.example>:",
    "French, Gmail": "Le mar. 3 mars 2026 à 09:14, Kim Vale <kim@vendor.example> a écrit :",
    "French, Thunderbird": "Le 03/03/2026 à 09:14, Kim Vale a écrit\xa0:",
    "French, Apple Mail": "Le 3 mars 2026 à 09:14, Kim Vale <kim@vendor.example> a écrit :",
    "Spanish, Gmail": "El mar, 3 mar 2026 a las 9:14, Kim Vale (<kim@vendor.example>) escribió:",
    "Spanish, Thunderbird": "El 3/3/26 a las 9:14, Kim Vale escribió:",
    "Italian, Gmail": "Il giorno mar 3 mar 2026 alle ore 09:14 Kim Vale <kim@vendor.example> ha scritto:",
    "Italian, Thunderbird": "Il 03/03/2026 09:14, Kim Vale ha scritto:",
    "Portuguese, Gmail": "Em ter., 3 de mar. de 2026 às 09:14, Kim Vale <kim@vendor.example> escreveu:",
    "Portuguese, Portugal": "Kim Vale <kim@vendor.example> escreveu (terça, 3/03/2026 à(s) 09:14):",
    "Dutch, Gmail": "Op di 3 mrt 2026 om 09:14 schreef Kim Vale <kim@vendor.example>:",
    "Dutch, Thunderbird": "Op 03-03-2026 om 09:14 schreef Kim Vale:",
    "Danish, Gmail": "Den tirs. 3. mar. 2026 kl. 09.14 skrev Kim Vale <kim@vendor.example>:",
    "Danish, Apple Mail": "Den 3. mar. 2026 kl. 09.14 skrev Kim Vale <kim@vendor.example>:",
    "Swedish, Gmail": "Den tis 3 mars 2026 kl 09:14 skrev Kim Vale <kim@vendor.example>:",
    "Swedish, without Den": "tis 3 mars 2026 kl. 09:14 skrev Kim Vale <kim@vendor.example>:",
    "Norwegian, Gmail": "tir. 3. mar. 2026 kl. 09:14 skrev Kim Vale <kim@vendor.example>:",
    "Polish, Gmail": "wt., 3 mar 2026 o 09:14 Kim Vale <kim@vendor.example> napisał(a):",
    "Polish, Thunderbird": "W dniu 3.03.2026 o 09:14, Kim Vale pisze:",
    "Czech, Gmail": "út 3. 3. 2026 v 9:14 odesílatel Kim Vale <kim@vendor.example> napsal:",
    "Czech, Thunderbird": "Dne 03. 03. 26 v 9:14 Kim Vale napsal(a):",
    "Russian, Gmail": "вт, 3 мар. 2026 г. в 09:14, Kim Vale <kim@vendor.example>:",
    "Russian, Thunderbird": "03.03.2026 09:14, Kim Vale пишет:",
    "Ukrainian, Gmail": "вт, 3 бер. 2026 р. о 09:14 Kim Vale <kim@vendor.example> пише:",
    "Turkish, Gmail": "Kim Vale <kim@vendor.example>, 3 Mar 2026 Sal, 09:14 tarihinde şunu yazdı:",
    "Japanese, Gmail": "2026年3月3日(火) 9:14 Kim Vale <kim@vendor.example>:",
    "Japanese, Apple Mail": "2026/03/03 9:14、Kim Vale <kim@vendor.example>のメール:",
    "Chinese, Gmail": "Kim Vale <kim@vendor.example> 于2026年3月3日周二 09:14写道：",
    "Chinese, Apple Mail": "在 2026年3月3日，09:14，Kim Vale <kim@vendor.example> 写道：",
    "Chinese, Taiwan": "Kim Vale <kim@vendor.example> 於 2026年3月3日 週二 上午9:14寫道：",
    "Dutch, Apple Mail": "Op 3 mrt. 2026, om 09:14 heeft Kim Vale <kim@vendor.example> het volgende geschreven:",
    "Polish, Apple Mail": "Wiadomość napisana przez Kim Vale <kim@vendor.example> w dniu 03.03.2026, o godz. 09:14:",
    "Turkish, Apple Mail": "Kim Vale <kim@vendor.example> şunları yazdı (3 Mar 2026 09:14):",
    "Finnish, Gmail": "ti 3. maalisk. 2026 klo 9.14 Kim Vale (kim@vendor.example) kirjoitti:",
    "Hungarian, Gmail": "Kim Vale <kim@vendor.example> ezt írta (időpont: 2026. márc. 3., K, 9:14):",
    "Romanian, Gmail": "În mar., 3 mar. 2026 la 09:14, Kim Vale <kim@vendor.example> a scris:",
    "Korean, Gmail": "2026년 3월 3일 (화) 오전 9:14, Kim Vale <kim@vendor.example>님이 작성:",
    "Greek, Gmail": "Στις Τρί 3 Μαρ 2026 στις 9:14 π.μ., ο χρήστης Kim Vale <kim@vendor.example>\nέγραψε:",
    "Vietnamese, Gmail": "Vào Th 3, 3 thg 3, 2026 vào lúc 09:14 Kim Vale <kim@vendor.example> đã viết:",
    "German, Yahoo": "Am Dienstag, 3. März 2026 um 09:14:01 MEZ hat Kim Vale <kim@vendor.example> Folgendes "
    "geschrieben:",
    "German, GMX name first": "Kim Vale <kim@vendor.example> schrieb am Di., 3. März 2026 um 09:14 Uhr:",
    "English, Spark": "On 3 Mar 2026 at 9:14 AM +0100, Kim Vale <kim@vendor.example>, wrote:",
    "English, Superhuman": "On Tue, Mar 03, 2026 at 9:14 AM, Kim Vale < kim@vendor.example > wrote:",
    "English, Airmail": "On March 3, 2026 at 9:14:22 AM, Kim Vale (kim@vendor.example) said:",
    "English, mutt": "On Tue, Mar 03, 2026 at 09:14:22AM +0100, Kim Vale wrote:",
    "English, Lotus Notes": "Kim Vale <kim@vendor.example> wrote on 03/03/2026 09:14:22 AM:",
    "English, iNotes": "-----Kim Vale <kim@vendor.example> wrote: -----",
    "English, old Gmail": "2026-03-03 9:14 GMT+01:00 Kim Vale <\nkim@vendor.example>:",
    "English, address linked": "On Tue, Mar 3, 2026 at 9:14 AM Kim "
    "<kim@vendor.example<mailto:kim@vendor.example>> wrote:",
    "Russian, Mail.ru": "Вторник, 3 марта 2026, 9:14 +03:00 от Kim Vale <kim@vendor.example>:",
    "name and address only": "Kim Vale <kim@vendor.example> wrote:",
    "name only, above quote marks": "Kim Vale wrote:",
}

COPIED_HEADERS = {
    "English, Outlook": "From: Kim Vale <kim@vendor.example>\n"
    "Sent: Tuesday, March 3, 2026 9:14 AM\nTo: Lee\nSubject: RE: Import",
    "English, Outlook with a rule": "________________________________\nFrom: Kim Vale\n"
    "Sent: Tuesday, March 3, 2026 9:14 AM\n"
    "To: Lee Moss <lee@customer.example>;\n Pat <pat@customer.example>\nSubject: RE: Import",
    "English, bold marks": "*From:* Kim Vale [mailto:kim@vendor.example]\n"
    "*Sent:* Tuesday, March 3, 2026\n*To:* Lee\n*Subject:* Import",
    "English, Original Message": "-----Original Message-----\nFrom: Kim Vale\nSent: Tuesday\nTo: Lee\nSubject: Import",
    "English, Original Message alone": "-------- Original Message --------",
    "German": "Von: Kim Vale <kim@vendor.example>\n"
    "Gesendet: Dienstag, 3. März 2026 09:14\nAn: Lee\nBetreff: AW: Import",
    "German, ruled": "-----Ursprüngliche Nachricht-----\nVon: Kim Vale\n"
    "Gesendet: Dienstag, 3. März 2026\nAn: Lee\nBetreff: Import",
    "French": "De : Kim Vale <kim@vendor.example>\nEnvoyé : mardi 3 mars 2026 09:14\nÀ : Lee\nObjet : RE: Import",
    "French, ruled": "-----Message d'origine-----",
    "Spanish": "De: Kim Vale <kim@vendor.example>\n"
    "Enviado el: martes, 3 de marzo de 2026 9:14\nPara: Lee\nAsunto: RE: Import",
    "Italian": "Da: Kim Vale <kim@vendor.example>\nInviato: martedì 3 marzo 2026 09:14\nA: Lee\nOggetto: R: Import",
    "Portuguese": "De: Kim Vale <kim@vendor.example>\n"
    "Enviado: terça-feira, 3 de março de 2026 09:14\nPara: Lee\nAssunto: RE: Import",
    "Dutch": "Van: Kim Vale <kim@vendor.example>\n"
    "Verzonden: dinsdag 3 maart 2026 09:14\nAan: Lee\nOnderwerp: RE: Import",
    "Danish": "Fra: Kim Vale <kim@vendor.example>\nSendt: 3. marts 2026 09:14\nTil: Lee\nEmne: SV: Import",
    "Swedish": "Från: Kim Vale <kim@vendor.example>\nSkickat: den 3 mars 2026 09:14\nTill: Lee\nÄmne: SV: Import",
    "Norwegian": "Fra: Kim Vale <kim@vendor.example>\nSendt: tirsdag 3. mars 2026 09:14\nTil: Lee\nEmne: SV: Import",
    "Polish": "Od: Kim Vale <kim@vendor.example>\nWysłano: wtorek, 3 marca 2026 09:14\nDo: Lee\nTemat: ODP: Import",
    "Czech": "Od: Kim Vale <kim@vendor.example>\nOdesláno: úterý 3. března 2026 9:14\nKomu: Lee\nPředmět: RE: Import",
    "Russian": "От: Kim Vale <kim@vendor.example>\nОтправлено: 3 марта 2026 г. 9:14\nКому: Lee\nТема: RE: Import",
    "Ukrainian": "Від: Kim Vale <kim@vendor.example>\nНадіслано: 3 березня 2026 р. 9:14\nКому: Lee\nТема: RE: Import",
    "Turkish": "Kimden: Kim Vale <kim@vendor.example>\n"
    "Gönderildi: 3 Mart 2026 Salı 09:14\nKime: Lee\nKonu: YNT: Import",
    "Japanese": "差出人: Kim Vale <kim@vendor.example>\n送信日時: 2026年3月3日 9:14\n宛先: Lee\n件名: RE: Import",
    "Chinese": "发件人: Kim Vale <kim@vendor.example>\n发送时间: 2026年3月3日 9:14\n收件人: Lee\n主题: 回复: Import",
    "Chinese, QQ": '------------------ 原始邮件 ------------------\n发件人: "Kim" <kim@vendor.example>;\n'
    "发送时间: 2026年3月3日\n主题: Import",
    "Finnish": "Lähettäjä: Kim Vale <kim@vendor.example>\nLähetetty: 3. maaliskuuta 2026 9.14\nVastaanottaja: Lee\n"
    "Aihe: VS: Import",
    "Hungarian": "Feladó: Kim Vale <kim@vendor.example>\nElküldve: 2026. március 3. 9:14\nCímzett: Lee\nTárgy: Import",
    "Romanian": "De la: Kim Vale <kim@vendor.example>\nTrimis: 3 martie 2026 09:14\nCătre: Lee\nSubiect: Import",
    "Korean": "보낸 사람: Kim Vale <kim@vendor.example>\n보낸 날짜: 2026년 3월 3일\n받는 사람: Lee\n제목: Import",
    "Chinese, Taiwan": "寄件者: Kim Vale <kim@vendor.example>\n寄件日期: 2026年3月3日\n收件者: Lee\n主旨: Import",
    "Zimbra, French": "----- Mail original -----\nDe: Kim Vale <kim@vendor.example>\nÀ: Lee\nObjet: Import",
    "eM Client, without colons": '------ Original Message ------\nFrom "Kim Vale" <kim@vendor.example>\nTo "Lee"',
    "NetEase, a table": "---- Replied Message ----\n| From | Kim<kim@vendor.example> |\n| Date | 3/3/2026 |\n"
    "| To | Lee |\n| Subject | Import |",
    "all on one line": "From: Kim Vale [mailto:kim@vendor.example] Sent: Tuesday, March 3, 2026 To: Lee Subject: "
    "Import",
    "a language without a table": "________________________________\nXde: Kim <kim@vendor.example>\nXle: 3 2026 9:14\n"
    "Xa: Lee",
    "reply above this line": "##- Please type your reply above this line -##",
    "reply above, German": "---- Bitte antworten Sie oberhalb dieser Zeile ----",
}

PHONE_NOTICES = [
    "Sent from my iPhone",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from Outlook for Android",
    "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "Sent with Proton Mail secure email.",
    "Von meinem iPhone gesendet",
    "Gesendet von Outlook für iOS",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon téléphone",
    "Enviado desde mi iPhone",
    "Enviado do meu iPhone",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Sendt fra min iPhone",
    "Skickat från min iPhone",
    "Wysłane z iPhone'a",
    "Odesláno z iPhonu",
    "Отправлено с iPhone",
    "Надіслано з iPhone",
    "iPhone'umdan gönderildi",
    "iPhoneから送信",
    "发自我的iPhone",
    "从我的 iPhone 发送",
    "나의 iPhone에서 보냄",
    "Trimis de pe iPhone-ul meu",
    "Στάλθηκε από το iPhone μου",
    "Von meinem/meiner Galaxy gesendet",
    "Envoyé depuis mon appareil Galaxy",
    "Télécharger Outlook pour iOS<https://aka.ms/o0ukef>",
    "Hämta Outlook för Android<https://aka.ms/AAb9ysg>",
    "iOS için Outlook'u edinin<https://aka.ms/o0ukef>",
    "Sent with [Proton Mail](https://proton.me/) secure email.",
    "Sent via Superhuman ( https://sprh.mn/?vip=lee@customer.example )",
    "Sent from my Verizon, Samsung Galaxy smartphone",
    "Sent from my phone, please excuse typos",
    "Sent from Mailspring (https://getmailspring.com/), the best free email app for work",
    "(sent from my phone)",
    "Virus-free. www.avast.com",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
def test_words_above_an_attribution_are_new(attribution: str) -> None:
    split = split_reply(quoted(attribution))
    assert split.reply_text == ANSWER
    assert OLD in split.quoted_text
    assert attribution.split(maxsplit=1)[0] in split.quoted_text


@pytest.mark.parametrize(
    "attribution",
    [one for name, one in ATTRIBUTIONS.items() if "name only" not in name],
    ids=[name for name in ATTRIBUTIONS if "name only" not in name],
)
def test_a_quote_without_marks_is_still_a_quote(attribution: str) -> None:
    assert split_reply(unprefixed(attribution)).reply_text == ANSWER


@pytest.mark.parametrize("headers", COPIED_HEADERS.values(), ids=COPIED_HEADERS.keys())
def test_words_above_copied_headers_are_new(headers: str) -> None:
    split = split_reply(unprefixed(headers))
    assert split.reply_text == ANSWER
    assert OLD in split.quoted_text


@pytest.mark.parametrize("notice", PHONE_NOTICES)
def test_a_phone_notice_is_a_signature(notice: str) -> None:
    split = split_reply(f"{ANSWER}\n\n{notice}\n")
    assert split.reply_text == ANSWER
    assert split.signature == notice
