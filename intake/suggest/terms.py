"""Terms: what a message is about, as words that can be compared across customers and languages."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources

_MOST = 3000  # characters of a message that are looked at
_STEM = 6  # letters by which "connecting" and "connection" are one word
_FIGURES = 3  # digits of a number that may be an error's, not a time's or a count's
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_PARTS = str.maketrans("’‘ʼ`´", "'''''")
CONCEPT = "="  # begins a term that stands for several words


@lru_cache(maxsize=4096)
def terms(text: str) -> frozenset[str]:
    """Return a text's terms: the beginnings of its words, and the concepts that it speaks of ("=login")."""
    plain = _plain(text)
    words = (word.strip("'-") for word in _WORD.findall(plain))
    stems = {_stem(word) for word in words if _counts(word)}
    return frozenset(stems | {CONCEPT + name for name, pattern in _concepts() if pattern.search(plain)})


@lru_cache(maxsize=4096)
def forms(text: str) -> dict[str, str]:
    """Return for each term the first word of the text that stands for it, as it is written there."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text[:_MOST].translate(_PARTS)):
        word = _plain(match.group()).strip("'-")
        if _counts(word):
            found.setdefault(_stem(word), match.group())
    return found


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text[:_MOST].translate(_PARTS).casefold())
    return "".join(char for char in parts if unicodedata.category(char) not in ("Mn", "Cf"))


def _counts(word: str) -> bool:
    return len(word) >= _FIGURES if word.isdigit() else len(word) > 1


def _stem(word: str) -> str:
    """Return the beginning of a word; one with a figure in it is a code and stays whole."""
    return word if any(char.isdigit() for char in word) else word[:_STEM]


@cache
def _concepts() -> list[tuple[str, re.Pattern[str]]]:
    text = resources.files("intake.suggest").joinpath("concepts.toml").read_text(encoding="utf-8")
    every: dict[str, list[str]] = tomllib.loads(text)["concepts"]
    return [(name, re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, starts))})")) for name, starts in every.items()]


def _pattern(start: str) -> str:
    return re.escape(start.strip()) + (r"\b" if start.endswith(" ") else "")
