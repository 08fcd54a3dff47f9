"""The tables, as SQLAlchemy Core sees them; a test holds them against the migrations."""

from intake.storage.tables.cases import (
    cases,
    consents,
    decisions,
    evidence,
    feedback,
    kept,
    questions,
    suggestions,
    timers,
)
from intake.storage.tables.metadata import metadata
from intake.storage.tables.paging import page_calls, pages
from intake.storage.tables.people import contacts, customer_domains, customers
from intake.storage.tables.post import mailboxes, messages, outbox
from intake.storage.tables.trail import audit, seals, touched

__all__ = [
    "audit",
    "cases",
    "consents",
    "contacts",
    "customer_domains",
    "customers",
    "decisions",
    "evidence",
    "feedback",
    "kept",
    "mailboxes",
    "messages",
    "metadata",
    "outbox",
    "page_calls",
    "pages",
    "questions",
    "seals",
    "suggestions",
    "timers",
    "touched",
]
