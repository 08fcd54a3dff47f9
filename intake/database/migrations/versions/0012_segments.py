"""Which mails lie in segments beside the store: see `intake.database.segments`."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index that finds them; they are few and short-lived, so it holds next to nothing."""
    op.create_index("blobs_laid", "blobs", ["content"], sqlite_where=sa.text("encoding = 'segment'"))


def downgrade() -> None:
    """Refuse: an earlier version could not read the mails that lie in segments."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
