"""Which model a person has let serve, and why; what kind of message an engineer says it is."""

import sqlalchemy as sa
from alembic import op

from intake.database.guards import append_only
from intake.database.seals import triggers
from intake.database.types import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_COLUMNS = ["id", "at", "actor", "version", "sha256", "reason", "accepted"]


def upgrade() -> None:
    """Add the promotions, append-only and sealed; until there is one the newest shipped model serves, as before."""
    op.create_table(
        "promotions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
    )
    op.add_column("feedback", sa.Column("kind", sa.Text()))
    if op.get_bind().dialect.name == "sqlite":
        for statement in [*append_only("promotions", _COLUMNS), *triggers("promotions", "id")]:
            op.execute(statement)


def downgrade() -> None:
    """Refuse: nobody would know any more who let which model serve."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")
