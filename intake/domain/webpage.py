"""A page of the small web door: what one person sees behind a one-time link, and what they can press."""

from dataclasses import dataclass
from enum import StrEnum


class PageKind(StrEnum):
    """What a page says; the templates hold the words of each in each language."""

    CONSENT = "consent"
    AGREED = "agreed"
    REFUSED = "refused"
    CALL = "call"
    TAKEN = "taken"
    ENDED = "ended"
    EXPIRED = "expired"
    VOID = "void"
    UNKNOWN = "unknown"


# What a browser is told about a link that leads nowhere: gone for good, or never there.
_STATUS = {PageKind.EXPIRED: 410, PageKind.VOID: 410, PageKind.ENDED: 410, PageKind.UNKNOWN: 404}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or an item of a list."""

    text: str
    item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """A page in a language; `language` is None where nobody can know the reader's: the browser's counts then.

    `blocks` is what would hold, in the letter's own phrases; `choices` are the answers that can be pressed, and
    `suggested` the one that the link was for ("" for none).
    """

    kind: PageKind
    language: str | None = None
    case_number: int | None = None
    blocks: tuple[Block, ...] = ()
    choices: tuple[str, ...] = ()
    suggested: str = ""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return _STATUS.get(self.kind, 200)
