"""Addresses that take no mail, and what a hand-over needs to know of a mail."""

import sqlalchemy as sa
from alembic import op

from intake.database.seals import triggers
from intake.database.types import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the marks, sealed as every row is; a mail's lane, signature and number of hand-overs without an answer."""
    op.create_table(
        "unreachable",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address", sa.Text(), nullable=False, unique=True),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("diagnostic", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.Integer(), sa.ForeignKey("outbox.id"), index=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), index=True),
    )
    # NULL in rows that are there already: what is NULL is not sealed, so their seals still fit.
    op.add_column("outbox", sa.Column("lane", sa.Text()))
    op.add_column("outbox", sa.Column("unknowns", sa.Integer()))
    op.add_column("outbox", sa.Column("dkim", sa.Text()))
    op.add_column("outbox", sa.Column("returned_at", Instant()))
    op.create_index("outbox_returned", "outbox", ["case_id"], sqlite_where=sa.text("returned_at IS NOT NULL"))
    op.create_index(
        "outbox_lanes", "outbox", ["lane", "next_at"], sqlite_where=sa.text("state IN ('queued', 'unknown')")
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in triggers("unreachable", "id"):
            op.execute(statement)


def downgrade() -> None:
    """Refuse: mails would be written in vain again."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
