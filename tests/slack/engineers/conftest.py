"""A fake Slack that knows the desk's people, and an office with Slack, as new for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack.engineers.floor import new_office, staffed
from tests.slack.fake import FakeSlack, fake_slack
from tests.stages.office import Office


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        yield staffed(slack)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = new_office(tmp_path)
    yield found
    found.database.close()
