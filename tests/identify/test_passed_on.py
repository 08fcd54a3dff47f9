"""Mail that somebody passed on: both people are kept, an engineer says whom it is for, and what follows from that."""

from datetime import timedelta

import pytest

from intake.domain.case import MailKind
from intake.domain.errors import BadInput
from intake.domain.identity import CaseSender, Degree, FactsFor
from intake.review.assign import Assigned, assign
from intake.storage import identities
from tests.identify.checked import PROVED, checking
from tests.kept.desk import KIM, closes, staffed
from tests.review.engineers import confirms, engineer
from tests.stages.office import Office, mail, opinion

BEN = "ben@globex.example"


def forwarded(by: str, author: str = f"Ben Ray <{BEN}>", words: str = "Nobody can connect.") -> bytes:
    body = (
        "Please see below.\n\n---------- Forwarded message ---------\n"
        f"From: {author}\nDate: Tue, 12 May 2026 at 09:00\nSubject: It fails\nTo: <{by}>\n\n{words}\n"
    )
    return mail(body, subject="Fwd: It fails", sender=by)


@pytest.fixture
def two(office: Office) -> Office:
    """Return an office with two customers, Acme and Globex, and two engineers."""
    office.customer("gotomyerp-plans")
    office.customer("gotomyerp", name="Globex", domain="globex.example", contacts=((BEN, "Ben Ray"),))
    return staffed(office)


def sender_of(office: Office, number: int = 1001) -> CaseSender:
    with office.reading() as connection:
        return identities.of_case(connection, number)


def assigns(office: Office, to: str = BEN, number: int = 1001) -> Assigned:
    with office.database.write() as connection:
        return assign(engineer(office, connection), number, to, "he called")


def recipients(office: Office, kind: MailKind, number: int = 1001) -> list[str]:
    return [sent.recipient for sent in office.mails(number) if sent.kind is kind]


@pytest.mark.parametrize(
    ("by", "author", "asked", "at_once"),
    [
        pytest.param("ann@acme.example", f"Ben <{BEN}>", True, True, id="another customer's mail"),
        pytest.param("ann@acme.example", "Al <al@acme.example>", False, False, id="a colleague's mail"),
        pytest.param("ann@acme.example", "Vic <vic@vendor.example>", False, False, id="a stranger's mail"),
        pytest.param("ann@acme.example", "Ann <ann@acme.example>", False, False, id="one's own mail"),
        pytest.param("ann@acme.example", f"Kim <{KIM.address}>", False, False, id="an engineer's mail"),
        pytest.param("ann@acme.example", "Support <support@desk.example>", False, False, id="our own mail"),
        pytest.param(KIM.address, f"Ben <{BEN}>", True, True, id="an engineer passes on a customer's"),
        pytest.param(KIM.address, "Vic <vic@vendor.example>", True, True, id="an engineer passes on a stranger's"),
        pytest.param("joe@home.example", f"Ben <{BEN}>", True, True, id="a stranger passes on a customer's"),
        pytest.param("joe@home.example", "Vic <vic@vendor.example>", True, False, id="strangers among themselves"),
    ],
)
def test_when_an_engineer_is_asked(two: Office, by: str, author: str, asked: bool, at_once: bool) -> None:
    two.mail_in(forwarded(by, author), mail_from=by)
    original = sender_of(two).original
    assert (original is not None, sender_of(two).asks) == (asked, asked)
    assert (two.case().attention_at == two.now) is at_once
    assert two.case().contact_address == by, "who passed it on is who is answered"


def test_facts_go_to_nobody_who_passed_a_mail_on(two: Office) -> None:
    two.mail_in(forwarded(KIM.address), mail_from=KIM.address)
    assert [sent.kind for sent in two.mails()] == [MailKind.RECEIPT]
    assigns(two)
    assert recipients(two, MailKind.ACKNOWLEDGEMENT) == [BEN]


def test_assigning_moves_the_case_to_the_contract_with_the_promise_from_the_receipt(two: Office) -> None:
    two.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    received = two.case().opened_at
    two.now += timedelta(minutes=30)
    done = assigns(two)
    case = two.case()
    assert (done.anew, done.why_not_told, done.customer.name) == (True, None, "Globex")
    assert (case.contract, case.contact_address, case.contact_name) == ("gotomyerp", BEN, "Ben Ray")
    assert case.asked is not None
    assert case.asked.received_at == received
    assert case.due_at is not None
    assert (sender_of(two).degree, sender_of(two).asks) == (Degree.PROVED, False)
    assert two.details("case.assigned") == [{"to": BEN, "customer": "Globex", "reason": "he called"}]
    assert two.decided()[-1].action == "assigned"
    assert two.chain_holds()


