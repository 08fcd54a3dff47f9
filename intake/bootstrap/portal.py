"""The portal of an installation: its pages and addresses, what is behind them, and the loop that mails its links."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from intake.bootstrap.clock import now
from intake.bootstrap.settings import Settings
from intake.bootstrap.window_settings import PortalPart
from intake.database.engine import Database
from intake.delivery.courier import Way
from intake.delivery.portal_mail import PortalMail
from intake.domain.case import Outcome
from intake.domain.errors import BadInput
from intake.domain.portal import SignedIn, Submission
from intake.domain.portal_pages import Came, CasePage, Link, Listing, NewForm, PressedThere, Sought
from intake.doors.portal.door import PortalDoor
from intake.doors.portal.http import routes
from intake.doors.portal.pages import PortalPages
from intake.doors.portal.visit import PortalSettings
from intake.places import folder
from intake.review.portal.form import levels_offered, new_form
from intake.review.portal.listing import listing
from intake.review.portal.one_case import case_page
from intake.review.portal.pressed import pressed
from intake.review.portal.signing import Sessions, follow, is_to_be_noted, link_of, note_seen, sign_out, signed_in
from intake.stages.desk import Desk, Run
from intake.stages.window.links import wanted
from intake.stages.window.submitted import submit
from intake.storage import messages
from intake.storage.portal import cases
from intake.worker.writer import Writer

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.routing import Route

# Called once somebody has followed a link that was mailed to a visitor of the window: whom, and at which address.
Proves = Callable[[int, str], None]

_WEB = "web"
_LOOKS, _PAUSE = 60, 0.05  # how often, in seconds, it is looked whether a message has got its case


def _proves_nobody(visitor: int, address: str) -> None:
    del visitor, address


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalNeeds:
    """What the portal is built on. `outward` wakes who hands over mail, `proves` is called for a visitor's link."""

    settings: Settings
    desk: Desk
    database: Database
    writer: Writer
    way: Way
    outward: Callable[[], None]
    proves: Proves = _proves_nobody
    now: Callable[[], datetime] = now


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPortal:
    """The portal as it is served: `routes` are for the web door, `mail` is the loop that hands links over."""

    routes: "Sequence[Route]"
    mail: PortalMail
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)

    def begin(self) -> None:
        """Begin to mail links."""
        self.tasks.append(asyncio.create_task(self.mail.run(), name="portal mail"))

    def wake(self) -> None:
        """Say that a link may be wanted; call it on the event loop's thread."""
        self.mail.wake()

    async def stop(self) -> None:
        """Let the letters at hand be answered, and end."""
        self.mail.stop()
        await asyncio.gather(*self.tasks)


def open_portal(needs: PortalNeeds) -> OpenPortal:
    """Build the portal; with a window alone there are the links that prove a visitor, and no pages.

    Raises BadInput without a public address, and for templates that cannot be used.
    """
    settings, part = needs.settings, needs.settings.portal or PortalPart()
    public = None if settings.web is None else settings.web.public_url
    if public is None:
        section = "portal" if settings.portal is not None else "window"
        raise BadInput(f"{section}: links are mailed for it; write where its pages are reached, public_url of [web]")
    holds = timedelta(minutes=part.link_minutes)
    mail = PortalMail(needs.database, needs.desk, needs.way, needs.now, holds)
    loop = asyncio.get_running_loop()
    door = PortalDoor(
        PortalSettings(
            public_url=public,
            minutes=part.link_minutes,
            largest=part.largest_file_megabytes * 1_000_000,
            types=part.file_types,
            has_pages=settings.portal is not None,
        ),
        DeskPortal(needs, part, lambda: loop.call_soon_threadsafe(mail.wake)),
        portal_pages(settings),
        needs.now,
    )
    return OpenPortal(routes=routes(door), mail=mail)


def portal_pages(settings: Settings) -> PortalPages:
    """Return the pages, the desk's own templates before the shipped ones; raises BadInput for one that is none."""
    own = settings.folders.templates
    places = [place / _WEB for place in (own, folder("templates")) if place is not None]
    try:
        return PortalPages(places)
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or error}, line {getattr(error, 'lineno', 1)}"
        raise BadInput(f"templates, {_WEB}/{where}: {error}; mend it or restore the shipped file") from error


