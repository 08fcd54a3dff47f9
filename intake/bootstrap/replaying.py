"""With what past messages are decided anew: a contract that is tried, a model that is tried."""

from dataclasses import replace
from pathlib import Path

from intake.bootstrap.clock import now
from intake.bootstrap.library import read_contract
from intake.bootstrap.settings import Settings
from intake.contract.checks.check import check
from intake.contract.versions import gathered
from intake.domain.errors import BadInput
from intake.places import folder
from intake.stages.desk import Desk
from intake.suggest.loading import load, model_directory, plain
from intake.suggest.port import Suggests


def under(desk: Desk, contract_file: Path | None) -> Desk:
    """Return a desk with the contract of a file in the place of all its versions; the desk itself without a file.

    Raises BadInput for a file that cannot be used, or that something in it keeps from being used for promises.
    """
    if contract_file is None:
        return desk
    contract = replace(read_contract(contract_file), effective_from=None)
    stopping = [finding for finding in check(contract, today=now().date()) if finding.stops]
    if stopping:
        raise BadInput(f"--contract-file: {contract_file}: {stopping[0].sentence}")
    others = (one for one in desk.contracts.versions if one.id != contract.id)
    return replace(desk, contracts=gathered([*others, contract]))


def suggester(settings: Settings, model: str | None) -> Suggests:
    """Return the suggester of a model's folder or version, or of `none`; the installed one when nothing is said.

    Raises BadInput for a model that is not there or cannot be used.
    """
    models = settings.folders.models or folder("models")
    if model is None:
        return load(model_directory(models))
    if model == "none":
        return plain("no model was wanted")
    place = next((one for one in (Path(model), models / model) if (one / "manifest.json").is_file()), None)
    if place is None:
        raise BadInput(f"--model: {model} is no model's folder, nor one in {models}; write one, or none")
    found = load(place)
    if not found.trained:
        raise BadInput(f"--model: {found.note}")
    return found
