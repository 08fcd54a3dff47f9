"""What a check of a contract finds: a sentence for the support manager, and whether it stops a promise."""

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What a finding is about, the most pressing first."""

    OPEN_AMBIGUITY = "open_ambiguity"
    CONTRADICTION = "contradiction"
    GAP = "gap"
    EXAMPLE = "example"
    MISSING_TELEPHONE = "missing_telephone"
    CLOCK_TRAP = "clock_trap"
    OVERLAPPING_WINDOWS = "overlapping_windows"
    CLOSURES = "closures"
    ZONES = "zones"
    UNTRIED = "untried"
    ASSUMPTION = "assumption"
    SETTLED_RULING = "settled_ruling"
    FOR_A_PERSON = "for_a_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to know about a contract; `place` is where to look, `clause` the document's or None.

    With `stops` nothing should be promised from the contract before it is mended.
    """

    kind: FindingKind
    place: str
    sentence: str
    clause: str | None = None
    stops: bool = False
