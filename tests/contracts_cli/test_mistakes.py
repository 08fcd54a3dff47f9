"""Each kind of mistake in a contract file is told in one line: the file, the place, the mend."""

import pytest

from intake.contract.file.load import load_contract
from intake.domain.errors import BadInput
from tests.contracts_cli.made import MADE, changed, made, without

OFFICE = 'id = "office"\nassumed = true'
EVIDENCE = 'evidence = [["all_users", "connectivity"]]'


def test_the_made_contract_itself_loads() -> None:
    assert made().id == "made"


def test_a_byte_order_mark_from_windows_does_no_harm() -> None:
    assert made("\ufeff" + MADE) == made()


@pytest.mark.parametrize(
    ("text", "place", "mend"),
    [
        pytest.param(
            changed('closes = "17:00"', 'closes = "17:00'), "line ", "quotation mark", id="a quote is not closed"
        ),
        pytest.param(changed('closes = "17:00"', "closes = 5pm"), "line ", "in quotes", id="text without quotes"),
        pytest.param(changed("severities = [1, 2]", "severities = [1, 2"), "line ", "", id="a bracket is not closed"),
        pytest.param(changed('title = "Made', 'title = "x"\ntitle = "Made'), "line ", "twice", id="a key twice"),
        pytest.param(changed("[emergency]", "[emergency]\n[emergency]"), "line ", "twice", id="a table twice"),
        pytest.param("id", "not valid TOML", 'key = "value"', id="a word alone"),
        pytest.param("x = " + "[" * 5000, "not valid TOML", "close them", id="brackets without end"),
        pytest.param("x = " + "9" * 5000, "not valid TOML", "shorter", id="a number without end"),
        pytest.param("x = 2026-02-30", "line 1", "2026-02-30 is a date that does not exist", id="30 February"),
        pytest.param("x = [2026-12-32]", "line 1", "2026-12-32 is a date that does not exist", id="32 December"),
        pytest.param("x = 2026-12-24T25:00:00", "line 1", "date or time that does not exist", id="hour 25"),
        pytest.param(
            "x = 2026-1-5", "line 1", "two digits each are needed; write 2026-01-05", id="a date of one digit"
        ),
        pytest.param("x = 2026-01-05 y = 1", "line 1", "only one key", id="a date that there is"),
        pytest.param(changed("[[plans]]", "[plans]"), "line 14, ", "[[plans]]", id="double brackets after single ones"),
        pytest.param(changed('id = "best"', 'id = "best"\n[plans]'), "line ", "[[plans]]", id="single after double"),
        pytest.param("", "id", "missing; add it", id="an empty file"),
    ],
)
def test_toml_that_is_none(text: str, place: str, mend: str) -> None:
    assert_told(text, place, mend)


