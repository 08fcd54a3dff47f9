"""An office with two listed engineers for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kept.desk import staffed
from tests.stages.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return a desk with the shipped contracts, an empty store, and Kim and Lee."""
    found = staffed(open_office(tmp_path))
    yield found
    found.database.close()
