"""What `check` finds in days: signatures still to come, and examples of another version's time."""

from datetime import date

import pytest
from click.testing import CliRunner

from intake.cli.main import intake
from intake.contract.checks.check import check
from intake.contract.versions import gathered
from tests.contracts_cli.made import MADE, TODAY, changed, made

EXAMPLE = """
[[examples.promises]]
at = 2026-12-01T10:00:00-05:00
plan = "best"
level = "high"
due = 2026-12-01T11:00:00-05:00
"""
NEWER = f"effective_from = 2026-12-01\n{MADE}"


def stops(text: str, until: date | None = None) -> list[str]:
    return [f"{each.place}: {each.sentence}" for each in check(made(text), today=TODAY, until=until) if each.stops]


@pytest.mark.parametrize(
    ("signed", "told"),
    [
        pytest.param("2026-11-22", False, id="today"),
        pytest.param("2026-11-23", False, id="tomorrow, which it is already in Auckland"),
        pytest.param("2026-11-24", True, id="the day after tomorrow"),
    ],
)
def test_a_signature_of_a_day_to_come_stops(signed: str, told: bool) -> None:
    found = stops(changed("on = 2026-11-22", f"on = {signed}"))
    sentence = f"rulings, hours: Ada signed it on {signed}, a day that is still to come; write the day of signing."
    assert found == [sentence] * told


@pytest.mark.parametrize(
    ("text", "until", "told"),
    [
        pytest.param(MADE + EXAMPLE, None, "", id="the only version"),
        pytest.param(MADE + EXAMPLE, date(2026, 12, 2), "", id="the last day of a version"),
        pytest.param(
            MADE + EXAMPLE, date(2026, 12, 1), "the version of 2026-12-01 holds already", id="a newer one holds"
        ),
        pytest.param(NEWER + EXAMPLE, None, "", id="the first day of a version"),
        pytest.param(
            NEWER.replace("2026-12-01", "2026-12-02") + EXAMPLE,
            None,
            "before 2026-12-02",
            id="before its version begins",
        ),
    ],
)
def test_an_example_of_another_versions_time_stops(text: str, until: date | None, told: str) -> None:
    found = stops(text, until)
    assert [
        told in line and line.startswith("examples, promises 1: It is received at 2026-12-01") for line in found
    ] == [True] * bool(told)


def test_a_version_ends_where_the_next_begins() -> None:
    first, second, third = (made(text) for text in (MADE, NEWER, NEWER.replace("2026-12-01", "2027-06-01")))
    found = gathered([third, first, second])
    assert [found.until(each) for each in (first, second, third)] == [date(2026, 12, 1), date(2027, 6, 1), None]


def test_the_check_of_a_folder_knows_all_versions(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "made.toml").write_text(MADE + EXAMPLE, encoding="utf-8")
    alone = CliRunner().invoke(intake, ["contracts", "check", "made", "--contracts", str(tmp_path)])
    (tmp_path / "made-2.toml").write_text(NEWER, encoding="utf-8")
    both = CliRunner().invoke(intake, ["contracts", "check", "made", "--contracts", str(tmp_path)])
    assert (alone.exit_code, both.exit_code) == (0, 1)
    assert "holds already" in " ".join(both.stdout.split())
