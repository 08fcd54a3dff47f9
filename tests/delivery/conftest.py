"""A desk with mails to hand over, and a smarthost on a socket of this machine."""

from collections.abc import Iterator

import pytest
import trustme

from tests.acceptance.smarthost import Smarthost, smarthost
from tests.delivery.post import Post
from tests.stages.conftest import office
from tests.stages.office import Office

__all__ = ["office"]


@pytest.fixture
def sink() -> Iterator[Smarthost]:
    """Run a smarthost."""
    with smarthost() as host:
        yield host


@pytest.fixture
def post(office: Office, sink: Smarthost) -> Post:
    """Return the desk's post, on its way to the smarthost."""
    return Post(office=office, port=sink.port)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Return an authority whose certificates nobody else believes."""
    return trustme.CA()
