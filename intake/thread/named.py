"""The case that somebody names in so many words in a chat: "case 1001", "Fall 1001", "[case 1001]"."""

import re
from collections.abc import Iterator

_NAMED = re.compile(
    r"(?<![\w/])(?:case|ticket|fall|vorgang|dossier|caso|expediente)[ \t]*"
    r"(?:number|no\.?|nr\.?|nummer|num[eé]ro|n[.°º]+)?[ \t]*[#:]?[ \t]*(\d{1,12})(?![\w%]|[.,:/]\d)",
    re.IGNORECASE,
)
_MOST = 20_000  # characters


def named_cases(text: str) -> Iterator[int]:
    """Yield the numbers that a text names as cases, the first first; whether there is such a case is another matter."""
    for found in _NAMED.finditer(text[:_MOST]):
        yield int(found[1])
