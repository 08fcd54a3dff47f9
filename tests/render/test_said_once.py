"""What a letter says once and in its place: ways up, from when time runs, what is provisional, who signs."""

from dataclasses import replace
from datetime import datetime

import pytest

from intake.domain.contract import Channel
from intake.domain.promise import Situation
from intake.domain.suggestion import Facts
from intake.render.write import acknowledgement, consent, level_change
from tests.render.situations import contracts, letter, templates
from tests.render.test_letters import EMAIL, NO_LINKS, body

SATURDAY = datetime.fromisoformat("2026-03-07T10:00:00-05:00")


def test_who_has_just_telephoned_is_not_told_to_telephone() -> None:
    assert "You can also telephone" in body("priority-matrix", replace(EMAIL, level="P1"))
    assert "You can also telephone" not in body("priority-matrix", replace(EMAIL, level="P1", channel=Channel.PHONE))


@pytest.mark.parametrize(
    ("contract", "situation", "told"),
    [
        pytest.param(
            "erp-maestro", EMAIL, ["If work stops, please call", "If more people are hit, reply"], id="by phone"
        ),
        pytest.param(
            "erp-maestro", replace(EMAIL, claimed="1"), ["If more people are hit, reply"], id="told to call now"
        ),
        pytest.param(
            "erp-maestro",
            replace(EMAIL, channel=Channel.PHONE, claimed="3"),
            ["If work stops, please call", "If more people are hit, reply"],
            id="called already",
        ),
        pytest.param("priority-matrix", EMAIL, ["If more people are hit, or work stops, reply"], id="by reply"),
        pytest.param("priority-matrix", replace(EMAIL, level="P6"), [], id="a date of their own"),
        pytest.param("helpdesk", EMAIL, ["If nobody can log on"], id="site down"),
        pytest.param("helpdesk", replace(EMAIL, facts=Facts(planned_event=True)), [], id="a planned event"),
        pytest.param("helpdesk", replace(EMAIL, facts=Facts(over=True)), [], id="works again"),
    ],
)
def test_what_may_raise_the_severity_is_told_once_each(contract: str, situation: Situation, told: list[str]) -> None:
    ways = [
        "If work stops, please call",
        "If more people are hit, reply",
        "If more people are hit, or work stops, reply",
    ]
    text = body(contract, situation)
    assert [way for way in [*ways, "If nobody can log on"] if way in text] == told


@pytest.mark.parametrize(
    ("vendor", "signed"),
    [("gotomyerp", "gotomyerp support"), ("Help Desk", "Help Desk"), ("ACME Support", "ACME Support")],
)
def test_a_vendor_is_not_called_support_twice(vendor: str, signed: str) -> None:
    contract = replace(contracts()["helpdesk"], vendor=vendor)
    assert acknowledgement(letter(contract, EMAIL), templates()).body.endswith(f"\n\n{signed}\n")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", 'Severity level: P4, Normal priority (section "Service level matrix: P4"). This is provisional:'),
        ("es", "Nivel de gravedad: P4, Prioridad normal (sección «Service level matrix: P4»). Es provisional:"),
        ("fr", "Niveau de gravité : P4, Priorité normale (rubrique « Service level matrix: P4 »). C'est provisoire :"),
        ("de", "Schweregrad: P4, Normale Priorität (Abschnitt „Service level matrix: P4“). Das ist vorläufig:"),
    ],
)
def test_provisional_stands_directly_after_its_level(language: str, told: str) -> None:
    assert told in body("priority-matrix", replace(EMAIL, claimed="P1"), language=language)


def test_who_is_asked_to_agree_is_told_what_goes_with_it() -> None:
    asked = letter(contracts()["erp-maestro"], replace(EMAIL, level="1"), previous=EMAIL)
    text = " ".join(consent(asked, templates(), NO_LINKS).body.split())
    assert "Please keep somebody at hand who can work with us until it is fixed" in text
    assert "applies to your message, which reached us on Friday 6 March 2026, 8:40 pm EST:" in text
    assert "counted from" not in text


@pytest.mark.parametrize(
    ("contract", "situation", "told"),
    [
        pytest.param(
            "gotomyerp", replace(EMAIL, level="2"), "- The time runs from when your message reached us: ", id="open"
        ),
        pytest.param(
            "gotomyerp", replace(EMAIL, level="2", received_at=SATURDAY), "- Your message reached us on ", id="closed"
        ),
        pytest.param(
            "priority-matrix", replace(EMAIL, level="P5"), "- The time runs from when your message", id="a week"
        ),
        pytest.param("priority-matrix", replace(EMAIL, level="P6"), "- Your message reached us on ", id="no deadline"),
        pytest.param(
            "erp-maestro", replace(EMAIL, level="1"), "- Your message reached us on ", id="one of three waits"
        ),
    ],
)
def test_a_change_says_from_when_the_time_runs_once(contract: str, situation: Situation, told: str) -> None:
    asked = letter(contracts()[contract], situation, previous=replace(situation, level=None))
    text = " ".join(level_change(asked, templates()).body.split())
    assert told in text
    assert text.count("The time runs") <= 1
