"""A desk that listens in Slack, for each test on a store of its own; Acme's people are in workspace T0GOLD."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.domain.customer import Customer
from intake.storage import customers
from tests.slack.heard.desk import CUSTOMER, Chat, open_chat


def acme(chat: Chat, **more: object) -> Customer:
    """Add the customer: known by workspace and by Ann's address."""
    made = Customer(
        name="Acme",
        contract="gotomyerp",
        zone="America/New_York",
        domains=("acme.example",),
        contacts=(("ann@acme.example", "Ann Lee"),),
        slack=(CUSTOMER,),
    )
    with chat.office.database.write() as connection:
        return customers.add(connection, replace(made, **more))  # type: ignore[arg-type] # its own fields


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    """Return a desk with one customer."""
    with open_chat(tmp_path) as found:
        acme(found)
        yield found
