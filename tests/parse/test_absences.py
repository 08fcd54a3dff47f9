"""Absences, receipts, robots and challenges that carry no mark: told by their words, in the common languages."""

import pytest

from intake.domain.message import AutomaticKind
from intake.parse.message import parse_mail
from tests.parse.test_automatic import mail

SUBJECTS = [
    ("English", "Automatic reply: Invoices"),
    ("English, Gmail", "Out of Office Re: Invoices"),
    ("English, in brackets", "[Auto-Reply] Invoices"),
    ("English, Notes", "AUTO: Lee Moss is out of the office (returning 03/09/2026)"),
    ("German", "Automatische Antwort: Rechnungen"),
    ("French", "Réponse automatique : Factures"),
    ("Spanish", "Respuesta automática: Facturas"),
    ("Italian", "Risposta automatica: Fatture"),
    ("Portuguese", "Resposta automática: Faturas"),
    ("Dutch", "Automatisch antwoord: Facturen"),
    ("Danish", "Automatisk svar: Fakturaer"),
    ("Swedish", "Autosvar: Fakturor"),
    ("Norwegian", "Fraværsmelding: Fakturaer"),
    ("Finnish", "Automaattinen vastaus: Laskut"),
    ("Polish", "Odpowiedź automatyczna: Faktury"),
    ("Czech", "Automatická odpověď: Faktury"),
    ("Russian", "Автоматический ответ: Счета"),
    ("Ukrainian", "Автоматична відповідь: Рахунки"),
    ("Turkish", "Otomatik Yanıt: Faturalar"),
    ("Japanese", "自動応答: 請求書"),
    ("Chinese", "自动答复: 发票"),
    ("Korean", "자동 회신: 송장"),
    ("Hungarian", "Automatikus válasz: számlák"),
    ("Romanian", "Răspuns automat: Facturi"),
    ("Greek", "Αυτόματη απάντηση: Τιμολόγια"),
    ("Hebrew", "מענה אוטומטי: חשבוניות"),
    ("Arabic", "رد تلقائي: الفواتير"),
]


@pytest.mark.parametrize("subject", [pytest.param(subject, id=language) for language, subject in SUBJECTS])
def test_the_subject_of_an_absence_is_enough(subject: str) -> None:
    parsed = parse_mail(mail({"Subject": subject}, "Until Monday.\n"))
    assert (parsed.automatic.kind, parsed.acknowledge) == (AutomaticKind.AUTO_REPLY, False)


WORDS = [
    ("Re: Invoices", "I am currently out of the office with no access to email. I will be back on 9 March.\n"),
    ("Invoices", "I'm on holiday until Monday. For urgent matters please contact kim@customer.example.\n"),
    ("Re: Rechnung", "Ich bin nicht im Büro. In dringenden Fällen wenden Sie sich an kim@customer.example.\n"),
    ("Absence", "Je suis absente jusqu'au 9 mars. En cas d'urgence, contactez kim@customer.example.\n"),
    ("Re: お問い合わせ", "3月9日まで休暇のため不在です。緊急の場合は kim@customer.example まで。\n"),
    ("Re: Invoices", "This is an automatic reply. Lee no longer works here.\n"),
    ("We have it", "Dear customer,\n\nthis is an automated confirmation that we have your letter.\n"),
    ("Rechnung", "Dies ist eine automatisch erzeugte Antwort.\n"),
    ("Facture", "Ceci est une réponse automatique.\n"),
    ("Request received", "##- Please type your reply above this line -##\n\nYour request is in our queue.\n"),
    ("Lee Moss", "This mailbox is not monitored.\n"),
    ("Your letter", "Your message is being held until you click the link below.\n"),
    ("SMS delivery report", "Status: DELIVERED.\n"),
]


@pytest.mark.parametrize(("subject", "body"), [pytest.param(*one, id=one[1][:40].strip()) for one in WORDS])
def test_what_only_a_program_writes_is_not_answered(subject: str, body: str) -> None:
    parsed = parse_mail(mail({"Subject": subject}, body))
    assert (parsed.automatic.kind, parsed.acknowledge) == (AutomaticKind.AUTO_REPLY, False)


RECEIPTS = [
    ("Read: Invoices", "Your message\n\n  To: Lee\n  Subject: Invoices\n\nwas read on Tuesday 9:20.\n"),
    ("Not read: Invoices", "Your message\n\nwas deleted without being read on Tuesday 9:20.\n"),
    ("Gelesen: Rechnung", "Ihre Nachricht wurde am Dienstag um 9:20 gelesen.\n"),
    ("Læst: Faktura", "Din meddelelse\n\n  Til: Lee\n  Emne: Faktura\n\nblev læst 9:20.\n"),
    ("읽음: 송장", "받는 사람: Lee\n제목: 송장\n보낸 날짜: 2026년 3월 3일 9:14\n"),
    ("Return Receipt (displayed) - Invoices", "This is a Return Receipt for the mail that you sent.\n"),
]


@pytest.mark.parametrize(("subject", "body"), [pytest.param(*one, id=one[0]) for one in RECEIPTS])
def test_a_read_receipt_without_its_type_is_not_answered(subject: str, body: str) -> None:
    parsed = parse_mail(mail({"Subject": subject}, body))
    assert (parsed.automatic.kind, parsed.acknowledge) == (AutomaticKind.READ_RECEIPT, False)


@pytest.mark.parametrize(
    "subject", ["Accepted: Maintenance", "Abgesagt: Wartung", "Refusé : Maintenance", "承諾: 保守"]
)
def test_an_answer_to_an_invitation_without_a_word_is_not_answered(subject: str) -> None:
    assert parse_mail(mail({"Subject": subject}, "")).automatic.kind is AutomaticKind.CALENDAR
    assert parse_mail(mail({"Subject": subject}, "The order was accepted, but where is it?\n")).acknowledge


def test_a_dmarc_report_is_known_by_its_file() -> None:
    head = {"Subject": "DMARC report for vendor.example", "Content_Type": "multipart/mixed; boundary=b"}
    packed = "--b\n\nSee the file.\n--b\nContent-Type: application/gzip\n\nH4sI\n--b--\n"
    assert parse_mail(mail(head, packed)).automatic.kind is AutomaticKind.FEEDBACK_REPORT
    assert parse_mail(mail(head, "--b\n\nYour server fails DMARC at our side.\n--b--\n")).acknowledge
