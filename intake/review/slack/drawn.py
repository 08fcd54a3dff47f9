"""A case's card as it is to look now: gathered from all that is known of the case, with what can be pressed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.case import Case, MailKind, MailState, Outgoing, Standing
from intake.domain.contract import Channel, Contract, LevelChange, PromiseKind
from intake.domain.erased import ERASED
from intake.domain.evidence import Point
from intake.domain.identity import Degree
from intake.domain.question import Answer
from intake.domain.slack import PREFIX
from intake.domain.suggestion import Suggestion
from intake.domain.target import TargetKind
from intake.parse.chat import opening
from intake.render.slack.card import card, closed_card
from intake.render.slack.case_view import CardView, Decided, Stormy, Wanted, Words
from intake.render.slack.pieces import Button
from intake.render.slack.shown import Shown
from intake.review.queue import CaseFile, CaseMessage, case_file, is_alarming, look_by
from intake.review.slack import press_names as names
from intake.review.slack.ticket import ticket_of, written
from intake.review.slack.wording import Told, as_they_stand
from intake.review.taken import owner_in
from intake.stages.assess import suggested_level
from intake.stages.chat.changed import DELETED_LATER
from intake.stages.chat.turns import PART_OF
from intake.stages.desk import Run
from intake.stages.remembered import of_customer
from intake.storage import decisions

_DEGREES = {
    Degree.PROVED: "proved",
    Degree.PLAUSIBLE: "likely, but nothing proves it",
    Degree.UNKNOWN: "nobody we know",
    Degree.FORGED: "LOOKS FORGED",
}
_WORDS = {Standing.CONFIRMED: "Confirmed", Standing.OVERRIDDEN: "Set"}
_DELETED = "(deleted by its writer)"
_INTERNAL = (MailKind.WARNING, MailKind.PAGE)


def drawn(run: Run, number: int, link: str = "") -> Shown:
    """Return a case's card as it is to look now; `link` leads to the customer's thread. Raises BadInput for no case."""
    found = case_file(run, number)
    view = _view(run, found, link)
    message = card(view) if found.case.closed_at is None else closed_card(view)
    return Shown(message=message, is_closed=found.case.closed_at is not None, until=_until(found, run.now))


def _until(found: CaseFile, now: datetime) -> datetime | None:
    """Return when a card's words change though nothing happens: when something falls due."""
    pending = (one.owed.deadline.due_at for one in found.standing if one.act is None)
    return min((due for due in pending if due is not None and due >= now), default=None)


def _view(run: Run, found: CaseFile, link: str) -> CardView:
    case, deleted = found.case, _deleted(found)
    opened = as_they_stand(run.connection, _customers_words(found))
    level = None if found.contract is None or case.level is None else found.contract.level(case.level)
    suggestion = next((one.suggestion for one in found.messages if one.suggestion is not None), None)
    alarmed = is_alarming(case, suggestion, next(iter(found.standing), None))
    return CardView(
        case=_named_anew(case, opened[:1], deleted),
        now=run.now,
        zone=run.desk.zone,
        customer=None if found.customer is None else found.customer.name,
        telephone="" if found.customer is None else found.customer.telephone or "",
        level="" if level is None else level.name,
        words=tuple(_words(one, deleted) for one in (opened if len(opened) < 2 else (opened[0], opened[-1]))),
        more_words=max(len(opened) - 2, 0),
        suggestion=suggestion,
        is_alarming=alarmed,
        look_by=look_by(case, alarmed=alarmed),
        standing=found.standing,
        by_appointment=_by_appointment(found),
        decided=_decided(run.connection, found),
        wanted=_wanted(found),
        evidence=tuple(_named(point, case) for point in found.evidence),
        storm=_storm(found),
        worse=found.worse,
        maintenance=found.maintenance,
        identity=_identity(found),
        paged="; ".join(one.page.why for one in found.pages if one.page.is_open),
        owner=owner_in(found.trail),
        troubles=tuple(_troubles(found)),
        link=link,
        buttons=tuple(_buttons(run, found, suggestion)),
    )


