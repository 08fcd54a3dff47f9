"""The contracts of an installation, each with its versions: which one holds for a message received at some moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from intake.contract.windows import instant
from intake.domain.contract import Contract
from intake.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class Contracts:
    """Contracts by id; of one id the first version comes first. Made by `gathered`."""

    versions: tuple[Contract, ...] = ()

    def ids(self) -> tuple[str, ...]:
        """Return the ids, sorted, each once."""
        return tuple(dict.fromkeys(contract.id for contract in self.versions))

    def in_force(self, contract_id: str | None, at: datetime) -> Contract | None:
        """Return the version that holds for a message received at `at`; None when none does yet, or for no such id."""
        return next((found for found in reversed(self._of(contract_id)) if _begun(found, at)), None)

    def version(self, contract_id: str | None, version: str) -> Contract | None:
        """Return the version that a case has kept ("first" or an ISO date), or None when its file is gone."""
        return next((found for found in self._of(contract_id) if found.version == version), None)

    def newest(self, contract_id: str | None) -> Contract | None:
        """Return the version that begins last, or None for no such id."""
        return next(reversed(self._of(contract_id)), None)

    def until(self, contract: Contract) -> date | None:
        """Return the day from which a newer version holds, or None where none is written."""
        versions = self._of(contract.id)
        later = versions[versions.index(contract) + 1 :] if contract in versions else ()
        return later[0].effective_from if later else None

    def _of(self, contract_id: str | None) -> tuple[Contract, ...]:
        return tuple(found for found in self.versions if found.id == contract_id)


def gathered(found: Iterable[Contract]) -> Contracts:
    """Return contracts in order; raises BadInput for two versions of one id that begin on the same day."""
    ordered = tuple(sorted(found, key=lambda contract: (contract.id, _begins(contract))))
    seen: set[tuple[str, str]] = set()
    for contract in ordered:
        if (contract.id, contract.version) in seen:
            raise BadInput(f"contract {contract.id}: {_twice(contract)}")
        seen.add((contract.id, contract.version))
    return Contracts(ordered)


def _begins(contract: Contract) -> str:
    return "" if contract.effective_from is None else contract.effective_from.isoformat()


def _begun(contract: Contract, at: datetime) -> bool:
    """Compare instants: a version begins at 00:00 of its date in the contract's zone."""
    first = contract.effective_from
    return first is None or instant(first, time(0), contract.zone) <= at


def _twice(contract: Contract) -> str:
    if contract.effective_from is None:
        return "two files have this id; give each its own, or write effective_from in the one that replaces the other"
    return f"two files begin on {contract.effective_from}; give the later one its own effective_from"
