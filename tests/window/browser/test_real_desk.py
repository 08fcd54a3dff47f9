"""The window before a real `intake serve`: from the script tag to the answer; a proof, a file, a killed desk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import jwt
import pytest
from playwright.sync_api import Browser, expect

from tests.acceptance import running
from tests.acceptance.running import ANN, Place, Serving, until
from tests.acceptance.smarthost import Smarthost, smarthost
from tests.ports import free_port
from tests.window.browser.host import Host
from tests.window.browser.served import served
from tests.window.browser.visitor import Site, Window

SITE_SECRET = "what the vendor's site signs with, of thirty-two"
STRICT = "default-src 'none'; script-src DESK; connect-src DESK"


@dataclass
class Desk:
    """A desk that runs, the vendor's site with its window, and the desk's mail."""

    bot: Serving
    place: Place
    sink: Smarthost
    host: Host
    site: Site

    def signed_in(self, address: str) -> None:
        """Let the vendor's site vouch for an address from the next page on."""
        claims = {"email": address, "aud": "intake-window", "exp": datetime.now(UTC) + timedelta(minutes=10)}
        self.host.attributes = {"data-token": jwt.encode(claims, SITE_SECRET, algorithm="HS256")}

    def mailed(self, address: str) -> str:
        """Wait for a mail to an address and return its text on one line."""
        until(lambda: self.sink.to(address), what=f"a mail to {address}")
        plain = message_from_bytes(self.sink.to(address)[-1].raw, policy=policy.default).get_body(("plain",))
        assert plain is not None
        return " ".join(plain.get_content().split())


def settings(desk: str, port: int, files: int, page: str) -> str:
    return (
        f'[web]\nport = {port}\npublic_url = "{desk}"\nfiles_port = {files}\nfiles_url = "http://127.0.0.1:{files}"\n'
        f'[window]\norigins = ["{page}"]\nsite_secret = "{SITE_SECRET}"\nquiet_seconds = 0.3\n'
    )


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    port, files = free_port(), free_port()
    host = Host(desk=f"http://127.0.0.1:{port}", policy=STRICT)
    with smarthost() as sink, served(host.app) as page:
        place = running.settle_in(tmp_path_factory.mktemp("window") / "bot", sink.port)
        with place.settings.open("a", encoding="utf-8") as file:
            file.write(settings(host.desk, port, files, page))
        running.import_customers(place)
        with running.opened(running.begin(place)) as bot:
            found = Desk(bot, place, sink, host, Site(browser=browser, origin=page))
            try:
                yield found
                found.site.leave()
                assert found.bot.stop() == 0
            finally:
                found.bot.kill()


def taken(window: Window, count: int) -> None:
    """Wait until the desk has so many messages."""
    expect(window.dialog.locator(".line.visitor .meta", has_text=re.compile(r"^\d\d:\d\d$"))).to_have_count(count)


def test_a_customer_who_is_signed_in_is_answered_by_contract_and_picks_a_level(desk: Desk) -> None:
    desk.signed_in(ANN)
    window = desk.site.visit().open().write("hello", "the order page is empty", "since nine this morning")
    taken(window, 3)
    answer = window.dialog.locator(".line.desk .bubble")
    expect(answer).to_have_count(1)  # a burst is one message of one case
    expect(answer.locator("time").first).to_have_attribute("title", re.compile(r"E[SD]T"))
    expect(answer.locator("time").first).to_contain_text(re.compile(r"CES?T"))
    expect(window.dialog.locator(".case")).to_have_text(re.compile(r"^Case \d+$"))
    levels = window.dialog.get_by_role("group").first.get_by_role("button")
    levels.first.click()
    expect(answer).to_have_count(2)


def test_a_stranger_gets_a_receipt_with_no_contract_facts(desk: Desk) -> None:
    desk.host.attributes = {}
    window = desk.site.visit().open().write("the order page is empty")
    answer = window.dialog.locator(".line.desk .bubble")
    expect(answer).to_have_count(1)
    expect(window.dialog.get_by_label("E-mail address")).to_be_visible()
    assert window.dialog.get_by_role("group").count() == 0


def test_a_stranger_proves_their_address_and_the_answer_follows(desk: Desk) -> None:
    desk.host.attributes = {}
    window = desk.site.visit().open().write("the order page is empty")
    answer = window.dialog.locator(".line.desk .bubble")
    expect(answer).to_have_count(1)
    window.dialog.get_by_label("E-mail address").fill(ANN)
    window.button("Send me a link").click()
    number = re.search(r"\d+", window.dialog.get_by_text("asks for this number").inner_text())
    assert number is not None
    link = re.search(rf"{desk.host.desk}\S+", desk.mailed(ANN))
    assert link is not None
    page = window.page.context.new_page()
    page.goto(link[0])
    page.get_by_label("The number in the chat window").fill(number[0])
    page.get_by_role("button").first.click()
    window.come_here()
    expect(answer).to_have_count(2)
    expect(window.dialog.get_by_label("E-mail address")).to_be_hidden()


def test_a_file_comes_back_from_an_origin_of_its_own(desk: Desk) -> None:
    desk.signed_in(ANN)
    window = desk.site.visit().open()
    window.choose({"name": "server.log", "mimeType": "text/plain", "buffer": b"it fails at nine\n"})
    window.write("see the log")
    taken(window, 1)
    window.page.reload()
    expect(window.dialog).to_be_visible()
    link = window.dialog.get_by_role("link", name="server.log")
    href = link.get_attribute("href")
    assert href is not None
    assert not href.startswith(desk.host.desk)
    with window.page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_bytes() == b"it fails at nine\n"


def test_a_desk_that_is_killed_and_comes_back_loses_and_doubles_nothing(desk: Desk) -> None:
    desk.signed_in(ANN)
    window = desk.site.visit().open().write("first")
    taken(window, 1)
    expect(window.dialog.locator(".line.desk .bubble")).to_have_count(1)
    desk.bot.kill()
    window.write("second", "third")
    expect(window.metas.last).to_have_text("Kept until you are online")
    desk.bot = running.begin(desk.place)
    until(desk.bot.ready, what="an open door")
    window.page.evaluate("() => dispatchEvent(new Event('online'))")
    taken(window, 3)
    expect(window.own).to_have_text(["first", "second", "third"])
