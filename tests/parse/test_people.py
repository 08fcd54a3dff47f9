"""People who write about machines, quote them, pass them on or sound like them: each may be answered."""

import re
from pathlib import Path

import pytest

from intake.domain.message import AutomaticKind
from intake.parse.message import parse_mail
from tests.parse.test_automatic import mail
from tests.parse.test_systems import ORIGINAL

POSTFIX = f"""This is the mail system at host mx.vendor.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<help@vendor.example>: host mx.vendor.example[192.0.2.1] said: 550 5.7.1
    Relay access denied

{ORIGINAL}
"""
QMAIL = """Hi. This is the qmail-send program at mx.customer.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<help@vendor.example>:
550 5.1.1 no such user

--- Below this line is a copy of the message.
"""


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


ABOUT = [
    ("your mail to me bounced", "Your mail to me bounced, can you send it again?\n"),
    ("Mail delivery fails for all our invoices", "Since noon no invoice leaves the system.\n"),
    ("Mail delivery failed for 20 customers", "Hello,\n\nthe log says 550 5.7.1 relay denied for kim@other.example.\n"),
    ("Delivery failed: order 77", "The parcel never came. What now?\n"),
    ("Delivery report is missing in the portal", "We need the delivery report of March.\n"),
    ("Delivery status of our new licence?", "When will it be sent to us?\n"),
    ("Message not sent from the portal", "My message was not sent: the button does nothing.\n"),
    ("Mail to customers not sent since Monday", "We see 'could not be delivered' in the queue. Please help.\n"),
    ("Unable to deliver reports by e-mail", "The nightly report job stops with error 500. Can you look?\n"),
    ("Returned mail in our queue", "I found 14 of them, see below.\n\n" + POSTFIX),
    ("Failure notice in the log file", "The log shows a failure notice every hour.\n"),
    ("Undelivered orders", "Three orders were not delivered to the warehouse interface.\n"),
    ("Undeliverable addresses in the customer list", "How do I find them?\n"),
    ("User unknown when signing in", "Kim gets 'user unknown' at sign-in. Her address is kim@customer.example.\n"),
    ("Unknown user in the audit list", "An unknown user 550 changed the price list.\n"),
    ("Warning: message queue is full", "The ESB shows a warning, we cannot post.\n"),
    ("Message status stays at pending", "Status of EDI messages stays pending.\n"),
    ("Blocked mail from your domain", "Our filter blocked mail from you, I have released it now.\n"),
    ("postmaster account locked", "Our postmaster cannot sign in any more.\n"),
    ("MAILER-DAEMON mails flood our inbox", "We get hundreds of mails from MAILER-DAEMON. Is that you?\n"),
    ("Non-delivery of goods, contract 12", "We claim a refund.\n"),
    ("Automatic reply not sent to our customers", "The portal no longer sends automatic replies.\n"),
    ("Out of office replies are not sent", "Since the update nobody gets them.\n"),
    ("Vacation requests cannot be approved", "The button Approve is grey.\n"),
    ("Holiday calendar is wrong for Bavaria", "6 January is missing.\n"),
    ("On leave: please disable the account of Kim Lee", "She is on leave, and her account must be closed.\n"),
    ("On vacation next week", "Who at your side takes over our ticket?\n"),
    ("Absence module: wrong balance", "Balances are wrong since the update.\n"),
    ("Auto: error in vehicle module", "The module Auto shows no vehicles.\n"),
    ("OOO flag is not synchronised", "The flag stays red.\n"),
    ("Away status stuck", "The chat shows everybody as away.\n"),
    ("Read: access to invoices is missing", "I can write but not read.\n"),
    ("Read receipts are sent to everybody", "Is there a setting for the return receipt?\n"),
    ("Abuse report tool shows an error", "Error 500 when I file an abuse report.\n"),
    ("Bounce rate too high", "Our newsletter has a bounce rate of 30 %. Why?\n"),
    ("Complaint about invoice 1234", "The amount is wrong.\n"),
    ("Unsubscribe does not work", "Your portal ignores it.\n"),
    ("Zustellung der Rechnungen schlägt fehl", "Guten Tag,\n\nseit heute werden keine Rechnungen zugestellt.\n"),
    ("Nicht zustellbare Rechnungen", "Wir haben 20 Rechnungen, die nicht zugestellt werden konnten.\n"),
    ("Abwesenheit von Frau Maier eintragen", "Bitte tragen Sie die Abwesenheit ein.\n"),
    ("Urlaub: Konto falsch", "Das Urlaubskonto von Herrn Moser stimmt nicht.\n"),
    ("Échec de connexion", "Bonjour,\n\nle message n'a pas pu être envoyé depuis le portail.\n"),
    ("Non remis à jour depuis lundi", "Les prix ne sont pas à jour.\n"),
    ("No entregado: pedido 12", "Buenos días, el pedido no ha llegado.\n"),
    ("Mancata consegna del pacco", "Buongiorno, il pacco non è arrivato.\n"),
    ("Não foi possível entrar no portal", "Bom dia, não consigo entrar.\n"),
    ("Nie można dostarczyć raportu", "Dzień dobry, raport nie dochodzi do klienta.\n"),
    ("Не доставлен отчёт", "Здравствуйте, отчёт не доставлен клиенту.\n"),
    ("送信できません", "お世話になっております。ポータルから請求書を送信できません。\n"),
    ("Mail delivery subsystem of the portal is down", "Nothing is sent since noon. Can you restart it?\n"),
    ("Delivery notification for parcels", "Customers get no notice when a parcel could not be delivered to them.\n"),
    ("Warning: mail server certificate expires", "Your certificate for mail.vendor.example ends on Friday.\n"),
    ("Your message of Tuesday was not delivered to Kim", "Kim Lee (kim@customer.example) asks for a copy of it.\n"),
    ("Error sending invoices", "Every invoice to billing@other.example fails with 550 user unknown.\n"),
    ("退信问题", "您好，我们发送的发票被退信，请问怎么办？\n"),
]
QUOTED = [
    ("Re: Undelivered Mail Returned to Sender", "It works again now.\n\n" + quoted(POSTFIX)),
    ("RE: failure notice", "What does this mean?\n\n" + quoted(QMAIL)),
    ("AW: Unzustellbar: Rechnung", "Bitte prüfen.\n\nVon: Postmaster\nGesendet: heute\n\n" + POSTFIX),
    ("Fwd: Undelivered Mail Returned to Sender", "See below.\n\n---------- Forwarded message ---------\n" + POSTFIX),
    ("Fwd: failure notice", "---------- Forwarded message ---------\nFrom: MAILER-DAEMON@mx.example\n\n" + QMAIL),
    ("WG: Unzustellbar: Rechnung 17", "\n-----Ursprüngliche Nachricht-----\nVon: Postmaster\n\n" + POSTFIX),
    ("TR: Non remis : Facture", "Pour information\n\n" + POSTFIX),
    ("Bounce from your server", "Hi,\n\nI got this when I wrote to you:\n\n" + POSTFIX),
    ("Problem with your address", "When I mail you I get this:\n\n" + QMAIL),
    ("Undeliverable: Invoice 17", "Hello,\n\nI received this answer. What can I do?\n\n" + POSTFIX),
    ("Mail delivery failed: returning message to sender", "Hi,\n\nwhy do we get this?\n\n" + quoted(QMAIL)),
    ("Mail problem", "Wir bekommen seit heute:\n\n" + POSTFIX),
    ("Question", "On Tue, 3 Mar 2026 Mail Delivery System wrote:\n" + quoted(POSTFIX) + "\nIs this yours?\n"),
    ("Re: Out of office", "Then I ask your colleague: can you help?\n\n> I am out of the office until Monday.\n"),
    ("Re: Automatic reply: Invoices", "Thanks, it is solved.\n\n> Automatic reply: I am away until 9 March.\n"),
    ("AW: Automatische Antwort: Rechnung", "Danke, hat sich erledigt.\n"),
    ("Re: Read: Invoices", "Did you read it?\n\n> Your message was read on Tuesday.\n"),
    ("Re: Abwesenheitsnotiz", "Wer vertritt Sie?\n\n> Ich bin bis Montag nicht im Büro.\n"),
]


