"""The bot hears itself in the channels that it is in: by whatever an event tells of it, it answers itself never.

By our own payloads; those without authorizations and bot_id are as an emulator of Slack (npm `emulate`) sends them.
"""

from typing import Any

import pytest

from intake.storage.slack import installations
from intake.storage.slack.installations import Installed
from tests.slack import payloads
from tests.slack.heard.desk import CUSTOMER, Chat
from tests.slack.ids import BOT, BOT_ID, TEAM


@pytest.fixture
def installed(chat: Chat) -> Chat:
    made = Installed(enterprise="", team=TEAM, bot_user=BOT, secret="", installed_at=chat.office.now)
    with chat.office.database.write() as connection:
        installations.put(connection, made)
    return chat


@pytest.mark.parametrize(
    ("told", "outside"),
    [
        pytest.param({"bot_id": BOT_ID}, {}, id="as Slack tells it: a bot's, and which user we are there"),
        pytest.param({}, {}, id="by which user we are there"),
        pytest.param({"bot_id": BOT_ID}, {"authorizations": []}, id="by a bot's id alone"),
        pytest.param({}, {"authorizations": []}, id="by the user who the app was installed as"),
    ],
)
def test_what_the_bot_writes_is_nobodys_message(installed: Chat, told: dict[str, Any], outside: dict[str, Any]) -> None:
    inner = payloads.message("Thank you, this is case 1001.", user=BOT, team=TEAM, **told)
    assert installed.deliver(installed.event(inner, **outside)) is None
    assert installed.events() == [("done", "nobody's message")]


def test_what_a_customer_writes_is_heard_without_authorizations_too(installed: Chat) -> None:
    inner = payloads.message("The invoice list is slow.", team=CUSTOMER)
    assert installed.deliver(installed.event(inner, authorizations=[])) is not None


def test_what_the_bot_changes_in_its_own_words_is_nobodys_either(installed: Chat) -> None:
    inner = payloads.message("Thank you, this is case 1001.", user=BOT, team=TEAM)
    installed.deliver(installed.event(payloads.edited(inner, "It has level 2."), authorizations=[]))
    installed.clerk()
    assert installed.events() == [("done", "nobody's words")]
