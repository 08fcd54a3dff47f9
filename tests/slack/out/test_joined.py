"""One line to whoever adds to a case from elsewhere in Slack. Fed by our own payloads."""

from dataclasses import replace

import pytest

from intake.domain.caps import Cap, Caps
from intake.domain.slack import Place
from tests.slack.ids import CHANNEL, DIRECT, TEAM
from tests.slack.out.asked import Asked
from tests.stages.office import mail

ANSWER, JOINED = "acknowledgement", "joined"


def kinds(asked: Asked) -> list[str]:
    return [str(row.kind) for row in asked.rows()]


@pytest.fixture
def case(asked: Asked) -> Asked:
    """Return a desk with a case that was opened in Acme's channel."""
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    return asked


@pytest.mark.parametrize("channel", [DIRECT, CHANNEL], ids=["to the bot alone", "anew in the channel"])
def test_who_names_a_case_elsewhere_reads_below_it_that_it_was_added_once(case: Asked, channel: str) -> None:
    first = case.chat.hears("case 1001 is slow again", channel=channel, after=900)
    case.chat.hears("for all pages", channel=channel, after=2)
    case.chat.settle()
    assert kinds(case) == [ANSWER, JOINED]
    assert case.rows()[-1].recipient == Place(team=TEAM, channel=channel, thread=first["ts"]).address
    assert case.words() == "Added to case 1001."
    assert case.buttons() == []
    case.chat.says("and the till too", channel=channel, thread_ts=first["ts"], after=60)
    assert kinds(case) == [ANSWER, JOINED]


def test_in_the_case_s_own_thread_nothing_is_said(case: Asked) -> None:
    thread = (Place.read(case.rows()[0].recipient) or Place(team="", channel="")).thread
    case.chat.says("case 1001 is slow again", thread_ts=thread, after=60)
    assert kinds(case) == [ANSWER]


def test_each_turn_to_the_bot_alone_is_told_and_an_edit_of_it_is_not(asked: Asked) -> None:
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty", channel=DIRECT)
    for number in range(2):
        asked.chat.says(f"It says error {number} too", channel=DIRECT, after=300)
    assert kinds(asked) == [ANSWER, JOINED, JOINED]
    assert len({row.recipient for row in asked.rows()}) == 3


def test_a_case_of_mail_s_that_is_named_in_slack_is_told_there(asked: Asked) -> None:
    asked.customer("gotomyerp-plans", "silver", language="de")
    asked.chat.office.mail_in(mail("The invoice list stays empty"))
    asked.says("About case 1001: it is still empty")
    assert kinds(asked) == [ANSWER, JOINED]
    assert asked.words() == "Zu Fall 1001 hinzugefügt."


def test_a_mail_that_joins_a_case_gets_no_line(case: Asked) -> None:
    case.chat.office.now += case.chat.rules.longest
    case.chat.office.mail_in(mail("Still", subject="Re: invoices [case 1001]", message_id="<f@acme.example>"))
    assert kinds(case) == [ANSWER]


def test_the_lines_count_for_the_caps(case: Asked) -> None:
    case.chat.office.desk = replace(case.chat.office.desk, caps=Caps(mailbox=Cap(hour=3, day=100)))
    for number in range(4):
        case.chat.says(f"case 1001 shows error {number} again", channel=DIRECT, after=60)
    told, withheld = kinds(case).count(JOINED), case.chat.office.details("joined.not_told")
    assert told + len(withheld) == 4
    assert len(withheld) == 2
    assert "already within" in str(withheld[0]["reason"])
