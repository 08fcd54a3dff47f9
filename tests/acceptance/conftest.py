"""A prepared store, and bots that start from a copy of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance import running
from tests.acceptance.mails import Desk
from tests.acceptance.running import Place, Serving
from tests.acceptance.smarthost import Smarthost, smarthost
from tests.acceptance.warm import Nursery


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Make a store with two customers by `intake customers import`."""
    place = running.settle_in(tmp_path_factory.mktemp("prepared") / "bot", smarthost=25)
    running.import_customers(place)
    return place


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Run the process that forks bots."""
    with Nursery.another() as nursery:
        yield nursery


@pytest.fixture
def sink() -> Iterator[Smarthost]:
    """Run a smarthost."""
    with smarthost() as host:
        yield host


@pytest.fixture
def place(tmp_path: Path, prepared: Place, sink: Smarthost) -> Place:
    """Settle a bot that knows the customers and hands its mail to `sink`."""
    place = running.settle_in(tmp_path / "bot", sink.port)
    running.copy_store(prepared, place)
    return place


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, prepared: Place, nursery: Nursery) -> Iterator[Desk]:
    """Run a bot for the tests of a module; each writes from an address of its own."""
    with smarthost() as sink:
        place = running.settle_in(tmp_path_factory.mktemp("shared") / "bot", sink.port)
        running.copy_store(prepared, place)
        with running.opened(nursery.begin(place)) as bot:
            yield Desk(bot, place, sink)


@pytest.fixture
def bot(place: Place, nursery: Nursery) -> Iterator[Serving]:
    """Run a bot in `place`."""
    with running.opened(nursery.begin(place)) as bot:
        yield bot
