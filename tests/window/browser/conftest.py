"""A browser a file, and for each test a desk, a vendor's page on another origin, and a visitor before it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.window.browser.fake import FakeDesk
from tests.window.browser.host import Host
from tests.window.browser.served import served
from tests.window.browser.tools import chromium
from tests.window.browser.visitor import Site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def site(browser: Browser, desk: FakeDesk, host: Host) -> Iterator[Site]:
    """Yield the vendor's site; a test sets up `desk` and `host` before it opens a page."""
    with served(desk.app) as desk_origin, served(host.app) as origin:
        host.desk = desk_origin
        desk.origins.add(origin)
        found = Site(browser=browser, origin=origin)
        yield found
        found.leave()
