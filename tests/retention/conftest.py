"""A desk with settings and store for each test, and a year of mail to let go of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import Place, settle
from tests.stages.office import Office


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Return a desk's settings file and the office behind it; the commands have the office's time of day."""
    found = settle(tmp_path)
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: found.office.now)
    yield found
    found.office.database.close()


@pytest.fixture
def office(place: Place) -> Office:
    """Return the office alone."""
    return place.office
