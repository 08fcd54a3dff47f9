"""Which way the words to a customer go: into the thread they wrote in last, or by mail. Fed by our own payloads."""

from email import message_from_bytes, policy

import pytest

from intake.domain.case import MailKind
from intake.domain.slack import Place
from intake.review.reply import Reply, reply
from intake.review.verdict import override
from intake.stages.answer import why_not
from intake.stages.desk import Run
from tests.review.engineers import engineer
from tests.slack.ids import DIRECT, TEAM
from tests.slack.out.asked import CHANNEL, Asked
from tests.stages.office import mail

FOLLOW_UP = "<follow@acme.example>"


def places(asked: Asked) -> list[str]:
    return [row.recipient for row in asked.rows()]


def answered(asked: Asked, text: str) -> None:
    """Let Sam answer as `intake reply` does."""
    office = asked.chat.office
    with office.database.write() as connection:
        reply(engineer(office, connection), 1001, Reply(text=text, signed="Sam"))


def mailed(asked: Asked, body: str) -> None:
    """Let Ann write a mail that names her case."""
    asked.chat.office.now += asked.chat.rules.longest
    asked.chat.office.mail_in(mail(body, subject="Re: invoices [case 1001]", message_id=FOLLOW_UP))


def test_the_answer_stands_in_the_thread_of_the_question(asked: Asked) -> None:
    asked.customer("gotomyerp")
    root = asked.chat.hears("The invoice list stays empty")
    asked.chat.settle()
    assert places(asked) == [Place(team=TEAM, channel=CHANNEL, thread=root["ts"]).address]
    assert asked.rows()[0].lane == f"slack:{TEAM}/{CHANNEL}"


def test_in_a_direct_message_it_stands_there(asked: Asked) -> None:
    asked.customer("gotomyerp")
    root = asked.chat.hears("The invoice list stays empty", channel=DIRECT)
    asked.chat.settle()
    assert places(asked) == [Place(team=TEAM, channel=DIRECT, thread=root["ts"]).address]


def test_an_engineer_s_reply_goes_into_the_thread_word_for_word_and_signed(asked: Asked) -> None:
    asked.customer("gotomyerp")
    asked.says("The invoice list stays empty")
    answered(asked, "Please try <http://help.example/a?b=1&c=2>.\n\nDoes @channel *help*, <!here>?")
    assert len(set(places(asked))) == 1
    assert asked.post().words.startswith(
        "Please try <http://help.example/a?b=1&c=2>.\n\nDoes @channel *help*, <!here>?"
    )
    assert "Sam, gotomyerp support. This is about case 1001; reply in this thread to add to it." in asked.words()
    first = asked.post().blocks[0]["text"]["text"]
    assert "&lt;!here&gt;" in first
    assert "<http://help.example/a?b=1&amp;c=2>" in first
    assert asked.chat.office.case().id == 1001
    assert "case.answered" in asked.chat.office.trail()


def test_where_the_customer_wrote_a_mail_last_the_reply_is_a_mail(asked: Asked) -> None:
    asked.customer("gotomyerp")
    asked.says("The invoice list stays empty")
    mailed(asked, "It is still empty")
    answered(asked, "We are on it.")
    last = asked.rows()[-1]
    assert (last.kind, last.recipient) == (MailKind.REPLY, "ann@acme.example")
    assert message_from_bytes(last.raw, policy=policy.default)["To"] == "ann@acme.example"


def test_a_colleague_s_mail_does_not_cut_a_contact_off_who_has_no_mail_address(asked: Asked) -> None:
    asked.customer("gotomyerp")
    asked.chat.knows("U0ZOE", name="Zoe")
    asked.says("The invoice list stays empty", user="U0ZOE")
    asked.chat.office.mail_in(mail("It is worse.", subject="Re: [case 1001] list"))
    answered(asked, "We are on it.")
    assert Place.read(places(asked)[-1]) is not None


