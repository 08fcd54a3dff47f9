"""The proof of a contract: every promise counted again and every letter read again, in every language."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from functools import partial
from itertools import product

from intake.contract.promise import promise as promised
from intake.domain.contract import Channel, Contract, LevelChange
from intake.domain.errors import IntakeError
from intake.domain.promise import Promise, Situation
from intake.proof.certificate import flaws
from intake.proof.decisions import decision, letter_call, printed, promise_call, receipt_call, rows
from intake.proof.grid import situations
from intake.proof.languages.known import TONGUES
from intake.proof.letters import (
    NAME,
    SUBJECT,
    acknowledged,
    change_flaws,
    consent_flaws,
    letter_flaws,
    receipt_flaws,
    received,
    text_flaws,
)
from intake.proof.phrasebook import Phrasebook, phrasebook
from intake.proof.receipts import chosen, receipts
from intake.render.letter import Letter
from intake.render.templates import Templates
from intake.render.write import receipt, receipt_unproved

_SHOWN = 20
_RECEIPTS = (Channel.EMAIL, Channel.SLACK)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a contract is tried on: receipts of `year` and the next, customers' `zones`, letters in `languages`.

    With `thin` each decision is read in one language, and other receipts are tried one in eleven.
    """

    year: int
    zones: tuple[tzinfo, ...]
    languages: tuple[str, ...]
    thin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What is wrong, a sentence each, and the command that shows it."""

    sentences: tuple[str, ...]
    call: str


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a proof has tried: `failures` are the first of each sort, `failed` is how many there are in all."""

    contract: str
    version: str
    languages: tuple[str, ...]
    promises: int = 0
    letters: int = 0
    decisions: int = 0
    receipts: int = 0
    failed: int = 0
    failures: list[Failure] = field(default_factory=list)

    def add(self, sentences: tuple[str, ...], call: str) -> None:
        """Note what is wrong with one promise or letter; the same again, or more than twenty, is counted only."""
        self.failed += 1
        if len(self.failures) < _SHOWN and all(each.sentences != sentences for each in self.failures):
            self.failures.append(Failure(sentences=sentences, call=call))


def prove(
    contract: Contract, templates: Templates, scope: Scope, progress: Progress = lambda _done, _all: None
) -> Outcome:
    """Try a contract on its grid; `progress` is told how many steps of how many are done.

    Every situation is asked at the few receipts of `chosen`, and each promise's certificate is checked. Situations
    with the same decision make letters that differ by times only: one of each is read in every language. Deadlines
    depend on the rows of the table and the receipt: one situation of each set of rows is asked at every receipt, and
    each letter that prints a time for the first time is read, the languages and zones in turn.
    """
    return _Proof(contract, templates, scope, progress).outcome()


