"""The Slack side of the demo, as a newcomer runs it: against the emulator; what it cannot send, signed by the demo."""

import hashlib
import hmac
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from intake.demo.slack.emulator import VERSION, modules
from intake.demo.slack.presses import Hand, action, press, signed
from intake.demo.slack.scenario import SECRET, slack_customers_csv, steps, world
from intake.domain.errors import BadInput
from tests.slack.emulator.emulated import why_not, without

SHIPPED = Path(__file__).resolve().parents[2]


def demo(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "intake", "demo", "--slack", *options]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
        env={**os.environ, "COLUMNS": "80", **environment},
    )


def test_who_and_what_there_is_fits_together() -> None:
    here = world()
    assert {room.customer for room in here.rooms} - {""} == {
        line.split(",")[0] for line in slack_customers_csv(here).splitlines()[1:]
    }
    assert all(step.by in {human.key for human in here.people} for step in steps())
    opened = {step.case for step in steps() if (step.says and step.channel) or step.reacts}
    assert {step.case for step in steps()} - {""} == opened - {""}


def test_each_customer_has_the_workspace_of_its_people() -> None:
    rows = slack_customers_csv(world()).splitlines()
    assert rows[0].endswith(",slack")
    assert [row.rpartition(",")[2] for row in rows[1:]] == ["T0ALDER", "T0BRINDLE", "T0COBALT", "T0DELMAR", "T0ELMWOOD"]


def test_a_press_carries_what_slack_s_does_and_is_signed_as_slack_signs() -> None:
    button = {"type": "button", "action_id": "a", "value": "7", "text": {"type": "plain_text", "text": "Yes"}}
    hand = Hand(world=world(), human=world().human("ruth"), trigger="1.2.x")
    payload = press(hand, "C0ALDER", {"ts": "1.2", "user": "U0DESK", "text": "?"}, action({"block_id": "b"}, button))
    assert (payload["type"], payload["trigger_id"]) == ("block_actions", "1.2.x")
    assert payload["user"]["team_id"] == "T0ALDER"
    assert payload["team"]["id"] == payload["message"]["team"] == "T0DESK"
    assert payload["container"]["channel_id"] == payload["channel"]["id"] == "C0ALDER"
    assert [(one["action_id"], one["value"], one["block_id"]) for one in payload["actions"]] == [("a", "7", "b")]
    headers = signed(b"payload=x")
    told = f"v0:{headers['x-slack-request-timestamp']}:payload=x".encode()
    assert headers["x-slack-signature"] == "v0=" + hmac.new(SECRET.encode(), told, hashlib.sha256).hexdigest()


