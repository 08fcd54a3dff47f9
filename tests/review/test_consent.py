"""Under 004 a level changes only with the customer's recorded agreement, to that level, once."""

import pytest
import sqlalchemy as sa

from intake.domain.case import Standing
from intake.domain.errors import BadInput
from intake.storage import tables
from tests.review.engineers import confirms, consents, overrides, refusal
from tests.stages.office import Office, mail

WANTED = "case 1001: erp-maestro changes a level only with the customer's agreement"


@pytest.fixture
def waiting(office: Office) -> Office:
    """Return an office whose case 1001 stands at level 3 under 004, by e-mail."""
    office.customer("erp-maestro")
    office.mail_in(mail())
    office.wait(minutes=1)
    return office


def test_without_agreement_the_old_level_holds_and_the_wish_is_kept(waiting: Office) -> None:
    said = refusal(waiting, "2")
    assert said.startswith(WANTED)
    assert "write `intake consent 1001 --yes`" in said
    case = waiting.case()
    assert (case.level, case.standing, case.wanted_level) == ("3", Standing.RULE, "2")
    assert (len(waiting.mails()), waiting.feedback()) == (1, [])
    assert waiting.details("case.consent_wanted") == [{"level": "2"}]


def test_with_agreement_the_level_changes_and_the_customer_is_told_once(waiting: Office) -> None:
    refusal(waiting, "2")
    waiting.wait(minutes=1)
    consents(waiting, agreed=True)
    assert waiting.case().level == "3", "the agreement alone changes nothing"
    waiting.wait(minutes=1)
    verdict = overrides(waiting, "2")
    case = waiting.case()
    assert (case.level, case.standing, case.wanted_level) == ("2", Standing.OVERRIDDEN, None)
    assert (verdict.told, len(waiting.mails())) == (True, 2)


def test_level_1_needs_agreement_too_and_then_holds(waiting: Office) -> None:
    refusal(waiting, "1")
    consents(waiting, agreed=True)
    overrides(waiting, "1")
    assert (waiting.case().level, waiting.case().clock_level) == ("1", "1")
    assert "report_by_phone" not in str((waiting.case().promise or {})["notices"])


def test_agreement_to_another_level_does_not_count(waiting: Office) -> None:
    refusal(waiting, "2")
    consents(waiting, agreed=True)
    assert refusal(waiting, "1").startswith(WANTED)
    assert (waiting.case().level, waiting.case().wanted_level) == ("3", "1")


def test_agreement_counts_once(waiting: Office) -> None:
    refusal(waiting, "2")
    consents(waiting, agreed=True)
    waiting.wait(minutes=1)
    overrides(waiting, "2")
    waiting.wait(minutes=1)
    assert refusal(waiting, "3").startswith(WANTED)
    consents(waiting, agreed=True)
    waiting.wait(minutes=1)
    overrides(waiting, "3")
    waiting.wait(minutes=1)
    assert refusal(waiting, "2").startswith(WANTED), "the first agreement to level 2 is used up"


def test_a_no_ends_the_waiting_and_the_old_level_holds(waiting: Office) -> None:
    refusal(waiting, "2")
    consents(waiting, agreed=False)
    assert (waiting.case().level, waiting.case().wanted_level) == ("3", None)
    assert refusal(waiting, "2").startswith(WANTED)


def test_the_last_answer_counts(waiting: Office) -> None:
    refusal(waiting, "2")
    consents(waiting, agreed=True)
    consents(waiting, agreed=False)
    assert refusal(waiting, "2").startswith(WANTED)
    consents(waiting, agreed=True)
    overrides(waiting, "2")
    assert waiting.case().level == "2"


def test_a_confirmation_of_the_level_that_holds_needs_no_agreement(waiting: Office) -> None:
    refusal(waiting, "2")
    confirms(waiting)
    assert (waiting.case().level, waiting.case().wanted_level, waiting.case().standing) == (
        "3",
        None,
        Standing.CONFIRMED,
    )


def test_every_answer_is_on_record(waiting: Office) -> None:
    refusal(waiting, "2")
    consents(waiting, agreed=False)
    refusal(waiting, "2")
    consents(waiting, agreed=True)
    with waiting.reading() as connection:
        rows = connection.execute(sa.select(tables.consents.c.agreed, tables.consents.c.level)).all()
    assert [tuple(row) for row in rows] == [(False, "2"), (True, "2")]
    assert waiting.trail()[-4:] == ["case.consent_wanted", "case.consent", "case.consent_wanted", "case.consent"]


@pytest.mark.parametrize("contract", ["gotomyerp-plans", "gotomyerp", "helpdesk", "priority-matrix"])
def test_other_contracts_record_no_agreement(office: Office, contract: str) -> None:
    office.customer(contract)
    office.mail_in(mail())
    before = office.everything()
    with pytest.raises(BadInput, match="changes levels without the customer's agreement; none is recorded"):
        consents(office, agreed=True)
    assert office.everything() == before


def test_an_unknown_sender_has_nothing_to_agree_to(office: Office) -> None:
    office.mail_in(mail())
    with pytest.raises(BadInput, match="case 1001: it has no contract"):
        consents(office, agreed=True)
