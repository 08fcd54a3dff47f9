"""What people answer about a contract, and what is understood."""

import pytest

from intake.contract.interview.said import evidence_said, identifier, zone_named
from intake.contract.interview.said_hours import windows_said
from intake.contract.interview.said_target import as_business_days, target_said
from intake.domain.errors import BadInput
from intake.domain.target import Target


def counted(target: Target) -> str:
    """Write a target shortly: 'within 1-2 business_days'."""
    ends = "-".join(str(end) for end in (target.at_least, target.at_most) if end is not None)
    return " ".join(part for part in (str(target.kind), ends, str(target.unit or "")) if part)


@pytest.mark.parametrize(
    ("answer", "means", "always"),
    [
        ("2 hours", "within 2 hours", None),
        ("within 2 hours", "within 2 hours", None),
        ("30 minutes", "within 30 minutes", None),
        ("30-minute response", "within 30 minutes", None),
        ("half an hour", "within 30 minutes", None),
        ("1/2 hour", "within 30 minutes", None),
        ("1.5 hours", "within 90 minutes", None),
        ("2 1/2 hours", "within 150 minutes", None),
        ("2½ hours", "within 150 minutes", None),
        ("½ hour", "within 30 minutes", None),
        ("one and a half hours", "within 90 minutes", None),
        ("an hour and a half", "within 90 minutes", None),
        ("one hour", "within 1 hours", None),
        ("an hour", "within 1 hours", None),
        ("1 business day", "within 1 business_days", False),
        ("4 working days", "within 4 business_days", False),
        ("3 days", "within 3 business_days", None),
        ("24-48 hours", "within 24-48 hours", None),
        ("1 to 2 business hours", "within 1-2 hours", False),
        ("1 week", "within 1 weeks", None),
        ("same day", "same_day", None),
        ("Immediate", "immediate", None),
        ("at once", "immediate", None),
        ("user scheduled", "scheduled", None),
        ("not stated", "unstated", None),
        ("next business day", "within 1 business_days", False),
        ("by the next working day", "within 1 business_days", False),
        ("Next day", "within 1 business_days", None),
        ("next day, around the clock", "within 1 business_days", True),
        ("2 hours, around the clock", "within 2 hours", True),
        ("4 hours 24x7", "within 4 hours", True),
        ("same day around the clock", "same_day", True),
        ("3 hours in business hours", "within 3 hours", False),
    ],
)
def test_how_soon_somebody_answers(answer: str, means: str, always: bool | None) -> None:
    said = target_said(answer)
    assert (counted(said.target), said.always) == (means, always)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("Within  2 hours", "Within 2 hours"),
        ("30 minutes, around the clock", "30 minutes"),
        ("24-48 hours", "24-48 hours"),
    ],
)
def test_the_contracts_own_words_are_kept(answer: str, words: str) -> None:
    assert target_said(answer).target.words == words


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        pytest.param("soon", '"2 hours"', id="no figure"),
        pytest.param("2 months", 'write weeks, such as "8 weeks"', id="a unit that no rule counts"),
        pytest.param("1 month", 'write weeks, such as "4 weeks"', id="a month"),
        pytest.param("1-3 calendar months", 'write weeks, such as "12 weeks"', id="a range of months"),
        pytest.param("end of the business day", 'write "same day"', id="the end of the day"),
        pytest.param("by close of business", 'write "same day"', id="the close of business"),
        pytest.param("by 17:00", '"1 business day"', id="a time of day"),
        pytest.param("before 5 pm", '"1 business day"', id="a time of day in halves"),
        pytest.param("2 fortnights", '"2 hours"', id="a unit that nobody knows"),
        pytest.param("4-2 hours", "smaller number first", id="a range upside down"),
        pytest.param("0 hours", "from 1 to", id="no time at all"),
        pytest.param("1/0 hours", "is no number", id="a number that is none"),
        pytest.param("1.5 business days", "smaller unit", id="half a day"),
        pytest.param("2 hours maybe", '"2 hours"', id="words after it"),
    ],
)
def test_an_answer_that_is_not_understood_is_told_with_what_to_write(answer: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        target_said(answer)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        ("24 hours", "within 1 business_days"),
        ("24-48 hours", "within 1-2 business_days"),
        ("36 hours", None),
        ("2 business days", None),
    ],
)
def test_whole_days_in_hours_may_be_business_days(answer: str, means: str | None) -> None:
    found = as_business_days(target_said(answer).target)
    assert (None if found is None else counted(found)) == means


