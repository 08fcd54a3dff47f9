"""The files' door: attached files, at an origin where nothing else is, handed out to be kept and never to be shown."""

import time
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import quote, urlsplit

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from intake.domain.window import Upload
from intake.doors.rate import Rate
from intake.doors.sender import address_of
from intake.doors.uploads import plain_name, served_type
from intake.thread.file_link import PATH

log = structlog.get_logger()

_MOST = 120  # requests of one address in a minute
_LONGEST_TOKEN = 100
_SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_STATUS = {"file_unknown": 404, "file_expired": 410, "too_many": 429, "failed": 503}


class Finds(Protocol):
    """What links to files lead to."""

    def find(self, token: str) -> "Upload | str":
        """Return the file of a token, or the name of the sentence that says why there is none."""
        ...


class FilesDoor:
    """The door as an ASGI application in `app`."""

    def __init__(self, url: str, finds: Finds, says: Callable[[str, str], str]) -> None:
        """Serve below `url`, whose path a proxy may leave on or take off.

        `says` returns a sentence of ours by its name, in the language that a browser's Accept-Language wants.
        """
        public = urlsplit(url)
        self._finds = finds
        self._says = says
        self._rate = Rate(_MOST)
        self._headers = _headers(https=public.scheme == "https")
        prefixes = dict.fromkeys(["", public.path.rstrip("/")])
        routes = [Route(f"{prefix}{PATH}/{{token}}", self._file, methods=["GET"]) for prefix in prefixes]
        self.app = Starlette(routes=routes, exception_handlers={404: self._lost, 405: self._lost})
        self.app.router.redirect_slashes = False  # it would name the host that the request names

    async def _file(self, request: Request) -> Response:
        """Hand a file out; the door's last line tells a fault in the log alone."""
        if not self._rate.allows(address_of(request), time.monotonic()):
            return self._said(request, "too_many")
        try:
            token = str(request.path_params["token"])[:_LONGEST_TOKEN]
            found = await run_in_threadpool(self._finds.find, token)
        except Exception as error:  # noqa: BLE001 - the door's last line
            log.error("files.failed", error=type(error).__name__)
            return self._said(request, "failed")
        return self._handed(found) if isinstance(found, Upload) else self._said(request, str(found))

    async def _lost(self, request: Request, error: Exception) -> Response:
        del error
        return self._said(request, "file_unknown")

    def _handed(self, file: Upload) -> Response:
        headers = {**self._headers, "content-disposition": disposition(file.name)}
        kind = served_type(file.name, file.content)
        return Response(file.content, media_type=kind, headers={**headers, "content-type": kind})

    def _said(self, request: Request, name: str) -> Response:
        sentence = self._says(name, request.headers.get("accept-language", ""))
        response = PlainTextResponse(sentence, status_code=_STATUS[name], headers=dict(self._headers))
        if name in ("too_many", "failed"):
            response.headers["retry-after"] = "60"
        return response


def disposition(name: str) -> str:
    """Return the header of a file that is to be kept (RFC 6266): its name in plain letters, and the whole of it."""
    whole = plain_name(name)
    ascii_name = "".join(one if one.isascii() and (one.isalnum() or one in " ._-()") else "_" for one in whole)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(whole, safe='')}"


def _headers(*, https: bool) -> Mapping[str, str]:
    headers = {
        "content-security-policy": _SANDBOX,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cache-control": "private, no-store",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "x-robots-tag": "noindex, nofollow, noarchive",
    }
    return {**headers, "strict-transport-security": "max-age=31536000"} if https else headers
