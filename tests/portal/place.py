"""A portal on a real socket, in a thread with its own loop, before an office whose mail goes nowhere."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import urlsplit

import httpx

from intake.bootstrap.portal import OpenPortal, PortalNeeds, open_portal
from intake.bootstrap.settings import Settings
from intake.delivery.courier import Way
from intake.delivery.smarthost import Smarthost
from intake.domain.customer import Customer
from intake.doors.web import WebDoor, WebSettings, open_web_door
from intake.doors.web_pages import WebPages
from intake.places import folder
from intake.stages.desk import Run
from intake.stages.window.links import prepared, wanted
from intake.storage.portal import links
from intake.worker.writer import Writer
from tests.stages.office import Office

PUBLIC = "https://support.example.com/desk"
PLAIN = "http://support.example.com"
FILES = "https://files.example.com"
ANN = "ann@acme.example"  # of the company that tests are about
EVE = "eve@other.example"  # of another one
ACME, OTHER = "Acme", "Other Works"


def told(page: httpx.Response | str) -> str:
    """Return what a page says, on one line and without its tags."""
    html = page if isinstance(page, str) else page.text
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)
    for name, character in (
        ("&#39;", "'"),
        ("&#34;", '"'),
        ("&quot;", '"'),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ):
        words = words.replace(name, character)
    return " ".join(words.replace("\N{NO-BREAK SPACE}", " ").split())


def field_of(page: httpx.Response, name: str) -> str:
    """Return what a hidden field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None, f"the page has no field {name}: {told(page)}"
    return found[1]


@dataclass
class Browser:
    """A browser before the portal, with cookies of its own."""

    client: httpx.Client
    base: str = "/portal"
    cookies: dict[str, str] = field(default_factory=dict)

    def keeps(self, response: httpx.Response) -> httpx.Response:
        """Keep cookies that are for HTTPS alone, as a browser would that came by HTTPS: the test's socket has none."""
        for line in response.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies.pop(name, None)
            if "max-age=0" not in line.lower():
                self.cookies[name] = value
        self.client.headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return response

    def get(self, path: str = "", **options: Any) -> httpx.Response:
        return self.client.get(f"{self.base}{path}", **options)

    def post(self, path: str, data: dict[str, str] | None = None, **options: Any) -> httpx.Response:
        return self.client.post(f"{self.base}{path}", data=data or {}, **options)

    def hidden(self, path: str) -> dict[str, str]:
        """Open a page and return what its forms carry."""
        page = self.get(path)
        assert page.status_code == 200, told(page)
        return {name: field_of(page, name) for name in ("bound", "key")}

    def opens(self, subject: str = "Stock list", text: str = "It stays empty.", **more: str) -> httpx.Response:
        """Send the form for a new case, and follow to where it leads."""
        data = {**self.hidden("/new"), "subject": subject, "text": text, **more}
        return self.follow(self.post("/new", data))

    def says(self, number: int, text: str, **options: Any) -> httpx.Response:
        data = {**self.hidden(f"/case/{number}"), "text": text}
        return self.follow(self.post(f"/case/{number}", data, **options))

    def presses(self, number: int, deed: str, about: str = "") -> httpx.Response:
        data = {**self.hidden(f"/case/{number}"), "deed": deed, **({"about": about} if about else {})}
        return self.follow(self.post(f"/case/{number}/press", data))

    def follow(self, answer: httpx.Response) -> httpx.Response:
        """Go on to where an answer leads, with the cookies that came with it, as a browser does."""
        if answer.status_code != 303:
            return answer
        self.keeps(answer)
        return self.keeps(self.client.get(answer.headers["location"]))


