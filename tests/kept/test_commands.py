"""`intake reply`, `begin`, `close`, and what `case` and `cases` then say, on a screen and as JSON."""

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.cli.command import Place, Ran, settle
from tests.cli.conftest import _load_once
from tests.kept.desk import KIM, LEE, address_of, closes, replies, staffed
from tests.stages.office import mail

__all__ = ["_load_once"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a desk with Kim and Lee and case 1001 of four hours ago; commands look at the office's time."""
    found = settle(tmp_path)
    listed = "".join(f'[[engineers]]\nname = "{one.name}"\naddress = "{one.address}"\n' for one in (KIM, LEE))
    found.settings.write_text(found.settings.read_text(encoding="utf-8") + listed, encoding="utf-8")
    staffed(found.office, KIM)
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: found.office.now)
    found.office.customer("erp-maestro", name="Brindle", domain="acme.example")
    found.office.mail_in(mail("Severity 2, please.", message_id="<first@acme.example>"))
    found.office.wait(hours=4)
    yield found
    found.office.database.close()


def one(place: Place, number: int = 1001) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(place.intake("case", str(number), "--json").out)
    return found


def owed(place: Place, promise: str = "initial_response") -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in one(place)["undertakings"] if each["promise"] == promise)
    return found


def piped(place: Place, text: bytes, *words: str) -> Ran:
    """Run a command with `text` on its standard input."""
    with patch("click.testing._NamedTextIOWrapper", _Piped.of(text)):
        return place.intake(*words)


class _Piped(TextIOWrapper):
    """Standard input with a text in it; click's isolation makes its streams by this class."""

    _text = b""

    @classmethod
    def of(cls, text: bytes) -> type["_Piped"]:
        return type("_Filled", (cls,), {"_text": text})

    def __init__(self, buffer: Any, name: str, mode: str, **rest: Any) -> None:
        super().__init__(BytesIO(self._text) if mode == "r" else buffer, **rest)


def test_a_reply_says_what_it_kept(place: Place) -> None:
    ran = place.intake("reply", "1001", "--text", "Have you restarted it?", "--by", "Kim")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "Case 1001: your answer goes to ann@acme.example.",
        "First answer: kept by Kim, Tue 12 May 2026 14:00 EDT (by command), 4 h before its deadline.",
    ]
    assert "Have you restarted it? Kim, ERP Maestro support" in place.office.letter()
    again = place.intake("reply", "1001", "--text", "Have you restarted it?", "--by", "Kim")
    assert again.out == "Case 1001: these words were sent before; the customer is not written to again.\n"


def test_a_reply_from_a_file(place: Place, tmp_path: Path) -> None:
    (tmp_path / "answer.txt").write_text("Größe prüfen.\n", encoding="utf-8")
    assert place.intake("reply", "1001", "--file", str(tmp_path / "answer.txt")).code == 0
    assert "Größe prüfen." in place.office.letter()


def test_a_reply_from_a_pipe(place: Place) -> None:
    assert piped(place, "Größe prüfen.\n".encode(), "reply", "1001").code == 0
    assert "Größe prüfen." in place.office.letter()


@pytest.mark.parametrize(
    ("saved", "code"),
    [
        pytest.param("On it.\n\n-------- >8 --------\nCase 1001 ...", 0, id="words above the line"),
        pytest.param("\n\n-------- >8 --------\nCase 1001 ...", 2, id="nothing above the line"),
        pytest.param(None, 2, id="left without saving"),
    ],
)
def test_a_reply_from_the_editor(place: Place, saved: str | None, code: int) -> None:
    with patch("click.edit", return_value=saved), patch.object(_Piped, "isatty", lambda self: True, create=True):
        ran = piped(place, b"", "reply", "1001")
    assert ran.code == code
    assert code or "-------" not in place.office.letter()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("reply", "1001", "--text", "  "), "there are no words in it", id="no words"),
        pytest.param(
            ("reply", "1001", "--text", "x", "--file", "y"), "write either --text or --file", id="two sources"
        ),
        pytest.param(("reply", "1001", "--file", "nowhere.txt"), "nowhere.txt: cannot be read", id="no such file"),
        pytest.param(("reply", "1009", "--text", "x"), "there is no case 1009", id="no such case"),
        pytest.param(("reply", "1001", "--text", "x" * 200_001), "200,001 characters are too many", id="a whole book"),
        pytest.param(("begin", "1009"), "there is no case 1009", id="nothing to begin"),
        pytest.param(("close", "1001", "--reason", " "), "closing a case needs one", id="closed for no reason"),
    ],
)
def test_what_is_refused(place: Place, words: tuple[str, ...], said: str) -> None:
    assert said in place.intake(*words).refusal


@pytest.mark.parametrize(
    ("words", "signed"),
    [
        pytest.param(("--by", "lee"), "Lee, ERP Maestro support", id="a name that was given"),
        pytest.param((), "ERP Maestro support", id="an account's name is nobody's"),
    ],
)
def test_the_name_below_an_answer(place: Place, words: tuple[str, ...], signed: str) -> None:
    with patch("getpass.getuser", return_value="root"):
        place.intake("reply", "1001", "--text", "On it.", *words)
    assert f"On it. {signed} This is about case 1001." in place.office.letter()


