"""A bot as it is run: a link by mail, a case by the form, its acknowledgement by mail, and the page says the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.acceptance import running
from tests.acceptance.running import ANN, Serving, until
from tests.acceptance.smarthost import Smarthost, smarthost
from tests.cli.command import PLAIN, intake
from tests.portal.place import Browser, field_of, keep_cookies, token_in, told

PUBLIC = "https://support.example.com/desk"


@dataclass(frozen=True)
class Living:
    """A bot that runs, its sink, and a browser before its portal."""

    bot: Serving
    sink: Smarthost
    browser: Browser
    settings: Path


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """Run `intake serve` with a portal and two customers."""
    with smarthost() as sink:
        place = running.settle_in(tmp_path_factory.mktemp("portal") / "bot", sink.port)
        with place.settings.open("a", encoding="utf-8") as file:
            file.write(f'[web]\nport = 0\nfiles_port = 0\npublic_url = "{PUBLIC}"\n[portal]\nlink_minutes = 30\n')
        running.import_customers(place)
        with running.opened(running.begin(place)) as bot:
            (web,) = [event for event in bot.events() if event["event"] == "web.open"]
            headers = {"sec-fetch-site": "same-origin"}
            with httpx.Client(base_url=f"http://127.0.0.1:{web['port']}", timeout=60, headers=headers) as client:
                yield Living(bot, sink, Browser(client), place.settings)
            assert bot.stop() == 0


def test_from_a_link_to_a_case(living: Living) -> None:
    sink, browser = living.sink, living.browser
    for address in ("kim@nobody.example", ANN):
        assert "Look in your mailbox" in told(browser.post("", {"address": address}))
    until(lambda: sink.to(ANN), what="the letter with the link")
    token = token_in(sink.to(ANN)[0].raw)
    keep_cookies(browser, browser.post(f"/in/{token}", {"token": token}))
    assert "Cases of Gold Company" in told(browser.get())
    page = browser.opens("Stock list", "The stock list stays empty.", level="2")
    assert "Your case is open" in told(page)
    (number,) = re.findall(r"Case (\d+)", told(page))[:1]
    until(lambda: len(sink.to(ANN)) == 2, what="the acknowledgement")
    (promised,) = re.findall(r"We aim to give you a first answer (by [^(]+\(\"Within[^)]*\))", told(page))[:1]
    assert promised in told(sink.to(ANN)[1].raw.decode().replace("=\r\n", "").replace("=C2=A0", " "))
    kept = intake("case", number, "--json", "--settings", str(living.settings), environment=PLAIN)
    assert '"level": "2"' in kept.out
    assert [caught.rcpt_to for caught in sink.caught] == [(ANN,), (ANN,)]
    log = repr(living.bot.events())
    for secret in (token, browser.client.headers["cookie"].partition("=")[2], field_of(browser.get("/new"), "bound")):
        assert secret not in log
    assert ANN not in log
