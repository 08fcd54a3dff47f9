"""Caps: how many mails a machine of ours writes to one mailbox, one domain, one customer and to strangers in all."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# Second levels under which countries let others register, as in example.co.uk.
_SHARED = re.compile(r"(?:com?|org?|net|ac|edu?|gov|gob|gouv|go|ne|nom|plc|ltd|me|sch|mil|asn|id|info|biz|web)")


class Account(StrEnum):
    """Which mails are counted together: those that a proved sender set going, and all others.

    Whoever writes in somebody else's name uses up what is written to the unproved, never what the proved are owed.
    """

    PROVED = "proved"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The most mails that are written within an hour, and within a day."""

    hour: int
    day: int

    @property
    def half(self) -> "Cap":
        """Return the half of it, rounded up: what anybody may use up of it, the rest is left to who is proved."""
        return Cap(hour=(self.hour + 1) // 2, day=(self.day + 1) // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The caps of a desk.

    A customer is promised an answer by contract, so what strangers write, however much, is not counted with it:
    `domain` and `strangers` (all of them together) are for senders who are no customer's, `customer` is for all the
    addresses of one customer. Each of these holds for each account apart. `mailbox` is for everybody, and for both
    accounts together: of it the unproved have half, so that who is proved now and then gets no more than who always is.
    """

    mailbox: Cap = field(default_factory=lambda: Cap(hour=20, day=100))
    domain: Cap = field(default_factory=lambda: Cap(hour=100, day=500))
    customer: Cap = field(default_factory=lambda: Cap(hour=500, day=3000))
    strangers: Cap = field(default_factory=lambda: Cap(hour=500, day=3000))


def mailbox_of(address: str) -> str:
    """Return the mailbox of an address: in lower case, and without a +tag, which any machine can make up."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def organisation_of(address: str) -> str:
    """Return the domain under which somebody can make up any number of names: that of a@b.c.example is c.example.

    It asks no list of suffixes: a cap that takes two organisations for one only falls silent a little earlier.
    """
    labels = address.strip().lower().rpartition("@")[2].rstrip(".").split(".")
    if labels[0].startswith("[") or all(label.isdigit() for label in labels):
        return ".".join(labels)  # an address of the network, not a name
    shared = len(labels) > 2 and len(labels[-1]) == 2 and _SHARED.fullmatch(labels[-2]) is not None
    return ".".join(labels[-3:] if shared else labels[-2:])
