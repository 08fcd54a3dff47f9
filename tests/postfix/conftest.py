"""A Postfix in front of a bot, which is the bot's smarthost too."""

import os
from pathlib import Path

import pytest

from tests.acceptance.conftest import nursery, prepared, sink
from tests.postfix.server import missing

__all__ = ["nursery", "prepared", "sink"]


@pytest.fixture(autouse=True)
def _needs_postfix() -> None:
    """Say what is missing; where everything must run (CI), that is a failure."""
    why = missing()
    if why is not None:
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder for the bot."""
    return tmp_path / "bot"
