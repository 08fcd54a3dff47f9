"""One-time links: a signed token that says what it opens, for which case and question, and until when."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from intake.thread.token import Signer

_TOKEN = re.compile(
    r"(?P<opens>[a-z]{1,12})-(?P<case>\d{1,12})-(?P<question>\d{1,12})-(?P<choice>[a-z]{0,8})-(?P<until>\d{1,12})"
    r"-(?P<signature>[a-z2-7]{26})"
)
_NO_SIGNATURE = "a" * 26


class Opens(StrEnum):
    """What a link leads to; it is a part of the link's address too."""

    CONSENT = "consent"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a link stands for.

    `question` is the number of what is asked: a question of consent, a call of a page. `choice` is the answer
    it suggests ("yes", "no", or none); it holds until `until`, to the second.
    """

    opens: Opens
    case_id: int
    question: int
    choice: str = ""
    until: datetime


def address(base: str, signer: Signer, link: Link) -> str:
    """Return the address of a link below the desk's web address, which may have a path of its own."""
    return f"{base.rstrip('/')}/{link.opens}/{token(signer, link)}"


def token(signer: Signer, link: Link) -> str:
    """Return a link's token: letters, digits and hyphens, so that no mail program breaks or folds it."""
    told = _told(link)
    return f"{told}-{_signature(signer, told)}"


def read(signer: Signer, opens: Opens, written: str) -> Link | None:
    """Return what a genuine token stands for, expired or not; None for any other text.

    The signature is 130 bits of HMAC-SHA256 and compared in constant time, for a malformed text too.
    """
    match = _TOKEN.fullmatch(written)
    told, _, signature = written.rpartition("-")
    given = signature if match is not None else _NO_SIGNATURE
    genuine = hmac.compare_digest(given, _signature(signer, told))
    if match is None or not genuine or match["opens"] != opens:
        return None
    return Link(
        opens=opens,
        case_id=int(match["case"]),
        question=int(match["question"]),
        choice=match["choice"],
        until=datetime.fromtimestamp(int(match["until"]), UTC),
    )


def _told(link: Link) -> str:
    return f"{link.opens}-{link.case_id}-{link.question}-{link.choice}-{int(link.until.timestamp())}"


def _signature(signer: Signer, told: str) -> str:
    # "link:" keeps these apart from the signed mail addresses, which are made with the same key.
    digest = hmac.new(signer.key, f"link:{told}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:26]
