"""A promise worked by hand, as a contract file gives it, for a check to compare with what is counted."""

from dataclasses import dataclass
from datetime import datetime

from intake.domain.contract import Force, NoticeId, PromiseKind
from intake.domain.promise import Situation
from intake.domain.target import TargetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherExample:
    """A promise beside the initial response; `due` is None where no time may come out, `force` where it is open."""

    promise: PromiseKind
    due: datetime | None
    earliest: datetime | None = None
    force: Force | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question to a contract and what has to come out; what `expects` does not name is left open.

    `expects` holds the names of the fields below that were worked. `due`, `earliest`, `clock_level` and
    `given_level` are None where none may come out; `rulings` are some of those it rests on. `refused` are
    words of the line that refuses the question, and then nothing else is expected.
    """

    number: int
    situation: Situation
    expects: frozenset[str]
    refused: str | None = None
    due: datetime | None = None
    earliest: datetime | None = None
    clock_level: str | None = None
    given_level: str | None = None
    provisional: bool = False
    telephone: bool = False
    force: Force | None = None
    shape: TargetKind | None = None
    clauses: tuple[str, ...] = ()
    notices: tuple[NoticeId, ...] = ()
    rulings: tuple[str, ...] = ()
    others: tuple[OtherExample, ...] = ()