def test_a_listed_engineer_s_account_needs_no_name(place: Place) -> None:
    with patch("getpass.getuser", return_value="Kim"):
        place.intake("reply", "1001", "--text", "On it.")
    assert "On it. Kim, ERP Maestro support" in place.office.letter()


def test_begin(place: Place) -> None:
    ran = place.intake("begin", "1001", "--by", "Kim")
    assert ran.out == "Case 1001: recorded that work has begun. The contract promises no time for it.\n"


def test_an_appointment_that_took_place(place: Place) -> None:
    place.office.customer("helpdesk", name="Cog", domain="cog.example")
    place.office.mail_in(mail(sender="cy@cog.example"), mail_from="cy@cog.example")
    ran = place.intake("begin", "1002", "--appointment", "--by", "Kim")
    assert ran.out == (
        "Case 1002: recorded that the appointment took place. "
        "Kept by Kim, Tue 12 May 2026 14:00 EDT (by command), 2 days before its deadline.\n"
    )


def test_close_says_how_each_promise_ended(place: Place) -> None:
    replies(place.office, by="Kim")
    place.office.wait(hours=1)
    ran = place.intake("close", "1001", "--resolved", "--reason", "the cache was full", "--by", "Lee")
    assert ran.out.splitlines() == [
        "Case 1001: closed as resolved.",
        "  first answer: kept by Kim, Tue 12 May 2026 14:00 EDT (by command), 4 h before its deadline",
        "  resolution: kept by Lee, Tue 12 May 2026 15:00 EDT (by command), 1 day 19 h before its deadline",
    ]


def test_closing_an_unanswered_case_says_so(place: Place) -> None:
    ran = place.intake("close", "1001", "--reason", "spam")
    assert ran.out.splitlines()[-1] == "Nobody has answered the customer; nothing is sent by closing."


def test_a_case_shows_what_is_owed_and_how_to_answer(place: Place) -> None:
    said = place.intake("case", "1001").out
    assert "Stands at: " in said
    assert "first answer pending, due Tue 12 May 2026 18:00 EDT, in 4 h (50% of its time" in said
    assert f"mail to\n  {address_of(place.office)}\n" in said
    assert max(map(len, said.splitlines())) <= 80
    place.office.wait(hours=5)
    assert "pending, OVERDUE since Tue 12 May 2026 18:00 EDT, by 1 h" in place.intake("case", "1001").out
    place.office.wait(minutes=12, seconds=30)
    replies(place.office, by="Kim")
    said = " ".join(place.intake("case", "1001").out.split())
    assert "first answer late, by Kim, Tue 12 May 2026 19:12 EDT (by command), 1 h 12 min after its deadline" in said


def test_a_case_as_json(place: Place) -> None:
    first = owed(place)
    assert (first["state"], first["overdue"], first["by"], first["margin_seconds"]) == ("pending", False, None, None)
    assert first["due_at"] == "2026-05-12T18:00:00-04:00"
    assert one(place)["answer_address"] == address_of(place.office)
    replies(place.office, by="Kim")
    first = owed(place)
    assert (first["state"], first["by"], first["how"], first["margin_seconds"]) == ("kept", "Kim", "cli", 4 * 3600)
    assert owed(place, "resolution")["state"] == "pending"
    place.office.wait(days=9)
    assert owed(place, "resolution")["overdue"] is True
    assert one(place)["closed_at"] is None


@pytest.mark.parametrize(
    ("happens", "mark"),
    [
        pytest.param(
            "nothing", "      [50% of the time gone] Brindle: Cannot post invoices", id="half of the time is over"
        ),
        pytest.param("late", "      [OVERDUE by 20 h] Brindle: Cannot post invoices", id="nobody has answered in time"),
        pytest.param("answered", "      [answered 4 h early] Brindle: Cannot post invoices", id="answered"),
        pytest.param(
            "wrote since",
            "      [answered 4 h early, the customer wrote since] Brindle: Cannot post",
            id="an open question",
        ),
    ],
)
def test_the_queue_s_marks(place: Place, happens: str, mark: str) -> None:
    office = place.office
    if happens == "late":
        office.wait(days=1)
    elif happens != "nothing":
        replies(office)
    if happens == "wrote since":
        office.wait(minutes=1)
        office.mail_in(mail("And now?", "In-Reply-To: <first@acme.example>"))
    assert any(line.startswith(mark) for line in place.intake("cases").out.splitlines()), place.intake("cases").out


def test_closed_cases_are_out_of_the_way(place: Place) -> None:
    closes(place.office)
    assert "Brindle" not in place.intake("cases").out
    assert "[closed, not answered] Brindle: Cannot post invoices" in place.intake("cases", "--all").out
    assert json.loads(place.intake("cases", "--json").out)["cases"] == []
    (row,) = json.loads(place.intake("cases", "--all", "--json").out)["cases"]
    assert row["closed_at"] == "2026-05-12T18:00:00+00:00"
    assert [each["promise"] for each in row["undertakings"]] == ["initial_response", "resolution"]
    shown = place.intake("case", "1001").out
    assert "Closed as resolved Tue 12 May 2026 14:00 EDT by Sam: done\n" in shown
    assert "not given; closed 4 h before its deadline" in " ".join(shown.split())
    assert "pending" not in shown.partition("What to do")[0]
