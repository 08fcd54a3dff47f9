"""What `intake doctor` finds out about Slack: tokens, scopes, the request URL, the engineers' channel, Socket Mode."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from intake.bootstrap.clock import now
from intake.bootstrap.settings import Settings
from intake.bootstrap.slack_settings import SlackPart, Transport
from intake.database.engine import Database
from intake.database.migrate import is_current
from intake.database.sole import served_ports
from intake.domain.errors import BadInput
from intake.domain.slack import EventKind
from intake.doors.slack.http import EVENTS, INSTALL
from intake.doors.slack.manifest import scopes
from intake.storage.slack import events, installations
from intake.workspace.client import web_client
from intake.workspace.safe import Safe

if TYPE_CHECKING:
    from slack_sdk.errors import SlackApiError

_PATIENCE = 5.0  # seconds
_RECENT = timedelta(days=1)
_GROUP = "copy its id from its page in Slack, or take engineers_group out of [slack]"
_GROUPS = {
    "missing_scope": "add usergroups:read under OAuth & Permissions and install the app again",
    "plan_upgrade_required": "this workspace's plan has no groups; take engineers_group out of [slack]",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One thing tried: what it is, whether it is well, and what was seen or what to do."""

    what: str
    well: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    of: str  # a workspace, "" where only Slack knows it yet
    text: str


def tried_slack(settings: Settings) -> list[Tried]:
    """Try one thing after another; return what was seen, nothing without `[slack]`."""
    part = settings.slack
    return [] if part is None else asyncio.run(_all(settings, part))


async def _all(settings: Settings, part: SlackPart) -> list[Tried]:
    return [one async for one in _tried(settings, part)]


async def _tried(settings: Settings, part: SlackPart) -> AsyncIterator[Tried]:
    database = Database(settings.store.url)
    known = is_current(database)
    for one in _tokens(settings, part, database if known else None):
        if isinstance(one, Tried):
            yield one
            continue
        async for tried in _with_token(part, one):
            yield tried
    if part.transport is Transport.SOCKET:
        yield await _socket(part)
    elif settings.web is None or settings.web.public_url is not None:  # that it is not set is told of the web door
        yield await _request_url(settings, part, database)
    if known:
        for tried in _events(database):
            yield tried
    database.close()


def _tokens(settings: Settings, part: SlackPart, database: Database | None) -> Iterator[_Token | Tried]:
    """Yield the tokens there are, and what is wrong with those that cannot be read."""
    if part.bot_token is not None:
        yield _Token(of="", text=part.bot_token.get_secret_value())
        return
    if database is None:
        kept: list[installations.Installed] = []
    else:
        with database.read() as connection:
            kept = list(installations.every(connection))
    if not kept:
        public = settings.web.public_url if settings.web is not None and settings.web.public_url else "public_url"
        yield Tried(what="Slack", well=False, said=f"it is installed nowhere; open {public}{INSTALL} and allow it")
    elif part.home_workspace not in {one.key for one in kept}:
        home = part.home_workspace
        said = f"it is not installed in {home}, your own, so no card is posted and nobody may press; install it there"
        yield Tried(what="home_workspace", well=False, said=said)
    safe = Safe(settings.desk.secret.get_secret_value().encode())
    for one in kept:
        try:
            yield _Token(of=one.key, text=safe.opened(one.key, one.secret)["token"])
        except BadInput as error:
            yield Tried(what="Slack", well=False, said=str(error))


async def _with_token(part: SlackPart, token: _Token) -> AsyncIterator[Tried]:
    answer = await _asked(part, token.text, "auth.test", {})
    if isinstance(answer, str):
        yield Tried(what="Slack", well=False, said=_refused(token, answer))
        return
    data, granted = answer
    where = f"{data.get('team')} ({data.get('team_id')})"
    yield Tried(what="Slack", well=True, said=f"installed in {where} as {data.get('user_id')}")
    yield _scopes(where, granted)
    if token.of in ("", part.home_workspace):
        yield await _channel(part, token)
        if part.engineers_group is not None:
            yield await _group(part, token)


def _refused(token: _Token, error: str) -> str:
    where = f"the token of {token.of}" if token.of else "bot_token"
    if error == "token_expired":
        return f"{where} has expired; the running bot renews it, or turn token rotation off where it stands in settings"
    if error == "unreachable":
        return "Slack's web API cannot be reached from here; look at the network, a proxy, and api_url of [slack]"
    mend = "install the app once more" if token.of else "copy it again from OAuth & Permissions in Slack"
    return f"{where} is not accepted ({error}); {mend}"


def _scopes(where: str, granted: str | None) -> Tried:
    if granted is None:
        said = f"which are granted in {where} cannot be told: the answer names none; compare them with docs/slack.md"
        return Tried(what="Slack scopes", well=True, said=said)
    missing = sorted(set(scopes()) - {one.strip() for one in granted.split(",")})
    if not missing:
        return Tried(what="Slack scopes", well=True, said=f"all {len(scopes())} are granted in {where}")
    said = f"{where} has not granted {', '.join(missing)}; add them under OAuth & Permissions and install the app again"
    return Tried(what="Slack scopes", well=False, said=said)


