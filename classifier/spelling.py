"""What a word is wherever it stands, which follows from how it is spelled and what spaCy says of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import spacy.tokens

_STOPS = frozenset({".", "!", "?", "…", ";", "\n", "?!", "!!", "!!!", "??", "???", "..."})
_COMMAS = frozenset({",", ":", "-", "–", "—", "(", ")", '"', "“", "”", "„", "/"})
_JOINTS = frozenset({"but", "because", "if", "whether", "unless", "while", "although", "though", "so", "when", "that"})
_BEFORE = frozenset({"hi", "hello", "hey", "dear", "and", "but", "so", "also", "ok", "well", "sorry", "please", "just"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word; names with `_`, `like_num` and the like are spaCy's and mean the same.

    `width` counts its characters and the blank after it. `form` is what the linear model counts it as, "" for a mark
    that it does not count. It `stops` a sentence, `joins` two clauses (the later begins with it), `parts` two clauses,
    or `leads` in, so that the word after it begins a clause where it begins one. `beginning` is the same word where
    it begins a clause.
    """

    text: str
    norm_: str
    lower_: str
    shape_: str
    like_num: bool
    is_space: bool
    width: int
    form: str
    stops: bool
    joins: bool
    parts: bool
    leads: bool
    is_sent_start: bool = False
    beginning: "Token | None" = None


def spelled(word: "spacy.tokens.Token") -> Token:
    """Return what is known of a word; spaCy may forget it afterwards."""
    text, norm, blank = word.text, word.norm_, bool(word.whitespace_)
    said = (text, norm, word.lower_, word.shape_, word.like_num, word.is_space)
    counts = counted(norm) if _counts(text) else ""
    parts = text in _COMMAS and (text not in "-/" or blank)  # not the hyphen of "log-in"
    leads = norm in _BEFORE or not text.strip()
    follows = (len(text) + blank, counts, text.strip(" ") in _STOPS, norm in _JOINTS, parts, leads)
    return Token(*said, *follows, False, Token(*said, *follows, True))  # in the order of the fields


def counted(norm: str) -> str:
    """Return the form that is counted: 4,200 and 07:15 are the same word `0`; long strings are cut to 24 letters."""
    return "0" if not norm.isalpha() and any(map(str.isdigit, norm)) else norm.lower()[:24]


def _counts(text: str) -> bool:
    return text.isalnum() or text == "?" or any(map(str.isalnum, text))
