"""Whatever stands in a contract file, loading gives a contract or one line: nothing else is ever raised."""

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from intake.contract.checks.check import check
from intake.contract.file.load import load_contract
from intake.contract.file.schema import ContractFile
from intake.contract.pages.table import table
from intake.domain.errors import BadInput
from tests.contracts_cli.made import MADE, SHIPPED, TODAY

REAL = [MADE, *(path.read_text(encoding="utf-8") for path in SHIPPED)]
LINES = sorted({line for text in REAL for line in text.splitlines()})
WORDS = sorted({word for line in LINES for word in line.replace('"', " ").split()})
VALUES = [
    "0",
    "-1",
    "1e9",
    "nan",
    "true",
    "[]",
    "{}",
    '""',
    '"x"',
    "[[1]]",
    "2026-01-01",
    "07:00:00",
    "9" * 30,
    "{ a = 1 }",
]
VALUES += [
    '"24:00"',
    '"00:00"',
    '"Asia/Beirut"',
    '"+99:99"',
    '"-05:00"',
    '"../x"',
    '"\\u0000"',
    '"\\u2028"',
    "1979-05-27T07:32:00Z",
    "1979-05-27T07:32:00",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59+14:00",
    "2026-05-12T10:00:00.5-04:00",
    "9999-12-31",
    '{ from = 2026-12-24T12:00:00, to = 2026-12-28T07:00:00, why = "x" }',
    '[{ from = 2999-12-31T12:00:00, to = 1970-01-01T07:00:00, why = "x" }]',
    '[{ promise = "begin_work", due = false }]',
    '{ de = { "High" = "Hoch" } }',
    "{ promises = [{ at = 2026-05-12T10:00:00Z, due = false }] }",
    '{ promises = [{ at = 2026-05-12T10:00:00Z, refused = "x", facts = ["over"] }] }',
]
# Keys of the file itself; every other key stands in the shipped contracts, whose lines are changed below.
KEYS = sorted(ContractFile.model_fields)
CLOSED = 'closures = [{ from = 2026-05-12T11:00:00, to = 2026-05-13T13:30:00, why = "x" }]'
REAL += [text.replace("assumed = true", f"assumed = true\n{CLOSED}") for text in REAL[:2]]
PATIENT = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_told_or_loaded(text: str) -> None:
    try:
        contract = load_contract(text, "fuzz.toml")
    except BadInput as error:
        line = str(error)
        assert line.startswith("fuzz.toml: ")
        assert line.splitlines() == [line]
        return
    # What loads can be checked and shown.
    assert all(finding.sentence for finding in check(contract, today=TODAY))
    assert len(table(contract).rows) == len(contract.commitments)


@PATIENT
@given(st.text())
@example("\ufeff")
@example('"\\ud800" = 1')
def test_any_text(text: str) -> None:
    assert_told_or_loaded(text)


@PATIENT
@given(st.lists(st.sampled_from(LINES), max_size=60))
def test_lines_of_contracts_in_any_order(lines: list[str]) -> None:
    assert_told_or_loaded("\n".join(lines))


@PATIENT
@given(
    st.sampled_from([*KEYS, "é"]),
    st.sampled_from(VALUES),
)
def test_any_value_under_any_key(key: str, value: str) -> None:
    assert_told_or_loaded(f'"{key}" = {value}')


@PATIENT
@given(st.sampled_from(REAL), st.randoms(use_true_random=False), st.integers(1, 3))
def test_real_contracts_with_other_values(text: str, chance: random.Random, times: int) -> None:
    lines = text.splitlines()
    for _ in range(times):
        number = chance.choice([number for number, line in enumerate(lines) if " = " in line])
        lines[number] = f"{lines[number].split(' = ')[0]} = {chance.choice(VALUES)}"
    assert_told_or_loaded("\n".join(lines))


@PATIENT
@given(st.sampled_from(REAL), st.randoms(use_true_random=False), st.integers(1, 4))
def test_real_contracts_with_lines_lost_doubled_and_moved(text: str, chance: random.Random, times: int) -> None:
    lines = text.splitlines()
    for _ in range(times):
        line, place = chance.choice(lines), chance.randrange(len(lines))
        if chance.random() < 0.5:
            lines.remove(line)
        else:
            lines.insert(place, line)
    assert_told_or_loaded("\n".join(lines))


@PATIENT
@given(st.sampled_from(REAL), st.randoms(use_true_random=False))
def test_real_contracts_with_words_exchanged(text: str, chance: random.Random) -> None:
    word, other = chance.choice(WORDS), chance.choice(WORDS)
    assert_told_or_loaded(text.replace(word, other, chance.choice([1, -1])))


@PATIENT
@given(st.sampled_from(REAL), st.integers(0, 20_000), st.characters())
def test_real_contracts_with_a_character_put_in(text: str, place: int, char: str) -> None:
    assert_told_or_loaded(text[: place % len(text)] + char + text[place % len(text) :])


@pytest.mark.parametrize("text", REAL[: len(SHIPPED) + 1], ids=["made", *(path.stem for path in SHIPPED)])
def test_a_contract_cut_off_anywhere(text: str) -> None:
    for end in range(0, len(text), max(1, len(text) // 150)):
        assert_told_or_loaded(text[:end])
