"""A request as Bolt takes it, with its body read by us: Bolt stumbles over much that JSON and forms can hold.

It looks into a body before it looks who has signed it, fails where a field is null, and takes a command in which the
word "payload" stands for one without words.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import structlog
from slack_bolt.request.async_request import AsyncBoltRequest

log = structlog.get_logger()

_MOST_FIELDS = 100  # of a form; a command of Slack's has some fifteen


def over_http(sent: bytes, headers: Mapping[str, str]) -> AsyncBoltRequest | None:
    """Return a request with its bytes as they came, which the signature is over; None for what holds no object.

    Nobody has looked yet whether Slack signed it.
    """
    try:
        text = sent.decode()
        body = _body(text, headers.get("content-type", ""))
    except (ValueError, RecursionError) as error:  # no UTF-8, no JSON, or more of either than anybody can mean
        log.info("slack.unreadable", error=type(error).__name__)
        return None
    if not isinstance(body, dict):
        return None
    request = AsyncBoltRequest(body="", headers={**headers})
    request.raw_body, request.body = text, body
    return request


def over_socket(payload: object, headers: Mapping[str, str | Sequence[str]] | None) -> AsyncBoltRequest:
    """Return an envelope's payload as a request; one that is no object asks for nothing."""
    request = AsyncBoltRequest(mode="socket_mode", body={}, headers={**(headers or {})})
    request.body = payload if isinstance(payload, dict) else {}
    return request


def _body(text: str, content_type: str) -> Any:
    """Return the object of a body: JSON, a form with JSON in its `payload` as a press, or a form as a command."""
    if text.startswith("{") or content_type.partition(";")[0].strip().lower() == "application/json":
        return json.loads(text)
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    return json.loads(fields["payload"]) if "payload" in fields else fields
