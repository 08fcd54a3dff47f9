"""Understand: all that can be worked out about a message before the store is written to."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.contract import Contract, LevelSource
from intake.domain.customer import Customer
from intake.domain.errors import NotYet
from intake.domain.identity import Findings
from intake.domain.message import AutomaticKind, ParsedMessage
from intake.domain.suggestion import Evidence, Facts, Suggestion
from intake.identify.authenticates import NOTHING
from intake.identify.sender import identify, normal
from intake.parse.machines.own import OwnAddresses
from intake.parse.message import parse_mail
from intake.stages.authenticate import findings_of
from intake.stages.copies import copy_of, refuse_deadly
from intake.stages.desk import Desk, Run
from intake.storage import customers
from intake.suggest.customers import for_customer
from intake.suggest.judged import judged
from intake.suggest.port import Suggests
from intake.thread.engineers import ByEngineer, by_engineer, case_for_engineers


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A message read: its parts, the facts it states with their words, an opinion where one is needed at once.

    `findings` are what is known of a person's sender; a machine's is not looked at.
    """

    accepted: Accepted
    parsed: ParsedMessage
    facts: Facts
    suggestion: Suggestion | None
    evidence: tuple[Evidence, ...] = ()
    findings: Findings = NOTHING


@dataclass(frozen=True, slots=True)
class StoredDirectory:
    """The customers of a store, as identification looks them up."""

    connection: Connection

    def by_contact(self, address: str) -> tuple[Customer, str] | None:
        """Return the customer whose contact has that address, with the contact's name."""
        return customers.by_contact(self.connection, address)

    def by_domain(self, domain: str) -> Customer | None:
        """Return the customer that owns a mail domain."""
        return customers.by_domain(self.connection, domain)


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

    Raises GiveUp for a copy of a message at which the bot died.
    """
    refuse_deadly(run.connection, accepted)
    parsed = read_mail(accepted, run.desk)
    read = Understood(accepted=accepted, parsed=parsed, facts=Facts(), suggestion=None)
    if parsed.automatic.kind is not AutomaticKind.NONE or copy_of(run.connection, accepted) is not None:
        return read
    read = replace(read, findings=findings_of(run, accepted, parsed))
    if engineers_case(accepted, parsed, run.desk) is not None:
        return read
    facts, evidence = suggests.facts(words(parsed))
    sender = identify(accepted.envelope, parsed, StoredDirectory(run.connection), read.findings)
    suggestion = None
    if sender.customer is not None and needs_suggestion(_in_force(run, sender.customer, accepted), accepted):
        suggestion = _suggestion(accepted, parsed, suggests, run.now - run.desk.model_wait)
        suggestion = None if suggestion is None else for_customer(suggests, suggestion, sender.customer.id)
    return replace(read, facts=facts, suggestion=suggestion, evidence=evidence)


def words(parsed: ParsedMessage) -> str:
    """Return what is judged: the new words, with the subject where it says more than they do."""
    subject = parsed.subject_base.strip()
    return f"{subject}\n\n{parsed.reply_text}" if subject else parsed.reply_text


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
