"""`[training]`: what a verdict counts when a model is trained."""

from pathlib import Path

import pytest

from intake.bootstrap.settings import read_settings
from intake.domain.errors import BadInput

DESK = '[desk]\naddress = "support@desk.example"\nsecret = "a secret that only the tests know"\n'


def test_what_counts_when_nothing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "intake.toml"
    path.write_text(DESK, encoding="utf-8")
    found = read_settings(path, {}).training
    assert (found.local_weight, found.half_life_days) == (3.0, 180)


@pytest.mark.parametrize(
    "line",
    ["local_weight = 0", "local_weight = 21.0", "half_life_days = 6", "half_life_days = 4000", "half_life = 30"],
)
def test_what_cannot_be_meant_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "intake.toml"
    path.write_text(f"{DESK}[training]\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="training") as caught:
        read_settings(path, {})
    assert "\n" not in str(caught.value)
