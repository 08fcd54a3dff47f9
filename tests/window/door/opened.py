"""The window's door on a real socket, in a thread with its own loop, and windows before it."""

import asyncio
import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

from intake.domain.window import WindowRules
from intake.doors.web import WebDoor, WebSettings, open_web_door
from intake.doors.web_pages import WebPages
from intake.doors.web_server import OpenWebDoor, Streams
from intake.doors.window.door import WindowDoor, WindowSettings
from intake.doors.window.http import routes
from intake.doors.window.hub import Hub
from intake.doors.window.limits import Limits
from intake.doors.window.served import Served
from intake.doors.window.stream import events_in
from intake.doors.window.words import WindowWords
from intake.places import folder
from tests.window.door.fake import FakeTalks

PAGE = "https://www.vendor.example"
PUBLIC = "https://support.example.com/desk"
WEB = folder("templates") / "web"
RULES = WindowRules(largest_file=1_000_000, file_types=frozenset({"jpg", "log", "pdf", "png", "txt", "xlsx", "zip"}))
SCRIPT = b"(() => {})();\n"
_KEYS = (f"key-{number:08d}" for number in itertools.count())


def next_key() -> str:
    """Return what a window calls its next message."""
    return next(_KEYS)


@dataclass
class Place:
    """A door that is open; what is called on its loop goes by `do`."""

    talks: FakeTalks
    hub: Hub
    limits: Limits
    door: OpenWebDoor
    loop: asyncio.AbstractEventLoop
    browser: httpx.Client
    window: WindowDoor
    windows: "list[Window]" = field(default_factory=list)

    def post(self, path: str, secret: str = "", *, origin: str | None = PAGE, **more: Any) -> httpx.Response:
        """Send what a window sends."""
        return self.browser.post(f"/window/{path}", headers=headers(secret, origin, more.pop("headers", {})), **more)

    def begin(self, **more: Any) -> str:
        """Begin a talk and return its secret."""
        answer = self.post("talk", json={"language": "en", "zone": "", "page": "", **more})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["secret"])

    def say(self, secret: str, text: str, key: str = "") -> int:
        """Say something and return its line."""
        answer = self.post("say", secret, json={"key": key or next_key(), "text": text})
        assert answer.status_code == 202, answer.text
        return int(answer.json()["line"])

    def number(self, secret: str) -> int:
        """Return the number of a talk."""
        return self.talks.visitors[secret].talk.number

    def stream(self, secret: str, after: int | None = None) -> "Window":
        """Open a stream, and read its head."""
        return self.held(Window.opened(self.door.port, secret, after))

    def held(self, window: "Window") -> "Window":
        """Return a window that is closed with the door at the latest."""
        self.windows.append(window)
        return window

    def until(self, seats: int) -> None:
        """Wait until so many windows are open."""
        self._wait(lambda: self.hub.taken == seats)

    def until_coming(self, forms: int) -> None:
        """Wait until so many forms are on their way."""
        self._wait(lambda: self.window._received._coming[""] == forms)

    def _wait(self, look: Callable[[], bool]) -> None:
        asyncio.run_coroutine_threadsafe(self._until(look), self.loop).result(60)

    async def _until(self, look: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not look():  # noqa: ASYNC110 - it is the server's own doing that is waited for
                await asyncio.sleep(0.01)


def headers(secret: str = "", origin: str | None = PAGE, more: "dict[str, str] | None" = None) -> dict[str, str]:
    """Return the headers of a window's request."""
    known = {"authorization": f"Bearer {secret}"} if secret else {}
    return {**known, **({"origin": origin} if origin else {}), **(more or {})}


@dataclass
class Window:
    """An open stream on a raw socket: `text` is what came of it, its events in turn."""

    connected: socket.socket
    status: int
    head: dict[str, str]
    text: str = ""
    _chunks: bytes = b""
    _read: int = 0

    @classmethod
    def opened(cls, port: int, secret: str, after: int | None = None, *, buffer: int = 0) -> Self:
        connected = socket.socket()
        if buffer:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        connected.settimeout(30)
        connected.connect(("127.0.0.1", port))
        last = {} if after is None else {"last-event-id": str(after)}
        told = {"host": "127.0.0.1", **headers(secret), **last}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        connected.sendall(f"GET /window/lines HTTP/1.1\r\n{lines}\r\n".encode())
        came = b""
        while b"\r\n\r\n" not in came:
            came += connected.recv(1)
        first, *rest = came.decode().strip().split("\r\n")
        head = dict(line.lower().split(": ", 1) for line in rest)
        return cls(connected=connected, status=int(first.split()[1]), head=head)

    def next(self) -> dict[str, Any]:
        """Return the next event, with what its data says."""
        while (end := self.text.find("\n\n", self._read)) < 0:
            assert self.more(), f"the stream ended: {self.text[-500:]}"
        block, self._read = self.text[self._read : end + 2], end + 2
        found = next(events_in(block), {})
        if "data" not in found:
            return self.next()  # how soon to come again, or a comment
        return {"event": found["event"], "id": found.get("id"), "data": json.loads(found["data"])}

    def lines(self, count: int) -> list[dict[str, Any]]:
        """Return the next lines, the states between them left out."""
        found: list[dict[str, Any]] = []
        while len(found) < count:
            event = self.next()
            found += [event["data"]] if event["event"] == "line" else []
        return found

    def rest(self) -> str:
        """Return all that comes until the door ends the stream."""
        while self.more():
            pass
        return self.text

    def more(self) -> bool:
        """Wait for some more of the body; False once it has ended."""
        came = self.connected.recv(1_000_000)
        self._chunks += came
        while b"\r\n" in self._chunks:
            size, _, after = self._chunks.partition(b"\r\n")
            length = int(size, 16)
            if len(after) < length + 2:
                break
            self.text, self._chunks = self.text + after[:length].decode(), after[length + 2 :]
        return bool(came)

    def close(self) -> None:
        self.connected.close()


@contextmanager
def in_a_thread() -> Iterator[asyncio.AbstractEventLoop]:
    """Give an event loop that runs."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="window door")
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def opened(
    *,
    rules: WindowRules = RULES,
    most_open: int = 100,
    origins: tuple[str, ...] = (PAGE,),
    public: str = PUBLIC,
    folders: tuple[Path, ...] = (),
) -> Iterator[Place]:
    """Open a door over talks in memory and close it."""
    talks, hub, limits = FakeTalks(), Hub(most_open), Limits()
    words = WindowWords([*folders, WEB / "window"])
    settings = WindowSettings(
        origins=frozenset(origins), rules=rules, own="/".join(public.split("/")[:3]), limits=limits
    )
    own = WindowDoor(settings, talks, hub, words)
    where = WebSettings(host="127.0.0.1", port=0, public_url=public)
    web = WebDoor(where, WebPages([WEB]), {}, routes(own, Served(SCRIPT, words, "Acme Support", rules)))
    with in_a_thread() as loop:
        opening: Future[OpenWebDoor] = asyncio.run_coroutine_threadsafe(
            open_web_door(where, web, Streams(most=most_open, end=hub.close)), loop
        )
        door = opening.result(60)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{door.port}", timeout=60, trust_env=False) as browser:
                place = Place(talks, hub, limits, door, loop, browser, own)
                try:
                    yield place
                finally:
                    for window in place.windows:
                        window.close()
        finally:
            asyncio.run_coroutine_threadsafe(door.close(), loop).result(60)
