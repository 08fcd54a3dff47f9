"""What `check` finds, and which of it stops a promise."""

import pytest

from intake.contract.check import check
from intake.contract.finding import Finding, FindingKind
from intake.domain.contract import Contract
from tests.contracts_cli.made import MADE, YEAR, changed, findings, made, shipped, without

CONTRACTS = [pytest.param(contract, id=contract.id) for contract in shipped()]
OFFICE = 'days = ["mon", "tue", "wed", "thu", "fri"]\nopens = "09:00"\ncloses = "17:00"'


def window(opens: str, closes: str, *days: str, more: str = "") -> str:
    """Return the made contract with one other window in its office hours."""
    named = ", ".join(f'"{day}"' for day in days or ("mon", "tue"))
    return changed(OFFICE, f'days = [{named}]\nopens = "{opens}"\ncloses = "{closes}"\n{more}')


def of_kind(kind: FindingKind, found: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in found if finding.kind is kind]


@pytest.mark.parametrize("contract", CONTRACTS)
def test_nothing_stops_a_promise_in_the_five_contracts(contract: Contract) -> None:
    assert [finding for finding in check(contract, year=YEAR) if finding.stops] == []


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_ruling_and_each_matter_for_a_person_is_listed(contract: Contract) -> None:
    found = check(contract, year=YEAR)
    assert len(of_kind(FindingKind.SETTLED_RULING, found)) == len(contract.rulings)
    assert len(of_kind(FindingKind.FOR_A_PERSON, found)) == len(contract.for_a_person)


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        pytest.param("gotomyerp-plans", set(), id="four plans: nothing else to know"),
        pytest.param("gotomyerp", {("zones", "calendars, business")}, id="opens and closes in two zones"),
        pytest.param("helpdesk", {("assumption", "calendars, business")}, id="hours are assumed"),
        pytest.param(
            "priority-matrix",
            {("assumption", "calendars, business"), ("gap", "levels, P1")},
            id="hours are assumed, P1 comes from an engineer",
        ),
        pytest.param(
            "erp-maestro",
            {("assumption", "calendars, business"), ("missing_telephone", "telephones")},
            id="hours are assumed, the telephone is missing",
        ),
    ],
)
def test_what_else_there_is_to_know_about_the_five(contract: str, expected: set[tuple[str, str]]) -> None:
    settled = (FindingKind.SETTLED_RULING, FindingKind.FOR_A_PERSON)
    found = next(check(one, year=YEAR) for one in shipped() if one.id == contract)
    assert {(str(finding.kind), finding.place) for finding in found if finding.kind not in settled} == expected


def test_the_two_zones_are_named_with_their_times() -> None:
    found = next(check(one, year=YEAR) for one in shipped() if one.id == "gotomyerp")
    (zones,) = of_kind(FindingKind.ZONES, found)
    assert "07:00 by the clock in America/New_York" in zones.sentence
    assert "18:00 by the clock in America/Los_Angeles" in zones.sentence


def test_an_assumption_names_who_made_it() -> None:
    (assumed,) = of_kind(FindingKind.ASSUMPTION, findings(MADE))
    assert "Assumed by: Ada." in assumed.sentence


def test_a_settled_ruling_says_question_reading_reason_and_author() -> None:
    first = of_kind(FindingKind.SETTLED_RULING, findings(MADE))[0]
    assert first.sentence == "Which hours? Read as: nine to five. It is usual. Decided by: Ada."
    assert first.clause == "1"


