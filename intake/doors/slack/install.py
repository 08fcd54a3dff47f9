"""The way by which a workspace installs the app: OAuth v2, with a state of ours that is good for one answer."""

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from starlette.requests import Request
from starlette.responses import Response

from intake.doors.slack.door import silent

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()

MINUTES = 10  # that a state is good for


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallSettings:
    """The app as Slack knows it, the scopes it asks for, its web API, where people begin and where they come back."""

    client_id: str
    client_secret: str = field(repr=False)
    scopes: Sequence[str]
    api_url: str
    install_url: str
    redirect_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Where states and installations are written down: each call returns once that is done."""

    issue: Callable[[str], Awaitable[None]]
    consume: Callable[[str], Awaitable[bool]]
    add: Callable[[Installation], Awaitable[None]]


class Installing:
    """The two addresses of the installation: the one people are sent to, and the one Slack sends them back to."""

    def __init__(self, settings: InstallSettings, client: "AsyncWebClient", ledger: Ledger) -> None:
        """Ask Slack by `client`, which has no token, and write down in `ledger`."""
        self._flow = AsyncOAuthFlow(
            client=client,
            logger=silent(),
            settings=AsyncOAuthSettings(
                client_id=settings.client_id,
                client_secret=settings.client_secret,
                scopes=list(settings.scopes),
                user_scopes=[],
                redirect_uri=settings.redirect_url,
                install_path=settings.install_url,  # where the page sends people on which nothing could be installed
                install_page_rendering_enabled=False,  # straight on to Slack's own page
                authorization_url=urljoin(settings.api_url, "../oauth/v2/authorize"),
                installation_store=_Installations(ledger),
                state_store=_States(ledger),
                state_expiration_seconds=60 * MINUTES,
                logger=silent(),
            ),
        )

    async def begin(self, request: Request) -> Response:
        """Send somebody to Slack, with a state of their own in the address and in a cookie."""
        return to_starlette_response(await self._flow.handle_installation(to_async_bolt_request(request, b"")))

    async def end(self, request: Request) -> Response:
        """Take what Slack grants; without a state of ours, as links on Slack's own pages have none, begin anew."""
        return to_starlette_response(await self._flow.handle_callback(to_async_bolt_request(request, b"")))


class _States(AsyncOAuthStateStore):
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def logger(self) -> logging.Logger:
        return silent()

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        del args, kwargs
        state = secrets.token_urlsafe(32)
        await self._ledger.issue(state)
        return state

    async def async_consume(self, state: str) -> bool:
        return await self._ledger.consume(state)


class _Installations(AsyncInstallationStore):
    """Writes only: who needs a token asks the workspace's installations."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def logger(self) -> logging.Logger:
        return silent()

    async def async_save(self, installation: Installation) -> None:
        try:
            await self._ledger.add(installation)
        except Exception as error:
            log.error("slack.not_installed", error=f"{type(error).__name__}: {error}"[:200])
            raise BoltError("it could not be kept") from error
