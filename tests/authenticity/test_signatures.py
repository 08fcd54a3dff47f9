"""Signatures: what of them proves a domain, and what does not although it verifies."""

import re
import time
from base64 import b64encode
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from intake.authenticity.bodies import Bodies
from intake.authenticity.lookup import Asking
from intake.authenticity.signatures import check_dkim
from intake.domain.identity import Dkim, Result
from tests.authenticity.dns_table import Table
from tests.authenticity.signing import RECEIVED, SIGNED, key, letter, signed

NAME = "sel._domainkey.acme.example"
PUBLISHED = Table().txt(NAME, key()[1])


def looked_at(raw: bytes, dns: Table = PUBLISHED) -> tuple[Dkim, ...]:
    return check_dkim(raw, RECEIVED, Asking(dns, 5))


def enormous(bits: int, exponent: int = 65537) -> str:
    """Return the record of a key that takes long to check anything with; nobody has its other half."""
    made = RSAPublicNumbers(exponent, (1 << bits) - 1).public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    return f"v=DKIM1; k=rsa; p={b64encode(made).decode()}"


def only(raw: bytes, dns: Table = PUBLISHED) -> tuple[Result, str]:
    (found,) = looked_at(raw, dns)
    return found.result, found.domain


def stretched(raw: bytes, blanks: int) -> bytes:
    """Return a signed mail with more blanks in its words than were signed, which a relaxed signature bears.

    dkimpy would need seconds to sign them.
    """
    return signed(raw).replace(b"a b", b"a" + b" " * blanks + b"b")


def retold(raw: bytes, tag: str, value: str) -> bytes:
    """Return a mail whose signature's tag says something else."""
    return re.sub(rf"\b{tag}=[^;]*;".encode(), f"{tag}={value};".encode(), raw, count=1)


@pytest.mark.parametrize(
    ("how", "result"),
    [
        pytest.param({}, Result.PASS, id="relaxed"),
        pytest.param({"canonicalize": (b"simple", b"simple")}, Result.PASS, id="simple"),
        pytest.param({"canonicalize": (b"relaxed", b"simple")}, Result.PASS, id="relaxed head, simple body"),
        pytest.param({"length": True}, Result.PASS, id="with l= over the whole text"),
        pytest.param({"signature_algorithm": b"rsa-sha1"}, Result.POLICY, id="made with SHA-1 (RFC 8301)"),
    ],
)
def test_a_signature_as_it_was_made(how: dict[str, Any], result: Result) -> None:
    assert only(signed(letter(), **how)) == (result, "acme.example")


@pytest.mark.parametrize(
    ("raw", "result"),
    [
        pytest.param(signed(letter()).replace(b"Ann Lee", b"Eve Lee"), Result.FAIL, id="another name in From"),
        pytest.param(signed(letter()).replace(b"stays empty", b"is full"), Result.FAIL, id="other words"),
        pytest.param(signed(letter()) + b"Pay to Eve.\r\n", Result.FAIL, id="more words"),
        pytest.param(signed(letter(), length=True) + b"Pay to Eve.\r\n", Result.POLICY, id="more words below l="),
        pytest.param(
            signed(letter(), include_headers=(b"from", b"to", b"subject")).replace(
                b"\r\nFrom: ", b"\r\nFrom: eve@evil.example\r\nFrom: "
            ),
            Result.POLICY,
            id="a second From above the signed one",
        ),
        pytest.param(b"Subject: Nobody can connect\r\n" + signed(letter()), Result.POLICY, id="a second Subject above"),
        pytest.param(
            b"In-Reply-To: <question@desk.example>\r\n"
            + signed(letter(), include_headers=(b"from", b"to", b"subject", b"date", b"message-id", b"content-type")),
            Result.POLICY,
            id="an answer to our question that nobody signed",
        ),
        pytest.param(b"From : Eve <eve@evil.example>\r\n" + signed(letter()), Result.POLICY, id="a From with a blank"),
        pytest.param(
            b"X-Eve: 1\r\n" + b"From x\r\n" * 101 + signed(letter()), Result.POLICY, id="a body of hers above the head"
        ),
        pytest.param(retold(signed(letter()), "h", "to : subject"), Result.POLICY, id="From is not signed"),
        pytest.param(retold(signed(letter()), "q", "dns/txt; x=1778000000"), Result.POLICY, id="expired at receipt"),
        pytest.param(retold(signed(letter()), "d", "evil.example"), Result.FAIL, id="another domain's name on it"),
        pytest.param(retold(signed(letter()), "bh", "!"), Result.FAIL, id="no hash"),
        pytest.param(b"DKIM-Signature: v=1; b" + b"\r\n " * 3000 + b"\r\n" + letter(), Result.PERMERROR, id="too long"),
        pytest.param(b"DKIM-Signature: \r\n" + letter(), Result.POLICY, id="empty"),
        pytest.param(b"DKIM-Signature: ;;=\r\n" + letter(), Result.PERMERROR, id="rubbish"),
    ],
)
def test_a_signature_that_proves_nothing(raw: bytes, result: Result) -> None:
    (found,) = looked_at(raw)
    assert found.result is result, found
    assert found.why


