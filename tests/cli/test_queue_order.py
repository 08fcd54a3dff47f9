"""`intake cases`: what stands first, and what each case is marked with."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from intake.domain.case import MailState
from intake.storage import outbox
from tests.cli.command import Place
from tests.cli.conftest import place
from tests.delivery.reports import only, report
from tests.kept.desk import replies, staffed
from tests.review.engineers import confirms
from tests.stages.office import UNSURE, Office, mail, opinion, the_desk

__all__ = ["place"]

ANN, JOE = "ann@acme.example", "joe@home.example"


@pytest.fixture(autouse=True)
def _the_desk_s_own_time(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: place.office.now)
    place.office.customer("gotomyerp")


def rows(place: Place) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(place.intake("cases", "--json").out)["cases"]
    return found


def order(place: Place) -> list[object]:
    return [row["number"] for row in rows(place)]


def comes(office: Office, sender: str = ANN, *, alert: bool = False, body: str = "It fails.") -> None:
    """Let a mail come, with an alarm or an unsure opinion."""
    office.suggests.answer = opinion(1, alert=True) if alert else UNSURE
    office.mail_in(mail(body, sender=sender), mail_from=sender)
    office.now += timedelta(minutes=1)


def test_a_stranger_s_alarm_comes_first(place: Place) -> None:
    comes(place.office)
    comes(place.office, JOE)
    comes(place.office, "eve@home.example", alert=True)
    assert order(place) == [1003, 1001, 1002]
    lines = place.intake("cases").out.splitlines()
    assert lines[2].startswith("1003  2026-05-12 11:02  -  "), "the order can be seen"
    assert lines[2].endswith(" ALERT")


def test_alarms_stand_by_the_attention_clock_and_a_stranger_s_within_the_hour(place: Place) -> None:
    comes(place.office)
    comes(place.office, JOE, alert=True)
    comes(place.office, alert=True)
    comes(place.office, "eve@home.example", alert=True)
    assert order(place) == [1002, 1004, 1003, 1001]


EMERGENCY = "Nobody can connect, from both offices."
CALM: dict[str, Any] = {}
ALARM, STRANGERS_ALARM = {"alert": True}, {"sender": JOE, "alert": True}


@pytest.mark.parametrize(
    ("comings", "first"),
    [
        pytest.param([(CALM, 49), (ALARM, 0), ({"body": EMERGENCY}, 0)], [1003, 1001, 1002],
                     id="an emergency, then what is overdue, then an alarm"),
        pytest.param([({"body": EMERGENCY}, 2), (CALM, 49), (ALARM, 0)], [1001, 1002, 1003],
                     id="an emergency that is overdue stays first"),
        pytest.param([({"body": EMERGENCY}, 0.1), ({"body": EMERGENCY}, 0), (STRANGERS_ALARM, 0)], [1001, 1002, 1003],
                     id="emergencies by their thirty minutes"),
        pytest.param([(CALM, 49), (STRANGERS_ALARM, 2), (CALM, 0)], [1001, 1002, 1003],
                     id="a stranger's old alarm does not outrank what is overdue"),
        pytest.param([(CALM, 47.5), (ALARM, 0), (STRANGERS_ALARM, 0)], [1001, 1003, 1002],
                     id="a promise that runs out sooner goes before both alarms"),
    ],
)  # fmt: skip
def test_what_comes_before_what(place: Place, comings: list[tuple[dict[str, Any], float]], first: list[int]) -> None:
    """Each case comes, and so many hours go by; a calm mail of Tuesday 10:00 is due on Thursday 10:00."""
    for how, hours in comings:
        comes(place.office, **how)
        place.office.now += timedelta(hours=hours)
    assert order(place) == first


@pytest.mark.parametrize("done", ["confirmed", "answered"])
def test_an_alarm_that_somebody_looked_at_is_none_any_more(place: Place, done: str) -> None:
    office = staffed(place.office)
    comes(office)
    comes(office, JOE, alert=True)
    if done == "confirmed":
        confirms(office, 1002)
    else:
        replies(office, number=1002)
    assert order(place) == [1001, 1002]
    assert [row["alarmed"] for row in rows(place)] == [False, False]


def test_a_case_that_a_cap_silences_is_marked_until_somebody_writes(place: Place) -> None:
    office = staffed(place.office)
    office.desk = replace(the_desk(most_mails=1), engineers=office.desk.engineers)
    for _ in range(3):
        comes(office)
    assert [row["silenced_by_a_cap"] for row in sorted(rows(place), key=lambda row: str(row["number"]))] == [
        False,
        True,
        True,
    ]
    assert place.intake("cases").out.count("not answered, a cap was reached") == 2
    replies(office, number=1002)
    assert [row["number"] for row in rows(place) if row["silenced_by_a_cap"]] == [1003]


def goes_out(office: Office, number: int) -> None:
    """Let the smarthost take the last letter of a case."""
    written = office.mails(number)[-1]
    with office.database.write() as connection:
        outbox.settle(connection, replace(written, state=MailState.SENT, answer="250 taken"), office.now)


def not_reached(place: Place) -> list[object]:
    return [row["number"] for row in rows(place) if row["not_reached"]]


def test_a_later_letter_that_went_out_makes_up_for_one_that_came_back(place: Place) -> None:
    office = place.office
    comes(office)
    first = only(office.mails())
    office.mail_in(report("", ANN, "5.7.1", diagnostic="A policy"), mail_from="", rcpt_to=(first.mail_from,))
    assert not_reached(place) == [1001]
    staffed(office)
    replies(office, number=1001)
    assert not_reached(place) == [1001], "it waits still"
    goes_out(office, 1001)
    assert not_reached(place) == []
    later = office.mails()[-1]
    office.mail_in(report("", ANN, "5.7.1", diagnostic="A policy"), mail_from="", rcpt_to=(later.mail_from,))
    assert not_reached(place) == [1001], "it came back as well"


def test_a_letter_to_somebody_else_makes_up_for_nothing(place: Place) -> None:
    office = place.office
    comes(office)
    first = only(office.mails())
    office.mail_in(report("", ANN, "5.7.1", diagnostic="A policy"), mail_from="", rcpt_to=(first.mail_from,))
    comes(office, "bob@acme.example")
    goes_out(office, 1002)
    assert not_reached(place) == [1001]
