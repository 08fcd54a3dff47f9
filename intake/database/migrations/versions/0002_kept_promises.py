"""What was kept: contract versions, timers, answers, evidence, pages, one-time links, and a trail that can forget."""

import sqlalchemy as sa
from alembic import op

from intake.database.guards import append_only
from intake.database.rechain import rechain
from intake.database.seals import OWNED, UNSEALED, triggers
from intake.database.types import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the second round of records needs; what is there stays."""
    _versions()
    _timers()
    _kept()
    _emergencies()
    _links()
    _trail()


def downgrade() -> None:
    """Refuse: what was recorded would be lost."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")


def _versions() -> None:
    op.add_column("cases", sa.Column("contract_version", sa.Text(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("closed_at", Instant()))
    # Before this every contract had one version.
    op.execute("UPDATE cases SET contract_version = 'first' WHERE contract IS NOT NULL")


def _timers() -> None:
    op.create_table(
        "timers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
    )
    op.create_index("timers_due", "timers", ["done", "due_at"])


def _kept() -> None:
    """Answers, beginnings of work and completions, held against their deadlines."""
    op.create_table(
        "kept",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id")),
        sa.Column("mail_id", sa.Integer(), sa.ForeignKey("outbox.id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER kept_no_{verb.lower()} BEFORE {verb} ON kept "
                "BEGIN SELECT RAISE(ABORT, 'kept is append-only'); END"
            )


def _emergencies() -> None:
    """Evidence of emergencies, pages and their calls."""
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id"), index=True),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id")),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.UniqueConstraint("case_id", "message_id", "fact"),
    )
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("acknowledged_at", Instant()),
        sa.Column("acknowledged_by", sa.Text(), nullable=False),
        sa.Column("closed_at", Instant()),
        sa.Column("closed_why", sa.Text(), nullable=False),
    )
    op.create_table(
        "page_calls",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("page_id", sa.Integer(), sa.ForeignKey("pages.id"), nullable=False, index=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("webhook_id", sa.Text(), nullable=False, unique=True),
        sa.Column("mail_id", sa.Integer(), sa.ForeignKey("outbox.id"), index=True),
        sa.Column("state", sa.Text(), nullable=False, index=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.UniqueConstraint("page_id", "turn"),
        sqlite_autoincrement=True,
    )


def _links() -> None:
    """Questions of consent, and how each answer to one came; their one-time links are signed, not kept."""
    op.add_column("consents", sa.Column("how", sa.Text(), nullable=False, server_default="engineer"))
    op.add_column("consents", sa.Column("message_id", sa.Integer()))
    op.add_column("consents", sa.Column("question_id", sa.Integer()))
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", Instant()),
        sqlite_autoincrement=True,
    )


def _trail() -> None:
    """Let a person be erased from the trail without breaking its chain, and seal every row."""
    op.add_column("messages", sa.Column("erased_at", Instant()))
    _new_audit()
    op.create_table(
        "touched",
        sa.Column("tab", sa.Text(), primary_key=True),
        sa.Column("row", sa.Text(), primary_key=True),
    )
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("tab", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
    )
    op.create_index("seals_of_row", "seals", ["tab", "row"])
    if op.get_bind().dialect.name == "sqlite":
        for table, erased in _ERASED.items():
            _guard(table, erased)
        _seal_every_row()


# What may be erased in the append-only records, and the SQL value that then stands there.
_ERASED = {
    "audit": {"detail": """'{"erased": true}'""", "salt": "NULL"},
    "seals": {"salt": "NULL"},
    "decisions": {"reason": "'(erased)'"},
    "evidence": {"said_by": "'(erased)'", "words": "'(erased)'"},
}


def _new_audit() -> None:
    op.execute("ALTER TABLE audit RENAME TO audit_before")
    op.execute("DROP INDEX ix_audit_case_id")
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), index=True),
        sa.Column("message_id", sa.Integer()),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("salt", sa.Text()),
        sa.Column("detail_digest", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
    )
    rechain(op.get_bind())
    op.execute("DROP TABLE audit_before")


def _guard(table: str, erased: dict[str, str]) -> None:
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    for statement in append_only(table, columns, erased):
        op.execute(statement)


def _seal_every_row() -> None:
    """Have every row noted when it is written, and all that are there sealed with this migration."""
    inspector = sa.inspect(op.get_bind())
    for table in sorted(set(inspector.get_table_names()) - UNSEALED):
        key = inspector.get_pk_constraint(table)["constrained_columns"][0]
        for statement in triggers(table, key):
            op.execute(statement)
        if table not in OWNED:
            op.execute(f"INSERT INTO touched SELECT '{table}', CAST({key} AS TEXT) FROM {table}")  # noqa: S608 - our names
    op.execute(
        "CREATE TRIGGER audit_touched AFTER INSERT ON audit BEGIN "
        "INSERT OR IGNORE INTO touched VALUES ('audit', CAST(NEW.id AS TEXT)); END"
    )
    op.execute("INSERT INTO touched SELECT 'audit', CAST(max(id) AS TEXT) FROM audit HAVING count(*) > 0")
