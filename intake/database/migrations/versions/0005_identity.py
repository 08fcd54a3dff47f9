"""What is known of who wrote."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""


def downgrade() -> None:
    """Refuse: what was found out would be lost."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
