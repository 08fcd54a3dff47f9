"""What engineers press and send off in Slack, done as the commands do it; whoever is first wins, the other is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from intake.domain.case import Case, Standing
from intake.domain.errors import BadInput, NotYet
from intake.domain.kept import How
from intake.domain.slack import EventKind, Place, SlackEvent, Whisper
from intake.domain.staff import ListedEngineer
from intake.render.slack.case_words import level_said
from intake.render.slack.text import escaped
from intake.review.close import close
from intake.review.engineer import Engineer, the_case
from intake.review.reply import Reply, reply
from intake.review.slack import press_names as names
from intake.review.slack.drawn import confirmed_level
from intake.review.slack.foreseen import in_slack, set_chosen
from intake.review.slack.noted_files import taken
from intake.review.slack.submitted import chosen_files, chosen_level, written_reason, written_text
from intake.review.slack.ticket import Ticket, read, ticket_of
from intake.review.slack.who import UNSURE, Presser, Refused, Vouches, admitted, home_of, presser_of
from intake.review.taken import take_case
from intake.review.verdict import Verdict, confirm
from intake.stages.desk import Run
from intake.storage import audit, decisions, suggestions

REFUSED = "press.refused"
_PAUSE = 0.3  # seconds until Slack may have said who somebody is
_PATIENCE = timedelta(seconds=30)  # of a press; whoever is not vouched for by then has to press again
_NOTHING_ASKED = "nothing was asked for (Not a case was pressed in Slack)"
_OLD = "The card you pressed was an old one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presses:
    """Carries engineers' presses out. What it returns is told to the one who pressed, and to nobody else."""

    vouches: Vouches

    def handle(self, run: Run, event: SlackEvent) -> Sequence[Whisper]:
        """Carry out a press or a modal that was sent off; raises NotYet until Slack has said who pressed."""
        what, presser = what_was_pressed(event), presser_of(event)
        if what is None or presser is None:
            return ()
        who = admitted(run.desk, home_of(run.connection, run.desk.slack), presser, self.vouches.of(presser.person))
        ticket = read(run.desk.signer, what.value)
        if who is None:
            who = self._later(run, event, presser)
        if isinstance(who, Refused):
            refuse(run, presser, ticket, Press(what.name, who.why))
            return _told(run, presser, f"Nothing was done: {who.why}.")
        if ticket is None:
            return ()
        return _told(run, presser, _done(Engineer(name=who.name, run=run), ticket, what))

    def _later(self, run: Run, event: SlackEvent, presser: Presser) -> Refused:
        """Have Slack asked and raise NotYet; a press that has waited too long is refused."""
        if run.now - event.received_at < _PATIENCE:
            self.vouches.ask(presser.installed, presser.person)
            raise NotYet("Slack is asked who pressed", _PAUSE)
        return Refused(why="Slack did not say who you are just now; press again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button or a modal: its name, the value that it carried, what was filled in."""

    name: str
    value: object
    state: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Press:
    """A press that was refused: which, and why."""

    name: str
    why: str


def what_was_pressed(event: SlackEvent) -> Pressed | None:
    """Return which of the engineers' buttons or modals an event is of; None for any other."""
    body = event.body
    view = body.get("view") or {}
    if event.kind is EventKind.VIEW:
        is_ours = body.get("type") == "view_submission" and view.get("callback_id") in (names.OVERRIDDEN, names.REPLIED)
        state = (view.get("state") or {}).get("values") or {}
        return Pressed(name=view["callback_id"], value=view.get("private_metadata"), state=state) if is_ours else None
    actions = body.get("actions") or ()
    if event.kind is not EventKind.ACTION or not actions or actions[0].get("action_id") not in names.CARD:
        return None
    return Pressed(name=actions[0]["action_id"], value=actions[0].get("value"), state={})


def refuse(run: Run, presser: Presser, ticket: Ticket | None, press: Press) -> None:
    """Put on record that somebody pressed who may not."""
    detail = {"press": press.name, "reason": press.why, "who": presser.person.handle}
    case_id = None if ticket is None else ticket.case_id
    audit.write(run.connection, audit.Entry(at=run.now, actor="bot", event=REFUSED, case_id=case_id, detail=detail))


def stale(run: Run, ticket: Ticket, would: str = "") -> str | None:
    """Say what has happened to a case since somebody saw it in another state; None where it stands as they saw it.

    `would` is what the press would do now, where the card said that it would do something.
    """
    case = the_case(run.connection, ticket.case_id)
    if ticket_of(run.connection, case, would) == ticket:
        return None
    return f"{_OLD}. {_stands(run.connection, case)} The card shows how it stands now."


def _stands(connection: Connection, case: Case) -> str:
    if case.closed_at is not None:
        closing = [entry for entry in audit.of_case(connection, case.id) if entry.event == "case.closed"]
        return f"Case {case.id} is closed already{f', by {closing[-1].actor}' if closing else ''}."
    last = decisions.of_case(connection, case.id)[-1:]
    if case.standing is not Standing.RULE and last:
        return f"Case {case.id} is already decided by {last[0].actor}: {level_said(case)}."
    return f"Case {case.id} has changed meanwhile: it stands at {level_said(case)}."


def _done(engineer: Engineer, ticket: Ticket, what: Pressed) -> str:
    """Do it and return what the one who pressed is told, "" for nothing."""
    try:
        return _DO[what.name](engineer, ticket, what)
    except BadInput as error:
        return f"Nothing was done: {in_slack(error)}."


def _confirm(engineer: Engineer, ticket: Ticket, what: Pressed) -> str:
    del what
    old = stale(engineer.run, ticket, _would_confirm(engineer.run, ticket.case_id))
    return old or _verdict_said(confirm(engineer, ticket.case_id))


def _would_confirm(run: Run, number: int) -> str:
    case, opinion = the_case(run.connection, number), suggestions.of_case(run.connection, number)
    return confirmed_level(case, run.desk.contract_of(case), None if opinion is None else opinion[1])


def _override(engineer: Engineer, ticket: Ticket, what: Pressed) -> str:
    old = stale(engineer.run, ticket)
    if old is not None:
        return f"Nothing was changed. {old}"
    chosen, reason = chosen_level(what.state), written_reason(what.state)
    return _verdict_said(set_chosen(engineer, ticket.case_id, chosen, reason))


def _take(engineer: Engineer, ticket: Ticket, what: Pressed) -> str:
    del what
    taken = take_case(engineer, ticket.case_id)
    return "" if taken else f"Case {ticket.case_id} is yours already."


def _no_request(engineer: Engineer, ticket: Ticket, what: Pressed) -> str:
    del what
    old = stale(engineer.run, ticket)
    if old is None:
        close(engineer, ticket.case_id, _NOTHING_ASKED, resolved=False, no_request=True)
    return old or f"Case {ticket.case_id} is closed: nothing was asked for. The customer is not told."


def _reply(engineer: Engineer, ticket: Ticket, what: Pressed) -> str:
    files = taken(engineer.run, ticket.case_id, chosen_files(what.state))
    words = Reply(text=written_text(what.state), signed=engineer.name, how=How.SLACK, files=files)
    done = reply(engineer, ticket.case_id, words)
    if done.mail_id is None:
        return f"Case {ticket.case_id}: these words were sent before; the customer is not written to again."
    with_it = "" if not files else f" with {'a file' if len(files) == 1 else f'{len(files)} files'}"
    opened = " It is open again." if done.was_closed else ""
    return f"Case {ticket.case_id}: your answer{with_it} is on its way.{opened}"


def _nothing(engineer: Engineer, ticket: Ticket, what: Pressed) -> str:
    """Do nothing: the press opened a modal, and that is sent off by itself."""
    del engineer, ticket, what
    return ""


_DO: Mapping[str, Callable[[Engineer, Ticket, Pressed], str]] = {
    names.CONFIRM: _confirm,
    names.TAKE: _take,
    names.NO_REQUEST: _no_request,
    names.OVERRIDDEN: _override,
    names.REPLIED: _reply,
    names.OVERRIDE: _nothing,
    names.REPLY: _nothing,
    names.OPEN_CASE: _nothing,
}


def _verdict_said(verdict: Verdict) -> str:
    """Say what a verdict did to the customer; the card says the rest."""
    case = verdict.case
    if verdict.asked is not None and verdict.why_not_told is not None:
        why = verdict.why_not_told
        return f"Case {case.id}: the customer has to agree, and cannot be written to ({why}). Ask them yourself."
    if verdict.asked is not None:
        return f"Case {case.id}: the customer is asked; {level_said(case)} holds until they agree."
    if verdict.why_not_told is not None:
        return f"Case {case.id}: the promise has changed and the customer cannot be written to: tell them yourself."
    told = "The customer is told." if verdict.told else "The customer is not written to."
    return f"Case {case.id}: {case.standing}, {level_said(case)}. {told}"


def _told(run: Run, presser: Presser, said: str) -> Sequence[Whisper]:
    place = _where(run, presser)
    if not said or place is None:
        return ()
    return (Whisper(place=place, user=presser.person.user, text=escaped(said)),)


def _where(run: Run, presser: Presser) -> Place | None:
    """Return where to tell somebody something: where they pressed, else among the engineers."""
    if presser.channel:
        return Place(team=presser.installed, channel=presser.channel, thread=presser.thread)
    channel = None if run.desk.slack is None else run.desk.slack.engineers
    return None if channel is None else replace(channel, team=channel.team or presser.installed)


def why_not(who: ListedEngineer | Refused | None) -> str:
    """Return why somebody is shown nothing, "" where they may see it."""
    if who is None:
        return UNSURE
    return f"Nothing was done: {who.why}." if isinstance(who, Refused) else ""
