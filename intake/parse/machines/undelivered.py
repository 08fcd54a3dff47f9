"""Delivery reports of servers that declare none (RFC 3464 ignored): told by sender, subject, opening and shape."""

import re

from intake.parse.decode.charset import decode_text
from intake.parse.machines.facts import Facts
from intake.parse.machines.machine_words import DAEMON, NO_REPLY
from intake.parse.machines.report_openings import CERTAIN_OPENING, OPENING
from intake.parse.machines.report_words import (
    CERTAIN_SUBJECT,
    COLLEAGUE,
    COPY,
    COURTESY,
    DAEMON_NAME,
    DAEMON_NAMED,
    GREETING,
    HEAD_LINE,
    PERSONAL,
    REPLY_CODE,
    SERVER_MAILER,
    SUBJECT,
    SURE_SUBJECT,
    WEAK_LOCAL,
)
from intake.parse.phrases import any_of
from intake.parse.subject import is_passed_on
from intake.parse.tree.mime import Part

_HEADERS = ("x-failed-recipients", "x-ms-embedded-report", "x-bounce-reason", "x-dsn-reason")
_RETURNED = {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "text/rfc822"}
_ANY_TYPE = {"text/plain", "text/x-delivery-status", "application/octet-stream"}
_STATUS_FIELD = re.compile(rb"\s{0,200}(?:reporting-mta|final-recipient|original-envelope-id)[ \t]*:", re.IGNORECASE)
# Where new words end: a quote, a forward, or the line above one.
_QUOTE = any_of(
    r"""
    [>|]|begin forwarded message|anfang der weiter|(?:on|am|le|el|il|em) .{1,200}:[ \t]*$
    -{2,} ?(?:forwarded|weitergeleitet|original (?:message|nachricht)|ursprüngliche|message (?:transf|d['’])|messag)
    (?:from|von|de|da|od|от|发件人|差出人) ?[:：]
    """,
    before=r"^[ \t]*",
)
_TITLE = 500  # characters of the subject that are looked at
_WRAPPED = re.compile(r"\n(?=[a-zà-ÿа-яё])")  # a sentence that goes on in the next line
_FIRST = 1200  # characters of the new words that count as the opening
# What a person writes above a report that is passed on: a sentence that ends in a colon.
INTRODUCES = re.compile(r"^[ \t]{0,8}\w[^\n:@]{15,300}:[ \t]*$", re.MULTILINE)
SENTENCE = re.compile(r"^[ \t]{0,8}\w\S{0,30} \S{1,30} \S[^\n]{0,300}[.:!][ \t]*$", re.MULTILINE)
_SPOKEN = 12  # characters of a sentence in front of a telling phrase in which a server may say "we"
_WORDS = 20_000  # characters of the text that are looked at for the shape
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*")


def undelivered(facts: Facts) -> str | None:
    """Return the rule that makes it a delivery report; None when it reads like none."""
    name = next((name for name in _HEADERS if facts.headers.has(name)), None)
    if name is not None:
        return name.title()
    if any(DAEMON.fullmatch(local) and not local.lower().startswith("post") for local in facts.local_parts):
        return "sender is a mail daemon"
    if any(DAEMON_NAMED.match(one.name) for one in facts.senders):
        return "sender calls itself a mail daemon"
    if _status_as_text(facts):
        return "a delivery status under another type"
    return _by_words(facts)


def is_daemon(facts: Facts) -> bool:
    """Whether the sender, by envelope, address, name or program, can only be a mail system."""
    return (
        is_daemon_address(facts)
        or any(DAEMON_NAME.search(one.name) for one in facts.senders)
        or SERVER_MAILER.match(facts.headers.text("x-mailer")) is not None
    )


def is_daemon_address(facts: Facts) -> bool:
    """Whether the sender is null, or an address that only mail systems have."""
    empty = bool(facts.senders) and not any(one.address.strip("<>@") for one in facts.senders)
    machine = any(DAEMON.fullmatch(local) or NO_REPLY.fullmatch(local) for local in facts.local_parts)
    return facts.mail_from == "" or empty or machine


def report_text(root: Part, text: str) -> str:
    """Return the text of the message; where there is none, that of its text parts with a name."""
    if text.strip():
        return text
    texts = [decode_text(part.content) for part in root.walk() if part.content_type == "text/plain"]
    return "\n".join(texts).replace("\r\n", "\n")


