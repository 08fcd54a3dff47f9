"""Understand: all that can be worked out about a message before the store is written to."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.contract.zones import zone
from intake.domain.case import Accepted, Outcome
from intake.domain.contract import Channel, Contract, LevelSource
from intake.domain.customer import Customer, Sender
from intake.domain.errors import BadInput, NotYet
from intake.domain.identity import Findings
from intake.domain.message import AutomaticKind, ParsedMessage
from intake.domain.suggestion import Evidence, Facts, Suggestion
from intake.identify.authenticates import NOTHING
from intake.identify.sender import normal
from intake.identify.slack import STAFF
from intake.parse.chat import NOTHING as NOTHING_SAID
from intake.parse.chat import opening
from intake.parse.machines.own import OwnAddresses
from intake.parse.message import parse_mail
from intake.stages.authenticate import findings_of
from intake.stages.chat.turns import is_chat, read_chat, spoken, wait_for_turn
from intake.stages.copies import copy_of, refuse_deadly
from intake.stages.desk import Desk, Run
from intake.stages.who import sender_of
from intake.stages.window.reading import read_form_there, visitor_of
from intake.storage.slack import people
from intake.suggest.customers import for_customer
from intake.suggest.judged import judged
from intake.suggest.port import Suggests
from intake.thread.engineers import ByEngineer, by_engineer, case_for_engineers


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A message read: its parts, the facts it states with their words, an opinion where one is needed at once.

    `findings` are what is known of a person's sender; a machine's is not looked at. `read_with` are the messages of a
    chat that were read as one with it, `opening` what a case is called that they begin, `zone` and `language` what
    the writer's profile says; "" for a mail.
    """

    accepted: Accepted
    parsed: ParsedMessage
    facts: Facts
    suggestion: Suggestion | None
    evidence: tuple[Evidence, ...] = ()
    findings: Findings = NOTHING
    read_with: tuple[int, ...] = ()
    opening: str = ""
    zone: str = ""
    language: str = ""


def read_message(connection: Connection, accepted: Accepted, desk: Desk) -> ParsedMessage:
    """Return an accepted message as it reads, by the way it came; what is read in a chat may be several as one."""
    if is_chat(connection, accepted):
        return read_chat(connection, accepted)
    return read_form_there(accepted) or read_mail(accepted, desk)


def read_mail(accepted: Accepted, desk: Desk) -> ParsedMessage:
    """Parse an accepted mail with its envelope."""
    parsed = _read(accepted, desk.own)
    if parsed.automatic.kind is AutomaticKind.OWN and engineers_case(accepted, parsed, desk) is not None:
        # An engineer's mail program makes Message-IDs in the desk's own domain; our mark and our address still tell.
        return _read(accepted, replace(desk.own, domains=frozenset()))
    return parsed


def _read(accepted: Accepted, own: OwnAddresses) -> ParsedMessage:
    envelope = accepted.envelope
    return parse_mail(envelope.raw, mail_from=envelope.mail_from, rcpt_to=envelope.rcpt_to, own=own)


def engineers_case(accepted: Accepted, parsed: ParsedMessage, desk: Desk) -> ByEngineer | None:
    """Return which case an engineer's mail answers; None for everybody else's."""
    envelope, author = accepted.envelope, normal(parsed.sender.address)
    sender = author if envelope.mail_from is None else normal(envelope.mail_from)
    case_id = case_for_engineers(envelope, parsed, desk.signer)
    return by_engineer(case_id, frozenset({sender, author}), desk.engineers)


