"""`intake contracts new`: the questions, their answers, and the file that comes of them."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake.cli.main import intake
from intake.contract.checks.check import check
from intake.contract.file.load import load_contract
from intake.contract.promise import promise
from intake.domain.contract import Channel, Contract
from intake.domain.errors import BadInput
from intake.domain.promise import Situation
from tests.contracts_cli.made import TODAY

# What is asked, and what is answered: "" is Enter; answers that are refused stand before the one that is taken.
GUIDED = [
    ("vendor", ["", "Harbour Cranes"]),
    ("id", ["harbour cranes", ""]),
    ("title", [""]),
    ("source", ["the signed copy"]),
    ("zone", ["berlin", "Europe/Berlin"]),
    ("plans", ["Day, day", "Day, Day and night"]),
    ("levels", ["Stopped!, Hampered", "1 Stopped, 2 Hampered, 3 Question"]),
    ("level 1: when, clause", ["no crane moves", "4 hours", "30 minutes, around the clock", "3.1"]),
    ("level 2: when, clause", ["", ""]),
    ("level 3: when, clause", ["a question", ""]),
    ("severities", ["1, 2, 3", "1, 2, 3, 3"]),
    ("hours", ["Mon-Fri", "Monday to Friday 07:00-16:00"]),
    ("clause", ["2"]),
    ("holidays", ["XX", "DE, 2026-12-31"]),
    ("how firmly", [""]),
    ("level 1 of both plans, clause", ["soon", "4 hours", "1 hour, around the clock", "3.2"]),
    ("level 2 of both plans, clause", ["2 hours", "24-48 hours", "1 business day", ""]),
    ("level 3 of both plans, clause", ["not stated", "", ""]),
    ("default level", [""]),
    ("by telephone only, elsewhere as", ["3", "1", "1", ""]),
    ("e-mail, portal, Slack, chat", ["nobody", "", "customer else suggestion", ""]),
    ("telephone", ["suggestion", "customer"]),
    ("clause", ["3.3"]),
    ("change of level, clause", ["provider", ""]),
    ("emergency", ["fire", "all users and two locations"]),
    ("unless", ["all users", "works again"]),
    ("response, clause", ["30 minutes, around the clock", "5"]),
    ("telephone, at levels", ["the desk", "by 17:00", "+49 40 5550100", ""]),
    ("website", ["yes please", ""]),
    ("sign?", [""]),
    ("write it?", ["y"]),
]
TYPED = "".join(f"{answer}\n" for _, answers in GUIDED for answer in answers)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str | Path, answers: str = "") -> Result:
    return CliRunner().invoke(intake, ["contracts", "new", *map(str, words)], input=answers, env={"COLUMNS": "80"})


def written(file: Path) -> Contract:
    return load_contract(file.read_text(encoding="utf-8"), file.name)


def answered(here: Path, **changed: object) -> Path:
    """Write a file of answers for a small contract; None leaves an answer out."""
    answers: dict[str, object] = {
        "vendor": "Small",
        "id": "small",
        "levels": "1 Down, 2 Up",
        "level.1.clause": "1",
        "hours": "Mon-Fri 09:00-17:00",
        "response.1": "2 hours",
        "response.2": "1 business day",
    } | changed
    lines = [f"{toml_key(key)} = '''{value}'''" for key, value in answers.items() if value is not None]
    file = here / "answers.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def toml_key(key: str) -> str:
    name, _, rest = key.partition(".")
    return f'"{key}"' if rest else name


def test_the_guided_way_from_the_first_question_to_the_file(here: Path) -> None:
    result = run(answers=TYPED)
    assert result.exit_code == 0, result.output
    contract = written(here / "contracts" / "harbour-cranes.toml")
    assert [plan.name for plan in contract.plans] == ["Day", "Day and night"]
    rows = {(row.level, row.plan): (row.target.words, row.calendar, row.clause) for row in contract.commitments}
    assert rows == {
        (None, None): ("30 minutes", "always", "5"),
        ("1", "day"): ("4 hours", "office", "3.2"),
        ("1", "day-and-night"): ("1 hour", "always", "3.2"),
        ("2", "day"): ("24-48 hours", "office", "3.2"),
        ("2", "day-and-night"): ("1 business day", "office", "3.2"),
        ("3", "day"): ("No response time stated", "office", "3.2"),
        ("3", "day-and-night"): ("No response time stated", "office", "3.2"),
    }
    assert {str(rule.channel): rule.carries_level for rule in contract.channels} == {
        "email": False,
        "portal": True,
        "slack": True,
        "web_chat": True,
        "phone": True,
    }
    assert contract.level("1").only_by is Channel.PHONE  # type: ignore[union-attr]
    assert [finding for finding in check(contract, today=TODAY) if finding.stops] == []


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("'harbour cranes' will not do as an id; write harbour-cranes", id="an id with a space"),
        pytest.param("'berlin' is not a time zone; did you mean Europe/Berlin?", id="a city for a zone"),
        pytest.param("day is written twice", id="a plan twice"),
        pytest.param("'Stopped!' has no number to begin with", id="a level without a number"),
        pytest.param("3 levels are named; write one for each of 1, 2, 3 and 4", id="too few levels"),
        pytest.param("'Mon-Fri' is not understood", id="days without times"),
        pytest.param("'XX' is no country code", id="a country"),
        pytest.param("'soon' is not understood", id="no time"),
        pytest.param('sooner than the graver level 1 ("4 hours")', id="a milder level sooner than a graver one"),
        pytest.param("level 3 holds when nobody names one", id="the default level by telephone only"),
        pytest.param("the caller has to name it; write customer", id="a caller who cannot name it"),
        pytest.param("'fire' is none of them; write all users or", id="a fact that is none"),
        pytest.param("all users makes an emergency, so it cannot rule one out", id="a fact for and against"),
        pytest.param("'4 hours' is an amount of time; write the number or heading", id="an amount for a clause"),
        pytest.param("'1' is none of them; write 2 or 3", id="a level in place of itself"),
        pytest.param("'the desk' is no telephone number", id="a telephone without digits"),
        pytest.param("'yes please' is no address on the web", id="a website that is none"),
        pytest.param("Three promises, worked for messages that come", id="promises at the end"),
        pytest.param("- On a Friday evening: level 1 of plan day, received Friday", id="one of a Friday evening"),
        pytest.param("- On a holiday (", id="one of a holiday"),
        pytest.param("Not asked, and easily added by hand: one-off closures", id="what is left to do by hand"),
        pytest.param("Wrote contracts/harbour-cranes.toml", id="where it is"),
    ],
)
def test_each_answer_is_checked_at_once_and_asked_for_again(told: str, here: Path) -> None:
    assert told in " ".join(run(answers=TYPED).output.replace("->", "").split())


def test_a_file_of_answers_needs_no_terminal(here: Path) -> None:
    result = run("--answers", answered(here))
    assert result.exit_code == 0, result.output
    assert [level.name for level in written(here / "contracts" / "small.toml").levels] == ["Down", "Up"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param({"vendor": None}, "vendor: this answer is missing", id="an answer is missing"),
        pytest.param({"response.1": "soon"}, "response.1: 'soon' is not understood", id="one is not understood"),
        pytest.param({"respons.2": "1 day"}, "respons.2: nothing asks for this answer", id="a key is misspelt"),
        pytest.param({"hours": "9 to 5"}, "hours: ", id="hours of no day"),
    ],
)
def test_a_wrong_file_of_answers_is_told_in_a_line_with_its_key(
    changed: dict[str, object], told: str, here: Path
) -> None:
    result = run("--answers", answered(here, **changed))
    assert isinstance(result.exception, BadInput)
    assert told in str(result.exception)
    assert "\n" not in str(result.exception)
    assert not (here / "contracts").exists()


@pytest.mark.parametrize(
    ("changed", "ruling", "assumed"),
    [
        pytest.param({"hours": "not stated"}, "hours-assumed", ["office"], id="hours"),
        pytest.param({}, "holidays-not-stated", [], id="holidays"),
        pytest.param({"response.2": "24-48 hours"}, "hours-as-business-days", [], id="days in hours"),
        pytest.param({"response.2": "48 hours"}, "hours-as-business-days", [], id="two days in hours"),
        pytest.param({"response.2": "same day"}, "same-day-until-closing", [], id="the same day"),
        pytest.param({"response.2": "1 week"}, "week-is-seven-dates", [], id="a week"),
        pytest.param({}, "a-business-day-later", [], id="a business day"),
        pytest.param({"response.2": "24-48 hours"}, "a-business-day-later", [], id="hours as business days"),
        pytest.param({"response.2": "next business day"}, "next-business-day", [], id="the next business day"),
        pytest.param({"response.2": "by the next day"}, "next-business-day", [], id="the next day"),
        pytest.param({"response.2": "1 hour!"}, "milder-level-sooner", [], id="a milder level sooner"),
        pytest.param({}, "channels-not-stated", [], id="channels"),
        pytest.param({"change": "not stated"}, "level-change-not-stated", [], id="who changes a level"),
        pytest.param({"phone.only": "1", "website": "x.example"}, "phone-level-elsewhere", [], id="by telephone only"),
        pytest.param(
            {"emergency": "cannot be reached", "emergency.response": "at once"},
            "emergency-on-the-customers-word",
            [],
            id="an emergency",
        ),
        pytest.param(
            {"hours": "around the clock", "response.2": "1 business day"}, "hours-assumed", ["office"], id="open always"
        ),
    ],
)
def test_what_is_assumed_becomes_a_ruling_that_nobody_has_signed(
    changed: dict[str, object], ruling: str, assumed: list[str], here: Path
) -> None:
    assert run("--answers", answered(here, **changed)).exit_code == 0
    contract = written(here / "contracts" / "small.toml")
    assert [(one.by, one.on) for one in contract.rulings if one.id == ruling] == [("project default", None)]
    assert [calendar.id for calendar in contract.calendars if calendar.assumed] == assumed
    assert [finding.sentence for finding in check(contract, today=TODAY) if finding.stops] == []


@pytest.mark.parametrize(
    ("answer", "ruling"),
    [
        pytest.param("1 week, around the clock", "week-is-seven-dates", id="a week that no closing cuts short"),
        pytest.param("1 day, around the clock", "a-business-day-later", id="a day that no closing cuts short"),
        pytest.param("2 hours", "a-business-day-later", id="hours"),
        pytest.param("next business day", "a-business-day-later", id="the next business day has its own"),
    ],
)
def test_what_needs_no_ruling_has_none(answer: str, ruling: str, here: Path) -> None:
    answers = {"response.1": "1 hour, around the clock", "response.2": answer}
    assert run("--answers", answered(here, **answers)).exit_code == 0
    assert ruling not in [one.id for one in written(here / "contracts" / "small.toml").rulings]


@pytest.mark.parametrize(
    ("answer", "reading"),
    [("24 hours", "1 business day"), ("48 hours", "2 business days"), ("24-48 hours", "1-2 business days")],
)
def test_one_day_is_no_days(answer: str, reading: str, here: Path) -> None:
    run("--answers", answered(here, **{"response.2": answer}))
    rulings = written(here / "contracts" / "small.toml").rulings
    assert [one.in_force for one in rulings if one.id == "hours-as-business-days"] == [reading]


def test_whoever_signs_now_is_asked_for_a_name_and_signs_every_reading(here: Path) -> None:
    assert run("--answers", answered(here, **{"sign": "yes", "sign.by": "Ada Crane"})).exit_code == 0
    contract = written(here / "contracts" / "small.toml")
    assert {(one.by, one.on) for one in contract.rulings} == {("Ada Crane", datetime.now(UTC).date())}
    assert [finding.sentence for finding in check(contract, today=TODAY) if finding.stops] == []


def test_the_day_of_signing_that_the_file_suggests_is_no_day_to_come(here: Path) -> None:
    run("--blank")
    text = (here / "contracts" / "northwind-pumps.toml").read_text(encoding="utf-8")
    days = {date.fromisoformat(day) for day in re.findall(r"^# on = (\S+)$", text, re.MULTILINE)}
    assert days == {datetime.now(UTC).date()}


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        pytest.param("S1-S3", ["S1", "S2", "S3"], id="with letters"),
        pytest.param("P1 to P2, Wish", ["P1", "P2", "Wish"], id="beside another"),
        pytest.param("1-4", ["1", "2", "3", "4"], id="digits only"),
        pytest.param("S4-S1", ["S4-S1"], id="upside down is a name"),
    ],
)
def test_a_range_of_levels_is_each_of_them(levels: str, found: list[str], here: Path) -> None:
    responses = {f"response.{level}": "2 hours" for level in found}
    changed = {"levels": levels, "level.1.clause": None, f"level.{found[0]}.clause": "1"}
    file = answered(here, **{"response.1": None, "response.2": None} | changed | responses)
    result = run("--answers", file)
    assert result.exit_code == 0, result.exception
    assert [level.id for level in written(here / "contracts" / "small.toml").levels] == found


NO_LEVELS: dict[str, object] = {"levels": "none", "level.1.clause": None, "response.1": None, "response.2": None}


@pytest.mark.parametrize(
    ("changed", "rows"),
    [
        pytest.param(
            NO_LEVELS | {"hours.clause": "2", "response": "2 hours"},
            [(None, None, "2 hours")],
            id="no levels, no plans",
        ),
        pytest.param(
            NO_LEVELS | {"hours": "not stated", "plans": "A, B", "response.a": "at once", "response.clause": "4"},
            [(None, "a", "at once"), (None, "b", "at once")],
            id="plans, no levels",
        ),
        pytest.param(
            {"plans": "A, B", "response.1": None, "response.1.a": "2 hours", "response.2": None}
            | {"response.2.a": "same day", "response.2.b": "1 day"},
            [("1", "a", "2 hours"), ("1", "b", "2 hours"), ("2", "a", "same day"), ("2", "b", "1 day")],
            id="levels and plans",
        ),
    ],
)
def test_contracts_of_every_shape(
    changed: dict[str, object], rows: list[tuple[str | None, str | None, str]], here: Path
) -> None:
    result = run("--answers", answered(here, **changed))
    assert result.exit_code == 0, result.exception
    contract = written(here / "contracts" / "small.toml")
    assert [(row.level, row.plan, row.target.words) for row in contract.commitments] == rows
    assert [finding.sentence for finding in check(contract, today=TODAY) if finding.stops] == []


@pytest.mark.parametrize(
    "words", ["an hour and a half", "one and a half hours", "1.5 hours", "2 1/2 hours", "2½ hours", "half an hour"]
)
def test_halves_in_words_agree_with_what_is_counted(words: str, here: Path) -> None:
    assert run("--answers", answered(here, **{"response.1": words})).exit_code == 0


def test_blank_writes_a_made_up_contract_that_can_be_used(here: Path) -> None:
    assert run("--blank", "--to", here / "mine.toml").exit_code == 0
    contract = written(here / "mine.toml")
    assert [finding for finding in check(contract, today=TODAY) if finding.stops] == []
    situation = Situation(received_at=moment("2026-11-23T16:00:00+01:00"), plan="basic", channel=Channel.EMAIL)
    assert promise(contract, situation).main.deadline.due_at == moment("2026-11-25T16:00:00+01:00")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_file_explains_itself_and_begins_an_example(here: Path) -> None:
    run("--blank")
    text = (here / "contracts" / "northwind-pumps.toml").read_text(encoding="utf-8")
    assert "docs/writing-a-contract.md" in text
    begun = re.sub(r"^# ?", "", text[text.index("# [[examples.promises]]") :], flags=re.MULTILINE)
    document = tomllib.loads(begun)["examples"]["promises"][0]
    assert set(document) == {"at", "plan", "level", "due"}
    assert document["at"] < document["due"]
    assert "\n\n\n" not in text


def test_odd_characters_come_back_as_they_were_answered(here: Path) -> None:
    vendor = 'Crane "& Söhne\\ <b> {{ 7 }} €'
    assert run("--answers", answered(here, vendor=vendor)).exit_code == 0
    assert written(here / "contracts" / "small.toml").vendor == vendor


def test_a_file_that_is_there_is_not_written_over(here: Path) -> None:
    assert run("--answers", answered(here)).exit_code == 0
    file = here / "contracts" / "small.toml"
    file.write_text("mine", encoding="utf-8")
    result = run("--answers", answered(here))
    assert "is there already; choose another name, or write over it with --force" in str(result.exception)
    assert file.read_text(encoding="utf-8") == "mine"
    assert run("--answers", answered(here), "--force").exit_code == 0
    assert written(file).id == "small"


def test_an_id_whose_file_is_there_is_asked_for_again(here: Path) -> None:
    (here / "contracts").mkdir()
    (here / "contracts" / "harbour-cranes.toml").write_text("mine", encoding="utf-8")
    typed = TYPED.replace("harbour cranes\n\n", "harbour-cranes\nharbour\n")
    result = run(answers=typed)
    assert result.exit_code == 0, result.output
    assert "harbour-cranes.toml is there already" in " ".join(result.output.split())
    assert written(here / "contracts" / "harbour.toml").vendor == "Harbour Cranes"


# What is answered first, with a slip, and how it is mended.
SLIPPED = "Harbour Crane\nharbour\n<\nback\nHarbour Cranes\n"


def test_back_goes_to_the_question_before_and_offers_what_was_answered(here: Path) -> None:
    asked = run(answers=f"{SLIPPED}\n").output
    assert "[Harbour Crane]> Harbour Cranes" in asked
    assert "[harbour]> " in asked, "the later answer is offered, too"
    assert asked.count("Whose support is it?") == 2


def test_back_at_the_first_question_asks_it_again(here: Path) -> None:
    assert run(answers="<\n<\n").output.count("Whose support is it?") == 3


def test_back_from_the_preview_changes_the_last_answer(here: Path) -> None:
    typed = TYPED.removesuffix("y\n") + "<\nyes\nAda Crane\nyes\n"
    assert run(answers=typed).exit_code == 0
    rulings = written(here / "contracts" / "harbour-cranes.toml").rulings
    assert {one.by for one in rulings} == {"Ada Crane"}


def test_a_no_to_a_range_of_levels_leads_back(here: Path) -> None:
    before = "Harbour Cranes\n\n\n\nEurope/Berlin\nnone\n"
    result = run(answers=f"{before}S1-S4\nno\n<\n1 Stopped, 2 Hampered\n")
    assert "Are those the 4 levels S1, S2, S3 and S4" in " ".join(result.output.split())
    assert "go back with < then" in result.output
    assert "When is something level 1 (Stopped)?" in result.output


@pytest.mark.parametrize("answers", [TYPED[:200], TYPED.removesuffix("y\n") + "n\n"], ids=["stopped", "no at the end"])
def test_nothing_is_written_before_the_last_yes(answers: str, here: Path) -> None:
    run(answers=answers)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["--blank", "--answers", "x.toml"], "leave one of the two out", id="two ways at once"),
        pytest.param(["--answers", "gone.toml"], "gone.toml", id="no such file"),
        pytest.param(["--ask"], "add --answers FILE", id="asking for the rest of nothing"),
        pytest.param(["--answers", "gone.toml", "--ask"], "gone.toml", id="the rest of no file"),
        pytest.param(["--blank", "--to", "file/x.toml"], "cannot be written", id="a folder that is a file"),
    ],
)
def test_a_call_that_cannot_be_is_told_in_a_line(words: list[str], told: str, here: Path) -> None:
    (here / "file").touch()
    result = run(*words)
    assert isinstance(result.exception, BadInput)
    assert told in str(result.exception)


# A test runner in the background ignores Ctrl-C, and what it starts does too; a person's shell does not.
STARTED_BY_HAND = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["intake", "contracts", "new"]
from intake.__main__ import main
main()
"""