@pytest.mark.parametrize(
    ("text", "place", "mend"),
    [
        pytest.param(
            changed('calendar = "office"', 'calender = "office"'),
            "commitments 1 (initial_response, level high, plan basic), calender",
            "did you mean calendar?",
            id="a misspelt key in a row",
        ),
        pytest.param(changed('vendor = "N', 'vendors = "N'), "vendors", "did you mean vendor?", id="a misspelt key"),
        pytest.param(changed('vendor = "N', 'q = 1\nvendor = "N'), "q", "write one of id, title", id="a key of no use"),
        pytest.param(
            changed(OFFICE, f'{OFFICE}\n"a\\nb" = 1'),
            "calendars 1 (office), a\\nb",
            "remove it",
            id="a key of two lines",
        ),
        pytest.param(
            changed('name = "Basic"', 'name = "Basic"\nwebsite = "x.example"'),
            "plans 1 (basic), website",
            "it belongs at the top of the file",
            id="a key of the whole contract below a heading",
        ),
        pytest.param(
            changed("telephones", "xyz").replace('name = "Basic"', 'name = "Basic"\ntelephone = ["1"]'),
            "plans 1 (basic), telephone",
            "telephones belongs at the top of the file",
            id="such a key misspelt",
        ),
        pytest.param(
            changed('name = "Basic"', 'name = "Basic"\nzone = "UTC"'),
            "plans 1 (basic), zone",
            "it stands at the top of the file already; remove it here",
            id="such a key twice",
        ),
        pytest.param(
            f"{MADE}\n[[examples.promises]]\nat = 2026-11-20T16:00:00+01:00\nduee = false\n",
            "examples, promises 1 (at 2026-11-20T16:00:00+01:00), duee",
            "did you mean due?",
            id="an example by its time",
        ),
        pytest.param(changed('title = "Made for the tests"\n', ""), "title", "missing; add it", id="a missing key"),
        pytest.param(
            changed('force = "expected"\n', ""),
            "commitments 3 (initial_response, level low), force",
            "missing; add it",
            id="a missing key in a row",
        ),
        pytest.param(changed('words = "4 hours"', 'words = " "'), "target, words", "write something", id="blank words"),
        pytest.param(changed('title = "Made for the tests"', "title = 5"), "title", "text in quotes", id="no text"),
        pytest.param(
            changed("severities = [1, 2]", 'severities = ["1"]'),
            "levels 1 (high), severities 1",
            "whole number, without quotes",
            id="a number in quotes",
        ),
        pytest.param(
            changed("at_most = 4", "at_most = 4.5"), "at_most", "whole number", id="half an hour as 4.5 hours"
        ),
        pytest.param(changed("at_most = 4", "at_most = 0"), "at_most", "at least 1", id="no hours at all"),
        pytest.param(changed("at_most = 4", "at_most = 99999"), "at_most", "at most 10000", id="a lifetime of hours"),
        pytest.param(changed("[1, 2]", "[1, 5]"), "levels 1 (high), severities 2", "at most 4", id="a severity 5"),
        pytest.param(changed("severities = [1, 2]", "severities = 1"), "severities", "[brackets]", id="no list"),
        pytest.param(
            changed("assumed = true", 'assumed = "yes"'), "calendars 1 (office), assumed", "true or false", id="yes"
        ),
        pytest.param(
            changed("[[calendars.windows]]", "[calendars.windows]"),
            "calendars 1 (office), windows",
            "[[calendars.windows]]",
            id="one bracket too few",
        ),
        pytest.param(
            changed('target = { kind = "immediate", words = "at once" }', 'target = "at once"'),
            "commitments 4 (initial_response), target",
            'write a table: { key = "value" }',
            id="text for a table",
        ),
        pytest.param(
            changed('channel = "email"', 'channel = "fax"'),
            "channels 1 (fax), channel",
            "write one of 'email', 'slack'",
            id="an unknown channel",
        ),
        pytest.param(changed('unit = "hours"', 'unit = "days"'), "unit", "'business_days'", id="an unknown unit"),
        pytest.param(changed('["mon",', '["monday",'), "windows 1, days 1", "'mon', 'tue'", id="an unknown weekday"),
        pytest.param(
            changed('opens = "09:00"', 'opens = "9:00"'),
            "calendars 1 (office), windows 1, opens",
            "time of day such as 09:00",
            id="a wall time of one digit",
        ),
        pytest.param(changed('"17:00"', '"25:00"'), "windows 1, closes", "time of day", id="a wall time past the day"),
        pytest.param(changed('"09:00"', '"09:00\\n"'), "windows 1, opens", "time of day", id="a wall time and more"),
        pytest.param(changed('opens = "09:00"', "opens = 09:00:00"), "opens", "in quotes", id="a bare wall time"),
        pytest.param(
            changed('id = "best"', 'id = "the best"'), "plans 2 (the best), id", "spaces", id="an id of two words"
        ),
        pytest.param(
            changed(OFFICE, f"{OFFICE}\nholidays = [3]"), "holidays 1", "2026-12-24", id="a number as holiday"
        ),
        pytest.param(changed(EVIDENCE, "evidence = []"), "emergency, evidence", "at least 1", id="no evidence at all"),
        pytest.param(changed(EVIDENCE, "evidence = [[]]"), "evidence 1", "at least 1", id="evidence of nothing"),
        pytest.param(
            changed('["nine to five", "all day"]', "[]"), "rulings 1 (hours), readings", "at least 2", id="no readings"
        ),
        pytest.param(
            changed('["basic", "best"]', '["basic"]'), "ambiguous_plans, premium", "at least 2", id="one candidate"
        ),
    ],
)
def test_a_value_of_the_wrong_shape(text: str, place: str, mend: str) -> None:
    assert_told(text, place, mend)


