"""Mail that only looks like a machine's is answered; a follow-up and what was never meant for us are not."""

from dataclasses import dataclass

import pytest

from tests.acceptance import mails, store
from tests.acceptance.mails import Desk
from tests.acceptance.running import DESK


@dataclass(frozen=True, slots=True)
class Person:
    """A mail of somebody who wants an answer, though a word of it reminds of a machine."""

    words: str
    fields: tuple[str, ...] = ()
    subject: str = "The export"
    local: str = ""
    to: str = DESK
    body: str = "The export does not work.\r\n"


PEOPLE = [
    Person("Auto-Submitted: no", ("Auto-Submitted: no",)),
    Person("Auto-Submitted: No, with a parameter", ("Auto-Submitted: No; reason=person",)),
    Person("Auto-Submitted: NO, with a comment", ("AUTO-SUBMITTED: (by hand) NO",)),
    Person("an ordinary precedence", ("Precedence: first-class",)),
    Person("wants no reports, takes answers", ("X-Auto-Response-Suppress: DR, RN, NRN",)),
    Person("no spam", ("X-Spam-Flag: NO", "X-Spam-Status: No, score=-1.0")),
    Person("a list's word within a name", local="requests-team"),
    Person("a machine's word within a name", local="postmasters.friend"),
    Person("absence is the matter", subject="Vacation requests are not exported"),
    Person("asks about our own answer", subject="Re: Automatic reply: The export"),
    Person("a copy to us only", ("Cc: Support <support@desk.example>",), to="kim@gold.example"),
    Person("says no more than thanks", body="Thank you for your mail.\r\n"),
    Person("a blind copy to us", to="undisclosed-recipients:;"),
]


@pytest.mark.parametrize("at", range(len(PEOPLE)), ids=[mail.words for mail in PEOPLE])
def test_a_person_is_answered(desk: Desk, at: int) -> None:
    mail, message_id = PEOPLE[at], f"<person{at}@gold.example>"
    sender = f"{mail.local or f'person{at}'}@gold.example"
    fields = (f"From: {sender}", f"To: {mail.to}", f"Subject: {mail.subject}", *mail.fields)
    desk.take(mails.written(message_id, *fields, body=mail.body), sender=sender)
    store.until_quiet(desk.place)
    assert [answer.rcpt_to for answer in desk.answers(message_id)] == [(sender,)], desk.silence(message_id)


def test_what_was_sent_to_others_and_only_handed_to_our_postmaster(desk: Desk) -> None:
    raw = mails.letter("<astray@gold.example>", sender="astray@gold.example").replace(b"To: support@", b"To: kim@")
    desk.take(raw, sender="astray@gold.example", to="postmaster")
    desk.rest()
    assert "none of To, Cc and the envelope" in desk.silence("<astray@gold.example>")
    assert not desk.answers("<astray@gold.example>")


def test_a_follow_up_gets_no_second_answer(desk: Desk) -> None:
    sender = "again@gold.example"
    desk.take(mails.letter("<once@gold.example>", sender=sender), sender=sender)
    store.until_quiet(desk.place)
    desk.take(mails.letter("<twice@gold.example>", sender=sender, in_reply_to="<once@gold.example>"), sender=sender)
    desk.rest()
    assert desk.became("<twice@gold.example>")["outcome"] == "continued"
    assert len(desk.sink.to(sender)) == 1
