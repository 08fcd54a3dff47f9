"""A small notation for patterns of words, written as spaCy Matcher patterns, so that they can be kept as readable data.

One word of a line matches one word of a message, in any case and with contractions undone ("can't" is
`can not`):

    down             this word                    #       a number
    down|offline     either word                  Aa      a capitalised word
    @places          any word of the list         ..3     up to three words of the same sentence
    Aa!days          such a word, not of that list
    <cannot>         any line of the phrase       ~3      the same, but not across a comma or dash
    ^is|are          where a clause begins        really? a word that may be missing
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SPECIAL: Mapping[str, dict[str, Any]] = {"#": {"LIKE_NUM": True}, "Aa": {"SHAPE": {"REGEX": "^X"}}}
_NAME_BUT = "Aa!"
_END = [".", "!", "?", ";", "…", "\n"]
_CLAUSE_END = [*_END, ",", "-", "–", "—", ":", "("]
_GAPS: Mapping[str, list[str]] = {"..": _END, "~": _CLAUSE_END}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Lists of single words (`@name`) and of whole lines (`<name>`) that patterns may use."""

    words: Mapping[str, Sequence[str]]
    phrases: Mapping[str, Sequence[str]]


def compiled(line: str, vocabulary: Vocabulary) -> list[list[dict[str, Any]]]:
    """Return the Matcher patterns that `line` stands for. Raises ValueError for an unknown list or an empty line."""
    if not line.split():
        raise ValueError("an empty pattern")
    return [[_token(word, vocabulary) for word in words] for words in _spelled_out(line.split(), vocabulary)]


def _spelled_out(words: Sequence[str], vocabulary: Vocabulary) -> list[list[str]]:
    choices = [_choices(word, vocabulary) for word in words]
    return [list(itertools.chain.from_iterable(choice)) for choice in itertools.product(*choices)]


def _choices(word: str, vocabulary: Vocabulary) -> list[list[str]]:
    if not (word.startswith("<") and word.endswith(">")):
        return [[alternative] for alternative in _apart(word)]
    lines = _looked_up(word[1:-1], vocabulary.phrases)
    return [spelled for line in lines for spelled in _spelled_out(line.split(), vocabulary)]


def _apart(word: str) -> list[str]:
    """One spaCy token cannot be a number, a capitalised word or a listed word: those become patterns of their own."""
    if word.startswith("^"):
        return [f"^{part}" for part in _apart(word[1:])]
    bare, optional = _optional(word)
    parts = bare.split("|")
    plain = "|".join(part for part in parts if part not in _SPECIAL)
    return [f"{part}{optional}" for part in [*(part for part in parts if part in _SPECIAL), plain] if part]


def _token(word: str, vocabulary: Vocabulary) -> dict[str, Any]:
    for sign, ends in _GAPS.items():
        if word.startswith(sign):
            return {"ORTH": {"NOT_IN": ends}, "OP": f"{{0,{int(word.removeprefix(sign))}}}"}
    if word.startswith(_NAME_BUT):
        return {**_SPECIAL["Aa"], "NORM": {"NOT_IN": list(_looked_up(word.removeprefix(_NAME_BUT), vocabulary.words))}}
    if word.startswith("^"):
        return {**_token(word[1:], vocabulary), "IS_SENT_START": True}
    bare, optional = _optional(word)
    wanted = _SPECIAL.get(bare) or {"NORM": {"IN": _alternatives(bare, vocabulary)}}
    return {**wanted, "OP": "?"} if optional else dict(wanted)


def _optional(word: str) -> tuple[str, str]:
    return (word[:-1], "?") if word.endswith("?") and word != "?" else (word, "")


def _alternatives(word: str, vocabulary: Vocabulary) -> list[str]:
    found: list[str] = []
    for part in word.split("|"):
        found.extend(_looked_up(part[1:], vocabulary.words) if part.startswith("@") else [part])
    return found


def _looked_up(name: str, lists: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if name not in lists:
        raise ValueError(f"no list is called {name!r}")
    return lists[name]