WEEK = "mon tue wed thu fri"


@pytest.mark.parametrize(
    ("answer", "windows"),
    [
        pytest.param("Monday to Friday 08:00-17:00", [(WEEK, "08:00", "17:00")], id="an ordinary week"),
        pytest.param("Mon-Fri 9am-5:30pm", [(WEEK, "09:00", "17:30")], id="with am and pm"),
        pytest.param("Mon, Wed 9:00 to 12:00", [("mon wed", "09:00", "12:00")], id="two days"),
        pytest.param("weekdays from 9-17", [(WEEK, "09:00", "17:00")], id="whole hours"),
        pytest.param("Fri to Mon 08:00-20:00", [("fri sat sun mon", "08:00", "20:00")], id="over the week's end"),
        pytest.param("Sun-Thu 22:00-06:00", [("sun mon tue wed thu", "22:00", "06:00")], id="over midnight"),
        pytest.param("daily 00:00-24:00", [(f"{WEEK} sat sun", "00:00", "24:00")], id="to the end of the day"),
        pytest.param(
            "Mon-Fri 08:00-12:00 and 13:00-17:00; Sat 9-12",
            [(WEEK, "08:00", "12:00"), (WEEK, "13:00", "17:00"), ("sat", "09:00", "12:00")],
            id="a lunch and a Saturday",
        ),
    ],
)
def test_when_somebody_is_there(answer: str, windows: list[tuple[str, str, str]]) -> None:
    assert [(" ".join(one.days), one.opens, one.closes) for one in windows_said(answer)] == windows


def test_hours_may_name_the_zone_of_either_end() -> None:
    (window,) = windows_said("Mon-Fri 07:00 America/New_York - 18:00 America/Los_Angeles")
    assert (window.opens_zone, window.closes_zone) == ("America/New_York", "America/Los_Angeles")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        pytest.param("Mon-Fri", "is not understood", id="no times"),
        pytest.param("Mo-Fr 08:00-17:00", "names no weekdays", id="another language's days"),
        pytest.param("Mon-Fri 25:00-26:00", "does not exist", id="a time past the day"),
        pytest.param("Mon-Fri 13pm-14pm", "does not exist", id="thirteen in the afternoon"),
        pytest.param("Mon-Fri 9 to 5", "write both times in full", id="five in the morning or in the afternoon"),
        pytest.param("Mon-Fri 08:00-17:00 except noon", "is not understood", id="an exception"),
        pytest.param("Mon-Fri 08:00 Berlin/Europe - 17:00", "is not a time zone", id="a zone that is none"),
    ],
)
def test_hours_that_are_not_understood_are_told(answer: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        windows_said(answer)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Eastern", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
    ],
)
def test_a_zone_that_is_none_is_told_with_the_one_that_may_be_meant(answer: str, meant: str) -> None:
    with pytest.raises(BadInput) as caught:
        zone_named(answer)
    assert f"did you mean {meant}?" in str(caught.value)


def test_an_emergency_is_read_with_and_and_or() -> None:
    assert evidence_said("all users and two locations or cannot be reached") == (
        ("all_users", "two_locations"),
        ("connectivity",),
    )


def test_an_id_is_made_of_letters_digits_and_hyphens() -> None:
    assert identifier("Northwind Pumps (EU)") == "northwind-pumps-eu"
