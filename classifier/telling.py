"""The clauses of a text that moved a decision, and by how much: what the model used, nothing told afterwards."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

LOUD = 0.3  # of the loudest clause: what is weaker is not shown
LONGEST = 24  # words of a clause that are shown: its loudest
SHORTEST = 3  # words on either side of a comma that parts two clauses
_ENDS = frozenset(".!?\n;…")
_COMMAS = frozenset(",:–—()")
_JOINTS = frozenset({"but", "because", "while", "although", "so", "aber", "weil", "pero", "porque", "mais", "car"})
_WORD = re.compile(r"\w+(?:[-'’.,:/]\w+)*")
_PLEASANTRY = re.compile(
    r"(hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|greetings|thanks?|thank you|many thanks|thx|"
    r"cheers|best|kind|warm|regards|sincerely|yours|"
    r"hallo|guten (?:tag|morgen|abend)|moin|liebe[rs]?|sehr geehrte\w*|danke|(?:vielen|besten) dank|mit freundlichen|"
    r"mfg|viele grü(?:ß|ss)e|gru(?:ß|ss)|bonjour|bonsoir|salut|merci|cordialement|bien (?:à vous|cordialement)|"
    r"hola|buenos|buenas|gracias|saludos|atentamente|un saludo|estimad\w+)\b",
    re.IGNORECASE,
)
# What may stand beside it, with one name at most.
_LISTED = (
    "in advance for your the help and so much very support time a lot to all you team everyone everybody there folks "
    "colleagues desk sir madam regards best wishes greetings im voraus für ihre hilfe zusammen alle grüße dank "
    "d avance pour votre aide à tous monsieur madame de antemano por su ayuda a todos días tardes"
)
_BESIDE = frozenset(_LISTED.split())


class Phrase(NamedTuple):  # made for every word, and a dataclass takes twice as long
    """Characters `start` to `end` of the text the encoder read, and how loudly they speak."""

    start: int
    end: int
    pull: float


def phrases(spans: Sequence[tuple[int, int]], pulls: "Floats", text: str) -> list[Phrase]:
    """Return the clauses that speak for what `pulls`, (tokens,), speak for, the loudest first.

    A number of the encoder is a sum over tokens, and a head is linear in these numbers: the pull of a clause is its
    exact share of the score. Of a very long one its loudest words are shown, and a greeting or thanks never is.
    `text` is what the encoder read, and `spans` are the places of its tokens there.
    """
    words = list(_words(spans, pulls, text))
    said = [_loudest(clause) for clause in _clauses(words, text) if not _is_polite(clause, text)]
    found = sorted((one for one in said if one.pull > 0), key=lambda phrase: -phrase.pull)
    return [phrase for phrase in found if phrase.pull >= LOUD * found[0].pull]


def at_tokens(
    pulls: Mapping[str, float], places: Mapping[str, Sequence[int]], spans: Sequence[tuple[int, int]]
) -> "Floats":
    """Return what words add to each token, (tokens,): each word's pull in equal shares where it begins."""
    import numpy as np

    added = np.zeros(len(spans))
    tokens = [at for at, (start, end) in enumerate(spans) if end > start]
    starts = [spans[at][0] for at in tokens]
    for word, pull in pulls.items():
        here = [found for place in places[word] if (found := bisect_right(starts, place) - 1) >= 0]
        for found in here:
            added[tokens[found]] += pull / len(here)
    return added


def clauses_in(text: str) -> list[list[Phrase]]:
    """Return the words of each clause of a text."""
    return list(_clauses([Phrase(*found.span(), 0.0) for found in _WORD.finditer(text)], text))


def whole_clause(clauses: Sequence[Sequence[Phrase]], start: int, end: int) -> tuple[int, int]:
    """Return the clause, or clauses, that some words of a text stand in; the words alone where that is very long."""
    around = [one for one in clauses if one[0].start < end and start < one[-1].end]
    if not around or sum(map(len, around)) > LONGEST:
        return start, end
    return min(start, around[0][0].start), max(end, around[-1][-1].end)


def _words(spans: Sequence[tuple[int, int]], pulls: "Floats", text: str) -> Iterator[Phrase]:
    """Return whole words: pieces of one word, and "don't" or "log-in", are taken together; other marks are none."""
    word: Phrase | None = None
    mark = 0  # where the marks that follow the word end
    for (start, end), pull in zip(spans, pulls.tolist(), strict=True):
        if not any(character.isalnum() for character in text[start:end]):
            mark = end if start == mark else 0
        elif word is not None and start == mark:
            word, mark = Phrase(word.start, end, word.pull + pull), end
        else:
            if word is not None:
                yield word
            word, mark = Phrase(start, end, pull), end
    if word is not None:
        yield word


def _clauses(words: Sequence[Phrase], text: str) -> Iterator[list[Phrase]]:
    """Return the words of each clause: up to the end of a sentence, or a comma or "but" with enough on either side."""
    clause: list[Phrase] = []
    for at, word in enumerate(words):
        if clause and _parted(clause, words[at : at + SHORTEST], text):
            yield clause
            clause = []
        clause.append(word)
    if clause:
        yield clause


def _parted(clause: Sequence[Phrase], rest: Sequence[Phrase], text: str) -> bool:
    """Whether a clause ends before `rest`, the next words, `SHORTEST` of them unless the text ends."""
    between = text[clause[-1].end : rest[0].start]
    if not _ENDS.isdisjoint(between):
        return True
    joint = text[rest[0].start : rest[0].end].casefold() in _JOINTS
    if not joint and _COMMAS.isdisjoint(between):
        return False
    if len(rest) < SHORTEST or not _ENDS.isdisjoint(text[rest[0].start : rest[-1].end]):
        return False
    return len(clause) >= SHORTEST or _is_polite(clause, text)


def _is_polite(clause: Sequence[Phrase], text: str) -> bool:
    found = _PLEASANTRY.match(text, clause[0].start, clause[-1].end)
    if found is None:
        return False
    rest = [text[word.start : word.end].casefold() for word in clause if word.start >= found.end()]
    return sum(word not in _BESIDE for word in rest) <= 1


def _loudest(clause: Sequence[Phrase]) -> Phrase:
    """Return a clause, or the neighbouring words of a very long one that speak up most."""
    starts = range(max(1, len(clause) - LONGEST + 1))
    windows = [clause[start : start + LONGEST] for start in starts]
    best = max(windows, key=lambda window: sum(word.pull for word in window))
    return Phrase(best[0].start, best[-1].end, sum(word.pull for word in best))
