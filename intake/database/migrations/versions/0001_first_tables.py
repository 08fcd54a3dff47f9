"""The first tables: customers, cases, messages, decisions, outbox, audit, jobs."""

import sqlalchemy as sa
from alembic import op

from intake.database.types import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = ("audit", "decisions", "consents", "feedback")


def upgrade() -> None:
    """Create every table, number cases from 1001, and make the records append-only."""
    _records_of_the_desk()
    _records_of_the_flow()
    op.create_index("jobs_due", "jobs", ["parked", "run_at"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('cases', 1000)")
        for table in _APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


def downgrade() -> None:
    """Refuse: the first migration holds the only copy of what was accepted."""
    raise NotImplementedError("there is nothing before the first migration; restore a backup instead")


def _records_of_the_desk() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), index=True),
        sa.Column("message_id", sa.Integer()),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False, unique=True),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("telephone", sa.Text()),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), sa.Identity(start=1001), primary_key=True),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id"), index=True),
        sa.Column("contact_address", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("contract", sa.Text()),
        sa.Column("plan", sa.Text()),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("level", sa.Text()),
        sa.Column("clock_level", sa.Text()),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("claimed", sa.Text()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("due_at", Instant()),
        sa.Column("attention_at", Instant(), index=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("wanted_level", sa.Text()),
        sa.Column("asked", sa.JSON()),
        sa.Column("promise", sa.JSON()),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "contacts",
        sa.Column("address", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id"), nullable=False, index=True),
    )
    op.create_table(
        "customer_domains",
        sa.Column("domain", sa.Text(), primary_key=True),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id"), nullable=False, index=True),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("level", sa.Text()),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("level", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("promise", sa.JSON()),
    )


def _records_of_the_flow() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("mail_from", sa.Text()),
        sa.Column("rcpt_to", sa.JSON(), nullable=False),
        sa.Column("peer", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("raw_sha256", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), index=True),
        sa.Column("dedupe", sa.Text(), unique=True),
        sa.Column("duplicate_of", sa.Integer(), sa.ForeignKey("messages.id")),
        sa.Column("outcome", sa.Text(), nullable=False, index=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), index=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("recipient", sa.Text(), nullable=False, index=True),
        sa.Column("mail_from", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False, unique=True),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, index=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", Instant(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("suggested", sa.Integer()),
        sa.Column("severity", sa.Integer()),
        sa.Column("level", sa.Text()),
        sa.Column("model", sa.Text()),
    )
    op.create_table(
        "suggestions",
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("run_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.UniqueConstraint("stage", "message_id"),
    )
