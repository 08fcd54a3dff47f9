"""The next name, round and round, by the clock."""

from dataclasses import replace

import pytest

from intake.domain.case import MailKind, MailState
from intake.domain.paging import CallState
from intake.stages.deliver import HandOver, Result
from intake.storage import audit, outbox, timers
from tests.paging.rota import (
    BOTH,
    HALF,
    THREE,
    by_hook,
    by_mail,
    calls,
    claimed,
    confirms,
    emergency,
    hand_over,
    later,
    names,
    on_call,
    page_of,
    paged_mails,
    settled,
    withdraws,
)
from tests.stages.office import Office, mail

REFUSED = Result(hand_over=HandOver.REFUSED, answer="HTTP 410")
NOT_NOW = Result(hand_over=HandOver.NOT_NOW, answer="HTTP 503")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        pytest.param(4, ["Kim"], id="the first has five minutes"),
        pytest.param(5, ["Kim", "Lou"], id="then the second is called"),
        pytest.param(10, ["Kim", "Lou", "Max"], id="and the third"),
        pytest.param(15, ["Kim", "Lou", "Max", "Kim"], id="and the first again"),
        pytest.param(45, ["Kim", "Lou", "Max"] * 3, id="three times round"),
        pytest.param(104, ["Kim", "Lou", "Max"] * 3, id="then an hour goes by"),
        pytest.param(105, [*["Kim", "Lou", "Max"] * 3, "Kim"], id="and the next is called"),
        pytest.param(165, [*["Kim", "Lou", "Max"] * 3, "Kim", "Lou"], id="each hour"),
        pytest.param(225, ["Kim", "Lou", "Max"] * 4, id="for as long as nobody comes"),
    ],
)
def test_the_names_are_called_in_turn(office: Office, minutes: int, expected: list[str]) -> None:
    emergency(on_call(office, *THREE))
    for _ in range(minutes):
        later(office, minutes=1)
    assert names(office) == expected
    assert [sent.recipient.partition("@")[0].title() for sent in paged_mails(office)] == expected


def test_when_nobody_has_come_the_trail_says_so_once_and_the_page_stays_open(office: Office) -> None:
    emergency(on_call(office, *THREE))
    for _ in range(96):
        later(office, minutes=5)
    assert office.trail().count("page.unanswered") == 1
    assert page_of(office).is_open


def test_who_has_more_than_an_hour_keeps_it(office: Office) -> None:
    emergency(on_call(office, by_mail("Kim"), minutes=90))
    for _ in range(9):
        later(office, minutes=60)
    assert [(call.made_at - calls(office)[0].made_at).total_seconds() / 60 for call in calls(office)] == [
        0, 120, 240, 480,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "within"), [pytest.param(3, 5, id="soon"), pytest.param(24 * 60, 60, id="a day later, within the hour")]
)
def test_names_that_are_put_on_call_later_are_called_to_what_is_open(office: Office, minutes: int, within: int) -> None:
    emergency(office)
    for _ in range(minutes):
        later(office, minutes=1)
    assert office.trail().count("page.nobody") == 1
    on_call(office, *THREE)
    for _ in range(within):
        later(office, minutes=1)
    assert names(office)[0] == "Kim"


