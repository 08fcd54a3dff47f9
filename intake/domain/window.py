"""The chat window as the bot sees it: a talk with one visitor, what they may press, what the window shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, Self

from intake.domain.identity import Degree

PREFIX = "web:"  # begins what stands in the place of a mail address


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One talk in the window: a visitor and the desk. `number` is the visitor's own in the store."""

    number: int

    @property
    def address(self) -> str:
        """Return what stands for a talk where a mail has a recipient, and for its visitor where a mail has a sender.

        It has an end, so that no talk's is found within another's.
        """
        return f"{PREFIX}{self.number}/"

    @property
    def lane(self) -> str:
        """Return what a message to it waits behind."""
        return self.address

    @classmethod
    def read(cls, address: str) -> Self | None:
        """Return the talk behind an address, None for anything else."""
        number = address.removeprefix(PREFIX).removesuffix("/")
        whole = address == f"{PREFIX}{number}/"
        ours = whole and number.isascii() and number.isdigit() and 0 < len(number) < 19
        return cls(number=int(number)) if ours else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who talks in a window. `address` is "" until they have named one or the vendor's site has.

    `degree` is PROVED once the site vouched for them or they followed a link that was mailed to that address, and `why`
    says which; PLAUSIBLE for an address that they only named. `seen` is the last line that their window has shown,
    `page` the address of the page it stands on, without what follows a question mark.
    """

    talk: Talk
    name: str = ""
    address: str = ""
    degree: Degree = Degree.UNKNOWN
    why: str = ""
    language: str = ""
    zone: str = ""
    page: str = ""
    seen: int = 0
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was attached; `content` is its bytes, `content_type` what its sender calls it."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


class LineSide(StrEnum):
    """Whose words a line of a talk are."""

    VISITOR = "visitor"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a talk, by its `id` in the order in which the window shows them.

    `key` is what the window itself called a message of the visitor's, "" for ours. `body` is JSON as the window draws
    it: `paragraphs` for ours, `text` for theirs, and `files`.
    """

    id: int
    side: LineSide
    at: datetime
    key: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRules:
    """How a desk listens in the window.

    A visitor's messages that follow each other within `quiet` are read as one, for `longest` at most. What the window
    has not shown after `unseen_after` is mailed to a proved address. A window's secret holds for `talk_holds`: nobody
    stays proved for ever by what lies in a browser. Files up to `largest_file` bytes together are taken, of
    `file_types` (endings of names, in lower case, without the dot).
    """

    quiet: timedelta = timedelta(seconds=4)
    longest: timedelta = timedelta(seconds=60)
    unseen_after: timedelta = timedelta(minutes=3)
    talk_holds: timedelta = timedelta(days=30)
    largest_file: int = 10_000_000
    file_types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a window says as a talk begins; `vouched` is what the vendor's site has signed, "" for a stranger."""

    language: str = ""
    zone: str = ""
    page: str = ""
    vouched: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a visitor said; `key` is the window's own name for it, the same whenever it is sent again."""

    key: str
    text: str
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What a visitor pressed: `action` is level, fact, worse, yes or no; `choice` is the level or the fact."""

    action: str
    choice: str = ""


class Talks(Protocol):
    """The talks of a desk, as the door serves them. What is returned as words is in the visitor's language."""

    async def begin(self, begun: Begun) -> tuple[Visitor, str]:
        """Begin a talk; return its visitor and the secret by which their window is known. Raises BadInput."""
        ...

    async def visitor(self, secret: str) -> Visitor | None:
        """Return whose window has a secret, None for nobody's."""
        ...

    async def say(self, visitor: Visitor, said: Said) -> Line:
        """Keep what was said, durably, and return its line; the same line for what was said before under its key."""
        ...

    async def lines(self, visitor: Visitor, after: int) -> list[Line]:
        """Return the lines of a talk behind one, the first first."""
        ...

    async def state(self, visitor: Visitor) -> Mapping[str, Any]:
        """Return what else the window shows now, as JSON: the case, who they are, what may be pressed."""
        ...

    async def press(self, visitor: Visitor, pressed: Pressed) -> str:
        """Do what was pressed, and return what is to be said of it, "" for nothing."""
        ...

    async def seen(self, visitor: Visitor, line: int) -> None:
        """Keep that the window has shown a line."""
        ...

    async def named(self, visitor: Visitor, name: str, address: str) -> str:
        """Take a visitor's name and address, mail them a link that proves it, and return what is to be said."""
        ...

    async def transcript(self, visitor: Visitor) -> str:
        """Mail the talk to its visitor where their address is proved, and return what is to be said."""
        ...
