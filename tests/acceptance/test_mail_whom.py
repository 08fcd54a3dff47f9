"""Only who stands in the envelope is answered, whatever other addresses a mail names; and told what that one may know.

gold.example is a customer's domain; a stranger gets a receipt that says nothing of any contract.
"""

from dataclasses import dataclass

import pytest

from tests.acceptance import mails, store
from tests.acceptance.mails import Desk
from tests.acceptance.running import ANN, DESK

TOLD, RECEIPT = "acknowledgement", "receipt"


@dataclass(frozen=True, slots=True)
class Sent:
    """Who stands in the envelope, in From and in other fields, and what sort of letter goes to the first."""

    words: str
    sender: str
    author: str
    kind: str
    fields: tuple[str, ...] = ()


MAILS = [
    Sent("one person", "whom1@gold.example", "whom1@gold.example", TOLD),
    Sent("answers wanted elsewhere", "whom2@gold.example", "whom2@gold.example", TOLD, ("Reply-To: eve@evil.example",)),
    Sent("a customer in From, a stranger in the envelope", "eve3@evil.example", ANN, RECEIPT),
    Sent("that, and answers to the customer", "eve4@evil.example", ANN, RECEIPT, (f"Reply-To: {ANN}",)),
    Sent("a customer in the envelope, a stranger in From", "whom5@gold.example", "eve@evil.example", TOLD),
    Sent("a colleague in the envelope", "whom6@gold.example", ANN, TOLD),
    Sent("two customers", "whom7@gold.example", "bob@matrix.example", TOLD),
    Sent("an address made for this mail alone", "news+whom8=gold.example@mailer.example", ANN, RECEIPT),
    Sent("a secretary", "whom9@gold.example", "boss@gold.example", TOLD, ("Sender: eve@evil.example",)),
    Sent(
        "reports wanted by others",
        "whom10@gold.example",
        "whom10@gold.example",
        TOLD,
        (
            "Return-Path: <eve@evil.example>",
            "Errors-To: eve@evil.example",
            "Return-Receipt-To: eve@evil.example",
            "Disposition-Notification-To: eve@evil.example",
            "Resent-From: eve@evil.example",
            "Mail-Followup-To: eve@evil.example",
            "X-Original-From: eve@evil.example",
            "Bcc: eve@evil.example",
        ),
    ),
    Sent(
        "a copy to others", "whom11@gold.example", "whom11@gold.example", TOLD, ("Cc: eve@evil.example, bob@b.example",)
    ),
]


@pytest.mark.parametrize("at", range(len(MAILS)), ids=[mail.words for mail in MAILS])
def test_the_answer_goes_to_the_envelope_sender(desk: Desk, at: int) -> None:
    mail, message_id = MAILS[at], f"<whom{at}@mails.example>"
    fields = (f"From: {mail.author}", f"To: {DESK}", "Subject: The export", *mail.fields)
    desk.take(mails.written(message_id, *fields), sender=mail.sender)
    store.until_quiet(desk.place)
    assert [answer.rcpt_to for answer in desk.answers(message_id)] == [(mail.sender,)]
    case = desk.became(message_id)["case_id"]
    assert store.column(desk.place, "SELECT kind FROM outbox WHERE case_id = ?", case) == [mail.kind]


def test_without_a_sender_in_the_envelope_a_known_from_is_not_answered(desk: Desk) -> None:
    desk.take(mails.letter("<nobody@mails.example>", sender=ANN), sender="")
    desk.rest()
    assert desk.became("<nobody@mails.example>")["outcome"] == "filed"
    assert not desk.answers("<nobody@mails.example>")


def test_no_other_address_was_ever_written_to(desk: Desk) -> None:
    """Whichever of the mails above came before."""
    desk.rest()
    written_to = {address for caught in desk.sink.caught for address in caught.rcpt_to}
    assert written_to <= {mail.sender for mail in MAILS} | {f"last{number}@rest.example" for number in range(1000)}
