"""The workspaces that the app is installed in: their tokens, kept encrypted and renewed before they expire."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from intake.database.engine import Database
from intake.domain.errors import BadInput
from intake.storage import audit
from intake.storage.slack import installations
from intake.storage.slack.installations import Installed
from intake.workspace.safe import Safe
from intake.workspace.web import Token

if TYPE_CHECKING:
    from slack_sdk.oauth.installation_store import Installation

log = structlog.get_logger()

_EARLY = timedelta(hours=2)  # before it expires a token is renewed, so that a fault has time to be mended
_AGAIN = 30.0  # seconds after which a renewal that failed is tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The app as Slack knows it, and where its web API is."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """An installation with its tokens; `renewal` is "" for a token that lasts."""

    installed: Installed
    token: str = field(repr=False)
    renewal: str = field(repr=False)

    def is_stale(self, now: datetime) -> bool:
        expires_at = self.installed.expires_at
        return bool(self.renewal) and expires_at is not None and now >= expires_at - _EARLY


class Installations:
    """Gives out tokens. A renewal is one call to Slack, whoever asks meanwhile: a second one would spoil the first."""

    def __init__(self, database: Database, safe: Safe, app: App, now: Callable[[], datetime]) -> None:
        """Keep what Slack grants to `app` in `database`, encrypted by `safe`."""
        self._database = database
        self._safe = safe
        self._app = app
        self._now = now
        self._renewing: dict[str, asyncio.Task[_Held]] = {}
        self._failed: dict[str, float] = {}  # when a renewal failed last
        self._unkept: dict[str, Installed] = {}  # renewed tokens that a full disk did not take

    async def token(self, team: str, *, spoilt: str = "") -> Token | None:
        """Return a token that holds, another one than `spoilt`; None where the app is not installed."""
        held = await asyncio.to_thread(self._held, team)
        if held is None:
            return None
        if held.is_stale(self._now()) or (held.token == spoilt and held.renewal):
            held = await self._renewed(held)
        return Token(text=held.token)

    def installed(self, team: str) -> bool:
        """Tell whether there is a token for a workspace; reads the store."""
        with self._database.read() as connection:
            return installations.find(connection, team) is not None

    async def add(self, granted: "Installation") -> None:
        """Keep what Slack has granted; raises ValueError where it says neither workspace nor token."""
        await asyncio.to_thread(self._add, granted)

    def _add(self, granted: "Installation") -> None:
        team = "" if granted.is_enterprise_install else granted.team_id or ""
        if not granted.bot_token or not (team or granted.enterprise_id):
            raise ValueError("an installation without a bot's token or a workspace")
        installed = Installed(
            enterprise=granted.enterprise_id or "",
            team=team,
            bot_user=granted.bot_user_id or "",
            secret="",
            installed_at=self._now(),
            expires_at=_moment(granted.bot_token_expires_at),
        )
        installed = self._sealed(installed, granted.bot_token, granted.bot_refresh_token or "")
        with self._database.write() as connection:
            installations.put(connection, installed)
            detail = {"workspace": installed.key, "organisation": not installed.team}
            entry = audit.Entry(at=self._now(), actor="bot", event="slack.installed", detail=detail)
            audit.write(connection, entry)
        self._failed.pop(installed.key, None)
        self._unkept.pop(installed.key, None)
        log.info("slack.installed", team=installed.key)

    def _sealed(self, installed: Installed, token: str, renewal: str) -> Installed:
        return replace(installed, secret=self._safe.closed(installed.key, {"token": token, "renewal": renewal}))

    def _held(self, team: str) -> _Held | None:
        with self._database.read() as connection:
            installed = installations.find(connection, team)
        if installed is None or not installed.secret:
            return None
        unkept = self._unkept.get(installed.key)
        if unkept is not None and unkept.installed_at == installed.installed_at:
            installed = unkept
            self._keep(unkept)
        try:
            values = self._safe.opened(installed.key, installed.secret)
        except BadInput as error:
            log.error("slack.tokens_unreadable", team=installed.key, error=str(error))
            return None
        return _Held(installed=installed, token=values["token"], renewal=values["renewal"])

    async def _renewed(self, held: _Held) -> _Held:
        """Return an installation with its new token, or with the one it has where there is no other to be had."""
        key = held.installed.key
        if time.monotonic() - self._failed.get(key, -_AGAIN) < _AGAIN:
            return held
        task = self._renewing.get(key)
        if task is None:
            task = self._renewing[key] = asyncio.create_task(self._renew(held))
            task.add_done_callback(lambda _: self._renewing.pop(key, None))
        return await asyncio.shield(task)  # whoever asks may go away; what Slack has given by then must be kept

    async def _renew(self, held: _Held) -> _Held:
        now_held = await asyncio.to_thread(self._held, held.installed.key)
        if now_held is None or now_held.token != held.token:
            return now_held or held  # somebody has renewed it meanwhile
        try:
            found = await self._asked(held.renewal)
        except Exception as error:  # noqa: BLE001 - whatever it is, the token at hand may hold for two hours more
            self._failed[held.installed.key] = time.monotonic()
            log.error("slack.token_not_renewed", team=held.installed.key, error=_told(error))
            return held
        expires_at = self._now() + timedelta(seconds=int(found["expires_in"]))
        installed = replace(held.installed, expires_at=expires_at)
        installed = self._sealed(installed, found["access_token"], found["refresh_token"])
        await asyncio.to_thread(self._keep, installed)
        log.info("slack.token_renewed", team=installed.key)
        return _Held(installed=installed, token=found["access_token"], renewal=found["refresh_token"])

    async def _asked(self, renewal: str) -> Mapping[str, str]:
        """Exchange a refresh token, which is good for one time."""
        from intake.workspace.client import web_client

        found = await web_client(self._app.api_url).oauth_v2_access(
            client_id=self._app.client_id,
            client_secret=self._app.client_secret,
            grant_type="refresh_token",
            refresh_token=renewal,
        )
        return {name: str(found[name]) for name in ("access_token", "refresh_token", "expires_in")}

    def _keep(self, installed: Installed) -> None:
        """Write renewed tokens down; what cannot be written is kept in memory and tried again at the next call."""
        self._unkept[installed.key] = installed
        try:
            with self._database.write() as connection:
                installations.renew(connection, installed)
        except Exception as error:  # noqa: BLE001 - a full disk must not cost us the only tokens that hold
            log.error("slack.token_not_kept", team=installed.key, error=type(error).__name__)
            return
        self._unkept.pop(installed.key, None)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _told(error: Exception) -> str:
    """Return what the log may say: Slack's word for it, or the kind of fault; never what was sent."""
    response = getattr(error, "response", None)
    said = getattr(response, "data", None)
    word = said.get("error") if isinstance(said, dict) else None
    return str(word) if word else type(error).__name__
