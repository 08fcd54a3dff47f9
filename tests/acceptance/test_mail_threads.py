"""Which case a mail continues, and who gets into one: a number, a Message-ID or a token alone lets no stranger in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from intake.thread.token import Purpose, Signer
from tests.acceptance import mails, store
from tests.acceptance.mails import Desk
from tests.acceptance.running import DESK, SECRET

SIGNER = Signer(f"{SECRET} {DESK}".encode())
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=400)
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case of gold.example with what may name it: its number, the Message-IDs of its mail and of our answer."""

    number: int
    sender: str
    theirs: str
    ours: str


@pytest.fixture
def opened(desk: Desk) -> Opened:
    return a_case(desk)


def a_case(desk: Desk) -> Opened:
    sender = f"thread{next(_numbers)}@gold.example"
    desk.take(mails.letter(f"<{sender}>", sender=sender), sender=sender)
    store.until_quiet(desk.place)
    number = desk.became(f"<{sender}>")["case_id"]
    (ours,) = store.column(desk.place, "SELECT message_id FROM outbox WHERE case_id = ?", number)
    return Opened(number, sender, f"<{sender}>", ours)


def follow(desk: Desk, sender: str, *fields: str, to: str = DESK, subject: str = "Once more") -> int:
    """Let somebody write; return the case that the mail is in."""
    message_id = f"<follow{next(_numbers)}@mails.example>"
    head = (f"From: {sender}", f"To: {to}", f"Subject: {subject}", *fields)
    desk.take(mails.written(message_id, *head, body="It stopped again."), sender=sender, to=to)
    store.until_quiet(desk.place)
    return int(desk.became(message_id)["case_id"])


def told(case: Opened, way: str) -> dict[str, str]:
    """Return how a mail names a case: fields, recipient and subject."""
    ways = {
        "In-Reply-To our answer": {"field": f"In-Reply-To: {case.ours}"},
        "In-Reply-To their own mail": {"field": f"In-Reply-To: {case.theirs}"},
        "References alone": {"field": f"References: <x@elsewhere.example> {case.theirs} {case.ours}"},
        "References, and a stranger's last": {"field": f"References: {case.ours} <x@elsewhere.example>"},
        "the signed address": {"to": SIGNER.address(DESK, Purpose.CASE, case.number, NOW)},
        "the tag in the subject": {"subject": f"Re: The export [case {case.number}]"},
        "an address that has expired": {"to": SIGNER.address(DESK, Purpose.CASE, case.number, LONG_AGO)},
        "an address signed for another case": {
            "to": SIGNER.address(DESK, Purpose.CASE, 7, NOW).replace("+c7.", f"+c{case.number}.")
        },
        "an address with a guessed signature": {"to": f"support+c{case.number}.zzz.aaaaaaaaaaaaaaaa@desk.example"},
        "a bounce address made into a case's": {
            "to": SIGNER.address(DESK, Purpose.BOUNCE, case.number, NOW).replace("+b", "+c")
        },
        "the address of engineers": {"to": SIGNER.address(DESK, Purpose.ENGINEER, case.number, NOW)},
    }
    return ways[way]


def send_about(desk: Desk, sender: str, case: Opened, way: str) -> int:
    said = told(case, way)
    fields = [said["field"]] if "field" in said else []
    return follow(desk, sender, *fields, to=said.get("to", DESK), subject=said.get("subject", "Once more"))


NAMED = [
    "In-Reply-To our answer",
    "In-Reply-To their own mail",
    "References alone",
    "References, and a stranger's last",
    "the signed address",
    "the tag in the subject",
    "an address that has expired",
]
NO_PROOF = [way for way in NAMED if way != "the signed address"] + [
    "an address signed for another case",
    "an address with a guessed signature",
    "a bounce address made into a case's",
    "the address of engineers",
]


@pytest.mark.parametrize("way", NAMED)
def test_the_contact_continues_the_case(desk: Desk, opened: Opened, way: str) -> None:
    assert send_about(desk, opened.sender, opened, way) == opened.number
    assert len(desk.sink.to(opened.sender)) == 1, "one answer a case"


@pytest.mark.parametrize("way", NAMED)
def test_a_colleague_continues_the_case(desk: Desk, opened: Opened, way: str) -> None:
    assert send_about(desk, f"colleague{next(_numbers)}@gold.example", opened, way) == opened.number


@pytest.mark.parametrize("way", NO_PROOF)
@pytest.mark.parametrize("domain", ["evil.example", "matrix.example"], ids=["a stranger", "another customer"])
def test_nobody_else_gets_in(desk: Desk, opened: Opened, domain: str, way: str) -> None:
    sender = f"eve{next(_numbers)}@{domain}"
    number = send_about(desk, sender, opened, way)
    assert number != opened.number
    assert store.count(desk.place, "SELECT id FROM messages WHERE case_id = ?", opened.number) == 1
    assert store.column(desk.place, "SELECT contact_address FROM cases WHERE id = ?", number) == [sender]
    assert not any(f"[case {opened.number}]".encode() in caught.raw for caught in desk.sink.to(sender))


def test_who_was_passed_a_letter_of_ours_joins_and_is_told_nothing(desk: Desk, opened: Opened) -> None:
    """The signed address is in our letters alone; who holds it was shown one."""
    friend = f"friend{next(_numbers)}@elsewhere.example"
    assert send_about(desk, friend, opened, "the signed address") == opened.number
    desk.rest()
    assert desk.sink.to(friend) == []
    assert len(desk.sink.to(opened.sender)) == 1


ORDER = [
    pytest.param("In-Reply-To our answer", "References alone", id="In-Reply-To before References"),
    pytest.param("In-Reply-To our answer", "the signed address", id="In-Reply-To before a signed address"),
    pytest.param("References alone", "the signed address", id="References before a signed address"),
    pytest.param("References alone", "the tag in the subject", id="References before a tag"),
    pytest.param("the signed address", "the tag in the subject", id="a signed address before a tag"),
]


@pytest.mark.parametrize(("first", "second"), ORDER)
def test_what_is_surer_is_believed(desk: Desk, opened: Opened, first: str, second: str) -> None:
    other = a_case(desk)
    said, against = told(opened, first), told(other, second)
    fields = [one["field"] for one in (said, against) if "field" in one]
    merged = {**against, **said}
    number = follow(desk, opened.sender, *fields, to=merged.get("to", DESK), subject=merged.get("subject", "Once more"))
    assert number == opened.number


def test_references_are_read_from_the_right(desk: Desk, opened: Opened) -> None:
    other = a_case(desk)
    assert follow(desk, opened.sender, f"References: {opened.ours} {other.ours}") == other.number
    assert follow(desk, opened.sender, f"References: {other.ours} {opened.ours}") == opened.number


def test_a_thread_that_nobody_knows_opens_a_case(desk: Desk, opened: Opened) -> None:
    number = follow(desk, opened.sender, "In-Reply-To: <never@elsewhere.example>", subject="Re: [case 999999]")
    assert number > opened.number