@pytest.mark.parametrize(
    ("text", "place", "mend"),
    [
        pytest.param(
            changed('zone = "America/New_York"', 'zone = "New York"'), "zone", "America/New_York", id="an unknown zone"
        ),
        pytest.param(
            changed(OFFICE, f'{OFFICE}\nzone = "EDT"'),
            "calendars, office, zone",
            "IANA",
            id="a calendar's unknown zone",
        ),
        pytest.param(
            changed('opens = "09:00"', 'opens = "09:00"\ncloses_zone = "/etc"'),
            "calendars, office, windows 1, closes_zone",
            "IANA",
            id="a closing in no zone",
        ),
        pytest.param(
            changed('opens = "09:00"', 'opens = "24:00"'),
            "calendars, office, windows 1, opens",
            "write 00:00",
            id="opens at 24:00",
        ),
        pytest.param(
            changed(OFFICE, f'{OFFICE}\nholidays = ["Utopia"]'),
            "calendars, office, holidays",
            '"US"',
            id="a wrong country",
        ),
        pytest.param(
            changed(OFFICE, f'{OFFICE}\nholidays = ["2026-12-24"]'), "holidays", "without quotes", id="a date in quotes"
        ),
        pytest.param(
            changed('calendar = "always"', 'calendar = "ever"'),
            "commitments, initial_response level high plan best",
            "write one of office, always",
            id="an unknown calendar",
        ),
        pytest.param(
            changed(OFFICE, f"{OFFICE}\nalways = true"), "calendars, office", "either", id="always and windows both"
        ),
        pytest.param(
            changed("always = true", "assumed = true"), "calendars, always", "either", id="neither always nor windows"
        ),
        pytest.param(
            changed('level = "low"', 'level = "mid"'),
            "commitments, initial_response level mid",
            "write one of high, low",
            id="an unknown level",
        ),
        pytest.param(
            changed('plan = "best"', 'plan = "gold"'), "plan gold", "write one of basic, best", id="an unknown plan"
        ),
        pytest.param(
            changed('plan = "best"', 'plan = "basic"'),
            "commitments: initial_response level high plan basic",
            "written twice; remove one",
            id="a cell twice",
        ),
        pytest.param(
            without("[[commitments]]", 'plan = "best"'),
            "commitments",
            "level high, plan best; add one",
            id="a cell missing",
        ),
        pytest.param(
            changed('level = "low"\ncal', 'level = "low"\nkinds = ["question"]\ncal'),
            "commitments",
            "level low, plan basic; add one",
            id="a cell for one kind of request only",
        ),
        pytest.param(changed('id = "low"', 'id = "high"'), "levels", "high is written twice", id="a level twice"),
        pytest.param(
            changed('default = "low"', 'default = "none"'), "channels, email, default", "high, low", id="a default"
        ),
        pytest.param(
            changed('telephone_levels = ["high"]', 'telephone_levels = ["top"]'),
            "telephone_levels",
            "write one of high, low",
            id="a telephone for no level",
        ),
        pytest.param(
            changed("severities = [1, 2]", 'only_by = "phone"'),
            "levels, high",
            "go together",
            id="only_by without otherwise",
        ),
        pytest.param(
            changed("severities = [1, 2]", 'only_by = "phone"\notherwise = "high"'),
            "levels, high, otherwise",
            "without only_by",
            id="otherwise leads back",
        ),
        pytest.param(
            changed("at_most = 4, ", ""), "initial_response level high plan basic", "at_most", id="no at_most"
        ),
        pytest.param(
            changed('kind = "immediate"', 'kind = "immediate", at_most = 1'), "emergency", "only", id="a bound too many"
        ),
        pytest.param(
            changed("at_least = 6", "at_least = 9"), "level low", "less than at_most", id="a range upside down"
        ),
        pytest.param(
            without("[emergency]", "evidence"), "emergency", "write an [emergency] table", id="an emergency not told"
        ),
        pytest.param(
            without("[[commitments]]", "emergency = true"),
            "commitments",
            "emergency = true",
            id="an emergency without row",
        ),
        pytest.param(
            changed('rulings = ["hours"]', 'rulings = ["ours"]'),
            "calendars, office, rulings: 'ours'",
            "check its spelling",
            id="an unknown ruling",
        ),
        pytest.param(
            changed('in_force = "nine to five"', 'in_force = "nine"'),
            "rulings, hours",
            "copy one of them",
            id="in force is no reading",
        ),
        pytest.param(
            changed('["basic", "best"]', '["basic", "gold"]'),
            "ambiguous_plans, premium",
            "write one of basic, best",
            id="an ambiguous name for no plan",
        ),
        pytest.param(
            changed("premium = [", "best = ["),
            "ambiguous_plans, best",
            "rename one",
            id="an ambiguous name that is an id",
        ),
    ],
)
def test_parts_that_do_not_fit_together(text: str, place: str, mend: str) -> None:
    assert_told(text, place, mend)


def assert_told(text: str, place: str, mend: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_contract(text, "made.toml")
    line = str(caught.value)
    assert line.startswith("made.toml: ")
    assert line.splitlines() == [line]
    assert place in line
    assert mend in line
    for jargon in ("Input should", "pydantic", "type=", "tuple", "validation error", "None"):
        assert jargon not in line
