"""Made-up letters that reach every branch of the templates: each notice, force, target, level and way of a change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product

from intake.domain.calendar import Calendar
from intake.domain.contract import (
    Channel,
    ChannelRule,
    Contract,
    Emergency,
    Fact,
    Force,
    Level,
    LevelChange,
    LevelSource,
    Notice,
    NoticeId,
    PromiseKind,
)
from intake.domain.promise import Deadline, Promise, Undertaking
from intake.domain.target import Target, TargetKind
from intake.render.letter import Letter

CASE = 1042
_RECEIVED = datetime(2031, 3, 1, 13, 5, 30, tzinfo=UTC)  # a Saturday
_DAY = timedelta(days=1)
_DEADLINE = Deadline(starts_at=_RECEIVED, due_at=_RECEIVED + 4 * _DAY)
_LEVELS = ("A", "B", "C")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A letter to try a template with, and what it is about, for a finding."""

    about: str
    letter: Letter

    @property
    def promise(self) -> Promise:
        """Return the promise it tells; a sample always has one."""
        assert self.letter.promise is not None  # noqa: S101 - see above
        return self.letter.promise


def samples(language: str, mark: tuple[str, str]) -> Iterator[Sample]:
    """Yield letters in a language; the facts of their notices stand between the two `mark`s."""
    yield from _forces(_letter(language, mark))
    yield from _targets(_letter(language, mark))
    yield from _severities(_letter(language, mark))
    yield from _contracts(_letter(language, mark))
    yield from _before(_letter(language, mark))


def _forces(letter: Letter) -> Iterator[Sample]:
    for force in Force:
        rows = tuple(_undertaking(kind, force=force) for kind in PromiseKind)
        yield _with(letter, f"force {force}", main=rows[0], others=rows[1:])


def _targets(letter: Letter) -> Iterator[Sample]:
    for kind in (TargetKind.IMMEDIATE, TargetKind.SCHEDULED, TargetKind.UNSTATED):
        due = _RECEIVED if kind is TargetKind.IMMEDIATE else None
        yield _with(letter, f"target {kind}", main=_undertaking(kind=kind, deadline=replace(_DEADLINE, due_at=due)))
    ends, midnight = _RECEIVED + 2 * _DAY, datetime(2031, 3, 4, tzinfo=UTC)
    for about, deadline in (
        ("a range of days", replace(_DEADLINE, due_at=ends, earliest_at=ends - _DAY)),
        ("a range within a day", replace(_DEADLINE, due_at=ends, earliest_at=ends - timedelta(hours=1))),
        ("the end of a day", replace(_DEADLINE, due_at=midnight, end_of_day=True)),
        ("closed now", replace(_DEADLINE, starts_at=ends)),
        ("closed, no deadline", replace(_DEADLINE, starts_at=ends, due_at=None)),
    ):
        kind = TargetKind.SAME_DAY if deadline.due_at else TargetKind.SCHEDULED
        yield _with(letter, about, main=_undertaking(kind=kind, deadline=deadline))


def _severities(letter: Letter) -> Iterator[Sample]:
    for provisional in (True, False):
        yield _with(letter, "an emergency", emergency=True, level=None, clock_level=None, provisional=provisional)
    yield _with(letter, "no level set", level=None, clock_level="C", channel=Channel.EMAIL)
    yield _with(letter, "no level at all", level=None, clock_level=None)
    no_levels = replace(_contract(letter), levels=(), channels=())
    yield _with(replace(letter, contract=no_levels), "a contract without levels", level=None, clock_level=None)


def _contracts(letter: Letter) -> Iterator[Sample]:
    """Yield each way up, each telephone, each plain notice."""
    contract = _contract(letter)
    told = tuple(replace(notice, clause=None, facts=()) for notice in contract.notices)
    nobody = replace(_emergency(), evidence=(frozenset({Fact.ALL_USERS}),))
    calendars = tuple(replace(calendar, assumed=True, words="") for calendar in contract.calendars)
    notices = (NoticeId.PROVISIONAL_LEVEL, NoticeId.CHARGES, NoticeId.CLOSED_NOW)  # none that takes up a way itself
    yield _with(letter, "all notices", notices=tuple(NoticeId))
    for about, changed in (
        *((f"level_change {way}", replace(contract, level_change=way)) for way in LevelChange),
        ("no clause for a change", replace(contract, level_change_clause=None)),
        ("a change as we read it", replace(contract, level_change_assumed=True)),
        ("no staff of ours", replace(contract, emergency=replace(_emergency(), own_staff_counts=False))),
        ("site down", replace(contract, emergency=nobody)),
        ("no emergency", replace(contract, emergency=None)),
        ("no telephone", replace(contract, telephones=())),
        ("no telephone and no website", replace(contract, telephones=(), website=None)),
        ("assumed hours without words", replace(contract, calendars=calendars)),
    ):
        yield _with(replace(letter, contract=changed), about, notices=notices)
    yield _with(replace(letter, contract=replace(contract, notices=told)), "notices without clause or facts")
    yield _with(replace(letter, contact_name=None, subject=""), "no name and no subject")


