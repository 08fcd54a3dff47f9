"""Notices of programs that are neither reports nor absences: gateways, quarantines, fax servers, ticket systems."""

import re

from intake.parse.machines.away_words import ORDERS, PLEA
from intake.parse.machines.facts import Facts
from intake.parse.machines.notice_words import (
    CERTAIN_NOTICE,
    DEPARTED,
    NOTICE_FOOT,
    NOTICE_LOCAL,
    NOTICE_NAME,
    NOTICE_SUBJECT,
    NOTICE_TEXT,
    PROMISE,
    REDIRECTS,
    THANKS,
)
from intake.parse.machines.report_words import COURTESY, PERSONAL
from intake.parse.machines.undelivered import SENTENCE, opening
from intake.parse.subject import is_passed_on

_HEADERS = ("x-ricevuta", "x-quarantine-id-digest", "x-proofpoint-digest", "tls-report-domain")
_FILE = re.compile(r"[\w.-]{1,250}![\w.-]{1,250}!\d{4,12}!\d{4,12}")  # how RFC 7489, 7.2.1.1 names a DMARC report
_SAYS_LATE = 700  # characters of the opening in which a notice says what it is


def noticed(facts: Facts) -> str | None:
    """Return the rule that makes it a program's notice; None when a person may have written it."""
    name = next((name for name in _HEADERS if facts.headers.has(name)), None)
    if name is not None:
        return name.title()
    start = opening(facts.text)
    return None if "?" in start or PLEA.search(start) or ORDERS.search(start) else _noticed_in(facts, start)


def _noticed_in(facts: Facts, start: str) -> str | None:
    if _before_persons_words(CERTAIN_NOTICE, start):
        return "wording of a program's notice"
    if not is_passed_on(facts.subject) and _is_notice(facts, start):
        return "sender, subject and wording of a program's notice"
    if PERSONAL.search(start) is None and any(_FILE.match(part.filename) for part in facts.root.walk()):
        return "file of a DMARC report"
    if THANKS.search(start[:_SAYS_LATE]) and PROMISE.search(start):
        return "receipt of another house's system"
    if _before_persons_words(DEPARTED, start) and REDIRECTS.search(start):
        return "says that the reader has left"
    return None


def _is_notice(facts: Facts, start: str) -> bool:
    """Whether a notice's wording stands beside a sender or foot of its kind, and no person's words in front."""
    sender = any(NOTICE_LOCAL.match(local) for local in facts.local_parts) or any(
        NOTICE_NAME.search(one.name) for one in facts.senders
    )
    subject = NOTICE_SUBJECT.match(facts.subject) is not None
    told = _before_persons_words(NOTICE_TEXT, start[:_SAYS_LATE])
    if sender:
        return told and (subject or NOTICE_FOOT.search(facts.text[:4000]) is not None)
    personal = PERSONAL.search(COURTESY.sub(" ", start)) is not None
    return subject and told and not personal and NOTICE_FOOT.search(facts.text[:4000]) is not None


def _before_persons_words(phrases: re.Pattern[str], start: str) -> bool:
    """Whether one of the phrases stands there with neither a sentence nor a person's words in front."""
    found = phrases.search(start)
    if found is None:
        return False
    above = COURTESY.sub(" ", start[: found.start()])
    return PERSONAL.search(above) is None and SENTENCE.search(above) is None
