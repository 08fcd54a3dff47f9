"""Which case a message names, in the order it is believed, and who may join it."""

from datetime import UTC, datetime

import pytest

from intake.domain.case import Case
from intake.domain.contract import Channel
from intake.domain.customer import Customer, Sender
from intake.domain.identity import Degree
from intake.domain.message import Envelope
from intake.parse.message import parse_mail
from intake.thread.continues import ByMessageId, ByNumber, may_join, references
from intake.thread.token import Purpose, Signer

SIGNER = Signer(b"the desk's own secret")
NOW = datetime(2026, 5, 12, 14, tzinfo=UTC)
LONG_AGO = datetime(2025, 5, 12, 14, tzinfo=UTC)
TOKEN = SIGNER.address("support@desk.example", Purpose.CASE, 1001, NOW)
OLD = SIGNER.address("support@desk.example", Purpose.CASE, 1001, LONG_AGO)
ENGINEERS = SIGNER.address("support@desk.example", Purpose.ENGINEER, 1001, NOW)
TOKEN_2 = SIGNER.address("support@desk.example", Purpose.CASE, 1002, NOW)


def named(*headers: str, rcpt_to: tuple[str, ...] = ("support@desk.example",)) -> list[str]:
    """Return what a message with these headers refers to, as a support manager would say it."""
    raw = "\r\n".join(("From: ann@acme.example", *headers, "", "It still fails.", "")).encode()
    envelope = Envelope(raw=raw, received_at=NOW, mail_from="ann@acme.example", rcpt_to=rcpt_to)
    words = {ByMessageId: lambda found: found.message_id, ByNumber: said}
    return [words[type(found)](found) for found in references(parse_mail(raw), envelope, SIGNER)]


def said(found: ByNumber) -> str:
    return f"case {found.case_id} {'proved' if found.proved else 'said'}"


@pytest.mark.parametrize(
    ("headers", "rcpt_to", "expected"),
    [
        pytest.param(("Subject: Hello",), (), [], id="a new message names nothing"),
        pytest.param(("In-Reply-To: <1@d>",), (), ["<1@d>"], id="In-Reply-To"),
        pytest.param(("References: <1@d> <2@d> <3@d>",), (), ["<3@d>", "<2@d>", "<1@d>"], id="the newest comes first"),
        pytest.param(
            ("In-Reply-To: <2@d>", "References: <1@d> <2@d> <3@d>"),
            (),
            ["<2@d>", "<3@d>", "<1@d>"],
            id="In-Reply-To before References, and only once",
        ),
        pytest.param(("References: <1@d>\r\n <2@d>",), (), ["<2@d>", "<1@d>"], id="folded over two lines"),
        pytest.param((), (TOKEN,), ["case 1001 proved"], id="the signed address in the envelope"),
        pytest.param((f"To: Support <{TOKEN}>",), (), ["case 1001 proved"], id="the signed address in To"),
        pytest.param((f"Cc: {TOKEN.upper()}",), (), ["case 1001 proved"], id="upper-cased in Cc"),
        pytest.param((f"Bcc: {TOKEN}",), (), [], id="Bcc is nobody's business"),
        pytest.param(
            ("To: " + TOKEN.replace("1001", "1002"),), (), [], id="a signed address with its number changed is ignored"
        ),
        pytest.param(
            ("To: " + SIGNER.address("support@desk.example", Purpose.BOUNCE, 1001, NOW),),
            (),
            [],
            id="a bounce address names no case",
        ),
        pytest.param((), (OLD,), ["case 1001 said"], id="a signed address that has expired proves nothing"),
        pytest.param((), (ENGINEERS,), ["case 1001 said"], id="nor does the one for engineers, to anybody else"),
        pytest.param(("Subject: Re: Invoices [case 1001]",), (), ["case 1001 said"], id="the subject's tag"),
        pytest.param(("Subject: AW: Invoices [CASE 1001]",), (), ["case 1001 said"], id="in capitals"),
        pytest.param(("Subject: case 1001 again",), (), [], id="a number without brackets is no tag"),
        pytest.param(("Subject: [case 1] [case 2]",), (), ["case 1 said", "case 2 said"], id="two tags, in turn"),
        pytest.param(
            ("In-Reply-To: <1@d>", "References: <0@d>", f"To: {TOKEN}", "Subject: Re: x [case 1003]"),
            (TOKEN_2,),
            ["<1@d>", "<0@d>", "case 1002 proved", "case 1001 proved", "case 1003 said"],
            id="all of them, in the order of belief",
        ),
    ],
)
def test_what_a_message_refers_to(headers: tuple[str, ...], rcpt_to: tuple[str, ...], expected: list[str]) -> None:
    assert named(*headers, rcpt_to=rcpt_to) == expected


ACME = Customer(id=1, name="Acme", contract="gotomyerp", zone="UTC")
RIVAL = Customer(id=2, name="Rival", contract="gotomyerp", zone="UTC")


def a_case(customer_id: int | None, contact: str) -> Case:
    return Case(
        id=1001,
        customer_id=customer_id,
        contact_address=contact,
        contact_name="",
        channel=Channel.EMAIL,
        contract=None,
        plan=None,
        subject="x",
        language="en",
        zone="UTC",
        opened_at=datetime(2026, 5, 12, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("case", "address", "customer", "proved", "joins"),
    [
        pytest.param(a_case(1, "ann@acme.example"), "ann@acme.example", ACME, False, True, id="its own contact"),
        pytest.param(a_case(1, "ann@acme.example"), "bob@acme.example", ACME, False, True, id="a colleague"),
        pytest.param(a_case(1, "ann@acme.example"), "eve@rival.example", RIVAL, False, False, id="another customer"),
        pytest.param(a_case(1, "ann@acme.example"), "eve@evil.example", None, False, False, id="a stranger"),
        pytest.param(a_case(1, "ann@acme.example"), "eve@evil.example", None, True, True, id="a signed address"),
        pytest.param(a_case(None, "joe@home.example"), "joe@home.example", None, False, True, id="the same stranger"),
        pytest.param(a_case(None, "joe@home.example"), "eve@evil.example", None, False, False, id="another stranger"),
        pytest.param(a_case(None, ""), "", None, False, False, id="nobody is not the same as nobody"),
    ],
)
def test_who_may_join_a_case(case: Case, address: str, customer: Customer | None, proved: bool, joins: bool) -> None:
    sender = Sender(address=address, name="", customer=customer, how="")
    assert may_join(case, sender, proved=proved) is joins


@pytest.mark.parametrize("proved", [True, False], ids=["a signed address", "a number"])
@pytest.mark.parametrize("customer", [ACME, None], ids=["of the customer", "of nobody"])
def test_a_forged_mail_joins_nothing(customer: Customer | None, proved: bool) -> None:
    sender = Sender(address="ann@acme.example", name="", customer=customer, how="", degree=Degree.FORGED)
    assert not may_join(a_case(1, "ann@acme.example"), sender, proved=proved)
