"""Many phrases as one pattern: written as lines, matched as alternatives."""

import re


def any_of(lines: str, *, before: str = "", after: str = "") -> re.Pattern[str]:
    """Return a pattern, in any letter case and for each line, that finds any of the phrases; a line may hold several.

    `before` and `after` stand around all of them.
    """
    phrases = "|".join(line.strip() for line in lines.split("\n") if line.strip())
    return re.compile(f"{before}(?:{phrases}){after}", re.IGNORECASE | re.MULTILINE)