def _customers_words(found: CaseFile) -> list[CaseMessage]:
    whole = (one.accepted for one in found.messages if not one.accepted.reason.startswith(PART_OF))
    theirs = {accepted.id for accepted in of_customer(whole)}
    return [one for one in found.messages if one.accepted.id in theirs] or list(found.messages[:1])


def _deleted(found: CaseFile) -> set[object]:
    return {entry.detail.get("message") for entry in found.trail if entry.event == DELETED_LATER}


def _named_anew(case: Case, opened: list[Told], deleted: set[object]) -> Case:
    """Return a case whose name shows no words that their writer has taken back: in a chat it is made of them."""
    if not opened or opened[0].message.accepted.channel is not Channel.SLACK:
        return case
    if opened[0].message.accepted.id in deleted:
        return replace(case, subject=_DELETED)
    return replace(case, subject=opening(opened[0].message.parsed.reply_text)) if opened[0].edited else case


def _words(told: Told, deleted: set[object]) -> Words:
    """Return what somebody wrote; what its writer has deleted since is not shown to a channel."""
    message = told.message
    if message.accepted.id in deleted:
        at, by = message.accepted.envelope.received_at, message.parsed.sender.name
        text, way = _DELETED, message.accepted.channel
        return Words(number=message.accepted.id, text=text, marked=(), by=by, at=at, channel=way)
    parsed, opinion = message.parsed, message.suggestion
    evidence = () if opinion is None else (one for one in opinion.evidence if not opinion.is_forwarded(one))
    return Words(
        number=message.accepted.id,
        text=parsed.reply_text,
        marked=tuple((one.start, one.end) for one in evidence),
        by=parsed.sender.name or parsed.sender.address,
        at=message.accepted.envelope.received_at,
        files=tuple(attached.name or "a file" for attached in parsed.attachments),
        channel=message.accepted.channel,
        edited=told.edited,
    )


def _by_appointment(found: CaseFile) -> frozenset[PromiseKind]:
    """Return what is owed when the customer names a date: the contract's target is no span of time."""
    rows = () if found.contract is None else found.contract.commitments
    named = {(row.promise, row.target.words) for row in rows if row.target.kind is TargetKind.SCHEDULED}
    owed = (one.owed for one in found.standing)
    return frozenset(one.promise for one in owed if (one.promise, one.target) in named)


def _decided(connection: Connection, found: CaseFile) -> Decided | None:
    """Return a person's last word: on the level, or on closing."""
    case = found.case
    if case.closed_at is not None:
        closing = next((entry for entry in reversed(found.trail) if entry.event == "case.closed"), None)
        reason = "" if closing is None else str(closing.detail.get("reason", ERASED))
        return None if closing is None else Decided(by=closing.actor, at=closing.at, what="Closed", reason=reason)
    by_people = [one for one in decisions.of_case(connection, case.id) if one.action in _WORDS]
    if case.standing is Standing.RULE or not by_people:
        return None
    last = by_people[-1]
    reason = last.reason if case.standing is Standing.OVERRIDDEN else ""
    return Decided(by=last.actor, at=last.at, what=_WORDS[Standing(last.action)], reason=reason)


def _named(point: Point, case: Case) -> Point:
    """Return a line of the checklist with the contact's name in the place of an id that nobody can read."""
    said = point.said
    if said is None or not said.said_by.startswith(PREFIX):
        return point
    name = case.contact_name if said.said_by == case.contact_address and case.contact_name else "somebody in Slack"
    return replace(point, said=replace(said, said_by=name))


def _wanted(found: CaseFile) -> Wanted | None:
    asked = found.question
    if asked is None or asked.answer is not Answer.OPEN or found.case.wanted_level is None:
        return None
    return Wanted(level=asked.level, by=asked.asked_by, at=asked.asked_at, written=asked.written)


