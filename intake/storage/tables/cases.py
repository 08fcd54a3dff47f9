"""Cases, and what was decided, asked and kept about them."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(start=1001), primary_key=True),
    sa.Column("customer_id", sa.ForeignKey("customers.id"), index=True),
    sa.Column("contact_address", sa.Text, nullable=False),
    sa.Column("contact_name", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("contract", sa.Text),
    sa.Column("plan", sa.Text),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("level", sa.Text),
    sa.Column("clock_level", sa.Text),
    sa.Column("provisional", sa.Boolean, nullable=False),
    sa.Column("emergency", sa.Boolean, nullable=False),
    sa.Column("claimed", sa.Text),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("due_at", Instant),
    sa.Column("attention_at", Instant, index=True),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("wanted_level", sa.Text),
    sa.Column("asked", sa.JSON(none_as_null=True)),
    sa.Column("promise", sa.JSON(none_as_null=True)),
    sa.Column("contract_version", sa.Text, nullable=False, server_default=""),
    sa.Column("closed_at", Instant),
    # A customer's open cases are few beside those that were closed.
    sa.Index("cases_open", "customer_id", sqlite_where=sa.text("closed_at IS NULL")),
    sqlite_autoincrement=True,
)

suggestions = sa.Table(
    "suggestions",
    metadata,
    sa.Column("message_id", sa.ForeignKey("messages.id"), primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    # What the message means for its case; nothing for the first one.
    sa.Column("course", sa.JSON(none_as_null=True)),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("level", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("promise", sa.JSON(none_as_null=True)),
)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("agreed", sa.Boolean, nullable=False),
    sa.Column("level", sa.Text),
    sa.Column("how", sa.Text, nullable=False, server_default="engineer"),
    sa.Column("message_id", sa.Integer),
    sa.Column("question_id", sa.Integer),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("message_id", sa.ForeignKey("messages.id"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("suggested", sa.Integer),
    sa.Column("severity", sa.Integer),
    sa.Column("level", sa.Text),
    sa.Column("model", sa.Text),
    sa.Column("kind", sa.Text),  # NULL is not sealed, so the seals of rows of before still fit
)

kept = sa.Table(
    "kept",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("promise", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("how", sa.Text, nullable=False),
    sa.Column("message_id", sa.ForeignKey("messages.id")),
    sa.Column("mail_id", sa.ForeignKey("outbox.id")),
)

questions = sa.Table(
    "questions",
    metadata,
    # Numbers are never used again: a one-time link names the question it is for.
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("decided", sa.Integer, nullable=False),
    sa.Column("until", Instant, nullable=False),
    sa.Column("written", sa.Boolean, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("answered_at", Instant),
    sqlite_autoincrement=True,
)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("customer_id", sa.ForeignKey("customers.id"), index=True),
    sa.Column("fact", sa.Text, nullable=False),
    sa.Column("holds", sa.Boolean, nullable=False),
    sa.Column("said_by", sa.Text, nullable=False),
    sa.Column("message_id", sa.ForeignKey("messages.id")),
    sa.Column("at", Instant, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    # A message speaks once on a fact of a case, however often it is carried through.
    sa.UniqueConstraint("case_id", "message_id", "fact"),
)

timers = sa.Table(
    "timers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    # Unique for ever: a timer that has rung is not set again by a stage that runs twice.
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Column("done", sa.Boolean, nullable=False),
    sa.Index("timers_due", "done", "due_at"),
)