async def _channel(part: SlackPart, token: _Token) -> Tried:
    what, channel = "engineers' channel", part.engineers_channel
    if channel is None:
        said = "none is set, so no card is posted in Slack; write engineers_channel of [slack], or decide by command"
        return Tried(what=what, well=True, said=said)
    answer = await _asked(part, token.text, "conversations.info", {"channel": channel})
    if isinstance(answer, str):
        said = f"{channel} is not seen ({answer}); copy its id from its details in Slack, and invite the app into it"
        return Tried(what=what, well=False, said=said)
    found = answer[0].get("channel")
    told: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    if told.get("is_ext_shared") or told.get("is_pending_ext_shared"):
        said = f"{channel} is shared with another organisation, who would read the cards; set one that is not"
        return Tried(what=what, well=False, said=said)
    if told.get("is_archived"):
        return Tried(what=what, well=False, said=f"{channel} is archived; set another")
    if not told.get("is_member"):
        return Tried(what=what, well=False, said=f"the app is not in {channel}; write /invite and its name there")
    return Tried(what=what, well=True, said=f"#{told.get('name')} ({channel}), shared with nobody outside")


async def _group(part: SlackPart, token: _Token) -> Tried:
    what, group = "engineers' group", str(part.engineers_group)
    if token.of.startswith("E"):
        said = f"who is in {group} is asked for the workspace of whoever presses; not tried, as that is not known here"
        return Tried(what=what, well=True, said=said)
    answer = await _asked(part, token.text, "usergroups.users.list", {"usergroup": group})
    if isinstance(answer, str):
        said = f"{group} is not read ({answer}), so nobody may press; {_GROUPS.get(answer, _GROUP)}"
        return Tried(what=what, well=False, said=said)
    found = answer[0].get("users")
    members = len(found) if isinstance(found, list) else 0
    if not members:
        said = f"nobody is in {group}, so nobody may press; add the engineers to it in Slack"
        return Tried(what=what, well=False, said=said)
    return Tried(what=what, well=True, said=f"{members} in {group} may press, where [[engineers]] lists them")


async def _socket(part: SlackPart) -> Tried:
    token = "" if part.app_token is None else part.app_token.get_secret_value()
    answer = await _asked(part, token, "apps.connections.open", {})
    if isinstance(answer, str):
        said = f"no connection is opened ({answer}); make an app token with connections:write, and turn Socket Mode on"
        return Tried(what="Slack socket", well=False, said=said)
    return Tried(what="Slack socket", well=True, said="a connection can be opened")


async def _request_url(settings: Settings, part: SlackPart, database: Database) -> Tried:
    """Send ourselves what Slack sends when somebody writes the address into the app's settings."""
    what = "Slack request URL"
    if settings.web is None:
        said = 'write [web] with public_url: Slack\'s events come to the web door; or transport = "socket"'
        return Tried(what=what, well=False, said=said)
    url = f"{settings.web.public_url}{EVENTS}"
    if settings.web.port not in served_ports(database):
        return Tried(what=what, well=True, said=f"{url} is what the app needs; not tried, as the bot does not run")
    secret = "" if part.signing_secret is None else part.signing_secret.get_secret_value()
    seen = await _challenged(url, secret)
    if seen is None:
        return Tried(what=what, well=True, said=f"{url} answers Slack's challenge")
    said = (
        f"{url} does not answer as Slack wants it ({seen}); let the proxy pass {EVENTS} on, method and body unchanged"
    )
    return Tried(what=what, well=False, said=said)


async def _challenged(url: str, secret: str) -> str | None:
    """Return what is wrong with the answer to a signed challenge, None for nothing."""
    import aiohttp

    body = json.dumps({"type": "url_verification", "challenge": "intake-doctor"})
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
    }
    try:
        timeout = aiohttp.ClientTimeout(total=_PATIENCE)
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            text = await response.text()
            return None if response.status == 200 and "intake-doctor" in text else f"status {response.status}"
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return type(error).__name__


def _events(database: Database) -> Iterator[Tried]:
    """Tell from what has come whether Slack sends events, holds some back, and whether all could be carried out."""
    with database.read() as connection:
        last = events.last_of(connection, EventKind.EVENT)
        limited = events.last_of(connection, EventKind.EVENT, "app_rate_limited:")
        aside = len(events.parked(connection))
    if last is None:
        said = "none has come yet; write to the bot in Slack, and if none comes look at the app's Event Subscriptions"
    else:
        said = f"the last one came {last:%Y-%m-%d %H:%M} UTC"
    yield Tried(what="Slack events", well=True, said=said)
    if limited is not None and limited > now() - _RECENT:
        said = (
            f"Slack held events back at {limited:%H:%M} UTC: over 30,000 in an hour; take the app out of busy channels"
        )
        yield Tried(what="Slack events", well=False, said=said)
    if aside:
        said = f"{aside} could not be carried out; `intake cases --parked` says why, and how they are tried again"
        yield Tried(what="Slack events", well=False, said=said)


async def _asked(
    part: SlackPart, token: str, method: str, arguments: dict[str, str]
) -> tuple[Mapping[str, Any], str | None] | str:
    """Return what Slack says and the scopes that it names (None for not a word), or why it says nothing."""
    import aiohttp
    from slack_sdk.errors import SlackApiError

    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE)) as session:
            answer = await web_client(part.api_url, token, session).api_call(method, data=arguments)
    except SlackApiError as error:
        return _word(error)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return "unreachable"
    data = answer.data if isinstance(answer.data, dict) else {}
    return data, answer.headers.get("x-oauth-scopes")


def _word(error: "SlackApiError") -> str:
    data = getattr(error.response, "data", None)
    return str(data.get("error")) if isinstance(data, dict) and data.get("error") else "unreachable"
