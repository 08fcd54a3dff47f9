"""The contracts as shipped, and the shortest way to ask one for a promise."""

from datetime import datetime
from functools import lru_cache

from intake.contract.file.load import load_contract
from intake.contract.promise import promise
from intake.domain.contract import Channel, Contract
from intake.domain.promise import Promise, Situation
from intake.domain.suggestion import Facts
from intake.places import folder
from tests.contract.cells import Cell

TUESDAY_MORNING = datetime.fromisoformat("2026-05-12T10:00:00-04:00")
PLAN_OF = {"gotomyerp-plans": "silver"}


@lru_cache
def contract(name: str) -> Contract:
    """Return a contract that ships with the project."""
    path = folder("contracts") / f"{name}.toml"
    return load_contract(path.read_text(encoding="utf-8"), path.name)


def promise_of(cell: Cell, received_at: datetime) -> Promise:
    """Return the promise that a cell belongs to, its level set by someone entitled to."""
    situation = Situation(
        received_at=received_at, plan=cell.plan, level=cell.level, emergency=True if cell.emergency else None
    )
    return promise(contract(cell.contract), situation)


def by_channel(
    name: str,
    channel: str,
    *,
    claimed: str | None = None,
    suggested: int | None = None,
    kind: str | None = None,
    facts: Facts | None = None,
    level: str | None = None,
    emergency: bool | None = None,
) -> Promise:
    """Return the promise for a message that came in on a Tuesday morning."""
    situation = Situation(
        received_at=TUESDAY_MORNING,
        plan=PLAN_OF.get(name),
        channel=Channel(channel),
        level=level,
        claimed=claimed,
        suggested=suggested,
        kind=kind,
        facts=facts,
        emergency=emergency,
    )
    return promise(contract(name), situation)
