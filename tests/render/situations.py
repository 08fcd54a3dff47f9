"""Letters for tests: the contracts and templates as shipped, and a letter made from a situation."""

from datetime import datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from intake.bootstrap.library import read_contracts
from intake.bootstrap.templates import read_templates
from intake.contract.decide import stated
from intake.contract.promise import promise
from intake.domain.contract import Contract
from intake.domain.promise import Situation
from intake.render.letter import Letter
from intake.render.templates import Templates

NEW_YORK = ZoneInfo("America/New_York")


@cache
def contracts() -> dict[str, Contract]:
    """Return the shipped contracts by id."""
    return {contract.id: contract for contract in read_contracts().versions}


@cache
def templates() -> Templates:
    """Return the shipped templates."""
    return read_templates()


def letter(
    contract: Contract | None,
    situation: Situation,
    *,
    subject: str = "Cannot post invoices",
    name: str | None = "Ann Lee",
    zone: tzinfo = NEW_YORK,
    previous: Situation | None = None,
    decided_at: datetime | None = None,
    language: str = "en",
) -> Letter:
    """Return the letter of a situation; with `previous` an engineer has decided and that held before."""
    return Letter(
        case_number=1042,
        received_at=situation.received_at,
        subject=subject,
        contact_name=name,
        customer_name="Example Ltd",
        language=language,
        zone=zone,
        promise=None if contract is None else promise(contract, situation),
        contract=contract,
        claimed=situation.claimed,
        previous=None if contract is None or previous is None else promise(contract, previous),
        decided_by=None if previous is None else "Sam",
        decided_at=decided_at,
        stated=frozenset() if situation.facts is None else stated(situation.facts),
    )
