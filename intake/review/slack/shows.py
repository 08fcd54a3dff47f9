"""What engineers are shown at once: modals that open, change and are checked, the app's own page, answers to /intake.

Everything is read from the store; who may see it is asked of Slack first. Nothing here changes a case.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from intake.database.engine import Database
from intake.domain.reason import says_something
from intake.domain.slack import EventKind, Person, SlackEvent
from intake.domain.staff import ListedEngineer
from intake.render.slack.modal import Names, card_modal, override_modal, reply_modal, told_modal
from intake.render.slack.pieces import Json
from intake.review.engineer import Engineer, the_case
from intake.review.slack import press_names as names
from intake.review.slack.answering import SHORTCUT_ELSEWHERE, Noted, case_of_shortcut, reply_view, why_not_sent
from intake.review.slack.command import Asks, answered, named_in
from intake.review.slack.drawn import drawn
from intake.review.slack.foreseen import foreseen, override_view
from intake.review.slack.home import home_page
from intake.review.slack.noted_files import why_no_files
from intake.review.slack.presses import Press, Pressed, refuse, stale, what_was_pressed, why_not
from intake.review.slack.submitted import chosen_files, chosen_level, written_reason, written_text
from intake.review.slack.ticket import Ticket, read, ticket_of, written
from intake.review.slack.who import UNSURE, Presser, Refused, Vouches, admitted, home_of, presser_of
from intake.stages.desk import Desk, Run

_OVERRIDE = Names(
    callback=names.OVERRIDDEN,
    block=names.REASON_BLOCK,
    action=names.REASON,
    level_block=names.LEVEL_BLOCK,
    level_action=names.LEVEL,
)
_REPLY = Names(
    callback=names.REPLIED,
    block=names.TEXT_BLOCK,
    action=names.TEXT,
    files_block=names.FILES_BLOCK,
    files_action=names.FILES,
)
_NOT_YOU = "You cannot do this"
_OLD_CARD = "Look at the card again"
_SHOWN = (names.OVERRIDE, names.REPLY, names.OPEN_CASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineersSee:
    """Shows engineers what they ask for, when Slack's door asks (see `doors.slack.shows.Shows`)."""

    database: Database
    desk: Desk
    now: Callable[[], datetime]
    vouches: Vouches
    opened: Callable[[str, str, Json], None] = lambda _team, _user, _page: None

    def that_tells(self, opened: Callable[[str, str, Json], None]) -> "EngineersSee":
        """Return the same, which tells `opened` when an engineer looks at the app's own page, and what is on it."""
        return replace(self, opened=opened)

    async def check(self, event: SlackEvent) -> Json | None:
        """Return what a modal is answered with in place of being taken: what to mend, or why nothing is done."""
        what, presser = what_was_pressed(event), presser_of(event)
        if event.kind is not EventKind.VIEW or what is None or presser is None:
            return None
        await self.vouches.learn(presser.installed, presser.person)
        return await asyncio.to_thread(self._checked, presser, what)

    async def modal(self, event: SlackEvent) -> Json | None:
        """Return the modal that a press opens, or the one it changes into; None for presses that open none."""
        presser = presser_of(event)
        if presser is None or not _is_ours(event):
            return None
        # Also for presses that open nothing: whoever carries them out soon asks the same.
        await self.vouches.learn(presser.installed, presser.person)
        if event.kind is EventKind.SHORTCUT:
            return await asyncio.to_thread(self._from_shortcut, presser, event)
        if (event.body.get("view") or {}).get("type") == "modal":
            return await asyncio.to_thread(self._picked, presser, event)
        what = what_was_pressed(event)
        if what is None or what.name not in _SHOWN:
            return None
        return await asyncio.to_thread(self._opened, presser, what)

    async def home(self, team: str, user: str) -> Json | None:
        """Return the app's own page for a person: the queue for an engineer, a word for anybody else."""
        found = await self.page(team, user)
        if found is not None:
            self.opened(team, user, found)
        return found

    async def page(self, team: str, user: str) -> Json | None:
        """Return the same without noting that they look."""
        person = Person(team=team, user=user)
        await self.vouches.learn(team, person)
        return await asyncio.to_thread(self._home, Presser(person=person, installed=team))

    async def command(self, event: SlackEvent) -> Json | None:
        """Return the answer to /intake, which the one who asked sees alone."""
        presser = presser_of(event)
        if presser is None:
            return None
        text = str(event.body.get("text") or "")
        named = named_in(text, presser.person.team)
        asked = (presser.person,) if named is None else (presser.person, named)
        await asyncio.gather(*(self.vouches.learn(presser.installed, person) for person in asked))
        return await asyncio.to_thread(self._command, presser, text)

    def _checked(self, presser: Presser, what: Pressed) -> Json | None:
        ticket = read(self.desk.signer, what.value)
        with self.database.write() as connection:
            run = self._run(connection)
            who = self._who(connection, presser)
            if isinstance(who, Refused):
                refuse(run, presser, ticket, Press(what.name, who.why))
            if who is None or isinstance(who, Refused) or ticket is None:
                return _instead(told_modal(_NOT_YOU, why_not(who) or UNSURE))
            engineer = Engineer(name=who.name, run=run)
            return (
                _override_wrong(engineer, ticket, what)
                if what.name == names.OVERRIDDEN
                else _reply_wrong(run, ticket, what)
            )

    def _opened(self, presser: Presser, what: Pressed) -> Json | None:
        ticket = read(self.desk.signer, what.value)
        with self.database.write() as connection:
            who = self._who(connection, presser)
            if not isinstance(who, ListedEngineer):
                return told_modal(_NOT_YOU, why_not(who))
            if ticket is None:
                return None
            run = self._run(connection)
            if what.name == names.OPEN_CASE:
                return card_modal(drawn(run, ticket.case_id).message, ticket.case_id)
            if what.name == names.REPLY:
                return self._reply(run, who, Noted(case_id=ticket.case_id))
            old = stale(run, ticket)
            if old is not None:
                return told_modal(_OLD_CARD, old)
            engineer = Engineer(name=who.name, run=run)
            return override_modal(override_view(engineer, ticket.case_id, str(what.value)), _OVERRIDE)

    def _picked(self, presser: Presser, event: SlackEvent) -> Json | None:
        """Return the modal with what the level that was picked just now would do."""
        view: dict[str, Any] = event.body["view"]
        ticket = read(self.desk.signer, view.get("private_metadata"))
        chosen = chosen_level((view.get("state") or {}).get("values") or {})
        with self.database.write() as connection:
            who = self._who(connection, presser)
            if ticket is None or not isinstance(who, ListedEngineer):
                return None
            engineer = Engineer(name=who.name, run=self._run(connection))
            return override_modal(override_view(engineer, ticket.case_id, view["private_metadata"], chosen), _OVERRIDE)

    def _from_shortcut(self, presser: Presser, event: SlackEvent) -> Json | None:
        with self.database.read() as connection:
            who = self._who(connection, presser)
            if not isinstance(who, ListedEngineer):
                return told_modal(_NOT_YOU, why_not(who))
            found = case_of_shortcut(connection, event)
            if found is None:
                return told_modal("Send to customer", SHORTCUT_ELSEWHERE)
            return self._reply(self._run(connection), who, found)

    def _reply(self, run: Run, who: ListedEngineer, noted: Noted) -> Json:
        case = the_case(run.connection, noted.case_id)
        ticket = written(run.desk.signer, ticket_of(run.connection, case))
        return reply_modal(replace(reply_view(run, case, ticket, noted), signed=who.name), _REPLY)

    def _home(self, presser: Presser) -> Json | None:
        with self.database.read() as connection:
            who = self._who(connection, presser)
            return home_page(self._run(connection), who.name if isinstance(who, ListedEngineer) else None)

    def _command(self, presser: Presser, text: str) -> Json:
        with self.database.write() as connection:
            who = self._who(connection, presser)
            if not isinstance(who, ListedEngineer):
                return {"text": why_not(who)}
            engineer = Engineer(name=who.name, run=self._run(connection))
            return answered(Asks(engineer=engineer, presser=presser, vouches=self.vouches), text)

    def _who(self, connection: Connection, presser: Presser) -> ListedEngineer | Refused | None:
        home = home_of(connection, self.desk.slack)
        return admitted(self.desk, home, presser, self.vouches.of(presser.person))

    def _run(self, connection: Connection) -> Run:
        return Run(connection=connection, desk=self.desk, now=self.now())


