"""`intake suggest` as a script calls it."""

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from intake.cli.suggest import suggest
from intake.domain.errors import BadInput

ROW = {"id": "m1", "channel": "email", "subject": "Export", "text": "How do I export the list to Excel?"}


def run(*arguments: str, text: str) -> Result:
    return CliRunner().invoke(suggest, list(arguments), input=text)


def test_one_message_from_standard_input() -> None:
    result = run("-", text=json.dumps(ROW))
    answer = json.loads(result.output)
    assert (result.exit_code, answer["id"], answer["severity"], answer["kind"]) == (0, "m1", 4, "question")


def test_bad_rows_are_answered_and_the_rest_go_on(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [json.dumps(ROW), "nonsense", json.dumps({"id": "m2"}), json.dumps({**ROW, "id": "m3", "subject": 7})]
    path.write_text("\n".join([*rows, json.dumps({**ROW, "id": "m4", "subject": None})]), encoding="utf-8")
    result = run("--jsonl", str(path), text="")
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert result.exit_code == 2
    assert [answer.get("id") for answer in answers] == ["m1", None, "m2", "m3", "m4"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False]
    assert answers[2]["error"].startswith("text:")


def test_what_is_no_object_is_refused() -> None:
    for text in ("[1]", "nonsense", ""):
        assert isinstance(run("-", text=text).exception, BadInput)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    assert isinstance(run("--model", str(tmp_path), "-", text=json.dumps(ROW)).exception, BadInput)


def test_as_a_program_with_exit_codes_and_without_a_traceback() -> None:
    command = [sys.executable, "-m", "intake", "suggest", "--model", "no-such-folder", "-"]
    done = subprocess.run(command, input=json.dumps(ROW), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no-such-folder" in done.stderr
