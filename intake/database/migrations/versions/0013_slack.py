"""Slack: payloads, turns and threads, people, installations, what was posted; and chat turns of any kind."""

import sqlalchemy as sa
from alembic import op

from intake.database.seals import triggers
from intake.database.types import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_SEALED = (
    ("chat_turns", "message_id"),
    ("chat_threads", "id"),
    ("slack_people", "id"),
    ("customer_slack", "id"),
    ("slack_posts", "mail_id"),
    ("slack_files", "id"),
)


def upgrade() -> None:
    """Add the tables; what people said and did is sealed, work at hand is not."""
    _what_came()
    _who()
    _installed()
    _what_went()
    _files()
    if op.get_bind().dialect.name == "sqlite":
        for table in _SEALED:
            for statement in triggers(*table):
                op.execute(statement)


def downgrade() -> None:
    """Refuse: what was said in Slack would be forgotten."""
    raise NotImplementedError("this migration cannot be undone; restore a backup instead")


def _what_came() -> None:
    op.create_table(
        "slack_events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), index=True),
        sa.Index("slack_events_due", "state", "next_at"),
    )
    op.create_table(
        "chat_turns",
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("first_id", sa.Integer(), sa.ForeignKey("messages.id"), nullable=False, index=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Index("chat_turns_of", "place", "person"),
    )
    op.create_table(
        "chat_threads",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("place", sa.Text(), nullable=False, unique=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )


def _who() -> None:
    op.create_table(
        "slack_people",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("handle", sa.Text(), nullable=False, unique=True),
        sa.Column("asked_of", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False, index=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("bot", sa.Boolean(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("wanted_at", Instant()),
        sa.Column("known_at", Instant()),
        sa.Column("attempts", sa.Integer(), nullable=False),
    )
    op.create_table(
        "customer_slack",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id"), nullable=False, index=True),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.UniqueConstraint("team", "channel"),
    )


def _installed() -> None:
    op.create_table(
        "slack_installations",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("enterprise", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("bot_user", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("installed_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant()),
        sa.UniqueConstraint("enterprise", "team"),
    )
    op.create_table(
        "slack_states",
        sa.Column("state", sa.Text(), primary_key=True),
        sa.Column("until", Instant(), nullable=False),
    )


def _what_went() -> None:
    op.create_table(
        "slack_posts",
        sa.Column("mail_id", sa.Integer(), sa.ForeignKey("outbox.id"), primary_key=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("pressed", sa.Text(), nullable=False),
        sa.Column("shown_at", Instant()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.UniqueConstraint("place", "ts"),
    )
    waits = sa.text("shown_at IS NOT NULL")
    op.create_index("slack_posts_due", "slack_posts", ["shown_at"], sqlite_where=waits)
    op.create_table(
        "slack_cards",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
    )


def _files() -> None:
    op.create_table(
        "slack_files",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("message_id", sa.Integer(), sa.ForeignKey("messages.id"), nullable=False, index=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, index=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.UniqueConstraint("message_id", "file"),
    )
