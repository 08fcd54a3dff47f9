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
    sa.Column("contract_version", sa.Text, nullable=False, server_default=""),
    sa.Column("closed_at", Instant),
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
    sa.Column("erased_at", Instant),
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
    # Without the salt nobody can find an erased detail again by trying; the digest stays, and with it the chain.
    sa.Column("salt", sa.Text),
    sa.Column("detail_digest", sa.Text, nullable=False),
    # Each row's digest covers the row before it: a row taken out or changed breaks the chain.
    sa.Column("digest", sa.Text, nullable=False),
)

# The rows that the transaction at hand has written; empty between transactions (see intake.database.seals).
touched = sa.Table(
    "touched",
    metadata,
    sa.Column("tab", sa.Text, primary_key=True),
    sa.Column("row", sa.Text, primary_key=True),
)

seals = sa.Table(
    "seals",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("tab", sa.Text, nullable=False),
    sa.Column("row", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("salt", sa.Text),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Index("seals_of_row", "tab", "row"),
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

pages = sa.Table(
    "pages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("causes", sa.JSON, nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("acknowledged_at", Instant),
    sa.Column("acknowledged_by", sa.Text, nullable=False),
    sa.Column("closed_at", Instant),
    sa.Column("closed_why", sa.Text, nullable=False),
)

page_calls = sa.Table(
    "page_calls",
    metadata,
    # Numbers are never used again: the link in a page names its call.
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("page_id", sa.ForeignKey("pages.id"), nullable=False, index=True),
    sa.Column("turn", sa.Integer, nullable=False),
    # The name and the way only: addresses and secrets stay in the settings.
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("way", sa.Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("next_at", Instant, nullable=False),
    sa.Column("webhook_id", sa.Text, nullable=False, unique=True),
    sa.Column("mail_id", sa.ForeignKey("outbox.id"), index=True),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.UniqueConstraint("page_id", "turn"),
    sqlite_autoincrement=True,
)

mailboxes = sa.Table(
    "mailboxes",
    metadata,
    sa.Column("mailbox", sa.Text, primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("last_uid", sa.BigInteger, nullable=False),
    sa.Column("followed_uid", sa.BigInteger, nullable=False),
    sa.Column("since", Instant),
    sa.Column("renumbered_uid", sa.BigInteger, nullable=False),
)
