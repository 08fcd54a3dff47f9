"""A door with an open question behind it."""

from collections.abc import Iterator

import pytest

from tests.review.engineers import asks
from tests.stages.conftest import office
from tests.stages.office import Office, mail, open_office
from tests.web.door import Door, linked, opened

__all__ = ["office"]


@pytest.fixture
def asked(office: Office) -> Office:
    """Return an office whose customer was asked to agree to level 2 for case 1001, an hour after their mail."""
    return asking(office)


def asking(office: Office) -> Office:
    linked(office).customer("erp-maestro")
    office.mail_in(mail())
    office.wait(hours=1)
    asks(office, "2", reason="orders cannot ship", by="Kim")
    return office


@pytest.fixture
def door(asked: Office) -> Iterator[Door]:
    """Return a web door in front of it."""
    with opened(asked) as found:
        yield found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Return such a door for the tests of a module that change nothing."""
    office = open_office(tmp_path_factory.mktemp("shared"))
    with opened(asking(office), most=1000) as found:
        yield found
    office.database.close()
