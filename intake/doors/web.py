"""The web door: the pages behind one-time links. A GET never changes anything; a POST records one answer."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from intake.domain.webpage import PageKind, WebPage
from intake.doors.rate import Rate
from intake.doors.web_pages import WebPages, security_headers
from intake.doors.web_server import NO_STREAMS, PATIENCE, OpenWebDoor, Streams, listen

log = structlog.get_logger()

_LARGEST_BODY = 4096  # bytes: a token and a word
_FORM = "application/x-www-form-urlencoded"
_LONGEST_TOKEN = 200
_UNKNOWN = WebPage(kind=PageKind.UNKNOWN)


class Action(Protocol):
    """What a link leads to."""

    def look(self, token: str) -> WebPage:
        """Return the page of a link; changes nothing."""
        ...

    def act(self, token: str, choice: str) -> WebPage:
        """Do what was chosen, once, and return the page that says what is on record."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """Where the door listens, and where it is reached from outside, with a path of its own where a proxy adds one.

    `most` is how many requests one address may make in a minute.
    """

    host: str
    port: int
    public_url: str | None = None
    most: int = 60


class OwnRoute(Route):
    """What has headers and limits of its own: the door places it and adds nothing."""


class WebDoor:
    """The pages of one desk, as an ASGI application in `app`."""

    def __init__(
        self, settings: WebSettings, pages: WebPages, actions: Mapping[str, Action], more: Sequence[Route] = ()
    ) -> None:
        """Serve `actions`, by the first part of a link's path, in the words of `pages`; and `more`, as other doors do.

        Of those, what people open in a browser is guarded as our own pages are, but for what guards itself.
        """
        public = urlsplit(settings.public_url or "")
        self._pages = pages
        self._origin = f"{public.scheme}://{public.netloc}".lower()
        self._headers = security_headers(pages.policy, https=public.scheme == "https")
        self._rate = Rate(settings.most)
        # A proxy may take the public address's path off or leave it on.
        prefixes = dict.fromkeys(["", public.path.rstrip("/")])
        self.app = Starlette(
            routes=[
                route
                for prefix in prefixes
                for route in (*self._routes(prefix, actions), *(self._placed(prefix, other) for other in more))
            ],
            exception_handlers={404: self._lost, 405: self._lost},
        )
        self.app.router.redirect_slashes = False  # it would name the host that the request names

    def _routes(self, prefix: str, actions: Mapping[str, Action]) -> Iterator[Route]:
        yield Route(f"{prefix}/health", self._health, methods=["GET"])
        for name, action in actions.items():
            endpoint = partial(self._guarded, partial(self._link, action))
            yield Route(f"{prefix}/{name}/{{token}}", endpoint, methods=["GET", "POST"])

    def _placed(self, prefix: str, route: Route) -> Route:
        methods = sorted(route.methods or ())
        guarded = "GET" in methods and not isinstance(route, OwnRoute)
        endpoint = partial(self._guarded, route.endpoint) if guarded else route.endpoint
        return Route(f"{prefix}{route.path}", endpoint, methods=methods)

    async def _health(self, request: Request) -> Response:
        del request
        return self._carrying(PlainTextResponse("ok"))

    async def _lost(self, request: Request, error: Exception) -> Response:
        del error
        return self._shown(request, _UNKNOWN)

    async def _guarded(self, answer: Callable[[Request], Awaitable[Response]], request: Request) -> Response:
        """Let no address ask too often, and let no fault show itself: an error is told in the log alone."""
        if not self._rate.allows(request.client.host if request.client else "", time.monotonic()):
            return self._says(request, "too_many", 429)
        try:
            return await answer(request)
        except Exception as error:  # noqa: BLE001 - the door's last line: nothing is recorded, the reader is told so
            log.error("web.failed", error=f"{type(error).__name__}: {error}")
            return self._says(request, "failed", 503)

    async def _link(self, action: Action, request: Request) -> Response:
        token = str(request.path_params["token"])[:_LONGEST_TOKEN]
        if request.method != "POST":
            return self._shown(request, await run_in_threadpool(action.look, token), token)
        if not self._is_our_own(request):
            return self._says(request, "foreign", 403)
        body = await _body(request)
        if body is None:
            return self._says(request, "too_large", 413)
        form = _form(request, body)
        if form.get("token", "")[:_LONGEST_TOKEN] != token or "choice" not in form:
            return self._says(request, "refused_form", 400)
        page = await run_in_threadpool(action.act, token, form["choice"])
        log.info("web.answered", kind=str(page.kind), case=page.case_number)
        return self._shown(request, page, token)

    def _is_our_own(self, request: Request) -> bool:
        """Tell whether a form comes from a page of ours, as far as the browser says.

        The token in the form is what keeps others out; this is the second lock. "null" is what browsers write
        as the origin of a page that sends no referrer, as ours do.
        """
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        origin = request.headers.get("origin", "null").lower()
        return origin in ("null", self._origin)

    def _shown(self, request: Request, page: WebPage, token: str = "") -> Response:
        html = self._pages.html(page, request.headers.get("accept-language", ""), token)
        return self._carrying(HTMLResponse(html, status_code=page.status))

    def _says(self, request: Request, message: str, status: int) -> Response:
        html = self._pages.sentence(message, request.headers.get("accept-language", ""))
        response = HTMLResponse(html, status_code=status)
        if status in (429, 503):
            response.headers["retry-after"] = "60"
        return self._carrying(response)

    def _carrying(self, response: Response) -> Response:
        response.headers.update(self._headers)
        return response


async def _body(request: Request) -> bytes | None:
    """Return a form's bytes, None when there are more than a form of ours has or they do not come."""
    body = b""
    with contextlib.suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > _LARGEST_BODY:
                    return None
            return body
    return None


def _form(request: Request, body: bytes) -> dict[str, str]:
    """Return a form's fields, the first of each name; nothing for a body that is no form."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return {}
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=10, errors="replace")
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


async def open_web_door(settings: WebSettings, door: WebDoor, streams: Streams = NO_STREAMS) -> OpenWebDoor:
    """Open a door; raises OSError when its address is taken or is none of this machine's."""
    return await listen(door.app, settings.host, settings.port, streams)
