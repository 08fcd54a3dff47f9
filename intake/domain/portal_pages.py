"""What the portal's pages show, in words, and what may be done on them: nothing that a letter would not say."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, Self

from intake.domain.portal import SignedIn, Submission
from intake.domain.webpage import Block

PAGE_SIZE = 25  # cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which of a company's cases are asked for: those that have all of these words, or this number; a page from 1."""

    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case in a list. `level` is "2, Significant impact" or ""; `first` the first answer's promise, "" for none.

    `asks` tells that a question waits for the customer; `deleted` that its name was taken back by its writer.
    """

    number: int
    subject: str
    opened: str
    level: str = ""
    first: str = ""
    closed: bool = False
    asks: bool = False
    emergency: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of a company's cases; `found` is how many there are on all `pages`."""

    rows: tuple[Listed, ...]
    sought: Sought
    found: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, one at least."""
        return max(1, -(-self.found // PAGE_SIZE))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShown:
    """A file beside a message. `address` is where it can be had, "" where the desk has no origin for files."""

    name: str
    size: int
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """What one side wrote, and `at` when, in words: `by` is the customer's person or the vendor, "" for nobody named.

    `own` tells that whoever looks has written it, `automatic` that a machine of ours wrote it.
    """

    ours: bool
    by: str
    at: str
    text: str
    files: tuple[FileShown, ...] = ()
    deleted: bool = False
    own: bool = False
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that waits for yes or no, by its number, with what would hold."""

    number: int
    level: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A level that may be chosen: what the contract calls it, what it says of it, and what follows from it now."""

    id: str
    name: str
    about: str = ""
    clause: str = ""
    follows: tuple[Block, ...] = ()
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """All that a customer is shown of one case of their company.

    `facts` are those of an emergency that they may still state, with `urgent` where something makes one thinkable;
    `levels` those that they may still choose from. `known_worse` tells that they have said so and nobody has acted
    since.
    """

    number: int
    subject: str
    opened: str
    closed: bool
    emergency: bool
    deleted: bool = False
    promise: tuple[Block, ...] = ()
    wrote: tuple[Wrote, ...] = ()
    asked: Asked | None = None
    facts: tuple[tuple[str, str], ...] = ()
    urgent: bool = False
    levels: tuple[Choice, ...] = ()
    known_worse: bool = False


class WhoSets(StrEnum):
    """Who sets the level of a new case: the customer, we do, or the contract has no levels."""

    CUSTOMER = "customer"
    DESK = "desk"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewForm:
    """What the form for a new case offers; `follows` is what holds where nothing is chosen, or cannot be."""

    sets: WhoSets
    choices: tuple[Choice, ...] = ()
    default: str = ""
    clause: str = ""
    follows: tuple[Block, ...] = ()


class Deed(StrEnum):
    """What may be pressed on a case's page."""

    RESOLVED = "resolved"
    WORSE = "worse"
    YES = "yes"
    NO = "no"
    FACT = "fact"
    LEVEL = "level"


@dataclass(frozen=True, slots=True, kw_only=True)
class PressedThere:
    """A press on a case's page: `about` is the question, the fact or the level; `key` the form's own."""

    deed: Deed
    about: str = ""
    key: str = ""


class Came(StrEnum):
    """What came of something that was sent or pressed: what the next page says first."""

    SENT = "sent"
    OPENED = "opened"
    SOON = "soon"
    RESOLVED = "resolved"
    WORSE = "worse"
    KNOWN = "known"
    AGREED = "agreed"
    REFUSED = "refused"
    STATED = "stated"
    CHOSEN = "chosen"
    TOO_LATE = "too_late"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A mailed link that still holds: whose mailbox it went to; `visitor` is whom it proves, None where it signs in.

    `matches` is False where the number that was typed is not the one in that visitor's window: nothing was done then.
    """

    address: str
    visitor: int | None = None
    language: str = ""
    secret: str = ""  # of the session that it has begun
    matches: bool = True

    def begun(self, secret: str) -> Self:
        """Return the link with the session that it has begun."""
        return replace(self, secret=secret)


class Portal(Protocol):
    """The portal of one desk, as its door serves it. Each call that takes who has signed in sees their company only."""

    async def want(self, address: str, language: str) -> None:
        """Have a link mailed to an address, if it is a customer's; nobody can tell whether it was."""
        ...

    def link(self, token: str) -> Link | None:
        """Return what a mailed link stands for, None for one that holds no more or never did; changes nothing."""
        ...

    def follow(self, token: str, before: str, number: str = "") -> Link | None:
        """Use a link up: sign in, ending the session of the secret `before`, or prove a visitor. None as `link`.

        A visitor is proved by the number in their window alone.
        """
        ...

    def signed_in(self, secret: str) -> SignedIn | None:
        """Return who has signed in with a session's secret, None for nobody."""
        ...

    def sign_out(self, secret: str) -> None:
        """End a session."""
        ...

    def cases(self, who: SignedIn, sought: Sought) -> Listing:
        """Return a page of the company's cases, open ones first."""
        ...

    def case(self, who: SignedIn, number: int) -> CasePage | None:
        """Return a case of the company's, None for any other number."""
        ...

    def form(self, who: SignedIn) -> NewForm:
        """Return what the form for a new case offers now."""
        ...

    async def send(self, who: SignedIn, sent: Submission) -> tuple[Came, int] | None:
        """Keep what a form has sent, durably, and return what to say and its case, 0 while it has none.

        None where it is for a case that is not the company's.
        """
        ...

    def press(self, who: SignedIn, number: int, pressed: PressedThere) -> Came | None:
        """Do what was pressed, once, and return what to say; None for a case that is not the company's."""
        ...
