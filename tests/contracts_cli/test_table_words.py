"""A contract as a table: every promise, in order, in words that say no more than the contract."""

import pytest

from intake.contract.pages.table import Table, table
from intake.domain.contract import Contract
from tests.contracts_cli.made import changed, made, shipped

CONTRACTS = [pytest.param(contract, id=contract.id) for contract in shipped()]


def shown(contract_id: str) -> Table:
    return next(table(contract) for contract in shipped() if contract.id == contract_id)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_commitment_is_a_row_with_the_contracts_own_words(contract: Contract) -> None:
    rows = sorted((row.target, row.clause) for row in table(contract).rows)
    assert rows == sorted((row.target.words, row.clause) for row in contract.commitments)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_ruling_is_a_footnote_and_each_mark_leads_to_one(contract: Contract) -> None:
    found = table(contract)
    numbers = [note.number for note in found.notes]
    assert numbers == list(range(1, len(contract.rulings) + 1))
    marks = [row.notes for row in found.rows] + [hours.notes for hours in found.hours]
    marks += [line.notes for line in found.who_sets_the_level]
    assert {number for several in marks for number in several} <= set(numbers)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_row_leads_to_its_hours_in_words(contract: Contract) -> None:
    found = table(contract)
    assert {row.hours for row in found.rows} - {""} <= {hours.name for hours in found.hours}
    assert all(hours.words for hours in found.hours)


@pytest.mark.parametrize(
    ("contract", "level", "plan", "force", "target"),
    [
        pytest.param("gotomyerp-plans", "3", "Gold", "we aim to answer", "Within 4 hours", id="a target"),
        pytest.param("gotomyerp", "1", None, "we will begin work", "Within one hour", id="a commitment"),
        pytest.param("priority-matrix", "P2", None, "we expect to answer", "30 minute response", id="expected"),
        pytest.param("erp-maestro", "2", None, "our goal is to complete it", "2 business days", id="a goal"),
        pytest.param(
            "helpdesk", None, None, "we typically hold an appointment", "Within 1-2 business days", id="typical"
        ),
        pytest.param("erp-maestro", None, None, "no time is promised", "No response time stated", id="not stated"),
    ],
)
def test_force_is_said_as_firmly_as_the_contract_says_it(
    contract: str, level: str | None, plan: str | None, force: str, target: str
) -> None:
    assert (level, plan, force, target) in [
        (row.level, row.plan, row.force, row.target) for row in shown(contract).rows
    ]


@pytest.mark.parametrize(
    ("contract", "sentence"),
    [
        pytest.param(
            "gotomyerp",
            "By e-mail: no level is set, level 3's clock runs whatever the message says.",
            id="e-mail has none",
        ),
        pytest.param("gotomyerp", "By portal: the level the customer names, else level 3.", id="the customer chooses"),
        pytest.param(
            "gotomyerp",
            "By Slack and web chat: the level the customer names, else a confident suggestion, else level 3;"
            " provisional until an engineer confirms it.",
            id="chat is interactive",
        ),
        pytest.param(
            "priority-matrix",
            "By e-mail, Slack, web chat, portal and telephone: a confident suggestion, else level P4;"
            " provisional until an engineer confirms it.",
            id="the provider assigns",
        ),
        pytest.param("helpdesk", "The contract has no severity levels: nobody sets one.", id="no levels"),
        pytest.param(
            "erp-maestro",
            "Level 1 counts by telephone only; elsewhere level 2's clock runs.",
            id="level 1 by telephone",
        ),
        pytest.param(
            "erp-maestro",
            "Afterwards an engineer's change of level counts only once the customer has agreed.",
            id="the customer agrees to a change",
        ),
    ],
)
def test_who_sets_the_level_is_said_in_a_sentence(contract: str, sentence: str) -> None:
    assert sentence in [line.words for line in shown(contract).who_sets_the_level]


def test_an_emergency_is_told_by_its_evidence() -> None:
    words = [line.words for line in shown("helpdesk").emergencies]
    assert words[0] == (
        "An emergency is reported when all users are affected and it cannot be reached; "
        "not when it happens during a planned event or it works again."
    )


def test_rows_stand_in_the_order_of_levels_and_plans_with_emergencies_first() -> None:
    rows = shown("gotomyerp-plans").rows
    assert rows[0].who == "emergency"
    assert [row.level for row in rows[1:]] == sorted(row.level or "" for row in rows[1:])
    assert [row.plan for row in rows if row.level == "2"] == ["Starter", "Silver", "Gold", "Platinum"]


@pytest.mark.parametrize(
    ("opens", "closes", "days", "words"),
    [
        ("09:00", "17:00", '"mon", "tue", "wed"', "Monday to Wednesday 09:00 to 17:00 America/New_York"),
        ("22:00", "06:00", '"sat"', "Saturday 22:00 to 06:00 of the next day America/New_York"),
        ("00:00", "24:00", '"mon", "fri"', "Monday, Friday 00:00 to 24:00 America/New_York"),
    ],
)
def test_hours_without_words_of_their_own_are_told_from_the_windows(
    opens: str, closes: str, days: str, words: str
) -> None:
    text = changed('["mon", "tue", "wed", "thu", "fri"]', f"[{days}]")
    text = text.replace('opens = "09:00"', f'opens = "{opens}"').replace('closes = "17:00"', f'closes = "{closes}"')
    assert table(made(text)).hours[0].words == words


def test_an_open_ruling_is_a_footnote_without_a_reading() -> None:
    notes = table(made(changed('in_force = "nine to five"\n', ""))).notes
    assert {note.id: note.read_as for note in notes} == {"hours": None, "fast": "from receipt"}
