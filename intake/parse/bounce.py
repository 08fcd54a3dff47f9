"""Delivery reports: who was not reached and why, from RFC 3464 or, failing that, from the server's prose."""

import re

from intake.domain.message import Bounce, BouncedRecipient
from intake.parse.charset import decode_text
from intake.parse.headers import Headers, message_ids, split_head
from intake.parse.mime import Part

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_COPY = re.compile(
    r"^\W*(?:original message|copy of (?:the|your) message|below this line is a copy|this is a copy of the "
    r"message|message headers? follow|"
    r"original message follows|returned message|included is a copy|message header|original message headers|unsent "
    r"message below|"
    r"the original message was received|diagnostic information for administrators)",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,250}\w"
_AT_START = re.compile(
    rf"^[ \t>'\"*-]{{0,12}}(?:to:[ \t]*|recipient:[ \t]*)?<?({_ADDRESS})>?'?"
    r"(?:[ \t]*$|[ \t]*[:(,]|\.\.\.|[ \t]+[^\w@]|[ \t]+on\b|[ \t]+\()",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(rf"(?<![\w.@])({_ADDRESS})")
_DELAYED = re.compile(
    r"delayed|still being retried|will be retried|will keep trying|warning message only|not yet been delivered|"
    r"wird weiter versucht",
    re.IGNORECASE,
)
_MOST = 500
_LONGEST = 1000


def read_bounce(root: Part, text: str) -> Bounce:
    """Return the report in the message; recipients are empty when it names none."""
    recipients = _from_status(root) or _from_words(root, text)
    return Bounce(recipients=tuple(recipients[:_MOST]), original_message_id=_original_id(root, text))


def _from_status(root: Part) -> list[BouncedRecipient]:
    """One for each recipient block of RFC 3464, 2.3, wherever the report put it."""
    found: list[BouncedRecipient] = []
    for part in root.walk():
        if part.content_type in {"message/delivery-status", "message/global-delivery-status"} or (
            part.content_type == "text/plain" and b"\nFinal-Recipient:" in part.body
        ):
            content = part.content.replace(b"\r\n", b"\n")
            blocks = re.split(rb"\n[ \t]*\n", content, maxsplit=_MOST)[:_MOST]
            found += [one for block in blocks if (one := _recipient(block)) is not None]
    return list(dict.fromkeys(found))


def _recipient(block: bytes) -> BouncedRecipient | None:
    headers, _, _ = split_head(block.lstrip(b"\n"))
    address = headers.text("final-recipient") or headers.text("original-recipient")
    if not address:
        return None
    diagnostic = headers.text("diagnostic-code")
    action = headers.text("action").partition("(")[0].strip().lower()
    status = _STATUS.search(headers.text("status")) or _STATUS.search(diagnostic)
    return _bounced(_typed(address), action, status.group(1) if status else "", _typed(diagnostic))


def _typed(value: str) -> str:
    """Return the value without its "rfc822;" or "smtp;" in front."""
    kind, semicolon, rest = value.partition(";")
    bare = rest if semicolon and len(kind) < 20 else value
    return re.sub(r"\s+", " ", bare).strip().strip("<>")[:_LONGEST]


def _bounced(address: str, action: str, status: str, diagnostic: str) -> BouncedRecipient:
    if not action:
        action = "delayed" if status.startswith("4") else "failed"
    permanent = status.startswith("5") or action == "failed"
    return BouncedRecipient(address=address, action=action, status=status, diagnostic=diagnostic, permanent=permanent)


def _from_words(root: Part, text: str) -> list[BouncedRecipient]:
    copy = _COPY.search(text, 1)
    report = (text[: copy.start()] if copy and copy.start() > 40 else text)[:20_000]
    named = [address for value in root.headers.texts("x-failed-recipients") for address in _ANYWHERE.findall(value)]
    whole = re.sub(r"\s+", " ", report)
    if named:
        return [_judged(address, _about(address, whole), report) for address in dict.fromkeys(named)]
    found = _listed(report.split("\n"))
    if found:
        return [_judged(address, words, report) for address, words in found.items()]
    sender = root.headers.text("from").lower()
    first = next(
        (one for one in _ANYWHERE.findall(report) if one.lower() not in sender and "postmaster" not in one.lower()),
        None,
    )
    return [] if first is None else [_judged(first, _about(first, whole), report)]


def _listed(lines: list[str]) -> dict[str, str]:
    """Addresses that begin a line, as qmail, Exim, Postfix and Exchange write them, and the words on each."""
    found: dict[str, str] = {}
    for index, line in enumerate(lines):
        match = _AT_START.match(line[:400])
        if match is None or len(found) >= _MOST:
            continue
        words = [line[match.end(1) :].lstrip(">'\":. ")]
        for following in lines[index + 1 : index + 8]:
            if (not following.strip() and any(words)) or _AT_START.match(following[:400]):
                break
            words.append(following.strip())
        found.setdefault(match.group(1), " ".join(word for word in words if word)[:_LONGEST])
    return found


def _about(address: str, whole: str) -> str:
    at = whole.find(address)
    return whole[at + len(address) : at + len(address) + 500].strip(" >:.") if at >= 0 else ""


def _judged(address: str, words: str, report: str) -> BouncedRecipient:
    status = _STATUS.search(words) or _STATUS.search(report)
    code = _CODE.search(words) or _CODE.search(report)
    known = status.group(1) if status else (f"{code.group(1)}.0.0" if code else "")
    action = "delayed" if _DELAYED.search(report) or known.startswith("4") else "failed"
    return _bounced(address, action, known, words)


def _original_id(root: Part, text: str) -> str:
    """Return the Message-ID of what came back, from the returned message or headers; "" when nothing says it."""
    for part in root.walk():
        enclosed = part.children[0].headers if part.content_type == "message/rfc822" and part.children else None
        if part.content_type in {"text/rfc822-headers", "message/rfc822-headers"} or (
            part.content_type == "message/rfc822" and enclosed is None
        ):
            enclosed, _, _ = split_head(part.content.lstrip(b"\r\n"))
        if enclosed is not None and (found := _id_in(enclosed)):
            return found
    quoted = re.search(r"^[ \t>]{0,8}message-id:[ \t]*(\S{1,250})", text, re.IGNORECASE | re.MULTILINE)
    ids = message_ids(quoted.group(1)) if quoted else ()
    if ids:
        return ids[0]
    return next(iter(message_ids(root.headers.text("in-reply-to"))), "") or _id_anywhere(root)


def _id_in(headers: Headers) -> str:
    return next(iter(message_ids(headers.text("message-id"))), "")


def _id_anywhere(root: Part) -> str:
    """Look at last into parts that hold the returned message under a wrong type."""
    for part in root.walk():
        if part.content_type.startswith(("text/", "application/octet")):
            found = re.search(
                rb"^message-id:[ \t]*(<[^<>\s]{1,250}>)", part.content[:200_000], re.IGNORECASE | re.MULTILINE
            )
            if found:
                return decode_text(found.group(1))
    return ""
