"""The same office as the stages' own tests have, the same desk as the commands' have, and a web server."""

from collections.abc import Iterator

import pytest

from tests.cli.conftest import place
from tests.paging.hooks import Hooks, hooks
from tests.stages.conftest import office

__all__ = ["office", "place", "server"]


@pytest.fixture
def server() -> Iterator[Hooks]:
    """Run a web server."""
    with hooks() as found:
        yield found