def test_without_the_emulator_one_line_says_what_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("intake.demo.slack.emulator._OF_CLONE", tmp_path)
    with pytest.raises(BadInput, match="not installed; `make slack-demo` installs it"):
        modules()


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        pytest.param(None, "Node 20 or later is not installed; `make slack-demo` installs it", id="no Node"),
        pytest.param("v18.20.4", "Node v18.20.4 is too old", id="an old Node"),
        pytest.param("bun 1.0", "Node bun 1.0 is too old", id="something else of that name"),
    ],
)
def test_without_a_node_that_is_new_enough_one_line_says_so(tmp_path: Path, said: str | None, complaint: str) -> None:
    (tmp_path / "bin").mkdir()
    if said is not None:
        script = tmp_path / "bin" / "node"
        script.write_text(f"#!{shutil.which('sh')}\necho {said}\n")
        script.chmod(0o755)
    done = demo(tmp_path, PATH=str(tmp_path / "bin"))
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_emulator_is_the_one_that_is_locked() -> None:
    lock = (SHIPPED / "tests/slack/emulator/package-lock.json").read_text()
    assert f'"emulate": "{VERSION}"' in (SHIPPED / "tests/slack/emulator/package.json").read_text()
    assert '"resolved"' not in lock  # no registry's address
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    missing = why_not()
    if missing is not None:
        without(missing)
    folder = tmp_path_factory.mktemp("elsewhere")
    done = demo(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(folder.iterdir()) == []  # it leaves nothing behind
    return done.stdout


WHAT_IS_SEEN = [
    pytest.param(
        ["hi all", "I would call it severity 2", "Support APP", "this is case 1001", "Within 4 hours", "clause"],
        id="four messages are one case, answered once in its thread with the deadline and its clause",
    ),
    pytest.param(["filed", "not_a_request", "greeting"], id="a greeting is filed, and the reason kept"),
    pytest.param(
        ["now reads", "✓ 3: Minimal business impact (@Ruth Okafor)", "level 3", "instead of level 2", "Within 6 hours"],
        id="the customer's choice takes effect, and the menu says who chose",
    ),
    pytest.param(["+ it began with the update", "continued case 1001", "an edit of message"], id="an edit is known"),
    pytest.param(["filed", "deleted by its writer"], id="what is deleted before it is read is read by nobody"),
    pytest.param(["case 1002", "second location", "[ It fails from two locations ]"], id="the checklist is asked"),
    pytest.param(["✓ It fails from two locations (@Tomás Rey)", "emergency", "30 minutes"], id="pressed, it counts"),
    pytest.param(
        ["Case 1002", "| Nobody in our", "Stands at: an emergency", "[ Confirm the emergency ]"], id="the card"
    ),
    pytest.param(["only Casey sees it", "Nothing was done"], id="a guest decides nothing"),
    pytest.param(["Confirmed by Kim", "Taken by Kim", "- [ Confirm the emergency ]"], id="an engineer does"),
    pytest.param(["case 1003", "level: 3", "call"], id="a case of the contract that wants agreement"),
    pytest.param(["Override case 1003", "[ Pick a level v ]", "Level 1", "customer is asked first"], id="the modal"),
    pytest.param(
        ["[ Level 1: ", "Within 4 hours", "level 3 holds until they agree", "Do you agree to level 1"],
        id="what would come of a level, and the customer's letter, before anything is done",
    ),
    pytest.param(["as Hal Brandt sees it", "Do you agree to level 1", "[ Yes, I agree ]"], id="the customer is asked"),
    pytest.param(["✓ Yes, I agree (@Hal Brandt)", "now has level 1", "instead of level 3"], id="and answers by button"),
    pytest.param(
        ["direct message to Support, as Priya", "case 1004", "1 week response"], id="a direct message is a case"
    ),
    pytest.param(["filed", "not_a_request: chatter"], id="chatter is filed, and the reason kept"),
    pytest.param(["opened case 1005"], id="an emoji makes a case of it all the same"),
    pytest.param(["Fall 1006", "Schweregrad: keiner", "Eingegangen: "], id="answered in German"),
    pytest.param(["Case 1006 (closed)", "Closed today", "by Kim", "nothing was asked for"], id="Not a case closes it"),
    pytest.param(
        ["Suggested: severity 3", "Taken by Lee", "[ Not a case ]"], id="Take: whose a case is, all engineers see"
    ),
    pytest.param(["Nothing new in #alder-freight, as Ruth Okafor sees it"], id="remarks stay among engineers"),
    pytest.param(
        ["Lee's modal", "[We have found the cause", "[x] template.txt (1 kB)", "[ Send to customer ]"],
        id="one is picked to be sent, its file named",
    ),
    pytest.param(
        ["as Ruth Okafor sees it", "We have found the cause", "Lee, ", "[file] template.txt (72 bytes)"],
        id="and only then it is, the file below the words",
    ),
    pytest.param(["continued case 1001", "given by Lee", "Will the next update"], id="a mail joins the case"),
    pytest.param(
        ["Home: what Kim sees", "5 open cases, 3 of which nobody has decided", "Yours"], id="the app's own page"
    ),
    pytest.param(["only Kim sees it", "1 found", "1001 Alder Freight", "Lee has it"], id="a search by /intake"),
]


def blocks(shown: str) -> list[str]:
    """Return what is printed of each step, each on one line."""
    printed = re.split(r"\n(?= ?\d+ [ *] )|\n\$ ", shown)
    return [re.sub(r"[\s│]+", " ", one) for one in printed]


@pytest.mark.parametrize(
    ("number", "words"),
    [(n, row.values[0]) for n, row in enumerate(WHAT_IS_SEEN, start=1)],
    ids=[str(row.id) for row in WHAT_IS_SEEN],
)
def test_each_step_is_seen_by_who_looks(shown: str, number: int, words: list[str]) -> None:
    step, block = steps()[number - 1], blocks(shown)[number]
    assert step.title in block
    for one in words:
        assert one in block


def test_every_step_has_its_row_above() -> None:
    assert len(WHAT_IS_SEEN) == len(steps())


def test_what_the_demo_signs_by_itself_is_marked(shown: str) -> None:
    marked = re.findall(r"^ ?(\d+) \*", shown, re.MULTILINE)
    assert [int(number) for number in marked] == [n for n, step in enumerate(steps(), start=1) if step.is_signed_by_us]
    assert "What it cannot send (buttons, menus, modals, commands) this demo signs and sends itself" in blocks(shown)[0]


def test_no_remark_of_an_engineer_reaches_the_customer(shown: str) -> None:
    assert "has reset the template" not in shown  # written below the card, and never sent


def test_what_was_deleted_at_once_is_shown_nowhere(shown: str) -> None:
    assert "Sunshine-1" not in shown


def test_nothing_is_lost(shown: str) -> None:
    assert "all is well: " in shown
    assert re.fullmatch(
        r"Accepted (\d+) = 6 opened, \d+ continued, \d+ filed, 0 parked; 0 still waiting\.", shown.splitlines()[-1]
    )


def test_all_of_it_can_be_read_on_eighty_columns(shown: str) -> None:
    assert max(map(len, shown.splitlines())) <= 80
