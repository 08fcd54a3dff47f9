"""A visit: one request to the portal, who has signed in with it, and in which language it is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from intake.domain.portal import SignedIn
from intake.doors.web_pages import LANGUAGES, preferred

_FALLBACK = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSettings:
    """What the door is built with. `minutes` is how long a link holds; `largest` is in bytes, of all files together.

    `most` requests an address may make in a minute, `most_links` ask for a link in five, and `most_sent` forms a
    session may send in a minute. Without `pages` there are links that prove a visitor of the window, and nothing else.
    """

    public_url: str
    minutes: int
    largest: int
    types: tuple[str, ...]
    most: int = 120
    most_links: int = 10
    most_sent: int = 20
    has_pages: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request, when it came, and the secret of its session ("" for none). `somebody` has signed in, or None."""

    request: Request
    at: datetime
    secret: str
    somebody: SignedIn | None

    @property
    def language(self) -> str:
        """Return the language to answer in: the company's own, else what the browser wants."""
        if self.somebody is None:
            return preferred(self.request.headers.get("accept-language", ""))
        short = self.somebody.customer.language.lower().replace("_", "-").partition("-")[0]
        return short if short in LANGUAGES else _FALLBACK

    @property
    def who(self) -> SignedIn:
        """Return who has signed in; raises SignInFirst for nobody."""
        if self.somebody is None:
            raise SignInFirst
        return self.somebody

    @property
    def number(self) -> int:
        """Return the number of the case that the address names; raises Lost for what is no number."""
        named = str(self.request.path_params.get("number", ""))
        if not (named.isascii() and named.isdecimal() and len(named) < 19):
            raise Lost
        return int(named)


Answers = Callable[[Visit], Awaitable[Response]]


class SignInFirst(Exception):
    """Nobody has signed in."""


class Lost(Exception):
    """There is no such page for whoever asks; a case of another company is none either."""


class Said(Exception):
    """Why a request is not answered as it wants: a word of the pages, with the status that goes with it."""

    def __init__(self, word: str, status: int) -> None:
        """Name the word."""
        super().__init__(word)
        self.word, self.status = word, status
