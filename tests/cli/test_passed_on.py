"""`intake case N` of a mail that was passed on: whose words it shows, and what the opinion has read."""

import json
from datetime import datetime

import pytest

from tests.cli.command import Place
from tests.identify.test_passed_on import BEN, forwarded
from tests.stages.office import mail, opinion


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: datetime.fromisoformat("2026-05-12T10:30:00-04:00"))


def flat(text: str) -> str:
    """Return what is on the screen on one line, without frames."""
    return " ".join(text.replace("│", " ").split())


def test_a_case_shows_the_passed_on_words_under_who_wrote_them(place: Place) -> None:
    place.office.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    said = place.intake("case", "1001").out
    assert max(map(len, said.splitlines())) <= 80
    assert "─ passed on, written by Ben Ray <ben@globex.example> ─" in said
    assert "─ Tue, 12 May 2026 at 09:00; It fails ─" in said
    assert "Nobody can connect." in said
    assert said.index("Please see below.") < said.index("Nobody can connect."), "the writer's own words come first"


def test_the_opinion_reads_them_and_says_so(place: Place) -> None:
    place.office.suggests.answer = opinion(2)
    place.office.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    assert any("Nobody can connect." in text for text in place.office.suggests.heard)
    said = flat(place.intake("case", "1001").out)
    assert '"Nobody can connect": passed on, scope all, connectivity yes' in said
    assert "It reads what was passed on, as the writer's own words are few" in said
    assert "reads passed on words" in said, "the trail"
    found = json.loads(place.intake("case", "1001", "--json").out)["messages"][0]
    assert found["forwarded"]["from"] == BEN
    (one,) = found["suggestion"]["evidence"]
    assert one["forwarded"]
    assert found["forwarded"]["text"][one["start"] : one["end"]] == one["text"]
    assert found["suggestion"]["reads_forwarded"]


def test_a_mail_that_passes_nothing_on_says_nothing_of_it(place: Place) -> None:
    place.office.mail_in(mail("Nobody can connect."))
    said = place.intake("case", "1001").out
    assert "passed on" not in said
    found = json.loads(place.intake("case", "1001", "--json").out)["messages"][0]
    assert (found["forwarded"], found["suggestion"]["reads_forwarded"]) == (None, False)
