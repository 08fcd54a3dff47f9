"""slack_sdk's client as we use it: it repeats nothing by itself, and exchanges codes in a form."""

import urllib.request
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse


class Client(AsyncWebClient):
    """slack_sdk's own sends the app's secret by a class of aiohttp's that is deprecated there."""

    async def oauth_v2_access(self, *, client_id: str, client_secret: str, **exchanged: Any) -> AsyncSlackResponse:
        """Exchange a code, or a refresh token (`grant_type`), for tokens; both are good for one time."""
        data = {"client_id": client_id, "client_secret": client_secret, **exchanged}
        return await self.api_call("oauth.v2.access", data=data)


def web_client(api_url: str, token: str | None = None, session: aiohttp.ClientSession | None = None) -> Client:
    """Return a client that repeats nothing by itself: a post that is repeated may stand there twice.

    A proxy of the environment is used, save for the hosts that `no_proxy` names.
    """
    client = Client(token=token, base_url=api_url, session=session, retry_handlers=[])
    if urllib.request.proxy_bypass(urlsplit(api_url).hostname or ""):
        client.proxy = None
    return client
