"""What a payload is, before anybody acts on it: its kind, what makes it one of its kind, whose workspace it is for."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from intake.domain.slack import EventKind, SlackEvent

Payload = Mapping[str, Any]

_KINDS = {
    "event_callback": EventKind.EVENT,
    "app_rate_limited": EventKind.EVENT,
    "block_actions": EventKind.ACTION,
    "interactive_message": EventKind.ACTION,
    "view_submission": EventKind.VIEW,
    "view_closed": EventKind.VIEW,
    "shortcut": EventKind.SHORTCUT,
    "message_action": EventKind.SHORTCUT,
}
# What somebody can act by: an old secret of the app's, addresses and triggers that need no token, tokens of steps.
_CAPABILITIES = frozenset(
    {
        "bot_access_token",
        "interactivity_pointer",
        "response_url",
        "response_urls",
        "secret",
        "token",
        "trigger_id",
        "user_access_token",
        "workflow_token",
    }
)
_SPOKEN = (None, "", "file_share", "thread_broadcast")  # subtypes of what people write; all others tell of something


def as_event(body: Payload, received_at: datetime) -> SlackEvent | None:
    """Return a payload as an event that is not kept yet; None for what asks for an answer alone, as options do.

    Its `body` is whole, for a trigger is used at once; what is `sent` on to be kept holds nothing that one can act by.
    """
    kind = EventKind.COMMAND if "command" in body else _KINDS.get(_text(body.get("type")))
    if kind is None:
        return None
    return SlackEvent(
        id=0,
        key=_key(kind, body),
        kind=kind,
        team=installed_in(body),
        body=body,
        received_at=received_at,
        sent=without_capabilities(body),
    )


def without_capabilities(body: Payload) -> bytes:
    """Return a payload as JSON without what somebody can act by, however deep it stands."""
    bare = json.loads(json.dumps(body), object_hook=_bare)
    return json.dumps(bare).encode("ascii")


def _bare(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in _CAPABILITIES}


def is_spoken(event: SlackEvent) -> bool:
    """Tell whether somebody has said something: a message, or a mention, which comes as a second event."""
    inner = _part(event.body, "event")
    return _text(inner.get("type")) in ("message", "app_mention") and inner.get("subtype") in _SPOKEN


def is_our_own(event: SlackEvent) -> bool:
    """Tell whether an event tells of what this app has written itself, as a channel's events do."""
    inner, app = _part(event.body, "event"), _text(event.body.get("api_app_id"))
    wrote = (_part(inner, "message") or inner) if inner.get("type") == "message" else {}
    return bool(app) and wrote.get("app_id") == app


def is_opened_home(event: SlackEvent) -> bool:
    """Tell whether somebody looks at the app's own pages in Slack."""
    return _text(_part(event.body, "event").get("type")) == "app_home_opened"


def is_limited(event: SlackEvent) -> bool:
    """Tell whether Slack says that it holds events back, because too many have come in an hour."""
    return event.body.get("type") == "app_rate_limited"


def installed_in(body: Payload) -> str:
    """Return the workspace, or the whole organisation, that the app is installed in and a payload is meant for.

    In a channel that is shared with others the `team_id` outside is the one of whoever wrote, and the `team` of a press
    is the one of whoever pressed.
    """
    authorizations = body.get("authorizations")
    if isinstance(authorizations, list) and authorizations and isinstance(authorizations[0], Mapping):
        return _of(authorizations[0])
    view, message = _part(body, "view"), _part(body, "message")
    if str(body.get("is_enterprise_install")).lower() == "true":
        return _text(body.get("enterprise_id")) or _text(_part(body, "enterprise").get("id"))
    ours = message.get("app_id") == body.get("api_app_id") is not None
    found = (
        view.get("app_installed_team_id"),
        message.get("team") if ours else None,
        _part(body, "team").get("id"),
        body.get("team_id"),
        _part(body, "user").get("team_id"),
    )
    return next((_text(one) for one in found if _text(one)), "")


def _of(authorization: Payload) -> str:
    """Return whose installation it is; one of a whole organisation may name the workspace as well, which has none."""
    workspace, organisation = _text(authorization.get("team_id")), _text(authorization.get("enterprise_id"))
    return (
        organisation
        if authorization.get("is_enterprise_install") is True and organisation
        else workspace or organisation
    )


def _key(kind: EventKind, body: Payload) -> str:
    """Return what tells an event from every other, and is the same when Slack sends it again."""
    if _text(body.get("event_id")):
        return _text(body["event_id"])
    view, user = _part(body, "view"), _part(body, "user")
    told = {
        "type": body.get("type"),
        "minute": body.get("minute_rate_limited"),
        "event": body.get("event"),
        "user": body.get("user_id") or user.get("id"),
        "team": body.get("team_id") or user.get("team_id"),
        "view": [view.get("id"), view.get("hash")],
        "pressed": [_pressed(one) for one in _list(body.get("actions")) if isinstance(one, Mapping)],
        "at": body.get("action_ts"),
        "trigger": body.get("trigger_id"),
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return f"{_text(body.get('type')) or kind}:{digest}"


def _pressed(action: Payload) -> list[object]:
    return [action.get("block_id"), action.get("action_id"), action.get("action_ts")]


def _part(body: Payload, name: str) -> Payload:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    """Return a text as the store can hold it: half a character is none."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""