def test_where_a_case_began_by_mail_and_goes_on_in_slack_the_reply_goes_there(asked: Asked) -> None:
    asked.customer("gotomyerp")
    asked.chat.office.mail_in(mail("The invoice list stays empty"))
    asked.says("About case 1001: it is still empty")
    answered(asked, "We are on it.")
    assert [Place.read(one) is not None for one in places(asked)] == [False, True, True]
    assert [str(row.kind) for row in asked.rows()] == ["acknowledgement", "joined", "reply"]


def test_a_level_change_and_a_question_of_consent_go_into_the_thread(asked: Asked) -> None:
    asked.customer("erp-maestro")
    asked.says("The invoice list stays empty")
    office = asked.chat.office
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, "2", "the month's end")
    asked.chat.says("yes", thread_ts=(Place.read(places(asked)[0]) or Place(team="", channel="")).thread)
    assert [str(row.kind) for row in asked.rows()] == ["acknowledgement", "consent", "level_change"]
    assert len(set(places(asked))) == 1
    assert 'Reply "yes" or "no" in this thread.' in asked.words(1)
    assert office.case().clock_level == "2"


def test_the_reminder_of_a_question_goes_there_too_and_can_be_answered(asked: Asked) -> None:
    asked.customer("erp-maestro")
    asked.says("The invoice list stays empty")
    office = asked.chat.office
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, "2", "the month's end")
    office.wait(hours=5)
    assert asked.words().startswith("We ask once more: do you agree to level 2")
    assert asked.buttons() == ["customer.yes", "customer.no"]
    assert asked.press("customer.no", asked.is_posted()) == []
    assert asked.words().startswith("Thank you for your answer. Case 1001 stays at level 3")
    assert asked.buttons() == []


def test_somebody_unknown_gets_a_receipt_without_any_contract_s_words(asked: Asked) -> None:
    asked.customer("gotomyerp")
    asked.says("The invoice list stays empty", user="U0EVE", team="T0OTHER")
    assert "We could not match you to a customer for certain" in asked.words()
    assert "clause" not in asked.words()
    assert asked.buttons() == []


def test_what_a_machine_writes_in_a_thread_counts_for_the_caps(asked: Asked) -> None:
    asked.customer("gotomyerp")
    for number in range(22):
        asked.says(f"Matter {number}: a list stays empty", after=600 if number % 7 else 1300)
    office = asked.chat.office
    written = sum(1 for number in range(1001, 1023) for _ in asked.rows(number))
    withheld = office.details("acknowledgement.withheld")
    assert written + len(withheld) == 22
    assert withheld == [] or "mails to this address already" in str(withheld[0]["reason"])


def test_a_reply_that_is_too_long_for_one_message_is_refused_in_one_line(asked: Asked) -> None:
    asked.customer("gotomyerp")
    case = asked.says("The invoice list stays empty")
    office = asked.chat.office
    with office.reading() as connection:
        run = Run(connection=connection, desk=office.desk, now=office.now)
        assert why_not(run, case, "word " * 1500) is None
        refused = why_not(run, case, "word " * 2500)
    assert refused == "it is too long for Slack, which takes about 10000 characters in some paragraphs; shorten it"


@pytest.mark.parametrize(
    "text", ["word " * 1900, "x" * 9000, "line\n" * 1900, "a<&>" * 600], ids=["words", "one", "lines", "marks"]
)
def test_a_long_reply_stands_in_sections_that_slack_takes_and_loses_no_word(asked: Asked, text: str) -> None:
    asked.customer("gotomyerp")
    asked.says("The invoice list stays empty")
    answered(asked, text)
    sections = [block["text"]["text"] for block in asked.post().blocks if block["type"] == "section"]
    assert all(len(one) <= 3000 for one in sections)
    assert len(sections) > 1
    said = "".join(sections).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert "".join(said.split()) == "".join(text.split())
