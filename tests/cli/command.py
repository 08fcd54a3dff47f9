"""The command line as it is installed, run in this process; and a desk's files for it to work on."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from intake.__main__ import main
from tests.stages.office import SECRET, Office, open_office

PLAIN = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def refusal(self) -> str:
        """Return the one line a refused command writes on stderr; anything else about it is a mistake."""
        assert (self.code, self.out, self.err.count("\n")) == (2, "", 1), self
        assert self.err.startswith("intake: "), self
        return self.err.removeprefix("intake: ").rstrip("\n")


def intake(*words: str, environment: Mapping[str, str] = PLAIN) -> Ran:
    """Run `intake` with these words, `intake.__main__` included, and return how it ended."""
    hook, code = sys.excepthook, 0
    with CliRunner().isolation(env=dict(environment)) as (out, err, _), patch("sys.argv", ["intake", *words]):
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
        finally:
            sys.excepthook = hook
        return Ran(code, out.getvalue().decode(), err.getvalue().decode())


@dataclass(frozen=True)
class Place:
    """A settings file with its store, and the office that works on it."""

    settings: Path
    office: Office

    def intake(self, *words: str, environment: Mapping[str, str] = PLAIN) -> Ran:
        """Run a command on this place's settings."""
        return intake(*words, "--settings", str(self.settings), environment=environment)


def settle(folder: Path) -> Place:
    """Write settings for a desk in `folder` and open its store."""
    office = open_office(folder)
    settings = folder / "intake.toml"
    settings.write_text(
        f'[desk]\naddress = "support@desk.example"\nsecret = "{SECRET}"\n'
        f'[store]\nurl = "sqlite:///{folder / "intake.db"}"\n',
        encoding="utf-8",
    )
    return Place(settings, office)
