"""An open window learns what becomes of its case, also by no line: closed, reopened, decided by another process."""

import asyncio

from intake.delivery.window.changes import Changes
from intake.review.close import close
from intake.review.engineer import Engineer
from intake.review.verdict import confirm
from tests.window.talks.room import Room, acme

ANN = "ann@acme.example"


def closes(room: Room) -> None:
    with room.office.database.write() as connection:
        close(Engineer(name="Kim", run=room.run(connection)), 1001, "done", resolved=True)


def test_who_has_a_window_open_is_stirred_when_their_case_changes_and_only_then(room: Room) -> None:
    acme(room)
    ann, other = room.visitor(ANN, proved=True), room.visitor("bob@acme.example", proved=True)
    stirred: list[set[int]] = []
    changes = Changes(room.office.database, lambda: {ann.talk.number, other.talk.number}, stirred.append)

    async def looks() -> list[set[int]]:
        stirred.clear()
        await changes.round()
        return list(stirred)

    assert asyncio.run(looks()) == [{ann.talk.number, other.talk.number}]  # they have just opened it
    assert asyncio.run(looks()) == []
    room.says(ann, "Posting fails.")
    assert asyncio.run(looks()) == [{ann.talk.number}]
    with room.office.database.write() as connection:
        confirm(Engineer(name="Kim", run=room.run(connection)), 1001)
    assert asyncio.run(looks()) == [{ann.talk.number}]
    closes(room)
    assert asyncio.run(looks()) == [{ann.talk.number}]
    assert room.state(ann)["closed"]
    room.says(ann, "It fails again.")
    assert asyncio.run(looks()) == [{ann.talk.number}]
    assert not room.state(ann)["closed"]
    assert asyncio.run(looks()) == []


def test_where_no_window_is_open_nothing_is_looked_for(room: Room) -> None:
    stirred: list[set[int]] = []
    changes = Changes(room.office.database, set, stirred.append)
    with room.office.database.write():  # nobody waits for it, for nobody reads
        asyncio.run(changes.round())
    assert stirred == []
