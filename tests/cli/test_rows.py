"""`intake promise --jsonl`: whatever stands in a row, it is answered, and the rows after it are too."""

import json
from pathlib import Path

import pytest

from tests.cli.command import intake

AT = "2026-03-06T20:40:00-05:00"
GOOD = {"id": "good", "contract": "helpdesk", "channel": "email", "at": AT}


def asked(**row: object) -> str:
    return json.dumps({"id": "row", "contract": "gotomyerp", "channel": "email", "at": AT, **row})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param("[" * 100_000, "nested too deeply", id="a row without a bottom"),
        pytest.param('{"id": NaN}', "NaN is not JSON", id="a number that is none"),
        pytest.param("[1]", "not a JSON object", id="a list"),
        pytest.param(asked(contract=None), "contract: which one?", id="no contract"),
        pytest.param(asked(contract="sap"), "there is no contract 'sap'", id="a contract that is not there"),
        pytest.param(asked(suggested=True), "suggested: True is not a severity; write 1, 2, 3 or 4", id="true"),
        pytest.param(asked(suggested=2.0), "suggested: 2.0 is not a severity", id="a fraction"),
        pytest.param(asked(suggested=2, kind="rant"), "kind: 'rant' is not a kind of message", id="no such kind"),
        pytest.param(asked(facts="connectivity"), "facts: 'connectivity' is not a list", id="facts that are no list"),
        pytest.param(asked(facts=["rain"]), "facts: ['rain'] is not a list of facts", id="no such fact"),
        pytest.param(asked(facts=[[1]]), "facts: [[1]] is not a list of facts", id="a list of lists"),
        pytest.param(asked(colour="red"), "colour: this key is not known", id="a key that is not known"),
        pytest.param(
            asked(contract="gotomyerp-plans", plan="Enterprise"), "write gold or platinum", id="two plans, in capitals"
        ),
    ],
)
def test_a_bad_row_is_answered_with_its_error_and_the_next_goes_on(tmp_path: Path, row: str, said: str) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(f"{row}\n{json.dumps(GOOD)}\n", encoding="utf-8")
    ran = intake("promise", "--jsonl", str(rows))
    bad, good = (json.loads(line) for line in ran.out.splitlines())
    assert (ran.code, said in bad["error"], good["id"], good["target"]) == (
        2, True, "good", "Within 1 to 2 business hours",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        pytest.param({"facts": ["connectivity", "two_locations"]}, "emergency", True, id="the evidence is complete"),
        pytest.param({"facts": ["connectivity", "two_locations", "over"]}, "emergency", False, id="it is over"),
        pytest.param({"facts": ["connectivity", "one_location"]}, "emergency", False, id="one location"),
        pytest.param({"facts": []}, "emergency", False, id="nothing is stated"),
        pytest.param(
            {"contract": "erp-maestro", "channel": "slack", "suggested": 4, "kind": "enhancement"}, "level", None,
            id="an enhancement carries no level",
        ),
        pytest.param(
            {"contract": "priority-matrix", "suggested": "4", "kind": "enhancement"}, "level", "P6",
            id="an enhancement is P6",
        ),
    ],
)  # fmt: skip
def test_facts_and_kind_can_be_asked_with(tmp_path: Path, row: dict[str, object], field: str, value: object) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(asked(**row), encoding="utf-8")
    ran = intake("promise", "--jsonl", str(rows))
    assert (ran.code, json.loads(ran.out)[field]) == (0, value)