@dataclass
class Place:
    """A portal that is open."""

    office: Office
    portal: OpenPortal
    port: int
    loop: asyncio.AbstractEventLoop
    browsers: list[httpx.Client] = field(default_factory=list)
    proved: list[tuple[int, str]] = field(default_factory=list)

    def browser(self, language: str = "en") -> Browser:
        """Return a new browser: of no session."""
        headers = {"accept-language": language, "sec-fetch-site": "same-origin"}
        client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60, headers=headers)
        self.browsers.append(client)
        return Browser(client)

    def token(self, address: str = ANN, visitor: int | None = None) -> str:
        """Have a link made as the loop does that mails it, and return its token."""
        with self.office.database.write() as connection:
            wanted(connection, address, self.office.now, visitor)
            due = links.due(connection, self.office.now, 100)
            link = next(one for one in due if one.address == address)
            run = Run(connection=connection, desk=self.office.desk, now=self.office.now)
            mail = prepared(run, link.id, self.portal.mail._holds)
            links.done(connection, link.id)
        assert mail is not None, f"no link is mailed to {address}"
        return token_in(mail.raw)

    def signed_in(self, address: str = ANN, language: str = "en") -> Browser:
        """Return a browser in which somebody has signed in."""
        browser, token = self.browser(language), self.token(address)
        pressed = browser.post(f"/in/{token}", {"token": token})
        assert pressed.status_code == 303, told(pressed)
        keep_cookies(browser, pressed)
        return browser

    def works(self, job: Callable[[], Any]) -> Any:
        """Do something on the portal's own loop, such as a round of its mail."""
        return asyncio.run_coroutine_threadsafe(job(), self.loop).result(60)


def keep_cookies(browser: Browser, response: httpx.Response) -> None:
    """Keep the cookies that came with a response."""
    browser.keeps(response)


def token_in(raw: bytes) -> str:
    """Return the token in a letter."""
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    (address,) = re.findall(r"https?://\S+/portal/in/\S+", str(body.get_content()))
    return urlsplit(str(address)).path.rpartition("/")[2]


def a_customer(office: Office, contract: str, *, name: str, domain: str, language: str = "en") -> Customer:
    """Add a company; its plan is one of the contract's where it has plans."""
    from intake.storage import customers

    plan = "silver" if contract == "gotomyerp-plans" else None
    made = Customer(
        name=name, contract=contract, plan=plan, language=language, zone="America/New_York", domains=(domain,)
    )
    with office.database.write() as connection:
        return customers.add(connection, made)


def two_companies(office: Office, contract: str = "gotomyerp-plans", language: str = "en") -> Office:
    """Give an office two customers under one contract, and a public address."""
    office.desk = replace(office.desk, web=PUBLIC, files=FILES)
    a_customer(office, contract, name=ACME, domain="acme.example", language=language)
    a_customer(office, contract, name=OTHER, domain="other.example")
    return office


def settings(public: str = PUBLIC, **portal: Any) -> Settings:
    return Settings.model_validate(
        {
            "desk": {"address": "support@desk.example", "secret": "a secret that only the tests know"},
            "web": {"public_url": public, "files_url": FILES},
            "portal": portal,
        }
    )


@contextmanager
def opened(office: Office, *, public: str = PUBLIC, smarthost: int = 1, **portal: Any) -> Iterator[Place]:
    """Open the portal of an office, whose worker works as soon as something is kept, and close it."""
    loop, made = asyncio.new_event_loop(), settings(public, **portal)
    thread = threading.Thread(target=loop.run_forever, name="portal")
    thread.start()
    writer = Writer(office.database, wake=office.run)
    writer.start()
    proved: list[tuple[int, str]] = []

    async def begin() -> tuple[OpenPortal, Any]:
        way = Way(smarthost=Smarthost(host="127.0.0.1", port=smarthost, timeout=5.0))
        needs = PortalNeeds(
            settings=made,
            desk=office.desk,
            database=office.database,
            writer=writer,
            way=way,
            outward=lambda: None,
            proves=lambda visitor, address: proved.append((visitor, address)),
            now=lambda: office.now,
        )
        built = open_portal(needs)
        where = WebSettings(host="127.0.0.1", port=0, public_url=public)
        door = WebDoor(where, WebPages([folder("templates") / "web"]), {}, built.routes)
        return built, await open_web_door(where, door)

    served, door = asyncio.run_coroutine_threadsafe(begin(), loop).result(60)
    place = Place(office=office, portal=served, port=door.port, loop=loop, proved=proved)
    try:
        yield place
    finally:
        for browser in place.browsers:
            browser.close()
        asyncio.run_coroutine_threadsafe(door.close(), loop).result(60)
        writer.stop()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
