"""`intake parse` on files and on standard input."""

import json
from pathlib import Path

from click.testing import CliRunner

from intake.cli.parse import parse

MAIL = b"From: Lee <lee@customer.example>\nSubject: P2 import\nDate: Tue, 3 Mar 2026 09:14:00 +0100\n\nIt fails.\n"
FIELDS = [
    "file",
    "message_id",
    "in_reply_to",
    "references",
    "date",
    "from",
    "to",
    "cc",
    "reply_to",
    "subject",
    "subject_base",
    "text",
    "reply_text",
    "quoted_text",
    "signature",
    "forwarded",
    "language",
    "attachments",
    "automatic",
    "acknowledge",
    "why_not",
    "bounce",
    "claimed_level",
    "defects",
]


def test_one_file_gives_one_object(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(MAIL)
    result = CliRunner().invoke(parse, [str(file)])
    shown = json.loads(result.stdout)
    assert (result.exit_code, list(shown), shown["file"]) == (0, FIELDS, str(file))
    assert shown["from"] == {"name": "Lee", "address": "lee@customer.example"}
    assert shown["claimed_level"] == "P2"
    assert result.stdout.count("\n") > 10


def test_jsonl_gives_one_line_a_mail(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.eml", "b.eml")]
    for file in files:
        file.write_bytes(MAIL)
    for arguments in (["--jsonl", str(files[0])], [str(one) for one in files]):
        lines = CliRunner().invoke(parse, arguments).stdout.splitlines()
        assert len(lines) == len([one for one in arguments if one.endswith(".eml")])
        assert all(json.loads(line)["text"] == "It fails." for line in lines)


def test_standard_input_and_the_envelope() -> None:
    result = CliRunner().invoke(parse, ["--mail-from", "<>", "--rcpt-to", "help@vendor.example", "-"], input=MAIL)
    shown = json.loads(result.stdout)
    assert (shown["file"], shown["acknowledge"]) == ("-", False)
    assert shown["automatic"] == {"kind": "bounce", "reason": "null sender"}


def test_a_missing_file_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(MAIL)
    result = CliRunner().invoke(parse, ["--jsonl", str(tmp_path / "none.eml"), str(tmp_path), str(file)])
    assert result.exit_code == 2
    assert len(result.stdout.splitlines()) == 1
    assert [line.startswith("intake parse: ") for line in result.stderr.splitlines()] == [True, True]
    assert "none.eml: No such file" in result.stderr


def test_the_html_is_shown_only_when_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(MAIL.replace(b"\n\n", b"\nContent-Type: text/html\n\n<script>x()</script><b>Now.</b> "))
    shown = json.loads(CliRunner().invoke(parse, ["--html", str(file)]).stdout)
    assert list(shown) == [*FIELDS, "html"]
    assert shown["html"].strip() == "<b>Now.</b> It fails."
    file.write_bytes(MAIL)
    assert json.loads(CliRunner().invoke(parse, ["--html", str(file)]).stdout)["html"] is None
