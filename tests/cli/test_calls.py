"""The command as a whole: help at once, every mistake one line on stderr with exit code 2, never a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import Place, intake

HEAVY = ("sqlalchemy", "alembic", "pydantic", "jinja2", "spacy", "sklearn", "numpy", "rich", "aiosmtpd", "structlog")


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "intake", *words], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("words", [["--help"], ["cases", "--help"], ["override", "--help"], ["customers", "--help"]])
def test_help_imports_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    program = (
        "import sys\n"
        "from intake.__main__ import main\n"
        f"sys.argv = ['intake', *{words!r}]\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code, ended.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.startswith("Usage: intake")
    assert ran.stderr == "[]\n"


def test_from_init_to_a_queue_as_processes(tmp_path: Path) -> None:
    made = run("init", folder=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "Wrote intake.toml." in made.stdout
    added = run(
        "customers", "add", "--name", "Acme", "--contract", "helpdesk", "--domain", "a.example", folder=tmp_path
    )
    assert (added.returncode, added.stdout) == (0, "Added Acme (helpdesk).\n")
    queue = run("cases", folder=tmp_path)
    assert (queue.returncode, queue.stderr) == (0, "")
    assert "No cases yet." in queue.stdout


def test_a_mistake_in_a_process_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    ran = run("cases", folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "intake: intake.toml: there is no settings file; `intake init` writes one\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(
            ["nonsense"], "No such command 'nonsense'. `intake --help` shows what can be written.", id="command"
        ),
        pytest.param(["cases", "--nonsense"], "No such option '--nonsense'.", id="an unknown option"),
        pytest.param(["case"], "Missing argument 'NUMBER'.", id="a number is missing"),
        pytest.param(["case", "1", "2"], "Got unexpected extra argument", id="a number too many"),
        pytest.param(["cases", "--settings", "/none/x.toml"], "/none/x.toml: there is no settings file", id="no file"),
    ],
)
def test_a_wrong_call_is_one_line(words: list[str], said: str) -> None:
    assert said in intake(*words).refusal


@pytest.mark.parametrize("words", [[], ["customers"], ["contracts"]])
def test_a_command_without_its_words_shows_its_help(words: list[str]) -> None:
    ran = intake(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: intake")


@pytest.mark.parametrize(
    "words",
    [
        ["cases"],
        ["case", "1001"],
        ["confirm", "1001"],
        ["override", "1001", "--level", "1", "--reason", "x"],
        ["consent", "1001", "--yes"],
        ["customers", "list"],
    ],
)
@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("[desk]\n", "address: this key is missing", id="settings without an address"),
        pytest.param(
            '[desk]\naddress = "a@b.example"\nsecret = "0123456789abcdef"\n[store]\nurl = "sqlite:////none/x.db"\n',
            "store.url: sqlite:////none/x.db cannot be opened",
            id="a store that cannot be opened",
        ),
        pytest.param(
            '[desk]\naddress = "a@b.example"\nsecret = "0123456789abcdef"\n[store]\nurl = "nonsense"\n',
            "store, url: not a store that can be used; write a file such as sqlite:///intake.db",
            id="a store that is none",
        ),
    ],
)
def test_bad_settings_are_one_line_for_every_command(tmp_path: Path, words: list[str], written: str, said: str) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(written, encoding="utf-8")
    assert said in intake(*words, "--settings", str(file)).refusal


@pytest.mark.parametrize("words", [["case", "1001"], ["confirm", "1001"], ["customers", "add", "--name", "A"]])
def test_a_broken_contract_is_one_line_for_every_command(place: Place, tmp_path: Path, words: list[str]) -> None:
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "broken.toml").write_text("id = broken\n", encoding="utf-8")
    with place.settings.open("a", encoding="utf-8") as settings:
        settings.write(f'[folders]\ncontracts = "{folder}"\n')
    more = ["--contract", "broken"] if words[0] == "customers" else []
    assert "broken.toml" in place.intake(*words, *more).refusal


def test_init_says_what_to_do_next_and_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "intake.toml"
    assert intake("init", str(file)).out.startswith(f"Wrote {file}. Set `address` under [desk]")
    before = file.read_bytes()
    assert intake("init", str(file)).refusal == f"{file}: is there already; edit it, or remove it first"
    assert file.read_bytes() == before