def test_a_mail_that_cannot_be_written_keeps_nobody_from_an_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next name is called at once, the first one again by the timer; the customer's own answer goes."""
    on_call(office, by_mail("Kim"), by_hook("Lou", "https://l.example")).customer("gotomyerp-plans")
    with monkeypatch.context() as broken:
        broken.setattr("intake.stages.calls.call.internal.page", lambda *_: 1 // 0)
        office.mail_in(mail(BOTH))
        assert [sent.kind for sent in office.mails()] == [MailKind.ACKNOWLEDGEMENT]
        assert [(call.name, call.state, call.answer) for call in calls(office)] == [
            ("Kim", CallState.FAILED, "its mail cannot be written: ZeroDivisionError"),
            ("Lou", CallState.QUEUED, ""),
        ]
    later(office, minutes=5)
    assert names(office) == ["Kim", "Lou", "Kim"]
    assert [sent.recipient for sent in paged_mails(office)] == ["kim@desk.example"]


@pytest.mark.parametrize("act", [confirms, withdraws], ids=["who confirms", "who withdraws"])
def test_a_verdict_stops_it(office: Office, act: object) -> None:
    emergency(on_call(office, *THREE))
    later(office, minutes=5)
    assert callable(act)
    act(office)
    for _ in range(5):
        later(office, minutes=5)
    assert names(office) == ["Kim", "Lou"]
    with office.reading() as connection:
        assert not [timer for timer in timers.of_case(connection, 1001) if timer.kind == "escalation"]


def test_a_restart_goes_on_where_it_was(office: Office) -> None:
    emergency(on_call(office, *THREE))
    later(office, minutes=5)
    # Down for an hour: the next name is called at once, and not everybody who would have been meanwhile.
    later(office, minutes=60)
    assert names(office) == ["Kim", "Lou", "Max"]


def test_the_settings_may_change_in_between(office: Office) -> None:
    emergency(on_call(office, *THREE))
    on_call(office, by_mail("Kim"), by_mail("Noa"))
    later(office, minutes=5)
    assert names(office) == ["Kim", "Noa"]


def test_a_call_that_can_never_arrive_brings_the_next_name_at_once(office: Office) -> None:
    emergency(on_call(office, by_hook("Kim", "https://k.example"), by_mail("Lou"), by_mail("Max")))
    (first,) = calls(office)
    assert claimed(office, first)
    settled(office, first, REFUSED)
    assert [(call.name, call.state) for call in calls(office)] == [
        ("Kim", CallState.FAILED), ("Lou", CallState.QUEUED),
    ]  # fmt: skip
    later(office, minutes=4.9)
    assert names(office) == ["Kim", "Lou"]
    later(office, minutes=0.1)
    assert names(office) == ["Kim", "Lou", "Max"]


def test_a_list_of_which_nobody_can_be_reached_is_not_gone_through_in_no_time(office: Office) -> None:
    emergency(on_call(office, by_hook("Kim", "https://k.example"), by_hook("Lou", "https://l.example")))
    for _ in range(2):
        call = calls(office)[-1]
        assert claimed(office, call)
        settled(office, call, REFUSED)
    assert names(office) == ["Kim", "Lou"]
    later(office, minutes=5)
    assert names(office) == ["Kim", "Lou", "Kim"]


def test_a_call_is_tried_again_after_2_5_15_and_30_seconds_and_then_the_next_name_is_called(office: Office) -> None:
    emergency(on_call(office, by_hook("Kim", "https://k.example"), by_mail("Lou")))
    pauses = []
    while (call := calls(office)[0]).state is CallState.QUEUED:
        assert claimed(office, call)
        pauses.append((settled(office, call, NOT_NOW).next_at - office.now).total_seconds())
    assert pauses[:4] == [2, 5, 15, 30]
    assert (call.attempts, call.state, names(office)) == (5, CallState.FAILED, ["Kim", "Lou"])


def test_a_mail_that_the_smarthost_refuses_brings_the_next_name_at_once(office: Office) -> None:
    emergency(on_call(office, *THREE))
    (sent,) = paged_mails(office)
    with office.database.write() as connection:
        outbox.claim(connection, sent)
        outbox.settle(connection, replace(sent, state=MailState.PARKED, answer="550 no"), office.now)
    assert hand_over(office) == 1
    assert next((call.name, call.state) for call in calls(office)) == ("Kim", CallState.FAILED)
    assert names(office) == ["Kim", "Lou"]


def test_the_words_of_the_page(office: Office) -> None:
    emergency(on_call(office, *THREE))
    (sent,) = paged_mails(office)
    which = office.mails().index(sent)
    letter = office.letter(which=which)
    assert (
        "Please take case 1001 for Acme now: an emergency, by what the customer states; it is not confirmed." in letter
    )
    assert "Tuesday 12 May 2026, 10:30 am EDT" in letter
    assert "Nobody can connect, from both offices." in letter
    assert "`intake page 1001 --ack`" in letter
    assert office.header("Auto-Submitted", which=which) == "auto-generated"
    assert office.header("Reply-To", which=which).startswith("support+e1001.")
    assert sent.recipient == "kim@desk.example"


def test_no_page_goes_to_the_customer_and_no_secret_into_the_trail(office: Office) -> None:
    emergency(on_call(office, by_hook("Kim", "https://hidden.example/key"), by_mail("Lou")))
    later(office, minutes=5)
    with office.reading() as connection:
        told = (
            repr([entry.detail for entry in audit.of_case(connection, 1001)]) + repr(calls(office)) + repr(office.desk)
        )
    for secret in ("hidden.example", "whsec_", "lou@desk.example"):
        assert secret not in told
    assert {sent.recipient for sent in office.mails() if sent.kind != "page"} == {"ann@acme.example"}


def test_half_the_evidence_calls_nobody_however_long_it_waits(office: Office) -> None:
    emergency(on_call(office, *THREE), HALF)
    later(office, minutes=60)
    office.mail_in(mail("Any news?", f"In-Reply-To: {office.mails()[0].message_id}"))
    assert calls(office) == []