@pytest.mark.parametrize(
    ("record", "result"),
    [
        pytest.param(key()[1], Result.PASS, id="the key"),
        pytest.param(key()[1].replace("k=rsa", "k=rsa; t=s"), Result.PASS, id="for the domain itself only"),
        pytest.param(key()[1].replace("k=rsa", "k=rsa; t=y"), Result.POLICY, id="only being tried"),
        pytest.param(key()[1].replace("k=rsa", "k=rsa; s=other"), Result.POLICY, id="not for mail"),
        pytest.param("v=DKIM1; k=rsa; p=", Result.FAIL, id="revoked"),
        pytest.param("v=DKIM1; k=rsa; p=rubbish", Result.FAIL, id="rubbish"),
        pytest.param("v=spf1 -all", Result.FAIL, id="another record"),
    ],
)
def test_the_key_in_dns(record: str, result: Result) -> None:
    assert only(signed(letter()), Table().txt(NAME, record))[0] is result


# Rightly signed, with a key of 768 bits.
SHORT = b"""\
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=acme.example;
 i=@acme.example; q=dns/txt; s=sel; t=1795323604; h=from : to :
 subject; bh=0FHkM2+glt9T+PCaSE4Bq+iCnI0Bp44TEgH0JkvMTp4=;
 b=X534IVIpkGmXchuW6CEAiux4neWOJll4gVKoSC4rCY3WEyfjDq5rkMJKcdTdQf0VPscqF
 RbCVfJ1OQtBDKu9+byOTvqAjQiYZHT55hWnqt99eYCUZPNvlk8iRI4lM+ZE
From: Ann Lee <ann@acme.example>
To: support@desk.example
Subject: Invoices

The list stays empty.
""".replace(b"\n", b"\r\n")
SHORT_KEY = (
    "v=DKIM1; k=rsa; p=MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAKmOEW1gDpcLfLIZy9StECYto9hxLvZs/6dkgR02SHTByFPNr00L"
    "TdcyyHxPxdckX2Ht7XO2+7rfYdbjLBJndqvkXLtFgvDUk4p+GzOZABpYrYZ2foT1M0pNSnSiXL9YywIDAQAB"
)


def test_a_key_of_less_than_1024_bits_counts_no_more() -> None:
    assert only(signed(letter(), bits=1024), Table().txt(NAME, key(1024)[1]))[0] is Result.PASS
    (found,) = looked_at(SHORT, Table().txt(NAME, SHORT_KEY))
    assert (found.result, "too small" in found.why) == (Result.PERMERROR, True)


def test_no_key_fails_and_no_answer_is_told_apart() -> None:
    assert only(signed(letter()), Table())[0] is Result.FAIL
    assert only(signed(letter()), Table().silence(NAME))[0] is Result.TEMPERROR


def test_all_signatures_are_looked_at_but_no_more_than_five() -> None:
    raw = letter()
    for number in range(7):
        raw = signed(raw, f"d{number}.example" if number != 5 else "acme.example", include_headers=SIGNED)
    found = looked_at(raw)
    assert [one.domain for one in found] == ["d6.example", "acme.example", "d4.example", "d3.example", "d2.example"]
    assert [one.result for one in found].count(Result.PASS) == 1


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(letter(), id="an unsigned mail"),
        pytest.param(b" DKIM-Signature: v=1\r\n\r\n", id="a head that begins with a fold"),
        pytest.param(b"\r\n" + signed(letter()), id="a signature below the head"),
    ],
)
def test_no_signature(raw: bytes) -> None:
    assert looked_at(raw) == ()


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(stretched(letter(body="a b\r\nb\r\nb\r\n"), 60_000), id="a line of blanks"),
        pytest.param(stretched(letter(body="a b\r\n" * 200), 5000), id="many lines of blanks"),
        pytest.param(
            b"DKIM-Signature: v=1; a=rsa-sha256; b=" + b" \r\n" * 1300 + b"!;\r\n" + letter(), id="a folded b="
        ),
        pytest.param(b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + signed(letter()), id="many fields"),
    ],
)
def test_no_mail_takes_long(raw: bytes) -> None:
    begun = time.thread_time()
    looked_at(raw)
    assert time.thread_time() - begun < 1.0


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 900), piece=st.binary(max_size=30), cut=st.integers(0, 30))
def test_a_damaged_signature_never_passes_and_never_raises(at: int, piece: bytes, cut: int) -> None:
    raw = signed(letter())
    damaged = raw[:at] + piece + raw[at + cut :]
    passed = any(one.result is Result.PASS for one in looked_at(damaged))
    same_words = re.sub(rb"\s+", b"", damaged) == re.sub(rb"\s+", b"", raw)
    unsigned = b"\r\nContent-Type" in damaged and damaged.split(b"Content-Type")[0] == raw.split(b"Content-Type")[0]
    assert not passed or same_words or unsigned or damaged == raw or _harmless(raw, damaged)