def _before(letter: Letter) -> Iterator[Sample]:
    """Yield every change: what held before, what holds now, who decided, and whether the deadline has passed."""
    now = _promise()
    calm = (("B", "B"), ("C", "C"), (None, "C"))
    earlier = [None, *(replace(now, level=level, clock_level=clock) for level, clock in calm)]
    earlier.append(replace(now, emergency=True, level=None, clock_level=None))
    by = ((None, None, False), (None, None, True), ("Somebody", _RECEIVED + 30 * _DAY, False))
    for previous, (decided_by, decided_at, pressed), emergency in product(earlier, by, (True, False)):
        changed = replace(letter, previous=previous, decided_by=decided_by, decided_at=decided_at, pressed=pressed)
        level = None if emergency else "B"
        yield _with(changed, "a change", emergency=emergency, level=level, clock_level=level, notices=())
    yield _with(replace(letter, chooses=True), "a level to choose", level="C", clock_level="C", notices=())
    for others in ((), now.others):
        yield _with(replace(letter, answered=True), "what was answered already", others=others)


def _with(letter: Letter, about: str, **changes: object) -> Sample:
    """Return the sample of a letter whose promise is changed."""
    promise = replace(_promise(), **changes)  # type: ignore[arg-type]
    return Sample(about=about, letter=replace(letter, promise=promise))


def _letter(language: str, mark: tuple[str, str]) -> Letter:
    return Letter(
        case_number=CASE,
        received_at=_RECEIVED,
        subject="Cannot post invoices",
        contact_name="Ann Lee",
        customer_name="Example",
        language=language,
        zone=UTC,
        promise=_promise(),
        contract=_sample_contract(mark),
        claimed="A",
    )


def _contract(letter: Letter) -> Contract:
    assert letter.contract is not None  # noqa: S101 - `_letter` has given it one
    return letter.contract


def _promise() -> Promise:
    return Promise(
        contract="sample",
        plan=None,
        channel=Channel.SLACK,
        level="B",
        clock_level="B",
        provisional=True,
        emergency=False,
        main=_undertaking(),
        others=(_undertaking(PromiseKind.RESOLUTION),),
        clauses=(),
        received_at=_RECEIVED,
        zone="UTC",
        notices=tuple(NoticeId),
        rulings=(),
    )


def _undertaking(
    promise: PromiseKind = PromiseKind.INITIAL_RESPONSE,
    *,
    force: Force = Force.TARGET,
    kind: TargetKind = TargetKind.SAME_DAY,
    deadline: Deadline = _DEADLINE,
) -> Undertaking:
    return Undertaking(
        promise=promise,
        target=Target(kind=kind, words="as the sample contract says"),
        force=force,
        clause="7.1",
        calendar="open",
        deadline=deadline,
    )


def _emergency() -> Emergency:
    evidence = (frozenset({Fact.ALL_USERS, Fact.TWO_LOCATIONS}),)
    return Emergency(clause="7.2", evidence=evidence, own_staff_counts=True)


def _sample_contract(mark: tuple[str, str]) -> Contract:
    facts = ("turned_over", "appointment_first_hour", "increment", "rollover", "rollover_clause")
    return Contract(
        id="sample",
        title="Sample contract",
        vendor="Sample",
        source="",
        zone=UTC,
        calendars=(Calendar(id="open", zone=UTC, words="when the sample desk is open", clause="7.3"),),
        commitments=(),
        levels=tuple(
            Level(
                id=level,
                name=f"Sample {level}",
                summary="",
                clause="7.4",
                only_by=Channel.PHONE if level == "A" else None,
            )
            for level in _LEVELS
        ),
        channels=(
            ChannelRule(channel=Channel.EMAIL, order=(), default="C", carries_level=False, clauses=("7.5",)),
            ChannelRule(channel=Channel.PORTAL, order=(LevelSource.CLAIM,), default="C", clauses=("7.5",)),
        ),
        emergency=_emergency(),
        level_change_clause="7.6",
        notices=tuple(
            Notice(
                id=notice,
                when=frozenset(),
                clause=f"Sample notice {notice}",
                facts=tuple((fact, f"{mark[0]}{fact}{mark[1]}") for fact in facts),
            )
            for notice in NoticeId
        ),
        telephones=("+00 000", "+00 001"),
        telephone_levels=frozenset(_LEVELS),
        website="the sample website",
    )
