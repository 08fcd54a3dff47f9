"""A desk with settings and store for each test, and no model, whose loading takes seconds."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from intake.bootstrap import replaying
from intake.bootstrap.templates import read_templates
from intake.contract.checks.check import check
from intake.contract.file.load import load_contract
from tests.cli.command import Place, settle
from tests.stages.office import Opinions

_loaded = cache(load_contract)
_checked = cache(check)
_templates = cache(read_templates)


@pytest.fixture
def opinions() -> Opinions:
    """Return what the replays' own classifier says: the same as the office's, unless a test says otherwise."""
    return Opinions()


@pytest.fixture(autouse=True)
def _load_once(monkeypatch: pytest.MonkeyPatch, opinions: Opinions) -> None:
    monkeypatch.setattr("intake.bootstrap.library.load_contract", _loaded)
    monkeypatch.setattr("intake.bootstrap.library.check", _checked)
    monkeypatch.setattr("intake.bootstrap.desk.read_templates", _templates)
    monkeypatch.setattr(replaying, "load", lambda *_asked: opinions)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return a desk's settings file and the office behind it."""
    found = settle(tmp_path)
    yield found
    found.office.database.close()
