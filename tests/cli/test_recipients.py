"""To whom a letter goes, as `intake case` and a preview say it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake.cli.case_recipient import recipient_said
from intake.domain.case import Case, MailKind, Outgoing
from intake.domain.contract import Channel

LETTER = Outgoing(
    id=1, case_id=1001, kind=MailKind.CONSENT, key="k", recipient="", mail_from="", message_id="", raw=b""
)
CASE = Case(
    id=1001,
    customer_id=1,
    contact_address="slack:T0GOLD/U0ANN",
    contact_name="Ann Lee",
    channel=Channel.SLACK,
    contract=None,
    plan=None,
    subject="Down",
    language="en",
    zone="UTC",
    opened_at=datetime(2026, 5, 12, 14, 0, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("recipient", "name", "said"),
    [
        pytest.param("ann@acme.example", "Ann Lee", "ann@acme.example", id="a mail"),
        pytest.param("slack:T0DESK/C0GOLD/1.2", "Ann Lee",
                     "Ann Lee in Slack, the case's thread in their channel (https://app.slack.com/client/T0DESK/C0GOLD)",
                     id="a thread of a channel"),
        pytest.param("slack:T0DESK/D0ANN/", "Ann Lee",
                     "Ann Lee in Slack, a direct message (https://app.slack.com/client/T0DESK/D0ANN)",
                     id="a direct message"),
        pytest.param("slack:T0DESK/D0ANN/", "",
                     "the customer in Slack, a direct message (https://app.slack.com/client/T0DESK/D0ANN)",
                     id="nobody's name"),
    ],
)  # fmt: skip
def test_a_recipient_is_said_as_people_know_it(recipient: str, name: str, said: str) -> None:
    assert recipient_said(replace(LETTER, recipient=recipient), replace(CASE, contact_name=name)) == said
