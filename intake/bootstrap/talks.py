"""The talks of an installation, as the window's door serves them."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import jwt

from intake.bootstrap.clock import now
from intake.bootstrap.window_settings import WindowPart
from intake.database.engine import Database
from intake.domain.customer import Sender
from intake.domain.errors import BadInput
from intake.domain.identity import Degree
from intake.domain.window import Begun, Line, Pressed, Said, Talk, Visitor, WindowRules
from intake.identify.sender import normal
from intake.identify.visitor import identify_visitor
from intake.render.buttons import Buttons
from intake.render.mail import can_be_written_to
from intake.review.pressing import Press
from intake.review.window.pressed import press_there
from intake.review.window.proved import BY_SITE
from intake.review.window.shown import FileAt, lines_of, state_of
from intake.stages.desk import Desk, Run
from intake.stages.who import StoredDirectory
from intake.stages.window import links
from intake.stages.window.heard import heard
from intake.stages.window.transcript import case_of, mail_transcript, why_no_mail
from intake.storage.window import lines, visitors
from intake.storage.window.visitors import Known
from intake.thread.matching import matching_number
from intake.worker.writer import Writer

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LONGEST = 200  # characters of a name, a zone, a language, an address of a page
_LONGEST_HOLD = timedelta(hours=1, minutes=5)  # of what the vendor's site signs, with what clocks differ by
_AUDIENCE = "intake-window"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksNeeds:
    """What talks are built on. `outward` wakes who hands over, and lays letters before visitors."""

    desk: Desk
    part: WindowPart
    database: Database
    writer: Writer
    outward: Callable[[], None]
    file_at: FileAt = lambda _of, _number, _place: None


class DeskTalks:
    """The talks of a desk: `intake.domain.window.Talks` over its store. Nothing is done on the event loop's thread."""

    def __init__(self, needs: TalksNeeds) -> None:
        """Build on what is given; nothing is read or written yet."""
        self._needs = needs

    async def begin(self, begun: Begun) -> tuple[Visitor, str]:
        """Begin a talk; return its visitor and their window's secret. Raises BadInput."""
        secret, visitor = secrets.token_urlsafe(32), self._visitor(begun)
        kept = await self._needs.writer.write(lambda connection: visitors.add(connection, visitor, secret))
        return kept, secret

    async def visitor(self, secret: str) -> Visitor | None:
        """Return whose window has a secret, None for nobody's and for one that holds no more."""
        found = await self._read(lambda connection: visitors.by_secret(connection, secret))
        ended = found is not None and now() - found.begun_at > self._rules.talk_holds
        return None if ended else found

    async def say(self, visitor: Visitor, said: Said) -> Line:
        """Keep what was said, durably, and return its line; the same line for what was said before under its key."""
        rules, at = self._rules, now()
        number = await self._needs.writer.write(lambda connection: heard(connection, rules, visitor, said, at))
        # Alone: what is said again may have many lines behind it, with files that would all be read.
        found = await self._read(lambda connection: lines_of(connection, visitor, number - 1, self._needs.file_at, 1))
        return found[0]

    async def lines(self, visitor: Visitor, after: int) -> list[Line]:
        """Return the lines of a talk behind one, the first first."""
        return await self._read(lambda connection: lines_of(connection, visitor, after, self._needs.file_at))

    async def state(self, visitor: Visitor) -> Mapping[str, Any]:
        """Return what else the window shows now: the case, who they are, what may be pressed."""

        def read(connection: "Connection") -> Mapping[str, Any]:
            known = visitors.find(connection, visitor.talk.number) or visitor
            return state_of(self._run(connection), known)

        return await self._read(read)

    async def press(self, visitor: Visitor, pressed: Pressed) -> str:
        """Do what was pressed, and return what is to be said of it, "" for nothing."""
        at, key = now(), f"press:web:{visitor.talk.number}:{secrets.token_hex(8)}"
        said = await self._needs.writer.write(lambda connection: self._pressed(connection, visitor, pressed, (at, key)))
        self._needs.outward()
        return said

    async def seen(self, visitor: Visitor, line: int) -> None:
        """Keep that the window has shown a line of its talk."""
        at = now()

        def keep(connection: "Connection") -> None:
            known = next(iter(lines.behind(connection, visitor.talk.number, line - 1, 1)), None)
            if known is not None and known.id == line:
                visitors.has_seen(connection, visitor.talk.number, line, at)

        await self._needs.writer.write(keep)

    async def named(self, visitor: Visitor, name: str, address: str) -> str:
        """Take a visitor's name and address, have a link mailed that proves it, and return what is to be said."""
        at, wanted = now(), normal(address)
        if not can_be_written_to(wanted):
            raise BadInput(f"address: {address[:_LONGEST]!r} is no mail address; write one such as ann@example.com")
        name = " ".join(name.split())[:_LONGEST]

        def keep(connection: "Connection") -> None:
            known = visitors.find(connection, visitor.talk.number) or visitor
            if known.degree is Degree.PROVED:
                return  # who was proved is asked nothing more, and says nothing else of themselves
            said = Known(name=name, address=wanted, degree=Degree.PLAUSIBLE)
            visitors.is_now(connection, visitor.talk.number, said)
            links.wanted(connection, wanted, at, visitor.talk.number, visitor.language)

        await self._needs.writer.write(keep)
        self._needs.outward()
        number = matching_number(self._needs.desk.signer, visitor.talk.number, wanted)
        return self._buttons(visitor).say("link_mailed", number)

    async def transcript(self, visitor: Visitor) -> str:
        """Mail the talk to its visitor where their address is proved, and return what is to be said."""

        def send(connection: "Connection") -> str:
            run = self._run(connection)
            known = visitors.find(connection, visitor.talk.number) or visitor
            case = case_of(connection, known)
            if case is None:
                return "nothing_to_mail"
            if why_no_mail(run, known, case) is not None:
                return "not_mailed"
            mail_transcript(run, known, case)
            return "mailed"

        macro = await self._needs.writer.write(send)
        self._needs.outward()
        return self._buttons(visitor).say(macro)

    @property
    def _rules(self) -> WindowRules:
        return self._needs.desk.window or WindowRules()

    def _visitor(self, begun: Begun) -> Visitor:
        language, zone, page = (text[:_LONGEST] for text in (begun.language, begun.zone, begun.page))
        visitor = Visitor(
            talk=Talk(number=0), language=language, zone=zone, page=page.partition("?")[0], begun_at=now()
        )
        return visitor if not begun.vouched else vouched(visitor, begun.vouched, self._needs.part)

    def _pressed(self, connection: "Connection", visitor: Visitor, pressed: Pressed, kept: tuple[datetime, str]) -> str:
        run, (at, key) = self._run(connection), kept
        known = visitors.find(connection, visitor.talk.number) or visitor
        case, buttons = case_of(connection, known), self._buttons(visitor)
        if case is None:
            return buttons.say("not_known")
        sender: Sender = identify_visitor(known, StoredDirectory(connection))
        told = press_there(
            Press(
                run=run,
                case=case,
                sender=sender,
                action=pressed.action,
                choice=pressed.choice,
                at=at,
                key=key,
                detail={"visitor": visitor.talk.number},
            ),
            visitor.talk.number,
        )
        buttons = Buttons(run.desk.templates, case.language)
        return "" if told is None else buttons.say(told.macro, *told.words)

    def _buttons(self, visitor: Visitor) -> Buttons:
        return Buttons(self._needs.desk.templates, visitor.language)

    def _run(self, connection: "Connection") -> Run:
        return Run(connection=connection, desk=self._needs.desk, now=now())

    async def _read(self, read: "Callable[[Connection], Found]") -> Found:
        return await asyncio.to_thread(self._reading, read)

    def _reading(self, read: "Callable[[Connection], Found]") -> Found:
        with self._needs.database.read() as connection:
            return read(connection)


def vouched(visitor: Visitor, token: str, part: WindowPart) -> Visitor:
    """Return a visitor with whom the vendor's site has signed that they are (RFC 7519, HS256 alone).

    Raises BadInput where nothing is signed in this desk's name, or for longer than an hour.
    """
    secret = part.site_secret
    if secret is None:
        raise BadInput("token: this desk takes none; write site_secret of [window], or leave data-token out")
    try:
        claims = jwt.decode(
            token,
            secret.get_secret_value(),
            algorithms=["HS256"],
            audience=_AUDIENCE,
            options={"require": ["exp", "aud", "email"]},
            leeway=30,
        )
    except jwt.PyJWTError as error:
        raise BadInput(f"token: {error}; let the site sign a new one") from error
    address = normal(str(claims["email"]))
    if float(claims["exp"]) > (now() + _LONGEST_HOLD).timestamp():  # a number in quotes was read as one above
        raise BadInput("token: it holds for more than an hour; let the site sign a shorter one")
    if not can_be_written_to(address):
        raise BadInput("token: its email is no mail address; let the site sign one")
    name = " ".join(str(claims.get("name") or "").split())[:_LONGEST]
    return replace(visitor, name=name, address=address, degree=Degree.PROVED, why=BY_SITE)
