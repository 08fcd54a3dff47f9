"""Every cell of every contract, for receipts at every hour that matters, against deadlines counted by hand."""

from datetime import UTC, datetime

import pytest

from intake.domain.contract import NoticeId, PromiseKind
from intake.domain.promise import Promise, Undertaking
from tests.contract import oracle
from tests.contract.calendars import ALWAYS
from tests.contract.cells import CELLS, PLANS, Cell
from tests.contract.expected import COLUMNS, RECEIPTS
from tests.contract.shipped import promise_of

ROWS = [
    pytest.param(cell, received, id=f"{cell} received {sentence}")
    for cell in CELLS
    for received, sentence in RECEIPTS.items()
]
MAIN = [cell for cell in CELLS if cell.promise is PromiseKind.INITIAL_RESPONSE]


def counted_by_hand(cell: Cell, column: str | None, received: str) -> datetime | None:
    name = cell.column(column)
    return None if name is None else COLUMNS[name][received]


def start_by_hand(cell: Cell, received: str) -> datetime:
    return datetime.fromisoformat(received) if cell.starts is None else COLUMNS[cell.starts][received]


def undertaking(cell: Cell, made: Promise) -> Undertaking:
    listed = [made.main, *made.others]
    return next(entry for entry in listed if entry.promise is cell.promise)


def same_instant(one: datetime | None, other: datetime | None) -> bool:
    """Compare instants: two zones at a repeated wall time never compare equal as they stand (PEP 495)."""
    return (one and one.astimezone(UTC)) == (other and other.astimezone(UTC))


@pytest.mark.parametrize(("cell", "received"), ROWS)
def test_a_cell_is_due_when_counted_by_hand(cell: Cell, received: str) -> None:
    deadline = undertaking(cell, promise_of(cell, datetime.fromisoformat(received))).deadline
    assert same_instant(deadline.due_at, counted_by_hand(cell, cell.due, received)), deadline
    assert same_instant(deadline.earliest_at, counted_by_hand(cell, cell.earliest, received)), deadline
    assert same_instant(deadline.starts_at, start_by_hand(cell, received)), deadline
    if cell.due == "same day":
        assert deadline.end_of_day is (cell.calendar is ALWAYS)


@pytest.mark.parametrize(("cell", "received"), ROWS)
def test_the_hand_and_the_oracle_agree(cell: Cell, received: str) -> None:
    reading = oracle.read(cell.target, cell.calendar, datetime.fromisoformat(received))
    assert same_instant(reading.due_at, counted_by_hand(cell, cell.due, received))
    assert same_instant(reading.earliest_at, counted_by_hand(cell, cell.earliest, received))
    assert same_instant(reading.starts_at, start_by_hand(cell, received))


@pytest.mark.parametrize("cell", [pytest.param(cell, id=str(cell)) for cell in CELLS])
def test_a_cell_says_how_binding_it_is_and_where_it_stands(cell: Cell) -> None:
    made = promise_of(cell, datetime.fromisoformat("2026-05-12T10:00-04:00"))
    entry = undertaking(cell, made)
    assert entry.force is cell.force
    assert cell.words in " ".join(entry.target.words.casefold().replace("–", "-").split())
    assert entry.clause in made.clauses
    if cell.clause:
        assert entry.clause == cell.clause
    assert entry.clause


@pytest.mark.parametrize("cell", [pytest.param(cell, id=str(cell)) for cell in MAIN])
def test_a_level_set_by_someone_entitled_holds(cell: Cell) -> None:
    made = promise_of(cell, datetime.fromisoformat("2026-05-12T10:00-04:00"))
    assert made.main.promise is PromiseKind.INITIAL_RESPONSE
    assert (made.contract, made.plan) == (cell.contract, cell.plan)
    assert (made.level, made.clock_level) == (cell.level, cell.level)
    assert (made.emergency, made.provisional) == (cell.emergency, cell.emergency)
    assert made.zone == "America/New_York"


@pytest.mark.parametrize(
    ("cell", "received"), [row for row in ROWS if isinstance(row.values[0], Cell) and row.values[0] in MAIN]
)
def test_closed_now_is_said_when_the_clock_waits_for_an_opening(cell: Cell, received: str) -> None:
    made = promise_of(cell, datetime.fromisoformat(received))
    waits = start_by_hand(cell, received) > datetime.fromisoformat(received)
    runs = made.main.deadline.due_at is not None  # what has no deadline prints no opening time either
    assert (NoticeId.CLOSED_NOW in made.notices) is (waits and runs)


BESIDE = [
    *[
        pytest.param("gotomyerp-plans", plan, level, {"begin_work"} if level == "1" else set(), id=f"{plan} {level}")
        for plan in PLANS
        for level in "1234"
    ],
    pytest.param("gotomyerp", None, "1", {"begin_work"}, id="gotomyerp: work on level 1 begins"),
    pytest.param("gotomyerp", None, "2", set(), id="gotomyerp: nothing beside level 2"),
    pytest.param("gotomyerp", None, "3", set(), id="gotomyerp: nothing beside level 3"),
    pytest.param("gotomyerp", None, "4", set(), id="gotomyerp: nothing beside level 4"),
    pytest.param("helpdesk", None, None, {"appointment"}, id="helpdesk: an appointment beside the reply"),
    *[pytest.param("priority-matrix", None, f"P{n}", set(), id=f"priority-matrix: P{n} alone") for n in range(1, 7)],
    pytest.param("erp-maestro", None, "1", {"begin_work", "resolution"}, id="erp-maestro: level 1 has both"),
    pytest.param("erp-maestro", None, "2", {"resolution"}, id="erp-maestro: a goal for level 2"),
    pytest.param("erp-maestro", None, "3", {"resolution"}, id="erp-maestro: a goal for level 3"),
    pytest.param("erp-maestro", None, "4", {"resolution"}, id="erp-maestro: a goal for level 4"),
]


@pytest.mark.parametrize(("contract", "plan", "level", "kinds"), BESIDE)
def test_what_stands_beside_the_initial_response(
    contract: str, plan: str | None, level: str | None, kinds: set[str]
) -> None:
    cell = next(cell for cell in MAIN if (cell.contract, cell.plan, cell.level) == (contract, plan, level))
    made = promise_of(cell, datetime.fromisoformat("2026-05-12T10:00-04:00"))
    assert sorted(entry.promise.value for entry in made.others) == sorted(kinds)
