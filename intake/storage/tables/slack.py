"""Slack: what it sent, who spoke in which turn and thread, what was posted, and where the app is installed."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

# Work at hand, like jobs: rows that are done are let go after some days. Not sealed.
slack_events = sa.Table(
    "slack_events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("team", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),  # "" where the message's own row has it
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # waiting, done, parked
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", Instant, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("message_id", sa.ForeignKey("messages.id"), index=True),
    sa.Index("slack_events_due", "state", "next_at"),
)

# Chat of any kind: the messages of one person that are read as one.
chat_turns = sa.Table(
    "chat_turns",
    metadata,
    sa.Column("message_id", sa.ForeignKey("messages.id"), primary_key=True),
    sa.Column("first_id", sa.ForeignKey("messages.id"), nullable=False, index=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index("chat_turns_of", "place", "person"),
)

# Which thread is which case: the customer's own, or the engineers' beside their card.
chat_threads = sa.Table(
    "chat_threads",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("place", sa.Text, nullable=False, unique=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("side", sa.Text, nullable=False),  # customer, internal
    sa.Column("at", Instant, nullable=False),
)

slack_people = sa.Table(
    "slack_people",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("handle", sa.Text, nullable=False, unique=True),
    # The workspace whose token can ask for them.
    sa.Column("asked_of", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False, index=True),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("guest", sa.Boolean, nullable=False),
    sa.Column("bot", sa.Boolean, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("wanted_at", Instant),  # since when somebody waits to know; NULL for nobody
    sa.Column("known_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False),
)

# Whose people a workspace's are ("" for the channel), or who writes in a channel of ours.
customer_slack = sa.Table(
    "customer_slack",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("customer_id", sa.ForeignKey("customers.id"), nullable=False, index=True),
    sa.Column("team", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.UniqueConstraint("team", "channel"),
)

# Where the app is installed, its tokens encrypted. Not sealed: tokens are changed every twelve hours.
slack_installations = sa.Table(
    "slack_installations",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("enterprise", sa.Text, nullable=False),
    sa.Column("team", sa.Text, nullable=False),  # "" where a whole organisation is meant
    sa.Column("bot_user", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),  # encrypted JSON
    sa.Column("installed_at", Instant, nullable=False),
    sa.Column("expires_at", Instant),
    sa.UniqueConstraint("enterprise", "team"),
)

slack_states = sa.Table(
    "slack_states",
    metadata,
    sa.Column("state", sa.Text, primary_key=True),
    sa.Column("until", Instant, nullable=False),
)

# Which message of Slack's a row of the outbox became, and what was pressed below it since.
slack_posts = sa.Table(
    "slack_posts",
    metadata,
    sa.Column("mail_id", sa.ForeignKey("outbox.id"), primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("ts", sa.Text, nullable=False),
    sa.Column("pressed", sa.Text, nullable=False),  # JSON, "" for nothing
    sa.Column("shown_at", Instant),  # when it is to be shown anew; NULL while it stands as it should
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.UniqueConstraint("place", "ts"),
    sa.Index("slack_posts_due", "shown_at", sqlite_where=sa.text("shown_at IS NOT NULL")),
)

# The engineers' card of a case, and what it showed last. Not sealed: it can be made again from the case.
slack_cards = sa.Table(
    "slack_cards",
    metadata,
    sa.Column("case_id", sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("ts", sa.Text, nullable=False),  # "" until it is posted
    sa.Column("entry", sa.Integer, nullable=False),  # the last entry of the trail that it shows
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # waiting, posting, unknown, shown
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("begun_at", Instant, nullable=False),  # since when it is being posted: where to look whether it was
    sa.Column("link", sa.Text, nullable=False),  # to the customer's thread, "" while it is not known
)

slack_files = sa.Table(
    "slack_files",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("message_id", sa.ForeignKey("messages.id"), nullable=False, index=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("team", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("content_type", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False, index=True),  # of what was fetched, in `blobs`; "" until then
    sa.Column("state", sa.Text, nullable=False),  # wanted, fetched, refused
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", Instant, nullable=False),
    sa.UniqueConstraint("message_id", "file"),
)
