"""Assent: whether the new words of a reply begin with a clear yes or a clear no."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

from intake.thread.assent_words import AFFIRMATIONS, COURTESY, GREETINGS, HEDGES, NEGATIONS, NO, YES

_LONGEST_GREETING = 5  # words
_LONGEST = 2000  # characters: who writes more than that has more to say than yes or no
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?")
_SENTENCE = re.compile(r"[^.!\n]*[.!\n]*")
# Between the words of an answer: anything else there, a question mark or a slash, makes it none.
_BETWEEN = re.compile(r"[\s,.!:\-–—*_>\"“”()]*")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def _table() -> dict[tuple[str, ...], bool | None]:
    """Return what each phrase says, by its words: yes, no, or nothing but courtesy."""
    kinds = ((YES, True), (NO, False), (COURTESY, None))
    return {tuple(phrase.split()): said for phrases, said in kinds for phrase in chain.from_iterable(phrases)}


_SAID = _table()
_LONGEST_PHRASE = max(map(len, _SAID))


def assent(text: str) -> bool | None:
    """Return True for a clear yes, False for a clear no, None for anything else.

    `text` is a reply's new words. The answer stands alone or as its first sentence, after a greeting perhaps; what
    follows must not take it back. An answer that is not clear is never taken for one.
    """
    if len(text) > _LONGEST:
        return None
    first, rest = _first_sentence(_without_greeting(_plain(text)))
    said = _said(first)
    if said is None:
        return None
    against = NEGATIONS if said else AFFIRMATIONS
    after = set(_words(rest))
    return None if "?" in rest or after & (HEDGES | against) else said


def _plain(text: str) -> str:
    """Return a text as it is compared: lower case, no accents, one apostrophe, nothing that cannot be seen."""
    parts = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    return "".join(char for char in parts if unicodedata.category(char) not in ("Mn", "Cf")).strip()


def _without_greeting(text: str) -> str:
    line, _, rest = text.partition("\n")
    words = _words(line)
    greets = bool(words) and words[0] in GREETINGS and len(words) <= _LONGEST_GREETING
    return rest.strip() if greets and not set(words) & (HEDGES | NEGATIONS | AFFIRMATIONS) else text


def _first_sentence(text: str) -> tuple[str, str]:
    match = _SENTENCE.match(text)
    end = 0 if match is None else match.end()
    return text[:end], text[end:]


def _said(sentence: str) -> bool | None:
    """Return what a sentence says that is made of answers and courtesies only, None for any other."""
    if _BETWEEN.fullmatch(_WORD.sub(" ", sentence)) is None:
        return None
    said = list(_phrases(_words(sentence)))
    answers = {one for one in said if one is not None and one != ""}
    if not said or said[0] not in (True, False) or "" in said or len(answers) != 1:
        return None
    return True in answers


def _phrases(words: list[str]) -> Iterator[bool | str | None]:
    """Yield what each phrase says, the longest first; an empty text for words that are none."""
    at = 0
    while at < len(words):
        spans = range(min(_LONGEST_PHRASE, len(words) - at), 0, -1)
        found = next((span for span in spans if tuple(words[at : at + span]) in _SAID), None)
        if found is None:
            yield ""
            return
        yield _SAID[tuple(words[at : at + found])]
        at += found


def _words(text: str) -> list[str]:
    return [word.rstrip("'") for word in _WORD.findall(text)]
