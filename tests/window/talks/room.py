"""A desk with a chat window: visitors say things as its door hands them over, and what becomes of it can be read."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from intake.delivery.window.layer import Layer
from intake.domain.customer import Customer
from intake.domain.identity import Degree
from intake.domain.window import Line, LineSide, Said, Talk, Upload, Visitor, WindowRules
from intake.identify.visitor import identify_visitor
from intake.review.pressing import Press, Told
from intake.review.window.pressed import press_there
from intake.review.window.proved import has_proved
from intake.review.window.shown import lines_of, state_of
from intake.stages.desk import Run
from intake.stages.who import StoredDirectory
from intake.stages.window.heard import heard
from intake.stages.window.transcript import case_of, mail_transcript
from intake.storage import customers
from intake.storage.window import visitors
from tests.stages.office import Office, open_office

_numbers = count(1)


@dataclass
class Room:
    """An office with a window; `laid` are the talks that were told of new lines."""

    office: Office
    laid: list[set[int]] = field(default_factory=list)

    @property
    def rules(self) -> WindowRules:
        assert self.office.desk.window is not None
        return self.office.desk.window

    def visitor(self, address: str = "", *, proved: bool = False, **more: Any) -> Visitor:
        """Let somebody open the window; with an address they have named it, or are proved to have it."""
        degree = Degree.PROVED if proved else Degree.PLAUSIBLE if address else Degree.UNKNOWN
        known: dict[str, Any] = {"language": "en", "zone": "Europe/Berlin", "begun_at": self.office.now, **more}
        why = "the test says so" if proved else ""
        made = Visitor(talk=Talk(number=0), address=address, degree=degree, why=why, **known)
        with self.office.database.write() as connection:
            return visitors.add(connection, made, secrets.token_urlsafe())

    def hears(
        self, visitor: Visitor, text: str, *, after: float = 0.0, key: str = "", files: tuple[Upload, ...] = ()
    ) -> int:
        """Let a visitor say something, and not wait for what becomes of it; return its line."""
        self.office.wait(seconds=after)
        said = Said(key=key or f"key-{next(_numbers)}", text=text, files=files)
        with self.office.database.write() as connection:
            return heard(connection, self.rules, visitor, said, self.office.now)

    def says(self, visitor: Visitor, text: str, **more: Any) -> int:
        """Let a visitor say something, and wait until it is read and answered."""
        line = self.hears(visitor, text, **more)
        self.settle()
        return line

    def settle(self) -> None:
        self.office.run()
        self.office.wait(seconds=self.rules.longest.total_seconds() + 1)
        self.lay()

    def lay(self) -> None:
        """Lay before visitors what waits for them."""
        layer = Layer(self.office.database, self.rules, self.laid.append, lambda: self.office.now)
        asyncio.run(layer.round())

    def lines(self, visitor: Visitor, after: int = 0) -> list[Line]:
        with self.office.reading() as connection:
            return lines_of(connection, visitor, after, lambda of, number, place: f"/file/{of}-{number}-{place}")

    def told(self, visitor: Visitor) -> list[str]:
        """Return what the desk has said to a visitor, each as one line of words."""
        return [words(line) for line in self.lines(visitor) if line.side is LineSide.DESK]

    def state(self, visitor: Visitor) -> dict[str, Any]:
        with self.office.reading() as connection:
            known = visitors.find(connection, visitor.talk.number)
            assert known is not None
            return dict(state_of(self.run(connection), known))

    def presses(self, visitor: Visitor, action: str, choice: str = "") -> Told | None:
        """Let a visitor press something below their talk, and what follows from it happen."""
        with self.office.database.write() as connection:
            known = visitors.find(connection, visitor.talk.number)
            assert known is not None
            case = case_of(connection, known)
            assert case is not None
            told = press_there(
                Press(
                    run=self.run(connection),
                    case=case,
                    sender=identify_visitor(known, StoredDirectory(connection)),
                    action=action,
                    choice=choice,
                    at=self.office.now,
                    key=f"press:{next(_numbers)}",
                    detail={"visitor": known.talk.number},
                ),
                visitor.talk.number,
            )
        self.office.run()
        self.lay()
        return told

    def proves(self, visitor: Visitor, address: str) -> None:
        """Let a visitor prove that an address is theirs."""
        with self.office.database.write() as connection:
            assert has_proved(self.run(connection), visitor.talk.number, address) is not None
        self.office.run()
        self.lay()

    def sees(self, visitor: Visitor, line: int) -> None:
        with self.office.database.write() as connection:
            visitors.has_seen(connection, visitor.talk.number, line, self.office.now)

    def asks_for_transcript(self, visitor: Visitor) -> bool:
        with self.office.database.write() as connection:
            known = visitors.find(connection, visitor.talk.number)
            assert known is not None
            case = case_of(connection, known)
            assert case is not None
            return mail_transcript(self.run(connection), known, case)

    def run(self, connection: Any) -> Run:
        return Run(connection=connection, desk=self.office.desk, now=self.office.now)


def words(line: Line) -> str:
    """Return a line of ours as one line of words, instants in the desk's own."""
    paragraphs = line.body["paragraphs"]
    pieces = (
        piece if isinstance(piece, str) else piece["words"] for one in paragraphs for piece in (*one["pieces"], " ")
    )
    return " ".join("".join(pieces).replace("\N{NO-BREAK SPACE}", " ").split())


def acme(room: Room, contract: str = "gotomyerp", plan: str | None = None) -> Customer:
    made = Customer(
        name="Acme",
        contract=contract,
        plan=plan,
        zone="America/New_York",
        domains=("acme.example",),
        contacts=(("ann@acme.example", "Ann Lee"),),
    )
    with room.office.database.write() as connection:
        return customers.add(connection, made)


@contextmanager
def open_room(folder: Path, **rules: Any) -> Iterator[Room]:
    """Open a desk with a window."""
    office = open_office(folder)
    office.desk = replace(office.desk, window=WindowRules(**rules))
    yield Room(office)
    office.database.close()
