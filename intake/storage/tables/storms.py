"""Storms: cases of many customers that look like one outage."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

storms = sa.Table(
    "storms",
    metadata,
    # Numbers are never used again: a case's trail names them.
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("last_at", Instant, nullable=False, index=True),
    sa.Column("words", sa.JSON, nullable=False),
    sa.Column("closed_at", Instant),
    sa.Column("closed_by", sa.Text, nullable=False, server_default=""),
    sa.Column("closed_why", sa.Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)

storm_cases = sa.Table(
    "storm_cases",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("storm_id", sa.ForeignKey("storms.id"), nullable=False),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("message_id", sa.ForeignKey("messages.id"), nullable=False, index=True),
    sa.Column("customer_id", sa.ForeignKey("customers.id")),
    sa.Column("at", Instant, nullable=False),
    # The words that it shares with the other cases: why it is in the storm.
    sa.Column("words", sa.JSON, nullable=False),
    # One that was taken out stays, so that it does not come in again by itself.
    sa.Column("removed_at", Instant),
    sa.Column("removed_by", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("storm_id", "case_id"),
)

storm_signals = sa.Table(
    "storm_signals",
    metadata,
    # Messages grave enough to be part of a storm, by their receipt: of all that came only the latest are looked at.
    sa.Column("message_id", sa.ForeignKey("messages.id"), primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("customer_id", sa.ForeignKey("customers.id")),
    sa.Column("at", Instant, nullable=False, index=True),
)
