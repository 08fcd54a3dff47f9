"""Which version of a contract holds: by the moment of receipt, by the contract's own midnight."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from intake.bootstrap.library import read_contracts, version_at
from intake.contract.versions import Contracts, gathered
from intake.domain.contract import Contract
from intake.domain.errors import BadInput

FIRST = version_at(read_contracts(), "gotomyerp-plans", datetime.fromisoformat("2026-06-01T00:00:00Z"))
SECOND = replace(FIRST, effective_from=date(2027, 1, 1))
THIRD = replace(FIRST, effective_from=date(2027, 3, 14))
OTHER = replace(FIRST, id="another")


@pytest.mark.parametrize(
    ("received", "version"),
    [
        pytest.param("1999-01-01T00:00:00-05:00", "first", id="long before"),
        pytest.param("2026-12-31T23:59:59-05:00", "first", id="the last second of the old one"),
        pytest.param("2027-01-01T00:00:00-05:00", "2027-01-01", id="midnight where the contract lives"),
        pytest.param("2027-01-01T05:00:00+00:00", "2027-01-01", id="the same instant said in UTC"),
        pytest.param("2027-01-01T00:00:00+00:00", "first", id="midnight in London is still the old year in New York"),
        pytest.param("2027-03-14T00:00:00-05:00", "2027-03-14", id="the day on which the clocks change"),
        pytest.param("2099-01-01T00:00:00-05:00", "2027-03-14", id="the last one goes on"),
    ],
)
def test_the_version_in_force(received: str, version: str) -> None:
    found = gathered([THIRD, OTHER, FIRST, SECOND]).in_force("gotomyerp-plans", datetime.fromisoformat(received))
    assert found is not None
    assert found.version == version


@pytest.mark.parametrize(
    ("contract_id", "at", "said"),
    [
        pytest.param("gotomyerp-plans", "2026-06-01T00:00:00Z", "at: gotomyerp-plans begins on 2027-01-01", id="early"),
        pytest.param("none", "2028-06-01T00:00:00Z", "there is no contract 'none'; write one of", id="unknown"),
    ],
)
def test_where_no_version_holds_a_sentence_says_so(contract_id: str, at: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        version_at(gathered([SECOND, THIRD]), contract_id, datetime.fromisoformat(at))


@pytest.mark.parametrize(
    ("twins", "said"),
    [
        pytest.param([FIRST, FIRST], "two files have this id", id="neither says from when it holds"),
        pytest.param([FIRST, SECOND, SECOND], "two files begin on 2027-01-01", id="both begin on one day"),
    ],
)
def test_two_files_for_one_moment_are_refused(twins: list[Contract], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        gathered(twins)


@pytest.mark.parametrize(
    ("version", "there"),
    [("first", True), ("2027-01-01", True), ("2027-01-02", False), ("", False)],
)
def test_a_case_finds_the_version_it_has_kept_or_none(version: str, there: bool) -> None:
    assert (gathered([FIRST, SECOND]).version("gotomyerp-plans", version) is not None) is there


def test_newest_and_ids() -> None:
    found = gathered([THIRD, OTHER, FIRST])
    newest = found.newest("gotomyerp-plans")
    assert newest is not None
    assert (newest.version, found.ids()) == ("2027-03-14", ("another", "gotomyerp-plans"))
    assert (Contracts().newest("x"), Contracts().newest(None)) == (None, None)
