"""The gate: whether a machine wrote a message, and whether it may be acknowledged (RFC 3834 and practice)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from intake.domain.message import Automatic, AutomaticKind
from intake.parse.machines.auto_reply import keyword, precedence, replied_by_itself
from intake.parse.machines.facts import Facts
from intake.parse.machines.machine_words import (
    BOUNCE_SENDER,
    DAEMON,
    DMARC_NAMED,
    DMARC_SUBJECT,
    FEEDBACK_SUBJECT,
    FEEDBACK_TEXT,
    LIST_SENDER,
    LIST_TEXT,
    MEETING_SUBJECT,
    NO_REPLY,
    READ_SUBJECT,
    READ_TEXT,
    RECEIPT,
)
from intake.parse.machines.notices import noticed
from intake.parse.machines.report_words import PERSONAL
from intake.parse.machines.undelivered import is_daemon, opening, undelivered
from intake.parse.subject import is_passed_on

MOST_RECEIVED = 60
LOOP_MARK = "X-Intake-Loop"
TOO_MANY_HOPS = f"more than {MOST_RECEIVED} Received: a mail loop"
_FIRST_SENTENCE = 240  # characters of the opening in which a list's program says why
_TITLE = 2  # characters that a read receipt's subject must have to be known again in its text
_MEETING = {"request", "reply", "cancel", "counter", "refresh", "declinecounter", "add"}
_METHOD = re.compile(rb"^METHOD[ \t]*:[ \t]*([A-Z]+)", re.IGNORECASE | re.MULTILINE)
_FEEDBACK = re.compile(rb"\s{0,200}feedback-type[ \t]*:[ \t]*[a-z]", re.IGNORECASE)
_FML = re.compile(r"<\d{6,20}\.FML")
_LIST_HEADERS = (
    "mailing-list",
    "x-mailing-list",
    "x-mailman-version",
    "x-list",
    "x-list-id",
    "x-mlserver",
    "x-ml-name",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why_not` is None exactly when an acknowledgement may be sent."""

    automatic: Automatic
    why_not: str | None

    @property
    def acknowledge(self) -> bool:
        """Whether an acknowledgement may be sent, as far as the message alone can tell."""
        return self.why_not is None


def judge(facts: Facts) -> Verdict:
    """Let the first rule that holds decide; without one a person wrote it."""
    for rule in _RULES:
        found = rule(facts)
        if found is not None:
            kind, reason = found
            return Verdict(Automatic(kind=kind, reason=reason), f"{_WORDS[kind]}: {reason}")
    return Verdict(Automatic(), _forbidden(facts))


def is_loop(found: Automatic) -> bool:
    """Tell whether a mail goes round: it bears our own mark, or has passed more servers than any way has."""
    return found.kind is AutomaticKind.OWN and found.reason in (LOOP_MARK, TOO_MANY_HOPS)


_Found = tuple[AutomaticKind, str] | None


_KINDS = {
    "delivery-status": AutomaticKind.BOUNCE,
    "global-delivery-status": AutomaticKind.BOUNCE,
    "disposition-notification": AutomaticKind.READ_RECEIPT,
    "global-disposition-notification": AutomaticKind.READ_RECEIPT,
    "feedback-report": AutomaticKind.FEEDBACK_REPORT,
    "x-arf": AutomaticKind.FEEDBACK_REPORT,
    "xdelivery-status": AutomaticKind.BOUNCE,
    "x-delivery-status": AutomaticKind.BOUNCE,
}
_COMPLAINT_HEADERS = ("x-apple-unsubscribe", "x-xarf", "x-arf")
_PACKED = ("/gzip", "/zip", "/x-gzip", "/x-zip-compressed", "/xml")


def _report(facts: Facts) -> _Found:
    """RFC 6522 reports, by their declared type or by what they hold."""
    root = facts.root
    declared = root.params.get("report-type", "").lower().strip()
    if declared in _KINDS:
        return _KINDS[declared], f"report-type={declared}"
    for part in root.walk():
        _, _, sub = part.content_type.partition("/")
        # A person who passes a report on may have its parts attached; the subject then begins with Fwd: or Re:.
        if sub in _KINDS and (is_daemon(facts) or not is_passed_on(facts.subject) or not facts.text.strip()):
            return _KINDS[sub], f"Content-Type: {part.content_type}"
    if root.content_type == "multipart/report":
        return AutomaticKind.FEEDBACK_REPORT, "Content-Type: multipart/report"
    reason = _complaint(facts)
    return None if reason is None else (AutomaticKind.FEEDBACK_REPORT, reason)


