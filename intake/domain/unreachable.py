"""An address that takes no mail, and which failures say so of an address rather than of us or of a mail."""

import re
from dataclasses import dataclass
from datetime import datetime

# RFC 3463, without the class. Whoever sends these speaks of a mailbox that is full, of a mail that is too long, or of
# the sender's address.
_PASSING = frozenset({"1.7", "1.8", "2.2", "2.3", "2.4"})
# What servers say of an unknown recipient where RFC 3463 has a better word for it.
_LOOSE = frozenset({"", "0.0", "2.0", "3.0", "4.1", "4.4", "5.0"})
_OF_A_MAIL = re.compile(
    r"quota|mailbox.{0,9} full|full mailbox|\bstorage|too (?:large|big|long)|\bsize|\bspam|\bpolic|\bblock|\bblack|"
    r"reputation|dmarc|\bspf\b|\bdkim|\brelay|authenti|\brate\b|throttl|\bvirus|\bcontent",
    re.IGNORECASE,
)
_PLAIN_CODES = frozenset({550, 551, 553})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """An address that takes no mail: since when, on what words, and which mail about which case showed it.

    `status` is that of RFC 3463 ("5.1.1"), "" where the server gave none.
    """

    address: str
    since: datetime
    status: str
    diagnostic: str
    mail_id: int | None = None
    case_id: int | None = None


def is_of_the_address(status: str, diagnostic: str) -> bool:
    """Tell whether a permanent failure says that the address takes no mail at all (RFC 3463 section 3).

    A full mailbox, a mail that is too long or taken for unwanted, and a policy say nothing of the kind; where the
    status is a loose one its words decide.
    """
    if status and not status.startswith("5."):
        return False
    detail = status.removeprefix("5.")
    if detail in _LOOSE:
        return _OF_A_MAIL.search(diagnostic) is None
    return detail.startswith(("1.", "2.")) and detail not in _PASSING


def is_refused_recipient(code: int | None, status: str, words: str) -> bool:
    """Tell whether a server's answer to RCPT says that the recipient takes no mail at all.

    Only where it gives no status its bare code counts, and not in the words of a policy: a smarthost that relays
    nothing for us would have every customer marked.
    """
    if status:
        return status.startswith(("5.1.", "5.2.")) and is_of_the_address(status, words)
    return code in _PLAIN_CODES and is_of_the_address("", words)
