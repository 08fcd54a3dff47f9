"""A sender whom a passing fault of DNS left unproved: asked again over some hours, and answered once it is proved."""

import pytest

from intake.domain.case import MailKind
from intake.domain.identity import Degree, FactsFor, Findings, Source
from intake.review.assign import assign
from intake.review.close import close
from intake.review.reply import Reply, reply
from intake.storage import identities
from tests.identify.checked import DOUBT, FORGED, NOTHING, PROVED, checking
from tests.review.engineers import engineer
from tests.stages.office import Office, mail

ANN = "ann@acme.example"
OPEN = Findings(source=Source.OWN, undecided=True)
ANSWERED, RECEIPT, TOLD = MailKind.ACKNOWLEDGEMENT, MailKind.RECEIPT, MailKind.LEVEL_CHANGE


def kinds(office: Office, number: int = 1001) -> list[MailKind]:
    return [sent.kind for sent in office.mails(number)]


def pass_on(office: Office, minutes: int) -> None:
    """Let the time go by in steps, as a worker that wakes for a timer sees it."""
    for _ in range(minutes // 5):
        office.wait(minutes=5)


def degree(office: Office, number: int = 1001) -> Degree | None:
    with office.reading() as connection:
        return identities.of_case(connection, number).degree


def test_once_dns_answers_the_acknowledgement_follows_with_the_time_from_receipt(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=OPEN)
    office.mail_in(mail())
    assert kinds(office) == [RECEIPT]
    pass_on(office, 30)
    checks.found = {ANN: PROVED}
    pass_on(office, 60)
    assert kinds(office) == [RECEIPT, ANSWERED]
    assert "Within 6 hours" in office.letter()
    assert "12 May 2026, 4:00 pm EDT" in office.letter(), "six hours from when it came, not from its proof"
    assert (degree(office), [sent.key for sent in office.mails()]) == (Degree.PROVED, ["receipt:1001", "answer:1001"])
    assert f"<{office.header('In-Reply-To')}>" == office.message(1).message_id
    pass_on(office, 600)
    assert kinds(office) == [RECEIPT, ANSWERED], "once"
    assert "identity.proved" in office.trail()
    assert office.chain_holds()


@pytest.mark.parametrize(
    ("found", "event"),
    [
        pytest.param(NOTHING, "identity.unproved", id="nothing proves them"),
        pytest.param(DOUBT, "identity.unproved", id="in doubt"),
        pytest.param(FORGED, "identity.forged", id="forged"),
        pytest.param(OPEN, "identity.left_open", id="DNS never answers"),
    ],
)
def test_what_fails_for_good_is_written_nothing_more(office: Office, found: Findings, event: str) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=OPEN)
    office.mail_in(mail())
    checks.found = {ANN: found}
    pass_on(office, 720)
    asked = len(checks.asked)
    pass_on(office, 720)
    assert kinds(office) == [RECEIPT]
    assert len(checks.asked) == asked, "nobody is asked for ever"
    assert office.trail().count(event) == 1
    assert degree(office) is (Degree.FORGED if found is FORGED else Degree.PLAUSIBLE)


def test_each_time_it_is_asked_anew_not_remembered(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=OPEN)
    office.mail_in(mail())
    pass_on(office, 720)
    assert [claim.anew for claim in checks.asked] == list(range(len(checks.asked)))
    assert 5 <= len(checks.asked) <= 12


def test_a_check_under_way_is_waited_for(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=OPEN)
    office.mail_in(mail())
    checks.found, checks.slow = {ANN: PROVED}, len(checks.asked) + 3
    pass_on(office, 30)
    assert kinds(office) == [RECEIPT, ANSWERED]


