"""Under 004 a level changes only with the customer's recorded agreement, to that level, once."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.contract.versions import gathered
from intake.domain.case import MailKind, Standing
from intake.domain.contract import LevelChange
from intake.domain.errors import BadInput
from intake.storage import tables
from tests.review.engineers import asks, confirms, consents, overrides
from tests.stages.office import Office, contracts, mail, open_office, opinion

ANSWERED, ASKED, TOLD = MailKind.ACKNOWLEDGEMENT, MailKind.CONSENT, MailKind.LEVEL_CHANGE


@pytest.fixture
def waiting(office: Office) -> Office:
    """Return an office whose case 1001 stands at level 3 under 004, by e-mail."""
    office.customer("erp-maestro")
    office.mail_in(mail())
    office.wait(minutes=1)
    return office


def kinds(office: Office) -> list[MailKind]:
    return [sent.kind for sent in office.mails()]


def test_the_customer_is_asked_and_until_they_answer_the_old_level_holds(waiting: Office) -> None:
    verdict = asks(waiting, "2", reason="orders cannot ship")
    case = waiting.case()
    assert (case.level, case.standing, case.wanted_level) == ("3", Standing.RULE, "2")
    assert (kinds(waiting), waiting.feedback(), len(waiting.decided())) == ([ANSWERED, ASKED], [], 1)
    assert (verdict.told, verdict.why_not_told) == (False, None)
    assert verdict.after is not None
    assert verdict.after.level == "2"
    assert waiting.details("case.consent_wanted") == [{"level": "2", "question": 1, "reason": "orders cannot ship"}]


def test_a_yes_takes_effect_by_itself_on_the_word_of_the_engineer_who_asked(waiting: Office) -> None:
    asks(waiting, "2", reason="orders cannot ship", by="Kim")
    waiting.wait(minutes=1)
    recorded = consents(waiting, agreed=True, by="Sam")
    case, decision = waiting.case(), waiting.decided()[-1]
    assert (case.level, case.standing, case.wanted_level) == ("2", Standing.OVERRIDDEN, None)
    assert (decision.actor, decision.action, decision.level, decision.reason) == (
        "Kim",
        "overridden",
        "2",
        "orders cannot ship",
    )
    assert recorded.settled is not None
    assert recorded.settled.verdict is not None
    assert (recorded.settled.verdict.told, kinds(waiting)) == (True, [ANSWERED, ASKED, TOLD])
    assert waiting.trail()[-4:] == ["consent.written", "case.consent", "case.overridden", "level_change.written"]


def test_level_1_needs_agreement_too_and_then_holds(waiting: Office) -> None:
    asks(waiting, "1")
    consents(waiting, agreed=True)
    assert (waiting.case().level, waiting.case().clock_level) == ("1", "1")
    assert "report_by_phone" not in str((waiting.case().promise or {})["notices"])


def test_the_same_wish_again_asks_nobody_again(waiting: Office) -> None:
    asks(waiting, "2")
    before = waiting.everything()
    again = asks(waiting, "2", reason="in another engineer's words", by="Kim")
    assert again.asked is not None
    assert not again.asked.anew
    assert waiting.everything() == before


def test_another_wish_voids_the_first_and_agreement_is_to_the_other(waiting: Office) -> None:
    asks(waiting, "2")
    asks(waiting, "1")
    assert kinds(waiting) == [ANSWERED, ASKED, ASKED]
    assert waiting.details("consent.void") == [{"question": 1, "level": "2"}]
    consents(waiting, agreed=True)
    assert waiting.case().level == "1"


def test_agreement_never_carries_over_to_another_level(waiting: Office) -> None:
    asks(waiting, "2")
    consents(waiting, agreed=True)
    waiting.wait(minutes=1)
    asks(waiting, "1")
    asks(waiting, "3")
    consents(waiting, agreed=True)
    waiting.wait(minutes=1)
    asks(waiting, "2")
    assert waiting.case().level == "3", "the first agreement to level 2 is used up"


def test_a_no_ends_the_waiting_and_is_confirmed_once(waiting: Office) -> None:
    asks(waiting, "2")
    waiting.wait(minutes=1)
    consents(waiting, agreed=False)
    case = waiting.case()
    assert (case.level, case.wanted_level, case.standing) == ("3", None, Standing.RULE)
    assert (kinds(waiting), case.attention_at) == ([ANSWERED, ASKED, ASKED], waiting.now)
    assert "Case 1001 stays at level 3" in waiting.letter()
    consents(waiting, agreed=False)
    assert len(waiting.mails()) == 3
    asks(waiting, "2")
    assert len(waiting.mails()) == 4, "a wish after a no is a new question"


def test_a_confirmation_of_the_level_that_holds_needs_no_agreement_and_withdraws_the_wish(waiting: Office) -> None:
    asks(waiting, "2")
    confirms(waiting)
    case = waiting.case()
    assert (case.level, case.wanted_level, case.standing) == ("3", None, Standing.CONFIRMED)
    assert waiting.details("consent.void") == [{"question": 1, "level": "2"}]
    consents(waiting, agreed=True)
    assert waiting.case().level == "3", "a yes to what nobody asks any more sets no level"


def test_an_agreement_without_a_question_counts_for_the_next_override_and_no_other(waiting: Office) -> None:
    assert consents(waiting, agreed=True).settled is None
    waiting.wait(minutes=1)
    overrides(waiting, "2")
    assert (waiting.case().level, kinds(waiting)) == ("2", [ANSWERED, TOLD])
    waiting.wait(minutes=1)
    asks(waiting, "1")


def test_the_last_answer_without_a_question_counts(waiting: Office) -> None:
    consents(waiting, agreed=True)
    consents(waiting, agreed=False)
    asks(waiting, "2")


def test_every_answer_is_on_record_with_who_and_how(waiting: Office) -> None:
    asks(waiting, "2")
    consents(waiting, agreed=False)
    asks(waiting, "2")
    consents(waiting, agreed=True, by="Kim")
    row = tables.consents.c
    with waiting.reading() as connection:
        rows = connection.execute(sa.select(row.actor, row.agreed, row.level, row.how, row.question_id)).all()
    assert [tuple(one) for one in rows] == [("Sam", False, "2", "engineer", 1), ("Kim", True, "2", "engineer", 2)]


@pytest.mark.parametrize(
    ("raw", "mail_from", "why"),
    [
        pytest.param(mail("x", "X-Spam-Flag: YES"), "ann@acme.example", "spam", id="marked as spam"),
        pytest.param(mail(), "a(b@acme.example", "no address that could be answered", id="no address to write to"),
    ],
)
def test_who_cannot_be_written_to_is_asked_by_the_engineer(
    office: Office, raw: bytes, mail_from: str, why: str
) -> None:
    office.customer("erp-maestro")
    office.mail_in(raw, mail_from=mail_from)
    verdict = asks(office, "2")
    assert why in (verdict.why_not_told or "")
    assert (office.mails(), office.case().wanted_level) == ([], "2")
    assert why in (asks(office, "2").why_not_told or ""), "and again, when the engineer tries again"
    consents(office, agreed=True)
    assert (office.case().level, office.mails()) == ("2", [])


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


def test_a_confirmation_puts_no_suggested_level_into_force_that_nobody_agreed_to(tmp_path: Path) -> None:
    (gotomyerp,) = contracts("gotomyerp").versions
    agreed = replace(gotomyerp, level_change=LevelChange.CUSTOMER_CONSENT)
    office = open_office(tmp_path, installed=gathered([agreed]))
    office.customer("gotomyerp")
    office.suggests.answer = opinion(1)
    office.mail_in(mail())
    confirms(office)
    assert (office.case().level, len(office.mails())) == ("3", 1)
    office.database.close()


def test_an_emergency_that_begins_meanwhile_makes_the_question_void(tmp_path: Path) -> None:
    (gotomyerp,) = contracts("gotomyerp").versions
    agreed = replace(gotomyerp, level_change=LevelChange.CUSTOMER_CONSENT)
    office = open_office(tmp_path, installed=gathered([agreed]))
    office.customer("gotomyerp")
    office.mail_in(mail())
    office.wait(minutes=1)
    asks(office, "2")
    asking = office.mails()[-1].message_id
    office.wait(minutes=1)
    office.mail_in(mail("Nobody can connect, from both offices.", f"In-Reply-To: {asking}"))
    office.mail_in(mail("Yes", f"In-Reply-To: {asking}"))
    assert (office.case().emergency, office.case().level) == (True, None)
    office.database.close()
