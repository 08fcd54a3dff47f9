"""A customer who does not answer is asked once more after four hours, and then no more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.domain.case import MailKind
from intake.domain.timer import Timer, TimerKind
from intake.stages.remind import remind
from intake.storage import timers
from tests.review.engineers import asks, confirms, consents, engineer
from tests.stages.office import Office
from tests.web.door import PUBLIC, tokens

ANSWERED, ASKED, TOLD = MailKind.ACKNOWLEDGEMENT, MailKind.CONSENT, MailKind.LEVEL_CHANGE


def letters(office: Office) -> list[MailKind]:
    """Return what the customer got."""
    return [sent.kind for sent in office.mails() if sent.kind in (ANSWERED, ASKED, TOLD)]


def test_the_reminder_comes_after_four_hours_and_once(asked: Office) -> None:
    asked.wait(hours=3, minutes=59)
    assert letters(asked) == [ANSWERED, ASKED]
    asked.wait(minutes=1)
    assert letters(asked) == [ANSWERED, ASKED, ASKED]
    assert "may we ask once more: do you agree to level 2" in asked.letter()
    assert set(tokens(asked)) == {"yes", "no"}
    assert tokens(asked) == tokens(asked, 1), "the same links, for the same one answer"
    for _ in range(5):
        asked.wait(days=1)
    assert letters(asked) == [ANSWERED, ASKED, ASKED]
    assert asked.case().level == "3"


@pytest.mark.parametrize(
    ("change", "more"),
    [
        pytest.param(lambda office: consents(office, agreed=True), [TOLD], id="after a yes"),
        pytest.param(lambda office: consents(office, agreed=False), [ASKED], id="after a no: the confirmation only"),
        pytest.param(confirms, [], id="after a confirmation"),
    ],
)
def test_who_has_answered_is_not_reminded(asked: Office, change: "object", more: list[MailKind]) -> None:
    asked.wait(hours=1)
    change(asked)  # type: ignore[operator]
    with asked.reading() as connection:
        assert TimerKind.REMINDER not in [timer.kind for timer in timers.of_case(connection, 1001)]
    asked.wait(days=2)
    assert letters(asked) == [ANSWERED, ASKED, *more]


def test_another_wish_has_its_own_reminder(asked: Office) -> None:
    asked.wait(hours=3)
    asks(asked, "1")
    asked.wait(hours=2)
    assert letters(asked) == [ANSWERED, ASKED, ASKED]
    asked.wait(hours=2)
    assert letters(asked) == [ANSWERED, ASKED, ASKED, ASKED]
    assert "do you agree to level 1" in asked.letter()


def test_a_closed_case_is_not_reminded(asked: Office) -> None:
    with asked.database.write() as connection:
        connection.exec_driver_sql("UPDATE cases SET closed_at = opened_at")
    asked.wait(days=1)
    assert letters(asked) == [ANSWERED, ASKED]


def test_the_time_can_be_set(office: Office, asked: Office) -> None:
    consents(asked, agreed=False)
    office.desk = replace(office.desk, remind_after=timedelta(hours=1))
    asks(office, "2")
    office.wait(hours=1)
    assert "may we ask once more" in office.letter()


def test_the_reminder_rung_twice_is_written_once(asked: Office) -> None:
    with asked.reading() as connection:
        (timer,) = [one for one in timers.of_case(connection, 1001) if one.kind is TimerKind.REMINDER]
    with asked.database.write() as connection:
        for _ in range(2):
            remind(engineer(asked, connection).run, timer)
    assert letters(asked) == [ANSWERED, ASKED, ASKED]


@pytest.mark.parametrize("detail", [{}, {"question": 99}, {"question": "1"}], ids=["none", "unknown", "no number"])
def test_a_timer_without_its_question_does_nothing(asked: Office, detail: dict[str, object]) -> None:
    timer = Timer(kind=TimerKind.REMINDER, case_id=1001, key="x", due_at=asked.now, detail=detail)
    with asked.database.write() as connection:
        remind(engineer(asked, connection).run, timer)
    assert letters(asked) == [ANSWERED, ASKED]


def test_without_a_web_address_the_letters_ask_for_a_reply_only(office: Office, asked: Office) -> None:
    consents(asked, agreed=False)
    office.desk = replace(office.desk, web=None)
    asks(office, "2")
    for _ in range(2):
        assert PUBLIC not in office.letter()
        assert 'Reply "yes" or "no".' in office.letter()
        office.wait(hours=4)


def test_a_reminder_that_comes_after_its_links_have_ended_asks_for_a_reply_only(office: Office, asked: Office) -> None:
    """The bot was away for three weeks: a link that opens nothing is worse than none."""
    asked.wait(days=21)
    (reminder,) = [sent for sent in office.mails() if sent.key.endswith(":reminder")]
    assert PUBLIC.encode() not in reminder.raw
    assert b'Reply "yes" or "no".' in reminder.raw
