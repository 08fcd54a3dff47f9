"""Templates tried before they are used: what is wrong with them, with file and line, in one sentence each."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from intake.domain.contract import NoticeId, PromiseKind
from intake.domain.errors import BadInput
from intake.render.buttons import MACROS, Buttons
from intake.render.internal import PageWords, ReplyWords, WarningWords, page, reply, warning
from intake.render.letter import Medium, Written
from intake.render.own_words import OwnWords
from intake.render.samples import CASE
from intake.render.templates import BUTTONS, CHAT, ENDING, FALLBACK, INTERNAL, Templates
from intake.render.trial import NO_CASE, UNBACKED, known_names, trials

_NOTICES = f"notices{ENDING}"
_ALWAYS_KNOWN = frozenset({"nbsp", "small_print"})
_DUE = datetime(2031, 3, 5, 13, 5, tzinfo=UTC)


def check_templates(sources: Mapping[str, str], languages: Collection[str] | None = None) -> tuple[str, ...]:
    """Return what is wrong with templates (`en/receipt.txt.j2` and so on to their text), each finding once.

    `sources` are all templates of an installation, `languages` those to look at; None looks at every one.

    A finding begins with the file and, where it has one, the line. Looked for: files that are missing or no
    templates, names that do not exist, times in a template's own words, notices without words, and, on made-up
    letters that reach every branch, a subject without its case number, a promise, a time of receipt or a notice
    that is left out, and whatever else fails when it is used.
    """
    wanted = {name.partition("/")[0] for name in sources} if languages is None else set(languages)
    looked_at = [finding for language in sorted(wanted) for finding in _of_language(language, sources)]
    return tuple(dict.fromkeys(looked_at))


def _of_language(language: str, sources: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with one language; English beside it says which files there are."""
    needed = {name: text for name, text in sources.items() if name.partition("/")[0] in (language, FALLBACK)}
    try:
        templates = Templates(needed)
    except BadInput:
        yield from _unparsed(needed)
        return
    own_times = tuple(_own_times(language, needed))
    yield from (*_missing(language, needed), *_unknown(language, needed, templates), *own_times)
    yield from _notices_without_words(language, needed)
    if templates.language(language) != language:
        return
    # What has been found in a template's own words need not be told again from its letters.
    found = trials(language, templates, needed)
    yield from (finding for finding in found if not own_times or UNBACKED not in finding)
    yield from (*_tried_replies(language, templates), *_tried_buttons(language, templates))
    if language == FALLBACK:
        yield from _tried_internal(templates)


def _unparsed(sources: Mapping[str, str]) -> Iterator[str]:
    for name, source in sources.items():
        try:
            Templates({name: source})
        except BadInput as error:
            yield str(error)


def _missing(language: str, sources: Mapping[str, str]) -> Iterator[str]:
    """Yield the files that a language lacks beside English: no letter could be written in it."""
    files = [name.partition("/")[2] for name in sources if name.startswith(f"{FALLBACK}/")]
    for file in files:
        if not file.startswith(f"{INTERNAL}/") and f"{language}/{file}" not in sources:
            yield f"{language}/{file}: this template is missing; add it, or remove the folder {language}"


def _unknown(language: str, sources: Mapping[str, str], templates: Templates) -> Iterator[str]:
    try:
        known = known_names(templates)
    except BadInput as error:
        yield str(error)
        return
    for file, read in _read(language, sources):
        names = known.get(file.removesuffix(ENDING))
        for line, word in () if names is None else read.unknown_names(names | _ALWAYS_KNOWN):
            mend = f"write one of {', '.join(sorted(names or ()))}"
            yield f"{language}/{file}, line {line}: {word!r} is undefined; {mend}"


def _own_times(language: str, sources: Mapping[str, str]) -> Iterator[str]:
    for file, read in _read(language, sources):
        for line, words in read.times():
            yield (
                f"{language}/{file}, line {line}: {words!r} is a time of the template's own, which no clause backs; "
                "print a phrase such as main.when or received instead, or say it without a time"
            )


def _notices_without_words(language: str, sources: Mapping[str, str]) -> Iterator[str]:
    for file, read in _read(language, sources):
        for notice in sorted({*NoticeId} - read.macros()) if file == _NOTICES else ():
            yield f"{language}/{file}: the notice {str(notice)!r} has no words; add a macro of that name"


def _read(language: str, sources: Mapping[str, str]) -> Iterator[tuple[str, OwnWords]]:
    """Yield each file of a language, by its name in the folder; all of them can be parsed by now."""
    for name, source in sources.items():
        if name.startswith(f"{language}/"):
            yield name.partition("/")[2], OwnWords(name, source)


def _tried_replies(language: str, templates: Templates) -> Iterator[str]:
    for words in _replies(language):
        yield from _with_case(f"{language}/reply{ENDING}", partial(reply, words, templates))
        chat = replace(words, medium=Medium.CHAT, threaded=not words.subject)
        yield from _with_case(f"{language}/{CHAT}/reply{ENDING}", partial(reply, chat, templates))


def _tried_buttons(language: str, templates: Templates) -> Iterator[str]:
    """Yield what is wrong with a chat's buttons: each has to say something."""
    for macro, words in MACROS.items():
        try:
            said = Buttons(templates, language).say(macro, *words)
        except BadInput as error:
            yield str(error)
            continue
        if not said:
            yield f"{language}/{BUTTONS}{ENDING}: the macro {macro!r} says nothing; give it words"


def _tried_internal(templates: Templates) -> Iterator[str]:
    for words in _warnings():
        yield from _with_case(f"{FALLBACK}/{INTERNAL}/warning{ENDING}", partial(warning, words, templates))
    for called in _pages():
        yield from _with_case(f"{FALLBACK}/{INTERNAL}/page{ENDING}", partial(page, called, templates))


def _with_case(name: str, write: Callable[[], Written]) -> Iterator[str]:
    try:
        written = write()
    except BadInput as error:
        yield str(error)
        return
    if not written.html and str(CASE) not in written.body:
        yield f"{name}: it leaves out the case number, {{{{ case }}}}; print it"
    if written.html and not written.subject.endswith(f" [case {CASE}]"):
        yield f"{name}, line 1: {NO_CASE}"


def _replies(language: str) -> Iterator[ReplyWords]:
    words = ReplyWords(case_number=CASE, subject="", text="Hello", engineer="", vendor="Sample", language=language)
    yield words
    yield replace(words, subject="Cannot print", engineer="Sam")


def _warnings() -> Iterator[WarningWords]:
    for promise in PromiseKind:
        words = WarningWords(
            case_number=CASE,
            customer="Example",
            subject="Cannot print",
            promise=promise,
            due_at=_DUE,
            zone=UTC,
            fraction=0.5,
            answer_address="answer@desk.example",
        )
        yield words
        yield replace(words, fraction=1.0, customer="", subject="", answer_address=None)
        yield replace(words, fraction=1.0, at_once=True)


def _pages() -> Iterator[PageWords]:
    words = PageWords(
        case_number=CASE,
        customer="Example",
        subject="Cannot print",
        why="an emergency",
        due_at=_DUE + timedelta(days=1),
        zone=UTC,
        acknowledge_url="https://desk.example/page/1",
        words="Nothing works.",
        answer_address="answer@desk.example",
    )
    yield words
    yield replace(words, customer="", subject="", due_at=None, acknowledge_url=None, words="", answer_address=None)
