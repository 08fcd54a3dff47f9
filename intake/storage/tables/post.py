"""Messages in, mails out, and how far mailboxes were read."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

_CARRIED = "let_go_at IS NULL AND erased_at IS NULL AND outcome IN ('opened', 'continued', 'filed')"
_READ = "let_go_at IS NULL AND erased_at IS NULL AND outcome <> 'accepted'"

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("mail_from", sa.Text),
    sa.Column("rcpt_to", sa.JSON, nullable=False),
    sa.Column("peer", sa.Text, nullable=False),
    # Of a message that is neither erased nor let go, the key of its bytes in `blobs`.
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
    sa.Column("let_go_at", Instant),  # since when its bytes are kept no more; NULL is not sealed
    sa.Index("messages_copies", "duplicate_of", sqlite_where=sa.text("duplicate_of IS NOT NULL")),
    # What may be let go, and who else has the same bytes; the door writes to neither.
    sa.Index("messages_kept", "received_at", sqlite_where=sa.text(_CARRIED)),
    sa.Index("messages_bytes", "raw_sha256", sqlite_where=sa.text(_READ)),
)

blobs = sa.Table(
    "blobs",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    # "" as they came, "zlib" compressed, "segment" beside the store, and `content` says where.
    sa.Column("encoding", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),  # in bytes, as they came
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Index("blobs_laid", "content", sqlite_where=sa.text("encoding = 'segment'")),
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
    # These are NULL in rows of before: what is NULL is not sealed, so their seals still fit.
    sa.Column("lane", sa.Text),
    sa.Column("unknowns", sa.Integer),
    sa.Column("dkim", sa.Text),
    sa.Column("returned_at", Instant),
    # What waits is little beside what was sent: a lane's oldest is found without looking through the others'.
    sa.Index("outbox_returned", "case_id", sqlite_where=sa.text("returned_at IS NOT NULL")),
    sa.Index("outbox_lanes", "lane", "next_at", sqlite_where=sa.text("state IN ('queued', 'unknown')")),
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
