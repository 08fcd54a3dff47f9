"""The short way through an address gives what aiosmtpd's own parser gives."""

import asyncio
from datetime import UTC, datetime

import pytest
from aiosmtpd.smtp import SMTP
from hypothesis import given
from hypothesis import strategies as st

from intake.doors.crowd import Crowd
from intake.doors.smtp_door import Door
from intake.doors.smtp_handler import DoorSettings, Handler

SETTINGS = DoorSettings(host="127.0.0.1", port=0, hostname="desk.example", addresses=frozenset(), max_size=1000)


def both(argument: str) -> tuple[object, object]:
    """Return what the door makes of an argument of MAIL or RCPT, and what aiosmtpd does."""

    async def made() -> Door:
        handler = Handler(SETTINGS, None, lambda: datetime.now(UTC))  # type: ignore[arg-type] # nothing is stored
        return Door(handler, Crowd(most=1, most_per_address=1), SETTINGS)

    door = asyncio.run(made())
    try:
        theirs = SMTP._getaddr(door, argument)
    except (IndexError, AttributeError, ValueError):  # it trips over some
        theirs = (None, None)
    return door._getaddr(argument), theirs


@pytest.mark.parametrize(
    "argument",
    [
        "<ann@gold.example>", " <ann@gold.example>", "<ann@gold.example> SIZE=10", "<ann@gold.example>SIZE=10", "<>",
        "ann@gold.example", "<ann..b@gold.example>", "<.ann@gold.example>", "<ann@>", "<@gold.example>", "<ann>", "<",
        '<"a b"@gold.example>', "<ann@[127.0.0.1]>", "<ann@gold.example", "<a@b> <c@d>", "<j\u00f6rg@gold.example>",
        "<" + "a" * 64 + "@gold.example>", "<" + "a" * 65 + "@gold.example>", "<@a.example:ann@gold.example>",
        "<ann@gold.example>\n", "<ann@gold_en.example>",
    ],
)  # fmt: skip
def test_the_same_address(argument: str) -> None:
    ours, theirs = both(argument)
    assert ours == theirs


@given(st.text(alphabet='<>@. ab"+-\\()[]:,;\t\u00f6', max_size=30))
def test_any_argument(argument: str) -> None:
    ours, theirs = both(argument)
    assert ours == theirs
