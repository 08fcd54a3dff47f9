"""The window's turn in the demo: somebody who is signed in at the vendor's site writes, and is answered there."""

import asyncio

from intake.demo.post import PATIENCE, Demo
from intake.demo.show import Show
from intake.demo.web.site import Addresses, Person, vouched_for
from intake.demo.web.visit import visit

RUTH = Person(name="Ruth Okafor", address="ruth@alderfreight.example")
QUIET = 1.0  # seconds
_SAID = ("hello", "labels at dock 3 come out blank", "since about 11, the other docks are fine")


async def windows_turn(demo: Demo, where: Addresses, secret: str) -> None:
    """Let a customer write three short messages in the window, and print what they are answered."""
    await asyncio.to_thread(demo.running.suggests.wait, PATIENCE)
    demo.show.talking(RUTH.name, _SAID)
    answer = await visit(where, vouched_for(RUTH, secret), _SAID)
    demo.show.answered_there(answer.words, answer.offered)


def say_where(show: Show, where: Addresses) -> None:
    """Say at which addresses the window and the portal can be tried by hand."""
    show.pages(f"{where.site_url}/", f"{where.desk_url}/portal", RUTH.address)
