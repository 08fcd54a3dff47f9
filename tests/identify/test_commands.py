"""What engineers see of who wrote, and how they say whom a case is for."""

import json
from datetime import datetime

import pytest

from tests.cli.command import Place
from tests.cli.conftest import place
from tests.identify.checked import FORGED, NOTHING, PROVED, checking
from tests.identify.test_passed_on import BEN, forwarded
from tests.stages.office import mail, opinion

__all__ = ["place"]
WHY = ("--reason", "he called")


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: datetime.fromisoformat("2026-05-12T10:30:00-04:00"))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(PROVED, "Message 1 sent by ann@acme.example: proved (SPF acme.example)", id="proved"),
        pytest.param(NOTHING, "Message 1 sent by ann@acme.example: plausible", id="plausible"),
        pytest.param(
            FORGED,
            "Message 1 sent by ann@acme.example: looks forged (DMARC fail, acme.example asks for reject)",
            id="forged",
        ),
    ],
)
def test_a_case_says_who_sent_it_and_how_sure_that_is(place: Place, found: object, said: str) -> None:
    place.office.customer("gotomyerp-plans")
    checking(place.office, ann=found)  # type: ignore[arg-type] # the table's values are findings
    place.office.mail_in(mail())
    assert said in " ".join(place.intake("case", "1001").out.split())


def test_where_nobody_looked_nothing_is_said(place: Place) -> None:
    place.office.customer("gotomyerp-plans")
    place.office.mail_in(mail())
    assert "sent by" not in place.intake("case", "1001").out


def test_the_queue_marks_what_looks_forged_and_asks_whom_a_case_is_for(place: Place) -> None:
    place.office.customer("gotomyerp-plans")
    checking(place.office, ann=FORGED)
    place.office.mail_in(mail())
    place.office.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    listed = place.intake("cases").out
    assert "[looks forged]" in listed
    assert "passed on: for whom?" in listed
    rows = {row["number"]: row for row in json.loads(place.intake("cases", "--json").out)["cases"]}
    assert (rows[1001]["looks_forged"], rows[1002]["passed_on_by_another"]) == (True, True)


def test_as_json_it_is_all_there(place: Place) -> None:
    place.office.customer("gotomyerp-plans")
    checking(place.office, ann=PROVED)
    place.office.mail_in(forwarded("ann@acme.example", "Vic <vic@vendor.example>"))
    place.office.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    first = json.loads(place.intake("case", "1001", "--json").out)
    assert (first["degree"], first["passed_on"]) == ("proved", None)
    assert first["messages"][0]["identity"]["degree"] == "proved"
    second = json.loads(place.intake("case", "1002", "--json").out)
    assert second["passed_on"] == {"address": BEN, "name": "Ben Ray", "settled_at": None}


def test_assign_says_what_holds_now_and_twice_is_once(place: Place) -> None:
    place.office.customer("gotomyerp", name="Globex", domain="globex.example", contacts=((BEN, "Ben Ray"),))
    place.office.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    assert f'`intake assign 1001 --to {BEN} --reason "how you know"`' in " ".join(
        place.intake("case", "1001").out.split()
    )
    first = place.intake("assign", "1001", "--to", BEN, "--reason", "he called", "--by", "Kim")
    assert first.code == 0
    assert first.out.startswith(f"Case 1001: for {BEN}, Globex, under gotomyerp;")
    assert first.out.rstrip().endswith("They are written what is promised.")
    again = place.intake("assign", "1001", "--to", BEN, "--reason", "as I said")
    assert again.out == f"Case 1001 is for {BEN}, Globex, as before.\n"
    assert "Passed on: Ben Ray <ben@globex.example> wrote it." in " ".join(place.intake("case", "1001").out.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param((*WHY, "1001", "--to", "x@nobody.example"), "is no customer's address", id="a stranger"),
        pytest.param((*WHY, "1001", "--to", "x"), "is no address that could be written to", id="no address"),
        pytest.param((*WHY, "4711", "--to", BEN), "there is no case 4711", id="no case"),
        pytest.param((*WHY, "1001"), "Missing option '--to'", id="nobody"),
        pytest.param(("1001", "--to", BEN), "Missing option '--reason'", id="no reason"),
        pytest.param(("1001", "--to", BEN, "--reason", " "), "write --reason and why", id="an empty reason"),
    ],
)
def test_mistakes_are_one_line(place: Place, words: tuple[str, ...], said: str) -> None:
    place.office.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    assert said in place.intake("assign", *words).refusal


def test_an_assigned_case_is_assessed_with_its_opinion(place: Place) -> None:
    place.office.customer("priority-matrix", name="Globex", domain="globex.example", contacts=((BEN, "Ben Ray"),))
    place.office.suggests.answer = opinion(2)
    place.office.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    said = place.intake("assign", "1001", "--to", BEN, *WHY).out
    assert "under priority-matrix; level P3." in said
    assert "  suggested: severity 2 85%\n" in said
    assert place.office.case().clock_level == "P3"
    (told,) = place.office.details("case.assessed")
    assert (told["clock_level"], told["suggested"]) == ("P3", 2)


def test_an_opinion_that_is_missing_is_asked_for(place: Place) -> None:
    place.office.customer("gotomyerp", name="Globex", domain="globex.example", contacts=((BEN, "Ben Ray"),))
    place.office.suggests.ready = False
    place.office.mail_in(forwarded("joe@home.example"), mail_from="joe@home.example")
    with place.office.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM jobs")
    assert "suggested: not yet" in place.intake("assign", "1001", "--to", BEN, *WHY).out
    place.office.suggests.ready = True
    place.office.suggests.answer = opinion(1, alert=True)
    before = place.office.case().attention_at
    place.office.wait(minutes=31)
    after = place.office.case().attention_at
    assert before is not None
    assert after is not None
    assert after < before, "the alarm moves the engineers' clock"
