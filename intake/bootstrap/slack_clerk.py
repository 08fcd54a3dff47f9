"""The clerk of an installation: who carries out what, and how Slack is asked for a message or somebody is told."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from intake.bootstrap.clock import now
from intake.database.engine import Database
from intake.domain.slack import CallsSlack, Place, SlackAnswer, Whisper
from intake.stages.desk import Desk
from intake.worker.clerk import HANDLERS, Clerk, Counter, Handler
from intake.workspace.uninstalled import UNINSTALLED, uninstalled

log = structlog.get_logger()

_SECONDS = 5.0  # that the clerk waits for Slack, while nothing is held


class AtSlack:
    """Asks Slack from the clerk's thread, over the loop that the web API is called on."""

    def __init__(self, slack: CallsSlack, loop: asyncio.AbstractEventLoop) -> None:
        """Call `slack` on `loop`."""
        self._slack = slack
        self._loop = loop

    def message(self, place: Place, ts: str) -> Mapping[str, Any] | None:
        """Return a message that is in a channel, or in a thread of it; None where Slack does not give it."""
        asked = {"channel": place.channel, "latest": ts, "oldest": ts, "inclusive": True, "limit": 1}
        for method, arguments in (("conversations.history", asked), ("conversations.replies", {**asked, "ts": ts})):
            answer = self._call(place.team, method, arguments)
            every = answer.data.get("messages") if answer.ok else None
            for one in every if isinstance(every, list) else ():
                if isinstance(one, dict) and one.get("ts") == ts:
                    return one
        return None

    def tell(self, whisper: Whisper) -> None:
        """Show somebody words that only they see."""
        said = {"channel": whisper.place.channel, "user": whisper.user, "text": whisper.text}
        thread = {"thread_ts": whisper.place.thread} if whisper.place.thread else {}
        answer = self._call(whisper.place.team, "chat.postEphemeral", {**said, **thread})
        if not answer.ok:
            log.warning("slack.not_told", error=answer.error)

    def _call(self, team: str, method: str, arguments: Mapping[str, object]) -> SlackAnswer:
        asked = asyncio.run_coroutine_threadsafe(self._slack.call(team, method, arguments), self._loop)
        try:
            return asked.result(_SECONDS)
        except TimeoutError:
            asked.cancel()
            return SlackAnswer(ok=False, error="no answer", unknown=True)


def the_clerk(
    database: Database,
    desk: Desk,
    slack: CallsSlack,
    more: Mapping[str, Handler],
    worked: Callable[[], None],
) -> Clerk:
    """Build the clerk; `more` are the handlers of what is pressed. To be called where the loop runs."""
    at_slack = AtSlack(slack, asyncio.get_running_loop())
    counter = Counter(
        database=database,
        desk=desk,
        now=now,
        handlers={**HANDLERS, **dict.fromkeys(UNINSTALLED, uninstalled), **more},
        fetch=at_slack.message,
        tell=at_slack.tell,
    )
    return Clerk(counter, worked)
