"""Slack over HTTP: the addresses that the web door serves for it."""

import asyncio

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from intake.doors.slack.asked import over_http
from intake.doors.slack.door import SlackDoor
from intake.doors.slack.install import Installing

EVENTS, INSTALL, REDIRECT = "/slack/events", "/slack/install", "/slack/oauth_redirect"
_LARGEST_BODY = 1_000_000  # bytes; an event of Slack's has some thousands
_PATIENCE = 5.0  # seconds for a body that trickles in
_SIGNATURE = "x-slack-signature"
_LONGEST_STAMP = 12  # digits of seconds since 1970


def routes(door: SlackDoor | None, installing: Installing | None) -> list[Route]:
    """Return what the web door serves: events where they come over HTTP, and the installation where there is one."""
    served: list[Route] = []
    if door is not None:
        served.append(Route(EVENTS, Events(door).answer, methods=["POST"]))
    if installing is not None:
        served.append(Route(INSTALL, installing.begin, methods=["GET"]))
        served.append(Route(REDIRECT, installing.end, methods=["GET"]))
    return served


class Events:
    """The request URL of the app."""

    def __init__(self, door: SlackDoor) -> None:
        """Hand requests to `door`."""
        self._door = door

    async def answer(self, request: Request) -> Response:
        """Answer a request of Slack's, and whoever says to be."""
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large or too slow", status_code=413)
        if not _could_be_signed(request):
            return PlainTextResponse("not signed by Slack", status_code=401)  # Bolt would fail on it
        asked = over_http(body, dict(request.headers))
        if asked is None:
            return PlainTextResponse("not a request of Slack's", status_code=400)
        return to_starlette_response(await self._door.dispatch(asked))


def _could_be_signed(request: Request) -> bool:
    stamp = request.headers.get("x-slack-request-timestamp", "0")
    return stamp.isdecimal() and len(stamp) <= _LONGEST_STAMP and request.headers.get(_SIGNATURE, "").isascii()


async def _body(request: Request) -> bytes | None:
    """Return the raw body, which the signature is over; None where it is too large or does not come."""
    found = b""
    try:
        async with asyncio.timeout(_PATIENCE):
            async for chunk in request.stream():
                found += chunk
                if len(found) > _LARGEST_BODY:
                    return None
    except (TimeoutError, ClientDisconnect):
        return None
    return found
