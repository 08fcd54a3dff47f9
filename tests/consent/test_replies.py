"""A customer answers the question by reply: what counts as the answer, whose, and to what."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from intake.domain.case import MailKind, Outcome
from intake.domain.staff import ListedEngineer
from intake.storage import tables
from tests.kept.desk import closes, staffed
from tests.review.engineers import asks, confirms
from tests.stages.office import SUPPORT, Office, mail

ANSWERED, ASKED, TOLD = MailKind.ACKNOWLEDGEMENT, MailKind.CONSENT, MailKind.LEVEL_CHANGE


def kinds(office: Office) -> list[MailKind]:
    return [sent.kind for sent in office.mails()]


def replies(
    office: Office, words: str, *headers: str, to: int | None = -1, sender: str = "ann@acme.example"
) -> Outcome:
    """Answer the desk's mail `to` (None: without a thread, by the case's number alone) and carry it through."""
    office.now = office.now.replace(second=office.now.second + 1)
    thread = [] if to is None else [f"In-Reply-To: {office.mails()[to].message_id}"]
    raw = mail(words, *thread, *headers, subject="Re: Cannot post invoices [case 1001]", sender=sender)
    return office.mail_in(raw, mail_from=sender).outcome


def consents(office: Office) -> list[tuple[object, ...]]:
    row = tables.consents.c
    with office.reading() as connection:
        rows = connection.execute(sa.select(row.actor, row.agreed, row.level, row.how, row.message_id))
        return [tuple(one) for one in rows]


def test_a_yes_by_reply_takes_effect_at_once(asked: Office) -> None:
    assert replies(asked, "Yes, please.\n\n> Do you agree to level 2?") is Outcome.CONTINUED
    assert (asked.case().level, asked.case().wanted_level) == ("2", None)
    assert kinds(asked) == [ANSWERED, ASKED, TOLD]
    assert consents(asked) == [("customer", True, "2", "reply", 2)]
    assert asked.decided()[-1].actor == "Kim"
    assert asked.chain_holds()


def test_a_no_by_reply_leaves_the_level_and_is_confirmed_once(asked: Office) -> None:
    replies(asked, "No, thank you.")
    assert (asked.case().level, asked.case().wanted_level) == ("3", None)
    assert consents(asked) == [("customer", False, "2", "reply", 2)]
    assert kinds(asked) == [ANSWERED, ASKED, ASKED]
    replies(asked, "No!")
    assert (kinds(asked), len(consents(asked))) == ([ANSWERED, ASKED, ASKED], 1)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "I agree."), ("es", "Sí, de acuerdo."), ("fr", "D'accord, merci."), ("de", "Ja, einverstanden.")],
)
def test_in_each_language(asked: Office, language: str, words: str) -> None:
    replies(asked, words, f"Content-Language: {language}")
    assert asked.case().level == "2"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Yes, but only if it costs nothing.", id="yes, but"),
        pytest.param("What would it cost?", id="a question"),
        pytest.param("The log is attached.", id="something else"),
        pytest.param("Yes. No, wait.", id="both"),
    ],
)
def test_what_is_not_clear_goes_to_the_engineers_and_is_no_consent(asked: Office, words: str) -> None:
    assert replies(asked, words) is Outcome.CONTINUED
    case = asked.case()
    assert (case.level, case.wanted_level, case.attention_at) == ("3", "2", asked.now)
    assert (consents(asked), kinds(asked)) == ([], [ANSWERED, ASKED])
    assert asked.details("consent.unclear") == [{"question": 1, "level": "2"}]
    replies(asked, "Yes.")
    assert asked.case().level == "2", "the question still stands"


@pytest.mark.parametrize(
    ("to", "level"),
    [
        pytest.param(1, "2", id="to the letter that asks"),
        pytest.param(None, "2", id="without a thread, when that letter was the last"),
        pytest.param(0, "3", id="to another mail of ours, which asks nothing of the kind"),
    ],
)
def test_what_the_reply_answers(asked: Office, to: int | None, level: str) -> None:
    replies(asked, "Yes", to=to)
    assert asked.case().level == level


@pytest.mark.parametrize(
    ("sender", "level"),
    [
        pytest.param("ann@acme.example", "2", id="the contact"),
        pytest.param("bea@acme.example", "2", id="a colleague"),
        pytest.param("joe@home.example", "3", id="a stranger who has the mail"),
    ],
)
def test_who_may_agree(asked: Office, sender: str, level: str) -> None:
    signed = asked.header("Reply-To")
    raw = mail("Yes", f"In-Reply-To: {asked.mails()[-1].message_id}", sender=sender, to=signed)
    asked.mail_in(raw, mail_from=sender, rcpt_to=(signed,))
    assert asked.case().level == level


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: bulk"], ids=["RFC 3834", "old", "bulk"]
)
def test_a_machine_agrees_to_nothing(asked: Office, header: str) -> None:
    assert replies(asked, "Yes", header) is Outcome.FILED
    assert (asked.case().level, consents(asked)) == ("3", [])


def test_an_engineer_agrees_to_nothing_in_a_customer_s_stead(asked: Office) -> None:
    """Not even one whose address is in the customer's own domain."""
    staffed(asked, ListedEngineer(name="Kim", address="kim@acme.example"))
    replies(asked, "Yes", sender="kim@acme.example")
    assert (asked.case().level, asked.case().wanted_level, consents(asked)) == ("3", "2", [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param("Yes", True, id="a yes that they believe in"),
        pytest.param("No", True, id="a no as well"),
        pytest.param("The log is attached.", False, id="something else"),
    ],
)
@pytest.mark.parametrize("settle", [confirms, closes], ids=["decided otherwise", "closed"])
def test_an_answer_that_comes_too_late_changes_nothing_and_goes_to_the_engineers(
    asked: Office, settle: Callable[[Office], object], words: str, *, told: bool
) -> None:
    settle(asked)
    assert asked.case().wanted_level is None
    replies(asked, words)
    assert (asked.case().level, consents(asked), kinds(asked)) == ("3", [], [ANSWERED, ASKED])
    assert asked.details("consent.too_late") == ([{"question": 1, "level": "2"}] if told else [])
    assert (asked.case().attention_at == asked.now) is told


