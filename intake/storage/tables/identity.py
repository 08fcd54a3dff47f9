"""What is known of who wrote: of each message that was looked at, and of a case's first one."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("message_id", sa.ForeignKey("messages.id"), primary_key=True),
    sa.Column("degree", sa.Text, nullable=False),
    sa.Column("findings", sa.JSON, nullable=False),
)

case_senders = sa.Table(
    "case_senders",
    metadata,
    sa.Column("case_id", sa.ForeignKey("cases.id"), primary_key=True),
    # NULL where nobody looked.
    sa.Column("degree", sa.Text),
    # Whose mail was passed on, where that may be for somebody else; "" for nobody's.
    sa.Column("original_address", sa.Text, nullable=False),
    sa.Column("original_name", sa.Text, nullable=False),
    sa.Column("settled_at", Instant),
    sa.Index("case_senders_asked", "case_id", sqlite_where=sa.text("original_address <> '' AND settled_at IS NULL")),
)
