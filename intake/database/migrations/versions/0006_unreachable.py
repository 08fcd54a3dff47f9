"""Addresses that take no mail."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""


def downgrade() -> None:
    """Refuse: mails would be written in vain again."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
