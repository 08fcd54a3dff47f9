"""A contract as a page: every promise, mark and reading, and nothing that Markdown would take for its own."""

import re

import pytest

from intake.contract.pages.grid import grids, other_rows
from intake.contract.pages.page import page, section
from intake.contract.pages.table import table
from intake.domain.contract import Contract
from tests.contracts_cli.made import MADE, changed, made, shipped

CONTRACTS = [pytest.param(contract, id=contract.id) for contract in shipped()]
HOLIDAYS = "holidays = ['DE', 2026-12-24]"
CLOSURE = "closures = [{ from = 2026-12-24T12:00:00, to = 2026-12-28T07:00:00, why = 'stock-taking' }]"


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_promise_stands_on_the_page_once(contract: Contract) -> None:
    shown = table(contract)
    cells = [cell for grid in grids(shown) for line in grid.lines for cell in line.cells if cell]
    told = [row.target for row in other_rows(shown)] + [cell.target for cell in cells]
    assert sorted(told) == sorted(row.target for row in shown.rows)
    assert all(target in section(shown) for target in told)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_mark_leads_to_a_reading_and_each_reading_has_a_mark(contract: Contract) -> None:
    shown = table(contract)
    text, notes = section(shown).split("### Unclear clauses")
    marks = [int(number) for number in re.findall(r"(?<!\\)\[(\d+)\]", text)]
    assert set(marks) == set(range(1, len(contract.rulings) + 1))
    assert list(dict.fromkeys(marks)) == sorted(set(marks)), "numbers come in the order of reading"
    assert re.findall(r"^\*\*\[(\d+)\]\*\*", notes, re.MULTILINE) == [str(note.number) for note in shown.notes]


def test_a_reading_is_told_in_full_and_by_whom() -> None:
    text = section(table(made()))
    assert (
        'Clause 1. Which hours? Read as: **nine to five**, not as "all day". It is usual. '
        "*Signed by Ada on 2026-11-22.*"
    ) in text
    assert "A reading without a name behind it is the project's default" in text


def test_an_open_question_is_told_as_open() -> None:
    text = section(table(made(changed('in_force = "nine to five"\n', ""))))
    assert "Which hours? **Open:** nine to five or all day? Nobody has decided yet." in text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param(HOLIDAYS, "closed on public holidays of DE and on 2026-12-24", id="holidays"),
        pytest.param("holidays = []", "open on public holidays", id="no holidays"),
        pytest.param(
            CLOSURE, "  - closed from 2026-12-24 12:00 to 2026-12-28 07:00: stock-taking", id="a one-off closure"
        ),
    ],
)
def test_hours_tell_on_which_days_nobody_is_there(line: str, told: str) -> None:
    assert told in section(table(made(changed("assumed = true", f"assumed = true\n{line}"))))


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("a | b", r"a \| b"),
        ("<b>stop</b>", r"\<b\>stop\</b\>"),
        ("*stop* _now_", r"\*stop\* \_now\_"),
        ("see [1]", r"see \[1\]"),
        ("America/New_York", "America/New_York"),
    ],
)
def test_a_contracts_words_are_no_mark_up(words: str, written: str) -> None:
    assert written in section(table(made(changed("work has stopped", words))))


def test_levels_stand_in_rows_and_plans_in_columns() -> None:
    (grid,) = grids(next(table(contract) for contract in shipped() if contract.id == "gotomyerp-plans"))
    assert grid.plans == ("Starter", "Silver", "Gold", "Platinum")
    targets = {line.level: [cell.target if cell else None for cell in line.cells] for line in grid.lines}
    assert targets == {
        "1": ["Same day", "Within 1 hour", "Within 1 hour", "Within 1/2 hour"],
        "2": ["Same day", "Within 4 hours", "Within 2 hours", "Within 1/2 hour"],
        "3": ["24-48 hours", "Within 6 hours", "Within 4 hours", "Within 1 hour"],
        "4": ["48-72 hours", "Within 1 business day", "Within 1 business day", "Within 4 hours"],
    }


def test_versions_of_a_contract_are_sections_of_their_own() -> None:
    later = MADE.replace('source = "made up"', 'source = "made up"\neffective_from = 2027-01-01')
    text = page([made(), made(later)], command="whatever writes it")
    assert re.findall("^## (.*)", text, re.MULTILINE) == ["Made for the tests", "Made for the tests, from 2027-01-01"]
    for anchor in re.findall(r"\]\(#(.*?)\)", text):
        assert f'<a id="{anchor}"></a>' in text
    assert "`whatever writes it`" in text


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_tables_have_as_many_cells_in_each_row(contract: Contract) -> None:
    blocks = re.findall(r"(?:^\|.*\|$\n?)+", section(table(contract)), re.MULTILINE)
    assert blocks
    for block in blocks:
        rows = [len(re.split(r"(?<!\\)\|", line)) for line in block.splitlines()]
        assert len(set(rows)) == 1
        assert len({len(line) for line in block.splitlines()}) == 1, "columns stand under one another"
