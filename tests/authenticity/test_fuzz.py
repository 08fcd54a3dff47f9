"""Whatever a sender or a domain writes, a check ends with a result."""

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.authenticity.lookup import Asking
from intake.authenticity.sender_policy import check_spf
from intake.authenticity.signatures import check_dkim
from intake.domain.identity import Result
from intake.identify.policy import policy_of
from tests.authenticity.dns_table import Table
from tests.authenticity.signing import RECEIVED, key, letter

ANN = "ann@acme.example"
TAGS = st.sampled_from(["v=1", "a=rsa-sha256", "b=aGk=", "bh=aGk=", "d=acme.example", "h=from", "s=sel", "c=relaxed"])
VALUES = st.text("=;: \t\r\nabv1@/.\\%", max_size=12)
TERMS = st.sampled_from(["ip4:192.0.2.1", "ip6:::1", "a", "mx", "ptr", "include:", "exists:%{i}", "redirect=", "-all"])
MACROS = st.text("%{}ilsdorcthpv123.-_/:=?~+ a", max_size=16)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(TAGS, VALUES), max_size=12), st.binary(max_size=40))
def test_any_signature_has_a_result_and_none_passes(tags: list[str], more: bytes) -> None:
    field = "; ".join(tags).encode() + more
    table = Table().txt("sel._domainkey.acme.example", key()[1])
    found = check_dkim(b"DKIM-Signature: " + field + b"\r\n" + letter(), RECEIVED, Asking(table, 5))
    assert all(one.result is not Result.PASS for one in found)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_key_has_a_result(record: str) -> None:
    raw = b"DKIM-Signature: v=1; a=rsa-sha256; b=aGk=; bh=aGk=; d=acme.example; h=from; s=sel\r\n" + letter()
    table = Table()
    table.records_of["sel._domainkey.acme.example", "TXT"] = (f"v=DKIM1; p={record}".encode("utf-8", "replace"),)
    (found,) = check_dkim(raw, RECEIVED, Asking(table, 5))
    assert found.result is not Result.PASS


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(TERMS, MACROS), max_size=6), st.text(max_size=20))
def test_any_record_of_spf_has_a_result(terms: list[str], local: str) -> None:
    table = Table()
    table.records_of["acme.example", "TXT"] = (f"v=spf1 {' '.join(terms)}".encode("utf-8", "replace"),)
    assert check_spf("198.51.100.9", f"{local}@acme.example", Asking(table, 5)) is not None


@given(st.lists(st.text(max_size=60), max_size=3))
def test_any_texts_are_a_policy_or_none(texts: list[str]) -> None:
    policy_of(tuple(texts))
    policy_of(tuple(f"v=DMARC1; {text}" for text in texts))
