"""What Slack sends, by our own hand: events, presses, views, commands, each with the ids it has in real life.

`event(...)` is the outer payload of the Events API with the three ids of Slack Connect kept apart: `installed` where
the app is installed, `context` where the event comes from, and the person's own team in the event itself.
"""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.slack.ids import ANN, APP, BOT, CHANNEL, CUSTOMER, DIRECT, KIM, SECRET, TEAM

_NUMBERS = itertools.count(1)
Payload = dict[str, Any]


def signed(body: bytes | str, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """Return the headers of a request that Slack has signed, of JSON or, where it begins otherwise, a form."""
    raw = body.encode() if isinstance(body, str) else body
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    kind = "application/json" if raw[:1] == b"{" else "application/x-www-form-urlencoded"
    return {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


def as_form(payload: Mapping[str, Any]) -> str:
    """Return the body of a press or a view; a command is a form of its own, see `command`."""
    return urlencode({"payload": json.dumps(payload)})


def stamp(number: int = 0) -> str:
    """Return a `ts` of its own: Slack's tell one message of a channel from another."""
    return f"17{next(_NUMBERS):08d}.{number:06d}"


def event(inner: Mapping[str, Any], *, installed: str = TEAM, context: str | None = None, **more: Any) -> Payload:
    """Return the outer payload; `more` goes over it. Each has an `event_id` of its own."""
    number = next(_NUMBERS)
    outer: Payload = {
        "token": "verification-token",
        "team_id": context or installed,
        "context_team_id": context or installed,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": dict(inner),
        "type": "event_callback",
        "event_id": f"Ev{number:09d}",
        "event_time": 1_700_000_000 + number,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": installed,
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": context not in (None, installed),
        "event_context": f"4-{number}",
    }
    return {**outer, **more}


def bare(payload: Mapping[str, Any]) -> Payload:
    """Return a payload as it is kept: without what somebody could act by."""
    return {name: value for name, value in payload.items() if name not in ("token", "trigger_id", "response_url")}


def in_organisation(inner: Mapping[str, Any], *, organisation: str, team: str) -> Payload:
    """Return an event as it comes to an app that is installed in a whole organisation: no team in the authorization."""
    outer = event(inner, installed=team, context_enterprise_id=organisation)
    authorization = {"enterprise_id": organisation, "team_id": None, "user_id": BOT, "is_bot": True}
    outer["authorizations"] = [{**authorization, "is_enterprise_install": True}]
    return {**outer, "enterprise_id": organisation}


def message(text: str, *, user: str = ANN, team: str = CUSTOMER, channel: str = CHANNEL, **more: Any) -> Payload:
    """Return the inner event of a message; `more` goes over it: thread_ts, subtype, files, ts, bot_id."""
    kind = "im" if channel.startswith("D") else "channel"
    return {
        "type": "message",
        "channel": channel,
        "channel_type": kind,
        "user": user,
        "team": team,
        "user_team": team,
        "source_team": team,
        "text": text,
        "ts": stamp(),
        "client_msg_id": f"00000000-0000-4000-8000-{next(_NUMBERS):012d}",
        **more,
    }


def direct(text: str, **more: Any) -> Payload:
    """Return the inner event of a message to the bot alone."""
    return message(text, **{"channel": DIRECT, **more})


def mention(of: Mapping[str, Any]) -> Payload:
    """Return the second event of a message that mentions the bot: the same `ts`, another `event_id` outside."""
    kept = {name: value for name, value in of.items() if name != "channel_type"}
    return {**kept, "type": "app_mention"}


def edited(of: Mapping[str, Any], text: str) -> Payload:
    """Return the inner event of an edit."""
    new = {**of, "text": text, "edited": {"user": of["user"], "ts": stamp()}}
    return {**_changed(of), "subtype": "message_changed", "message": new, "previous_message": dict(of)}


def deleted(of: Mapping[str, Any]) -> Payload:
    """Return the inner event of a deletion."""
    return {**_changed(of), "subtype": "message_deleted", "deleted_ts": of["ts"], "previous_message": dict(of)}


def _changed(of: Mapping[str, Any]) -> Payload:
    channel = {"channel": of["channel"], "channel_type": of.get("channel_type", "channel")}
    return {"type": "message", "hidden": True, "ts": stamp(), "event_ts": stamp(), **channel}


def reaction(of: Mapping[str, Any], name: str, *, user: str = ANN, added: bool = True) -> Payload:
    """Return the inner event of an emoji put under a message, or taken away."""
    item = {"type": "message", "channel": of["channel"], "ts": of["ts"]}
    kind = "reaction_added" if added else "reaction_removed"
    return {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": item,
        "item_user": of.get("user"),
        "event_ts": stamp(),
    }


def file(identity: str, *, name: str = "screenshot.png", size: int = 2048, url: str = "", **more: Any) -> Payload:
    """Return one of an event's `files`."""
    return {
        "id": identity,
        "name": name,
        "title": name,
        "mimetype": "image/png",
        "filetype": "png",
        "size": size,
        "mode": "hosted",
        "file_access": "visible",
        "url_private": url or f"https://files.slack.com/files-pri/{TEAM}-{identity}/{name}",
        "url_private_download": url or f"https://files.slack.com/files-pri/{TEAM}-{identity}/download/{name}",
        **more,
    }


def person(user: str, *, team: str = CUSTOMER, name: str = "Ann Lee", address: str = "", **more: Any) -> Payload:
    """Return what users.info says of somebody; `more` goes over it: is_restricted, is_bot, deleted, tz, locale."""
    return {
        "id": user,
        "team_id": team,
        "name": name.lower().replace(" ", "."),
        "real_name": name,
        "tz": "Europe/Berlin",
        "locale": "en-GB",
        "deleted": False,
        "is_bot": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "profile": {
            "real_name": name,
            "display_name": name.partition(" ")[0],
            **({"email": address} if address else {}),
        },
        **more,
    }


def _pressed(user: str, user_team: str, installed: str) -> Payload:
    return {
        "user": {"id": user, "username": "someone", "name": "someone", "team_id": user_team},
        "team": {"id": installed, "domain": "desk"},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": APP,
        "token": "verification-token",
        "trigger_id": f"{next(_NUMBERS)}.{next(_NUMBERS)}.abc",
    }


def press(
    action_id: str, value: str, *, user: str = ANN, user_team: str = CUSTOMER, installed: str = TEAM, **more: Any
) -> Payload:
    """Return a press of a button; `more` goes over it: container, message, actions, response_url."""
    ts = stamp()
    place = {"channel_id": CHANNEL, "message_ts": ts, "type": "message", "is_ephemeral": False}
    return {
        "type": "block_actions",
        **_pressed(user, user_team, installed),
        "container": place,
        "channel": {"id": CHANNEL, "name": "shared"},
        "message": {"type": "message", "ts": ts, "user": BOT, "text": "..."},
        "actions": [
            {
                "type": "button",
                "action_id": action_id,
                "block_id": "b1",
                "value": value,
                "text": {"type": "plain_text", "text": "Press"},
                "action_ts": stamp(),
            }
        ],
        "response_url": "https://hooks.slack.example/actions/1",
        **more,
    }


def submission(
    callback_id: str, values: Mapping[str, Any], *, user: str = ANN, user_team: str = CUSTOMER, **more: Any
) -> Payload:
    """Return a modal that was sent off. Its `team` is the clicker's; where the app is installed stands in the view."""
    number = next(_NUMBERS)
    view = {
        "id": f"V{number}",
        "type": "modal",
        "callback_id": callback_id,
        "hash": f"{number}.a",
        "private_metadata": "",
        "state": {"values": dict(values)},
        "app_installed_team_id": TEAM,
        "app_id": APP,
    }
    return {"type": "view_submission", **_pressed(user, user_team, user_team), "view": {**view, **more}}


def shortcut(callback_id: str, on: Mapping[str, Any] | None, *, user: str = KIM, **more: Any) -> Payload:
    """Return a shortcut, on a message where one is given."""
    kind = "shortcut" if on is None else "message_action"
    asked: Payload = {"type": kind, "callback_id": callback_id, "action_ts": stamp(), **_pressed(user, TEAM, TEAM)}
    if on is not None:
        asked |= {"message": dict(on), "message_ts": on["ts"], "channel": {"id": on["channel"], "name": "shared"}}
    return {**asked, **more}


def command(text: str, *, user: str = KIM, team: str = TEAM, channel: str = CHANNEL) -> str:
    """Return the body of `/intake TEXT`, which is a form of its own."""
    asked = {
        "token": "verification-token",
        "team_id": team,
        "team_domain": "desk",
        "channel_id": channel,
        "channel_name": "shared",
        "user_id": user,
        "user_name": "someone",
        "command": "/intake",
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.example/commands/1",
        "trigger_id": f"{next(_NUMBERS)}.{next(_NUMBERS)}.abc",
    }
    return urlencode(asked)
