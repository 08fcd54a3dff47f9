"""A storm at work: grouped as mail comes in, shown to engineers, suggested to 003, called for once."""

from datetime import datetime, timedelta

import pytest

from intake.domain.errors import BadInput
from intake.domain.paging import OnCall, Page, Paging, Way
from intake.queue import jobs
from intake.queue.jobs import Stage
from intake.review.paging import acknowledge
from intake.review.queue import queue
from intake.review.storms import StormFile, close_storm, storm_file, storm_files, storm_of, take_out
from intake.storage import pages
from tests.review.engineers import engineer
from tests.stages.office import Office, mail, opinion
from tests.storms.outages import Written, written

PEOPLE = tuple(OnCall(name=name, way=Way.MAIL, target=f"{name.lower()}@desk.example") for name in ("Kim", "Lou"))


def domain(one: Written) -> str:
    return "".join(char for char in one.customer.lower() if char.isascii() and char.isalpha()) + ".example"


def bring(office: Office, one: Written, contract: str, *, customer: bool = True, extra: str = "") -> None:
    """Bring a message of a customer's who has the contract, at its minute."""
    if customer:
        office.customer(contract, name=one.customer, domain=domain(one))
    office.suggests.answer = opinion(one.severity)
    office.now = datetime.fromisoformat("2026-05-12T09:12:00-04:00") + timedelta(minutes=one.minute)
    address = f"desk@{domain(one)}"
    office.mail_in(mail(one.text + extra, subject=one.subject, sender=address), mail_from=address)


def storm(office: Office) -> StormFile:
    with office.reading() as connection:
        [found] = storm_files(office.shop.run(connection))
    return found


def storms_of(office: Office) -> list[StormFile]:
    with office.reading() as connection:
        return storm_files(office.shop.run(connection))


def calls(office: Office) -> list[str]:
    return [str(detail["name"]) for detail in office.details("page.called")]


@pytest.mark.parametrize("contract", ["priority-matrix", "gotomyerp", "helpdesk"])
def test_many_customers_are_one_storm_and_no_level_is_set(office: Office, contract: str) -> None:
    for one in written("login")[:8]:
        bring(office, one, contract)
    found = storm(office)
    assert len(found.storm.inside) >= 5
    assert found.storm.words
    assert all(one.inside.words for one in found.cases), "each case has the words that it shares"
    assert {case.level for case in office.cases()} <= {None, "P2", "P3"}


def test_it_suggests_p1_for_003_alone_and_engineers_look_at_once(office: Office) -> None:
    for number, one in enumerate(written("login")[:8]):
        bring(office, one, "priority-matrix" if number % 2 else "gotomyerp")
    found = storm(office)
    told = {one.case.contract: one.suggested and one.suggested.id for one in found.cases}
    assert told == {"priority-matrix": "P1", "gotomyerp": None}
    matrix = [one.case for one in found.cases if one.case.contract == "priority-matrix"]
    assert all(office.case(case.id).attention_at == case.opened_at for case in matrix)
    assert all(case.level in ("P2", "P3") for case in matrix)


def test_two_customers_suggest_nothing(office: Office) -> None:
    for one in written("login")[:2]:
        bring(office, one, "priority-matrix")
    assert storms_of(office) == []


def test_the_queue_shows_its_cases_together(office: Office) -> None:
    for one in [*written("login")[:6], *written("beside")[:6]]:
        bring(office, one, "priority-matrix")
    with office.reading() as connection:
        places = [row.storm is not None for row in queue(connection, office.now)]
    first = places.index(True)
    assert places[first : first + sum(places)] == [True] * sum(places)


def test_a_customer_who_writes_often_is_one(office: Office) -> None:
    first = written("login")[0]
    bring(office, first, "gotomyerp")
    for number in range(4):
        bring(office, first, "gotomyerp", customer=False, extra=f" Time {number}.")
    assert storms_of(office) == []


def test_a_message_that_is_carried_through_twice_is_in_it_once(office: Office) -> None:
    for one in written("login")[:6]:
        bring(office, one, "priority-matrix")
    before = office.everything()
    for number in range(1, 7):
        for stage in Stage:
            with office.database.write() as connection:
                jobs.put(connection, stage, number, office.now)
    office.run()
    assert office.everything() == before


