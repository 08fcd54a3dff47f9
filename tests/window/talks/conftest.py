"""A desk with a window, for each test on a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.window.talks.room import Room, open_room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return a desk with no customer yet."""
    with open_room(tmp_path) as found:
        yield found
