"""Over LMTP the client is our own mail server: what it hands over carries no peer, so no SPF is asked of it."""

import asyncio
import smtplib
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from intake.domain.case import Accepted, Outcome
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.doors.smtp import open_door
from intake.doors.smtp_handler import DoorSettings

DESK = "support@desk.example"


@dataclass
class Kept:
    envelopes: list[Envelope] = field(default_factory=list)

    async def put(self, channel: Channel, envelope: Envelope) -> Accepted:
        self.envelopes.append(envelope)
        return Accepted(
            id=1, channel=channel, envelope=envelope, message_id=None, duplicate_of=None, outcome=Outcome.ACCEPTED
        )


@pytest.mark.parametrize(("lmtp", "peer"), [(False, "127.0.0.1"), (True, "")], ids=["SMTP", "LMTP"])
def test_whose_address_is_kept(lmtp: bool, peer: str) -> None:
    kept = Kept()
    settings = DoorSettings(
        host="127.0.0.1", port=0, hostname="door.example", addresses=frozenset({DESK}), max_size=10_000, lmtp=lmtp
    )

    async def handed_over() -> None:
        door = await open_door(settings, kept, lambda: datetime.now(UTC))
        port = door.sockets[0].getsockname()[1]
        await asyncio.to_thread(_send, port)
        await door.finish()

    def _send(port: int) -> None:
        client = smtplib.LMTP("127.0.0.1", port) if lmtp else smtplib.SMTP("127.0.0.1", port)
        with client:
            client.sendmail("ann@acme.example", [DESK], b"Subject: x\r\n\r\nIt fails.\r\n")

    asyncio.run(handed_over())
    assert [envelope.peer for envelope in kept.envelopes] == [peer]
