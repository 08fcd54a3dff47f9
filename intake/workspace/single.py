"""One workspace, whose token stands in the settings: which one it is, Slack tells at the start, and that is kept."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from intake.database.engine import Database
from intake.domain.slack import CallsSlack, SlackAnswer, refuses_token
from intake.storage.slack import installations
from intake.storage.slack.installations import Installed
from intake.workspace.web import Token

log = structlog.get_logger()

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0  # seconds between two tries to ask who we are
_MEND = (
    "Slack does not accept bot_token of [slack]: install the app again if it was taken off, copy the token from OAuth "
    "& Permissions, and start the bot anew; until then mail is served, and what is to be posted waits"
)


class SingleWorkspace:
    """Gives out the one token there is, to the workspace that Slack says it is of; to any until Slack has said so."""

    def __init__(self, database: Database, bot_token: str, now: Callable[[], datetime]) -> None:
        """Keep in `database` which workspace `bot_token` is of."""
        self._database = database
        self._token = Token(text=bot_token)
        self._now = now
        self._home = ""  # as Slack has told since the start: what the store knows may be of another token

    async def token(self, team: str, *, spoilt: str = "") -> Token | None:
        """Return the token; None for another workspace than its own, and where it is `spoilt`: there is no other."""
        is_anothers = bool(team and self._home) and team != self._home
        return None if is_anothers or spoilt == self._token.text else self._token

    def installed(self, team: str) -> bool:
        """Tell whether a workspace is the one; any is until Slack has told."""
        with self._database.read() as connection:
            found = installations.home(connection)
        return not team or found in (None, team)

    async def introduce(self, slack: CallsSlack) -> None:
        """Ask Slack whose token it is, again and again until it says so, and keep the answer."""
        pause = _FIRST_PAUSE
        while True:
            answer = await slack.call("", "auth.test", {})
            if answer.ok:
                await asyncio.to_thread(self._keep, answer)
                self._home = _key(answer)
                log.info("slack.known", team=_key(answer))
                return
            if refuses_token(answer):
                pause = _LONGEST_PAUSE
                log.error("slack.token_refused", error=answer.error, hint=_MEND)
            else:
                log.error("slack.unknown", error=answer.error, hint="`intake doctor` says what to do")
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _keep(self, answer: SlackAnswer) -> None:
        key, bot_user = _key(answer), str(answer.data.get("user_id") or "")
        with self._database.write() as connection:
            known = installations.every(connection)
            if [(one.key, one.bot_user, one.secret) for one in known] == [(key, bot_user, "")]:
                return
            for one in known:  # another token than before: one workspace is all that these settings serve
                installations.drop(connection, one.key)
            installed = Installed(
                enterprise=str(answer.data.get("enterprise_id") or ""),
                team="" if _is_organisation(answer) else key,
                bot_user=bot_user,
                secret="",
                installed_at=self._now(),
            )
            installations.put(connection, installed)


def _is_organisation(answer: SlackAnswer) -> bool:
    return bool(answer.data.get("is_enterprise_install"))


def _key(answer: SlackAnswer) -> str:
    which = "enterprise_id" if _is_organisation(answer) else "team_id"
    return str(answer.data.get(which) or "")
