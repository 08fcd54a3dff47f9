"""Addresses that take no mail, until somebody says otherwise."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

unreachable = sa.Table(
    "unreachable",
    metadata,
    # A number of its own: seals name rows by their key for ever, and an address must not stand there.
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("address", sa.Text, nullable=False, unique=True),
    sa.Column("since", Instant, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("diagnostic", sa.Text, nullable=False),
    sa.Column("mail_id", sa.ForeignKey("outbox.id"), index=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), index=True),
)
