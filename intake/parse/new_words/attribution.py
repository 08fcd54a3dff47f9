"""Lines in which a mail program says whose words follow: "On Tue, Mar 3, 2026 at 9:14 AM Kim Vale wrote:"."""

import re
from collections.abc import Iterator

from intake.parse.new_words.attribution_forms import (
    ADDRESS,
    ADDRESS_END,
    DATE,
    FULL_DATE,
    LONGEST,
    TIME,
    WORD,
    cites,
    ends_with_verb,
    full_and_signed,
    introduces_quote,
    lost_its_colon,
    name_and_address,
    runs_on,
    via,
    wrote,
)
from intake.parse.new_words.attribution_words import DATED_START, OPENER, RUN_IN, TELLING, WROTE_ANYWHERE

_WINDOW = 5  # lines that an attribution may be wrapped over
_LEAST = 3  # no line that ends an attribution is shorter: "AM:"
_POSTED = re.compile(r"posted by \S.{0,60} on \d{1,2}/\d{1,2}/\d{2,4}$", re.IGNORECASE)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TRAIL = "\u202c\u200f \t*_\xa0->＞"


def attribution_start(lines: list[str], at: int, *, quoted_below: bool) -> int | None:
    """Return the first line of the attribution that ends with line `at`; None when none ends there.

    `quoted_below` says that quote marks follow, which makes much surer that the line introduces them.
    """
    line = lines[at]
    if len(line) < _LEAST:
        return at if quoted_below and any(word in line for word in WROTE_ANYWHERE) else None
    ending = line.rstrip(_TRAIL)
    if line.startswith(">>>"):
        return at
    if line.rstrip(" \t*:").endswith("--") and (wrote(ending) or (at and not ending and wrote(lines[at - 1][-20:]))):
        return _dashed(lines, at)
    if not ending.endswith((":", "：")):
        return _colon_elsewhere(lines, at, ending)
    above = lines[at - 1][-LONGEST:] if at else ""
    # A name may be alone on the last line, but then the verb or the address is on the one above.
    if not any("@" in one or wrote(one) for one in (ending, above)):
        return None
    start = _first_line(lines, at, quoted_below=quoted_below)
    return None if start is None else _with_day_above(lines, start, at)


def _dashed(lines: list[str], at: int) -> int | None:
    """Where "---- On Tue, 3 Mar 2026 Kim Vale wrote ----" begins, that ends with line `at`; None for none."""
    for index in range(at, max(at - 3, -1), -1):
        if lines[index].lstrip(" \t>*").startswith("--") and lines[index].strip(" \t>*-"):
            return index
        if not lines[index].strip():
            break
    return None


def _colon_elsewhere(lines: list[str], at: int, ending: str) -> int | None:
    """Where an attribution begins that lost its colon, or that the older words follow on its last line."""
    if lost_its_colon(ending) or runs_on(lines[at]):
        return at
    above = lines[at - 1].strip(" \t*\xa0") if at else ""
    broken = 0 < len(above) <= LONGEST and OPENER.match(above) and FULL_DATE.search(above)
    return at - 1 if broken and above[-1] not in ".:" and runs_on(f"{above} {lines[at]}") else None


def marked_end(line: str) -> bool:
    """Whether the line looks quoted but is an attribution, or its end: ">>> Kim Vale 3/3/26 9:14 >>>", "> wrote:"."""
    if line.startswith(">>>"):
        return line.rstrip().endswith(">>>") and DATE.search(line[:LONGEST]) is not None
    return len(line) <= 30 and line.rstrip().endswith(":") and len(line.split()) <= 3 and wrote(line)


def below_rule(line: str) -> bool:
    """Whether the line, right below a rule, holds only a name, a day and a time: "Kim Vale, Mar 3, 2026, 9:14"."""
    if len(line) > 80 or not FULL_DATE.search(line) or not line[:1].isupper():
        return False
    time = TIME.search(line)
    words = WORD.findall(line.lower())
    return time is not None and len(words) <= 8 and len(line) - time.end() <= 10 and TELLING.isdisjoint(words)