def understand(run: Run, accepted: Accepted, suggests: Suggests) -> Understood:
    """Read a message; raises NotYet while its sender is being checked, or the model that is needed is still loading.

    Further while somebody may say more in a chat. Raises GiveUp for a copy of a message at which the bot died.
    """
    refuse_deadly(run.connection, accepted)
    if accepted.outcome is not Outcome.ACCEPTED and is_chat(run.connection, accepted):  # read with another already
        return Understood(accepted=accepted, parsed=NOTHING_SAID, facts=Facts(), suggestion=None)
    read_with = wait_for_turn(run, accepted)
    parsed = read_message(run.connection, accepted, run.desk)
    read = Understood(accepted=accepted, parsed=parsed, facts=Facts(), suggestion=None, read_with=read_with)
    if parsed.automatic.kind is not AutomaticKind.NONE or copy_of(run.connection, accepted) is not None:
        return read
    read = replace(read, findings=findings_of(run, accepted, parsed))
    if engineers_case(accepted, parsed, run.desk) is not None:
        return read
    facts, evidence = suggests.facts(words(parsed))
    sender = sender_of(run.connection, run.desk, accepted, parsed, read.findings)
    suggestion = None
    if _is_asked_at_once(run, sender, accepted):
        suggestion = _suggestion(accepted, parsed, suggests, _too_old(run, accepted))
        known = None if sender.customer is None else sender.customer.id
        suggestion = None if suggestion is None else for_customer(suggests, suggestion, known)
    return _as_spoken(run, replace(read, facts=facts, suggestion=suggestion, evidence=evidence))


def _as_spoken(run: Run, read: Understood) -> Understood:
    """Return what was understood with what a chat has in the place of a subject, and what its writer's profile says."""
    said, visitor = spoken(run.connection, read.accepted), visitor_of(run.connection, read.accepted)
    if said is None and visitor is None:
        return read
    named = opening(read.parsed.reply_text or read.parsed.text)
    who = visitor if said is None else people.find(run.connection, said.person)
    if who is None:
        return replace(read, opening=named)
    return replace(read, opening=named, zone=_zone(who.zone), language=who.language[:2].lower())


def _zone(name: str) -> str:
    """Return a zone's name, "" where there is none of it: a browser may say what it likes."""
    try:
        zone(name)
    except BadInput:
        return ""
    return name


def words(parsed: ParsedMessage) -> str:
    """Return what is judged: the new words, with the subject where it says more than they do."""
    subject = parsed.subject_base.strip()
    return f"{subject}\n\n{parsed.reply_text}" if subject else parsed.reply_text


def _is_asked_at_once(run: Run, sender: Sender, accepted: Accepted) -> bool:
    """Tell whether the opinion is needed for the answer: by the contract, or to know chatter from what is asked."""
    if is_chat(run.connection, accepted):
        return sender.how != STAFF
    return sender.customer is not None and needs_suggestion(_in_force(run, sender.customer, accepted), accepted)


def _too_old(run: Run, accepted: Accepted) -> datetime:
    """Return before when a message must have come not to wait for the model; what is said in a chat has waited."""
    chats = {Channel.SLACK: run.desk.slack, Channel.WEB_CHAT: run.desk.window}
    chat = chats.get(accepted.channel)
    return run.now - run.desk.model_wait - (chat.longest if chat is not None else timedelta())


def _in_force(run: Run, customer: Customer, accepted: Accepted) -> Contract | None:
    return run.desk.contracts.in_force(customer.contract, accepted.envelope.received_at)


def needs_suggestion(contract: Contract | None, accepted: Accepted) -> bool:
    """Tell whether the contract's rule for the channel asks the suggestion for a level."""
    rule = None if contract is None else contract.channel_rule(accepted.channel)
    return rule is not None and LevelSource.SUGGESTION in rule.order


def _suggestion(accepted: Accepted, parsed: ParsedMessage, suggests: Suggests, too_old: datetime) -> Suggestion | None:
    if suggests.ready:
        return suggest(accepted, parsed, suggests)
    if accepted.envelope.received_at > too_old:
        raise NotYet("the model is still loading", pause=timedelta(milliseconds=200).total_seconds())
    return None


def suggest(accepted: Accepted, parsed: ParsedMessage, suggests: Suggests) -> Suggestion:
    """Ask the classifier for its opinion of a message, and of what was passed on where its writer says little."""
    asked = judged(parsed)
    found = suggests.suggest(channel=accepted.channel, subject=asked.subject, text=asked.text)
    return replace(found, forwarded_from=asked.forwarded_from)
