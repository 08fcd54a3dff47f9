"""Customers, their domains and contacts."""

import sqlalchemy as sa

from intake.storage.tables.metadata import metadata

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