def loose_start(lines: list[str], at: int) -> int | None:
    """Return the first line of what stands right above quote marks and introduces them without a colon; None for none.

    Some mail programs write "2026/3/3 Kim Vale <kim@vendor.example>", others lose the colon on the way.
    """
    for start, joined in _windows(lines, at):
        text = joined.rstrip(" :：*-")
        if len(text) > 250:
            break
        dated = DATED_START.match(text) is not None or OPENER.match(text) is not None
        if dated and DATE.search(text) and (ADDRESS_END.search(text) or ends_with_verb(text)):
            return start
        if start == at and ((ends_with_verb(text) and ADDRESS.search(text)) or _POSTED.match(text)):
            return start
    return None


def introduces(line: str) -> bool:
    """Whether the line, standing right above something set apart as a quotation, says who wrote it."""
    bare = _UNSEEN.sub("", line[-LONGEST:]).strip(" \t*\xa0-")
    return bare.endswith((":", "：")) and introduces_quote(bare)


def run_in_at(line: str) -> int | None:
    """Return where in the line an attribution begins that follows the writer's own words on it; None for none."""
    if not line.rstrip(_TRAIL).endswith((":", "：")) or not wrote(line[-LONGEST:]):
        return None
    if OPENER.match(line) or DATED_START.match(line):
        return None
    for found in RUN_IN.finditer(line[-2 * LONGEST :]):
        start = found.end() + max(0, len(line) - 2 * LONGEST)
        tail = line[start:]
        if len(tail) <= LONGEST and full_and_signed(tail.strip(" -_*"), quoted_below=True):
            return start
    return None


def _first_line(lines: list[str], at: int, *, quoted_below: bool) -> int | None:
    windows = list(_windows(lines, at))
    for place, (start, joined) in enumerate(windows):
        if full_and_signed(joined, quoted_below=quoted_below):
            return start if "@" in joined else _with_name_above(lines, start, windows[place + 1 :])
    if quoted_below:
        for start, joined in windows[:3]:
            if introduces_quote(joined):
                return start
    elif windows and any(says(windows[0][1]) for says in (via, name_and_address, cites)):
        return at
    return None


def _with_name_above(lines: list[str], start: int, further: list[tuple[int, str]]) -> int:
    """Take in the line above that holds the name, the address and the day, where the languages put them first."""
    above = lines[start - 1].rstrip() if start and further else ""
    named = ADDRESS.search(above[:200]) is not None and FULL_DATE.search(above[:LONGEST]) is not None
    return start - 1 if named and above[-1:] not in ".!?:" else start


def _with_day_above(lines: list[str], start: int, at: int) -> int:
    """Take in the line with the day when it stands apart: "On Thu, 12 Mar 2026 08:40", then "Kim Vale wrote:"."""
    if any(FULL_DATE.search(line[:LONGEST]) for line in lines[start : at + 1]):
        return start
    for index in range(start - 1, max(start - 5, -1), -1):
        line = lines[index].strip(" \t*")
        if not line:
            continue
        day = OPENER.match(line) and FULL_DATE.search(line[:LONGEST]) and TIME.search(line[:LONGEST])
        if len(line) < 120 and day and TELLING.isdisjoint(WORD.findall(line.lower())):
            return index
        if len(line) > 60 or line[-1] in ".!?:":
            break
    return start


def _windows(lines: list[str], at: int) -> Iterator[tuple[int, str]]:
    """Yield the last one to five lines up to `at`, joined, and where they start."""
    joined = ""
    for start in range(at, max(at - _WINDOW, -1), -1):
        line = _UNSEEN.sub("", lines[start][: LONGEST + 1]).strip(" \t*\xa0")
        if not line and start < at and (joined[:1] == "<" or joined[:1].islower()):
            continue
        if not line or len(line) > LONGEST or (start < at and line[0] in ">＞") or (start < at and line[-1] in ":："):
            break
        # "=" at the end is a line break of quoted-printable that nobody undid.
        joined = line[:-1] + joined if line.endswith("=") else f"{line} {joined}"
        yield start, joined.strip(" -_*")
