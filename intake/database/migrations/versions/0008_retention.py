"""When the bytes of a message were let go, and the two ways in which it is found out whether they may be."""

import sqlalchemy as sa
from alembic import op

from intake.database.types import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# A message that is still to be read is in neither index: whoever sends it waits for each one that it is in.
_CARRIED = "let_go_at IS NULL AND erased_at IS NULL AND outcome IN ('opened', 'continued', 'filed')"
_READ = "let_go_at IS NULL AND erased_at IS NULL AND outcome <> 'accepted'"


def upgrade() -> None:
    """Add the column; nothing has been let go yet, so every seal still fits."""
    op.add_column("messages", sa.Column("let_go_at", Instant()))
    op.create_index("messages_kept", "messages", ["received_at"], sqlite_where=sa.text(_CARRIED))
    op.create_index("messages_bytes", "messages", ["raw_sha256"], sqlite_where=sa.text(_READ))


def downgrade() -> None:
    """Refuse: bytes that were let go would be taken for lost ones."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
