"""A web API of Slack's of our own, over real HTTP: it keeps what it is asked, and answers 429, errors or nothing.

For what the emulator cannot do. It runs in a thread of its own, so that tests with and without a loop can use it:

    with fake_slack() as slack:
        slack.will("chat.postMessage", Limits(seconds=2))
        ... Settings(slack={"api_url": slack.url, ...})
        assert slack.of("chat.postMessage")[0].arguments["channel"] == "C1"
"""

import asyncio
import contextlib
import json
import threading
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.slack.ids import APP, BOT, BOT_ID, TEAM
from tests.slack.socket import FakeSocket
from tests.slack.uploads import FakeUploads

_LONGEST_SILENCE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request as it came: arguments of a form or of JSON, what is JSON in them read."""

    method: str
    token: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """Answers this, beside `ok`, in place of what is usual."""

    data: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fails:
    """Answers `ok: false` with a word of Slack's."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Answers 429 with Retry-After, and does nothing."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Breaks:
    """Answers with a status that is none of Slack's own, such as 500, and does nothing."""

    status: int = 500
    text: str = "<html>sorry</html>"
    kind: str = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hangs:
    """Gives no answer; `done` says whether what was asked for is done all the same."""

    done: bool


Answer = Says | Fails | Limits | Breaks | Hangs


