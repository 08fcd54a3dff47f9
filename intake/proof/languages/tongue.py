"""What the proof has to know of a language to find a time in a text and to tell which one it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.domain.contract import Force, NoticeId, PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # there is one of each language
class Tongue:
    """One language's words for times, as regular expressions without groups unless named here.

    `weekdays` (Monday first) and `months` are as in a date. `dates` are patterns in which <weekday> and <month>
    stand for any of them and the groups `day`, `year` are numbers; `clock` has the groups `hour`, `minute`,
    `second` and `half` (a or p). `joins` is what may stand between date and clock; `ends` before a date, or the
    group `closing` of `midnight` behind it, means the end of that day. `short` is a date that may leave its year to
    another one, and `between` what stands before the lower end of a range and before its upper end. `earliest` marks
    a lower end.
    `at_once` are the words for an immediate promise. `numbers` are number words, `units` what they count, `rates`
    what a notice charges by, `relative` other words that name a time or a deadline. `clause` and `section` are the
    words before a clause's number and a section's title. `reading` is how hours are said to be our reading only;
    `own_staff` how our own people are offered as a second location, `runs` how it is said from when a time is counted,
    `answered` that the first answer has been given.
    `forces` and `does` say how binding a promise is, and what is promised; `notices` what each notice speaks of.
    """

    code: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    dates: tuple[str, ...]
    clock: str
    joins: str
    ends: str
    midnight: str
    short: str
    between: tuple[str, str]
    earliest: str
    at_once: str
    numbers: str
    units: str
    rates: str
    relative: str
    clause: str
    section: str
    reading: str
    own_staff: str
    runs: str
    answered: str
    forces: Mapping[Force, str]
    does: Mapping[PromiseKind, str]
    notices: Mapping[NoticeId, str]
