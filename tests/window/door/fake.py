"""Talks in memory, as the door's port has them: what is said gets a line, and the desk's own lines are put by tests."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from intake.domain.errors import BadInput
from intake.domain.identity import Degree
from intake.domain.window import Begun, Line, LineSide, Pressed, Said, Talk, Visitor

AT = datetime(2026, 5, 12, 9, tzinfo=UTC)
BAD_TOKEN = "a token that nobody has signed"
STATE: Mapping[str, Any] = {
    "case": None,
    "closed": False,
    "who": {"name": "", "address": "", "proved": False, "asked": False},
    "controls": {"levels": None, "facts": None, "consent": None, "worse": None},
}


@dataclass
class FakeTalks:
    """Keeps everything in lists; `fault` is raised by whatever is called next; saying takes `pause`."""

    visitors: dict[str, Visitor] = field(default_factory=dict)
    kept: list[tuple[int, Line]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)
    pressed: list[Pressed] = field(default_factory=list)
    seen_lines: list[int] = field(default_factory=list)
    who: list[tuple[str, str]] = field(default_factory=list)
    fault: Exception | None = None
    pause: float = 0
    at_work: int = 0
    most_at_once: int = 0

    async def begin(self, begun: Begun) -> tuple[Visitor, str]:
        self._fails()
        if begun.vouched == BAD_TOKEN:
            raise BadInput("What this site says about you could not be verified.")
        self.begun.append(begun)
        number, secret = len(self.visitors) + 1, secrets.token_urlsafe(32)
        made = Visitor(talk=Talk(number=number), language=begun.language, zone=begun.zone, begun_at=AT)
        if begun.vouched:
            made = replace(made, name="Ann Lee", address="ann@acme.example", degree=Degree.PROVED)
        self.visitors[secret] = made
        return made, secret

    async def visitor(self, secret: str) -> Visitor | None:
        self._fails()
        return self.visitors.get(secret)

    async def say(self, visitor: Visitor, said: Said) -> Line:
        self._fails()
        self.at_work += 1
        self.most_at_once = max(self.most_at_once, self.at_work)
        await asyncio.sleep(self.pause)
        self.at_work -= 1
        before = [line for talk, line in self.kept if talk == visitor.talk.number and line.key == said.key]
        if before:
            return before[0]
        self.said.append(said)
        files = [{"name": file.name, "size": len(file.content), "url": ""} for file in said.files]
        return self.lay(visitor.talk.number, LineSide.VISITOR, {"text": said.text, "files": files}, said.key)

    def lay(self, talk: int, side: LineSide, body: Mapping[str, Any], key: str = "") -> Line:
        """Put a line into a talk."""
        line = Line(id=len(self.kept) + 1, side=side, at=AT, key=key, body=body)
        self.kept.append((talk, line))
        return line

    async def lines(self, visitor: Visitor, after: int) -> list[Line]:
        self._fails()
        return [line for talk, line in self.kept if talk == visitor.talk.number and line.id > after]

    async def state(self, visitor: Visitor) -> Mapping[str, Any]:
        self._fails()
        case = 1001 if any(talk == visitor.talk.number for talk, _ in self.kept) else None
        return {**STATE, "case": case, "closed": bool(self.pressed)}

    async def press(self, visitor: Visitor, pressed: Pressed) -> str:
        self._fails()
        del visitor
        self.pressed.append(pressed)
        return "Noted."

    async def seen(self, visitor: Visitor, line: int) -> None:
        self._fails()
        del visitor
        self.seen_lines.append(line)

    async def named(self, visitor: Visitor, name: str, address: str) -> str:
        self._fails()
        del visitor
        if "@" not in address:
            raise BadInput("This is no mail address.")
        self.who.append((name, address))
        return "We have written to you."

    async def transcript(self, visitor: Visitor) -> str:
        self._fails()
        del visitor
        return "It is on its way."

    def forget(self) -> None:
        """Hold nothing any more but who is there: each talk has a number, and a measure, of its own."""
        for held in (self.kept, self.said, self.begun, self.pressed, self.seen_lines, self.who):
            held.clear()

    def _fails(self) -> None:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
