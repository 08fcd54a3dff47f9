"""Delivery reports: who was not reached and why, from RFC 3464 or, failing that, from the server's prose."""

import re
from dataclasses import replace

from intake.domain.message import Bounce, BouncedRecipient
from intake.parse.decode.charset import decode_text
from intake.parse.decode.headers import Headers, message_ids, split_head
from intake.parse.machines.bounce_words import Prose, recipients_in_words
from intake.parse.machines.bounced import STATUS, bounced, one_line
from intake.parse.machines.status_words import status_told
from intake.parse.machines.undelivered import report_text
from intake.parse.tree.mime import Part

_STATUS_TYPES = {"message/delivery-status", "message/global-delivery-status"}
_HEADER_TYPES = {
    "text/rfc822-headers",
    "text/rfc822-header",
    "message/rfc822-headers",
    "message/global-headers",
    "text/rfc822",
}
_MESSAGE_TYPES = {"message/rfc822", "message/global"}
_ID_LINE = re.compile(r"^[ \t>]{0,8}message[ -]id ?:\s{0,20}(\S{1,250})", re.IGNORECASE | re.MULTILINE)
_ID_BYTES = re.compile(
    rb"^[ \t>]{0,8}(?:x-)?(?:original-)?message[ -]id ?:\s{0,20}(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE
)
# Whose mail it was: a final recipient may be a bare name of the last server's.
_RECIPIENT_FIELDS = ("final-recipient", "original-recipient", "x-actual-recipient")
_ACTION = re.compile(r"\s*[\"']?([a-z]+)")
_MOST = 500
_LONGEST = 1000


def read_bounce(root: Part, text: str) -> Bounce:
    """Return the report in the message; recipients are empty when it names none."""
    root, text = _innermost(root, text)
    told = _from_status(root)
    # The prose is read where the status part names nobody, or says of somebody neither why nor with what answer.
    if not told or not all(one.diagnostic for one in told):
        told = _explained(told, recipients_in_words(_prose(root, text)))
    return Bounce(recipients=tuple(told[:_MOST]), original_message_id=_original_id(root, text))


def _explained(told: list[BouncedRecipient], in_words: list[BouncedRecipient]) -> list[BouncedRecipient]:
    """Return the recipients of the status part with what the prose says of each; without any, those of the prose."""
    prose = {one.address.lower(): one.diagnostic for one in in_words}
    return [
        one if one.diagnostic else replace(one, diagnostic=prose.get(one.address.lower(), "")) for one in told
    ] or in_words


def _innermost(root: Part, text: str) -> tuple[Part, str]:
    """Open a report that another message encloses, as some gateways send it."""
    if any(part.content_type in _STATUS_TYPES for part in root.walk()):
        return root, text
    for part in root.walk():
        inner = part.children[0] if part.content_type in _MESSAGE_TYPES and part.children else None
        if inner is not None and any(one.content_type in _STATUS_TYPES for one in inner.walk()):
            return inner, ""
    return root, text


def _from_status(root: Part) -> list[BouncedRecipient]:
    """One for each recipient block of RFC 3464, 2.3, wherever the report put it."""
    found: list[BouncedRecipient] = []
    for part in root.walk():
        if part.content_type in _STATUS_TYPES or (
            part.content_type == "text/plain" and b"\nFinal-Recipient:" in b"\n" + part.body
        ):
            content = part.content.replace(b"\r\n", b"\n")
            blocks = re.split(rb"\n[ \t]*\n", content, maxsplit=_MOST)[:_MOST]
            found += [one for block in blocks if (one := _recipient(block)) is not None]
    return list(dict.fromkeys(found))


def _recipient(block: bytes) -> BouncedRecipient | None:
    headers, _, _ = split_head(block.lstrip(b"\n"))
    named = [_typed(headers.text(name)) for name in _RECIPIENT_FIELDS if headers.text(name)]
    if not named:
        return None
    address = next((one for one in named if "@" in one), named[0])
    diagnostic = _typed(headers.text("diagnostic-code"))
    action = _ACTION.match(headers.text("action").lower())
    told = STATUS.search(headers.text("status"))
    status = told.group(1) if told else status_told(diagnostic, delayed=action is not None and action[1] == "delayed")
    return bounced(address, action[1] if action else "", status, diagnostic)


def _typed(value: str) -> str:
    """Return the value without its "rfc822;" or "smtp;" in front."""
    kind, semicolon, rest = value.partition(";")
    bare = rest if semicolon and len(kind) < 20 else value
    return one_line(bare).strip("<>")[:_LONGEST]


def _prose(root: Part, text: str) -> Prose:
    """Gather what the words are read with."""
    headers = root.headers
    returned = _returned(root)
    return Prose(
        text=report_text(root, text),
        subject=headers.text("subject"),
        failed=tuple(headers.texts("x-failed-recipients")),
        ours=f"{headers.text('from')} {headers.text('to')}".lower(),
        sent_to=returned.text("to") if returned is not None else "",
    )


def _original_id(root: Part, text: str) -> str:
    """Return the Message-ID of what came back, from the returned message or headers; "" when nothing says it."""
    returned = _returned(root)
    if returned is not None and (found := _id_in(returned)):
        return found
    quoted = _ID_LINE.search(text)
    ids = message_ids(quoted.group(1)) if quoted else ()
    if ids:
        return ids[0]
    return next(iter(message_ids(root.headers.text("in-reply-to"))), "") or _id_anywhere(root)


def _returned(root: Part) -> Headers | None:
    """Return the headers of the message that comes back; None where no part holds it."""
    for part in root.walk():
        if part.content_type in _MESSAGE_TYPES and part.children:
            return part.children[0].headers
        if part.content_type in _HEADER_TYPES | _MESSAGE_TYPES:
            return split_head(part.content.lstrip(b"\r\n"))[0]
    return None


def _id_in(headers: Headers) -> str:
    return next(iter(message_ids(headers.text("message-id"))), "")


def _id_anywhere(root: Part) -> str:
    """Look at last into parts that hold the returned message, or name its id, under a wrong type."""
    for part in root.walk():
        if (
            part.content_type.startswith(("text/", "message/", "application/octet"))
            or part.content_type in _STATUS_TYPES
        ):
            found = _ID_BYTES.search(part.content[:200_000])
            if found:
                return decode_text(found.group(1))
    return ""
