"""One letter tried on every sample: whether it says what it must, and nothing that it must not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from intake.domain.contract import Contract, NoticeId
from intake.domain.errors import BadInput
from intake.domain.promise import Undertaking
from intake.render.phrases import Phrases
from intake.render.samples import CASE, Sample, samples
from intake.render.shown import NoticeWords, Phrase, Pledge, Received
from intake.render.templates import CHAT, ENDING, FALLBACK, Templates
from intake.render.timelike import times_in
from intake.render.view import letter_words, receipt_words
from intake.render.write import taken_apart

# Characters that no template writes: between them stands what a clause backs.
_BY_OPENING = (NoticeId.CLOSED_NOW,)  # it says its hours' clause
MARK = ("\ue000", "\ue001")
NO_CASE = "the subject does not end with the case number; end it with [case {{ case }}]"
UNBACKED = "is printed, a time that no clause backs; say it without"
_RECEIPT = frozenset({"case", "subject", "received", "threaded"})
_SHARED = (f"{CHAT}/sentences", "sentences", "notices")
_MOST_PLACES = 4
_BACKED = re.compile(r"\ue000[^\ue000\ue001]*\ue001")
_LINKS = {"agree_url": "https://desk.example/yes", "refuse_url": "https://desk.example/no"}
_NO_LINKS = {"agree_url": "", "refuse_url": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What a letter has to say beside its case number."""

    received: bool = False
    main: bool = False
    everything: bool = False  # the other promises and the notices
    asks: bool = False
    under_contract: bool = True
    is_mail: bool = True  # a chat has no subject, and buttons in the place of links


_MAILS = {
    "acknowledgement": Duties(received=True, main=True, everything=True),
    "level_change": Duties(received=True, main=True, everything=True),
    "consent": Duties(received=True, main=True, asks=True),
    "consent_reminder": Duties(main=True, asks=True),
    "consent_refused": Duties(),
    "receipt": Duties(received=True, under_contract=False),
    "receipt_unproved": Duties(received=True, under_contract=False),
}
_CHATS = {f"{CHAT}/{name}": replace(duties, is_mail=False, asks=False) for name, duties in _MAILS.items()}
LETTERS = {**_MAILS, **_CHATS}


def known_names(templates: Templates) -> dict[str, frozenset[str]]:
    """Return the names that each letter and each shared file is given, by the file's name without its ending.

    Raises BadInput where the phrases of English cannot be used.
    """
    given = frozenset(_given(next(samples(FALLBACK, MARK)), _Marked(templates, FALLBACK, UTC)))
    words = {
        letter: given.union(_LINKS if duties.asks else ()) if duties.under_contract else _RECEIPT
        for letter, duties in LETTERS.items()
    }
    shared = given.union(_LINKS, ("sentences", "said"))
    return {**words, "sentences": shared, "notices": shared, f"{CHAT}/sentences": shared}


