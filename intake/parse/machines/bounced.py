"""One recipient of a delivery report from its action, status and words (RFC 3463, RFC 3464)."""

import re

from intake.domain.message import BouncedRecipient

STATUS = re.compile(r"(?<![A-Za-z\d.])([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")
_DONE = {"delivered", "relayed", "expanded"}


def bounced(address: str, action: str, status: str, diagnostic: str) -> BouncedRecipient:
    """Return the recipient; without an action the status tells: 4 is a delay, 2 a delivery, the rest a failure.

    Permanent is a failure with a status of class 5, or with none. One of class 4 that was given up may work later.
    Where nothing tells the cause, the status is that of the class alone, such as "5.0.0" (RFC 3463, 3.1).
    """
    action = action or {"4": "delayed", "2": "delivered"}.get(status[:1], "failed")
    status = status or {"delayed": "4.0.0", "failed": "5.0.0"}.get(action, "2.0.0" if action in _DONE else "")
    permanent = action not in _DONE | {"delayed"} and not status.startswith(("2", "4"))
    return BouncedRecipient(address=address, action=action, status=status, diagnostic=diagnostic, permanent=permanent)


def one_line(text: str) -> str:
    """Return the text with every run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()
