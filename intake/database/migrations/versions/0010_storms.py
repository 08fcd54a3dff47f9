"""Storms: cases of many customers that look like one outage; and what a later message means for its case."""

import sqlalchemy as sa
from alembic import op

from intake.database.seals import triggers
from intake.database.types import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add storms and their cases, sealed as every row is; what was suggested before has no course."""
    op.add_column("suggestions", sa.Column("course", sa.JSON(none_as_null=True)))
    op.create_table(
        "storms",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False, index=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("closed_at", Instant()),
        sa.Column("closed_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("closed_why", sa.Text(), nullable=False, server_default=""),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "storm_cases",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("storm_id", sa.Integer(), sa.ForeignKey("storms.id"), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), nullable=False, index=True),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id")),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("removed_at", Instant()),
        sa.Column("removed_by", sa.Text(), nullable=False, server_default=""),
        sa.UniqueConstraint("storm_id", "case_id"),
    )
    op.create_table(
        "storm_signals",
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id")),
        sa.Column("at", Instant(), nullable=False, index=True),
    )
    if op.get_bind().dialect.name == "sqlite":
        for table in (("storms", "id"), ("storm_cases", "id"), ("storm_signals", "message_id")):
            for statement in triggers(*table):
                op.execute(statement)


def downgrade() -> None:
    """Refuse: which cases were one outage would be forgotten."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
