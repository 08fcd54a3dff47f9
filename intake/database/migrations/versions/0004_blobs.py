"""Raw mails by their hash, compressed."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""


def downgrade() -> None:
    """Refuse: mails would be lost."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
