"""What a report tells of facts: figures that can be counted by hand, and intervals that hold them."""

from pathlib import Path

import pytest

from classifier.facts import Facts
from classifier.report.measured import measured
from classifier.report.page import Section, write_page
from classifier.report.stated import facts_measured
from tests.classifier.report.test_figures import twelve

# Ten messages: a workaround in four, told of three, two of them rightly; the scope of eight is right.
TRUTH = [
    *(Facts(workaround=True, scope="one") for _ in range(4)),
    *(Facts(scope="all") for _ in range(4)),
    *(Facts(scope="unknown") for _ in range(2)),
]
SAID = [
    *(Facts(workaround=True, scope="one") for _ in range(2)),
    *(Facts(scope="one") for _ in range(2)),
    Facts(workaround=True, scope="all"),
    *(Facts(scope="all") for _ in range(2)),
    Facts(scope="several"),
    Facts(scope="unknown"),
    Facts(scope="all"),
]


def test_a_yes_or_no_fact_is_counted_by_hand() -> None:
    found = facts_measured(TRUTH, SAID, seed=0)["workaround"]
    assert (found["stated"], found["said"]) == (4, 3)
    assert (found["precision"], found["recall"], found["f1"]) == (0.667, 0.5, 0.571)
    assert found["interval"]["low"] < 0.571 < found["interval"]["high"]


def test_scope_is_the_mean_of_the_values_that_occur() -> None:
    found = facts_measured(TRUTH, SAID, seed=0)["scope"]
    each = {value: row["f1"] for value, row in found["values"].items()}
    assert each == {"one": 1.0, "several": 0.0, "all": 0.75, "unknown": 0.667}
    assert found["macro_f1"] == pytest.approx(sum(each.values()) / 4, abs=0.001)
    assert found["interval"]["low"] < found["macro_f1"] < found["interval"]["high"]


@pytest.mark.parametrize(
    ("truth", "found"),
    [
        pytest.param([None, None], {}, id="no message has its facts labelled"),
        pytest.param([None, Facts()], 1.0, id="nothing is stated and nothing was said"),
    ],
)
def test_where_there_is_little_to_measure(truth: list[Facts | None], found: object) -> None:
    measured = facts_measured(truth, [Facts(), Facts()], seed=0)
    assert (measured["data_loss"]["f1"] if measured else measured) == found


def test_the_same_seed_gives_the_same_interval() -> None:
    assert facts_measured(TRUTH, SAID, seed=3) == facts_measured(TRUTH, SAID, seed=3)


def test_the_report_has_a_table_of_facts(tmp_path: Path) -> None:
    figures = measured(twelve(), seed=0) | {"facts": facts_measured(TRUTH, SAID, seed=0)}
    page = write_page(tmp_path, "m", [Section(title="t", said="s", figures=figures)], "none").read_text("utf-8")
    assert "| workaround | 4 | 3 | 0.667 | 0.5 | 0.571 | " in page
    assert "| scope (macro-F1) |  |  |  |  | 0.604 | " in page
    assert "| several | 0 | 1 | 0.0 | 0.0 | 0.0 |" in page
