"""Identified: what is kept of who wrote, with the message and with its case."""

from dataclasses import replace

from intake.domain.case import Case
from intake.domain.chats import is_chat
from intake.domain.customer import Sender
from intake.domain.identity import CaseSender, Degree, FactsFor, Findings, Original, Source
from intake.domain.message import Address
from intake.identify.passed_on import to_be_settled, written_by
from intake.stages.desk import Run
from intake.stages.understand import Understood
from intake.stages.who import StoredDirectory
from intake.storage import identities

_UNPROVED = "its sender is not proved, and only one who is gets contract facts (identity, facts_for)"


def original_of(run: Run, understood: Understood, sender: Sender) -> tuple[Original | None, bool]:
    """Return whose mail was passed on, where an engineer has to say whom it is for, and whether that cannot wait.

    It cannot where a customer of ours wrote it or an engineer passed it on: a promise may be running.
    """
    forwarded, ours = understood.parsed.forwarded, {engineer.address for engineer in run.desk.engineers}
    address = written_by(forwarded)
    if forwarded is None or not address or address in ours | run.desk.own.addresses:
        return None, False
    directory = StoredDirectory(run.connection)
    contact = directory.by_contact(address)
    owner = directory.by_domain(address.rpartition("@")[2]) if contact is None else contact[0]
    engineer = sender.address in ours
    author = Address(address=address, name=forwarded.sender.name)
    original = to_be_settled(author, sender, owner, engineer=engineer)
    return original, original is not None and (engineer or owner is not None)


def keep_opened(run: Run, case: Case, sender: Sender, original: Original | None, findings: Findings) -> None:
    """Keep who a new case is from; nothing where nobody looked and nothing is to be asked."""
    looked = findings.source is not Source.NOBODY
    if looked or original is not None:
        kept = CaseSender(degree=sender.degree if looked else None, original=original)
        identities.keep(run.connection, case.id, kept)


def keep_continued(run: Run, case: Case, sender: Sender) -> None:
    """Let a case's contact be proved by a later message of theirs; nothing makes anybody less sure."""
    if sender.degree is not Degree.PROVED or sender.address != case.contact_address or case.customer_id is None:
        return
    known = identities.of_case(run.connection, case.id)
    if known.degree is not Degree.PROVED:
        identities.keep(run.connection, case.id, replace(known, degree=Degree.PROVED))


def untold(run: Run, case: Case) -> str | None:
    """Return why a case's contact is told nothing of its contract, None where nothing is against it."""
    if _is_enough(run, case.contact_address):
        return None
    proved = identities.of_case(run.connection, case.id).degree is Degree.PROVED
    return None if proved else _UNPROVED


def binds(run: Run, sender: Sender) -> bool:
    """Tell whether a sender's word binds their company: that of one who is proved, or of one known by address."""
    if sender.degree is Degree.FORGED or sender.doubt:
        return False
    return sender.degree is Degree.PROVED or _is_enough(run, sender.address)


def _is_enough(run: Run, address: str) -> bool:
    """Tell whether the desk lets an address do, without proof.

    Never one in a chat: mail goes to whoever has the address, a post to whoever says that it is theirs.
    """
    return run.desk.facts_for is FactsFor.KNOWN_ADDRESS and not is_chat(address)
