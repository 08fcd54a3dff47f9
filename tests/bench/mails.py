"""The mails that the benches send and read: made to a size, or the demo's own with a new sender each."""

from dataclasses import dataclass

from intake.demo.scenario import Step, filled, steps

DESK = "support@desk.example"
DATE = "Tue, 03 Mar 2026 09:14:00 +0000"

# The demo's messages that open a case and are answered.
_ANSWERED = {
    "01-calm-outage.eml",
    "02-shouted-how-to.eml",
    "06-forward.eml",
    "07-old-charset.eml",
    "09-phone-only-level-1.eml",
    "10-two-sites.eml",
    "11-enhancement.eml",
}
_WORDS = "The import of yesterday's orders stops half way and nobody can say why.\r\n"
_VALUES = {
    "date": DATE,
    "bounce_address": DESK,
    "reply_address": DESK,
    "acknowledgement_id": "<1@desk.example>",
    "acknowledgement_subject": "Re: Import",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to send; `key` is its Message-ID."""

    mail_from: str
    key: str
    raw: bytes


def made(number: int, size: int) -> Mail:
    """Return a plain mail of about `size` bytes that is no other one's duplicate."""
    key = f"<{number}.{size}@alderfreight.example>"
    head = (
        f"From: Ruth Okafor <ruth@alderfreight.example>\r\nTo: {DESK}\r\nSubject: Import {number}\r\n"
        f"Date: {DATE}\r\nMessage-ID: {key}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    body = _WORDS * max(1, (size - len(head)) // len(_WORDS))
    return Mail(mail_from="ruth@alderfreight.example", key=key, raw=(head + body).encode())


def request(number: int) -> Mail:
    """Return one of the demo's messages as somebody else of the same customer would send it."""
    answered = [step for step in steps() if step.file in _ANSWERED]
    step = answered[number % len(answered)]
    sender = f"user{number}@{step.mail_from.rpartition('@')[2]}"
    raw = sample(step).replace(step.mail_from.encode(), sender.encode())
    raw = raw.replace(b"Message-ID: <", f"Message-ID: <{number}.".encode())
    key = raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode()
    return Mail(mail_from=sender, key=key, raw=raw)


def sample(step: Step) -> bytes:
    """Return one of the demo's messages, filled in."""
    return filled(step, _VALUES)
