"""The trail, and the seals of all rows."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("case_id", sa.Integer, index=True),
    sa.Column("message_id", sa.Integer),
    sa.Column("detail", sa.JSON, nullable=False),
    # Without the salt nobody can find an erased detail again by trying; the digest stays, and with it the chain.
    sa.Column("salt", sa.Text),
    sa.Column("detail_digest", sa.Text, nullable=False),
    # Each row's digest covers the row before it: a row taken out or changed breaks the chain.
    sa.Column("digest", sa.Text, nullable=False),
)

# The rows that the transaction at hand has written; empty between transactions (see intake.database.seals).
touched = sa.Table(
    "touched",
    metadata,
    sa.Column("tab", sa.Text, primary_key=True),
    sa.Column("row", sa.Text, primary_key=True),
)

seals = sa.Table(
    "seals",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("tab", sa.Text, nullable=False),
    sa.Column("row", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("salt", sa.Text),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Index("seals_of_row", "tab", "row"),
)
