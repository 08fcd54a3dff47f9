"""Delivery reports, complaints and absences of many mail systems: none is answered, each is read."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from intake.domain.message import ParsedMessage
from intake.parse.message import parse_mail

ORIGINAL = "Message-ID: <ack-7@vendor.example>\nFrom: help@vendor.example\nTo: gone@customer.example\nSubject: Received"
REPORT = """Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It was like this.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.vendor.example
"""
CLASS = {"failed": "5.0.0", "delayed": "4.0.0"}  # "?": nothing tells the cause
RETURNED = f"--b\nContent-Type: message/rfc822\n\n{ORIGINAL}\n\nHello\n--b--"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A report, and what is to be read from it."""

    raw: bytes
    kind: str
    recipients: list[tuple[str, str, str, bool]]
    original: str


def _samples() -> dict[str, Sample]:
    """The sections of the files in `reports`: a name, the charset if not UTF-8, what to expect, the mail."""
    texts = [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "reports").glob("*.txt"))]
    sections = [section for text in texts for section in ("\n" + text).split("\n=== ")[1:]]
    return {section.partition("\n")[0]: _sample(section) for section in sections}


def _sample(section: str) -> Sample:
    _, _, rest = section.partition("\n")
    charset = "utf-8"
    if rest.startswith("charset: "):
        charset, _, rest = rest.removeprefix("charset: ").partition("\n")
    expected, _, mail = rest.removeprefix("expect: ").partition("\n")
    kind, recipients, original = (f"{expected} | |".split("|"))[:3]
    for name, text in (("{original}", ORIGINAL), ("{report}", REPORT), ("{returned}", RETURNED)):
        mail = mail.replace(name, text)
    return Sample(
        raw=mail.encode(charset),
        kind=kind.strip(),
        recipients=[_recipient(one.split()) for one in recipients.split(";") if one.strip()],
        original="<ack-7@vendor.example>" if original.strip() == "original" else "",
    )


def _recipient(words: list[str]) -> tuple[str, str, str, bool]:
    address, action, status, duration = words
    return address, action, CLASS.get(action, "2.0.0") if status == "?" else status, duration == "permanent"


def read(parsed: ParsedMessage) -> list[tuple[str, str, str, bool]]:
    assert parsed.bounce is not None
    return [(one.address, one.action, one.status, one.permanent) for one in parsed.bounce.recipients]


SAMPLES = _samples()
# Without the mark in its header each of these reads like a letter.
UNMARKED = {
    "Google Groups",
    "GoogleGroups",
    "James 3",
    "Daum, no daemon",
    "rackspace",
    "InterScan, another",
    "MessageLabs, another",
    "Courier, another",
    "Verizon, another",
    "generic, another",
}


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_system_is_never_answered_and_its_report_is_read(sample: Sample) -> None:
    parsed = parse_mail(sample.raw)
    assert (parsed.automatic.kind, parsed.acknowledge) == (sample.kind, False)
    if sample.kind == "bounce":
        assert read(parsed) == sample.recipients
        assert parsed.bounce is not None
        assert parsed.bounce.original_message_id == sample.original


def _unmarked(raw: bytes) -> bytes:
    """The report as a gateway might pass it on: from an ordinary address, without X- and Auto-Submitted fields."""
    head, _, body = raw.partition(b"\n\n")
    lines = [line for line in head.split(b"\n") if not line.lower().startswith((b"from:", b"x-", b"auto-submitted:"))]
    return b"\n".join([b"From: gate <gate7@customer.example>", *lines]) + b"\n\n" + body


@pytest.mark.parametrize(
    "name", [name for name, one in SAMPLES.items() if one.kind == "bounce" and name not in UNMARKED]
)
def test_a_report_without_any_mark_in_its_header_is_not_answered(name: str) -> None:
    assert not parse_mail(_unmarked(SAMPLES[name].raw)).acknowledge
