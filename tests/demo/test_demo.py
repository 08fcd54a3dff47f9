"""The demo, as a newcomer runs it."""

import re
import subprocess
import sys

import pytest

from intake.demo.scenario import consent, filled, steps


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("elsewhere")
    done = subprocess.run(
        [sys.executable, "-m", "intake", "demo"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(folder.iterdir()) == []  # it leaves nothing behind
    return done.stdout


WHAT_BECOMES = [
    pytest.param("a calm outage", "opened", "level 3's clock", id="a calm outage by e-mail runs at level 3"),
    pytest.param("a shouted how-to", "opened", "24-48 hours", id="shouting changes nothing"),
    pytest.param("an out-of-office", "filed", "auto_reply", id="an out-of-office is filed"),
    pytest.param("an unknown sender", "opened", "nothing is promised", id="a stranger is promised nothing"),
    pytest.param("a bounce of that receipt", "filed with case", "bounce", id="a bounce is filed with its case"),
    pytest.param("a forward", "opened", "1 to 2 business hours", id="a forward opens a case"),
    pytest.param("an old, mislabelled charset", "opened", "1 to 2 business hours", id="an old charset is read"),
    pytest.param("a follow-up", "continued", "24-48 hours", id="a follow-up continues its case"),
    pytest.param("a level 1 that needs a call", "opened", "level 2", id="level 1 off the telephone runs at level 2"),
    pytest.param("no connection at two sites", "opened", "emergency (provisional)", id="two sites are an emergency"),
    pytest.param("an enhancement", "opened", "P6 (provisional)", id="an enhancement is a scheduled task"),
    pytest.param("the first one again", "filed with case", "duplicate of message 1", id="a duplicate is filed"),
    pytest.param("the customer agrees", "continued", "level 1 (overridden)", id="a customer's yes takes effect"),
]

WHAT_AN_ENGINEER_DOES = [
    pytest.param("intake confirm 1007", ["emergency (confirmed)", "nobody is written to"], id="an emergency stands"),
    pytest.param(
        "intake confirm 1007", ["Kim has taken the page: nobody else is called"], id="who decides is not paged"
    ),
    pytest.param(
        "intake override 1002 --level 4", ["level 4 (overridden)", "is told of the new promise"], id="override"
    ),
    pytest.param(
        "intake override 1006 --level 1",
        ["agreement to level 1: they are asked by mail", "level 2: ", "until they agree", "do you agree to level 1,"],
        id="a change that the customer must agree to is asked",
    ),
    pytest.param(
        "intake override 1006 --level 1",
        ["13 the customer agrees continued case 1006", "no engineer had to do anything; the customer is told once"],
        id="a yes takes effect by itself and is told once",
    ),
    pytest.param(
        'intake reply 1001 --text "We are looking into it."',
        ["first answer kept by Kim, ", " before its deadline"],
        id="a person's reply is the first answer",
    ),
    pytest.param("intake verify", ["all is well: ", " trail entries chained"], id="the store is whole"),
]


@pytest.mark.parametrize(("title", "outcome", "detail"), WHAT_BECOMES)
def test_each_message_is_shown_with_what_becomes_of_it(shown: str, title: str, outcome: str, detail: str) -> None:
    block = re.split(r"\n(?= ?\d+  |\$ )", shown.partition(title)[2])[0]
    assert block.lstrip().startswith(outcome)
    assert detail in block


def test_every_step_has_its_row_above(shown: str) -> None:
    sent = [*steps(), consent()]
    assert [step.title for step in sent] == [str(row.values[0]) for row in WHAT_BECOMES]
    assert all(step.title in shown for step in sent)


def test_as_many_mails_are_sent_as_it_says(shown: str) -> None:
    (said,) = re.findall(r"^(\d+) mails are sent", shown, re.MULTILINE)
    assert re.findall(r"^ ?(\d+)  ", shown, re.MULTILINE)[-1] == said


def test_the_old_charset_is_read_as_it_was_meant(shown: str) -> None:
    assert "“Café” in München" in shown
    assert "“Café”".encode("cp1252") in filled(steps()[6], {"date": "now"})


def test_nothing_is_lost(shown: str) -> None:
    assert shown.splitlines()[-1] == "Accepted 16 = 9 opened, 4 continued, 3 filed, 0 parked; 0 still waiting."


@pytest.mark.parametrize(("command", "said"), WHAT_AN_ENGINEER_DOES)
def test_each_act_of_the_engineer_is_shown_with_what_it_did(shown: str, command: str, said: list[str]) -> None:
    block = re.sub(r"[\s│]+", " ", shown.partition(f"\n$ {command}")[2].partition("\n$ ")[0])
    for words in said:
        assert words in block


@pytest.mark.parametrize("title", ["a level 1 that needs a call", "no connection at two sites"])
def test_who_is_on_call_is_paged_to_what_cannot_wait(shown: str, title: str) -> None:
    assert "paged Kim by mail" in re.split(r"\n(?= ?\d+  )", shown.partition(title)[2])[0]
    assert shown.count("paged ") == 2


def test_a_customer_is_answered_in_their_own_language(shown: str) -> None:
    assert "│ Guten Tag Jörg Weiß, " in shown


def test_a_burst_in_the_chat_window_is_answered_there_with_what_may_be_pressed(shown: str) -> None:
    window = re.sub(r"[\s│]+", " ", shown.partition("In the window")[2].partition("╰")[0])
    assert "this is case 1009." in window
    assert '("Within 6 hours", clause 3.2)' in window
    assert "[1: Critical business impact]" in window
    assert "[This got worse]" in window


def test_all_of_it_can_be_read_on_eighty_columns(shown: str) -> None:
    assert max(map(len, shown.splitlines())) <= 80
    assert len(shown.splitlines()) <= 180


def test_two_acknowledgements_are_printed_in_full_and_three_answers_begun(shown: str) -> None:
    assert shown.count("Subject: Re: ") == 4
    assert shown.count("│ ... ") == 3
    assert "clause 3.2" in shown
    assert "counts by telephone only" in re.sub(r"[\s│]+", " ", shown)
