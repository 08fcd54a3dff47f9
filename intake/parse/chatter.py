"""Chatter: a message that is nothing but greetings, thanks, goodbyes, agreement or emoji.

The words are in `chatter.toml`. Every word of a message must be one of these; a question mark or a figure makes it
something else. In doubt it is none.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources

_LONGEST_READ = 4000  # characters
_NO_CHATTER = ("alarms", "requests")
_MOST = 400  # characters; a longer message says something
_LONGEST_PHRASE = 6  # words
_MARKS = "¿¡!.,;:…*_~`\"'()-–—/&^="
_EMOJI_CODE = re.compile(r":[a-z0-9_+'-]{1,60}:(?::skin-tone-[2-6]:)?")
_SMILEY = re.compile(r"(?<!\w)(?:[:;=8]-?[)(dpo/|*3]|<3|\^\^|xd)(?!\w)")
_CALL = re.compile(r"@[\w.-]+(?: [A-Z][\w.-]+)?")  # "@Ann Lee", as a mention reads
_PLUS = re.compile(r"(?<!\w)[+]1(?!\w)")
_REPEATED = re.compile(r"(\w)\1{2,}")  # "heeey", "thxxx"


def why_chatter(text: str) -> str | None:
    """Return why a message asks for nothing, in a few words; None where it may ask for something."""
    if len(text) > _MOST or "?" in text or not text.strip() or any(alarm in text for alarm in _lists()["alarms"]):
        return None
    calls = _CALL.sub(" ", text)
    plain = _without_pictures(_folded(calls))
    words = plain.split()
    if not words:
        return "nothing but emoji" if calls.strip() else None
    themes = _read_as(words)
    said = [theme for theme in themes if theme != "fillers"]
    return f"nothing but {', '.join(dict.fromkeys(said))}" if said else None


def asks_for_something(text: str) -> bool:
    """Tell whether a message has words in which something is asked of whoever reads it."""
    words = f" {' '.join(_without_pictures(_folded(text[:_LONGEST_READ])).split())} "
    return any(f" {phrase} " in words for phrase in _requests())


def _folded(text: str) -> str:
    """Return text as phrases are compared: lower case, no accents, one apostrophe."""
    parts = unicodedata.normalize("NFKD", text.translate(str.maketrans("’‘ʼ`´", "'''''")).casefold())
    return "".join(char for char in parts if unicodedata.category(char) not in ("Mn", "Cf"))


def _without_pictures(text: str) -> str:
    """Return text without emoji, in whatever form, and without punctuation."""
    bare = _SMILEY.sub(" ", _EMOJI_CODE.sub(" ", _PLUS.sub(" plusone ", text)))
    kept = (" " if char in _MARKS or unicodedata.category(char) in ("So", "Sk") else char for char in bare)
    return "".join(kept)


def _read_as(words: list[str]) -> list[str]:
    """Return the themes of the phrases that the words are made of; nothing where some are none."""
    phrases = _phrases()
    best: list[list[str] | None] = [[]] + [None] * len(words)
    for end in range(1, len(words) + 1):
        for start in range(max(0, end - _LONGEST_PHRASE), end):
            before, theme = best[start], phrases.get(" ".join(words[start:end]))
            if before is not None and theme is not None:
                best[end] = [*before, theme]
                break  # the longest phrase that ends here
    found = best[len(words)] or []
    if found:
        return found
    shorter = [_REPEATED.sub(r"\1", word) for word in words]
    return [] if shorter == words else _read_as(shorter)


@cache
def _phrases() -> Mapping[str, str]:
    """Return the theme of each phrase."""
    found: dict[str, str] = {}
    for theme, phrases in _lists().items():
        for phrase in phrases if theme not in _NO_CHATTER else ():
            found.setdefault(" ".join(_without_pictures(_folded(phrase)).split()), theme.replace("_", " "))
    found.pop("", None)
    return found


@cache
def _requests() -> frozenset[str]:
    return frozenset(" ".join(_without_pictures(_folded(phrase)).split()) for phrase in _lists()["requests"])


@cache
def _lists() -> Mapping[str, list[str]]:
    text = resources.files("intake.parse").joinpath("chatter.toml").read_text(encoding="utf-8")
    lists: Mapping[str, list[str]] = tomllib.loads(text)
    return lists
