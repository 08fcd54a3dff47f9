"""Find the lines of the pattern file in a message, all of them at once.

A set of places in a message is an integer, bit n for the n-th word. A line is a chain of steps: from the places
where its next word may stand to those where the one after it may. A line is looked for only where the message has
the word by which it is filed, so that thousands of lines take a millisecond.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from classifier.phrases import Vocabulary, compiled
from classifier.spelling import Token

Span = tuple[int, int]  # first word, word after the last
_NUMBER, _CAPITAL, _BEGINS = "a number", "capitalised", "begins a clause"


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a line, or a gap of up to `gap` words: it has one of the `marks` and none of the `barred`."""

    marks: frozenset[str]
    barred: frozenset[str] = frozenset()
    signs: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """All spelled-out lines by name, and which steps a word may take part in.

    A chain is filed under the step that a message will hardly have, or under `None` where it needs no certain word.
    """

    chains: Mapping[int | None, tuple[tuple[str, tuple[int, ...]], ...]]
    steps: tuple[Step, ...]
    marked: Mapping[str, tuple[int, ...]]  # steps by the words that they want
    unmarked: tuple[int, ...]  # steps that any word may take, but for their signs
    choosy: frozenset[int]  # steps that want a sign or bar a word


def lines_of(
    named: Iterable[tuple[str, Sequence[str]]], vocabulary: Vocabulary, common: Set[str] = frozenset()
) -> Lines:
    """Return the lines of all names, ready; `common` words are in every message. Raises as `phrases.compiled` does."""
    numbers: dict[Step, int] = {}
    patterns = ((name, one) for name, lines in named for line in lines for one in compiled(line, vocabulary))
    chains = [(name, tuple(numbers.setdefault(_step(word), len(numbers)) for word in one)) for name, one in patterns]
    steps, marked = tuple(numbers), dict[str, list[int]]()
    for step, number in numbers.items():
        for mark in step.marks:
            marked.setdefault(mark, []).append(number)
    filed: dict[int | None, list[tuple[str, tuple[int, ...]]]] = {}
    for name, chain in dict.fromkeys(chains):
        filed.setdefault(_rarest(chain, steps, common), []).append((name, chain))
    return Lines(
        {number: tuple(found) for number, found in filed.items()},
        steps,
        {mark: tuple(found) for mark, found in marked.items()},
        tuple(number for number, step in enumerate(steps) if not step.marks),
        frozenset(number for number, step in enumerate(steps) if step.signs or step.barred),
    )


def _rarest(chain: Sequence[int], steps: Sequence[Step], common: Set[str]) -> int | None:
    """Return the step of a chain that fewest messages will have a word for; None where it can do without any."""
    needed = [number for number in chain if steps[number].marks and not steps[number].optional]
    return min(
        needed, key=lambda number: (len(steps[number].marks & common), len(steps[number].marks), number), default=None
    )


def matches(lines: Lines, doc: Sequence[Token]) -> dict[str, list[Span]]:
    """Return the spans that match by name, in the order of the text; of overlapping ones the longest."""
    places = _places(lines, doc)
    everywhere = (1 << len(doc)) - 1
    found: dict[str, set[Span]] = {}
    for filed in (None, *(lines.chains.keys() & places.keys())):
        for name, chain in lines.chains.get(filed, ()):
            if _ends(chain, everywhere, places, lines.steps):
                found.setdefault(name, set()).update(_spans(chain, everywhere, places, lines.steps))
    return {name: sorted(_longest(spans)) for name, spans in found.items()}


def _step(word: Mapping[str, Any]) -> Step:
    how = str(word.get("OP", ""))
    if "ORTH" in word:
        return Step(frozenset(), frozenset(word["ORTH"]["NOT_IN"]), gap=int(how.strip("{}").partition(",")[2]))
    norm = word.get("NORM", {})
    wanted = {"LIKE_NUM": _NUMBER, "SHAPE": _CAPITAL, "IS_SENT_START": _BEGINS}
    signs = tuple(sign for key, sign in wanted.items() if key in word)
    return Step(frozenset(norm.get("IN", ())), frozenset(norm.get("NOT_IN", ())), signs, how == "?")


def _places(lines: Lines, doc: Sequence[Token]) -> dict[int, int]:
    """Return the places of the words that a step accepts, for the steps that accept any."""
    forms: dict[str, int] = {}
    texts: dict[str, int] = {}
    signs = dict.fromkeys((_NUMBER, _CAPITAL, _BEGINS), 0)
    for at, token in enumerate(doc):
        bit, norm, text = 1 << at, token.norm_, token.text
        forms[norm] = forms.get(norm, 0) | bit
        texts[text] = texts.get(text, 0) | bit
        for sign in _signs(token, text):
            signs[sign] |= bit
    places = dict.fromkeys(lines.unmarked, (1 << len(doc)) - 1)
    for form, bits in forms.items():
        for number in lines.marked.get(form, ()):
            places[number] = places.get(number, 0) | bits
    for number in lines.choosy & places.keys():
        step = lines.steps[number]
        for sign in step.signs:
            places[number] &= signs[sign]
        for word in step.barred:
            places[number] &= ~(texts if step.gap else forms).get(word, 0)
    return places


def _signs(token: Token, text: str) -> Iterator[str]:
    if token.like_num or text[:1].isdigit():  # 3, three, 7:30
        yield _NUMBER
    if token.shape_.startswith("X"):
        yield _CAPITAL
    if token.is_sent_start:
        yield _BEGINS


def _ends(chain: Sequence[int], starts: int, places: Mapping[int, int], steps: Sequence[Step]) -> int:
    """Return the places after the last word of matches that begin at one of `starts`."""
    now = starts
    for number in chain:
        step, here = steps[number], places.get(number, 0)
        if step.gap:
            reach = now
            for _ in range(step.gap):
                reach = (reach & here) << 1
                if not reach:
                    break
                now |= reach
        elif step.optional:
            now |= (now & here) << 1
        else:
            now = (now & here) << 1
        if not now:
            return 0
    return now


def _spans(chain: Sequence[int], everywhere: int, places: Mapping[int, int], steps: Sequence[Step]) -> Iterator[Span]:
    """Return the longest match from each place where one begins; no line begins with a gap."""
    first = steps[chain[0]]
    starts = everywhere if first.optional else everywhere & places.get(chain[0], 0)
    while starts:
        start = starts & -starts
        starts ^= start
        last = _ends(chain, start, places, steps).bit_length() - 1
        if last >= start.bit_length():
            yield start.bit_length() - 1, last


def _longest(spans: Iterable[Span]) -> Iterator[Span]:
    taken = 0
    for first, last in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        words = (1 << last) - (1 << first)
        if not taken & words:
            taken |= words
            yield first, last
