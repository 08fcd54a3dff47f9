"""A suggestion as it reads for a customer: what their verdicts taught, and what it must never do."""

from dataclasses import replace

import pytest

from intake.domain.suggestion import Evidence, Suggestion
from intake.suggest.adapter import Adapter
from intake.suggest.customers import Customers, for_customer
from intake.suggest.loading import load
from tests.stages.office import opinion

RAISED = Customers(
    offsets={"7": [1.0, 0.0, 0.0, -1.0], "8": [-1.0, 0.0, 0.0, 1.0]}, abstain=0.35, alert=0.3, caution=1.0
)


def unsure(*chances: float, alert: bool = False) -> Suggestion:
    by_level = dict(zip((1, 2, 3, 4), chances, strict=True))
    severity = max(by_level, key=lambda level: by_level[level])
    return replace(opinion(severity, sure=sum(one >= 0.35 for one in chances) == 1, alert=alert),
                   probabilities=by_level, confidence=by_level[severity])  # fmt: skip


@pytest.mark.parametrize(
    ("chances", "customer", "severity", "abstained", "alert"),
    [
        pytest.param((0.3, 0.1, 0.1, 0.5), 7, 1, False, True, id="their wishes are outages"),
        pytest.param((0.3, 0.1, 0.1, 0.5), 9, 4, False, False, id="another customer: as it was"),
        pytest.param((0.1, 0.4, 0.4, 0.1), 7, 2, True, False, id="still unsure"),
        pytest.param((0.6, 0.1, 0.1, 0.2), 8, 4, False, False, id="their outages are wishes"),
    ],
)
def test_what_a_customers_offsets_do(
    chances: tuple[float, ...], customer: int, severity: int, *, abstained: bool, alert: bool
) -> None:
    found = RAISED.shifted(unsure(*chances), customer)
    assert (found.severity, found.abstained, found.alert) == (severity, abstained, alert)
    assert sum(found.probabilities.values()) == pytest.approx(1)
    assert found.confidence == found.probabilities[severity]


def test_an_offset_never_silences_an_alarm() -> None:
    assert RAISED.shifted(unsure(0.6, 0.1, 0.1, 0.2, alert=True), 8).alert


def test_words_too_strange_to_judge_stay_so() -> None:
    strange = replace(unsure(0.8, 0.1, 0.05, 0.05), abstained=True)
    assert RAISED.shifted(strange, 7).abstained


def test_words_that_spoke_for_another_severity_are_no_evidence_for_this_one() -> None:
    words = (
        Evidence(text="wish", start=0, end=4, why="points to 4"),
        Evidence(text="all", start=5, end=8, why="scope"),
    )
    found = RAISED.shifted(replace(unsure(0.3, 0.1, 0.1, 0.5), evidence=words), 7)
    assert [one.text for one in found.evidence] == ["all"]
    same = RAISED.shifted(replace(unsure(0.7, 0.1, 0.1, 0.1), evidence=words), 7)
    assert [one.text for one in same.evidence] == ["wish", "all"]


def test_strangers_and_suggesters_that_know_no_customers_change_nothing() -> None:
    found = unsure(0.3, 0.1, 0.1, 0.5)
    assert for_customer(object(), found, 7) is found
    assert for_customer(load(None), found, 7) is found
    knowing = Adapter(None, "", trained=True, customers=RAISED)  # type: ignore[arg-type] # it is not asked
    assert for_customer(knowing, found, None) is found
    assert for_customer(knowing, found, 7).severity == 1
