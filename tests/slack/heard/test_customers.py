"""Customers' workspaces and channels: in the CSV file, on the command line, in the list."""

import pytest

from intake.bootstrap.customer_file import checked_customer
from intake.domain.errors import BadInput
from intake.storage import customers
from tests.slack.heard.desk import Chat
from tests.stages.office import contracts

ROW = {"name": "Brindle", "contract": "gotomyerp"}


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        pytest.param("", (), id="none"),
        pytest.param("T0123ABCD", ("T0123ABCD",), id="a workspace"),
        pytest.param("T0DESK/C0123ABCD", ("T0DESK/C0123ABCD",), id="a channel"),
        pytest.param(" T0ONE  T0DESK/C0TWO;T0DESK/G0THREE", ("T0ONE", "T0DESK/C0TWO", "T0DESK/G0THREE"), id="several"),
        pytest.param("E0ORG/C0TWO", ("E0ORG/C0TWO",), id="a channel of an organisation"),
    ],
)
def test_workspaces_and_channels_are_read_and_stored(chat: Chat, cell: str, places: tuple[str, ...]) -> None:
    made = checked_customer({**ROW, "slack": cell}, contracts())
    with chat.office.database.write() as connection:
        added = customers.add(connection, made)
        assert added.slack == places
        for place in places:
            assert customers.by_slack(connection, place) == added


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        pytest.param("C0123ABCD", "'C0123ABCD' is no workspace or channel; write T0123ABCD", id="a channel alone"),
        pytest.param("#support", "'#support' is no workspace or channel", id="a name"),
        pytest.param("team", "slack: 'team' is no workspace or channel", id="a name that begins as an id does"),
        pytest.param("T0DESK/general", "'T0DESK/general' is no workspace or channel", id="a channel's name"),
        pytest.param("T0DESK/D0123ABCD", "'T0DESK/D0123ABCD' is no workspace or channel", id="a direct message"),
        pytest.param("T0ONE T0ONE", "slack: 'T0ONE' is there twice", id="twice"),
    ],
)
def test_what_is_none_is_said_with_what_to_write(cell: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked_customer({**ROW, "slack": cell}, contracts())
    assert said in str(refused.value)


def test_a_workspace_has_one_owner(chat: Chat) -> None:
    made = checked_customer({**ROW, "slack": "T0GOLD"}, contracts())
    with (
        chat.office.database.write() as connection,
        pytest.raises(BadInput, match="slack: 'T0GOLD' belongs to another customer already, Acme; a"),
    ):
        customers.add(connection, made)
