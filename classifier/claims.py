"""A severity that the writer names: it is their claim, and says nothing of what has happened."""

import re

_NAMES = "sev(?:erity)?|prio(?:rity)?|level|schweregrad|priorität|gravedad|prioridad|gravité|priorité"
_CLAIM = re.compile(rf"\b(?:(?:{_NAMES})(?:\s+level)?\s*[:#=-]?\s*[1-6]|P[1-6])\b[ \t]*[:.!,-]*", re.IGNORECASE)


def without_claims(text: str) -> str:
    """Return a text with blanks where it names a severity, as long as it was: offsets stay what they are.

    The corpus has hardly any, so a model makes of "Severity 1." whatever the letters remind it of.
    """
    return _CLAIM.sub(lambda found: " " * len(found[0]), text)
