"""Messages carried through once more."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""


def downgrade() -> None:
    """Refuse: what was tried would be forgotten."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
