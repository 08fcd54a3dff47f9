"""Raw mails by their hash, compressed; and an index of the open cases."""

import hashlib
import sqlite3
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

from intake.domain.errors import BadInput

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OLDEST = (3, 35, 0)  # the first SQLite that drops a column


def upgrade() -> None:
    """Move the bytes of the messages that are there; equal mails become one."""
    if op.get_bind().dialect.name == "sqlite" and sqlite3.sqlite_version_info < _OLDEST:
        said = sqlite3.sqlite_version
        raise BadInput(f"store.url: this Python comes with SQLite {said}, and the store needs 3.35 or later")
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("encoding", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    _move()
    op.execute("ALTER TABLE messages DROP COLUMN raw")
    op.create_index("cases_open", "cases", ["customer_id"], sqlite_where=sa.text("closed_at IS NULL"))


def downgrade() -> None:
    """Refuse: mails would be lost."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")


def _move() -> None:
    """Copy bytes row by row, so that memory holds one mail at a time; what was erased has none."""
    connection: Any = op.get_bind().connection
    read, write = connection.cursor(), connection.cursor()
    read.execute("SELECT raw_sha256, raw FROM messages WHERE erased_at IS NULL ORDER BY id")
    for sha256, raw in read:
        # What does not fit its hash is kept as it stands, for `verify` to find, unless a copy of it does fit.
        fits = isinstance(raw, bytes) and hashlib.sha256(raw).hexdigest() == sha256
        verb = "REPLACE" if fits else "IGNORE"
        row = (sha256, *_kept(raw))
        write.execute(f"INSERT OR {verb} INTO blobs (sha256, encoding, size, content) VALUES (?, ?, ?, ?)", row)  # noqa: S608


def _kept(raw: bytes | str) -> tuple[str, int, bytes | str]:
    """Return encoding, size and content of a mail."""
    if not isinstance(raw, bytes):
        return "", len(raw), raw
    made = zlib.compress(raw, 6)
    return ("zlib", len(raw), made) if len(made) < len(raw) else ("", len(raw), raw)
