"""The portal's door: who may ask, within which measure, and what each address below /portal answers with."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from intake.domain.portal import SignedIn
from intake.domain.portal_pages import Came, Portal, Sought
from intake.doors.portal.asked import LONGEST_LINE, Form, Forms, Slow
from intake.doors.portal.notice import Notice
from intake.doors.portal.pages import PortalPages
from intake.doors.portal.session import Cookie, bound_to, is_bound, is_our_own, seconds_until
from intake.doors.portal.visit import Answers, Lost, PortalSettings, Said, SignInFirst, Visit
from intake.doors.rate import Rate
from intake.doors.sender import address_of
from intake.doors.web_pages import security_headers
from intake.render.mail import can_be_written_to

log = structlog.get_logger()

_SAME_TIME = 0.3  # seconds that asking for a link takes at least, whomever it is for
_LONGEST_TOKEN = 100
_LARGEST_PAGE = 10_000  # of a list


class PortalDoor:
    """Everything below /portal that no form of a case's own needs; see `forms.py` for those."""

    def __init__(
        self, settings: PortalSettings, portal: Portal, pages: PortalPages, now: Callable[[], datetime]
    ) -> None:
        """Serve `portal` in the words of `pages`."""
        public = urlsplit(settings.public_url)
        self.settings, self.portal, self.now = settings, portal, now
        self.base = f"{public.path.rstrip('/')}/portal"
        self.forms = Forms(settings.largest, settings.types)
        self._pages = pages
        self._cookie = Cookie(https=public.scheme == "https")
        self.notice = Notice(https=public.scheme == "https")
        self._headers = security_headers(pages.policy, https=public.scheme == "https")
        self._rate, self._links = Rate(settings.most), Rate(settings.most_links, per=300.0)
        self._sent = Rate(settings.most_sent)

    async def answer(self, answers: Answers, request: Request) -> Response:
        """Answer a request, or say why not; no fault shows itself: an error is told in the log alone."""
        nobody = Visit(request=request, at=self.now(), secret="", somebody=None)
        visit = nobody
        try:
            if not self._rate.allows(address_of(request), time.monotonic()):
                raise Said("too_many", 429)
            visit = await self._visit(request)
            response = await answers(visit)
        except SignInFirst:
            response = self.to("")
        except Lost:
            response = self.says(visit, "lost", 404)
        except Slow:
            response = self.says(visit, "slow", 408)
        except Said as error:
            response = self.says(visit, error.word, error.status)
        except Exception as error:  # noqa: BLE001 - the door's last line: nothing is recorded, the reader is told so
            log.error("portal.failed", error=f"{type(error).__name__}: {error}")
            response = self.says(visit, "failed", 503)
        response.headers.update(self._headers)
        self.notice.take(request, response)
        return response

    async def _visit(self, request: Request) -> Visit:
        secret = self._cookie.secret(request)
        somebody = await run_in_threadpool(self.portal.signed_in, secret) if secret else None
        return Visit(request=request, at=self.now(), secret=secret, somebody=somebody)

    # ------------------------------------------------------------------ signing in

    async def want(self, visit: Visit) -> Response:
        """Have a link mailed: the same page in the same time, whomever the address is of."""
        self.refuse_foreign(visit)
        async with self.forms.read(visit.request, files=False) as form:
            address = form.line("address")
        if not can_be_written_to(address) or len(address) > LONGEST_LINE:
            return self.page(visit, "sign_in", {"address": address, "wrong": "address_wrong"}, 400)
        if not self._links.allows(address_of(visit.request), time.monotonic()):
            raise Said("too_many", 429)
        begun = time.monotonic()
        await self.portal.want(address, visit.language)
        await asyncio.sleep(max(0.0, _SAME_TIME - (time.monotonic() - begun)))
        return self.page(visit, "asked", {"minutes": self.settings.minutes})

    async def look(self, visit: Visit) -> Response:
        """Show what a mailed link does; it is used up by its button alone."""
        token = _token(visit)
        link = await run_in_threadpool(self.portal.link, token)
        if link is None:
            raise Said("link_gone", 410)
        given = {"token": token, "address": link.address, "proves": link.visitor is not None, "wrong": ""}
        return self.page(visit, "link", given, language=link.language)

    async def follow(self, visit: Visit) -> Response:
        """Use a mailed link up: a session begins, another one than whoever asks had; or a visitor is proved."""
        self.refuse_foreign(visit)
        async with self.forms.read(visit.request, files=False) as form:
            given, number = form["token"], form.line("number")
        token = _token(visit)
        if given != token:
            raise Said("foreign", 403)
        link = await run_in_threadpool(self.portal.follow, token, visit.secret, number)
        if link is None:
            raise Said("link_gone", 410)
        if not link.matches:
            again = {"token": token, "address": link.address, "proves": True, "wrong": "number_wrong"}
            return self.page(visit, "link", again, 400, language=link.language)
        if not link.secret:
            return self.says(visit, "proved", 200)
        somebody = await run_in_threadpool(self.portal.signed_in, link.secret)
        response = self.to("")
        if somebody is not None:
            self._cookie.put(response, link.secret, seconds_until(somebody.until, visit.at))
        return response

    async def leave(self, visit: Visit) -> Response:
        """End the session."""
        self.refuse_foreign(visit)
        async with self.forms.read(visit.request, files=False) as form:
            self.refuse_unbound(visit, form)
        await run_in_threadpool(self.portal.sign_out, visit.secret)
        response = self.to("", Came.OUT)
        self._cookie.take(response)
        return response

    # ------------------------------------------------------------------ looking

    async def front(self, visit: Visit) -> Response:
        """Show the company's cases, or where to sign in."""
        if visit.somebody is None:
            return self.page(visit, "sign_in", {"address": "", "wrong": "", "came": self.notice.of(visit.request)})
        sought = _sought(visit)
        listing = await run_in_threadpool(self.portal.cases, visit.who, sought)
        return self.page(visit, "cases", {"listing": listing, "came": self.notice.of(visit.request)})

    async def lost(self, visit: Visit) -> Response:
        """Say that there is no such page."""
        del self, visit
        raise Lost

    # ------------------------------------------------------------------ what all answers share

    def page(
        self, visit: Visit, name: str, given: Mapping[str, object], status: int = 200, *, language: str = ""
    ) -> Response:
        """Return a page, with what every page is given."""
        shared = {
            "base": self.base,
            "who": visit.somebody,
            "bound": bound_to(visit.secret) if visit.somebody is not None else "",
            "came": "",
            "largest": self.settings.largest // 1_000_000,
            "types": self.settings.types,
        }
        html = self._pages.html(name, language or visit.language, {**shared, **given})
        return HTMLResponse(html, status_code=status)

    def says(self, visit: Visit, word: str, status: int, kept: str = "") -> Response:
        """Return a page that says one thing; `kept` are words of its reader's that would be lost."""
        response = self.page(visit, "said", {"word": word, "kept": kept}, status)
        if status in (429, 503):
            response.headers["retry-after"] = "60"
        return response

    def to(self, path: str, came: Came | None = None) -> Response:
        """Send a browser on to another page, which says once what came of it."""
        response = RedirectResponse(f"{self.base}{path}", status_code=303)
        if came is not None:
            self.notice.put(response, came, path)
        return response

    def refuse_foreign(self, visit: Visit) -> None:
        """Raise Said where a form does not come from a page of ours."""
        if not is_our_own(visit.request, self.settings.public_url):
            raise Said("foreign", 403)

    def refuse_unbound(self, visit: Visit, form: Form) -> SignedIn:
        """Return who has signed in; raises SignInFirst for nobody, Said where the form is of another session."""
        who = visit.who
        if not is_bound(form["bound"], visit.secret):
            raise Said("foreign", 403)
        return who

    def refuse_too_many(self, visit: Visit) -> None:
        """Raise Said where a session sends too much, before it is read."""
        if visit.somebody is not None and not self._sent.allows(str(visit.somebody.session), time.monotonic()):
            raise Said("too_many", 429)

    def answers(self, answers: Answers) -> Callable[[Request], object]:
        """Return an endpoint for Starlette."""
        return partial(self.answer, answers)


def _token(visit: Visit) -> str:
    return str(visit.request.path_params["token"])[:_LONGEST_TOKEN]


def _sought(visit: Visit) -> Sought:
    query = visit.request.query_params
    words = " ".join(query.get("q", "").replace("\x00", "").split())[:LONGEST_LINE]
    page = query.get("page", "1")
    known = page.isascii() and page.isdecimal() and len(page) < 6
    return Sought(words=words, page=min(max(int(page), 1), _LARGEST_PAGE) if known else 1)
