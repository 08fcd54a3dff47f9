"""The contract's own words in a letter: found once for a contract and a language, and put aside as marks."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from intake.domain.contract import Contract
from intake.proof.languages.tongue import Tongue
from intake.proof.moments import Stated, ends, patterns, ranges, stated

_OPEN, _CLOSE = "[\"“„‟«‹']\\s?", "\\s?[\"”“»›']"
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f]+")
_BLOCKS = re.compile(r"\n[ \t]*\n|\n(?=- )")
# Characters that Unicode leaves to private use stand for what was found; a stranger's are dropped beforehand.
_FIRST = 0xE000
_REMEMBERED = 5000
_MARKED = re.compile("[\ue000-\uf8ff]")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=\S)")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stood at one place of a text: a moment as it stood, or the contract's `kind` of words as `flat` has them."""

    kind: str
    value: str
    moment: Stated | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in which each mark has become one character; `marks` are in order, each with its place in `text`."""

    text: str
    marks: tuple[tuple[int, Mark], ...]

    def of(self, kind: str) -> tuple[str, ...]:
        """Return the values of the marks of one kind."""
        return tuple(mark.value for _, mark in self.marks if mark.kind == kind)


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """What is told apart in a letter under one contract, or under none, in one language."""

    tongue: Tongue
    contract: Contract | None
    literal: re.Pattern[str] = field(repr=False)
    # Most paragraphs of letters are the same ones again.
    _known: dict[str, tuple[Sentence, ...]] = field(default_factory=dict, repr=False, compare=False)

    def said(self, words: str) -> str:
        """Return the contract's words as a letter of this language says them."""
        return words if self.contract is None else self.contract.said(words, self.tongue.code)

    def blocks(self, text: str, aside: Iterable[str] = ()) -> tuple[tuple[Sentence, ...], ...]:
        """Return a text's paragraphs and items, each as its sentences; `aside` are a stranger's words, left out."""
        for words in filter(None, aside):
            text = text.replace(words, "\ufffc")
        return tuple(self._block(block) for block in _BLOCKS.split(text) if block.strip())

    def _block(self, block: str) -> tuple[Sentence, ...]:
        found = self._known.get(block)
        if found is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            found = self._known[block] = tuple(self._marked(block))
        return found

    def _marked(self, block: str) -> Iterator[Sentence]:
        marks: list[Mark] = []

        def put(mark: Mark) -> str:
            marks.append(mark)
            return chr(_FIRST + len(marks) - 1)

        line = _BLANKS.sub(" ", _MARKED.sub("", block)).replace("’", "'").strip()
        line = self.literal.sub(lambda match: put(_literal(match)), line)
        for pattern in ranges(self.tongue):
            line = pattern.sub(lambda match: _range(match, self.tongue, put), line)
        for pattern in patterns(self.tongue):
            line = pattern.sub(lambda match: put(Mark("moment", match.group(), stated(match, self.tongue))), line)
        for sentence in _SENTENCE_END.split(line):
            places = _MARKED.finditer(sentence)
            yield Sentence(sentence, tuple((at.start(), marks[ord(at.group()) - _FIRST]) for at in places))


def _range(match: re.Match[str], tongue: Tongue, put: Callable[[Mark], str]) -> str:
    """Put the ends of a range aside that the match holds, and return it with its words around them."""
    marks = [put(Mark("moment", said.words, said)) for said in ends(match, tongue)]
    return f"{match['before']}{marks[0]}{match['middle']}{''.join(marks[1:])}"


def _literal(match: re.Match[str]) -> Mark:
    kind = match.lastgroup or ""
    return Mark("clause" if kind == "section" else kind, match.group(kind).casefold())


def phrasebook(contract: Contract | None, tongue: Tongue) -> Phrasebook:
    """Return the words of a contract that a letter may quote, ready to be found."""
    known = Phrasebook(tongue, contract, re.compile("(?!)"))
    if contract is None:
        return known
    kinds = [(name, _pattern(name, words, tongue)) for name, words in _words(contract, known).items() if words]
    return Phrasebook(tongue, contract, re.compile("|".join(pattern for _, pattern in kinds), re.IGNORECASE))


def _words(contract: Contract, book: Phrasebook) -> dict[str, set[str]]:
    clauses = clauses_of(contract)
    return {
        "words": {row.target.words for row in contract.commitments},
        "hours": {book.said(calendar.words) for calendar in contract.calendars if calendar.words},
        "clause": {clause for clause in clauses if clause[:1].isdigit()},
        "section": {clause for clause in clauses if not clause[:1].isdigit()},
        "level": {book.said(level.name) for level in contract.levels},
        "fact": {book.said(value) for notice in contract.notices for _, value in notice.figures},
        "phone": {book.said(number) for number in contract.telephones},
        "plain": {contract.vendor, book.said(contract.website or "")} - {""},
    }


def clauses_of(contract: Contract) -> set[str]:
    """Return every clause that the contract's data rests on."""
    named: list[str | None] = [row.clause for row in contract.commitments]
    named += [level.clause for level in contract.levels]
    named += [calendar.clause for calendar in contract.calendars]
    named += [clause for rule in contract.channels for clause in rule.clauses]
    named += [notice.clause for notice in contract.notices]
    named += [notice.clause_of(name) for notice in contract.notices for name, _ in notice.figures]
    named += [contract.level_change_clause]
    named += [] if contract.emergency is None else [contract.emergency.clause, *contract.emergency.evidence_clauses]
    return {clause for clause in named if clause}


def _pattern(name: str, words: set[str], tongue: Tongue) -> str:
    """Return the pattern of one kind of words, the longest first, as its own named group."""
    any_of = f"(?P<{name}>{'|'.join(re.escape(flat(each)) for each in sorted(words, key=len, reverse=True))})"
    if name == "words":
        return f"{_OPEN}{any_of}{_CLOSE}"
    if name == "clause":
        return rf"\b{tongue.clause}\s?{any_of}(?!\.?\w)".replace(r"\b§", "§")
    if name == "section":
        return rf"\b{tongue.section} {_OPEN}{any_of}{_CLOSE}"
    return rf"(?<!\w){any_of}(?!\w)"


def flat(words: str) -> str:
    """Return words as a mark holds them: blanks, apostrophes and case made equal."""
    return _BLANKS.sub(" ", words).replace("’", "'").casefold()
