"""The chat window and the portal: visitors, lines, mailed links, sessions."""

import sqlalchemy as sa
from alembic import op

from intake.database.seals import triggers
from intake.database.types import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_SEALED = (("visitors", "id"), ("window_lines", "id"))


def upgrade() -> None:
    """Add the tables; who talked and what was shown is sealed, links and sessions are work at hand."""
    _visitors()
    _lines()
    _links()
    _sessions()
    if op.get_bind().dialect.name == "sqlite":
        for table in _SEALED:
            for statement in triggers(*table):
                op.execute(statement)


def downgrade() -> None:
    """Refuse: what was said in windows would be forgotten."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")


def _visitors() -> None:
    op.create_table(
        "visitors",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False, index=True),
        sa.Column("degree", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
    )


def _lines() -> None:
    op.create_table(
        "window_seen",
        sa.Column("visitor_id", sa.Integer(), sa.ForeignKey("visitors.id"), primary_key=True),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_table(
        "window_lines",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("visitor_id", sa.Integer(), sa.ForeignKey("visitors.id"), nullable=False),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), unique=True),
        sa.Column("mail_id", sa.Integer(), sa.ForeignKey("outbox.id"), unique=True),
        sa.Column("pressed", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", Instant(), nullable=False),
        sa.Index("window_lines_of", "visitor_id", "id"),
    )


def _links() -> None:
    op.create_table(
        "portal_links",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token", sa.Text(), nullable=False, unique=True),
        sa.Column("address", sa.Text(), nullable=False, index=True),
        sa.Column("visitor_id", sa.Integer(), sa.ForeignKey("visitors.id"), index=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("used_at", Instant()),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant()),
        sa.Index("portal_links_due", "next_at", sqlite_where=sa.text("next_at IS NOT NULL")),
    )


def _sessions() -> None:
    op.create_table(
        "portal_sessions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token", sa.Text(), nullable=False, unique=True),
        sa.Column("address", sa.Text(), nullable=False, index=True),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
    )
