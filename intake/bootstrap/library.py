"""The contract files of an installation, read and checked."""

from datetime import datetime
from pathlib import Path

from intake.bootstrap.clock import now
from intake.contract.checks.check import check
from intake.contract.file.load import load_contract
from intake.contract.versions import Contracts, gathered
from intake.domain.contract import Contract
from intake.domain.errors import BadInput
from intake.places import folder


def contract_files(directory: Path | None = None) -> list[Path]:
    """Return the contract files of `directory`, or the shipped ones; raises BadInput when there is none."""
    place = directory or folder("contracts")
    files = sorted(place.glob("*.toml"))
    if not files:
        raise BadInput(f"{place}: no contract file (*.toml) is there; point `contracts` to a folder that has them")
    return files


def read_contract(path: Path) -> Contract:
    """Read one contract file; raises BadInput with the file, the place and the mend."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as UTF-8 text: {error}") from error
    return load_contract(text, path.name)


def read_contracts(directory: Path | None = None) -> Contracts:
    """Return the contracts with their versions; raises BadInput for the first file that cannot be used."""
    return gathered(read_contract(path) for path in contract_files(directory))


def settled_contracts(directory: Path | None = None) -> Contracts:
    """Return the contracts; raises BadInput for one with an open ambiguity, a contradiction or a gap."""
    contracts = read_contracts(directory)
    for contract in contracts.versions:
        stopping = [
            finding for finding in check(contract, today=now().date(), until=contracts.until(contract)) if finding.stops
        ]
        if stopping:
            raise BadInput(f"contract {contract.id}: {stopping[0].sentence} (`intake contracts check {contract.id}`)")
    return contracts


def one_contract(contract_id: str, at: datetime, directory: Path | None = None) -> Contract:
    """Return the version of a contract that holds at `at`; raises BadInput for an unknown id or too early a moment."""
    return version_at(read_contracts(directory), contract_id, at)


def version_at(contracts: Contracts, contract_id: str, at: datetime) -> Contract:
    """Return the version in force at `at`; raises BadInput that names the known ids, or when the first one begins."""
    found = contracts.in_force(contract_id, at)
    if found is not None:
        return found
    if contract_id not in contracts.ids():
        known = ", ".join(contracts.ids())
        raise BadInput(f"contract: there is no contract {contract_id!r}; write one of {known}")
    begins = min(contract.version for contract in contracts.versions if contract.id == contract_id)
    raise BadInput(
        f"at: {contract_id} begins on {begins}, and the message came before it; add the version of that time"
    )
