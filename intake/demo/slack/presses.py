"""What Slack sends when somebody presses, chooses, sends a modal off, types a command or opens the app's page.

The emulator sends none of these: they are built here as Slack builds them, signed as Slack signs them, and sent to the
bot's request URL. Only the `trigger_id` is the emulator's own, so that the bot can open a modal there.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from intake.demo.slack.blocks import Block
from intake.demo.slack.scenario import APP, SECRET, Human, World
from intake.domain.errors import BadInput

Payload = dict[str, Any]
_PATIENCE = 5.0  # seconds; Slack itself waits for three


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Somebody about to press: who, in which workspace's app, with the emulator's trigger."""

    world: World
    human: Human
    trigger: str

    def payload(self, kind: str, **more: Any) -> Payload:
        """Return what every press has in common, with `more`."""
        human, workspace = self.human, self.world.workspace
        user = {"id": human.id, "username": human.key, "name": human.key, "team_id": human.team or self.world.team}
        return {
            "type": kind,
            "user": user,
            "team": {"id": self.world.team, "domain": workspace["domain"]},
            "enterprise": None,
            "is_enterprise_install": False,
            "api_app_id": APP,
            "token": "none",
            "trigger_id": self.trigger,
            **more,
        }


def press(hand: Hand, channel: str, message: Mapping[str, Any], action: Payload) -> Payload:
    """Return a press below a message."""
    where = {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": False}
    return hand.payload(
        "block_actions",
        container=where,
        channel={"id": channel, "name": hand.world.names()[channel]},
        message={**message, "bot_id": hand.world.workspace["bot"]["id"], "app_id": APP, "team": hand.world.team},
        state={"values": {}},
        actions=[action],
    )


def choice(hand: Hand, view: Mapping[str, Any], action: Payload, state: Payload) -> Payload:
    """Return a choice in a modal that is open."""
    seen = _as_sent(view, hand.world, state)
    container = {"type": "view", "view_id": seen["id"]}
    return hand.payload("block_actions", container=container, view=seen, actions=[action])


def submission(hand: Hand, view: Mapping[str, Any], state: Payload) -> Payload:
    """Return a modal that is sent off."""
    return hand.payload("view_submission", view=_as_sent(view, hand.world, state), response_urls=[])


def shortcut(hand: Hand, callback: str, channel: str, message: Mapping[str, Any]) -> Payload:
    """Return an entry of a message's menu."""
    return hand.payload(
        "message_action",
        callback_id=callback,
        action_ts=_now(),
        message_ts=message["ts"],
        message=dict(message),
        channel={"id": channel, "name": hand.world.names()[channel]},
    )


def action(block: Block, element: Block, option: Block | None = None) -> Payload:
    """Return what is said of the one thing that was pressed or chosen."""
    told = {name: element[name] for name in ("action_id", "type", "value", "text") if name in element}
    chosen = {} if option is None else {"selected_option": dict(option)}
    return {**told, **chosen, "block_id": block.get("block_id", "b1"), "action_ts": _now()}


async def typed(url: str, hand: Hand, words: str) -> Mapping[str, Any]:
    """Send a command, signed, which is a form of its own; return the answer."""
    name, _, text = words.partition(" ")
    told = {"team_id": hand.world.team, "user_id": hand.human.id, "api_app_id": APP, "trigger_id": hand.trigger}
    place = {"channel_id": hand.world.internal.id, "channel_name": hand.world.internal.name}
    return await _sent(url, urlencode({**told, **place, "command": name, "text": text}).encode())


async def send_event(url: str, world: World, human: Human) -> None:
    """Send, signed, that somebody has opened the app's own page: an event that the emulator does not have."""
    event = {"type": "app_home_opened", "user": human.id, "channel": "D0HOME", "tab": "home", "event_ts": _now()}
    authorization = {"enterprise_id": None, "team_id": world.team, "user_id": world.workspace["bot"]["user"]}
    body = {
        "type": "event_callback",
        "team_id": world.team,
        "api_app_id": APP,
        "event": event,
        "event_id": f"Ev{_now()}",
    }
    told = {**body, "authorizations": [{**authorization, "is_bot": True, "is_enterprise_install": False}]}
    await _sent(url, json.dumps(told).encode())


async def send(url: str, payload: Payload) -> Mapping[str, Any]:
    """Send it signed; return what the bot answers, {} for the bare 200. Raises BadInput for any other status."""
    return await _sent(url, urlencode({"payload": json.dumps(payload, ensure_ascii=False)}).encode())


async def _sent(url: str, body: bytes) -> Mapping[str, Any]:
    async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as client:
        answer = await client.post(url, content=body, headers=signed(body))
    if answer.status_code != httpx.codes.OK:
        raise BadInput(f"the bot answered {answer.status_code} to a press of the demo; `intake demo` can say no more")
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    return dict(answer.json()) if answer.content and is_json else {}


def signed(body: bytes) -> dict[str, str]:
    """Return the headers of a request of Slack's: HMAC-SHA256 of `v0:{timestamp}:{raw body}`."""
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    kind = "application/json" if body[:1] == b"{" else "application/x-www-form-urlencoded"
    return {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


def _as_sent(view: Mapping[str, Any], world: World, state: Payload) -> Payload:
    """Return a modal of the emulator's as Slack puts it into a payload."""
    kept = ("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id", "hash", "root_view_id")
    told = {name: view[name] for name in kept}
    where = {"id": view["view_id"], "team_id": world.team, "app_id": APP, "app_installed_team_id": world.team}
    return {**told, **where, "state": {"values": state}}


def _now() -> str:
    return f"{time.time():.6f}"
