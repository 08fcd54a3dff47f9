"""Counts of mails to proved contacts apart."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_BY = ("mailbox", "domain", "customer_id")


def upgrade() -> None:
    """Add on whose account a mail was written; what was counted before, for a day at most, is nobody's proved."""
    op.add_column("caps", sa.Column("account", sa.Text(), nullable=False, server_default="unproved"))
    for column in _BY:
        op.drop_index(f"caps_by_{column}", "caps")
        op.create_index(f"caps_by_{column}", "caps", [column, "account", "at"])


def downgrade() -> None:
    """Refuse: mails to the proved would be counted with those of forgers."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