@pytest.mark.parametrize(
    ("text", "kind", "place", "words"),
    [
        pytest.param(
            changed('in_force = "nine to five"\n', ""),
            "open_ambiguity",
            "rulings, hours",
            '"nine to five" or "all day"',
            id="a ruling that nobody has made",
        ),
        pytest.param(
            changed("severities = [3, 4]", "severities = [2, 3, 4]"),
            "contradiction",
            "levels, severities",
            "severity 2 means level high and level low",
            id="a severity of two levels",
        ),
        pytest.param(
            changed("severities = [1, 2]", 'severities = [1, 2]\nkinds = ["question"]'),
            "contradiction",
            "levels, kinds",
            "level high and level low",
            id="a kind of two levels",
        ),
        pytest.param(
            changed("emergency = true\n", 'kinds = ["question"]\n')
            + '[[commitments]]\npromise = "initial_response"\nemergency = true\ncalendar = "always"\n'
            + 'target = { kind = "immediate", words = "at once" }\nforce = "commitment"\nclause = "3"\n',
            "contradiction",
            "levels, kinds",
            "level low and no level",
            id="a kind with a level and without one",
        ),
        pytest.param(
            changed('plan = "best"\ncalendar = "always"', 'calendar = "always"'),
            "contradiction",
            "commitments",
            '"4 hours" and "1 hour" are both promised as initial_response to level high of plan basic',
            id="a row for one plan beside a row for all",
        ),
        pytest.param(
            changed("at_most = 4, unit", "at_most = 9, unit").replace(
                'level = "low"\ncal', 'level = "low"\nplan = "basic"\ncal', 1
            )
            + '[[commitments]]\npromise = "initial_response"\nlevel = "low"\nplan = "best"\ncalendar = "office"\n'
            + 'target = { kind = "unstated", words = "some day" }\nforce = "goal"\nclause = "2"\n',
            "contradiction",
            "commitments",
            "later than the milder level low",
            id="a grave level answered later than a mild one",
        ),
        pytest.param(
            changed('half = ["all_users"]', 'unless = ["all_users"]'),
            "contradiction",
            "emergency",
            "makes an emergency and rules it out",
            id="an emergency that can never be",
        ),
        pytest.param(
            changed("severities = [1, 2]", 'severities = [1, 2]\nonly_by = "email"\notherwise = "low"'),
            "contradiction",
            "levels, high",
            "the email channel asks for no claim",
            id="a level for a channel that takes no claim",
        ),
        pytest.param(
            without("[[channels]]", '"phone"'), "gap", "channels", "comes in by phone", id="a channel without a rule"
        ),
        pytest.param(
            changed("emergency = true\n", 'emergency = true\nplan = "best"\n'),
            "gap",
            "commitments",
            "Plan basic has no row for an emergency",
            id="a plan without an emergency row",
        ),
        pytest.param(
            window("17:00", "09:00", more='closes_zone = "US/Eastern"'),
            "gap",
            "calendars, office",
            "It never opens",
            id="hours that never open",
        ),
    ],
)
def test_what_stops_a_promise(text: str, kind: str, place: str, words: str) -> None:
    found = findings(text)
    assert [finding for finding in found if (finding.kind, finding.place, finding.stops) == (kind, place, True)]
    assert words in " ".join(finding.sentence for finding in found if finding.stops)
    assert found[0].stops  # what stops a promise comes first


@pytest.mark.parametrize(
    ("text", "kind", "place", "words"),
    [
        pytest.param(
            without("[[commitments]]", 'plan = "best"').replace('plan = "basic"\ncal', "cal"),
            "gap",
            "plans, best",
            "No row names plan best",
            id="a plan that no row names",
        ),
        pytest.param(
            changed("severities = [1, 2]\n", "")
            .replace('order = ["claim"', 'order = ["suggestion"')
            .replace('["suggestion", "suggestion"]', '["suggestion"]'),
            "gap",
            "levels, high",
            "only an engineer gives it",
            id="a level that no message gets",
        ),
        pytest.param(
            changed("severities = [1, 2]", "severities = [1]"),
            "gap",
            "levels, severities",
            "severity 2 means no level",
            id="a severity without a level",
        ),
        pytest.param(
            without("[[notices]]", '"provisional"'),
            "gap",
            "notices",
            "waits for an engineer's confirmation",
            id="a provisional level without a notice",
        ),
        pytest.param(
            changed('telephones = ["+1-555-0100"]\n', ""),
            "missing_telephone",
            "telephones",
            "none is printed",
            id="telephone levels without a number",
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
    ],
)
def test_what_is_said_without_stopping_anything(text: str, kind: str, place: str, words: str) -> None:
    found = findings(text)
    told = [finding for finding in found if (finding.kind, finding.place) == (kind, place)]
    assert words in " ".join(finding.sentence for finding in told)
    assert not any(finding.stops for finding in told)


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


def test_a_ruling_on_the_row_settles_a_grave_level_that_waits_longer() -> None:
    slow = changed("at_most = 4, unit", "at_most = 9, unit").replace(
        'level = "low"\ncal', 'level = "low"\nplan = "basic"\ncal'
    )
    slow += '[[commitments]]\npromise = "initial_response"\nlevel = "low"\nplan = "best"\ncalendar = "office"\n'
    slow += 'target = { kind = "unstated", words = "some day" }\nforce = "goal"\nclause = "2"\n'
    assert of_kind(FindingKind.CONTRADICTION, findings(slow))
    ruled = slow.replace('words = "4 hours" }', 'words = "4 hours" }\nrulings = ["hours"]')
    assert not of_kind(FindingKind.CONTRADICTION, findings(ruled))


def test_the_years_looked_at_are_the_callers() -> None:
    contract = made(window("02:30", "10:00", "sun"))
    (trap,) = of_kind(FindingKind.CLOCK_TRAP, check(contract, year=2031))
    assert "2031-03-09, 2032-03-14, 2033-03-13" in trap.sentence