@pytest.mark.parametrize("first", [OPEN, NOTHING], ids=["left open", "not proved"])
def test_the_sender_s_next_mail_that_is_proved_brings_it(office: Office, first: Findings) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=first)
    office.mail_in(mail())
    checks.found = {ANN: PROVED}
    for _ in range(2):
        office.mail_in(mail("Any news?", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert kinds(office) == [RECEIPT, ANSWERED]
    pass_on(office, 600)
    assert kinds(office) == [RECEIPT, ANSWERED]


def test_a_next_mail_that_is_left_open_is_asked_about_too(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office)
    office.mail_in(mail())
    checks.found = {ANN: OPEN}
    office.mail_in(mail("Any news?", f"In-Reply-To: {office.mails()[0].message_id}"))
    checks.found = {ANN: PROVED}
    pass_on(office, 30)
    assert kinds(office) == [RECEIPT, ANSWERED]


def test_a_colleague_s_proved_mail_proves_nobody_else(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office)
    office.mail_in(mail())
    checks.found = {"bob@acme.example": PROVED}
    said = f"In-Reply-To: {office.mails()[0].message_id}"
    office.mail_in(mail("Still.", said, sender="bob@acme.example"), mail_from="bob@acme.example")
    assert kinds(office) == [RECEIPT]


def test_who_was_told_the_new_promise_is_told_nothing_twice(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=OPEN)
    office.mail_in(mail("Nobody can connect."))
    checks.found = {ANN: PROVED}
    office.mail_in(mail("The same from both offices.", f"In-Reply-To: {office.mails()[0].message_id}"))
    pass_on(office, 600)
    assert kinds(office) == [RECEIPT, TOLD]


def test_an_emergency_that_was_completed_meanwhile_is_what_is_told(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=OPEN)
    office.mail_in(mail("Nobody can connect."))
    office.mail_in(mail("The same from both offices.", f"In-Reply-To: {office.mails()[0].message_id}"))
    checks.found = {ANN: PROVED}
    pass_on(office, 10)
    assert kinds(office) == [RECEIPT, ANSWERED]
    assert "30 minutes" in office.letter()


def _closes(office: Office) -> None:
    with office.database.write() as connection:
        close(engineer(office, connection), 1001, "done", resolved=True)


def _replies(office: Office) -> None:
    with office.database.write() as connection:
        reply(engineer(office, connection), 1001, Reply(text="It is repaired."))


def _assigns(office: Office) -> None:
    with office.database.write() as connection:
        assign(engineer(office, connection), 1001, ANN, "she called")


@pytest.mark.parametrize(
    ("act", "written"),
    [
        pytest.param(_closes, [RECEIPT], id="closed"),
        pytest.param(_replies, [RECEIPT, MailKind.REPLY], id="somebody has answered"),
        pytest.param(_assigns, [RECEIPT, ANSWERED], id="an engineer has said who it is: told then"),
    ],
)
def test_what_is_settled_is_told_no_more(office: Office, act: object, written: list[MailKind]) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=OPEN)
    office.mail_in(mail())
    assert callable(act)
    act(office)
    checks.found = {ANN: PROVED}
    pass_on(office, 600)
    assert kinds(office) == written


def test_a_time_that_is_over_is_promised_to_nobody(office: Office) -> None:
    office.customer("gotomyerp-plans", plan="platinum")
    checks = checking(office, ann=OPEN)
    office.mail_in(mail())
    due_at = office.case().due_at
    assert due_at is not None
    while office.now <= due_at:
        pass_on(office, 30)
    checks.found = {ANN: PROVED}
    pass_on(office, 600)
    said = [detail["reason"] for detail in office.details("acknowledgement.withheld")]
    assert (kinds(office), said) == (
        [RECEIPT],
        ["the time that was promised is over: answer the customer yourself"],
    )


@pytest.mark.parametrize(
    ("facts_for", "sender"),
    [
        pytest.param(FactsFor.KNOWN_ADDRESS, ANN, id="told by address: nothing is left to tell"),
        pytest.param(FactsFor.PROVED, "eve@far.example", id="a stranger: there is nothing to tell"),
    ],
)
def test_where_a_proof_would_change_nothing_nobody_is_asked_again(
    office: Office, facts_for: FactsFor, sender: str
) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, facts_for)
    checks.found = {sender: OPEN}
    office.mail_in(mail(sender=sender), mail_from=sender)
    pass_on(office, 600)
    assert len(checks.asked) == 1


def test_a_restart_forgets_nothing(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checking(office, ann=OPEN)
    office.mail_in(mail())
    checking(office, ann=PROVED)
    pass_on(office, 30)
    assert kinds(office) == [RECEIPT, ANSWERED]


def test_an_answer_that_follows_is_on_the_proved_account(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=OPEN)
    office.mail_in(mail())
    checks.found = {ANN: PROVED}
    pass_on(office, 30)
    assert [row[-1] for row in office.everything()["caps"]] == ["unproved", "proved"]
