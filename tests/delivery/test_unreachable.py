"""A mail of ours that did not arrive: who is marked for it, what is withheld from then on, and how that ends."""

from datetime import timedelta

import pytest

from intake.domain.case import Outgoing
from intake.domain.unreachable import Unreachable, is_of_the_address
from intake.review.erase import Order, Wanted, erase
from intake.review.queue import not_reached
from intake.review.reachable import reachable
from intake.review.reply import Reply, reply
from intake.storage import unreachable
from tests.acceptance.smarthost import Smarthost, answer, hang_up
from tests.delivery.post import Post
from tests.delivery.reports import DAEMON, only, report
from tests.review.engineers import engineer
from tests.stages.office import SUPPORT, Office, mail

ANN = "ann@acme.example"


@pytest.fixture
def answered(office: Office, post: Post) -> Outgoing:
    """Let a customer's mail be answered, the answer be taken by the smarthost, and an hour pass."""
    office.customer("gotomyerp", contacts=((ANN, "Ann Lee"),))
    post.write_to(ANN)
    post.go()
    office.wait(hours=1)
    return only(office.mails())


def come_back(office: Office, raw: bytes, *to: str, mail_from: str = "") -> None:
    office.mail_in(raw, mail_from=mail_from, rcpt_to=to or (SUPPORT,))


def marked(office: Office) -> list[Unreachable]:
    with office.reading() as connection:
        return unreachable.every(connection)


def is_looked_at_now(office: Office, number: int = 1001) -> bool:
    case = office.case(number)
    return case.attention_at == office.now


def test_a_bounce_at_our_signed_address_marks_whom_the_mail_went_to(office: Office, answered: Outgoing) -> None:
    come_back(office, report("", ANN), answered.mail_from)
    (found,) = marked(office)
    assert (found.address, found.status, found.since) == (ANN, "5.1.1", office.now)
    assert (found.mail_id, found.case_id) == (answered.id, 1001)
    assert is_looked_at_now(office)
    assert office.trail()[-2:] == ["mail.bounced", "contact.unreachable"]
    returned = only(office.mails())
    assert (returned.state, returned.answer) == ("sent", "it came back: 550 5.1.1 No such user")
    assert returned.returned_at == office.now
    with office.reading() as connection:
        assert not_reached(connection) == {1001}


def test_a_mail_without_an_answer_that_comes_back_was_taken_and_is_not_repeated(
    office: Office, post: Post, sink: Smarthost
) -> None:
    sink.order("CAUGHT", hang_up)
    post.write_to(ANN)
    post.go()
    assert post.states() == ["unknown"]
    come_back(office, report("", ANN, "5.7.1", diagnostic="A policy"), only(office.mails()).mail_from)
    post.go(post.wait(hours=1))
    assert post.states() == ["sent"]
    assert len(sink.caught) == 1


def test_a_bounce_that_only_names_our_message_id_is_looked_at_and_silences_nobody(
    office: Office, answered: Outgoing
) -> None:
    """Whoever had an answer to our mail has read the id in it."""
    come_back(office, report(answered.message_id, ANN.upper()))
    assert not marked(office)
    assert [detail["mail"] for detail in office.details("mail.bounced")] == [answered.id]


@pytest.mark.parametrize(
    ("original", "recipient"),
    [
        pytest.param("<mail1.aaaaaaaaaaaaaaaa@desk.example>", ANN, id="a Message-ID that was guessed"),
        pytest.param("", ANN, id="no Message-ID"),
        pytest.param("<m1@acme.example>", ANN, id="the customer's own Message-ID"),
    ],
)
def test_a_stranger_s_report_silences_nobody(office: Office, answered: Outgoing, original: str, recipient: str) -> None:
    come_back(office, report(original, recipient))
    come_back(office, report(original, recipient), "support+b1.zzzzz.aaaaaaaaaaaaaaaa@desk.example")
    assert not marked(office)
    assert not is_looked_at_now(office)
    assert only(office.mails()).returned_at is None


def test_a_report_of_an_address_we_did_not_write_to_marks_nobody_and_is_looked_at(
    office: Office, answered: Outgoing
) -> None:
    come_back(office, report(answered.message_id, "bo@acme.example"), answered.mail_from)
    assert not marked(office)
    assert is_looked_at_now(office)