def _complaint(facts: Facts) -> str | None:
    """DMARC reports, and abuse reports of those who do not declare them."""
    if DMARC_SUBJECT.match(facts.subject) or (DMARC_NAMED.match(facts.subject) and _packed(facts)):
        return "Subject of a DMARC report"
    if FEEDBACK_SUBJECT.match(facts.subject) or any(map(facts.headers.has, _COMPLAINT_HEADERS)):
        return "Subject or header of an abuse report"
    if FEEDBACK_TEXT.match(facts.text):
        return "wording of an abuse report"
    if any(_FEEDBACK.match(part.body) for part in facts.root.walk() if part.content_type == "text/plain"):
        return "an abuse report under another type"
    return None


def _packed(facts: Facts) -> bool:
    """Whether a file such as DMARC reports are sent in is attached."""
    return any(part.content_type.endswith(_PACKED) for part in facts.root.walk())


def _own(facts: Facts) -> _Found:
    own, headers = facts.own, facts.headers
    if own.loop_mark and own.loop_mark in headers.texts("x-intake-loop"):
        return AutomaticKind.OWN, LOOP_MARK
    if len(headers.by_name.get("received", [])) > MOST_RECEIVED:
        return AutomaticKind.OWN, TOO_MANY_HOPS
    addresses = [one.address for one in facts.senders] + [facts.mail_from or ""]
    if any(own.owns(address) for address in addresses):
        return AutomaticKind.OWN, "From or envelope sender is our own address"
    if own.wrote(facts.message_id):
        return AutomaticKind.OWN, "Message-ID is in our own domain"
    return None


def _bounce(facts: Facts) -> _Found:
    """Delivery reports of servers that do not write RFC 3464."""
    reason = undelivered(facts)
    return None if reason is None else (AutomaticKind.BOUNCE, reason)


def _read_receipt(facts: Facts) -> _Found:
    found = READ_SUBJECT.match(facts.subject)
    if found is None:
        return None
    start = opening(facts.text)
    again = len(found["rest"].strip()) >= _TITLE and found["rest"].strip() in start
    if facts.mail_from == "" or READ_TEXT.search(start) or (again and RECEIPT.search(start)):
        return AutomaticKind.READ_RECEIPT, "Subject of a read receipt"
    return None


def _calendar(facts: Facts) -> _Found:
    if facts.headers.text("content-class").lower() == "urn:content-classes:calendarmessage":
        return AutomaticKind.CALENDAR, "Content-Class: calendarmessage"
    if not facts.text.strip() and MEETING_SUBJECT.match(facts.subject):
        return AutomaticKind.CALENDAR, "Subject of an answer to an invitation, without a word"
    for part in facts.root.walk():
        if part.content_type not in {"text/calendar", "application/ics"}:
            continue
        method = part.params.get("method", "").lower()
        if not method and part.disposition != "attachment":
            found = _METHOD.search(part.content[:65536])
            method = found.group(1).decode("ascii").lower() if found else ""
        if method in _MEETING:
            return AutomaticKind.CALENDAR, f"text/calendar; method={method.upper()}"
    return None


def _auto_reply(facts: Facts) -> _Found:
    reason = replied_by_itself(facts)
    return None if reason is None else (AutomaticKind.AUTO_REPLY, reason)


def _notice(facts: Facts) -> _Found:
    """Gateways, quarantines, fax servers, and what another house's system sends to everybody."""
    reason = noticed(facts)
    return None if reason is None else (AutomaticKind.AUTO_REPLY, reason)


