"""The tables, as SQLAlchemy Core sees them; a test holds them against the migrations."""

import sqlalchemy as sa

from intake.database.types import Instant

metadata = sa.MetaData()

customers = sa.Table(
    "customers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("contract", sa.Text, nullable=False),
    sa.Column("plan", sa.Text),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("telephone", sa.Text),
)

customer_domains = sa.Table(
    "customer_domains",
    metadata,
    sa.Column("domain", sa.Text, primary_key=True),
    sa.Column("customer_id", sa.ForeignKey("customers.id"), nullable=False, index=True),
)

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("customer_id", sa.ForeignKey("customers.id"), nullable=False, index=True),
)

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
    sqlite_autoincrement=True,
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("mail_from", sa.Text),
    sa.Column("rcpt_to", sa.JSON, nullable=False),
    sa.Column("peer", sa.Text, nullable=False),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("raw_sha256", sa.Text, nullable=False),
    sa.Column("message_id", sa.Text, index=True),
    # Unique: the second arrival of a message finds the first one's row, whatever happened in between.
    sa.Column("dedupe", sa.Text, unique=True),
    sa.Column("duplicate_of", sa.ForeignKey("messages.id")),
    sa.Column("outcome", sa.Text, nullable=False, index=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("case_id", sa.ForeignKey("cases.id"), index=True),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
)

suggestions = sa.Table(
    "suggestions",
    metadata,
    sa.Column("message_id", sa.ForeignKey("messages.id"), primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
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
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("recipient", sa.Text, nullable=False, index=True),
    sa.Column("mail_from", sa.Text, nullable=False),
    sa.Column("message_id", sa.Text, nullable=False, unique=True),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("queued_at", Instant, nullable=False),
    sa.Column("next_at", Instant, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("case_id", sa.Integer, index=True),
    sa.Column("message_id", sa.Integer),
    sa.Column("detail", sa.JSON, nullable=False),
    # Each row's digest covers the row before it: a row taken out or changed breaks the chain.
    sa.Column("digest", sa.Text, nullable=False),
)