@pytest.mark.parametrize(
    ("status", "diagnostic", "is_marked"),
    [
        pytest.param("5.1.1", "550 5.1.1 No such user", True, id="an unknown mailbox"),
        pytest.param("5.1.2", "Host not found", True, id="an unknown domain"),
        pytest.param("5.1.10", "Domain takes no mail", True, id="a null MX"),
        pytest.param("5.2.1", "Mailbox disabled", True, id="a disabled mailbox"),
        pytest.param("5.4.4", "Host or domain name not found", True, id="no route"),
        pytest.param("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", True, id="a loose status"),
        pytest.param("5.0.0", "550 user unknown", True, id="no telling status, telling words"),
        pytest.param("5.2.2", "552 mailbox full", False, id="a full mailbox, permanently"),
        pytest.param("5.0.0", "552 Quota exceeded", False, id="a full mailbox in words"),
        pytest.param("5.2.3", "Message too long", False, id="a mail too long for the mailbox"),
        pytest.param("5.3.4", "552 5.3.4 Too big", False, id="a mail too big for the server"),
        pytest.param("5.7.1", "Blocked by policy", False, id="a policy"),
        pytest.param("5.0.0", "554 rejected as spam", False, id="taken for spam"),
        pytest.param("5.1.8", "Sender's domain does not exist", False, id="our own address"),
        pytest.param("5.6.0", "Content refused", False, id="the content"),
        pytest.param("5.4.7", "Delivery time expired", False, id="a server that was away for days"),
    ],
)
def test_what_a_permanent_failure_says(
    office: Office, answered: Outgoing, status: str, diagnostic: str, is_marked: bool
) -> None:
    come_back(office, report("", ANN, status, diagnostic=diagnostic), answered.mail_from)
    assert bool(marked(office)) is is_marked
    assert is_of_the_address(status, diagnostic) is is_marked
    assert is_looked_at_now(office), "the customer was not told, whatever the reason"
    assert only(office.mails()).returned_at == office.now


@pytest.mark.parametrize(
    ("status", "action"),
    [
        pytest.param("4.4.1", "delayed", id="a delay"),
        pytest.param("4.2.2", "failed", id="a mailbox that was full until the server gave up"),
        pytest.param("2.0.0", "delivered", id="a delivery"),
    ],
)
def test_what_is_not_permanent_changes_nothing(office: Office, answered: Outgoing, status: str, action: str) -> None:
    before = office.case()
    come_back(office, report("", ANN, status, action=action, diagnostic="x"), answered.mail_from)
    assert not marked(office)
    assert office.case() == before
    assert only(office.mails()).returned_at is None


def test_a_marked_address_gets_no_letter_by_a_machine_and_its_case_is_opened(
    office: Office, answered: Outgoing
) -> None:
    come_back(office, report("", ANN), answered.mail_from)
    office.wait(hours=1)
    office.mail_in(mail("Another matter."), mail_from=ANN)
    assert not office.mails(1002)
    (withheld,) = office.details("acknowledgement.withheld")
    assert withheld["reason"] == "ann@acme.example takes no mail since 2026-05-12: 550 5.1.1 No such user"
    with office.reading() as connection:
        assert not_reached(connection) == {1001, 1002}


def test_what_waits_for_a_marked_address_is_held_back_save_a_person_s_words(office: Office, answered: Outgoing) -> None:
    office.mail_in(mail("Another matter."), mail_from=ANN)
    with office.database.write() as connection:
        reply(engineer(office, connection), 1001, Reply(text="We are on it.", signed="Sam"))
    come_back(office, report("", ANN), answered.mail_from)
    held = only(office.mails(1002))
    assert (held.state, held.answer) == ("parked", f"held back: {ANN} takes no mail (550 5.1.1 No such user)")
    assert [str(one.state) for one in office.mails() if one.kind == "reply"] == ["queued"]


def test_an_engineer_s_words_that_come_back_open_a_closed_case(office: Office, post: Post, answered: Outgoing) -> None:
    from intake.review.close import close

    with office.database.write() as connection:
        reply(engineer(office, connection), 1001, Reply(text="It is done.", signed="Sam"))
        close(engineer(office, connection), 1001, "done", resolved=True)
    post.go()
    words = next(one for one in office.mails() if one.kind == "reply")
    come_back(office, report("", ANN), words.mail_from)
    assert office.case().closed_at is None
    assert is_looked_at_now(office)


