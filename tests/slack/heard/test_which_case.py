"""Which case something said in Slack belongs to: threads, direct messages, numbers, mail. Fed by our own payloads."""

from dataclasses import replace

import pytest

from intake.domain.identity import FactsFor
from intake.domain.slack import Place
from intake.review.close import close
from intake.review.reply import Reply, reply
from intake.storage.chat import threads
from tests.review.engineers import engineer
from tests.slack.heard.desk import Chat
from tests.slack.ids import CHANNEL, DIRECT, TEAM
from tests.stages.office import mail

OTHER = "T0OTHER"


def test_a_reply_in_a_case_s_thread_continues_it(chat: Chat) -> None:
    root = chat.hears("The ledger is locked for us")
    chat.settle()
    said = chat.says("It is still locked", thread_ts=root["ts"])
    assert (said.outcome, said.case_id) == ("continued", 1001)
    with chat.office.reading() as connection:
        places = [one.place for one in threads.of_case(connection, 1001)]
    assert places == [Place(team=TEAM, channel=CHANNEL, thread=root["ts"]).address]


def test_so_does_a_colleague_of_theirs_and_one_below_the_second_message_of_a_turn(chat: Chat) -> None:
    chat.hears("The ledger is locked for us")
    second = chat.hears("since nine", after=2)
    chat.settle()
    said = chat.says("Here as well", thread_ts=second["ts"], user="U0BEN")
    assert (said.outcome, said.case_id) == ("continued", 1001)


def test_thanks_in_a_case_s_thread_continue_it(chat: Chat) -> None:
    root = chat.hears("The ledger is locked for us")
    chat.settle()
    said = chat.says("Thanks!", thread_ts=root["ts"])
    assert (said.outcome, said.case_id) == ("continued", 1001)


def test_a_stranger_in_a_case_s_thread_has_a_case_of_their_own(chat: Chat) -> None:
    root = chat.hears("The ledger is locked for us")
    chat.settle()
    said = chat.says("What about our printer, it fails", thread_ts=root["ts"], user="U0EVE", team=OTHER)
    assert (said.outcome, said.case_id) == ("opened", 1002)
    assert said.reason == "it came in the thread of case 1001 from somebody not of it"
    assert [one.recipient for one in chat.office.mails(1002)] == [f"slack:{TEAM}/{CHANNEL}/{root['ts']}"]
    again = chat.says("It prints nothing", thread_ts=root["ts"], user="U0EVE", team=OTHER, after=4000)
    assert (again.outcome, again.case_id) == ("continued", 1002)
    ours = chat.says("Our ledger is still locked", thread_ts=root["ts"])
    assert ours.case_id == 1001


def test_an_invented_address_does_not_join_the_thread_it_is_written_in(chat: Chat) -> None:
    first = chat.hears("The ledger is locked for us")
    chat.settle()
    chat.knows("U0EVE", team=OTHER, address="ann@acme.example")
    said = chat.says("This is level 1 for us", user="U0EVE", team=OTHER, thread_ts=first["ts"])
    assert (said.outcome, said.case_id) == ("opened", 1002)


def test_a_new_message_in_the_channel_is_a_new_case(chat: Chat) -> None:
    chat.says("The ledger is locked for us")
    said = chat.says("The printer prints nothing", after=600)
    assert (said.outcome, said.case_id) == ("opened", 1002)


def test_a_mention_in_a_thread_that_is_no_case_makes_it_one(chat: Chat) -> None:
    root = chat.hears("Good morning everyone")
    chat.settle()
    said = chat.says("<@U0BOT> our ledger is locked", thread_ts=root["ts"], user="U0BEN")
    assert (said.outcome, said.case_id) == ("opened", 1001)
    more = chat.says("and the till too", thread_ts=root["ts"])
    assert (more.outcome, more.case_id) == ("continued", 1001)


@pytest.mark.parametrize(
    ("pause", "closed", "outcome"),
    [
        pytest.param(600, False, "continued", id="a while later"),
        pytest.param(1900, False, "opened", id="half an hour later"),
        pytest.param(600, True, "opened", id="when the case is closed"),
    ],
)
def test_to_the_bot_alone_people_speak_of_one_matter_for_a_while(
    chat: Chat, pause: float, closed: bool, outcome: str
) -> None:
    chat.says("The ledger is locked for me", channel=DIRECT)
    if closed:
        with chat.office.database.write() as connection:
            close(engineer(chat.office, connection), 1001, "it was an hour ago", resolved=True)
    said = chat.says("It also says error 17", channel=DIRECT, after=pause)
    assert said.outcome == outcome


