"""What Slack sent, by one name: by it the one who carries it out is found, and people are told what was set aside."""

from collections.abc import Mapping
from typing import Any

from intake.domain.slack import EventKind
from intake.parse.slack.fields import table, tables, text_of


def named(kind: EventKind, body: Mapping[str, Any]) -> str:
    """Return `reaction_added`, `message/message_changed`, `shortcut/<callback id>`, `action/<action id>` and so on.

    A modal that was closed is `closed/<callback id>`, one that was sent off `view/<callback id>`; a command is
    `command//<name>`.
    """
    if kind is EventKind.EVENT:
        inner = table(body.get("event"))
        what, subtype = text_of(inner, "type"), text_of(inner, "subtype")
        return f"{what}/{subtype}" if what == "message" and subtype else what or text_of(body, "type")
    if kind is EventKind.ACTION:
        return f"action/{next((text_of(one, 'action_id') for one in tables(body.get('actions'))), '')}"
    if kind is EventKind.VIEW:
        closed = text_of(body, "type") == "view_closed"
        return f"{'closed' if closed else 'view'}/{text_of(table(body.get('view')), 'callback_id')}"
    word = text_of(body, "command") if kind is EventKind.COMMAND else text_of(body, "callback_id")
    return f"{kind}/{word}"
