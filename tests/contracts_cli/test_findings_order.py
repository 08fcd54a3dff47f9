"""What `check` finds where a graver matter would be answered later than a milder one, counted at three receipts."""

import pytest

from intake.contract.checks.finding import FindingKind
from tests.contracts_cli.made import MADE, findings

HIGH = 'calendar = "office"\ntarget = { kind = "within", at_most = 4, unit = "hours", words = "4 hours" }'
LOW = 'target = { kind = "within", at_least = 6, at_most = 8, unit = "hours", words = "6 to 8 hours" }'
AT_ONCE = 'target = { kind = "immediate", words = "at once" }'


def promised(high: str = "", low: str = "", emergency: str = "", on: str = "office") -> str:
    """Return the made contract with other targets for level high under plan basic, for low and for emergencies."""
    text = MADE
    for old, new in ((HIGH, f'calendar = "{on}"\ntarget = {{ {high} }}'), (LOW, f"target = {{ {low} }}")):
        text = text.replace(old, new) if "{  }" not in new else text
    return text.replace(AT_ONCE, f"target = {{ {emergency} }}") if emergency else text


def late(text: str) -> list[str]:
    return [
        found.sentence
        for found in findings(text)
        if found.kind is FindingKind.CONTRADICTION and "later than" in found.sentence
    ]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        pytest.param(
            promised('kind = "within", at_most = 2, unit = "business_days", words = "2 business days"'),
            "on a Tuesday morning",
            id="business days against eight hours",
        ),
        pytest.param(
            promised(
                'kind = "within", at_most = 5, unit = "hours", words = "5 hours"',
                'kind = "same_day", words = "same day"',
            ),
            "on a Friday evening",
            id="hours that run over against the same day",
        ),
        pytest.param(
            promised(
                'kind = "same_day", words = "same day"',
                'kind = "within", at_most = 5, unit = "hours", words = "5 hours"',
            ),
            "on a Tuesday morning",
            id="the end of the day against hours",
        ),
        pytest.param(
            promised(
                'kind = "within", at_most = 1, unit = "weeks", words = "1 week"',
                'kind = "within", at_most = 3, unit = "business_days", words = "3 business days"',
                on="always",
            ),
            "on a Tuesday morning",
            id="a week around the clock against business days",
        ),
        pytest.param(
            promised(emergency='kind = "within", at_most = 2, unit = "hours", words = "2 hours"'),
            "on a Tuesday morning",
            id="an emergency against the gravest level",
        ),
    ],
)
def test_a_grave_matter_that_waits_longer_is_told_with_when(text: str, when: str) -> None:
    text = text.replace('closes = "17:00"', 'closes = "21:00"') if "Friday" in when else text
    found = late(text)
    assert found
    assert all(f"for what comes {when}; mend one, or add a ruling to the row." in sentence for sentence in found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MADE, id="the made contract"),
        pytest.param(
            promised(
                'kind = "within", at_most = 1, unit = "business_days", words = "1 business day"',
                'kind = "within", at_most = 2, unit = "business_days", words = "2 business days"',
            ),
            id="fewer days",
        ),
        pytest.param(
            promised(low='kind = "scheduled", words = "on a day that suits you"'), id="a milder level without a time"
        ),
        pytest.param(
            promised('kind = "within", at_most = 9, unit = "hours", words = "9 hours"').replace(
                'words = "9 hours" }', 'words = "9 hours" }\nrulings = ["hours"]'
            ),
            id="a ruling on the row",
        ),
        pytest.param(
            promised(low='kind = "within", at_most = 1, unit = "weeks", words = "1 week"')
            .replace(
                "[[calendars.windows]]",
                'closures = [{ from = 2025-05-13T00:00:00, to = 2025-05-27T00:00:00, why = "move" }]\n'
                "\n[[calendars.windows]]",
            )
            .replace('level = "low"\ncalendar = "office"', 'level = "low"\ncalendar = "always"'),
            id="a week in which nobody is there",
        ),
    ],
)
def test_an_order_that_is_meant_is_silent(text: str) -> None:
    assert late(text) == []


def test_a_plan_is_named_where_it_matters() -> None:
    (sentence,) = late(promised('kind = "within", at_most = 9, unit = "hours", words = "9 hours"'))
    assert sentence.startswith('Level high of plan basic is promised "9 hours" (initial_response), later than')
    assert "the milder level low" in sentence
