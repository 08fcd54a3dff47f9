"""What follows from how sure a sender is: what they are told, what they may join, and what they set going."""

import pytest

from intake.domain.case import MailKind, Outcome
from intake.domain.contract import Channel
from intake.domain.identity import Degree, FactsFor, Findings
from intake.domain.unreachable import Unreachable
from intake.review.assign import assign
from intake.storage import identities, unreachable
from intake.thread.token import Purpose
from tests.identify.checked import DOUBT, FORGED, NOTHING, PROVED, checking
from tests.kept.desk import KIM, address_of, staffed
from tests.review.engineers import asks, engineer
from tests.stages.office import SUPPORT, Office, mail

ANSWERED, RECEIPT, TOLD, ASKED = MailKind.ACKNOWLEDGEMENT, MailKind.RECEIPT, MailKind.LEVEL_CHANGE, MailKind.CONSENT
EMERGENCY = "Nobody can connect, from both offices."
FIRST_HALF, OTHER_HALF = "Nobody can connect.", "The same from both offices."


def kinds(office: Office, number: int = 1001) -> list[MailKind]:
    return [sent.kind for sent in office.mails(number)]


@pytest.mark.parametrize(
    ("facts_for", "found", "written", "promised"),
    [
        pytest.param(FactsFor.PROVED, PROVED, [ANSWERED], True, id="proved: told what the contract promises"),
        pytest.param(FactsFor.PROVED, NOTHING, [RECEIPT], True, id="plausible: a receipt, the promise runs"),
        pytest.param(FactsFor.PROVED, DOUBT, [], True, id="in doubt: silence, the promise runs"),
        pytest.param(FactsFor.PROVED, FORGED, [], False, id="forged: silence, and nothing runs"),
        pytest.param(FactsFor.KNOWN_ADDRESS, PROVED, [ANSWERED], True, id="by address, proved: told"),
        pytest.param(FactsFor.KNOWN_ADDRESS, NOTHING, [ANSWERED], True, id="by address, plausible: told"),
        pytest.param(FactsFor.KNOWN_ADDRESS, DOUBT, [], True, id="by address, in doubt: silence, the promise runs"),
        pytest.param(FactsFor.KNOWN_ADDRESS, FORGED, [], False, id="by address, forged: silence, nothing runs"),
    ],
)
def test_what_a_known_address_is_told(
    office: Office, facts_for: FactsFor, found: Findings, written: list[MailKind], promised: bool
) -> None:
    office.customer("gotomyerp-plans")
    checking(office, facts_for, ann=found)
    office.mail_in(mail())
    case = office.case()
    assert (kinds(office), case.due_at is not None, case.customer_id is not None) == (written, promised, promised)
    if written == [RECEIPT]:
        assert "Within 6 hours" not in office.letter()
        assert "case 1001" in office.letter()
        assert "It came from an address that we know, but we could not confirm" in office.letter()
        assert "write from the address that we know" not in office.letter(), "which they did"


def test_a_stranger_gets_a_receipt_proved_or_not(office: Office) -> None:
    checking(office, eve=PROVED)
    for number, sender in ((1001, "eve@acme.example"), (1002, "joe@acme.example")):
        office.mail_in(mail(sender=sender), mail_from=sender)
        assert kinds(office, number) == [RECEIPT]
        assert "We could not match it to a customer for certain" in office.letter(number)
    with office.reading() as connection:
        degrees = [identities.of_case(connection, number).degree for number in (1001, 1002)]
    assert degrees == [Degree.PROVED, Degree.UNKNOWN]


