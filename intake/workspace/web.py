"""Slack's web API over slack_sdk: every answer, also none, comes back as a value; tokens are never logged."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from intake.domain.slack import SlackAnswer

if TYPE_CHECKING:
    import aiohttp
    from slack_sdk.errors import SlackApiError
    from slack_sdk.web.async_client import AsyncWebClient

NOT_INSTALLED = "not_installed"  # our own words beside Slack's: no workspace of that id has given us a token,
UNREACHABLE = "unreachable"  # nothing could be sent,
NO_ANSWER = "no_answer"  # or what was sent has had no answer that says what became of it
_PATIENCE = 10.0  # seconds
_EXPIRED = "token_expired"
_LIMITED = 429
_LONG = 30.0  # seconds to wait where Slack limits us and does not say how long,
_LONGEST = 86_400.0  # and at most, whatever it says


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A bot's token."""

    text: str = field(repr=False)


class Tokens(Protocol):
    """Where tokens come from."""

    async def token(self, team: str, *, spoilt: str = "") -> Token | None:
        """Return a token that holds, another one than `spoilt`; None where the app is not installed.

        `team` is a workspace's id, an organisation's, or "" for the only one there is.
        """
        ...


class SlackWeb:
    """Calls the web API with each workspace's token. It belongs to the event loop that it is first called on."""

    def __init__(self, api_url: str, tokens: Tokens, patience: float = _PATIENCE) -> None:
        """Call `api_url`, such as https://slack.com/api/, and wait `patience` seconds for an answer."""
        self._api_url = api_url
        self._tokens = tokens
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    async def call(self, team: str, method: str, arguments: Mapping[str, object]) -> SlackAnswer:
        """Call a method with a workspace's token; never raises for what Slack says, or does not say.

        Nothing is repeated but a call that an expired token was refused for. Lists and objects are sent as JSON.
        """
        token = await self._tokens.token(team)
        if token is None:
            return SlackAnswer(ok=False, error=NOT_INSTALLED)
        answer = await self._called(token, method, arguments)
        if answer.error != _EXPIRED:
            return answer
        fresh = await self._tokens.token(team, spoilt=token.text)
        return answer if fresh is None or fresh == token else await self._called(fresh, method, arguments)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _called(self, token: Token, method: str, arguments: Mapping[str, object]) -> SlackAnswer:
        import aiohttp
        from slack_sdk.errors import SlackApiError

        try:
            data = {name: _in_a_form(value) for name, value in arguments.items() if value is not None}
            found = await self._client(token.text).api_call(method, data=data)
        except SlackApiError as error:
            return _refused(error)
        except aiohttp.ClientConnectorError:
            return SlackAnswer(ok=False, error=UNREACHABLE)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError):  # JSON that is no object
            return SlackAnswer(ok=False, error=NO_ANSWER, unknown=True)
        return SlackAnswer(ok=True, data=found.data if isinstance(found.data, dict) else {})

    def _client(self, token: str) -> "AsyncWebClient":
        import aiohttp

        from intake.workspace.client import web_client

        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self._patience))
        return web_client(self._api_url, token, self._session)


def _in_a_form(value: object) -> str:
    """Return a value as a field of a form, which every method takes; not every one takes JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _refused(error: "SlackApiError") -> SlackAnswer:
    """Return what an answer says that is not `ok`; one that is none of Slack's own leaves open what was done."""
    response = error.response
    data = getattr(response, "data", None)
    if getattr(response, "status_code", 0) == _LIMITED:
        wait = _seconds(getattr(response, "headers", {}).get("Retry-After"))
        return SlackAnswer(ok=False, error="ratelimited", retry_after=wait)
    if not isinstance(data, dict) or not isinstance(data.get("error"), str):
        return SlackAnswer(ok=False, error=NO_ANSWER, unknown=True)
    return SlackAnswer(ok=False, data=data, error=data["error"])


def _seconds(said: str | None) -> float:
    try:
        return min(max(0.0, float(said or _LONG)), _LONGEST)
    except ValueError:
        return _LONG