def test_the_same_report_twice_marks_once(office: Office, answered: Outgoing) -> None:
    raw = report("", ANN)
    come_back(office, raw, answered.mail_from)
    office.wait(hours=1)
    come_back(office, raw, answered.mail_from)
    come_back(office, report("", ANN), answered.mail_from)
    assert len(marked(office)) == 1
    assert marked(office)[0].since == office.now - timedelta(hours=1)
    assert len(office.details("contact.unreachable")) == 1


def test_a_report_is_never_answered(office: Office, answered: Outgoing) -> None:
    come_back(office, report("", ANN), answered.mail_from, mail_from="postmaster@mx.acme.example")
    come_back(office, report("", ANN, sender=DAEMON.replace("MAILER-DAEMON", "someone")), answered.mail_from)
    assert len(office.mails()) == 1
    assert len(office.cases()) == 1


@pytest.mark.parametrize(
    ("words", "is_marked"),
    [
        pytest.param("550 5.1.1 No such user", True, id="an unknown mailbox"),
        pytest.param("551 5.1.6 Moved away", True, id="one that moved"),
        pytest.param("550 5.2.1 Disabled", True, id="a disabled mailbox"),
        pytest.param("550 No such user here", True, id="no status, but telling words"),
        pytest.param("550 Relay access denied", False, id="a smarthost that does not relay for us"),
        pytest.param("550 5.7.1 Not for us", False, id="a policy"),
        pytest.param("552 5.2.2 Mailbox full", False, id="a full mailbox"),
        pytest.param("552 5.3.4 Too big", False, id="a mail too big"),
        pytest.param("554 No", False, id="a plain no"),
    ],
)
def test_a_recipient_that_the_smarthost_refuses(
    post: Post, sink: Smarthost, office: Office, words: str, is_marked: bool
) -> None:
    office.customer("gotomyerp", contacts=((ANN, "Ann Lee"),))
    sink.order("RCPT", answer(words))
    post.write_to(ANN)
    post.go()
    assert bool(marked(office)) is is_marked
    assert only(office.mails()).state == "parked"
    assert is_looked_at_now(office)


@pytest.mark.parametrize("step", ["MAIL", "DATA"])
def test_a_sender_or_a_content_that_is_refused_marks_nobody(post: Post, sink: Smarthost, step: str) -> None:
    sink.order(step, answer("550 5.1.1 No such user"))
    post.write_to(ANN)
    post.go()
    assert not marked(post.office)
    assert post.states() == ["parked"]


def test_an_engineer_says_that_an_address_takes_mail_again(office: Office, answered: Outgoing) -> None:
    come_back(office, report("", ANN), answered.mail_from)
    with office.database.write() as connection:
        found = reachable(engineer(office, connection), f" {ANN.upper()} ", "they told me")
    assert found.case_id == 1001
    assert not marked(office)
    office.mail_in(mail("Another matter."), mail_from=ANN)
    assert len(office.mails(1002)) == 1
    assert office.trail()[-1] == "contact.reachable"


@pytest.mark.parametrize(
    ("hours", "is_answered"),
    [pytest.param(23, False, id="within a day"), pytest.param(25, True, id="after more than a day")],
)
def test_a_person_who_writes_from_a_marked_address(
    office: Office, answered: Outgoing, hours: int, is_answered: bool
) -> None:
    come_back(office, report("", ANN), answered.mail_from)
    office.wait(hours=hours)
    office.mail_in(mail("Another matter."), mail_from=ANN)
    assert bool(office.mails(1002)) is is_answered
    assert bool(marked(office)) is not is_answered


def test_a_machine_that_writes_from_a_marked_address_proves_nothing(office: Office, answered: Outgoing) -> None:
    come_back(office, report("", ANN), answered.mail_from)
    office.wait(hours=48)
    office.mail_in(mail("I am away.", "Auto-Submitted: auto-replied"), mail_from=ANN)
    assert marked(office)


def test_erasing_a_person_forgets_that_they_were_not_reached(office: Office, answered: Outgoing) -> None:
    come_back(office, report("", ANN), answered.mail_from)
    order = Order(by="Sam", reason="they asked", at=office.now, even_open=True)
    with office.database.write() as connection:
        erase(connection, Wanted(address=ANN, key=b"k"), order)
    assert not marked(office)
    with office.reading() as connection:
        for table in ("unreachable", "outbox", "audit", "seals"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608 - our names
            assert not any(ANN in str(row) for row in rows), table
        assert connection.exec_driver_sql("SELECT lane FROM outbox").scalars().all() == [None]
    assert office.chain_holds()
