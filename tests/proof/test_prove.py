"""The proof of the shipped contracts, and that it fails as soon as anything it proves is broken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from intake.contract import clock, decide, windows
from intake.contract import promise as promises
from intake.domain.calendar import Calendar, Closure
from intake.domain.contract import Contract
from intake.domain.promise import Deadline, Promise
from intake.places import folder
from intake.proof import prove as proving
from intake.proof.grid import situations
from intake.proof.languages.known import TONGUES
from intake.proof.prove import Outcome, Scope, prove
from intake.proof.receipts import receipts
from intake.render import phrases, view
from intake.render.templates import Templates
from tests.contract.shipped import contract
from tests.proof.letters import templates

CONTRACTS = sorted(path.stem for path in folder("contracts").glob("*.toml"))
ZONES = tuple(ZoneInfo(name) for name in ("America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata"))
THIN = Scope(year=2026, zones=ZONES, languages=("en",), thin=True)
SECOND = timedelta(seconds=1)


def told(outcome: Outcome) -> str:
    """Return the first failures as a person would read them."""
    return "\n".join(f"{failure.sentences} {failure.call}" for failure in outcome.failures)


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_promise_and_every_letter_of_a_shipped_contract_is_proved(name: str) -> None:
    """A thin grid; `intake contracts prove` runs the full one."""
    languages = tuple(code for code in TONGUES if templates().language(code) == code)
    outcome = prove(contract(name), templates(), replace(THIN, languages=languages))
    assert outcome.failed == 0, told(outcome)
    assert len(languages) == len(TONGUES)
    assert outcome.promises > 500
    assert outcome.letters > 50


@pytest.fixture
def few_situations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try one situation in eleven: what is broken on purpose is broken for many."""
    monkeypatch.setattr(proving, "situations", lambda found, at: situations(found, at)[::11])


def spoilt(change: Callable[[Deadline], Deadline]) -> Callable[..., Deadline]:
    honest = clock.deadline
    return lambda target, calendar, at: change(honest(target, calendar, at))


def due_later(found: Deadline) -> Deadline:
    return replace(found, due_at=None if found.due_at is None else found.due_at + SECOND)


def dropped(found: Deadline) -> Deadline:
    return replace(found, counted=found.counted[1:])


def never_earliest(found: Deadline) -> Deadline:
    return replace(found, earliest_at=None)


def every_hour_open(_calendar: Calendar, _day: date) -> bool:
    return False


BROKEN_CODE = [
    pytest.param(promises, "deadline", spoilt(due_later), "due_at is", id="the clock is a second late"),
    pytest.param(promises, "deadline", spoilt(dropped), "is not counted", id="the clock loses an interval"),
    pytest.param(promises, "deadline", spoilt(never_earliest), "earliest_at is", id="the clock loses ranges"),
    pytest.param(decide, "_is_provisional", lambda *_: False, "provisional is False", id="nothing is provisional"),
    pytest.param(decide, "_claimed", lambda *_: None, "level is", id="claims are overlooked"),
    pytest.param(decide, "_is_emergency", lambda *_: False, "emergency is False", id="emergencies are overlooked"),
    pytest.param(promises, "_notices", lambda *_, **__: (), "is left out", id="notices are forgotten"),
    pytest.param(promises, "_rulings", lambda *_: (), "rests on the ruling", id="rulings are forgotten"),
    pytest.param(view, "_notices", lambda *_: (), "the notice", id="the letter forgets the notices"),
    pytest.param(
        view,
        "_open",
        lambda _, promise: [promise.main, *promise.others],
        "nothing here is counted in them",
        id="the letter tells the hours of what is done",
    ),
    pytest.param(
        phrases, "_zone_words", lambda _: "EST", "is no time of this promise", id="the letter says EST always"
    ),
]


@pytest.mark.usefixtures("few_situations")
@pytest.mark.parametrize(("module", "name", "broken", "says"), BROKEN_CODE)
def test_the_proof_fails_when_the_code_is_broken(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, broken: object, says: str
) -> None:
    monkeypatch.setattr(module, name, broken)
    outcome = prove(contract("gotomyerp"), templates(), THIN)
    assert outcome.failed > 0
    assert says in told(outcome)


def with_template(name: str, old: str, new: str) -> Templates:
    """Return the shipped templates with one phrase of one file replaced."""
    place = folder("templates")
    sources = {path.relative_to(place).as_posix(): path.read_text("utf-8") for path in place.rglob("*.txt.j2")}
    assert old in sources[name]
    return Templates({**sources, name: sources[name].replace(old, new)})


@pytest.mark.usefixtures("few_situations")
@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        pytest.param("en/phrases.txt.j2", "at.hour12", "at.hour24", "is no time", id="13 pm"),
        pytest.param(
            "en/phrases.txt.j2", '"Monday", "Tuesday"', '"Tuesday", "Monday"', "no time", id="weekdays swapped"
        ),
        pytest.param(
            "en/phrases.txt.j2", 'by {{ end }} ("{{ target }}", {{ reference }})', "by {{ end }}", "", id="clause"
        ),
        pytest.param(
            "en/sentences.txt.j2", "aim to", "will", "is not told as the contract has it", id="aim becomes will"
        ),
        pytest.param(
            "en/acknowledgement.txt.j2", "Received:", "We answer today. Received:", '"today"', id="a promise more"
        ),
        pytest.param(
            "en/notices.txt.j2", "We were closed", "From 9 am. We were closed", '"9 am"', id="a time in a notice"
        ),
        pytest.param(
            "en/acknowledgement.txt.j2", "[case {{ case }}]", "", "the subject does not carry", id="no case token"
        ),
        pytest.param(
            "en/level_change.txt.j2", "{{ received }}", "", "does not say the receipt", id="a change's receipt"
        ),
        pytest.param(
            "en/sentences.txt.j2",
            "{% if answered %}\n{{ has_answer() }}",
            "{% if not main %}\n{{ has_answer() }}",
            "the first answer has been given",
            id="a promise that was kept is made again",
        ),
        pytest.param(
            "en/receipt.txt.j2", "Thank you", "Within a day, thank you", '"Within"', id="a stranger is promised"
        ),
    ],
)
def test_the_proof_fails_when_a_template_is_broken(name: str, old: str, new: str, says: str) -> None:
    outcome = prove(contract("gotomyerp"), with_template(name, old, new), THIN)
    assert outcome.failed > 0
    assert says in told(outcome)
    assert "intake acknowledge --preview" in outcome.failures[0].call