class DeskPortal:
    """The portal of a desk: `intake.domain.portal_pages.Portal` over its store."""

    def __init__(self, needs: PortalNeeds, part: PortalPart, wake: Callable[[], object]) -> None:
        """Build on what is given; nothing is read or written yet. `wake` is called when a link is wanted."""
        self._needs, self._wake = needs, wake
        self._rules = Sessions(longest=timedelta(hours=part.session_hours))

    async def want(self, address: str, language: str) -> None:
        """Have a link mailed to an address, if it is a customer's; nobody can tell whether it was."""
        at = self._needs.now()
        await self._needs.writer.write(lambda connection: wanted(connection, address, at, language=language))
        self._wake()

    def link(self, token: str) -> Link | None:
        """Return what a mailed link stands for, None for one that holds no more or never did; changes nothing."""
        with self._needs.database.read() as connection:
            return link_of(self._run(connection), token)

    def follow(self, token: str, before: str, number: str = "") -> Link | None:
        """Use a link up: sign in, ending the session of the secret `before`, or prove a visitor. None as `link`.

        A visitor is proved by the number in their window alone.
        """
        with self._needs.database.write() as connection:
            run = self._run(connection)
            link = follow(run, token, self._rules, number)
            if link is not None and link.visitor is None:
                sign_out(run, before)
        if link is not None and link.visitor is not None and link.matches:
            self._needs.proves(link.visitor, link.address)
        return link

    def signed_in(self, secret: str) -> SignedIn | None:
        """Return who has signed in with a session's secret, None for nobody; notes now and then that they are there."""
        with self._needs.database.read() as connection:
            run = self._run(connection)
            who = signed_in(run, secret, self._rules)
            stale = who is not None and is_to_be_noted(connection, secret, run)
        if who is not None and stale:
            with self._needs.database.write() as connection:
                note_seen(self._run(connection), who)
        return who

    def sign_out(self, secret: str) -> None:
        """End a session."""
        with self._needs.database.write() as connection:
            sign_out(self._run(connection), secret)

    def cases(self, who: SignedIn, sought: Sought) -> Listing:
        """Return a page of the company's cases, open ones first."""
        with self._needs.database.read() as connection:
            return listing(self._run(connection), who, sought)

    def case(self, who: SignedIn, number: int) -> CasePage | None:
        """Return a case of the company's, None for any other number."""
        with self._needs.database.read() as connection:
            return case_page(self._run(connection), who, number)

    def form(self, who: SignedIn) -> NewForm:
        """Return what the form for a new case offers now."""
        with self._needs.database.read() as connection:
            return new_form(self._run(connection), who)

    async def send(self, who: SignedIn, sent: Submission) -> tuple[Came, int] | None:
        """Keep what a form has sent, durably, and return what to say and its case, 0 while it has none.

        None where it is for a case that is not the company's.
        """
        if not await asyncio.to_thread(self._may_send, who, sent):
            return None
        at = self._needs.now()
        offered = levels_offered(self._needs.desk.contracts.in_force(who.customer.contract, at))
        sent = sent if sent.level in offered else replace(sent, level=None)
        accepted = await self._needs.writer.write(lambda connection: submit(connection, sent, at))
        case_id = await self._case_of(accepted.id)
        if not case_id:
            return Came.SOON, sent.case or 0
        return (Came.OPENED if sent.case is None else Came.SENT), case_id

    def press(self, who: SignedIn, number: int, what: PressedThere) -> Came | None:
        """Do what was pressed, once, and return what to say; None for a case that is not the company's."""
        with self._needs.database.write() as connection:
            came = pressed(self._run(connection), who, number, what)
        self._needs.outward()
        return came

    def _may_send(self, who: SignedIn, sent: Submission) -> bool:
        if sent.case is None:
            return True
        with self._needs.database.read() as connection:
            return cases.one(connection, who.customer.id, sent.case) is not None

    async def _case_of(self, message_id: int) -> int:
        """Wait a little until a message has its case, and return it; 0 where it has none yet."""
        for _ in range(_LOOKS):
            outcome, case_id = await asyncio.to_thread(self._became, message_id)
            if outcome is not Outcome.ACCEPTED:
                return case_id
            await asyncio.sleep(_PAUSE)
        return 0

    def _became(self, message_id: int) -> tuple[Outcome, int]:
        with self._needs.database.read() as connection:
            found = messages.summary(connection, message_id)
        return found.outcome, found.case_id or 0

    def _run(self, connection: "Connection") -> Run:
        return Run(connection=connection, desk=self._needs.desk, now=self._needs.now())
