"""Instants in the text of a chat: marks around the words of each, so that a reader's own clock can show it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

# Characters that Unicode leaves to private use; a stranger's are dropped before (see `render.flow`).
_OPEN, _BETWEEN, _CLOSE = "\ue010", "\ue011", "\ue012"
SMALL_PRINT = "\ue013"  # what follows it may stand in smaller letters
MARKS = frozenset((_OPEN, _BETWEEN, _CLOSE, SMALL_PRINT))
_SMALL = re.compile(f"{SMALL_PRINT}\n*")
_MARKED = re.compile(f"{_OPEN}(?P<seconds>-?\\d+)(?P<ends>e?){_BETWEEN}(?P<words>[^{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment as a text says it; `ends` where the words name a day whose end it is."""

    at: datetime
    words: str
    ends: bool = False


def mark(words: str, at: datetime, *, ends: bool = False) -> str:
    """Return words between marks that hold their instant, cut down to its second."""
    return f"{_OPEN}{int(at.timestamp())}{'e' if ends else ''}{_BETWEEN}{words}{_CLOSE}"


def plain(text: str) -> str:
    """Return a text without its marks."""
    return _SMALL.sub("", _MARKED.sub(lambda found: found["words"], text))


def pieces(text: str) -> Iterator[str | Instant]:
    """Yield a text's words and instants in their order."""
    end = 0
    for found in _MARKED.finditer(text):
        yield text[end : found.start()]
        at = datetime.fromtimestamp(int(found["seconds"]), UTC)
        yield Instant(at=at, words=found["words"], ends=bool(found["ends"]))
        end = found.end()
    yield text[end:]