class FakeSlack:
    """What it knows and what it was asked; `url` is what `api_url` of `[slack]` is to be."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[Call] = []
        self.posts: list[dict[str, Any]] = []  # messages as they stand, each with channel, ts and thread_ts
        self.people: dict[str, dict[str, Any]] = {}  # users.info by member id
        self.channels: dict[str, dict[str, Any]] = {}  # conversations.info by id
        self.groups: dict[str, list[str]] = {}  # usergroups.users.list by id
        self.files: dict[str, bytes] = {}  # what /files/NAME gives to whoever has a bot's token
        self.uploads = FakeUploads(self)
        self.scopes: str | None = "chat:write"  # what the header x-oauth-scopes says
        self.token = "xoxb-1"  # what oauth.v2.access gives
        self.bots: dict[str, str] = {}  # tokens of other teams than TEAM, by token
        self.socket = FakeSocket()
        self.loop: asyncio.AbstractEventLoop | None = None
        self._speaking = asyncio.Event()
        self._wanted: dict[str, deque[Answer]] = defaultdict(deque)
        self._changed = threading.Condition()
        self._ts = 1_700_000_000

    def will(self, method: str, *answers: Answer) -> None:
        """Answer the next calls of a method so; those after them as usual."""
        self._wanted[method].extend(answers)

    def of(self, method: str) -> list[Call]:
        """Return the calls of a method up to now, the oldest first."""
        return [call for call in self.calls if call.method == method]

    def until(self, method: str, count: int = 1, seconds: float = 60.0) -> list[Call]:
        """Return the calls of a method as soon as there are so many; fail after `seconds`."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.of(method)) >= count, seconds), (
                f"{len(self.of(method))} of {count} calls of {method} in {seconds:g} s"
            )
        return self.of(method)

    def said(self, channel: str, ts: str) -> dict[str, Any]:
        """Return a message as it stands now."""
        return next(post for post in self.posts if (post["channel"], post["ts"]) == (channel, ts))

    def speak(self) -> None:
        """End every silence with an answer that says nothing, now and from now on."""
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self._speaking.set)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of the web API."""
        method = request.match_info["method"]
        call = Call(method=method, token=_bearer(request), arguments=await _arguments(request))
        wanted = self.wanted(method)
        with self._changed:
            self.calls.append(call)
            data = None if _does_nothing(wanted) else self._done(call)
            self._changed.notify_all()
        return await self._answered(wanted, data)

    def wanted(self, method: str) -> Answer:
        """Return how the next call of a method is to be answered, and count it as answered."""
        return self._wanted[method].popleft() if self._wanted[method] else Says()

    async def _answered(self, wanted: Answer, data: dict[str, Any] | None) -> web.Response:
        headers = {} if self.scopes is None else {"x-oauth-scopes": self.scopes}
        match wanted:
            case Fails():
                return web.json_response({"ok": False, "error": wanted.error}, headers=headers)
            case Limits():
                limits = {"Retry-After": f"{wanted.seconds:g}"}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=limits)
            case Breaks():
                return web.Response(status=wanted.status, text=wanted.text, content_type=wanted.kind)
            case Hangs():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._speaking.wait(), _LONGEST_SILENCE)
                return web.Response(status=504)
            case Says():
                return web.json_response(
                    {**(data or {"ok": True}), **wanted.data}, headers={**headers, **wanted.headers}
                )

    async def file(self, request: web.Request) -> web.Response:
        """Give a file to whoever has a token; Slack sends others to a page where they log in."""
        if not _bearer(request).startswith("xoxb-"):
            return web.Response(status=302, headers={"Location": "/login"})
        content = self.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    def _done(self, call: Call) -> dict[str, Any]:
        """Do what a call asks for, and return the usual answer."""
        name = f"_{call.method.replace('.', '_')}"
        does = getattr(self, name, None) or getattr(self.uploads, name, None)
        return {"ok": True, **(does(call) if does is not None else {})}

    def _auth_test(self, call: Call) -> dict[str, Any]:
        team = self.bots.get(call.token, TEAM)
        return {"url": self.url, "team_id": team, "user_id": BOT, "bot_id": BOT_ID, "app_id": APP, "team": "Desk"}

    def _chat_postMessage(self, call: Call) -> dict[str, Any]:  # noqa: N802 - Slack's own name
        self._ts += 1
        post = {**call.arguments, "ts": f"{self._ts}.000100", "user": BOT, "bot_id": BOT_ID, "app_id": APP}
        self.posts.append(post)
        return {"channel": post["channel"], "ts": post["ts"], "message": post}

    def _chat_update(self, call: Call) -> dict[str, Any]:
        post = self.said(call.arguments["channel"], call.arguments["ts"])
        post.update(call.arguments)
        return {"channel": post["channel"], "ts": post["ts"], "message": post}

    def _chat_postEphemeral(self, call: Call) -> dict[str, Any]:  # noqa: N802 - Slack's own name
        del call
        self._ts += 1
        return {"message_ts": f"{self._ts}.000100"}

    def _conversations_replies(self, call: Call) -> dict[str, Any]:
        channel, thread = call.arguments["channel"], call.arguments["ts"]
        found = [post for post in self.posts if post["channel"] == channel]
        return {"messages": [post for post in found if thread in (post["ts"], post.get("thread_ts"))]}

    def _conversations_history(self, call: Call) -> dict[str, Any]:
        found = [post for post in self.posts if post["channel"] == call.arguments["channel"]]
        return {"messages": [post for post in reversed(found) if not post.get("thread_ts")]}

    def _conversations_info(self, call: Call) -> dict[str, Any]:
        channel = call.arguments["channel"]
        known = self.channels.get(channel)
        return {"ok": False, "error": "channel_not_found"} if known is None else {"channel": {"id": channel, **known}}

    def _users_info(self, call: Call) -> dict[str, Any]:
        known = self.people.get(call.arguments["user"])
        return {"ok": False, "error": "user_not_found"} if known is None else {"user": known}

    def _usergroups_users_list(self, call: Call) -> dict[str, Any]:
        return {"users": self.groups.get(call.arguments["usergroup"], [])}

    def _views_open(self, call: Call) -> dict[str, Any]:
        return {"view": {"id": f"V{len(self.calls)}", "hash": "1.a", **call.arguments["view"]}}

    _views_update = _views_publish = _views_open

    def _oauth_v2_access(self, call: Call) -> dict[str, Any]:
        del call
        return {
            "app_id": APP,
            "authed_user": {"id": "U0INSTALLER"},
            "scope": self.scopes,
            "token_type": "bot",
            "access_token": self.token,
            "bot_user_id": BOT,
            "team": {"id": TEAM, "name": "Desk"},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _apps_connections_open(self, call: Call) -> dict[str, Any]:
        del call
        return {"url": self.url.replace("http://", "ws://").removesuffix("api/") + "link"}


def _does_nothing(wanted: Answer) -> bool:
    return isinstance(wanted, Fails | Limits | Breaks) or (isinstance(wanted, Hangs) and not wanted.done)


def _bearer(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


async def _arguments(request: web.Request) -> dict[str, Any]:
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        arguments.update(await request.json())
    else:
        arguments.update({name: _read(value) for name, value in (await request.post()).items()})
    return arguments


def _read(value: object) -> object:
    """Return what stands in a form's field; blocks and views are JSON there."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        with contextlib.suppress(ValueError):
            return json.loads(value)
    return value


@contextmanager
def fake_slack() -> Iterator[FakeSlack]:
    """Run one until the block ends."""
    slack, ready = FakeSlack(), threading.Event()
    loop = asyncio.new_event_loop()

    async def open_it() -> web.AppRunner:
        app = web.Application(client_max_size=30_000_000)
        app.router.add_route("*", "/api/{method}", slack.handle)
        app.router.add_get("/files/{name}", slack.file)
        app.router.add_post("/upload/{id}", slack.uploads.take)
        app.router.add_get("/link", slack.socket.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        slack.loop = slack.socket.loop = loop
        return runner

    def run() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(open_it())
        ready.set()
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=run, name="fake slack", daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield slack
    finally:
        slack.speak()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
