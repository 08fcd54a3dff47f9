"""A web door on a real socket, in a thread with its own loop, before an office whose letters have links."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from urllib.parse import quote, urlsplit

import httpx

from intake.doors.web import Action, WebDoor, WebSettings, open_web_door
from intake.doors.web_pages import WebPages
from intake.places import folder
from intake.review.links import CallLink, ConsentLink
from tests.stages.office import Office

PUBLIC = "https://support.example.com/desk"
SHIPPED = folder("templates") / "web"


@dataclass
class Door:
    """A door that is open, and a browser in front of it."""

    office: Office
    browser: httpx.Client
    woken: list[str]

    def press(self, token: str, choice: str, **headers: str) -> httpx.Response:
        """Press a button of a consent page, as a browser does."""
        return self.browser.post(f"/consent/{quote(token)}", data={"token": token, "choice": choice}, headers=headers)


def linked(office: Office) -> Office:
    """Give an office a public web address."""
    office.desk = replace(office.desk, web=PUBLIC)
    return office


def tokens(office: Office, which: int = -1) -> dict[str, str]:
    """Return the tokens in a letter's text, by the answer that each suggests."""
    found = message_from_bytes(office.mails()[which].raw, policy=policy.default)
    plain = found.get_body(("plain",))
    assert plain is not None
    written = [line.strip() for line in plain.get_content().split() if line.startswith(PUBLIC)]
    both = [urlsplit(address).path.rpartition("/")[2] for address in written]
    return {token.split("-")[3]: token for token in both}


def actions(office: Office, woken: list[str]) -> dict[str, Action]:
    consent = ConsentLink(
        database=office.database, desk=office.desk, now=lambda: office.now, wake=lambda: woken.append("courier")
    )
    return {"consent": consent, "page": CallLink(database=office.database, desk=office.desk, now=lambda: office.now)}


@contextmanager
def opened(office: Office, *, most: int = 60, public: str | None = PUBLIC) -> Iterator[Door]:
    """Open a door for an office and close it."""
    settings = WebSettings(host="127.0.0.1", port=0, public_url=public, most=most)
    woken: list[str] = []
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="web")
    thread.start()

    pages = WebDoor(settings, WebPages([SHIPPED]), actions(office, woken))
    door = asyncio.run_coroutine_threadsafe(open_web_door(settings, pages), loop).result(60)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{door.port}", timeout=60) as browser:
            yield Door(office, browser, woken)
    finally:
        asyncio.run_coroutine_threadsafe(door.close(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
