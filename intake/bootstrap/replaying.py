"""With what past messages are decided anew: a contract that is tried, a model that is tried."""

from dataclasses import replace
from pathlib import Path

from intake.bootstrap.clock import now
from intake.bootstrap.library import read_contract
from intake.bootstrap.models import find_model, serving_of
from intake.bootstrap.settings import Settings
from intake.contract.checks.check import check
from intake.contract.checks.finding import FindingKind
from intake.contract.versions import gathered
from intake.domain.caps import Cap, Caps
from intake.domain.errors import BadInput
from intake.stages.desk import Desk
from intake.suggest.loading import load, plain
from intake.suggest.port import Suggests

_NO_CAP = 2**31


def under(desk: Desk, contract_file: Path | None) -> tuple[Desk, tuple[str, ...]]:
    """Return a desk with the contract of a file in the place of all its versions; the desk itself without a file.

    And which of the file's worked examples do not fit it any more, a sentence each: a figure that is tried is another
    than theirs, which is no mistake. Raises BadInput for a file that cannot be used, or that something else in it keeps
    from being used for promises.
    """
    if contract_file is None:
        return desk, ()
    contract = replace(read_contract(contract_file), effective_from=None)
    stopping = [finding for finding in check(contract, today=now().date()) if finding.stops]
    for finding in stopping:
        if finding.kind is not FindingKind.EXAMPLE:
            raise BadInput(f"--contract-file: {contract_file}: {finding.place}: {finding.sentence}")
    others = (one for one in desk.contracts.versions if one.id != contract.id)
    unfitting = tuple(f"{finding.place}: {finding.sentence}" for finding in stopping)
    return replace(desk, contracts=gathered([*others, contract])), unfitting


def without_caps(desk: Desk) -> Desk:
    """Return a desk that writes however many mails: what a cap silences is a matter of the day, not of a decision."""
    none = Cap(hour=_NO_CAP, day=_NO_CAP)
    return replace(desk, caps=Caps(mailbox=none, domain=none, customer=none, strangers=none))


def suggester(settings: Settings, model: str | None) -> Suggests:
    """Return the suggester of a model's folder or version, or of `none`; the installed one when nothing is said.

    Raises BadInput for a model that is not there or cannot be used.
    """
    if model is None:
        found = serving_of(settings)
        return load(found.directory, found.otherwise, settings.suggest.missed_outage)
    if model == "none":
        return plain("no model was wanted")
    try:
        tried = load(find_model(settings, model), missed_outage=settings.suggest.missed_outage)
    except BadInput as error:
        raise BadInput(f"--{error}, or none") from error
    if not tried.trained:
        raise BadInput(f"--model: {tried.note}")
    return tried
