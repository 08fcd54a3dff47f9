"""How a case goes on with a later message: worse, the same, better or over, and why."""

from dataclasses import dataclass
from enum import StrEnum


class Course(StrEnum):
    """Where a later message takes a case."""

    WORSE = "worse"
    SAME = "same"
    BETTER = "better"
    OVER = "over"


class Reason(StrEnum):
    """Why a case is said to be worse or better."""

    GRAVER = "graver"
    ALARM = "alarm"
    DATA_LOST = "data_lost"
    MORE_USERS = "more_users"
    MORE_PLACES = "more_places"
    MORE_FAILS = "more_fails"
    NO_WAY_ROUND = "no_way_round"
    AGAIN = "again"
    FEWER_USERS = "fewer_users"
    WAY_ROUND = "way_round"
    EASES = "eases"


SAID: dict[Reason, str] = {
    Reason.GRAVER: "a graver severity is suggested",
    Reason.ALARM: "the alarm went off",
    Reason.DATA_LOST: "data are said to be lost",
    Reason.MORE_USERS: "more users are hit",
    Reason.MORE_PLACES: "it fails at another place too",
    Reason.MORE_FAILS: "more fails than before",
    Reason.NO_WAY_ROUND: "the way round works no more",
    Reason.AGAIN: "it fails again",
    Reason.FEWER_USERS: "fewer users are hit",
    Reason.WAY_ROUND: "there is a way round",
    Reason.EASES: "it is said to ease",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """What a later message means for its case. `severity` (1-4) is the case's with it; `reasons` come gravest first.

    `bare` says that the message has no weight of its own ("any news?"): nothing is read from it but its phrases.
    """

    course: Course
    severity: int
    reasons: tuple[Reason, ...] = ()
    bare: bool = False

    @property
    def why(self) -> str:
        """Return the reasons as one line, "" where there is none."""
        return ", ".join(SAID[reason] for reason in self.reasons)
