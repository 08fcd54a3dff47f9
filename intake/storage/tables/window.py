"""The chat window and the portal: visitors and the lines of their talks; mailed links and who has signed in."""

import sqlalchemy as sa

from intake.database.types import Instant
from intake.storage.tables.metadata import metadata

visitors = sa.Table(
    "visitors",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),  # the SHA-256 of the window's secret
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False, index=True),
    sa.Column("degree", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("begun_at", Instant, nullable=False),
)

# Work at hand: which line a window has shown last. Not sealed, as it changes with every line.
window_seen = sa.Table(
    "window_seen",
    metadata,
    sa.Column("visitor_id", sa.ForeignKey("visitors.id"), primary_key=True),
    sa.Column("line_id", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

# What a window shows, in its order: a message of the visitor's, what of the outbox was laid before them, or in words
# of ours what they pressed.
window_lines = sa.Table(
    "window_lines",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("visitor_id", sa.ForeignKey("visitors.id"), nullable=False),
    sa.Column("message_id", sa.ForeignKey("messages.id"), unique=True),
    sa.Column("mail_id", sa.ForeignKey("outbox.id"), unique=True),
    sa.Column("pressed", sa.Text, nullable=False, server_default=""),
    sa.Column("at", Instant, nullable=False),
    sa.Index("window_lines_of", "visitor_id", "id"),
)

# A link that was mailed: whoever has its token is whoever reads that mailbox. Single use.
portal_links = sa.Table(
    "portal_links",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),  # the SHA-256 of what was mailed
    sa.Column("address", sa.Text, nullable=False, index=True),
    sa.Column("visitor_id", sa.ForeignKey("visitors.id"), index=True),  # NULL: it signs in to the portal
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("until", Instant, nullable=False),
    sa.Column("used_at", Instant),
    # The letter that bears it, as it waits to be handed over; "" where there is none, and once it has been.
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", Instant),  # NULL: nothing waits
    sa.Index("portal_links_due", "next_at", sqlite_where=sa.text("next_at IS NOT NULL")),
)

portal_sessions = sa.Table(
    "portal_sessions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),  # the SHA-256 of the cookie's value
    sa.Column("address", sa.Text, nullable=False, index=True),
    sa.Column("begun_at", Instant, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("until", Instant, nullable=False),
    sa.Column("ended_at", Instant),
)