@pytest.mark.usefixtures("few_situations")
def test_a_letter_about_a_change_has_its_own_call() -> None:
    outcome = prove(contract("gotomyerp"), with_template("en/level_change.txt.j2", "{{ received }}", ""), THIN)
    assert outcome.failures[0].call.endswith("--letter level_change")


@pytest.mark.usefixtures("few_situations")
def test_html_that_says_something_else_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.render.write.flowed", lambda body, _links=(): f"<p>{body.replace('clause', '')}</p>")
    outcome = prove(contract("gotomyerp"), templates(), THIN)
    assert "the HTML does not say word for word" in told(outcome)


def with_odd_calendar(found: Contract) -> Contract:
    """Return a contract with holidays, a closed date and a closure that begins inside a window."""
    shut = datetime.fromisoformat("2026-05-12T12:00:00-04:00")
    odd = [
        each
        if each.always
        else replace(
            each,
            holiday_countries=("US",),
            closed_dates=frozenset({date(2026, 5, 15)}),
            closures=(Closure(start=shut, end=shut + timedelta(days=3), why="stock-taking"),),
        )
        for each in found.calendars
    ]
    return replace(found, calendars=tuple(odd))


@pytest.mark.usefixtures("few_situations")
def test_holidays_and_closures_are_proved_too() -> None:
    odd = with_odd_calendar(contract("erp-maestro"))
    assert prove(odd, templates(), THIN).failed == 0
    every = receipts(odd, ZONES, 2026)
    assert datetime.fromisoformat("2026-05-12T11:59:59-04:00") in every
    assert datetime.fromisoformat("2026-07-02T17:00:00-04:00") in every  # Friday 3 July 2026 is a holiday


@pytest.mark.usefixtures("few_situations")
@pytest.mark.parametrize("overlooked", ["_is_holiday", "closures"])
def test_a_clock_that_overlooks_holidays_or_closures_fails(monkeypatch: pytest.MonkeyPatch, overlooked: str) -> None:
    odd = with_odd_calendar(contract("erp-maestro"))
    honest: Callable[..., Promise] = promises.promise

    def blind(found: Contract, situation: Any) -> Promise:
        calendars = (replace(each, closures=()) for each in found.calendars)
        return honest(replace(found, calendars=tuple(calendars)), situation)

    if overlooked == "closures":
        monkeypatch.setattr(proving, "promised", blind)
    else:
        windows.open_on.cache_clear()
        monkeypatch.setattr(windows, "_is_holiday", every_hour_open)
    outcome = prove(odd, templates(), THIN)
    windows.open_on.cache_clear()
    assert "is not open throughout" in told(outcome)


@pytest.mark.parametrize(
    "at",
    [
        pytest.param("2026-05-12T06:59:59-04:00", id="a second before opening"),
        pytest.param("2026-05-12T07:00:00-04:00", id="opening"),
        pytest.param("2026-05-12T18:00:00-07:00", id="closing on Pacific clocks"),
        pytest.param("2026-05-16T10:15:30-04:00", id="a Saturday"),
        pytest.param("2026-03-08T01:59:59-05:00", id="the second before clocks go forward"),
        pytest.param("2026-11-01T01:30:00-04:00", id="the first 01:30 when clocks go back"),
        pytest.param("2026-11-01T01:30:00-05:00", id="the second 01:30"),
        pytest.param("2026-03-29T01:59:59+01:00", id="a customer's clocks go forward"),
        pytest.param("2026-12-31T23:59:59-05:00", id="the last second of the year"),
        pytest.param("2027-01-01T10:15:30-05:00", id="New Year's Day"),
        pytest.param("2028-02-29T10:15:30-05:00", id="leap day"),
    ],
)
def test_the_grid_holds_the_receipts_that_matter(at: str) -> None:
    assert datetime.fromisoformat(at) in receipts(contract("gotomyerp"), ZONES, 2026)


@pytest.mark.usefixtures("few_situations")
def test_a_version_is_tried_from_its_first_second_on() -> None:
    newer = replace(contract("gotomyerp"), effective_from=date(2026, 9, 1))
    every = receipts(newer, ZONES, 2026)
    assert every[0] == datetime.fromisoformat("2026-09-01T00:00:00-04:00")
    outcome = prove(newer, templates(), THIN)
    assert (outcome.version, outcome.failed) == ("2026-09-01", 0)


@pytest.mark.usefixtures("few_situations")
def test_progress_is_told_and_never_beyond_the_end() -> None:
    steps: list[tuple[int, int]] = []
    prove(contract("helpdesk"), templates(), THIN, lambda done, every: steps.append((done, every)))
    assert steps
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert all(done <= every for done, every in steps)
