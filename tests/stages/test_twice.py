"""Every stage run twice equals once: a process may die after a commit and before it has heard of it."""

from collections.abc import Callable

import pytest

from intake.queue import jobs
from intake.queue.jobs import Stage
from intake.stages.ingest import ingest
from intake.stages.opine import opine, wants_opinion
from intake.stages.understand import understand
from intake.worker.work import work
from tests.stages.office import Office, mail, opinion

AUTO = "Auto-Submitted: auto-replied"


def first(office: Office) -> bytes:
    return mail("Nobody can connect.")


def follow_up(office: Office) -> bytes:
    office.mail_in(mail("Nobody can connect."))
    return mail("It fails from both offices.", f"In-Reply-To: {office.mails()[0].message_id}")


def vacation(office: Office) -> bytes:
    return mail("Away.", AUTO)


def withheld(office: Office) -> bytes:
    return mail("x", "X-Spam-Flag: YES")


def duplicate(office: Office) -> bytes:
    raw = mail()
    office.mail_in(raw)
    return raw


CASES = pytest.mark.parametrize("brought", [first, follow_up, vacation, withheld, duplicate])


@CASES
@pytest.mark.parametrize("contract", ["gotomyerp-plans", "priority-matrix"])
def test_a_whole_round_that_is_run_again_changes_nothing(
    office: Office, contract: str, brought: Callable[[Office], bytes]
) -> None:
    office.customer(contract)
    office.suggests.answer = opinion(2)
    accepted = office.mail_in(brought(office))
    before = office.everything()
    for stage in Stage:
        with office.database.write() as connection:
            jobs.put(connection, stage, accepted.id, office.now)
    office.run()
    assert office.everything() == before


@CASES
def test_ingest_settles_a_message_once(office: Office, brought: Callable[[Office], bytes]) -> None:
    office.customer("gotomyerp-plans")
    accepted = office.accept(brought(office))
    with office.reading() as connection:
        understood = understand(office.shop.run(connection), accepted, office.suggests)
    with office.database.write() as connection:
        assert ingest(office.shop.run(connection), understood) is not None
        assert ingest(office.shop.run(connection), understood) is None
    before = office.everything()
    with office.database.write() as connection:
        assert ingest(office.shop.run(connection), understood) is None
    assert office.everything() == before


def test_an_opinion_is_kept_once_and_the_first_one_stays(office: Office) -> None:
    office.customer("gotomyerp")
    office.suggests.answer = opinion(2)
    accepted = office.mail_in(mail())
    before = office.everything()
    with office.database.write() as connection:
        assert not wants_opinion(connection, accepted)
        opine(office.shop.run(connection), accepted, opinion(1))
    assert office.everything() == before


def test_two_workers_on_one_job_do_its_work_once(office: Office) -> None:
    office.customer("gotomyerp")
    office.accept(mail())
    with office.reading() as connection:
        stale = jobs.due(connection, office.now, jobs.Stage.PROCESS, 10)
    office.run()
    before = office.everything()
    with office.database.write() as connection:
        assert [jobs.done(connection, job) for job in stale] == [False]
    assert work(office.shop) == 0
    assert office.everything() == before


def test_an_idle_office_writes_nothing(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail())
    before = office.everything()
    office.wait(hours=12)
    assert office.everything() == before
