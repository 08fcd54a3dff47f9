"""What goes wrong is tried again, then set aside for a person; the message is never lost and never half done."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from intake.database.seals import Shapes
from intake.database.seals import seal as sealed
from intake.domain.case import Outcome
from intake.domain.errors import GiveUp
from intake.queue import jobs
from intake.render.templates import Templates
from intake.stages.desk import Desk
from tests.stages import office as made
from tests.stages.office import Office, mail, open_office, templates


def test_a_customer_whose_contract_is_not_installed_has_the_message_parked_with_the_reason(office: Office) -> None:
    office.customer("gotomyerp")
    office.desk = made.the_desk(installed=made.contracts("helpdesk"))
    found = office.mail_in(mail())
    assert (found.outcome, found.case_id) == (Outcome.PARKED, None)
    assert found.reason.endswith("customer 'Acme' has the contract 'gotomyerp': no version of it held then")
    assert (office.ledger(), office.cases()) == ({"parked": 1}, [])


def test_a_follow_up_under_a_contract_that_is_gone_still_joins_its_case(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail())
    office.desk = made.the_desk(installed=made.contracts("helpdesk"))
    found = office.mail_in(mail("More.", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert (found.outcome, found.case_id, len(office.mails())) == (Outcome.CONTINUED, 1001, 1)


def broken_templates() -> Templates:
    sources = {**templates()._sources, "en/acknowledgement.txt.j2": "Subject: Re: x\n\n{{ no_such_word }}\n"}
    return Templates(sources)


def with_templates(desk: Desk, words: Templates) -> Desk:
    return Desk(**{name: getattr(desk, name) for name in Desk.__slots__} | {"templates": words})


def break_the_parser(office: Office) -> None:
    office.suggests.fault = ValueError("no such word")


def break_a_template(office: Office) -> None:
    office.desk = with_templates(office.desk, broken_templates())


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        pytest.param(break_the_parser, "ValueError: no such word", id="a fault while reading"),
        pytest.param(break_a_template, "en/acknowledgement.txt.j2, line 3", id="a fault while writing the answer"),
    ],
)
def test_a_fault_is_tried_again_for_longer_each_time_then_parked(
    office: Office, fault: object, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert callable(fault)
    office.customer("gotomyerp")
    fault(office)
    raw = mail()
    office.mail_in(raw)
    for pause in (1, 5, 30, 120):
        office.wait(seconds=pause - 0.5)
        assert office.message(1).outcome is Outcome.ACCEPTED
        office.wait(seconds=0.5)
    assert office.message(1).outcome is Outcome.ACCEPTED
    office.wait(seconds=600)
    found = office.message(1)
    assert found.outcome is Outcome.PARKED
    assert said in found.reason
    assert found.envelope.raw == raw
    assert (office.cases(), office.ledger()) == ([], {"parked": 1})
    assert said in office.details("message.parked")[0]["error"]
    assert "acme.example" not in capfd.readouterr().out, "a log holds no address"


def test_a_fault_that_passes_costs_nothing_but_time(office: Office) -> None:
    office.customer("gotomyerp")
    break_a_template(office)
    office.mail_in(mail())
    assert office.everything()["cases"] == []
    assert office.everything()["outbox"] == []
    office.desk = with_templates(office.desk, templates())
    office.wait(seconds=1)
    assert (office.ledger(), len(office.mails())) == ({"opened": 1}, 1)
    assert office.case().opened_at == made.TUESDAY, "the clock still runs from the receipt"


def test_one_bad_message_does_not_hold_up_its_batch(office: Office) -> None:
    office.customer("gotomyerp")
    gone = office.customer("helpdesk", name="Gone", domain="gone.example")
    office.desk = made.the_desk(installed=made.contracts("gotomyerp"))
    office.accept(mail())
    office.accept(mail(sender="x@gone.example"), mail_from=f"x@{gone.domains[0]}")
    office.accept(mail())
    office.run()
    assert office.ledger() == {"opened": 2, "parked": 1}
    assert [len(office.mails(case.id)) for case in office.cases()] == [1, 1]


def test_a_fault_of_the_opinion_leaves_the_answer_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.customer("gotomyerp")

    def refuse(**_: object) -> None:
        raise GiveUp("the model is broken")

    monkeypatch.setattr(office.suggests, "suggest", refuse)
    office.mail_in(mail())
    assert (office.ledger(), len(office.mails())) == ({"opened": 1}, 1)


def test_an_engine_that_is_closed_in_the_middle_leaves_no_half_case(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    office.customer("gotomyerp")
    office.accept(mail())
    office.database.close()
    again = open_office(tmp_path)
    again.run()
    assert (again.ledger(), len(again.mails())) == ({"opened": 1}, 1)
    again.database.close()


def test_bytes_that_cannot_be_read_hold_up_nobody(office: Office) -> None:
    office.customer("gotomyerp")
    damaged = office.accept(mail("Damaged."))
    office.accept(mail("Whole."))
    with office.database.write() as connection:
        wanted = "UPDATE blobs SET encoding = 'zlib' WHERE sha256 = (SELECT raw_sha256 FROM messages WHERE id = ?)"
        connection.exec_driver_sql(wanted, (damaged.id,))
    office.run()
    assert office.ledger() == {"accepted": 1, "opened": 1}
    for _ in range(6):
        office.wait(minutes=11)
    assert office.ledger() == {"opened": 1, "parked": 1}
    assert "its bytes cannot be read" in office.details("message.parked")[0]["error"]


def test_a_commit_that_one_message_breaks_is_made_without_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails when the whole round is sealed is found by carrying each through alone."""
    office.customer("gotomyerp")

    def breaks(connection: Connection, shapes: Shapes) -> None:
        sealed(connection, shapes)
        if connection.exec_driver_sql("SELECT 1 FROM cases WHERE subject = 'Breaks it'").first():
            raise ValueError("it cannot be sealed")

    monkeypatch.setattr("intake.database.engine.seal", breaks)
    for subject in ("First", "Breaks it", "Last"):
        office.accept(mail(subject=subject))
    office.run()
    assert office.ledger() == {"accepted": 1, "opened": 2}
    for _ in range(6):
        office.wait(minutes=11)
    assert office.ledger() == {"opened": 2, "parked": 1}
    assert office.details("message.parked")[0]["error"] == "ValueError: it cannot be sealed"


@pytest.mark.parametrize("stage", list(jobs.Stage))
def test_a_job_whose_message_is_gone_holds_up_nobody(office: Office, stage: jobs.Stage) -> None:
    office.customer("gotomyerp")
    with office.database.write() as connection:
        jobs.put(connection, stage, 4711, office.now)
    office.mail_in(mail())
    assert (office.ledger(), len(office.mails())) == ({"opened": 1}, 1)
    with office.reading() as connection:
        left = connection.execute(sa.select(jobs.jobs.c.message_id, jobs.jobs.c.parked)).all()
    assert (4711, False) not in left, "it is not tried for ever"
    assert office.chain_holds()


def test_a_suspected_job_whose_message_is_gone_is_taken_out_too(office: Office) -> None:
    with office.database.write() as connection:
        jobs.put(connection, jobs.Stage.PROCESS, 4711, office.now)
        (job,) = jobs.due(connection, office.now, jobs.Stage.PROCESS, 1)
        jobs.begin(connection, [job])
    office.run()
    with office.reading() as connection:
        assert jobs.next_run(connection) is None
