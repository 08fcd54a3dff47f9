"""The tables, as SQLAlchemy Core sees them; a test holds them against the migrations."""

from intake.storage.tables.caps import caps, carried_again
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
from intake.storage.tables.identity import case_senders, identities
from intake.storage.tables.metadata import metadata
from intake.storage.tables.models import promotions
from intake.storage.tables.paging import page_calls, pages
from intake.storage.tables.people import contacts, customer_domains, customers
from intake.storage.tables.post import blobs, mailboxes, messages, outbox
from intake.storage.tables.slack import (
    chat_threads,
    chat_turns,
    customer_slack,
    slack_cards,
    slack_events,
    slack_files,
    slack_installations,
    slack_people,
    slack_posts,
    slack_states,
)
from intake.storage.tables.storms import storm_cases, storm_signals, storms
from intake.storage.tables.trail import audit, seals, touched
from intake.storage.tables.unreachable import unreachable
from intake.storage.tables.window import portal_links, portal_sessions, visitors, window_lines, window_seen

__all__ = [
    "audit",
    "blobs",
    "caps",
    "carried_again",
    "case_senders",
    "cases",
    "chat_threads",
    "chat_turns",
    "consents",
    "contacts",
    "customer_domains",
    "customer_slack",
    "customers",
    "decisions",
    "evidence",
    "feedback",
    "identities",
    "kept",
    "mailboxes",
    "messages",
    "metadata",
    "outbox",
    "page_calls",
    "pages",
    "portal_links",
    "portal_sessions",
    "promotions",
    "questions",
    "seals",
    "slack_cards",
    "slack_events",
    "slack_files",
    "slack_installations",
    "slack_people",
    "slack_posts",
    "slack_states",
    "storm_cases",
    "storm_signals",
    "storms",
    "suggestions",
    "timers",
    "touched",
    "unreachable",
    "visitors",
    "window_lines",
    "window_seen",
]
