"""Who was called, and what came of it."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

pages = sa.Table(
    "pages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("causes", sa.JSON, nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("acknowledged_at", Instant),
    sa.Column("acknowledged_by", sa.Text, nullable=False),
    sa.Column("closed_at", Instant),
    sa.Column("closed_why", sa.Text, nullable=False),
)

page_calls = sa.Table(
    "page_calls",
    metadata,
    # Numbers are never used again: the link in a page names its call.
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("page_id", sa.ForeignKey("pages.id"), nullable=False, index=True),
    sa.Column("turn", sa.Integer, nullable=False),
    # The name and the way only: addresses and secrets stay in the settings.
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("way", sa.Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("next_at", Instant, nullable=False),
    sa.Column("webhook_id", sa.Text, nullable=False, unique=True),
    sa.Column("mail_id", sa.ForeignKey("outbox.id"), index=True),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.UniqueConstraint("page_id", "turn"),
    sqlite_autoincrement=True,
)
