"""An office for each test, on a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stages.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return a desk with the shipped contracts and an empty store."""
    found = open_office(tmp_path)
    yield found
    found.database.close()