def opens_as_report(text: str) -> bool:
    """Whether the new words begin as a report does, with no person's words in front."""
    return _opens(OPENING, text) or opens_surely(text)


def opens_surely(text: str) -> bool:
    """Whether the new words begin as reports do and nothing else, with no sentence in front."""
    return _opens(CERTAIN_OPENING, text, introduces=SENTENCE)


def _opens(phrases: re.Pattern[str], text: str, *, introduces: re.Pattern[str] = INTRODUCES) -> bool:
    start = _WRAPPED.sub(" ", opening(text))
    found = phrases.search(start)
    if found is None or GREETING.match(start) or COLLEAGUE.search(start, found.start()):
        return False
    above, _, line = COURTESY.sub(" ", start[: found.start()]).rpartition("\n")
    # "We were unable to", "I'm afraid": servers speak like that too, but not at length.
    spoken = len(line) > _SPOKEN and PERSONAL.search(line) is not None
    return not spoken and PERSONAL.search(above) is None and introduces.search(above) is None


def opening(text: str) -> str:
    """Return the first words of the text that are neither quoted nor passed on."""
    first = text[: _FIRST * 2].lstrip()
    quote = _QUOTE.search(first)
    return first[: min(quote.start() if quote else _FIRST, _FIRST)]


def _by_words(facts: Facts) -> str | None:
    words = report_text(facts.root, facts.text)
    subject = SUBJECT.match(facts.subject[:_TITLE]) is not None
    if is_daemon(facts):
        # A name such as "Mail Server Team" may be that of people.
        surely = is_daemon_address(facts) or (_addressed(words) and not _personal(words))
        found = (surely and (subject or _shaped(facts.root, words))) or opens_as_report(words)
        return "sender and wording of a delivery report" if found else None
    if is_passed_on(facts.subject):
        return None
    weak = any(WEAK_LOCAL.fullmatch(local) for local in facts.local_parts)
    # Few mails hold one of these; only they are worth the long look at the opening.
    if not (subject or weak or REPLY_CODE.search(words[:_WORDS]) or _returns(facts.root, words)):
        asked = "?" in opening(words)
        return "opening of a delivery report" if not asked and _addressed(words) and opens_surely(words) else None
    return _by_opening(facts, words, weak=weak) if opens_as_report(words) else _by_subject(facts, words)


def _by_opening(facts: Facts, words: str, *, weak: bool) -> str | None:
    subject = facts.subject[:_TITLE]
    named = SUBJECT.match(subject) is not None
    # Without a subject to match, a sentence in front is a person's who shows us a report.
    marked = named or ((weak or _returns(facts.root, words)) and _opens(OPENING, words, introduces=SENTENCE))
    if (marked and _addressed(words)) or SURE_SUBJECT.match(subject) or CERTAIN_SUBJECT.match(subject):
        return "wording of a delivery report"
    return "opening of a delivery report" if (named or _addressed(words)) and opens_surely(words) else None


def _by_subject(facts: Facts, words: str) -> str | None:
    subject = facts.subject[:_TITLE]
    if _personal(words):
        return None
    if CERTAIN_SUBJECT.match(subject) or (SURE_SUBJECT.match(subject) and _addressed(words)):
        return "Subject of a delivery report"
    if SUBJECT.match(subject) and _shaped(facts.root, words):
        return "Subject and shape of a delivery report"
    return None


def _addressed(words: str) -> bool:
    return _ADDRESS.search(words[:_WORDS]) is not None


def _personal(text: str) -> bool:
    start = opening(text)
    first = COURTESY.sub(" ", start[:300])
    return GREETING.match(start) is not None or PERSONAL.search(first) is not None


def _shaped(root: Part, words: str) -> bool:
    """Whether it holds an SMTP reply, an address, and the message that comes back or its headers."""
    return REPLY_CODE.search(words[:_WORDS]) is not None and _addressed(words) and _returns(root, words)


def _returns(root: Part, words: str) -> bool:
    if any(part.content_type in _RETURNED for part in root.walk()):
        return True
    return COPY.search(words[:_WORDS]) is not None or HEAD_LINE.search(words[:_WORDS]) is not None


def _status_as_text(facts: Facts) -> bool:
    return any(_STATUS_FIELD.match(part.body) for part in facts.root.walk() if part.content_type in _ANY_TYPE)
