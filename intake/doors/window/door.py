"""The door: requests of the window, each from a page that may hold it, within its measure, answered in its language."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from intake.domain.errors import BadInput
from intake.domain.identity import Degree
from intake.domain.window import Said, Talks, Visitor, WindowRules
from intake.doors.sender import address_of, far_away
from intake.doors.web_pages import preferred
from intake.doors.window.asked import NothingAsked, PressAsked, SeenAsked, TalkAsked, WhoAsked, after_line, asked_as
from intake.doors.window.hub import Hub
from intake.doors.window.limits import Limits, within
from intake.doors.window.origins import Origins, preflight, shared_with
from intake.doors.window.received import Received
from intake.doors.window.refusal import Refusal
from intake.doors.window.stream import Stream, Watched
from intake.doors.window.words import WindowWords, language_in

log = structlog.get_logger()

_SHORTEST_SECRET, _LONGEST_SECRET = 20, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSettings:
    """What the door is built with. `own` is the origin that our pages are reached at, "" where none is known."""

    origins: frozenset[str]
    rules: WindowRules
    own: str = ""
    limits: Limits = field(default_factory=Limits)


@dataclass(slots=True)
class Knock:
    """One request: from which listed origin, and once that is known of which visitor."""

    request: Request
    origin: str | None
    visitor: Visitor | None = None

    @property
    def language(self) -> str:
        """Return the language to answer in."""
        known = "" if self.visitor is None else language_in(self.visitor.language)
        return known or preferred(self.request.headers.get("accept-language", ""))


Answers = Callable[[Knock], Awaitable[Response]]


class WindowDoor:
    """Everything below `/window/` that needs a talk or begins one."""

    def __init__(self, settings: WindowSettings, talks: Talks, hub: Hub, words: WindowWords) -> None:
        """Serve `talks` to the windows on the pages that are listed."""
        self._talks = talks
        self._hub = hub
        self._words = words
        self._limits = settings.limits
        self._received = Received(settings.rules)
        self._origins = Origins(listed=settings.origins, own=settings.own)
        https = settings.own.startswith("https://")
        self._headers = {**_HEADERS, **(_INSISTING if https else {})}

    async def answer(self, method: str, answers: Answers, request: Request) -> Response:
        """Answer a request, or say why not; no fault shows itself: an error is told in the log alone."""
        knock = Knock(request, self._origins.of(request))
        try:
            response = await self._let_in(method, answers, knock)
        except Refusal as refusal:
            response = self._refused(knock, refusal)
        except Exception as error:  # noqa: BLE001 - the door's last line: the window keeps its message and comes again
            log.error("window.failed", error=type(error).__name__)
            response = self._refused(knock, Refusal("failed"))
        for name, value in {**self._headers, **shared_with(knock.origin)}.items():
            response.headers.setdefault(name, value)
        return response

    async def _let_in(self, method: str, answers: Answers, knock: Knock) -> Response:
        within(self._limits.requests, address_of(knock.request))
        if knock.origin is None:
            raise Refusal("foreign")
        if knock.request.method == "OPTIONS":
            return Response(status_code=204, headers=dict(preflight(method)))
        return await answers(knock)

    def _refused(self, knock: Knock, refusal: Refusal) -> Response:
        said = refusal.said or self._words.sentence(refusal.name, knock.language)
        response = JSONResponse({"said": said}, status_code=refusal.status)
        if refusal.again is not None:
            response.headers["retry-after"] = str(refusal.again)
        if refusal.name == "unknown":
            response.headers["www-authenticate"] = "Bearer"
        return response

    async def talk(self, knock: Knock) -> Response:
        """Begin a talk: the one answer that holds a secret."""
        within(self._limits.begun, address_of(knock.request))
        asked = asked_as(TalkAsked, await self._received.small(knock.request))
        try:
            visitor, secret = await self._talks.begin(asked.begun())
        except BadInput as error:
            raise Refusal("unreadable", str(error)) from error
        return JSONResponse({"secret": secret, "who": _who(visitor)}, status_code=201)

    async def say(self, knock: Knock) -> Response:
        """Keep what a visitor says; the answer comes once it is on disk."""
        visitor = await self._known(knock)
        within(self._limits.said_there, address_of(knock.request))
        within(self._limits.said, visitor.talk.number)
        async with self._received.message(knock.request, visitor.talk.number) as said:
            self._bears(knock, visitor, said)
            line = await _kept(self._talks.say(visitor, said))
        self._hub.notify(visitor.talk.number)
        return JSONResponse({"line": line.id}, status_code=202)

    async def lines(self, knock: Knock) -> Response:
        """Open the stream of a talk."""
        visitor = await self._known(knock)
        within(self._limits.opened, visitor.talk.number)
        written = knock.request.headers.get("last-event-id") or knock.request.query_params.get("after", "")
        watched = Watched(talks=self._talks, secret=_secret(knock.request), after=after_line(written))
        if knock.request.method == "HEAD":
            return Response(media_type="text/event-stream")
        seat = self._hub.sit(visitor.talk.number, far_away(knock.request))
        if seat is None:
            raise Refusal("full")
        return Stream(self._hub, seat, watched, {})

    async def press(self, knock: Knock) -> Response:
        """Do what was pressed, and say what the window shows then."""
        visitor = await self._known(knock)
        within(self._limits.pressed, visitor.talk.number)
        asked = asked_as(PressAsked, await self._received.small(knock.request))
        said = await _kept(self._talks.press(visitor, asked.pressed()))
        self._hub.notify(visitor.talk.number)
        return JSONResponse({"said": said, "state": await self._talks.state(visitor)})

    async def seen(self, knock: Knock) -> Response:
        """Keep how far a window has shown its talk."""
        visitor = await self._known(knock)
        within(self._limits.pressed, visitor.talk.number)
        asked = asked_as(SeenAsked, await self._received.small(knock.request))
        await _kept(self._talks.seen(visitor, asked.line))
        return Response(status_code=204)

    async def who(self, knock: Knock) -> Response:
        """Take a visitor's name and address: the answer is the same for every address."""
        visitor = await self._known(knock)
        self._mails(knock, visitor)
        asked = asked_as(WhoAsked, await self._received.small(knock.request))
        said = await _kept(self._talks.named(visitor, asked.name, asked.address))
        self._hub.notify(visitor.talk.number)
        return JSONResponse({"said": said}, status_code=202)

    async def transcript(self, knock: Knock) -> Response:
        """Mail a talk to its visitor."""
        visitor = await self._known(knock)
        self._mails(knock, visitor)
        asked_as(NothingAsked, await self._received.small(knock.request))
        return JSONResponse({"said": await _kept(self._talks.transcript(visitor))}, status_code=202)

    async def _known(self, knock: Knock) -> Visitor:
        """Return whose window it is; raises Refusal for nobody's."""
        secret = _secret(knock.request)
        visitor = await self._talks.visitor(secret) if secret else None
        if visitor is None:
            raise Refusal("unknown")
        knock.visitor = visitor
        return visitor

    def _bears(self, knock: Knock, visitor: Visitor, said: Said) -> None:
        """Count a stranger's files megabyte by megabyte, for anybody could fill a disk; raises Refusal."""
        size = 0 if visitor.degree is Degree.PROVED else sum(len(file.content) for file in said.files)
        for _ in range(-(-size // 1_000_000)):
            within(self._limits.heavy, address_of(knock.request))

    def _mails(self, knock: Knock, visitor: Visitor) -> None:
        within(self._limits.mailed_there, address_of(knock.request))
        within(self._limits.mailed, visitor.talk.number)


_HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "cross-origin",  # pages that isolate themselves ask for it; CORS decides who reads
    "x-robots-tag": "noindex, nofollow, noarchive",
}


_INSISTING = {"strict-transport-security": "max-age=31536000"}


async def _kept(doing: Awaitable[Any]) -> Any:
    """Return what comes of it; raises Refusal with the sentence that says why what was sent is no good."""
    try:
        return await doing
    except BadInput as error:
        raise Refusal("unreadable", str(error)) from error


def _secret(request: Request) -> str:
    """Return the secret that a window shows, "" for what could be none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    found = secret.strip()
    fits = _SHORTEST_SECRET <= len(found) <= _LONGEST_SECRET and found.isascii() and found.isprintable()
    return found if scheme.lower() == "bearer" and fits else ""


def _who(visitor: Visitor) -> Mapping[str, Any]:
    return {"name": visitor.name, "address": visitor.address, "proved": visitor.degree is Degree.PROVED}
