"""How far each mailbox has been read."""

import sqlalchemy as sa
from alembic import op

from intake.database.seals import triggers
from intake.database.types import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mailboxes' cursors, sealed as every row is."""
    op.create_table(
        "mailboxes",
        sa.Column("mailbox", sa.Text(), primary_key=True),
        # These numbers go up to 2^32 - 1, which four bytes with a sign do not hold.
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("followed_uid", sa.BigInteger(), nullable=False),
        sa.Column("since", Instant()),
        sa.Column("renumbered_uid", sa.BigInteger(), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in triggers("mailboxes", "mailbox"):
            op.execute(statement)


def downgrade() -> None:
    """Refuse: mail would be read twice, or not at all."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
