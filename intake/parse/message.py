"""One mail from bytes to `ParsedMessage`."""

import re
from dataclasses import replace
from datetime import datetime

from intake.domain.message import Address, AutomaticKind, Forwarded, ParsedMessage
from intake.parse.claim import claimed_level
from intake.parse.decode.addresses import parse_addresses
from intake.parse.decode.dates import read_date
from intake.parse.decode.headers import Headers, message_ids
from intake.parse.language import language_of
from intake.parse.machines.automatic import judge
from intake.parse.machines.bounce import read_bounce
from intake.parse.machines.facts import Facts
from intake.parse.machines.own import OwnAddresses
from intake.parse.new_words.reply import Split, split_reply
from intake.parse.subject import is_forward, subject_base
from intake.parse.tree.body import Body, read_body
from intake.parse.tree.flowed import unmarked
from intake.parse.tree.mime import Part, read_tree

_NOBODY = OwnAddresses()
_REPORTS = {AutomaticKind.BOUNCE, AutomaticKind.FEEDBACK_REPORT, AutomaticKind.READ_RECEIPT}


def parse_mail(
    raw: bytes,
    *,
    mail_from: str | None = None,
    rcpt_to: tuple[str, ...] | None = None,
    own: OwnAddresses = _NOBODY,
) -> ParsedMessage:
    """Return the message as it reads. Never raises, whatever the bytes; what was wrong with them is in `defects`.

    `mail_from` is the envelope sender, "" the null sender; None means that Return-Path says it. `rcpt_to` None
    means that nobody knows the envelope's recipients: the rule that one of them be ours is then skipped.
    """
    root, defects = read_tree(raw)
    body = read_body(root)
    sender = _return_path(root.headers) if mail_from is None else mail_from
    return _read(_facts(root, body, (sender, rcpt_to), own), body, defects + body.defects)


def _read(facts: Facts, body: Body, defects: tuple[str, ...]) -> ParsedMessage:
    headers = facts.headers
    verdict = judge(facts)
    split = _split(body, facts.subject, report=verdict.automatic.kind in _REPORTS)
    date, date_defect = _date(headers)
    return ParsedMessage(
        message_id=facts.message_id,
        in_reply_to=next(iter(message_ids(headers.text("in-reply-to"))), None),
        references=message_ids(" ".join(headers.texts("references"))),
        date=date,
        sender=facts.senders[0] if facts.senders else Address(),
        to=_addresses(headers, "to"),
        cc=_addresses(headers, "cc"),
        reply_to=_addresses(headers, "reply-to"),
        subject=facts.subject,
        subject_base=subject_base(facts.subject),
        text=body.text,
        reply_text=split.reply_text,
        quoted_text=split.quoted_text,
        signature=split.signature,
        forwarded=split.forwarded,
        language=language_of(split.reply_text) or language_of(f"{facts.subject}\n{body.text}"),
        attachments=body.attachments,
        automatic=verdict.automatic,
        acknowledge=verdict.acknowledge,
        why_not=verdict.why_not,
        bounce=read_bounce(facts.root, body.text) if verdict.automatic.kind is AutomaticKind.BOUNCE else None,
        claimed_level=claimed_level(facts.subject, split.reply_text),
        defects=defects + date_defect,
    )


def _facts(root: Part, body: Body, envelope: tuple[str | None, tuple[str, ...] | None], own: OwnAddresses) -> Facts:
    headers = root.headers
    return Facts(
        root=root,
        senders=_addresses(headers, "from"),
        mail_from=envelope[0],
        rcpt_to=envelope[1],
        recipients=sum((_addresses(headers, name) for name in ("to", "cc", "bcc", "resent-to", "resent-cc")), ()),
        message_id=next(iter(message_ids(headers.text("message-id"))), None),
        subject=headers.text("subject"),
        text=body.text,
        own=own,
    )


def _addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    return tuple(one for value in headers.by_name.get(name, []) for one in parse_addresses(value, headers.hint))


def _return_path(headers: Headers) -> str | None:
    """Return the envelope sender that the last server wrote down; "" for the null sender, None when it did not."""
    if not headers.has("return-path"):
        return None
    value = headers.text("return-path")
    found = parse_addresses(value.encode("utf-8", "replace"))
    if found:
        return found[0].address
    return "" if "<>" in re.sub(r"\s", "", value) else None


def _split(body: Body, subject: str, *, report: bool) -> Split:
    """Find what is new in the text; an enclosed message is a forward unless a report returns it."""
    split = _unmarked(split_reply(body.marked, forwarding=is_forward(subject)))
    if report or split.forwarded is not None or body.enclosed is None:
        return split
    headers = body.enclosed.headers
    enclosed = read_body(body.enclosed)
    forwarded = Forwarded(
        sender=next(iter(_addresses(headers, "from")), Address()),
        subject=headers.text("subject"),
        date=headers.text("date"),
        text=enclosed.text,
    )
    reply = split.reply_text if split.reply_text.strip() else unmarked(split_reply(enclosed.marked).reply_text)
    return Split(reply_text=reply, quoted_text=split.quoted_text, signature=split.signature, forwarded=forwarded)


def _unmarked(split: Split) -> Split:
    forwarded = split.forwarded
    return replace(
        split,
        reply_text=unmarked(split.reply_text),
        quoted_text=unmarked(split.quoted_text),
        signature=unmarked(split.signature),
        forwarded=None if forwarded is None else replace(forwarded, text=unmarked(forwarded.text)),
    )


def _date(headers: Headers) -> tuple[datetime | None, tuple[str, ...]]:
    text = headers.text("date")
    if not text:
        return None, ("no Date",)
    date = read_date(text)
    return date, () if date else ("Date cannot be read",)
