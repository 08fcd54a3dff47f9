"""Socket Mode: the same door over a connection that we open, so that nothing of ours is reached from outside."""

import asyncio
import contextlib
import json
import time
from typing import TYPE_CHECKING

import structlog
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from intake.doors.slack.asked import over_socket
from intake.doors.slack.door import SlackDoor, silent

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()

_PATIENCE = 30.0  # seconds without a connection, after which everything is begun anew
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds before the next try
_LOOK = 0.5  # seconds between two looks at the connection
_REFUSED = frozenset({"account_inactive", "invalid_auth", "not_allowed_token_type", "not_authed", "token_revoked"})
_MEND = (
    "Slack does not accept app_token of [slack]: make one with connections:write under Basic Information, write it, "
    "and start the bot anew; until then nothing comes from Slack, and mail is served"
)
_LAST_ANSWERS = 5.0  # seconds that a stop waits for what is being kept


class SocketDoor:
    """Holds one connection open: slack_sdk opens the next where Slack says so; what it cannot mend is begun anew."""

    def __init__(self, door: SlackDoor, app_token: str, client: "AsyncWebClient") -> None:
        """Hand envelopes to `door`; ask for connections by `client` with an app-level token."""
        self._door = door
        self._app_token = app_token
        self._client = client
        self._stopping = asyncio.Event()
        self._at_work: set[asyncio.Task[None]] = set()

    def stop(self) -> None:
        """Take no more, answer what is being kept, and end `run`."""
        self._stopping.set()

    async def run(self) -> None:
        """Hold a connection open until `stop`."""
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                await self._connected()
            except Exception as error:  # noqa: BLE001 - a last line: whatever it is, the next try may find it mended
                word = _told(error)
                log.error("slack.socket_failed", error=word, **({"hint": _MEND} if word in _REFUSED else {}))
            if time.monotonic() - began > _LONGEST_PAUSE:
                pause = _FIRST_PAUSE
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _connected(self) -> None:
        """Connect, and hold on until there has been no connection for too long, or until `stop`."""
        socket = SocketModeClient(self._app_token, logger=silent(), web_client=self._client, proxy=self._client.proxy)
        if self._client.proxy is None:
            socket.proxy = None  # it would take one from the environment, for hosts that need none as well
        socket.socket_mode_request_listeners.append(self._received)
        try:
            await asyncio.wait_for(socket.connect_to_new_endpoint(), _PATIENCE)
            log.info("slack.socket_open")
            await self._held(socket)
            await self._answered()
        finally:
            with contextlib.suppress(Exception):
                await socket.close()  # type: ignore[no-untyped-call] # slack_sdk has it without

    async def _held(self, socket: SocketModeClient) -> None:
        seen = time.monotonic()
        while not self._stopping.is_set() and time.monotonic() - seen < _PATIENCE:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _LOOK)
            if await socket.is_connected():
                seen = time.monotonic()
        if not self._stopping.is_set():
            log.error("slack.socket_lost", seconds=round(_PATIENCE), hint="it is opened anew")

    async def _answered(self) -> None:
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=_LAST_ANSWERS)

    async def _received(self, socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Keep an envelope and answer it; one that is not kept gets no answer, and Slack sends it again."""
        if self._stopping.is_set():
            return
        task = asyncio.create_task(self._taken(socket, request))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        await task

    async def _taken(self, socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        asked = over_socket(request.payload, build_headers(request))
        answer = await self._door.dispatch(asked)
        if answer.status != 200:
            return
        said = json.loads(answer.body) if answer.body else None
        try:
            await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id, said))
        except Exception as error:  # noqa: BLE001 - it is kept; Slack sends it again, and it is known by its key
            log.warning("slack.socket_not_answered", error=type(error).__name__)


def _told(error: Exception) -> str:
    """Return what the log may say: Slack's word for it, or the kind of fault; addresses hold tickets."""
    if isinstance(error, SlackApiError) and error.response is not None:
        return str(error.response.get("error"))
    return type(error).__name__
