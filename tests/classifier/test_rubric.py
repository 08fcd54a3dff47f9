"""The line of the rubric that a suggestion agrees with."""

import pytest

from classifier.corpus import KINDS, LEVELS
from classifier.facts import Facts
from classifier.rubric import line_for, lines


@pytest.mark.parametrize(
    ("severity", "kind", "facts", "said"),
    [
        (1, "incident", Facts(data_loss=True, scope="all"), "stored data is said to be gone or wrong"),
        (1, "incident", Facts(scope="all", connectivity=True), "nobody can reach the service or stay connected"),
        (1, "incident", Facts(scope="all"), "a whole office, site or company is stopped"),
        (1, "question", Facts(), None),
        (2, "incident", Facts(scope="several"), "several people are hit, with no way round"),
        (3, "incident", Facts(workaround=True), "a way round is named that works"),
        (3, "incident", Facts(over=True), "it is over, and the cause is asked for"),
        (4, "scheduled_task", Facts(planned_event=True), "something is planned, nothing is broken"),
        (4, "incident", Facts(), None),
    ],
)
def test_line(severity: int, kind: str, facts: Facts, said: str | None) -> None:
    assert line_for(severity, kind, facts) == said


def test_every_severity_has_lines_and_every_usual_kind_of_it_one() -> None:
    assert {line.severity for line in lines()} == set(LEVELS)
    assert {line.needs["kind"] for line in lines() if "kind" in line.needs} == set(KINDS)
