"""Whatever stands in a contract file, loading gives a contract or one line: nothing else is ever raised."""

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from intake.contract.check import check
from intake.contract.load import load_contract
from intake.contract.table import table
from intake.domain.errors import BadInput
from tests.contracts_cli.made import MADE, SHIPPED, YEAR

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
]
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
    assert all(finding.sentence for finding in check(contract, year=YEAR))
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
    st.sampled_from(["id", "title", "zone", "levels", "calendars", "commitments", "emergency", "ambiguous_plans", "é"]),
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


@pytest.mark.parametrize("text", REAL, ids=["made", *(path.stem for path in SHIPPED)])
def test_a_contract_cut_off_anywhere(text: str) -> None:
    for end in range(0, len(text), max(1, len(text) // 150)):
        assert_told_or_loaded(text[:end])
