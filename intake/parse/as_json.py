"""A parsed message as the object that `intake parse` prints."""

from dataclasses import asdict

from intake.domain.message import Address, Attachment, Bounce, Forwarded, ParsedMessage


def parsed_to_json(parsed: ParsedMessage, file: str) -> dict[str, object]:
    """Every field of `intake parse`; `file` is the path as given. Dates are ISO 8601 with offset, or None."""
    return {
        "file": file,
        "message_id": parsed.message_id,
        "in_reply_to": parsed.in_reply_to,
        "references": list(parsed.references),
        "date": parsed.date.isoformat() if parsed.date else None,
        "from": _address(parsed.sender),
        "to": [_address(one) for one in parsed.to],
        "cc": [_address(one) for one in parsed.cc],
        "reply_to": [_address(one) for one in parsed.reply_to],
        "subject": parsed.subject,
        "subject_base": parsed.subject_base,
        "text": parsed.text,
        "reply_text": parsed.reply_text,
        "quoted_text": parsed.quoted_text,
        "signature": parsed.signature,
        "forwarded": _forwarded(parsed.forwarded),
        "language": parsed.language,
        "attachments": [_attachment(one) for one in parsed.attachments],
        "automatic": {"kind": parsed.automatic.kind.value, "reason": parsed.automatic.reason},
        "acknowledge": parsed.acknowledge,
        "why_not": parsed.why_not,
        "bounce": _bounce(parsed.bounce),
        "claimed_level": parsed.claimed_level,
        "defects": list(parsed.defects),
    }


def _address(one: Address) -> dict[str, object]:
    return {"name": one.name, "address": one.address}


def _attachment(one: Attachment) -> dict[str, object]:
    return {
        "name": one.name,
        "content_type": one.content_type,
        "size": one.size,
        "sha256": one.sha256,
        "inline": one.inline,
        "content_id": one.content_id,
    }


def _forwarded(one: Forwarded | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {"from": _address(one.sender), "subject": one.subject, "date": one.date, "text": one.text}


def _bounce(report: Bounce | None) -> dict[str, object] | None:
    if report is None:
        return None
    return {
        "recipients": [asdict(one) for one in report.recipients],
        "original_message_id": report.original_message_id,
    }
