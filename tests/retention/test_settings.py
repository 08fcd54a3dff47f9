"""`keep_raw_days`: what may be written, and every mistake in one line."""

from datetime import timedelta
from pathlib import Path

import pytest

from intake.bootstrap.settings import read_settings
from intake.domain.errors import BadInput

DESK = '[desk]\naddress = "support@desk.example"\nsecret = "a secret that only the tests know"\n'


def settings_file(folder: Path, written: str) -> Path:
    file = folder / "intake.toml"
    file.write_text(f"{DESK}[store]\n{written}\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("written", "environment", "days"),
    [
        pytest.param("", {}, None, id="nothing said: for ever"),
        pytest.param("keep_raw_days = 0", {}, None, id="0: for ever"),
        pytest.param("keep_raw_days = 30", {}, 30, id="a month"),
        pytest.param("keep_raw_days = 36500", {}, 36500, id="a hundred years"),
        pytest.param("keep_raw_days = 30", {"INTAKE_STORE_KEEP_RAW_DAYS": "400"}, 400, id="the environment wins"),
    ],
)
def test_how_long_raw_mails_are_kept(
    tmp_path: Path, written: str, environment: dict[str, str], days: int | None
) -> None:
    found = read_settings(settings_file(tmp_path, written), environment).store.keep_raw
    assert found == (None if days is None else timedelta(days=days))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("29", "29 will not do; write at least 30 days, or 0 to keep raw mails for ever", id="too short"),
        pytest.param("-1", "-1 will not do; write at least 30 days, or 0 to keep raw mails for ever", id="below 0"),
        pytest.param("36501", "36501 will not do; write a number of at most 36500", id="too long for a calendar"),
        pytest.param("true", "true will not do; write a number", id="a switch"),
        pytest.param('"90 days"', "'90 days' will not do; write a whole number", id="words"),
        pytest.param("45.5", "45.5 will not do; write a whole number", id="half a day"),
    ],
)
def test_mistakes(tmp_path: Path, written: str, said: str) -> None:
    file = settings_file(tmp_path, f"keep_raw_days = {written}")
    with pytest.raises(BadInput) as refused:
        read_settings(file, {})
    assert str(refused.value) == f"{file}: store, keep_raw_days: {said}"