def _is_ours(event: SlackEvent) -> bool:
    """Tell whether a press is of the engineers' own things: customers' buttons open nothing."""
    body = event.body
    if event.kind is EventKind.SHORTCUT:
        return bool(body.get("callback_id") == names.SEND_TO_CUSTOMER)
    actions = body.get("actions") or [{}]
    return event.kind is EventKind.ACTION and actions[0].get("action_id") in (*names.CARD, names.LEVEL)


def _override_wrong(engineer: Engineer, ticket: Ticket, what: Pressed) -> Json | None:
    old = stale(engineer.run, ticket)
    if old is not None:
        return _instead(told_modal(_OLD_CARD, f"Nothing was changed. {old}"))
    chosen, reason = chosen_level(what.state), written_reason(what.state)
    if not chosen:
        return _errors(names.LEVEL_BLOCK, "Pick a level.")
    if not says_something(reason):
        return _errors(names.REASON_BLOCK, "Write why: it is kept with the case.")
    refused = foreseen(engineer, ticket.case_id, chosen).refused
    return _errors(names.LEVEL_BLOCK, refused) if refused else None


def _reply_wrong(run: Run, ticket: Ticket, what: Pressed) -> Json | None:
    refused = why_not_sent(run, ticket.case_id, written_text(what.state))
    if refused:
        return _errors(names.TEXT_BLOCK, refused)
    no_files = why_no_files(run, ticket.case_id, chosen_files(what.state))
    return _errors(names.FILES_BLOCK, no_files) if no_files else None


def _errors(block: str, said: str) -> Json:
    return {"response_action": "errors", "errors": {block: said}}


def _instead(view: Json) -> Json:
    return {"response_action": "update", "view": view}
