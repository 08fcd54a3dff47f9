"""What `check` finds, and which of it stops a promise."""

import pytest

from intake.contract.checks.check import check
from intake.contract.checks.finding import Finding, FindingKind
from intake.domain.contract import Contract
from tests.contracts_cli.made import MADE, TODAY, changed, findings, shipped, window, without

CONTRACTS = [pytest.param(contract, id=contract.id) for contract in shipped()]


def of_kind(kind: FindingKind, found: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in found if finding.kind is kind]


@pytest.mark.parametrize("contract", CONTRACTS)
def test_nothing_stops_a_promise_in_the_five_contracts(contract: Contract) -> None:
    assert [finding for finding in check(contract, today=TODAY) if finding.stops] == []


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_ruling_and_each_matter_for_a_person_is_listed(contract: Contract) -> None:
    found = check(contract, today=TODAY)
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
    found = next(check(one, today=TODAY) for one in shipped() if one.id == contract)
    assert {(str(finding.kind), finding.place) for finding in found if finding.kind not in settled} == expected


def test_the_two_zones_are_named_with_their_times() -> None:
    found = next(check(one, today=TODAY) for one in shipped() if one.id == "gotomyerp")
    (zones,) = of_kind(FindingKind.ZONES, found)
    assert "07:00 by the clock in America/New_York" in zones.sentence
    assert "18:00 by the clock in America/Los_Angeles" in zones.sentence


def test_an_assumption_names_who_made_it() -> None:
    (assumed,) = of_kind(FindingKind.ASSUMPTION, findings(MADE))
    assert "Assumed by: Ada." in assumed.sentence


def test_a_settled_ruling_says_question_reading_reason_and_author() -> None:
    first = of_kind(FindingKind.SETTLED_RULING, findings(MADE))[0]
    assert first.sentence == "Which hours? Read as: nine to five. It is usual. Decided by: Ada on 2026-11-22."
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
            changed(
                'at_most = 4, unit = "hours", words = "4 hours"', 'at_most = 9, unit = "hours", words = "9 hours"'
            ).replace('level = "low"\ncal', 'level = "low"\nplan = "basic"\ncal', 1)
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
            changed('half = ["all_users"]', 'half = ["all_users", "connectivity"]'),
            "contradiction",
            "emergency",
            "is an emergency already",
            id="half of an emergency that is the whole",
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
            changed("severities = [1, 2]", "severities = [1]"),
            "gap",
            "levels, severities",
            "severity 2 means no level",
            id="a severity without a level",
        ),
        pytest.param(
            changed('rulings = ["fast"]\n', ""),
            "gap",
            "rulings, fast",
            "Nothing rests on it",
            id="a ruling that nothing rests on",
        ),
        pytest.param(
            changed("severities = [1, 2]", 'severities = [1, 2]\nonly_by = "phone"\notherwise = "low"').replace(
                'telephone_levels = ["high"]\n', ""
            ),
            "contradiction",
            "telephone_levels",
            'add "high"',
            id="a level by telephone without its number",
        ),
        pytest.param(
            changed("severities = [1, 2]", 'severities = [1, 2]\nonly_by = "phone"\notherwise = "low"').replace(
                'telephones = ["+1-555-0100"]\n', ""
            ),
            "missing_telephone",
            "telephones",
            "or website to where it can be found",
            id="a level by telephone, and neither number nor website",
        ),
        pytest.param(
            changed('order = ["claim", "suggestion"]', 'order = ["suggestion"]'),
            "contradiction",
            "channels, slack, provisional",
            "no claim is heard",
            id="provisional unless claimed where no claim is heard",
        ),
        pytest.param(
            changed('id = "provisional_level"', 'id = "charges"\nfacts = { turned_ovr = "one" }'),
            "gap",
            "notices, charges, facts",
            "did you mean turned_over?",
            id="a fact misspelt",
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
            MADE + '\n[translations.de]\n"High" = "Hoch"\n\n[translations.fr]\n"Low" = "Bas"\n',
            "gap",
            "translations, fr",
            'in the contract\'s own: "High"; add a translation of each',
            id="half a translation",
        ),
        pytest.param(
            changed('id = "provisional_level"', 'id = "charges"\nfacts = { price = "one" }'),
            "gap",
            "notices, charges, facts",
            "a template of your own",
            id="a fact that no letter prints",
        ),
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
    ],
)
def test_what_is_said_without_stopping_anything(text: str, kind: str, place: str, words: str) -> None:
    found = findings(text)
    told = [finding for finding in found if (finding.kind, finding.place) == (kind, place)]
    assert words in " ".join(finding.sentence for finding in told)
    assert not any(finding.stops for finding in told)


def test_a_ruling_on_the_row_settles_a_grave_level_that_waits_longer() -> None:
    slow = changed(
        'at_most = 4, unit = "hours", words = "4 hours"', 'at_most = 9, unit = "hours", words = "9 hours"'
    ).replace('level = "low"\ncal', 'level = "low"\nplan = "basic"\ncal')
    slow += '[[commitments]]\npromise = "initial_response"\nlevel = "low"\nplan = "best"\ncalendar = "office"\n'
    slow += 'target = { kind = "unstated", words = "some day" }\nforce = "goal"\nclause = "2"\n'
    assert of_kind(FindingKind.CONTRADICTION, findings(slow))
    ruled = slow.replace('words = "9 hours" }', 'words = "9 hours" }\nrulings = ["hours"]')
    assert not of_kind(FindingKind.CONTRADICTION, findings(ruled))