def test_why_the_letter_says_nothing_is_on_the_trail(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checking(office)
    office.mail_in(mail())
    (said,) = office.details("acknowledgement.without_facts")
    assert "not proved" in said["reason"]
    (opened,) = office.details("message.opened")
    assert (opened["identity"], opened["degree"], opened["by"]) == ("domain", "plausible", "")


def test_what_was_found_is_kept_and_marked(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checking(office, ann=FORGED)
    found = office.mail_in(mail())
    assert found.reason == f"it looks forged: {FORGED.against}"
    with office.reading() as connection:
        sighted = identities.of_messages(connection, [found.id])[found.id]
        noted = identities.noted(connection)
    assert (sighted.degree, sighted.said) == (Degree.FORGED, FORGED.against)
    assert [number for number, sender in noted.items() if sender.degree is Degree.FORGED] == [1001]
    assert office.details("acknowledgement.withheld") == [{"reason": f"it looks forged: {FORGED.against}"}]


@pytest.mark.parametrize("found", [PROVED, NOTHING], ids=["proved", "plausible"])
def test_an_emergency_is_one_whoever_proves_it(office: Office, found: Findings) -> None:
    """A page too many is better than one too few: what is not proved counts as evidence, and reveals nothing."""
    office.customer("gotomyerp-plans")
    checking(office, ann=found)
    office.mail_in(mail(EMERGENCY))
    assert office.case().emergency
    assert "page.opened" in office.trail()


def test_a_forged_mail_calls_nobody_and_moves_no_clock(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checking(office, ann=PROVED, bob=FORGED)
    office.mail_in(mail(FIRST_HALF))
    before = office.case()
    answered = f"In-Reply-To: {office.mails()[0].message_id}"
    office.mail_in(mail(OTHER_HALF, answered, sender="bob@acme.example"), mail_from="bob@acme.example")
    assert office.case() == before
    assert (office.case(1002).emergency, "page.opened" in office.trail(1002)) == (False, False)
    assert kinds(office, 1002) == []


@pytest.mark.parametrize("way", ["thread", "signed address", "number"])
def test_a_forged_mail_joins_no_case(office: Office, way: str) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=PROVED)
    office.mail_in(mail())
    checks.found = {"ann@acme.example": FORGED}
    to = office.desk.signer.address(SUPPORT, Purpose.CASE, 1001, office.now) if way == "signed address" else SUPPORT
    headers = [f"In-Reply-To: {office.mails()[0].message_id}"] if way == "thread" else []
    subject = "Re: [case 1001]" if way == "number" else "Re: it"
    found = office.mail_in(mail("Close it.", *headers, subject=subject, to=to), rcpt_to=(to,))
    assert (found.outcome, found.case_id) == (Outcome.OPENED, 1002)


def test_an_unproved_sender_of_the_customer_joins(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checking(office, ann=PROVED)
    office.mail_in(mail())
    found = office.mail_in(
        mail("Still.", f"In-Reply-To: {office.mails()[0].message_id}", sender="bob@acme.example"),
        mail_from="bob@acme.example",
    )
    assert (found.outcome, found.case_id) == (Outcome.CONTINUED, 1001)


@pytest.mark.parametrize(
    ("facts_for", "found", "outcome", "goes_on"),
    [
        pytest.param(FactsFor.PROVED, PROVED, Outcome.CONTINUED, True, id="proved: it is an answer"),
        pytest.param(FactsFor.PROVED, NOTHING, Outcome.CONTINUED, False, id="not proved: it stays with us"),
        pytest.param(FactsFor.PROVED, DOUBT, Outcome.CONTINUED, False, id="in doubt: it stays with us"),
        pytest.param(FactsFor.PROVED, FORGED, Outcome.OPENED, False, id="forged: nobody's"),
        pytest.param(FactsFor.KNOWN_ADDRESS, NOTHING, Outcome.CONTINUED, True, id="by address: the address is the key"),
        pytest.param(FactsFor.KNOWN_ADDRESS, DOUBT, Outcome.CONTINUED, False, id="by address, in doubt: it stays"),
    ],
)
def test_an_engineer_s_mail(
    office: Office, facts_for: FactsFor, found: Findings, outcome: Outcome, goes_on: bool
) -> None:
    office.customer("gotomyerp-plans")
    staffed(office)
    checks = checking(office, facts_for, ann=PROVED)
    office.mail_in(mail())
    checks.found = {KIM.address: found}
    to = address_of(office)
    raw = mail("Please restart it.", sender=f"Kim <{KIM.address}>", to=to)
    assert office.mail_in(raw, mail_from=KIM.address, rcpt_to=(to,)).outcome is outcome
    assert (MailKind.REPLY in kinds(office)) is goes_on
    told = [sent.recipient for sent in office.mails() if sent.key.startswith("note:")]
    assert told == ([KIM.address] if outcome is Outcome.CONTINUED and not goes_on else []), "they hear of it themselves"


def test_an_address_for_engineers_expires(office: Office) -> None:
    office.customer("gotomyerp-plans")
    staffed(office)
    office.mail_in(mail())
    to = address_of(office)
    office.wait(days=181)
    office.mail_in(mail("Done.", sender=f"Kim <{KIM.address}>", to=to), mail_from=KIM.address, rcpt_to=(to,))
    assert MailKind.REPLY not in kinds(office)


def test_a_notice_of_a_new_promise_waits_for_proof(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office)
    office.mail_in(mail(FIRST_HALF))
    answered = f"In-Reply-To: {office.mails()[0].message_id}"
    checks.found = {"ann@acme.example": PROVED}
    office.mail_in(mail(OTHER_HALF, answered))
    assert kinds(office) == [RECEIPT, TOLD], "she is proved by now"


def test_without_proof_there_is_no_notice(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checking(office)
    office.mail_in(mail(FIRST_HALF))
    office.mail_in(mail(OTHER_HALF, f"In-Reply-To: {office.mails()[0].message_id}"))
    assert office.case().emergency
    assert kinds(office) == [RECEIPT]
    assert "not proved" in office.details("acknowledgement.withheld")[-1]["reason"]


@pytest.mark.parametrize(
    ("facts_for", "found", "level"),
    [
        pytest.param(FactsFor.PROVED, PROVED, "2", id="proved: it counts"),
        pytest.param(FactsFor.PROVED, NOTHING, "3", id="plausible: for a person"),
        pytest.param(FactsFor.PROVED, DOUBT, "3", id="in doubt: for a person"),
        pytest.param(FactsFor.KNOWN_ADDRESS, NOTHING, "2", id="by address, plausible: it counts"),
        pytest.param(FactsFor.KNOWN_ADDRESS, DOUBT, "3", id="by address, in doubt: for a person"),
    ],
)
def test_whose_yes_counts(office: Office, facts_for: FactsFor, found: Findings, level: str) -> None:
    office.customer("erp-maestro")
    checks = checking(office, facts_for, ann=PROVED)
    office.mail_in(mail())
    asks(office, "2", by="Kim")
    assert kinds(office) == [ANSWERED, ASKED]
    checks.found = {"ann@acme.example": found}
    office.wait(minutes=1)
    office.mail_in(mail("Yes, please.", f"In-Reply-To: {office.mails()[-1].message_id}"))
    assert office.case().level == level
    assert ("consent.unproved" in office.trail()) is (level == "3")


def test_a_question_of_consent_is_not_put_to_an_unproved_sender(office: Office) -> None:
    office.customer("erp-maestro")
    checking(office)
    office.mail_in(mail())
    verdict = asks(office, "2", by="Kim")
    assert verdict.why_not_told is not None
    assert "not proved" in verdict.why_not_told
    assert kinds(office) == [RECEIPT]


def test_a_check_that_takes_its_time_holds_up_nobody_else(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=PROVED)
    checks.slow = 1
    first, second = office.accept(mail()), office.accept(mail(sender="bob@acme.example"), mail_from="bob@acme.example")
    office.run()
    assert (office.message(first.id).outcome, office.message(second.id).outcome) == ("accepted", "opened")
    office.wait(seconds=1)
    assert office.message(first.id).outcome is Outcome.OPENED


def test_other_channels_prove_their_senders_themselves(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office)
    office.mail_in(mail(), channel=Channel.PORTAL)
    assert (kinds(office), checks.asked) == ([ANSWERED], [])


def test_machines_and_copies_are_not_looked_up(office: Office) -> None:
    office.customer("gotomyerp-plans")
    checks = checking(office, ann=PROVED)
    raw = mail(message_id="<one@acme.example>")
    office.mail_in(raw)
    office.mail_in(raw)
    office.mail_in(mail("I am away.", "Auto-Submitted: auto-replied"))
    assert len(checks.asked) == 1


@pytest.mark.parametrize(
    ("headers", "author"),
    [
        pytest.param("From: Ann <ANN@acme.example>", "ann@acme.example", id="one"),
        pytest.param("From: ann@acme.example, eve@evil.example", "", id="two in one field"),
        pytest.param("From: ann@acme.example\r\nFrom: eve@evil.example", "", id="two fields"),
        pytest.param("From: nobody", "", id="no address"),
        pytest.param("Sender: ann@acme.example", "", id="none"),
    ],
)
def test_whose_mail_it_says_it_is(office: Office, headers: str, author: str) -> None:
    checks = checking(office)
    office.mail_in(f"{headers}\r\nTo: {SUPPORT}\r\nSubject: x\r\n\r\nIt fails.\r\n".encode())
    assert [claim.author for claim in checks.asked] == [author]


def test_carried_through_twice_it_is_the_same(office: Office) -> None:
    from intake.queue import jobs

    office.customer("gotomyerp-plans")
    checking(office, ann=PROVED)
    found = office.mail_in(mail())
    before = office.everything()
    with office.database.write() as connection:
        jobs.put(connection, jobs.Stage.PROCESS, found.id, office.now)
    office.run()
    assert office.everything() == before
    assert office.chain_holds()


@pytest.mark.parametrize(
    ("found", "marked"), [(PROVED, False), (NOTHING, False), (FORGED, True)], ids=["proved", "plausible", "forged"]
)
def test_a_forged_mail_does_not_show_that_an_address_takes_mail(office: Office, found: Findings, marked: bool) -> None:
    office.customer("gotomyerp-plans")
    checking(office, ann=found)
    mark = Unreachable(
        address="ann@acme.example", since=office.now, status="5.1.1", diagnostic="", mail_id=None, case_id=None
    )
    with office.database.write() as connection:
        unreachable.mark(connection, mark)
    office.wait(days=30)
    office.mail_in(mail())
    with office.reading() as connection:
        assert (unreachable.find(connection, "ann@acme.example") is not None) is marked


def test_an_engineer_s_word_holds_for_the_one_case(office: Office) -> None:
    """The next mail in the same name could be anybody's: it gets a receipt, and its yes binds nobody."""
    office.customer("erp-maestro")
    checking(office)
    office.mail_in(mail())
    with office.database.write() as connection:
        assign(engineer(office, connection), 1001, "ann@acme.example", "she called")
    assert kinds(office) == [RECEIPT, ANSWERED]
    office.mail_in(mail())
    assert kinds(office, 1002) == [RECEIPT]
    asks(office, "2", by="Kim")
    assert kinds(office) == [RECEIPT, ANSWERED, ASKED], "the letters of the case go to its contact"
    office.wait(minutes=1)
    office.mail_in(mail("Yes, please.", f"In-Reply-To: {office.mails()[-1].message_id}"))
    assert office.case().level != "2"
    assert "consent.unproved" in office.trail()
