"""A desk that speaks the window's protocol and keeps everything in memory, so that a test says what happens when."""

import asyncio
import json
import re
import tomllib
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.window.browser.tools import SCRIPT

_SOON = 0.02
NO_CONTROLS: dict[str, Any] = {"levels": None, "facts": None, "consent": None, "worse": None}
STRANGER: dict[str, Any] = {"name": "", "address": "", "proved": False, "asked": False}


@dataclass
class FakeTalk:
    """One talk: its lines, and the state that its window is to show."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    state: dict[str, Any] = field(
        default_factory=lambda: {"case": None, "closed": False, "who": dict(STRANGER), "controls": dict(NO_CONTROLS)}
    )
    changed: int = 0


@dataclass
class FakeDesk:
    """The desk. `refusals` are answered first, by path; `unheard` is how many messages are taken without an answer."""

    origins: set[str] = field(default_factory=set)
    talks: dict[str, FakeTalk] = field(default_factory=dict)
    heard: list[tuple[str, Any]] = field(default_factory=list)
    said: list[tuple[str, str, list[str]]] = field(default_factory=list)
    refusals: dict[str, deque[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    unheard: int = 0
    streams: int = 0
    resumed: list[str] = field(default_factory=list)
    cut: int = 0
    numbers: int = 0

    @property
    def talk(self) -> FakeTalk:
        """Return the newest talk."""
        return list(self.talks.values())[-1]

    def answers(self, *paragraphs: Mapping[str, Any] | str, by: str = "", at: str = "", files: Any = ()) -> int:
        """Lay a line of the desk's into the newest talk and return its id."""
        drawn = [{"kind": "p", "pieces": [one]} if isinstance(one, str) else one for one in paragraphs]
        return self._lay(
            self.talk, {"side": "desk", "key": "", "paragraphs": drawn, "by": by, "files": list(files)}, at
        )

    def shows(self, **state: Any) -> None:
        """Change what the newest talk's window shows."""
        for name, value in state.items():
            known = self.talk.state[name]
            self.talk.state[name] = {**known, **value} if isinstance(known, dict) else value
        self.talk.changed += 1

    def refuses(self, path: str, status: int, said: str = "", **headers: str) -> None:
        """Answer the next request of a path so."""
        self.refusals.setdefault(path, deque()).append((status, {"said": said, "headers": headers}))

    def _lay(self, talk: FakeTalk, line: dict[str, Any], at: str = "") -> int:
        self.numbers += 1
        talk.lines.append({"id": self.numbers, "at": at or datetime.now(UTC).isoformat(), **line})
        return self.numbers

    # What the window asks for.

    async def answer(self, request: Request) -> Response:
        origin = request.headers.get("origin", "")
        name = request.url.path.rpartition("/")[2]
        allowed = origin in self.origins
        response = (
            self._preflight(allowed) if request.method == "OPTIONS" else await self._route(request, name, allowed)
        )
        if allowed:
            response.headers["access-control-allow-origin"] = origin
            response.headers["access-control-expose-headers"] = "retry-after"
        response.headers["vary"] = "origin"
        return response

    def _preflight(self, allowed: bool) -> Response:
        headers = {"access-control-allow-headers": "authorization, content-type, last-event-id"} if allowed else {}
        return Response(status_code=204 if allowed else 403, headers=headers)

    async def _route(self, request: Request, name: str, allowed: bool) -> Response:
        if name == "window.js":
            return Response(SCRIPT.read_bytes(), media_type="text/javascript")
        if not allowed:
            return JSONResponse({"said": "not here"}, status_code=403)
        if name == "words":
            return JSONResponse(_words(request.query_params["language"]))
        return await self._about_talks(request, name)

    async def _about_talks(self, request: Request, name: str) -> Response:
        if self.refusals.get(name):
            status, refusal = self.refusals[name].popleft()
            return JSONResponse({"said": refusal["said"]}, status_code=status, headers=refusal["headers"])
        if name == "talk":
            return self._begin(await request.json())
        talk = self.talks.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if talk is None:
            return JSONResponse({"said": "unknown"}, status_code=401)
        if name == "lines":
            self.resumed.append(request.headers.get("last-event-id", ""))
            return StreamingResponse(self._stream(talk, request), media_type="text/event-stream")
        return await self._asked(request, name, talk)

    def _begin(self, begun: Any) -> Response:
        self.heard.append(("talk", begun))
        secret = f"secret-{len(self.talks)}"
        self.talks[secret] = FakeTalk()
        return JSONResponse({"secret": secret, "who": STRANGER}, status_code=201)

    async def _asked(self, request: Request, name: str, talk: FakeTalk) -> Response:
        if name == "say":
            return await self._say(request, talk)
        asked = await request.json()
        self.heard.append((name, asked))
        if name == "press":
            talk.changed += 1
            return JSONResponse(
                {"said": f"You pressed {asked['action']} {asked['choice']}".strip(), "state": talk.state}
            )
        if name == "seen":
            return Response(status_code=204)
        if name == "who":
            talk.state["who"] = {**talk.state["who"], "address": asked["address"], "asked": True}
            talk.changed += 1
        return JSONResponse({"said": "A mail is on its way."}, status_code=202)

    async def _say(self, request: Request, talk: FakeTalk) -> Response:
        if request.headers["content-type"].startswith("application/json"):
            asked = await request.json()
            files: list[str] = []
        else:
            form = await request.form()
            asked = {"key": form["key"], "text": form["text"]}
            files = [file.filename or "" for file in form.getlist("file") if isinstance(file, UploadFile)]
            await form.close()
        assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", asked["key"])
        known = next((line for line in talk.lines if line["key"] == asked["key"]), None)
        self.heard.append(("say", asked))
        if known is None:
            self.said.append((asked["key"], asked["text"], files))
            named = [{"name": name, "size": 1} for name in files]
            self._lay(talk, {"side": "visitor", "key": asked["key"], "text": asked["text"], "files": named, "by": ""})
            known = talk.lines[-1]
        if self.unheard:
            self.unheard -= 1
            return Response(status_code=202, headers={"content-length": "40"})  # cut off: the answer never comes whole
        return JSONResponse({"line": known["id"]}, status_code=202)

    async def _stream(self, talk: FakeTalk, request: Request) -> AsyncIterator[str]:
        shown = int(request.headers.get("last-event-id") or 0)
        changed, cut = -1, self.cut
        self.streams += 1
        try:
            yield "retry: 2000\n\n"
            while self.cut == cut:
                for line in [line for line in talk.lines if line["id"] > shown]:
                    shown = line["id"]
                    yield f"event: line\nid: {shown}\ndata: {json.dumps(line)}\n\n"
                if changed != talk.changed:
                    changed = talk.changed
                    yield f"event: state\ndata: {json.dumps(talk.state)}\n\n"
                await asyncio.sleep(_SOON)
        finally:
            self.streams -= 1

    @property
    def app(self) -> Starlette:
        """Return the desk as an application."""
        return Starlette(routes=[Route("/{path:path}", self.answer, methods=["GET", "POST", "OPTIONS"])])


def _words(language: str) -> dict[str, Any]:
    text = (SCRIPT.parent / f"words_{language}.toml").read_text(encoding="utf-8")
    said = {name: words for name, words in tomllib.loads(text).items() if name != "errors"}
    return {**said, "name": "Acme Support", "file_types": ["png", "txt", "log"], "largest_file": 1_000_000}
