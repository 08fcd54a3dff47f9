"""An open door: one for each test that counts, one for all of those that change nothing but what talks have heard."""

from collections.abc import Iterator

import pytest

from tests.window.door.opened import Place, opened


@pytest.fixture
def place() -> Iterator[Place]:
    """Return a door with nobody before it."""
    with opened() as found:
        yield found


@pytest.fixture(scope="module")
def _opened() -> Iterator[Place]:
    with opened() as found:
        for rate in (found.limits.begun, found.limits.requests, found.limits.said_there, found.limits.mailed_there):
            rate.most = 100_000
        yield found


@pytest.fixture
def shared(_opened: Place) -> Place:
    """Return a door that other tests have used: its talks have heard nothing, and addresses may ask as they like."""
    _opened.talks.forget()
    return _opened
