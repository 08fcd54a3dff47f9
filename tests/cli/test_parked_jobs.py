"""Jobs that were set aside beside their message: they are listed, tried again, and given up."""

import json

import pytest
import sqlalchemy as sa

from intake.queue.jobs import Stage, jobs
from tests.cli.command import Place
from tests.stages.office import mail

GONE = 99


def set_aside(place: Place) -> None:
    """Put a job into the queue whose message is not there, and let it fail."""
    row = {"stage": Stage.PROCESS, "message_id": GONE, "run_at": place.office.now, "attempts": 0}
    with place.office.database.write() as connection:
        connection.execute(sa.insert(jobs).values(**row, parked=False, error=""))
    place.office.run()


def queued(place: Place) -> list[tuple[int, bool]]:
    with place.office.reading() as connection:
        return [(row.message_id, row.parked) for row in connection.execute(sa.select(jobs))]


def test_a_job_without_a_message_is_listed(place: Place) -> None:
    set_aside(place)
    said = place.intake("cases", "--parked").out
    assert "job 1  parked  process of message 99\n" in said
    assert "there is no message 99 in the store" in said
    assert "intake replay --job N --again --reason" in said
    [told] = json.loads(place.intake("cases", "--json").out)["parked_jobs"]
    assert (told["id"], told["stage"], told["message_id"]) == (1, "process", GONE)


def test_an_opinion_that_failed_for_good_is_listed_too(place: Place) -> None:
    office = place.office
    office.customer("gotomyerp")
    office.suggests.fault = None
    office.mail_in(mail())
    with office.database.write() as connection:
        row = {"stage": Stage.SUGGEST, "message_id": 1, "run_at": office.now, "attempts": 5}
        connection.execute(sa.insert(jobs).values(**row, parked=True, error="RuntimeError: the model broke"))
    assert "parked  suggest of message 1\n    RuntimeError: the model broke\n" in place.intake("cases", "--parked").out


def test_it_is_given_up_with_a_reason(place: Place) -> None:
    set_aside(place)
    ran = place.intake("replay", "--job", "1", "--let-go", "--reason", "half restored", "--by", "Kim")
    assert (ran.code, ran.out) == (0, "job 1: given up\n")
    assert queued(place) == []
    [told] = place.office.details("job.let_go")
    assert (told["job"], told["message"], told["reason"]) == (1, GONE, "half restored")
    assert "Nothing is parked." in place.intake("cases", "--parked").out
    assert place.intake("verify").code == 0


def test_it_is_tried_again_and_comes_back_where_nothing_has_changed(place: Place) -> None:
    set_aside(place)
    ran = place.intake("replay", "--job", "1", "--again", "--reason", "restored now", "--by", "Kim", "--json")
    assert json.loads(ran.out) == {"jobs": [1]}
    assert queued(place) == [(GONE, False)]
    place.office.wait(days=3650)  # the command has the true time of day
    assert queued(place) == [(GONE, True)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(
            ("--job", "7", "--let-go", "--reason", "x"), "job 7: it is none that is set aside alone", id="none"
        ),
        pytest.param(("--job", "1", "--let-go"), "--reason: doing it again needs one", id="no reason"),
        pytest.param(("--job", "1"), "write --job N --again", id="neither"),
        pytest.param(("--job", "1", "--again", "--let-go"), "write --job N --again", id="both"),
        pytest.param(("--let-go", "--parked"), "write --job N --again", id="no job"),
        pytest.param(("1", "--job", "1", "--again"), "write --job N --again", id="a message too"),
    ],
)
def test_a_call_that_is_refused(place: Place, words: tuple[str, ...], said: str) -> None:
    set_aside(place)
    assert said in place.intake("replay", *words).refusal