class Terminal:
    """The command in a terminal of its own, typed into as a person does."""

    def __init__(self, here: Path) -> None:
        self._ours, theirs = pty.openpty()
        command = [sys.executable, "-c", STARTED_BY_HAND]
        self.process = subprocess.Popen(command, cwd=here, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
        os.close(theirs)
        self.seen = ""

    def until(self, words: str) -> None:
        """Read until `words` stand on the screen; fails after half a minute."""
        ends = time.monotonic() + 30
        while words not in self.seen:
            ready, _, _ = select.select([self._ours], [], [], max(0, ends - time.monotonic()))
            assert ready, self.seen
            self.seen += os.read(self._ours, 4096).decode("utf-8", "replace")
        self.seen = self.seen.split(words, 1)[1]

    def types(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def interrupts(self) -> None:
        """Press Ctrl-C, and once more where it falls between the question and the reading of the answer."""
        for _ in range(3):
            self.process.send_signal(signal.SIGINT)
            if select.select([self._ours], [], [], 5)[0]:
                return

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal(here: Path) -> Iterator[Terminal]:
    opened = Terminal(here)
    yield opened
    opened.close()


def test_in_a_real_terminal(terminal: Terminal, here: Path) -> None:
    for answer in TYPED.splitlines():
        terminal.until("> ")
        terminal.types(f"{answer}\n")
    terminal.until("Wrote contracts/harbour-cranes.toml")
    assert terminal.process.wait(timeout=30) == 0
    assert written(here / "contracts" / "harbour-cranes.toml").vendor == "Harbour Cranes"


def test_ctrl_c_twice_in_a_real_terminal_leaves_nothing(terminal: Terminal, here: Path) -> None:
    terminal.until("> ")
    terminal.types("Harbour Cranes\n")
    terminal.until("> ")
    terminal.interrupts()
    terminal.until("[Y/n]")
    terminal.interrupts()
    terminal.until("intake: stopped")
    assert terminal.process.wait(timeout=30) == 130
    assert list(here.iterdir()) == []


def test_ctrl_c_keeps_the_answers_for_another_day(terminal: Terminal, here: Path) -> None:
    for asked, answer in [
        ("> ", "Harbour Cranes"),
        ("[harbour-cranes]> ", ""),
        ("[Harbour Cranes, support terms]> ", ""),
    ]:
        terminal.until(asked)
        terminal.types(f"{answer}\n")
    terminal.until("[support terms]> ")
    terminal.interrupts()
    terminal.until("Keep the answers so far in harbour-cranes.answers.toml?")
    terminal.types("\n")
    terminal.until("intake contracts new --answers harbour-cranes.answers.toml --ask")
    assert terminal.process.wait(timeout=30) == 130
    assert [file.name for file in here.iterdir()] == ["harbour-cranes.answers.toml"]
    rest = TYPED[TYPED.index("the signed copy") :]
    result = run("--answers", "harbour-cranes.answers.toml", "--ask", answers=rest)
    assert result.exit_code == 0, result.output
    assert "Whose support is it?" not in result.output
    assert written(here / "contracts" / "harbour-cranes.toml").vendor == "Harbour Cranes"


def test_an_answer_of_the_file_that_will_not_do_is_asked_for(here: Path) -> None:
    file = answered(here, zone="berlin", spare="1")
    result = run("--answers", file, "--ask", answers="\n\nEurope/Berlin\n" + "\n" * 60)
    assert result.exit_code == 0, result.output
    assert "The file's answer will not do: 'berlin' is not a time zone" in " ".join(result.output.split())
    assert "Nothing asked for these answers of the file, so they were left out: spare." in result.output
    assert str(written(here / "contracts" / "small.toml").zone) == "Europe/Berlin"