def test_assigning_twice_is_assigning_once(two: Office) -> None:
    two.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    assigns(two)
    before = two.everything()
    assert not assigns(two).anew
    assert two.everything() == before


def test_a_case_moves_from_one_customer_to_another(two: Office) -> None:
    two.mail_in(forwarded("ann@acme.example"))
    assert recipients(two, MailKind.ACKNOWLEDGEMENT) == ["ann@acme.example"]
    assigns(two)
    assert recipients(two, MailKind.ACKNOWLEDGEMENT) == ["ann@acme.example", BEN]
    assert two.case().contract == "gotomyerp"
    two.mail_in(mail("And?", subject="Re: [case 1001]"))
    assert len(two.cases()) == 2, "Ann's people cannot join it by its number any more"


def test_an_emergency_pages_once_it_has_a_contract(two: Office) -> None:
    words = "Nobody can connect, from both offices."
    two.mail_in(forwarded("joe@home.example", words=words), mail_from="joe@home.example")
    assert "page.opened" not in two.trail()
    said_by_joe = mail(words, sender="joe@home.example")
    two.mail_in(said_by_joe, mail_from="joe@home.example")
    assigns(two, number=1002)
    assert two.case(1002).emergency
    assert "page.opened" in two.trail(1002)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        pytest.param("late", "is over", id="the time is over"),
        pytest.param("told", "told already", id="they had it already"),
    ],
)
def test_what_is_true_no_more_is_not_written(two: Office, before: str, said: str) -> None:
    two.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    if before == "late":
        two.now += timedelta(days=30)
    else:
        assigns(two)
        assigns(two, "ann@acme.example")
    done = assigns(two)
    assert done.why_not_told is not None
    assert said in done.why_not_told


def test_an_engineer_s_word_stands_for_proof(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checking(office)
    office.mail_in(mail())
    confirms(office)
    done = assigns(office, "ann@acme.example")
    assert (done.anew, done.why_not_told) == (True, None)
    assert [sent.kind for sent in office.mails()] == [MailKind.RECEIPT, MailKind.ACKNOWLEDGEMENT]
    assert office.case().standing == "confirmed", "what was decided before stays"


@pytest.mark.parametrize(
    ("to", "said"),
    [
        pytest.param("vic@vendor.example", "no customer's address", id="a stranger"),
        pytest.param("ben", "no address", id="a name"),
        pytest.param("", "no address", id="nothing"),
    ],
)
def test_to_whom_no_case_can_go(two: Office, to: str, said: str) -> None:
    two.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    with pytest.raises(BadInput, match=said):
        assigns(two, to)


def test_a_closed_case_is_nobody_else_s_any_more(two: Office) -> None:
    two.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    closes(two)
    with pytest.raises(BadInput, match="is closed"):
        assigns(two)


def test_a_proved_contact_is_told_without_anybody_s_word(two: Office) -> None:
    checking(two, FactsFor.PROVED, ann=PROVED)
    two.mail_in(forwarded("ann@acme.example"))
    assert recipients(two, MailKind.ACKNOWLEDGEMENT) == ["ann@acme.example"]
    assert sender_of(two).asks


def test_a_level_that_goes_by_telephone_calls_somebody_once_the_case_has_a_contract(two: Office) -> None:
    two.customer("erp-maestro", name="Maestro", domain="maestro.example")
    two.suggests.answer = opinion(1)
    two.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    assert "page.opened" not in two.trail()
    assigns(two, "cy@maestro.example")
    assert "page.opened" in two.trail()


def test_an_alarm_of_a_later_message_moves_the_clock_as_well(two: Office) -> None:
    two.suggests.answer = opinion(4)
    two.mail_in(mail(sender="joe@home.example"), mail_from="joe@home.example")
    two.suggests.answer = opinion(1, alert=True)
    to = two.header("Reply-To")
    two.mail_in(mail("Now all is down.", sender="joe@home.example"), mail_from="joe@home.example", rcpt_to=(to,))
    assigns(two)
    case = two.case()
    assert case.due_at is not None
    assert case.attention_at is not None
    assert case.attention_at < case.due_at
