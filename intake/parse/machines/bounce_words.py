"""Recipients of a delivery report out of the server's prose: addresses, and the reply beside each."""

import re
from dataclasses import dataclass

from intake.domain.message import BouncedRecipient
from intake.parse.machines.bounced import bounced, one_line
from intake.parse.machines.report_words import ARRIVED, COPY, DELAYED, GIVEN_UP, HEAD_LINE
from intake.parse.machines.status_words import status_told

_ADDRESS = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,250}\w"
# What stands in front of the address in a list of fields.
_LABEL = (
    r"(?:to|(?:final-|failed |original |intended )?(?:recipient|destination|addressee)(?: address)?(?:\(s\))?|"
    r"empfänger|destinataire|destinatario|destinatário|geadresseerde|odbiorca|получатель|"
    r"宛先|送信先|收件人|받는 사람)[ \t]?"
)
_AT_START = re.compile(
    rf"^[ \t>'\"*-]{{0,12}}(?:{_LABEL}[:：][ \t]*(?:rfc822;[ \t]*)?|\[?smtp[ \t:]+)?<?({_ADDRESS})>?'?"
    r"(?:[ \t]*$|[ \t]*[:(,\[<]|\.\.\.|[ \t]+[^\w@]|[ \t]+(?:on|am|le|el|il|em|invalid)\b|[ \t]+\(|\][ \t]*[:]?)",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(rf"(?<![\w.@])({_ADDRESS})")
_TOLD = re.compile(
    rf"(?:rcpt to|recipient|address|undeliverable|deliver|unknown|user|mailbox|errors?|failed|rejected|"
    rf"\b(?:to|an|à|para|do)\b|收件人|宛先|地址|адрес)[^@\n]{{0,60}}?(?<![\w.@])({_ADDRESS})",
    re.IGNORECASE,
)
_SENDER_LINE = re.compile(
    r"[ \t>]*(?:mail from|from|von|sender|original sender|reply-to|de|contact|help)\b", re.IGNORECASE
)
_FIELD = re.compile(r"[ \t>]{0,8}[A-Za-z][A-Za-z-]{1,40}:")
# Lines that say nothing of the cause: the original's own fields, and words that only lead on.
_EMPTY = re.compile(
    r"[ \t]*(?:(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|тема|件名|主题)[ \t]?[:：]"
    r"|(?:sent|gesendet)[ \t]?:"
    r"|(?:because|weil|parce que|porque|perché|omdat)[ \t]*:[ \t]*$|[^\w\n]*$)",
    re.IGNORECASE,
)
_SUBJECT_LATE = re.compile(
    r"\s*(?:.{0,60}\(delay(?:ed)?\)|delay|warning: (?:message|could|mail|e-?mail delay)|verzögert|retard|"
    r"remise retardée|entrega retrasada|vertraagd)",
    re.IGNORECASE,
)
_MOST = 500
_LONGEST = 1000
_TITLE = 40  # characters at the start in which the words above a copy are the report's own title
_WORDS = 20_000  # characters of the report that are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A report in words. `failed` are its X-Failed-Recipients, `ours` its From and To, `sent_to` the To it returns."""

    text: str
    subject: str
    failed: tuple[str, ...]
    ours: str
    sent_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """What the report says of all its recipients together."""

    status: str
    arrived: bool
    delayed: bool
    given_up: bool


def recipients_in_words(prose: Prose) -> list[BouncedRecipient]:
    """Return whom the prose names, each with the reply nearest to it; empty when it names nobody."""
    report = _report(prose.text)
    found = _named(prose, report) or _listed(prose, report) or _told(prose, report) or _returned(prose, report)
    whole = _whole(prose.subject, report)
    return [_judged(address, words, whole) for address, words in list(found.items())[:_MOST]]


def _report(text: str) -> str:
    """Return what stands above the copy of the returned message."""
    text = text[: _WORDS * 2]
    copies = COPY.finditer(text)
    copy = next((one for one in copies if one.start() > _TITLE or "@" in text[: one.start()]), None)
    head = HEAD_LINE.search(text)
    ends = [copy.start()] if copy else []
    if head is not None:
        ends.append(_head_start(text, head.start()))
    end = min(ends, default=len(text))
    report = text[:end] if text[:end].strip() else text
    return report if len(report) <= _WORDS else report[:_WORDS].rpartition("\n")[0]


def _head_start(text: str, at: int) -> int:
    """Return where the header block that holds the line at `at` begins."""
    while at > 0:
        above = text.rfind("\n", 0, at - 1) + 1
        if _FIELD.match(text[above:at]) is None:
            break
        at = above
    return at


def _named(prose: Prose, report: str) -> dict[str, str]:
    whole = one_line(report)
    return {address: _about(address, whole) for value in prose.failed for address in _ANYWHERE.findall(value)}


def _listed(prose: Prose, report: str) -> dict[str, str]:
    """Addresses that begin a line, as qmail, Exim, Postfix and Exchange write them, and the words on each."""
    found: dict[str, str] = {}
    lines = report.split("\n")
    for index, line in enumerate(lines):
        match = _AT_START.match(line[:400])
        if match is None or len(found) >= _MOST or match.group(1).lower() in prose.ours:
            continue
        words = [line[match.end(1) :].lstrip(">]'\":. ")]
        for following in lines[index + 1 : index + 8]:
            if (not following.strip() and any(words)) or _AT_START.match(following[:400]):
                break
            if _EMPTY.match(following[:400]) is None:
                words.append(following.strip())
        found.setdefault(match.group(1).lstrip("'"), " ".join(word for word in words if word)[:_LONGEST])
    return found


def _told(prose: Prose, report: str) -> dict[str, str]:
    """Addresses behind a telling word: RCPT TO, unknown user, could not be delivered to."""
    whole = one_line(report)
    lines = [line[:1000] for line in report.split("\n") if "@" in line and _SENDER_LINE.match(line[:60]) is None]
    told = [found.group(1).strip("'") for line in lines for found in _TOLD.finditer(line)]
    return {one: _about(one, whole) for one in told if _is_somebody(one, prose)}


def _returned(prose: Prose, report: str) -> dict[str, str]:
    """Return any other address, but neither ours nor the server's; without one, whom the original was sent to."""
    whole = one_line(report)
    for one in [*_ANYWHERE.findall(report), *_ANYWHERE.findall(prose.sent_to), *_to_lines(prose.text)]:
        if _is_somebody(one, prose):
            return {one: _about(one, whole)}
    below = prose.text[len(report) : len(report) + _WORDS]
    return _listed(prose, below) or _told(prose, below)


def _is_somebody(address: str, prose: Prose) -> bool:
    """Whether the address is neither ours nor the server's."""
    return address.lower() not in prose.ours and not address.lower().startswith(("postmaster", "mailer-daemon"))


def _to_lines(text: str) -> list[str]:
    return re.findall(
        rf"^[ \t>]{{0,8}}to:[^\n]{{0,200}}?({_ADDRESS})", text[: _WORDS * 2], re.IGNORECASE | re.MULTILINE
    )


def _about(address: str, whole: str) -> str:
    at = whole.find(address)
    return whole[at + len(address) : at + len(address) + 500].strip(" >:.") if at >= 0 else ""


def _whole(subject: str, report: str) -> _Whole:
    late = _SUBJECT_LATE.match(subject) is not None
    report = f"{subject}\n{report}"
    arrived = ARRIVED.search(report) is not None
    delayed = late or DELAYED.search(report) is not None
    given_up = not late and GIVEN_UP.search(report) is not None
    status = "" if arrived else status_told(report, delayed=delayed and not given_up)
    return _Whole(status=status, arrived=arrived, delayed=delayed, given_up=given_up)


def _judged(address: str, words: str, whole: _Whole) -> BouncedRecipient:
    status = status_told(words, delayed=whole.delayed and not whole.given_up) or whole.status
    return bounced(address, _action(status, whole), status, words)


def _action(status: str, whole: _Whole) -> str:
    if whole.arrived and not status.startswith(("4", "5")):
        return "delivered"
    if status.startswith("5"):
        return "failed"
    if whole.delayed:
        return "delayed"
    return "delayed" if status.startswith("4") and not whole.given_up else "failed"
