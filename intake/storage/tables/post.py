"""Messages in, mails out, and how far mailboxes were read."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("mail_from", sa.Text),
    sa.Column("rcpt_to", sa.JSON, nullable=False),
    sa.Column("peer", sa.Text, nullable=False),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("raw_sha256", sa.Text, nullable=False),
    sa.Column("message_id", sa.Text, index=True),
    # Unique: the second arrival of a message finds the first one's row, whatever happened in between.
    sa.Column("dedupe", sa.Text, unique=True),
    sa.Column("duplicate_of", sa.ForeignKey("messages.id")),
    sa.Column("outcome", sa.Text, nullable=False, index=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("case_id", sa.ForeignKey("cases.id"), index=True),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("erased_at", Instant),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("recipient", sa.Text, nullable=False, index=True),
    sa.Column("mail_from", sa.Text, nullable=False),
    sa.Column("message_id", sa.Text, nullable=False, unique=True),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("queued_at", Instant, nullable=False),
    sa.Column("next_at", Instant, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
)

mailboxes = sa.Table(
    "mailboxes",
    metadata,
    sa.Column("mailbox", sa.Text, primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("last_uid", sa.BigInteger, nullable=False),
    sa.Column("followed_uid", sa.BigInteger, nullable=False),
    sa.Column("since", Instant),
    sa.Column("renumbered_uid", sa.BigInteger, nullable=False),
)