def _list(facts: Facts) -> _Found:
    headers = facts.headers
    name = next((name for name in headers.by_name if name.startswith("list-") or name in _LIST_HEADERS), None)
    if name is not None:
        return AutomaticKind.LIST, name.title()
    if "list" in precedence(facts):
        return AutomaticKind.LIST, "Precedence: list"
    if _FML.match(facts.message_id or ""):
        return AutomaticKind.LIST, "Message-ID of a list's program"
    if _refused_by_list(facts):
        return AutomaticKind.LIST, "wording of a list's program"
    local = next((local for local in facts.local_parts if LIST_SENDER.fullmatch(local)), None)
    return None if local is None else (AutomaticKind.LIST, "sender is a list's address")


def _refused_by_list(facts: Facts) -> bool:
    """Whether the first sentence refuses a letter to a list."""
    start = opening(facts.text)
    found = LIST_TEXT.search(start[:_FIRST_SENTENCE])
    return found is not None and "?" not in start and PERSONAL.search(start[: found.start()]) is None


def _machine(facts: Facts) -> _Found:
    """Other marks that say: do not answer."""
    headers = facts.headers
    for value in headers.texts("auto-submitted"):
        if (token := keyword(value)) not in {"no", ""}:
            return AutomaticKind.AUTO_REPLY, f"Auto-Submitted: {token[:40]}"
    for token in precedence(facts):
        if token in {"bulk", "junk"}:
            return AutomaticKind.BULK, f"Precedence: {token}"
    for value in headers.texts("x-auto-response-suppress"):
        tokens = {token.lower() for token in re.split(r"[\s,;]+", value)}
        if tokens & {"all", "autoreply", "oof"}:
            return AutomaticKind.AUTO_REPLY, f"X-Auto-Response-Suppress: {value[:60]}"
    return None


def _sender(facts: Facts) -> _Found:
    for local in facts.local_parts:
        if DAEMON.fullmatch(local):
            return AutomaticKind.BOUNCE, "sender is postmaster"
        if NO_REPLY.fullmatch(local):
            return AutomaticKind.BULK, "sender is a no-reply address"
        if BOUNCE_SENDER.fullmatch(local):
            return AutomaticKind.BULK, "sender is a bounce address"
    if facts.mail_from == "":
        return AutomaticKind.BOUNCE, "null sender"
    return None


def _forbidden(facts: Facts) -> str | None:
    """Why a message that a person may have written gets no answer; None when it may get one."""
    headers = facts.headers
    if not headers.has("from"):
        return "no From header"
    if len(facts.senders) > 1 or len(headers.by_name["from"]) > 1:
        return "several From addresses"
    if not facts.senders or not _readable(facts.senders[0].address):
        return "From holds no address that can be read"
    if headers.text("x-spam-flag").lower().startswith("yes") or headers.text("x-spam-status").lower().startswith("yes"):
        return "marked as spam by the filter in front of us"
    if facts.rcpt_to is not None and not _addressed(facts):
        return "our address is in none of To, Cc and the envelope"
    return None


def _addressed(facts: Facts) -> bool:
    """Whether it was sent to us. Where nobody said which addresses are ours, the envelope's recipients are."""
    shown = {_plain(one.address) for one in facts.recipients}
    envelope = {_plain(one) for one in facts.rcpt_to or ()}
    ours = {_plain(one) for one in facts.own.addresses}
    return bool((shown | envelope) & ours) if ours else bool(shown & envelope)


def _plain(address: str) -> str:
    """Return the address in lower case, without a +tag."""
    local, _, domain = address.strip("<> ").lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _readable(address: str) -> bool:
    local, at, domain = address.rpartition("@")
    return bool(local and at and domain) and not any(char in '<>[]() ,;"' for char in domain.strip("[]"))


_RULES: tuple[Callable[[Facts], _Found], ...] = (
    _report, _own, _bounce, _read_receipt, _calendar, _auto_reply, _list, _machine, _sender, _notice,
)  # fmt: skip
_WORDS = {
    AutomaticKind.AUTO_REPLY: "automatic message",
    AutomaticKind.BOUNCE: "delivery report",
    AutomaticKind.FEEDBACK_REPORT: "feedback report",
    AutomaticKind.READ_RECEIPT: "read receipt",
    AutomaticKind.LIST: "mailing list",
    AutomaticKind.CALENDAR: "calendar message",
    AutomaticKind.OWN: "our own message or a loop",
    AutomaticKind.BULK: "bulk mail or a sender that takes no replies",
}