def trials(language: str, templates: Templates, sources: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with the letters of a language, each finding once, with file and, where it has one, line."""
    phrases = _Marked(templates, language, UTC)
    found: dict[str, str] = {}
    for sample in samples(language, MARK):
        for wrong in _tried(sample, phrases, templates, sources):
            found.setdefault(wrong, f" (in a letter about {sample.about})" if UNBACKED in wrong else "")
    yield from (f"{wrong}{where}" for wrong, where in found.items())


def _tried(sample: Sample, phrases: Phrases, templates: Templates, sources: Mapping[str, str]) -> Iterator[str]:
    try:
        given = _given(sample, phrases)
    except BadInput as error:
        yield str(error)
        return
    for letter, duties in LETTERS.items():
        for links in (_LINKS, _NO_LINKS) if duties.asks else ({},):
            words = {**given, **links} if duties.under_contract else {name: given[name] for name in _RECEIPT}
            try:
                text = templates.render(letter, phrases.language, words)
                subject, body = taken_apart(letter, phrases.language, text) if duties.is_mail else ("", text)
            except BadInput as error:
                yield str(error)
                continue
            told = _Told(letter=letter, language=phrases.language, subject=subject, body=_flat(body))
            yield from told.wrongs(words, sources)


def _given(sample: Sample, phrases: Phrases) -> dict[str, object]:
    letter, contract = sample.letter, sample.letter.contract
    if contract is None:  # pragma: no cover - every sample has one
        return receipt_words(letter, phrases)
    return letter_words(letter, sample.promise, contract, phrases)


class _Marked(Phrases):
    """Phrases whose backed words stand between marks, whatever a template does with them."""

    def received(self, at: datetime) -> Received:
        return Received(_mark(super().received(at).text))

    def pledge(self, undertaking: Undertaking, now: datetime | None = None) -> Pledge:
        found = super().pledge(undertaking, now)
        return replace(found, when=_marked(found.when))

    def hours(self, undertaking: Undertaking, contract: Contract) -> Phrase:
        return _marked(super().hours(undertaking, contract))

    def opening(self, undertaking: Undertaking, contract: Contract) -> Phrase:
        return _marked(super().opening(undertaking, contract))


def _mark(text: str) -> str:
    return f"{MARK[0]}{text}{MARK[1]}"


def _marked(phrase: Phrase) -> Phrase:
    return replace(phrase, text=_mark(phrase.text))


def _flat(text: object) -> str:
    return " ".join(str(text).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a template made of a sample; `body` is on one line."""

    letter: str
    language: str
    subject: str
    body: str

    @property
    def _name(self) -> str:
        return f"{self.language}/{self.letter}{ENDING}"

    def wrongs(self, words: Mapping[str, object], sources: Mapping[str, str]) -> Iterator[str]:
        """Yield what is left out, and then each time that nothing backs."""
        if LETTERS[self.letter].is_mail and not self.subject.endswith(f" [case {CASE}]"):
            yield f"{self._name}, line 1: {NO_CASE}"
        for what, phrase in self._wanted(words):
            if _flat(phrase) not in self.body:
                yield f"{self._name}: it leaves out {what}; print it"
        for _, found in times_in(_BACKED.sub("\N{MIDDLE DOT}", self.body), self.language):
            yield f"{self._place(found, sources)}: {found!r} {UNBACKED}"

    def _wanted(self, words: Mapping[str, object]) -> Iterator[tuple[str, object]]:
        """Yield what the letter must print, and how a finding calls it."""
        duties = LETTERS[self.letter]
        yield "the case number, {{ case }}", words["case"]
        if duties.received:
            yield "when the message reached us, {{ received }}", words["received"]
        main, others, notices = words.get("main"), words.get("others", ()), words.get("notices", ())
        opening = "" if words.get("answered") else words.get("opening")
        if duties.main and isinstance(main, Pledge) and not words.get("answered"):
            yield "the promise and its deadline, {{ main.when }}", main.when
        if duties.everything and isinstance(others, tuple) and isinstance(notices, tuple):
            yield from (("another promise, {{ it.when }} of `others`", it.when) for it in others if it.timed)
            yield from (_notice(notice) for notice in notices if notice.reference and notice.id not in _BY_OPENING)
            yield from [("when we open next, {{ opening }}", opening)] * bool(opening and notices)
        if duties.asks:
            yield from (("the link {{ " + name + " }}", words[name]) for name in _LINKS if words[name])

    def _place(self, found: str, sources: Mapping[str, str]) -> str:
        """Return file and line of what prints `found`, as near as its last word tells."""
        last = re.compile(rf"\b{re.escape(found.rsplit(maxsplit=1)[-1])}\b")
        places = [
            f"{name}, line {number}"
            for name in (f"{self.language}/{file}{ENDING}" for file in (self.letter, *_SHARED))
            for number, line in enumerate(sources.get(name, "").splitlines(), 1)
            if last.search(line)
        ]
        return " or ".join(places[:_MOST_PLACES]) or self._name


def _notice(notice: NoticeWords) -> tuple[str, object]:
    return f"the notice {notice.id} with its clause", notice.reference
