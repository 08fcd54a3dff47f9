"""What a template may look at: words only, never an instant or a number that it could count with."""

from dataclasses import dataclass, field

from intake.domain.promise import Undertaking


class Shown:
    """Marks the classes whose text attributes a template may read."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Received(Shown):
    """When the message reached us, in words: the one time that needs no clause."""

    text: str

    def __str__(self) -> str:
        """Return the words."""
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase(Shown):
    """Words about an undertaking, its clause always among them; `undertaking` is what they were made from."""

    undertaking: Undertaking = field(repr=False)
    text: str

    def __str__(self) -> str:
        """Return the words."""
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge(Shown):
    """An undertaking as a template sees it.

    `promise`, `force` and `kind` are the contract's words for what is promised, how binding it is and the
    shape of its target. `when` is the deadline with target words and clause; where there is no deadline
    (`timed` is false) it is target words and clause alone.
    """

    promise: str
    force: str
    kind: str
    timed: bool
    passed: bool
    when: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Shown):
    """The parts of a date and time for `phrases.txt.j2`, which puts them in a language's order; no letter gets one.

    Numbers carry no leading zero, `minute` and `second` apart; `second` is "" at :00, `half` is am or pm. `year` and
    `zone` are "" where a moment beside it says them for both.
    """

    weekday: str
    day: str
    month: str
    year: str
    hour12: str
    hour24: str
    minute: str
    second: str
    half: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWords(Shown):
    """A severity level and where the contract defines it."""

    id: str
    name: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWords(Shown):
    """A notice to be given; `reference` is "" where it rests on no clause, `facts` are the contract's figures."""

    id: str
    reference: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raising(Shown):
    """What may raise the severity: each attribute is a clause reference, or "" where that way is not open.

    `two_locations` and `nobody` are an emergency seen from two locations, or by every user; `several` is one shown
    by a connection that fails at several locations, whoever is hit there. `by_phone` is a level that counts by
    telephone only. `chosen` says that the customer chooses the level themselves, by buttons below the letter.
    """

    portal: str = ""
    two_locations: str = ""
    several: str = ""
    nobody: str = ""
    by_phone: LevelWords | None = None
    by: str = ""
    by_reference: str = ""
    chosen: bool = False
