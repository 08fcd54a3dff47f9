"""Links to attached files: a signed token that says which message or mail, which of its files, and until when.

They lead to an origin of their own and hold for an hour: whoever is shown a file is shown a fresh link.
"""

import base64
import hashlib
import hmac
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from intake.thread.token import Signer

HOLDS = timedelta(hours=1)
PATH = "/file"
_TOKEN = re.compile(
    r"(?P<of>message|mail)-(?P<number>\d{1,18})-(?P<which>\d{1,4})-(?P<until>\d{1,11})-(?P<signature>[a-z2-7]{26})",
    re.ASCII,
)
_NO_SIGNATURE = "a" * 26


class FileOf(StrEnum):
    """What a file came with: a message to us, or a mail or post of ours."""

    MESSAGE = "message"
    MAIL = "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """One file: the number of its message, or of its mail in the outbox, and which of the files there it is, from 0."""

    of: FileOf
    number: int
    which: int


def file_url(base: str | None, signer: Signer, file: KeptFile, now: datetime) -> str:
    """Return where a file can be had for the next hour; "" where the desk has no origin for files (`base` is None)."""
    return f"{base.rstrip('/')}{PATH}/{token(signer, file, now + HOLDS)}" if base else ""


def token(signer: Signer, file: KeptFile, until: datetime) -> str:
    """Return a link's token: letters, digits and hyphens. It holds until `until`, to the second above it."""
    told = f"{file.of}-{file.number}-{file.which}-{math.ceil(until.timestamp())}"
    return f"{told}-{_signature(signer, told)}"


def read(signer: Signer, written: str) -> tuple[KeptFile, datetime] | None:
    """Return the file that a genuine token stands for and until when it holds, expired or not; None for other text.

    The signature is 130 bits of HMAC-SHA256 and compared in constant time, for a malformed text too.
    """
    match = _TOKEN.fullmatch(written)
    told, _, signature = written.rpartition("-")
    given = signature if match is not None else _NO_SIGNATURE
    genuine = hmac.compare_digest(given, _signature(signer, told))
    if match is None or not genuine:
        return None
    file = KeptFile(of=FileOf(match["of"]), number=int(match["number"]), which=int(match["which"]))
    return file, datetime.fromtimestamp(int(match["until"]), UTC)


def _signature(signer: Signer, told: str) -> str:
    # "file:" keeps these apart from one-time links and signed mail addresses, which are made with the same key.
    digest = hmac.new(signer.key, f"file:{told}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:26]