def _written() -> list[tuple[str, str]]:
    """The letters in `people`: a subject, then the words; a number at its end tells letters of one subject apart."""
    texts = [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "people").glob("*.txt"))]
    letters = [letter.partition("\n") for text in texts for letter in ("\n" + text).split("\n=== ")[1:]]
    return [(re.sub(r" #[0-9]$", "", subject), body) for subject, _, body in letters]


@pytest.mark.parametrize(
    ("subject", "body"), [pytest.param(subject, body, id=subject) for subject, body in ABOUT + QUOTED + _written()]
)
def test_a_person_may_be_answered(subject: str, body: str) -> None:
    parsed = parse_mail(mail({"Subject": subject}, body))
    assert (parsed.automatic.kind, parsed.why_not) == (AutomaticKind.NONE, None)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"From": "System Administrator <it@customer.example>"}, id="called System Administrator"),
        pytest.param({"From": "Admin <admin@customer.example>"}, id="writes from admin@"),
        pytest.param({"From": "Bouncer Club <bouncerclub@customer.example>"}, id="an address that begins with bounce"),
        pytest.param({"From": "Rita Daemon <rita.daemon@customer.example>"}, id="a family called Daemon"),
        pytest.param({"Return_Path": "<prvs=1234567890=lee@customer.example>"}, id="BATV tag in the envelope"),
        pytest.param({"Return_Path": "<SRS0=ab=cd=customer.example=lee@fwd.example>"}, id="forwarded with SRS"),
        pytest.param({"X_Mailer": "Microsoft Outlook 16.0"}, id="writes with Outlook"),
        pytest.param({"X_Mailer": "Internet Mail Service (5.5.2650.21)"}, id="writes through Exchange 5.5"),
        pytest.param({"In_Reply_To": "<ack-7@vendor.example>"}, id="answers our acknowledgement"),
        pytest.param({"Subject": ""}, id="no subject"),
        pytest.param({"From": "Root <root@customer.example>"}, id="writes from root@"),
        pytest.param({"From": "hostmaster@customer.example"}, id="writes from hostmaster@"),
        pytest.param({"From": "Notification Centre <notifications@customer.example>"}, id="an address for notices"),
        pytest.param({"From": "purchase-requests@customer.example"}, id="an address that ends in -requests"),
        pytest.param({"From": '"Delivery Team" <delivery@customer.example>'}, id="called Delivery Team"),
        pytest.param({"X_Ses_Outgoing": "2026.03.03", "Feedback_Id": "1:AmazonSES"}, id="sends through Amazon"),
        pytest.param(
            {"From": "Mail Server Team <it@customer.example>", "Subject": "Delivery problem with our invoices"},
            id="called Mail Server Team",
        ),
        pytest.param({"X_Nai_Header": "Modified by McAfee"}, id="behind a gateway of McAfee"),
        pytest.param({"X_Mailer": "SmarterMail Web"}, id="writes in the web mail of a mail server"),
        pytest.param({"Errors_To": "lee@customer.example"}, id="says where errors go"),
    ],
)
@pytest.mark.parametrize("body", ["Nothing works since noon.\n", "Mail delivery failed again, see the log.\n", QMAIL])
def test_who_only_looks_like_a_machine_is_a_person(changed: dict[str, str], body: str) -> None:
    body = body if body != QMAIL else "Can you help?\n\n" + quoted(QMAIL)
    assert parse_mail(mail(changed, body)).acknowledge


PARTS = f"""--b
Content-Type: text/plain

%s
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; help@vendor.example
Action: failed
Status: 5.1.1
--b
Content-Type: message/rfc822

{ORIGINAL}

Hello
--b--
"""
ATTACHED = f"""--b
Content-Type: text/plain

Can you see why this came back?
--b
Content-Type: message/rfc822

From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=c

{PARTS.replace("--b", "--c")}
--b--
"""


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        pytest.param("Fwd: Undelivered Mail Returned to Sender", PARTS % "See below.", id="its parts attached"),
        pytest.param("Came back", ATTACHED, id="the whole report attached"),
        pytest.param("Undelivered Mail Returned to Sender", ATTACHED, id="attached under its own subject"),
    ],
)
def test_a_person_who_passes_a_report_on_may_be_answered(subject: str, body: str) -> None:
    parsed = parse_mail(mail({"Subject": subject, "Content_Type": "multipart/mixed; boundary=b"}, body))
    assert (parsed.automatic.kind, parsed.why_not) == (AutomaticKind.NONE, None)
