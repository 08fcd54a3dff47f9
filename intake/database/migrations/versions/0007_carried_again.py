"""Messages carried through once more and their copies, jobs that a process died at, and the mails that caps count."""

import sqlalchemy as sa
from alembic import op

from intake.database.seals import triggers
from intake.database.types import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add who had a message carried through again, sealed as every row is; what caps count is work at hand."""
    op.create_table(
        "carried_again",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), nullable=False, index=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_table(
        "caps",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Integer()),
        sa.Column("reached", sa.Text(), nullable=False),
    )
    for columns in (["at"], ["mailbox", "at"], ["domain", "at"], ["customer_id", "at"]):
        op.create_index(f"caps_by_{columns[0]}", "caps", columns)
    op.add_column("jobs", sa.Column("begun", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("jobs_begun", "jobs", ["begun"], sqlite_where=sa.text("begun > 0"))
    copies = sa.text("duplicate_of IS NOT NULL")
    op.create_index("messages_copies", "messages", ["duplicate_of"], sqlite_where=copies)
    if op.get_bind().dialect.name == "sqlite":
        for statement in triggers("carried_again", "id"):
            op.execute(statement)


def downgrade() -> None:
    """Refuse: what was tried would be forgotten."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