class _Proof:
    def __init__(self, contract: Contract, templates: Templates, scope: Scope, progress: Progress) -> None:
        self._contract = contract
        self._templates = templates
        self._scope = scope
        self._progress = progress
        self._books = [phrasebook(contract, TONGUES[code]) for code in scope.languages]
        self._zones = tuple(dict.fromkeys((contract.zone, *scope.zones)))
        self._found = Outcome(contract=contract.id, version=contract.version, languages=scope.languages)
        self._done = self._all = 0

    def outcome(self) -> Outcome:
        decided = self._decide()
        self._read_receipts()
        self._read_decisions(list(decided.values()))
        self._count_everywhere(list({rows(promise): asked for promise, asked in decided.values()}.values()))
        return self._found

    def _decide(self) -> dict[tuple[object, ...], tuple[Promise, Situation]]:
        """Ask every situation at the chosen receipts; return one of each decision."""
        few = chosen(self._contract, self._scope.year)
        asked = situations(self._contract, few[0])
        self._all = len(asked) * len(few) * 2
        found: dict[tuple[object, ...], tuple[Promise, Situation]] = {}
        for index, base in enumerate(asked):
            # Each situation begins at another receipt, so that decisions are read at different times.
            for at in (*few[index % len(few) :], *few[: index % len(few)]):
                situation = replace(base, received_at=at)
                promise = self._promise(situation)
                if promise is not None:
                    found.setdefault(decision(promise, situation), (promise, situation))
        self._found.decisions = len(found)
        return found

    def _promise(self, situation: Situation) -> Promise | None:
        """Ask the contract and check the certificate of its answer; None when there is none."""
        self._step()
        try:
            promise = promised(self._contract, situation)
        except IntakeError as error:
            self._found.add((str(error),), promise_call(self._contract.id, situation))
            return None
        self._found.promises += 1
        if wrong := flaws(promise, self._contract, situation):
            self._found.add(wrong, promise_call(self._contract.id, situation))
        return promise

    def _read_receipts(self) -> None:
        """Read what a sender gets whose contract is not known, or who is not proved: the time of receipt, no other."""
        for number, at in enumerate(chosen(self._contract, self._scope.year)):
            zone = self._zones[number % len(self._zones)]
            for tongue, channel in product((book.tongue for book in self._books), _RECEIPTS):
                call = receipt_call(at, str(zone), tongue.code, channel)
                letter = received(at, zone, tongue, channel)
                for write, which in ((receipt, ""), (receipt_unproved, " --letter receipt_unproved")):
                    self._note(partial(receipt_flaws, letter, tongue, write, self._templates), f"{call}{which}")

    def _read_decisions(self, decided: list[tuple[Promise, Situation]]) -> None:
        """Read the acknowledgement of each decision in every language, and in one of them what a change to it says."""
        self._all = self._done + len(decided) * len(self._books)
        for index, (promise, asked) in enumerate(decided):
            previous = next(each for each, _ in (*decided[:index][::-1], *decided) if each.plan == promise.plan)
            for number, book in enumerate(self._books):
                changes = number == index % len(self._books)
                if changes or not self._scope.thin:
                    letter, call = self._letter(promise, asked, (index + number, book))
                    self._note(partial(letter_flaws, letter, book, self._templates), call)
                if changes:
                    self._read_change(letter, previous, book, call)

    def _read_change(self, letter: Letter, previous: Promise, book: Phrasebook, call: str) -> None:
        """Read what is said of a change of level, and what is asked before where the customer has to agree.

        Both are read once more as they are after the first answer, which nothing promises then.
        """
        for told, option in ((letter, ""), (replace(letter, answered=True), " --answered")):
            change = partial(change_flaws, told, previous, book, self._templates)
            self._note(change, f"{call} --letter level_change{option}")
            if self._contract.level_change is LevelChange.CUSTOMER_CONSENT:
                ask = partial(consent_flaws, told, previous, book, self._templates)
                self._note(ask, f"{call} --letter consent{option}")

    def _letter(self, promise: Promise, asked: Situation, turn: tuple[int, Phrasebook]) -> tuple[Letter, str]:
        """Return what an acknowledgement is made from, in the zone whose turn it is, and the command that shows it."""
        number, book = turn
        zone = self._zones[number % len(self._zones)]
        options = ("--zone", str(zone), "--language", book.tongue.code, "--subject", SUBJECT, "--name", NAME)
        self._step()
        return acknowledged(promise, asked, zone, book), letter_call(self._contract.id, asked, *options)

    def _note(self, found: Callable[[], tuple[str, ...]], call: str) -> None:
        """Read a letter and note what is wrong with it; a template that cannot be used is wrong too."""
        self._found.letters += 1
        try:
            wrong = found()
        except IntakeError as error:
            wrong = (str(error),)
        if wrong:
            self._found.add(wrong, call)

    def _step(self) -> None:
        self._done += 1
        if self._done % 256 == 0:
            self._progress(self._done, max(self._all, self._done))

    def _count_everywhere(self, asked: list[Situation]) -> None:
        """Ask one situation of each set of rows at every receipt; read each letter that prints a new time."""
        every = receipts(self._contract, self._zones, self._scope.year)[:: 11 if self._scope.thin else 1]
        self._found.receipts = len(every)
        self._all = self._done + len(asked) * len(every) * 2
        seen: set[tuple[object, ...]] = set()
        turn = 0
        for base in asked:
            for at in every:
                promise = self._promise(replace(base, received_at=at))
                if promise is not None and not printed(promise) <= seen:
                    seen |= printed(promise)
                    turn += 1
                    book = self._books[turn % len(self._books)]
                    # Languages and zones turn at different speeds, so that each language meets each zone.
                    turns = (turn + turn // len(self._books), book)
                    letter, call = self._letter(promise, replace(base, received_at=at), turns)
                    self._note(partial(text_flaws, letter, book, self._templates), call)
