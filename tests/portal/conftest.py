"""A portal before two companies."""

from collections.abc import Iterator

import pytest

from tests.portal.place import Place, opened, two_companies
from tests.stages.conftest import office
from tests.stages.office import Office

__all__ = ["office"]


@pytest.fixture
def place(office: Office) -> Iterator[Place]:
    """Return a portal whose two companies have the contract with plans."""
    with opened(two_companies(office)) as found:
        yield found
