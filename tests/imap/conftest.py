"""A Dovecot, and bots that read mailboxes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance import running
from tests.acceptance.conftest import nursery, prepared, sink
from tests.acceptance.running import Place
from tests.acceptance.smarthost import Smarthost
from tests.imap.dovecot import Dovecot, dovecot

__all__ = ["nursery", "prepared", "sink"]


@pytest.fixture
def server() -> Iterator[Dovecot]:
    """Run an IMAP server with empty mailboxes."""
    with dovecot() as server:
        yield server


@pytest.fixture
def place(tmp_path: Path, prepared: Place, sink: Smarthost) -> Place:
    """Settle a bot that knows the customers; it reads no mailbox yet."""
    place = running.settle_in(tmp_path / "bot", sink.port)
    running.copy_store(prepared, place)
    return place
