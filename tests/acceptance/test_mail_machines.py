"""What lists, shops, complaint desks, readers' programs and calendars send is filed, and never answered."""

from dataclasses import dataclass

import pytest

from tests.acceptance import mails, store
from tests.acceptance.mails import Desk
from tests.acceptance.running import DESK

READER = "reader@gold.example"
IN_THREAD = ("In-Reply-To: <case@gold.example>",)
Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Machine:
    """A mail of a machine's: what it is called when it is filed, and its one telling field or part."""

    words: str
    kind: str
    field: str = "Subject: The export"
    content: Part = ("text/plain; charset=utf-8", "Please see below.\r\n")


def whole(kind: str, *parts: Part) -> Part:
    """Return the type and body of a mail of several parts, the first of them plain words."""
    every = (("text/plain", "Please see below."), *parts)
    body = "".join(f"--cut\r\nContent-Type: {type_}\r\n\r\n{content}\r\n" for type_, content in every)
    return f'multipart/{kind}; boundary="cut"', f"{body}--cut--\r\n"


def event(method: str) -> Part:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", "UID:1@gold.example")
    text = "\r\n".join((*lines, "SUMMARY:Talk", "END:VEVENT", "END:VCALENDAR"))
    return whole("alternative", (f"text/calendar; charset=utf-8; method={method}", text))


def read(what: str) -> Part:
    said = (
        "Reporting-UA: reader.example",
        f"Final-Recipient: rfc822;{READER}",
        f"Disposition: manual-action/x; {what}",
    )
    part = ("message/disposition-notification", "\r\n".join(said))
    return whole("report; report-type=disposition-notification", part)


ABUSE = ("message/feedback-report", "Feedback-Type: abuse\r\nUser-Agent: Loop/1.0\r\nVersion: 1\r\n")
BACK = ("text/rfc822-headers", "Subject: The export")
DMARC = "Subject: Report Domain: gold.example Submitter: mx.example Report-ID: <1@mx.example>"
ABOUT_ABUSE = whole("report; report-type=feedback-report", ABUSE, BACK)
MACHINES = [
    Machine("a list", "list", "List-Id: Users <users.gold.example>"),
    Machine("a newsletter", "list", "List-Unsubscribe: <https://gold.example/off>"),
    Machine("a list of an old program", "list", "X-Mailing-List: users@gold.example"),
    Machine("ezmlm", "list", "Mailing-List: contact users-help@gold.example; run by ezmlm"),
    Machine("bulk", "bulk", "Precedence: bulk"),
    Machine("an abuse report", "feedback_report", content=ABOUT_ABUSE),
    Machine("an abuse report that does not say so", "feedback_report", content=whole("mixed", ABUSE, BACK)),
    Machine("a DMARC report", "feedback_report", DMARC, whole("mixed", ("application/gzip; name=a.xml.gz", "x"))),
    Machine("a receipt that it was read", "read_receipt", content=read("displayed")),
    Machine("a receipt that it was deleted", "read_receipt", content=read("deleted")),
    Machine("an invitation is accepted", "calendar", "Subject: Accepted: Talk", event("REPLY")),
    Machine("another time is proposed", "calendar", "Subject: New time: Talk", event("COUNTER")),
    Machine("an invitation is withdrawn", "calendar", "Subject: Canceled: Talk", event("CANCEL")),
    Machine("an invitation", "calendar", "Subject: Talk", event("REQUEST")),
    Machine("an absence", "auto_reply", "Auto-Submitted: auto-replied"),
]


@pytest.fixture(scope="module")
def case(desk: Desk) -> int:
    """Let somebody have a case with an answer of ours; return its number."""
    desk.take(mails.letter("<case@gold.example>", sender=READER), sender=READER)
    store.until_quiet(desk.place)
    return int(desk.became("<case@gold.example>")["case_id"])


def send(desk: Desk, mail: Machine, message_id: str, *more: str) -> None:
    kind, body = mail.content
    head = (f"From: {READER}", f"To: {DESK}", mail.field, "MIME-Version: 1.0", f"Content-Type: {kind}", *more)
    desk.take(mails.written(message_id, *head, body=body), sender=READER)
    desk.rest()


@pytest.mark.parametrize("at", range(len(MACHINES)), ids=[mail.words for mail in MACHINES])
def test_it_is_filed_with_its_kind_and_with_its_case(desk: Desk, case: int, at: int) -> None:
    for message_id, thread, expected in ((f"<a{at}@m.example>", (), None), (f"<b{at}@m.example>", IN_THREAD, case)):
        send(desk, MACHINES[at], message_id, *thread)
        row = desk.became(message_id)
        assert (row["outcome"], row["reason"].partition(":")[0]) == ("filed", MACHINES[at].kind)
        assert row["case_id"] == expected
    assert len(desk.sink.to(READER)) == 1, "the answer to the case, and no other"
