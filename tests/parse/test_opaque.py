"""An opaquely signed message: what was signed is read as if it had come by itself, and what is wrong is said."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.message import ParsedMessage
from intake.parse.message import parse_mail
from intake.parse.tree.opaque import signed_content

INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe scanner h\xc3\xa4ngt again.\r\n"
MIXED = (
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the log.\r\n"
    b"--b\r\nContent-Type: text/csv; name=log.csv\r\nContent-Disposition: attachment\r\n\r\n1;2\r\n--b--\r\n"
)


def signed(content: bytes, *options: PKCS7Options) -> bytes:
    """Sign bytes as a mail program does."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Lee")])
    since, until = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(since).not_valid_after(until)
    builder = (
        PKCS7SignatureBuilder().set_data(content).add_signer(made.sign(key, hashes.SHA256()), key, hashes.SHA256())
    )
    return builder.sign(Encoding.DER, [PKCS7Options.Binary, *options])


def streamed(*pieces: bytes) -> bytes:
    """Return signed data as a program writes it that does not know its length beforehand, without a signature."""
    begun, over = b"\x30\x80", b"\x00\x00"
    octets = b"\x24\x80" + b"".join(b"\x04" + length(piece) + piece for piece in pieces) + over
    content = begun + bytes.fromhex("06092a864886f70d010701") + b"\xa0\x80" + octets + over + over
    body = begun + b"\x02\x01\x01" + b"\x31\x80" + over + content + b"\x31\x00" + over
    return begun + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80" + body + over + over


def length(piece: bytes) -> bytes:
    return bytes([len(piece)]) if len(piece) < 128 else b"\x82" + len(piece).to_bytes(2)


SEALED = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"


def sent(content: bytes, kind: str = SEALED) -> ParsedMessage:
    head = f"From: lee@customer.example\r\nSubject: Scanner\r\nContent-Type: {kind}\r\n"
    coded = b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)
    return parse_mail(head.encode() + coded)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(signed(INNER), "application/pkcs7-mime; smime-type=signed-data", id="signed"),
        pytest.param(
            signed(INNER), "application/x-pkcs7-mime; name=smime.p7m", id="by its older name, its kind unsaid"
        ),
        pytest.param(streamed(INNER), "application/pkcs7-mime; smime-type=signed-data", id="streamed"),
        pytest.param(streamed(INNER[:50], INNER[50:]), "application/pkcs7-mime", id="streamed in pieces"),
    ],
)
def test_what_was_signed_is_read(content: bytes, kind: str) -> None:
    found = sent(content, kind)
    assert (found.text, found.attachments) == ("The scanner hängt again.", ())
    assert [one for one in found.defects if "not verified" in one]


def test_its_files_are_unpacked() -> None:
    found = sent(signed(MIXED))
    assert (found.text, [one.name for one in found.attachments]) == ("See the log.", ["log.csv"])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"\x30\x80rubbish", "application/pkcs7-mime; smime-type=signed-data", id="rubbish"),
        pytest.param(signed(INNER)[:40], "application/pkcs7-mime; smime-type=signed-data", id="cut off"),
        pytest.param(signed(INNER), "application/pkcs7-mime; smime-type=enveloped-data", id="encrypted, as it says"),
        pytest.param(signed(INNER, PKCS7Options.DetachedSignature), "application/pkcs7-mime", id="a signature alone"),
    ],
)
def test_what_holds_nothing_to_read_stays_a_file(content: bytes, kind: str) -> None:
    found = sent(content, kind)
    assert (found.text, len(found.attachments)) == ("", 1)


def test_signed_within_signed_ends() -> None:
    content = INNER
    for _ in range(120):
        head = b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n\r\n"
        content = head + streamed(*(content[at : at + 60_000] for at in range(0, len(content), 60_000)))
    found = parse_mail(b"From: a@b.example\r\n" + content)
    assert len(found.defects) >= 1


@given(st.binary(max_size=300))
def test_any_bytes_give_bytes_or_none(data: bytes) -> None:
    assert signed_content(data) is None or data
    signed_content(streamed(INNER)[:40] + data)


@given(st.integers(min_value=0, max_value=200), st.integers(min_value=0, max_value=255))
def test_any_flipped_byte_is_borne(at: int, value: int) -> None:
    data = bytearray(streamed(INNER))
    data[at % len(data)] = value
    signed_content(bytes(data))
