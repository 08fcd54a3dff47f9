"""What is taken for a writer's claim of a severity, and what is not."""

import pytest

from classifier.claims import without_claims


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("Severity 1: audit down", "audit down", id="before a colon"),
        pytest.param("The audit is down. Severity 1.", "The audit is down.", id="at the end"),
        pytest.param("Sev 2 - invoices stuck", "invoices stuck", id="short"),
        pytest.param("severity level 3", "", id="severity level"),
        pytest.param("Schweregrad 1, nichts geht", "nichts geht", id="German"),
        pytest.param("P1 please", "please", id="a priority"),
        pytest.param("It is urgent, 3 of us wait", "It is urgent, 3 of us wait", id="urgent is no claim"),
        pytest.param("HP1000 printer, level ground", "HP1000 printer, level ground", id="other words"),
    ],
)
def test_a_claim_is_blanked_and_offsets_stay(text: str, kept: str) -> None:
    blanked = without_claims(text)
    assert (blanked.strip(), len(blanked)) == (kept, len(text))
