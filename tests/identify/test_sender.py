"""Who wrote: the envelope sender decides, a contact before a domain, and nobody is believed on their From alone."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.customer import Customer, Sender
from intake.domain.identity import Degree, Findings
from intake.domain.message import Envelope
from intake.identify.authenticates import NOTHING
from intake.identify.sender import identify, normal
from intake.parse.message import parse_mail

ACME = Customer(
    id=1,
    name="Acme",
    contract="gotomyerp",
    zone="America/New_York",
    domains=("acme.example", "xn--mller-kva.example"),
    contacts=(("boss@acme.example", "Bea Boss"),),
)
PARTNER = Customer(
    id=2,
    name="Partner",
    contract="helpdesk",
    zone="America/New_York",
    # A person of Partner's who sits at Acme and writes from there.
    contacts=(("loan@acme.example", ""), ("ann@gmail.example", "Ann Lee"), ("kim@xn--grn-ioa.example", "Kim")),
)


@dataclass(frozen=True)
class Known:
    customers: tuple[Customer, ...] = (ACME, PARTNER)

    def by_contact(self, address: str) -> tuple[Customer, str] | None:
        found = ((one, name) for one in self.customers for known, name in one.contacts if known == address)
        return next(found, None)

    def by_domain(self, domain: str) -> Customer | None:
        return next((one for one in self.customers if domain in one.domains), None)


def identified(mail_from: str | None, written_from: str, findings: Findings = NOTHING) -> Sender:
    raw = f"From: {written_from}\r\nTo: support@desk.example\r\nSubject: x\r\n\r\nIt fails.\r\n".encode()
    envelope = Envelope(
        raw=raw, received_at=datetime(2026, 5, 12, tzinfo=UTC), mail_from=mail_from, rcpt_to=("support@desk.example",)
    )
    return identify(envelope, parse_mail(raw, mail_from=mail_from), Known(), findings)


@pytest.mark.parametrize(
    ("mail_from", "written_from", "customer", "how"),
    [
        pytest.param("boss@acme.example", "boss@acme.example", "Acme", "contact", id="a contact is known by address"),
        pytest.param("new@acme.example", "new@acme.example", "Acme", "domain", id="a colleague is known by domain"),
        pytest.param("loan@acme.example", "loan@acme.example", "Partner", "contact", id="a contact beats the domain"),
        pytest.param("ann@gmail.example", "ann@gmail.example", "Partner", "contact", id="a contact needs no domain"),
        pytest.param("x@other.example", "x@other.example", None, "stranger", id="anybody else is a stranger"),
        pytest.param("x@other.example", "boss@acme.example", None, "stranger", id="a borrowed From proves nothing"),
        pytest.param("boss@acme.example", "x@other.example", "Acme", "contact", id="the envelope counts, not From"),
        pytest.param("", "boss@acme.example", None, "no sender", id="the null sender is nobody"),
        pytest.param("<>", "boss@acme.example", None, "no sender", id="the null sender in brackets is nobody too"),
        pytest.param(None, "Bea <BOSS@acme.example>", "Acme", "contact", id="without an envelope From stands in"),
        pytest.param(None, "", None, "no sender", id="without an envelope and a From it is nobody"),
        pytest.param("Boss@ACME.Example", "x@other.example", "Acme", "contact", id="case does not matter"),
        pytest.param("<boss@acme.example>", "x@y.example", "Acme", "contact", id="brackets do not matter"),
        pytest.param("a@MÜLLER.example", "a@müller.example", "Acme", "domain", id="an umlaut domain is its xn-- form"),
        pytest.param("kim@grün.example", "kim@grün.example", "Partner", "contact", id="a contact in its xn-- form"),
        pytest.param("a@xn--mller-kva.example", "a@müller.example", "Acme", "domain", id="and the other way round"),
        pytest.param("boss@sub.acme.example", "x@y.example", None, "stranger", id="a subdomain is another domain"),
        pytest.param("boss@notacme.example", "x@y.example", None, "stranger", id="a domain that ends alike is another"),
        pytest.param("acme.example", "x@y.example", None, "no sender", id="a bare word without @ is no customer"),
        pytest.param("x@evil\uff20acme.example", "x@y.example", None, "stranger", id="a letter like an @ is none"),
        pytest.param("acme.example@evil.example", "x@y.example", None, "stranger", id="a domain before the @ is none"),
    ],
)
def test_who_wrote(mail_from: str | None, written_from: str, customer: str | None, how: str) -> None:
    found = identified(mail_from, written_from)
    assert (None if found.customer is None else found.customer.name, found.how) == (customer, how)


@pytest.mark.parametrize(
    ("mail_from", "written_from", "address", "name"),
    [
        pytest.param("boss@acme.example", "B <boss@acme.example>", "boss@acme.example", "Bea Boss", id="our own name"),
        pytest.param("loan@acme.example", "Lo <loan@acme.example>", "loan@acme.example", "Lo", id="else their name"),
        pytest.param("new@acme.example", "Nia <x@other.example>", "new@acme.example", "", id="not From's other name"),
        pytest.param("", "Bea <boss@acme.example>", "", "Bea", id="nobody to answer after a null sender"),
        pytest.param(
            "x@other.example", "Bea <boss@acme.example>", "x@other.example", "", id="only the envelope is answered"
        ),
    ],
)
def test_who_may_be_answered_and_by_what_name(mail_from: str, written_from: str, address: str, name: str) -> None:
    found = identified(mail_from, written_from)
    assert (found.address, found.name) == (address, name)


@given(st.text(max_size=80))
def test_any_text_has_one_normal_form(text: str) -> None:
    once = normal(text)
    assert normal(once) == once


PROOF, OF_FROM = Findings(proof="SPF acme.example"), Findings(author_proof="DKIM acme.example")
AGAINST, DOUBT = Findings(against="DMARC fail"), Findings(doubt="DMARC fail, none wanted")


@pytest.mark.parametrize(
    ("mail_from", "written_from", "findings", "degree", "customer"),
    [
        pytest.param("boss@acme.example", "boss@acme.example", PROOF, Degree.PROVED, "Acme", id="a contact, proved"),
        pytest.param("x@other.example", "x@other.example", PROOF, Degree.PROVED, None, id="a stranger, proved"),
        pytest.param("boss@acme.example", "boss@acme.example", NOTHING, Degree.PLAUSIBLE, "Acme", id="a known address"),
        pytest.param("new@acme.example", "new@acme.example", NOTHING, Degree.PLAUSIBLE, "Acme", id="a known domain"),
        pytest.param("x@other.example", "x@other.example", NOTHING, Degree.UNKNOWN, None, id="an unknown address"),
        pytest.param("boss@acme.example", "boss@acme.example", AGAINST, Degree.FORGED, None, id="a contact's, forged"),
        pytest.param("x@other.example", "boss@acme.example", AGAINST, Degree.FORGED, None, id="a contact's in From"),
        pytest.param("", "boss@acme.example", AGAINST, Degree.FORGED, None, id="without a sender, forged"),
        pytest.param("", "boss@acme.example", PROOF, Degree.UNKNOWN, None, id="without a sender nobody is proved"),
        pytest.param("boss@acme.example", "boss@acme.example", DOUBT, Degree.PLAUSIBLE, "Acme", id="in doubt"),
        pytest.param("new@acme.example", "boss@acme.example", OF_FROM, Degree.PROVED, "Acme", id="two of one domain"),
        pytest.param(
            "loan@acme.example", "boss@acme.example", OF_FROM, Degree.PLAUSIBLE, "Partner", id="not their own"
        ),
        pytest.param("ann@gmail.example", "eve@gmail.example", OF_FROM, Degree.PLAUSIBLE, "Partner", id="a provider's"),
        pytest.param("boss@acme.example", "x@other.example", OF_FROM, Degree.PLAUSIBLE, "Acme", id="another From"),
    ],
)
def test_how_sure_a_sender_is(
    mail_from: str, written_from: str, findings: Findings, degree: Degree, customer: str | None
) -> None:
    found = identified(mail_from, written_from, findings)
    assert (found.degree, None if found.customer is None else found.customer.name) == (degree, customer)
    assert found.doubt == findings.doubt