def _harmless(raw: bytes, damaged: bytes) -> bool:
    """Tell whether what was signed reads the same in both: fields were added, or unsigned ones changed."""
    from email import message_from_bytes, policy

    one, other = (message_from_bytes(each, policy=policy.compat32) for each in (raw, damaged))
    same = all(one.get_all(name.decode()) == other.get_all(name.decode()) for name in SIGNED)
    return same and str(one.get_payload()).split() == str(other.get_payload()).split()


def test_an_ed25519_signature_counts_as_an_rsa_one_does() -> None:
    private = SigningKey(bytes(range(32)))
    seed, public = b64encode(bytes(private)), b64encode(bytes(private.verify_key)).decode()
    how = {"include_headers": SIGNED, "signature_algorithm": b"ed25519-sha256"}
    made = dkim.sign(letter(), b"sel", b"acme.example", seed, **how)
    assert only(made + letter(), Table().txt(NAME, f"v=DKIM1; k=ed25519; p={public}")) == (Result.PASS, "acme.example")
    assert only(made + letter(body="Other words."), Table().txt(NAME, f"v=DKIM1; k=ed25519; p={public}")) == (
        Result.FAIL,
        "acme.example",
    )


def test_of_a_large_mail_every_signature_is_looked_at() -> None:
    twice = signed(signed(letter(body="A line of a large mail.\r\n" * 100_000)))
    assert [one.result for one in looked_at(twice)] == [Result.PASS] * 2


FORMS = ((b"relaxed", b"relaxed"), (b"simple", b"simple"), (b"relaxed", b"simple"))
FIVE_TIMES = letter()
for number in range(5):
    FIVE_TIMES = signed(FIVE_TIMES, canonicalize=FORMS[number % len(FORMS)])
MOST = 25_000_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"\r\n", id="empty lines"),
        pytest.param(b"\n", id="empty lines of another system"),
        pytest.param(b" ", id="blanks"),
        pytest.param(b" \r\n", id="lines of blanks"),
        pytest.param(b"a \t", id="two blanks after each letter"),
        pytest.param(b"a ", id="a blank after each letter"),
        pytest.param(b"\r", id="returns of a carriage"),
        pytest.param(b"a\r\n \t \n\t\t a a  \r", id="a bit of everything"),
    ],
)
def test_five_signatures_over_the_largest_mail_take_less_than_a_second(text: bytes) -> None:
    raw = FIVE_TIMES + text * (MOST // len(text)) + b"x\r\n"
    begun = time.thread_time()
    found = looked_at(raw)
    assert time.thread_time() - begun < 1.0
    assert len(found) == 5
    assert not any(one.result is Result.PASS for one in found)


@pytest.mark.parametrize(
    ("record", "why"),
    [
        pytest.param(None, "no key", id="none"),
        pytest.param("v=DKIM1; k=rsa; p=rubbish", "cannot be read", id="rubbish"),
        pytest.param(key()[1].replace("k=rsa", "k=rsa; t=y"), "being tried", id="only being tried"),
        pytest.param(key()[1] + " " * 5000, "too large", id="larger than any key"),
        pytest.param(enormous(9000), "too large", id="more bits than anybody needs"),
        pytest.param(enormous(2048, exponent=1 << 2000 | 1), "too large", id="an exponent that takes its time"),
    ],
)
def test_without_a_key_nobody_looks_at_the_text(record: str | None, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Bodies, "of")
    (found,) = looked_at(signed(letter()), Table() if record is None else Table().txt(NAME, record))
    assert why in found.why


@pytest.mark.parametrize(
    ("head", "why"),
    [
        pytest.param(b"X-Long: 1" + b"\r\n x" * 6000 + b"\r\n", "too long", id="lines"),
        pytest.param(b"X-Long: " + b"x" * 300_000 + b"\r\n", "too long", id="bytes"),
    ],
)
def test_a_head_that_nobody_writes_is_not_taken_apart(head: bytes, why: str) -> None:
    raw = signed(letter()).replace(b"Subject:", head + b"Subject:", 1)
    begun = time.thread_time()
    (found,) = looked_at(raw)
    assert (found.result, why in found.why) == (Result.POLICY, True)
    assert time.thread_time() - begun < 0.5
