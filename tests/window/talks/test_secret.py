"""For how long a window is known by its secret: nobody stays proved for ever by what lies in a browser."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from intake.bootstrap import talks
from intake.bootstrap.talks import DeskTalks, TalksNeeds
from intake.bootstrap.window_settings import WindowPart
from intake.domain.identity import Degree
from intake.domain.window import Talk, Visitor, WindowRules
from intake.storage.window import visitors
from intake.worker.writer import Writer
from tests.window.talks.room import Room

SECRET = "a window's own secret"


@pytest.mark.parametrize(
    ("later", "known"),
    [
        pytest.param(timedelta(days=29, hours=23), True, id="within thirty days"),
        pytest.param(timedelta(days=30, minutes=1), False, id="after them"),
    ],
)
def test_a_secret_holds_for_thirty_days(
    room: Room, monkeypatch: pytest.MonkeyPatch, later: timedelta, *, known: bool
) -> None:
    begun = room.office.now
    ann = Visitor(talk=Talk(number=0), address="ann@acme.example", degree=Degree.PROVED, begun_at=begun)
    with room.office.database.write() as connection:
        visitors.add(connection, ann, SECRET)
    monkeypatch.setattr(talks, "now", lambda: begun + later)

    found = asyncio.run(_talks(room).visitor(SECRET))

    assert (found is not None) == known


def _talks(room: Room) -> DeskTalks:
    desk = replace(room.office.desk, window=WindowRules())
    part = WindowPart(origins=("https://www.example.com",))
    database, nobody = room.office.database, _nothing()
    return DeskTalks(
        TalksNeeds(desk=desk, part=part, database=database, writer=Writer(database, wake=nobody), outward=nobody)
    )


def _nothing() -> Callable[[], None]:
    return lambda: None