def test_who_names_a_case_of_theirs_joins_it(chat: Chat) -> None:
    chat.office.mail_in(mail("The ledger is locked."))
    said = chat.says("About case 1001: it is worse today, also the till")
    assert (said.outcome, said.case_id, said.reason) == ("continued", 1001, "it names the case")


def test_who_names_somebody_else_s_case_does_not(chat: Chat) -> None:
    chat.office.mail_in(mail("The ledger is locked."))
    said = chat.says("About case 1001: what is it", user="U0EVE", team=OTHER)
    assert (said.outcome, said.case_id) == ("opened", 1002)


@pytest.mark.parametrize("invented", ["ann@acme.example", "mallory@acme.example"])
def test_an_invented_address_lets_nobody_into_a_case_and_no_answer_goes_to_them(chat: Chat, invented: str) -> None:
    chat.office.desk = replace(chat.office.desk, facts_for=FactsFor.KNOWN_ADDRESS)
    chat.says("The ledger is locked for us")
    chat.knows("U0EVE", team=OTHER, address=invented)
    said = chat.says("About case 1001: what do you say?", user="U0EVE", team=OTHER, channel=DIRECT)
    assert (said.outcome, said.case_id) == ("opened", 1002)
    (told,) = chat.office.mails(1002)
    assert str(told.kind) == "receipt"  # it holds nothing of the contract
    assert DIRECT in told.recipient
    with chat.office.database.write() as connection:
        reply(engineer(chat.office, connection), 1001, Reply(text="The ledger is free again.", signed="Kim"))
    assert CHANNEL in chat.office.mails(1001)[-1].recipient


@pytest.mark.parametrize("sender", ["ann@acme.example", "ben@acme.example"])
def test_a_mail_that_names_a_case_of_slack_s_joins_it(chat: Chat, sender: str) -> None:
    chat.says("The ledger is locked for us")
    said = chat.office.mail_in(mail("It is worse.", subject="Re: [case 1001] ledger", sender=sender), mail_from=sender)
    assert (said.outcome, said.case_id) == ("continued", 1001)


def test_a_stranger_s_mail_that_names_it_does_not(chat: Chat) -> None:
    chat.says("The ledger is locked for us")
    eve = "eve@elsewhere.example"
    said = chat.office.mail_in(mail("Worse.", subject="[case 1001]", sender=eve), mail_from=eve)
    assert (said.outcome, said.case_id) == ("opened", 1002)


def test_who_is_known_by_their_mail_address_later_is_still_the_contact(chat: Chat) -> None:
    root = chat.hears("The ledger is locked for us", user="U0EVE", team=OTHER)
    chat.settle()
    assert chat.office.case().contact_address == "slack:T0OTHER/U0EVE"
    chat.knows("U0EVE", team=OTHER, address="ann@acme.example")
    said = chat.says("still", thread_ts=root["ts"], user="U0EVE", team=OTHER)
    assert said.case_id == 1001


def test_a_closed_case_is_open_again_when_its_customer_writes_in_its_thread(chat: Chat) -> None:
    root = chat.hears("The ledger is locked for us")
    chat.settle()
    with chat.office.database.write() as connection:
        close(engineer(chat.office, connection), 1001, "it was an hour ago", resolved=True)
    chat.says("It is locked again", thread_ts=root["ts"])
    assert chat.office.case().closed_at is None


def test_words_in_the_engineers_thread_beside_a_card_stay_there(chat: Chat) -> None:
    chat.says("The ledger is locked for us")
    place = Place(team=TEAM, channel="C0INSIDE", thread="1778000000.000001")
    card = threads.Thread(place=place.address, case_id=1001, side=threads.Side.INTERNAL, at=chat.office.now)
    with chat.office.database.write() as connection:
        threads.add(connection, card)
    said = chat.says("They never update", channel="C0INSIDE", thread_ts=place.thread, user="U0KIM", team=TEAM)
    assert (said.outcome, said.case_id) == ("filed", 1001)
    assert said.reason == "between engineers, in the case's internal thread"
    assert replace(said, envelope=said.envelope)