def _storm(found: CaseFile) -> Stormy | None:
    if found.storm is None or found.storm.storm.closed_at is not None:
        return None
    storm = found.storm.storm
    own = next((one for one in found.storm.cases if one.case.id == found.case.id), None)
    if own is None or not storm.has(found.case.id):
        return None
    suggested = own.suggested
    level = suggested.id if suggested is not None and suggested.id != found.case.level else ""
    return Stormy(number=storm.id, others=len(storm.inside) - 1, words=own.inside.words, level=level)


def _identity(found: CaseFile) -> str:
    """Say who wrote the first message and how sure that is."""
    sighted = next((one.sighted for one in found.messages if one.sighted is not None), None)
    degree = found.sender.degree or (None if sighted is None else sighted.degree)
    said = "" if degree is None else _DEGREES[degree]
    if sighted is not None and sighted.said:
        said = f"{said} ({sighted.said})"
    original = found.sender.original
    if original is not None and original.address != ERASED and original.settled_at is None:
        said = f"{said}; passed on, {original.name or original.address} wrote it: say whom it is for".lstrip("; ")
    return said


def _troubles(found: CaseFile) -> Iterator[str]:
    if found.sender.degree is Degree.FORGED:
        yield "It looks forged: ask by telephone before anything is answered."
    for mail in found.mails:
        if mail.kind not in _INTERNAL and _has_failed(mail):
            yield f"Not delivered: {_KIND[mail.kind]}{f' ({mail.answer})' if mail.answer else ''}."
    if found.unreachable is not None:
        yield "The contact's address takes no mail; telephone."
    written = [entry for entry in found.trail if entry.event.endswith((".withheld", ".written"))]
    if written and written[-1].event.endswith(".withheld"):
        yield f"The customer was not written to: {written[-1].detail.get('reason', ERASED)}."


def _has_failed(mail: Outgoing) -> bool:
    return mail.state is MailState.PARKED or mail.returned_at is not None


_KIND = {
    MailKind.ACKNOWLEDGEMENT: "the acknowledgement",
    MailKind.RECEIPT: "the receipt",
    MailKind.LEVEL_CHANGE: "the notice of the new promise",
    MailKind.CONSENT: "the question whether the level may change",
    MailKind.REPLY: "an engineer's answer",
    MailKind.TRANSCRIPT: "the transcript of the chat",
    MailKind.JOINED: "the word that a message was added",
}


def _buttons(run: Run, found: CaseFile, suggestion: Suggestion | None) -> Iterator[Button]:
    """Yield what makes sense to press now."""
    case = found.case
    value = written(run.desk.signer, ticket_of(run.connection, case))
    if case.closed_at is None:
        if case.standing is Standing.RULE or case.provisional:
            level = confirmed_level(case, found.contract, suggestion)
            ticket = written(run.desk.signer, ticket_of(run.connection, case, level))
            yield Button(action=names.CONFIRM, label=f"Confirm{level}", value=ticket, style="primary")
        yield Button(action=names.OVERRIDE, label="Override…", value=value)
        if not owner_in(found.trail) or any(one.page.is_open for one in found.pages):
            yield Button(action=names.TAKE, label="Take", value=value)
    if case.contact_address not in ("", ERASED):
        yield Button(action=names.REPLY, label="Reply…", value=value)
    if case.closed_at is None and case.standing is Standing.RULE and not case.emergency:
        yield Button(action=names.NO_REQUEST, label="Not a case", value=value, style="danger", asks=_sure(case))


def _sure(case: Case) -> tuple[str, str, str, str]:
    said = f"Case {case.id} is closed, because nothing was asked for. The customer is not told. It teaches the model."
    return "Not a case?", said, "Close it", "Leave it open"


def confirmed_level(case: Case, contract: Contract | None, suggestion: Suggestion | None) -> str:
    """Say what Confirm would confirm, as the button's last words; "" where the case carries no level."""
    if case.emergency:
        return " the emergency"
    level = case.level
    if level is None and contract is not None and case.clock_level is not None:
        sure = suggestion is not None and not suggestion.abstained
        free = contract.level_change is not LevelChange.CUSTOMER_CONSENT
        level = suggested_level(contract, suggestion) if sure and free and suggestion is not None else None
        level = level or case.clock_level
    return "" if level is None else f" level {level}"
