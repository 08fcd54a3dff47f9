"""A desk that answers in Slack, for each test on a store of its own; Acme's people are in workspace T0GOLD."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack.heard.desk import open_chat
from tests.slack.out.asked import Asked


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    """Return a desk without a customer yet."""
    with open_chat(tmp_path) as chat:
        yield Asked(chat)
