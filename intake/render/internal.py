"""Letters of a person's hand or to one: a warning and a page to an engineer, an engineer's reply to a customer."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from intake.render.flow import laid_out, many_lines, one_line
from intake.render.letter import Medium, Written
from intake.render.page import flowed, kept
from intake.render.page import page as html_page
from intake.render.phrases import Phrases
from intake.render.templates import CHAT, FALLBACK, INTERNAL, Templates
from intake.render.view import bare_subject
from intake.render.write import said, taken_apart, written

_LONGEST_NAME = 80
_LONGEST_LINE = 200
_LONGEST_WORDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningWords:
    """What a warning says: the case, what is due and when, and how much of the time has gone.

    `promise` is a PromiseKind's value; `fraction` is of the counted time, 1.0 when it is over; `zone` is
    the engineer's. `answer_address` is where a mail counts as the answer, None where none does; `at_once` says that
    it is promised at once, so that no time of it can be over.
    """

    case_number: int
    customer: str
    subject: str
    promise: str
    due_at: datetime
    zone: tzinfo
    fraction: float
    answer_address: str | None
    at_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """What calls an engineer: why, for whom, until when, and how to take it over.

    `due_at` is when the first of what is still owed is due, `promise` its PromiseKind's value; None and "" where
    nothing is. `words` are the customer's first lines, `pressed` says what they pressed since, "" for nothing.
    """

    case_number: int
    customer: str
    subject: str
    why: str
    due_at: datetime | None
    zone: tzinfo
    acknowledge_url: str | None
    words: str
    answer_address: str | None
    promise: str = ""
    pressed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWords:
    """What an engineer is told whose mail was not passed on to the customer, and why; `part` when only part was not."""

    case_number: int
    customer: str
    subject: str
    why: str
    answer_address: str | None
    part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWords:
    """An engineer's own words to a customer; `engineer` is the name that stands below them, "" for none.

    `medium` and `threaded` are as in a letter.
    """

    case_number: int
    subject: str
    text: str
    engineer: str
    vendor: str
    language: str
    medium: Medium = Medium.MAIL
    threaded: bool = False


def warning(words: WarningWords, templates: Templates) -> Written:
    """Tell an engineer that something promised falls due, or has; raises BadInput for an unusable template."""
    passed = words.fraction >= 1
    known = {
        **_case(words),
        "promise": words.promise,
        "due": _phrases(templates, words.zone).received(words.due_at),
        "passed": passed,
        "at_once": words.at_once,
        "percent": "" if passed else f"{max(words.fraction, 0):.0%}",
    }
    return _internal("warning", templates, known)


def page(words: PageWords, templates: Templates) -> Written:
    """Call an engineer to a case; raises BadInput for an unusable template."""
    due = words.due_at
    known = {
        **_case(words),
        "why": one_line(words.why, _LONGEST_LINE),
        "due": "" if due is None else _phrases(templates, words.zone).received(due),
        "acknowledge_url": words.acknowledge_url or "",
        "promise": words.promise,
        "words": one_line(words.words, _LONGEST_WORDS),
        "pressed": one_line(words.pressed, _LONGEST_WORDS),
    }
    return _internal("page", templates, known, (words.acknowledge_url or "",))


def note(words: NoteWords, templates: Templates) -> Written:
    """Tell an engineer that their mail has not gone to the customer; raises BadInput for an unusable template."""
    known = {**_case(words), "why": one_line(words.why, _LONGEST_LINE), "part": words.part}
    return _internal("note", templates, known)


def reply(words: ReplyWords, templates: Templates) -> Written:
    """Send an engineer's own words, line by line as they were written, and below them who writes about which case."""
    language = templates.language(words.language)
    known: dict[str, object] = {
        "case": str(words.case_number),
        "subject": bare_subject(words.subject),
        "engineer": one_line(words.engineer, _LONGEST_NAME),
        "vendor": words.vendor,
        "threaded": words.threaded,
    }
    theirs = many_lines(words.text)
    if words.medium is Medium.CHAT:
        below = said(templates.render(f"{CHAT}/reply", language, known))
        return Written(subject="", body=f"{theirs}\n{below.body}", html="", marked=f"{theirs}\n{below.marked}")
    subject, end = taken_apart("reply", language, templates.render("reply", language, known))
    closing = laid_out(end)
    return Written(
        subject=subject,
        body=f"{theirs}\n{closing}" if theirs else closing,
        html=html_page(subject, language, f"{kept(theirs)}\n{flowed(closing)}".strip()),
    )


def _internal(name: str, templates: Templates, words: dict[str, object], links: tuple[str, ...] = ()) -> Written:
    """Write in English, whatever the customer reads."""
    file = f"{INTERNAL}/{name}"
    return written(file, FALLBACK, templates.render(file, FALLBACK, words), links)


def _phrases(templates: Templates, zone: tzinfo) -> Phrases:
    return Phrases(templates, FALLBACK, zone)


def _case(words: WarningWords | PageWords | NoteWords) -> dict[str, object]:
    return {
        "case": str(words.case_number),
        "customer": one_line(words.customer, _LONGEST_NAME),
        "subject": bare_subject(words.subject),
        "answer_address": words.answer_address or "",
    }
