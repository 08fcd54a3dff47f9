"""The contract files of an installation, read and checked."""

from pathlib import Path

from intake.bootstrap.clock import now
from intake.contract.check import check
from intake.contract.load import load_contract
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


def read_contracts(directory: Path | None = None) -> dict[str, Contract]:
    """Return the contracts by id; raises BadInput for the first file that cannot be used."""
    found: dict[str, Contract] = {}
    for path in contract_files(directory):
        contract = read_contract(path)
        if contract.id in found:
            raise BadInput(f"{path.name}: id {contract.id!r} is taken by another file; give each contract its own id")
        found[contract.id] = contract
    return found


def settled_contracts(directory: Path | None = None) -> dict[str, Contract]:
    """Return the contracts by id; raises BadInput for one with an open ambiguity, a contradiction or a gap."""
    contracts = read_contracts(directory)
    for contract in contracts.values():
        stopping = [finding for finding in check(contract, year=now().year) if finding.stops]
        if stopping:
            raise BadInput(f"contract {contract.id}: {stopping[0].sentence} (`intake contracts check {contract.id}`)")
    return contracts


def one_contract(contract_id: str, directory: Path | None = None) -> Contract:
    """Return the contract of that id; raises BadInput that names the known ones."""
    contracts = read_contracts(directory)
    if contract_id not in contracts:
        raise BadInput(f"contract: there is no contract {contract_id!r}; write one of {', '.join(sorted(contracts))}")
    return contracts[contract_id]
