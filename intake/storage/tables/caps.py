"""Messages that a person had carried through again, and the mails that caps count."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

carried_again = sa.Table(
    "carried_again",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("message_id", sa.ForeignKey("messages.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

# Kept for a day: work at hand, not sealed.
caps = sa.Table(
    "caps",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("mailbox", sa.Text, nullable=False),
    sa.Column("domain", sa.Text, nullable=False),
    sa.Column("customer_id", sa.Integer),
    # "" for a mail that was written, else the cap whose reaching the engineers were told of.
    sa.Column("reached", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False, server_default="unproved"),
    sa.Index("caps_by_at", "at"),
    sa.Index("caps_by_mailbox", "mailbox", "account", "at"),
    sa.Index("caps_by_domain", "domain", "account", "at"),
    sa.Index("caps_by_customer_id", "customer_id", "account", "at"),
)
