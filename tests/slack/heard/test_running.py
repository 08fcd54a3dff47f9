"""A real `intake serve` that listens in Slack: signed requests over HTTP, killed in the middle, started again.

Our own signed requests, and our fake web API for who somebody is.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from intake.database.engine import Database, sqlite_url
from intake.storage import cases, tables
from tests.acceptance.running import Place, Serving, begin, intake, opened, settle_in, until
from tests.slack import payloads
from tests.slack.fake import FakeSlack, fake_slack
from tests.slack.ids import ANN, CUSTOMER, SECRET

CUSTOMERS = "name,contract,plan,contacts,slack\nGold Company,gotomyerp-plans,gold,Ann Lee <ann@gold.example>,T0GOLD\n"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Place, FakeSlack]]:
    """Return a bot that is set up and does not run yet, with a Slack that knows Ann."""
    with fake_slack() as slack:
        slack.people[ANN] = payloads.person(ANN, team=CUSTOMER, address="ann@gold.example")
        found = settle_in(tmp_path, smarthost=9)
        told = (
            '[web]\nport = 0\nhost = "127.0.0.1"\npublic_url = "https://support.example.com"\n'
            f'[slack]\nsigning_secret = "{SECRET}"\nbot_token = "xoxb-1"\napi_url = "{slack.url}"\n'
            "quiet_seconds = 0.5\n"
        )
        found.settings.write_text(found.settings.read_text(encoding="utf-8") + told, encoding="utf-8")
        (tmp_path / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
        ran = intake(found, "customers", "import", str(tmp_path / "customers.csv"))
        assert ran.returncode == 0, ran.stderr
        yield found, slack


def post(bot: Serving, body: Mapping[str, Any]) -> int:
    """Send an event as Slack does; return the status of the answer."""
    port = next(int(str(one["port"])) for one in bot.events() if one["event"] == "web.open")
    raw = json.dumps(body)
    return httpx.post(f"http://127.0.0.1:{port}/slack/events", content=raw, headers=payloads.signed(raw)).status_code


def now(seconds: float = 0.0) -> str:
    return f"{time.time() + seconds:.6f}"


@contextmanager
def store(place: Place) -> Iterator[sa.Connection]:
    database = Database(sqlite_url(place.store))
    try:
        with database.read() as connection:
            yield connection
    finally:
        database.close()


def outcomes(place: Place) -> list[str]:
    with store(place) as connection:
        return list(connection.scalars(sa.select(tables.messages.c.outcome).order_by(tables.messages.c.id)))


def test_killed_in_the_middle_of_a_turn_nothing_is_lost_and_nothing_is_twice(place: tuple[Place, FakeSlack]) -> None:
    here, slack = place
    said = [payloads.message(f"Report {number} is empty", ts=now(number / 10)) for number in range(3)]
    events = [payloads.event(inner) for inner in (*said, payloads.mention(said[0]))]
    with opened(begin(here)) as bot:
        assert [post(bot, event) for event in events] == [200] * 4
        bot.kill()
    assert len(outcomes(here)) == 3
    with opened(begin(here)) as bot:
        assert [post(bot, event) for event in events] == [200] * 4  # Slack had no answer, perhaps
        until(lambda: outcomes(here) == ["opened", "continued", "continued"], what="a case")
        assert post(bot, payloads.event(payloads.edited(said[0], "Report 0 is full"))) == 200
        until(lambda: outcomes(here) == ["opened", "continued", "continued", "continued"], what="the edit")
        assert bot.stop() == 0
    with store(here) as connection:
        case = cases.find(connection, 1001)
        assert case is not None
        assert (case.contact_address, case.subject) == ("ann@gold.example", "Report 0 is empty")
    ran = intake(here, "verify")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert slack.of("users.info")
