"""One fake Slack for the tests of a module, as new for each."""

from collections.abc import Iterator

import pytest

from tests.slack.fake import FakeSlack, fake_slack


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        yield slack
