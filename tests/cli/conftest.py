"""A desk with settings and store for each test."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from intake.bootstrap.templates import read_templates
from intake.contract.checks.check import check
from intake.contract.file.load import load_contract
from tests.cli.command import Place, settle

_loaded = cache(load_contract)
_checked = cache(check)
_templates = cache(read_templates)


@pytest.fixture(autouse=True)
def _load_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load and check each contract once, and compile the templates once: nothing else takes a command as long."""
    monkeypatch.setattr("intake.bootstrap.library.load_contract", _loaded)
    monkeypatch.setattr("intake.bootstrap.library.check", _checked, raising=False)
    monkeypatch.setattr("intake.bootstrap.desk.read_templates", _templates, raising=False)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return a desk's settings file and the office behind it."""
    found = settle(tmp_path)
    yield found
    found.office.database.close()
