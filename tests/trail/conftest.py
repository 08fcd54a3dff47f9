"""A store in which everything has happened once: made one time, copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import Place, settle
from tests.stages.office import open_office
from tests.trail.filled import fill


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a filled store that nobody has open; copy it before you write to it."""
    folder = tmp_path_factory.mktemp("filled")
    office = open_office(folder)
    fill(office)
    office.database.close()
    return folder / "intake.db"


@pytest.fixture
def store(original: Path, tmp_path: Path) -> Path:
    """Return the file of a filled store of this test's own."""
    return Path(shutil.copyfile(original, tmp_path / "intake.db"))


@pytest.fixture
def place(store: Path) -> Iterator[Place]:
    """Return a desk on a filled store."""
    found = settle(store.parent)
    yield found
    found.office.database.close()