def test_a_case_that_an_engineer_takes_out_stays_out(office: Office) -> None:
    for one in written("labels")[:5]:
        bring(office, one, "priority-matrix")
    number, out = storm(office).storm.id, storm(office).cases[0].case.id
    with office.database.write() as connection:
        left = take_out(engineer(office, connection), number, out)
    assert not left.has(out)
    for one in written("labels")[5:]:
        bring(office, one, "priority-matrix")
    assert not storm(office).storm.has(out)
    with office.reading() as connection:
        assert storm_of(office.shop.run(connection), out) is None
    assert "storm.left" in office.trail(out)


def test_nothing_joins_a_storm_that_was_closed(office: Office) -> None:
    for one in written("labels")[:5]:
        bring(office, one, "priority-matrix")
    number = storm(office).storm.id
    with office.database.write() as connection:
        close_storm(engineer(office, connection), number, "the carrier is back")
    size = len(storm_closed(office, number).storm.inside)
    bring(office, written("labels")[5], "priority-matrix")
    assert (storms_of(office), len(storm_closed(office, number).storm.inside)) == ([], size)
    with office.database.write() as connection, pytest.raises(BadInput, match="closed already"):
        close_storm(engineer(office, connection), number, "again")


def storm_closed(office: Office, number: int) -> StormFile:
    with office.reading() as connection:
        return storm_file(office.shop.run(connection), number)


# ---------------------------------------------------------------- one call for a storm

EMERGENCY = " Nobody can connect, from both offices."


@pytest.fixture
def on_call(office: Office) -> Office:
    """Return the office with two people on call."""
    object.__setattr__(office.desk, "paging", Paging(on_call=PEOPLE))
    return office


def emergencies(office: Office, *which: int) -> None:
    for number in which:
        bring(office, written("login")[number], "gotomyerp", extra=EMERGENCY)


def open_pages(office: Office) -> list[Page]:
    with office.reading() as connection:
        return pages.every_open(connection)


def test_further_cases_join_the_call_that_goes_on_and_are_counted_in_the_next(on_call: Office) -> None:
    emergencies(on_call, 0, 1, 2, 3, 4, 5)
    [page] = open_pages(on_call)
    assert len(page.causes) == 6, "none is lost"
    assert "5 more of one storm: 1002, 1003, 1004, 1005, 1006" in page.why
    before = len(calls(on_call))
    assert before <= 3, "those before it was known as a storm have called by themselves"
    on_call.wait(minutes=6)
    assert len(calls(on_call)) == before + 1
    assert "5 more of one storm" in on_call.letter(page.case_id)


def test_what_is_promised_to_each_customer_is_not_touched(on_call: Office) -> None:
    emergencies(on_call, 0, 1, 2, 3)
    for number in range(1001, 1005):
        case = on_call.case(number)
        assert (case.emergency, case.due_at) == (True, case.opened_at + timedelta(minutes=30))
        assert any(mail.kind == "acknowledgement" for mail in on_call.mails(number))
    on_call.wait(minutes=31)
    for number in range(1001, 1005):
        assert "case.overdue" in on_call.trail(number), "each is warned of by itself"


def test_once_it_is_taken_the_next_call_waits_and_names_all(on_call: Office) -> None:
    emergencies(on_call, 0, 1, 2)
    [page] = open_pages(on_call)
    with on_call.database.write() as connection:
        acknowledge(engineer(on_call, connection), page.case_id)
    before = len(calls(on_call))
    emergencies(on_call, 3, 4, 5)
    [later] = open_pages(on_call)
    assert (len(later.causes), len(calls(on_call))) == (3, before), "they wait, and are not lost"
    on_call.wait(minutes=11)
    assert len(calls(on_call)) == before + 1
    assert "2 more of one storm" in on_call.letter(later.case_id)


def test_a_case_that_is_taken_out_calls_by_itself(on_call: Office) -> None:
    emergencies(on_call, 0, 1, 2, 3)
    [page] = open_pages(on_call)
    out = max(cause.case_id or 0 for cause in page.causes)
    with on_call.database.write() as connection:
        take_out(engineer(on_call, connection), storm(on_call).storm.id, out)
    assert {one.case_id for one in open_pages(on_call)} == {page.case_id, out}
    assert out not in [cause.case_id for one in open_pages(on_call) for cause in one.causes]


def test_a_call_without_a_storm_is_made_as_before(on_call: Office) -> None:
    emergencies(on_call, 0)
    [page] = open_pages(on_call)
    assert (page.case_id, calls(on_call)) == (1001, ["Kim"])
