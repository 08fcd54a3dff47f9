"""A visit: what a customer says in the window as its script says it, and what they are answered there."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from intake.demo.post import PATIENCE
from intake.demo.web.site import Addresses
from intake.domain.errors import BadInput

_PAUSE = 0.3  # seconds between two messages of a burst
_PAST_QUIET = 10.0  # seconds for an answer, once nobody writes any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the window shows once a burst is answered: the desk's words, and what may be pressed below them."""

    case: int
    words: str
    offered: tuple[str, ...]


async def visit(where: Addresses, token: str, said: Sequence[str]) -> Answer:
    """Open a window, say something in one breath, and wait for the answer; raises BadInput where none comes."""
    headers = {"origin": where.site_url}
    async with httpx.AsyncClient(base_url=f"{where.desk_url}/window", headers=headers, timeout=PATIENCE) as client:
        begun = await _post(client, "talk", {"language": "en", "zone": "America/Chicago", "page": "/", "token": token})
        client.headers["authorization"] = f"Bearer {begun['secret']}"
        for text in said:
            await _post(client, "say", {"key": str(uuid4()), "text": text})
            await asyncio.sleep(_PAUSE)
        try:
            async with asyncio.timeout(_PAST_QUIET + PATIENCE):
                return await _answered(client)
        except TimeoutError as error:
            raise BadInput("the chat window was not answered") from error


async def _post(client: httpx.AsyncClient, path: str, body: Mapping[str, object]) -> dict[str, Any]:
    answer = await client.post(f"/{path}", json=body)
    if answer.status_code >= httpx.codes.BAD_REQUEST:
        raise BadInput(f"the chat window's door refused a demo message: {answer.status_code} {answer.text}")
    found: dict[str, Any] = answer.json()
    return found


async def _answered(client: httpx.AsyncClient) -> Answer:
    words = ""
    async with client.stream("GET", "/lines", headers={"accept": "text/event-stream"}) as stream:
        async for event, data in _events(stream):
            if event == "line" and data["side"] == "desk":
                words = _words(data)
            if event == "state" and words and data["case"] is not None:
                return Answer(case=data["case"], words=words, offered=tuple(_offered(data["controls"] or {})))
    raise BadInput("the chat window's stream ended before the answer came")


async def _events(stream: httpx.Response) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Yield server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) with their JSON."""
    event, data = "", ""
    async for line in stream.aiter_lines():
        name, _, value = line.partition(": ")
        if name == "event":
            event = value
        elif name == "data":
            data += value
        elif not line and data:
            yield event, json.loads(data)
            event, data = "", ""


def _words(line: Mapping[str, Any]) -> str:
    said = ("".join(p if isinstance(p, str) else p["words"] for p in one["pieces"]) for one in line["paragraphs"])
    marks = ("- " if one["kind"] == "item" else "" for one in line["paragraphs"])
    return "\n\n".join(f"{mark}{words}" for mark, words in zip(marks, said, strict=True))


def _offered(controls: Mapping[str, Any]) -> list[str]:
    """Return what may be pressed, each as it is labelled."""
    found = [one["label"] for name in ("levels", "facts") for one in (controls.get(name) or {}).get("options", ())]
    return [*found, *filter(None, [controls.get("worse")])]
