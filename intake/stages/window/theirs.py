"""Theirs: whether a case is still that of the visitor of its talk; an engineer may have given it to others since."""

from sqlalchemy import Connection

from intake.domain.case import Case
from intake.domain.customer import Sender
from intake.domain.identity import Degree
from intake.domain.window import Talk
from intake.identify.visitor import identify_visitor
from intake.stages.who import StoredDirectory
from intake.storage.window import visitors
from intake.thread.continues import may_join


def is_of(case: Case, talk: Talk, sender: Sender) -> bool:
    """Tell whether a case is a talk's own, its visitor's, or of the company that they are proved to be of.

    A talk's own is no longer its visitor's once they are proved to be of another company than they had said.
    """
    if sender.degree is Degree.PROVED and may_join(case, sender, proved=False):
        return True
    if sender.degree is Degree.PROVED and case.customer_id is not None:
        return case.contact_address == sender.address
    return case.contact_address in (talk.address, sender.address)


def may_read(connection: Connection, case: Case, talk: Talk) -> bool:
    """Tell whether what is written about a case may be laid before a talk's visitor."""
    visitor = visitors.find(connection, talk.number)
    return visitor is not None and is_of(case, talk, identify_visitor(visitor, StoredDirectory(connection)))
