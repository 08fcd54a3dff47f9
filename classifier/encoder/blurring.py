"""Messages made less tidy while the encoder learns, as real ones are: all in small letters, or content words only."""

import random
import re

SMALL = 0.2  # share of messages in small letters
TELEGRAM = 0.15  # share without small words, as some exports of helpdesks come
_WORD = re.compile(r"\w+")
# Words that carry no fact; "no", "not", "all", "both", "each", "every" and "nobody" do, and stay.
_LISTED = (
    "a an the i we you he she it they me us him her them my our your his its their is am are was were be been being do "
    "does did has have had of to in on at for from by with about into over and or but if then so as that this these "
    "those there here which who whom what when where why how will would can could should may might must too very "
    "just than also any some"
)
SMALL_WORDS = frozenset(_LISTED.split())


def blurred(text: str, chance: random.Random) -> str:
    """Return the text, or now and then one that was stripped of capitals or of its small words."""
    if chance.random() < SMALL:
        text = text.lower()
    if chance.random() < TELEGRAM:
        text = " ".join(word for word in _WORD.findall(text) if word.lower() not in SMALL_WORDS)
    return text
