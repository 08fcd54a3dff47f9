"""What `check` finds in hours: overlaps, closures, zones, and what changes of clocks do to them."""

from datetime import date

import pytest

from intake.contract.checks.check import check
from intake.contract.checks.finding import FindingKind
from tests.contracts_cli.made import MADE, OFFICE, changed, findings, made, window

CLOSED = 'closures = [{ from = 2026-12-24T12:00:00, to = 2026-12-28T09:00:00, why = "stock-taking" }]'
WEEKEND = 'closures = [{ from = 2020-12-26T00:00:00, to = 2020-12-28T09:00:00, why = "a weekend" }]'
TWICE = (
    'closures = [{ from = 2026-12-24T12:00:00, to = 2026-12-28T10:00:00, why = "one" },'
    ' { from = 2026-12-28T09:00:00, to = 2026-12-29T09:00:00, why = "two" }]'
)


@pytest.mark.parametrize(
    ("text", "kind", "place", "words"),
    [
        pytest.param(
            changed('id = "office"', f'id = "office"\n{CLOSED}'),
            "closures",
            "calendars, office, closures 1",
            "Closed from 2026-12-24 12:00 EST to 2026-12-28 09:00 EST: stock-taking.",
            id="a closure",
        ),
        pytest.param(
            changed('id = "office"', f'id = "office"\n{WEEKEND}'),
            "closures",
            "calendars, office, closures 1",
            "closes nothing; check its dates",
            id="a closure on a weekend",
        ),
        pytest.param(
            changed('id = "office"', f'id = "office"\n{TWICE}'),
            "closures",
            "calendars, office, closures 1",
            "overlaps with closure 2",
            id="two closures that share an hour",
        ),
        pytest.param(
            changed(OFFICE, f'{OFFICE}\n\n[[calendars.windows]]\ndays = ["fri"]\nopens = "16:00"\ncloses = "20:00"'),
            "overlapping_windows",
            "calendars, office",
            "Windows 1 and 2 overlap",
            id="two windows that share an hour",
        ),
        pytest.param(
            changed(OFFICE, f'{OFFICE}\n\n[[calendars.windows]]\ndays = ["sun"]\nopens = "20:00"\ncloses = "10:00"'),
            "overlapping_windows",
            "calendars, office",
            "Windows 1 and 2 overlap",
            id="a night that runs into the next morning's window",
        ),
        pytest.param(
            window("09:00", "17:00", more="next_day = true"),
            "overlapping_windows",
            "calendars, office",
            "Window 1 runs into its own next day",
            id="a window of more than a day",
        ),
        pytest.param(
            window("02:30", "10:00", "sun"),
            "clock_trap",
            "calendars, office",
            "it opens, 02:30 America/New_York, is skipped when the clocks go forward (2026-03-08, 2027-03-14,",
            id="opens in the skipped hour",
        ),
        pytest.param(
            window("18:00", "01:30", "sat"),
            "clock_trap",
            "calendars, office",
            "it closes, 01:30 America/New_York, comes twice when the clocks go back (2026-11-01, 2027-11-07,",
            id="closes in the repeated hour of the morning after",
        ),
        pytest.param(
            changed('id = "always"', 'id = "always"\nzone = "Asia/Beirut"'),
            "clock_trap",
            "calendars, always",
            "the day begins, 00:00 Asia/Beirut, is skipped",
            id="a day that begins at one o'clock",
        ),
        pytest.param(
            window(
                "12:00", "18:00", "wed", more='closes_zone = "Europe/London"\nopens_zone = "America/New_York"'
            ).replace("18:00", "16:30", 1),
            "clock_trap",
            "calendars, office",
            "Window 1 closes before it opens on ",
            id="two zones whose clocks change on different days",
        ),
        pytest.param(
            changed('zone = "America/New_York"', 'zone = "EST"'),
            "zones",
            "zone",
            "EST is the same offset all the year",
            id="EST as IANA means it",
        ),
        pytest.param(
            changed('zone = "America/New_York"', 'zone = "-05:00"'),
            "zones",
            "zone",
            "UTC-05:00 is the same offset all the year",
            id="an offset for a zone",
        ),
        pytest.param(
            changed('id = "office"', 'id = "office"\nzone = "Asia/Tokyo"'),
            "zones",
            "calendars, office",
            "days are those of Asia/Tokyo",
            id="hours in another zone than the contract",
        ),
        pytest.param(
            changed('calendar = "always"', 'calendar = "office"').replace('calendar = "always"', 'calendar = "office"'),
            "gap",
            "calendars, always",
            "No row counts on it",
            id="hours that no row counts on",
        ),
    ],
)
def test_what_is_said_of_hours_without_stopping_anything(text: str, kind: str, place: str, words: str) -> None:
    found = findings(text)
    told = [finding for finding in found if (finding.kind, finding.place) == (kind, place)]
    assert words in " ".join(finding.sentence for finding in told)
    assert not any(finding.stops for finding in told)


def test_holidays_of_an_always_calendar_stop_as_they_would_close_nothing() -> None:
    found = findings(changed('id = "always"', 'id = "always"\nholidays = ["US"]'))
    (told,) = [each for each in found if each.kind is FindingKind.CONTRADICTION]
    assert (told.place, told.stops) == ("calendars, always, holidays", True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MADE, id="office hours"),
        pytest.param(window("00:00", "24:00", "mon", "tue"), id="whole days that touch"),
        pytest.param(window("22:00", "06:00", "mon", "tue"), id="nights"),
        pytest.param(
            changed(OFFICE, f'{OFFICE}\n\n[[calendars.windows]]\ndays = ["fri"]\nopens = "17:00"\ncloses = "20:00"'),
            id="two windows that touch",
        ),
    ],
)
def test_hours_without_a_trap_raise_no_alarm(text: str) -> None:
    hours = (FindingKind.CLOCK_TRAP, FindingKind.OVERLAPPING_WINDOWS, FindingKind.ZONES, FindingKind.GAP)
    assert [finding for finding in findings(text) if finding.kind in hours] == []


def test_the_years_looked_at_are_the_callers() -> None:
    contract = made(window("02:30", "10:00", "sun"))
    (trap,) = [each for each in check(contract, today=date(2031, 1, 1)) if each.kind is FindingKind.CLOCK_TRAP]
    assert "2031-03-09, 2032-03-14, 2033-03-13" in trap.sentence
