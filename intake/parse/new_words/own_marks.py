"""Quote marks other than ">": "| " of some mailers, and the initials that The Bat! and Emacs put there: "KV> "."""

import re
from dataclasses import dataclass

_INITIALS = re.compile(r"\s{0,2}([A-Za-z]{1,4})[>|]+\s?")
_BAR = re.compile(r"\s{0,2}[|¦]\s")
_COLON = re.compile(r"\s{0,1}:\s")


@dataclass(frozen=True, slots=True)
class OwnMarks:
    """What the quoted lines of one message begin with."""

    pattern: re.Pattern[str]

    def quoted(self, line: str) -> bool:
        """Whether the line begins with the mark."""
        return self.pattern.match(line) is not None


def own_marks(lines: list[str], at: int) -> OwnMarks | None:
    """Return the mark that the lines from `at` on carry, right below an attribution; None for none or ">"."""
    if at >= len(lines):
        return None
    found = _INITIALS.match(lines[at])
    if found is not None:
        return OwnMarks(re.compile(rf"\s{{0,2}}{re.escape(found.group(1))}[>|]+"))
    for pattern in (_BAR, _COLON):
        if pattern.match(lines[at]) and not _is_table(lines[at]):
            return OwnMarks(pattern)
    return None


def _is_table(line: str) -> bool:
    """Whether the line is a row of a table: it ends with a bar as well."""
    return line.rstrip().endswith("|") and line.count("|") > 2
