"""What is known of who wrote."""

import sqlalchemy as sa
from alembic import op

from intake.database.seals import triggers
from intake.database.types import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ASKED = "original_address <> '' AND settled_at IS NULL"


def upgrade() -> None:
    """Add what was found out of messages' senders and of who began a case, sealed as every row is."""
    op.create_table(
        "identities",
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("degree", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
    )
    op.create_table(
        "case_senders",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("degree", sa.Text()),
        sa.Column("original_address", sa.Text(), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("settled_at", Instant()),
    )
    op.create_index("case_senders_asked", "case_senders", ["case_id"], sqlite_where=sa.text(_ASKED))
    if op.get_bind().dialect.name == "sqlite":
        for table, key in (("identities", "message_id"), ("case_senders", "case_id")):
            for statement in triggers(table, key):
                op.execute(statement)


def downgrade() -> None:
    """Refuse: what was found out would be lost."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
