"""The door itself: a Bolt app whose one middleware keeps what comes before Slack gets its 200, and answers all of it.

Bolt checks signatures (five minutes, over the raw body) and answers `url_verification`; none of its listeners is used:
it would answer an event before a listener has run, and 404 to one that has none.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from intake.domain.errors import TryAgain
from intake.domain.slack import SlackEvent
from intake.doors.slack.payload import as_event, is_limited, is_opened_home, is_our_own
from intake.doors.slack.shows import Showing, View

log = structlog.get_logger()

_Next = Callable[[], Awaitable[BoltResponse]]
# Writes an event durably; gives it back with its number, None where it came before. Raises what the store raised.
Keeps = Callable[[SlackEvent], Awaitable[SlackEvent | None]]


class SlackDoor:
    """Takes what Slack sends, over either transport."""

    def __init__(self, signing_secret: str, keeps: Keeps, showing: Showing, now: Callable[[], datetime]) -> None:
        """Keep by `keeps`, then let `showing` show. The secret is "" where nothing comes over HTTP."""
        self._keeps = keeps
        self._showing = showing
        self._now = now
        self._app = AsyncApp(
            signing_secret=signing_secret,
            authorize=_nobody,
            before_authorize=_Takes(self._take),
            name="intake",
            logger=silent(),
        )

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """Answer a request: 200 once it is kept, 401 without a good signature, 500 where Slack shall send it again."""
        return await self._app.async_dispatch(request)

    async def finish(self) -> None:
        """Let what is being shown be shown."""
        await self._showing.finish()

    async def _take(self, request: AsyncBoltRequest, next_: _Next) -> BoltResponse | None:
        """Keep a payload and answer it; what Bolt answers by itself goes on to it."""
        if request.body.get("type") == "url_verification":
            request.body = {name: request.body.get(name) for name in ("type", "challenge")}
            await next_()
            return None
        _note_again(request)
        try:
            event = as_event(request.body, self._now())
            said = {"options": []} if event is None else await self._taken(event)
        except TryAgain:
            return BoltResponse(status=503, body="")
        except RecursionError:  # deeper than anything of Slack's, and no better the next time
            return BoltResponse(status=400, body="")
        except Exception as error:  # noqa: BLE001 - the door's last line: nothing is kept, so Slack sends it again
            log.error("slack.not_kept", error=f"{type(error).__name__}: {error}"[:200])
            return BoltResponse(status=500, body="")
        return BoltResponse(status=200, body="" if said is None else dict(said))

    async def _taken(self, event: SlackEvent) -> View | None:
        """Keep an event and begin to show what it asks for; return what Slack's answer is to hold."""
        if is_our_own(event):
            return None
        if is_limited(event):
            log.error(
                "slack.rate_limited", team=event.team, hint="Slack holds back events, over 30,000 came in an hour"
            )
        if is_opened_home(event):  # changes nothing, and comes whenever somebody looks
            return await self._showing.answer(event)
        if event.body.get("type") == "view_submission":
            said = await self._showing.checked(event)
            if said is not None:
                return said
        kept = await self._keeps(event)
        return None if kept is None else await self._showing.answer(kept)


class _Takes(AsyncMiddleware):
    """The one middleware, called with the request alone: for a function Bolt would look into the body for arguments."""

    def __init__(self, take: Callable[[AsyncBoltRequest, _Next], Awaitable[BoltResponse | None]]) -> None:
        self._take = take

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: _Next,  # noqa: A002 - Bolt's own name
    ) -> BoltResponse | None:
        del resp
        return await self._take(req, next)


def silent() -> logging.Logger:
    """Return a logger for libraries that would log bodies, codes and addresses; what matters is logged by us."""
    logger = logging.getLogger("intake.slack")
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False
    return logger


async def _nobody(enterprise_id: str, team_id: str) -> AuthorizeResult:
    """Stand where Bolt wants to be told by whose token it acts: it does not act."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


def _note_again(request: AsyncBoltRequest) -> None:
    """Log that Slack sends something again, and why; what is a copy is told by its key alone."""
    number = request.headers.get("x-slack-retry-num")
    if number:
        reason = request.headers.get("x-slack-retry-reason", [""])
        log.info("slack.sent_again", number=number[0][:5], reason=reason[0][:50])
