"""Authentication-Results (RFC 8601): whose are believed, how they are read, and what they prove."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.authenticity.organisation import same_organisation
from intake.domain.identity import Claim, Findings, Result, Source
from intake.domain.message import Envelope
from intake.identify.results import stated
from intake.identify.trusted import believed, trusted
from tests.authenticity.signing import RECEIVED

OURS = "mx.desk.example"
ANN = "ann@acme.example"
FORGED = f"{OURS}; dmarc=pass header.from=acme.example; spf=pass smtp.mailfrom={ANN}"


@pytest.mark.parametrize(
    ("value", "server", "results"),
    [
        pytest.param(f"{OURS}; none", OURS, [], id="nothing was checked"),
        pytest.param(f"{OURS} 1; spf=pass", OURS, ["spf=pass"], id="with a version"),
        pytest.param(f'"{OURS}"; spf=pass', OURS, ["spf=pass"], id="in quotes"),
        pytest.param("MX.Desk.EXAMPLE; spf=pass", OURS, ["spf=pass"], id="in capitals"),
        pytest.param(f"(hi) {OURS} (me); (x) spf = (y) pass (z)", OURS, ["spf=pass"], id="comments and blanks about"),
        pytest.param(f"{OURS};\r\n\tspf=pass;\r\n\tdkim=fail", OURS, ["spf=pass", "dkim=fail"], id="folded"),
        pytest.param(f"{OURS}; dkim=pass; dkim=fail;", OURS, ["dkim=pass", "dkim=fail"], id="two by one method"),
        pytest.param(f"{OURS}; dkim/1=pass", OURS, ["dkim=pass"], id="a method with its version"),
        pytest.param(f"{OURS}; spf=hardfail", OURS, ["spf=fail"], id="an old word"),
        pytest.param(f"{OURS}; dmarc=bestguesspass", OURS, ["dmarc=none"], id="a word nobody knows"),
        pytest.param(f"{OURS}; spf (dmarc=pass)=fail", OURS, ["spf=fail"], id="a comment is no result"),
        pytest.param(f'{OURS}; spf=fail reason="x; dmarc=pass"', OURS, ["spf=fail"], id="nor is a quoted text"),
        pytest.param(f"{OURS}; spf=fail (a (b; dmarc=pass) c)", OURS, ["spf=fail"], id="nor a comment in a comment"),
        pytest.param(f"{OURS}; spf=fail (a \\) ; dmarc=pass)", OURS, ["spf=fail"], id="nor one with a marked bracket"),
        pytest.param(f"{OURS}; spf=fail (never closed; dmarc=pass", OURS, ["spf=fail"], id="nor one left open"),
        pytest.param(f"{OURS}; =pass; spf; ;;", OURS, [], id="what is no result is left out"),
        pytest.param("spf=pass smtp.mailfrom=acme.example", None, [], id="no server's name"),
        pytest.param("", None, [], id="nothing"),
        pytest.param("; spf=pass", None, [], id="an empty name"),
    ],
)
def test_a_field_is_read(value: str, server: str | None, results: list[str]) -> None:
    found = stated(value)
    assert (None if found is None else found.server) == server
    assert [f"{one.method}={one.result}" for one in (found.results if found else ())] == results


def test_properties_are_read() -> None:
    found = stated(f'{OURS}; dkim=pass (2048-bit key) header.d=acme.example header.i="@acme.example" header.b=Ab+/c')
    assert found is not None
    (one,) = found.results
    assert dict(one.properties) == {"header.d": "acme.example", "header.i": "@acme.example", "header.b": "Ab+/c"}
    assert one.said == "2048-bit key"


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    stated(text)
    stated(f"{OURS}; {text}")


@pytest.mark.parametrize("piece", ["(", '"', "\\", "(a", "a=", ";", '"\\', " ", "((((\\"])
def test_no_field_takes_long(piece: str) -> None:
    begun = time.thread_time()
    stated(piece * 60_000)
    assert time.thread_time() - begun < 1.0


def fields(*pairs: str) -> list[tuple[str, str]]:
    """Return header fields: "r" for a Received, all else a field of results."""
    return [("received", "from x") if one == "r" else ("authentication-results", one) for one in pairs]


@pytest.mark.parametrize(
    ("head", "methods"),
    [
        pytest.param(fields(f"{OURS}; spf=pass"), ["spf"], id="ours on top"),
        pytest.param(fields("r", "r", f"{OURS}; spf=pass", "r"), ["spf"], id="ours below what came after it"),
        pytest.param(fields(f"{OURS}; spf=pass", f"{OURS}; dkim=pass", "r"), ["spf", "dkim"], id="two fields of ours"),
        pytest.param(fields("mx.evil.example; dmarc=pass", "r"), [], id="another server's"),
        pytest.param(fields("evil.example; spf=pass", f"{OURS}; spf=fail"), ["spf"], id="ours below another's"),
        pytest.param(fields(f"{OURS}; spf=fail", "r", FORGED), ["spf"], id="one in our name below a Received"),
        pytest.param(fields(f"{OURS}; none", "r", FORGED), [], id="one below ours that found nothing"),
        pytest.param(fields(f"x.{OURS}; dmarc=pass"), [], id="a name that ends like ours"),
        pytest.param(fields(f"{OURS}.evil.example; dmarc=pass"), [], id="a name that begins like ours"),
        pytest.param([("x-authentication-results", FORGED)], [], id="another field"),
        pytest.param(fields("r"), [], id="none at all"),
    ],
)
def test_whose_results_count(head: list[tuple[str, str]], methods: list[str]) -> None:
    assert [one.method for one in believed(head, OURS)] == methods


def test_of_two_results_the_upper_one_counts() -> None:
    found = believed(fields(f"{OURS}; spf=fail; dmarc=fail", f"{OURS}; dmarc=pass; spf=pass"), OURS)
    assert [one.result for one in found] == [Result.FAIL, Result.FAIL]


def proved(*values: str, sender: str = ANN, author: str = ANN) -> Findings:
    envelope = Envelope(raw=b"", received_at=RECEIVED, mail_from=sender, rcpt_to=())
    claim = Claim(number=1, envelope=envelope, sender=sender, author=author)
    return trusted(claim, believed(fields(*(f"{OURS}; {value}" for value in values)), OURS), same_organisation)


@pytest.mark.parametrize(
    ("value", "proof", "against", "doubt"),
    [
        pytest.param("dmarc=pass (p=reject) header.from=acme.example", "DMARC acme.example", "", "", id="DMARC"),
        pytest.param("dmarc=pass", "", "", "", id="DMARC of nobody"),
        pytest.param("dmarc=pass header.from=evil.example", "", "", "", id="DMARC of another From"),
        pytest.param("dkim=pass header.d=acme.example", "DKIM acme.example", "", "", id="DKIM by its domain"),
        pytest.param("dkim=pass header.i=@mail.acme.example", "DKIM mail.acme.example", "", "", id="by its identity"),
        pytest.param("dkim=pass header.d=evil.example", "", "", "", id="DKIM of another domain"),
        pytest.param(f"spf=pass smtp.mailfrom={ANN}", "SPF acme.example", "", "", id="SPF of the address"),
        pytest.param("spf=pass smtp.mailfrom=acme.example", "SPF acme.example", "", "", id="SPF of the domain"),
        pytest.param("spf=pass smtp.helo=acme.example", "", "", "", id="SPF of the greeting"),
        pytest.param("spf=pass smtp.mailfrom=evil.example", "", "", "", id="SPF of another sender"),
        pytest.param("dmarc=fail (p=reject dis=none) header.from=acme.example", "", "DMARC", "", id="DMARC says no"),
        pytest.param("dmarc=fail header.from=acme.example", "", "DMARC", "", id="DMARC says no, the policy is unsaid"),
        pytest.param("dmarc=fail (p=none) header.from=acme.example", "", "", "DMARC", id="DMARC, nothing wanted"),
        pytest.param("dmarc=fail policy.dmarc=none", "", "", "DMARC", id="the same as a property"),
        pytest.param("spf=fail smtp.mailfrom=acme.example", "", "SPF f", "", id="SPF says no"),
        pytest.param("spf=softfail smtp.mailfrom=acme.example", "", "", "", id="SPF rather not"),
        pytest.param("spf=fail smtp.mailfrom=evil.example", "", "", "", id="SPF says no of another sender"),
        pytest.param("dkim=fail header.d=acme.example", "", "", "", id="a broken signature is none"),
        pytest.param(
            "spf=fail smtp.mailfrom=acme.example; dkim=pass header.d=acme.example",
            "DKIM acme.example",
            "",
            "",
            id="forwarded, and signed",
        ),
        pytest.param(
            "dkim=pass header.d=acme.example; dmarc=fail (p=reject) header.from=acme.example",
            "",
            "DMARC",
            "",
            id="the policy is stricter than the signature",
        ),
        pytest.param("dmarc=none; spf=none; dkim=none", "", "", "", id="nothing published"),
    ],
)
def test_what_results_prove(value: str, proof: str, against: str, doubt: str) -> None:
    found = proved(value)
    assert (found.source, found.proof) == (Source.TRUSTED, proof)
    assert (found.against[:5], found.doubt[:5]) == (against, doubt)


def test_what_proves_from_proves_no_other_address_on_the_envelope() -> None:
    """Whoever has a signed mail of a provider's other user may send it again in Ann's name."""
    found = proved("dkim=pass header.d=acme.example; dmarc=pass header.from=acme.example", author="eve@acme.example")
    assert (found.proof, found.author_proof) == ("", "DMARC acme.example, DKIM acme.example")
