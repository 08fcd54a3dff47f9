"""`[answers]`: the caps that are written, and those that hold without a word."""

from pathlib import Path

import pytest

from intake.bootstrap.initial import initial_text
from intake.bootstrap.settings import Settings, read_settings
from intake.domain.caps import Cap, Caps
from intake.domain.errors import BadInput

DESK = '[desk]\naddress = "support@desk.example"\nsecret = "a secret of at least sixteen"\n'


def read(folder: Path, text: str) -> Settings:
    file = folder / "intake.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file, {})


@pytest.mark.parametrize(
    ("written", "mailbox", "domain"),
    [
        pytest.param("", Cap(hour=20, day=100), Cap(hour=100, day=500), id="nothing"),
        pytest.param("most_per_hour = 3", Cap(hour=3, day=100), Cap(hour=100, day=500), id="an hour's"),
        pytest.param("most_per_hour = 300", Cap(hour=300, day=300), Cap(hour=100, day=500), id="more than a day's"),
        pytest.param("most_per_domain_per_day = 200", Cap(hour=20, day=100), Cap(hour=100, day=200), id="a day's"),
    ],
)
def test_the_caps_that_hold(tmp_path: Path, written: str, mailbox: Cap, domain: Cap) -> None:
    found = read(tmp_path, f"{DESK}[answers]\n{written}\n").answers.caps()
    assert (found.mailbox, found.domain) == (mailbox, domain)


def test_the_settings_without_a_word_and_a_new_file_s_are_the_desk_s_own(tmp_path: Path) -> None:
    assert read(tmp_path, DESK).answers.caps() == Caps()
    assert read(tmp_path, initial_text()).answers.caps() == Caps()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("most_per_day = 0", "most_per_day: 0 will not do; write a number of at least 1", id="none at all"),
        pytest.param("most_per_day = 5", "most_per_day is 5, which is less than most_per_hour, 20", id="a day below"),
        pytest.param("most_in_all_per_hour = true", "most_in_all_per_hour: true will not do", id="a switch"),
    ],
)
def test_mistakes(tmp_path: Path, written: str, said: str) -> None:
    with pytest.raises(BadInput, match="answers") as caught:
        read(tmp_path, f"{DESK}[answers]\n{written}\n")
    assert said in str(caught.value)