def test_a_case_that_is_open_again_may_be_asked_about_again(asked: Office) -> None:
    closes(asked, resolved=False)
    replies(asked, "It is still slow.")
    assert asks(asked, "2").asked
    assert kinds(asked) == [ANSWERED, ASKED, ASKED]
    replies(asked, "Yes")
    assert asked.case().level == "2"


def test_a_yes_to_the_first_question_is_none_to_the_second(asked: Office) -> None:
    asks(asked, "1")
    replies(asked, "Yes", to=1)
    assert (asked.case().level, asked.case().wanted_level, consents(asked)) == ("3", "1", [])
    replies(asked, "Yes", to=2)
    assert asked.case().level == "1"


def test_a_yes_that_came_before_the_question_is_none_to_it(asked: Office) -> None:
    early = asked.now.replace(minute=0) - (asked.now - asked.case().opened_at) / 2
    raw = mail("Yes", subject="Re: Cannot post invoices [case 1001]")
    asked.mail_in(raw, at=early)
    assert asked.case().level == "3"


def test_the_same_reply_twice_counts_once(asked: Office) -> None:
    raw = mail("Yes", f"In-Reply-To: {asked.mails()[-1].message_id}")
    for _ in range(2):
        asked.mail_in(raw, rcpt_to=(SUPPORT,))
    assert (len(consents(asked)), kinds(asked)) == (1, [ANSWERED, ASKED, TOLD])


def test_without_an_open_question_a_yes_is_a_follow_up_like_any_other(office: Office) -> None:
    office.customer("erp-maestro")
    office.mail_in(mail())
    assert replies(office, "Yes") is Outcome.CONTINUED
    assert (consents(office), office.details("consent.unclear"), len(office.mails())) == ([], [], 1)
