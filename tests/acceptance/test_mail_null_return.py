"""A desk whose mail shall return to nobody: its answers go out with the null sender."""

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.running import ANN, Place, Serving
from tests.acceptance.smarthost import Smarthost


@pytest.fixture
def place(place: Place) -> Place:
    text = place.settings.read_text(encoding="utf-8")
    place.settings.write_text(text.replace("[smarthost]\n", '[smarthost]\nbounce_address = "none"\n'), encoding="utf-8")
    return place


def test_by_setting_an_answer_has_the_null_sender(bot: Serving, place: Place, sink: Smarthost) -> None:
    assert mails.send(bot, mails.letter("<null@gold.example>")).startswith("250")
    store.until_quiet(place)
    (answer,) = sink.to(ANN)
    assert answer.mail_from == "<>"
    assert running.DESK.encode() in answer.raw, "who it is from is still said"
