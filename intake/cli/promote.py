"""`intake promote`: a person lets a model serve, if it is not worse than the one that does."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import Words, by_option, settings_option, store_of, who
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from intake.bootstrap.settings import Settings
    from intake.suggest.shelf import Shelf


_FIGURES = {
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "kappa": "quadratic kappa",
    "ece": "ECE",
    "alert_recall": "recall of the alarm",
    "alert_rate": "at a rate of",
}


@click.command()
@click.argument("version", required=False)
@click.option("--back", is_flag=True, help="The model that served before this one.")
@click.option("--reason", type=Words(), default="", help="Why; it is kept on the trail.")
@click.option(
    "--accept-engineer",
    "accepted",
    multiple=True,
    metavar="NAME",
    help="This engineer's verdicts are right, whatever the gate finds odd about them; it is kept on the trail.",
)
@settings_option
@by_option
def promote(
    version: str | None, back: bool, reason: str, accepted: tuple[str, ...], settings_file: Path, by: str | None
) -> None:
    """Let model VERSION serve, within a minute where the bot runs; exit 1, with the reason, when it may not.

    A challenger may not serve when it is worse than the present model on messages that neither has learned from, or
    when one engineer's verdicts look as if they would spoil it.
    """
    if (version is None) is not back:
        raise BadInput("promote: write either a version such as 1.1.0+1, or --back")
    from intake.bootstrap.clock import now
    from intake.review.promote import promote as promoted
    from intake.storage.promotions import Promotion

    settings, database = store_of(settings_file)
    name = who(by)
    with database.read() as connection:
        candidate = _candidate(settings, connection, version)
        if _serves(settings, connection, candidate):
            click.echo(f"Model {candidate.version} already serves. {_told(candidate)}".rstrip())
            return
        refusals = _refusals(settings, connection, candidate, accepted)
    if refusals:
        for refusal in refusals:
            click.echo(f"promote: {candidate.version} may not serve: {refusal}", err=True)
        raise click.exceptions.Exit(1)
    promotion = Promotion(
        at=now(),
        actor=name,
        version=candidate.version,
        sha256=candidate.sha256,
        reason=reason,
        accepted=tuple(accepted),
    )
    with database.write() as connection:
        promoted(connection, promotion)
    if not candidate.local:
        click.echo(_told(candidate))
    click.echo(f"Model {candidate.version} serves: within a minute where `intake serve` runs, else from its next start "
               "on. `intake promote --back` goes back.")  # fmt: skip


def _serves(settings: "Settings", connection: "Connection", candidate: "Shelf") -> bool:
    from intake.bootstrap.models import serving

    present = serving(settings, connection).directory
    return present is not None and present.resolve() == candidate.directory.resolve()


def _told(candidate: "Shelf") -> str:
    """Return what training measured of a model, "" where its manifest does not say."""
    measured = candidate.measured or {}
    found = [f"{called} {measured[name]}" for name, called in _FIGURES.items() if name in measured]
    return f"On messages left out of its training: {', '.join(found)}." if found else ""


def _candidate(settings: "Settings", connection: "Connection", version: str | None) -> "Shelf":
    from intake.bootstrap.models import find_model, is_shelved, own_models
    from intake.suggest.shelf import on_shelf

    found = on_shelf(find_model(settings, version or _before(settings, connection)))
    if found is None:
        raise BadInput(f"model: the manifest of {version!r} cannot be read; train again")
    if not is_shelved(settings, found.directory):
        raise BadInput(f"model: {found.directory} is where the bot does not look; move it to {own_models(settings)}")
    return found


def _before(settings: "Settings", connection: "Connection") -> str:
    """Return the version that served before the one that does; the installed one where only one was ever promoted."""
    from intake.bootstrap.models import installed_model
    from intake.storage import promotions

    every = [one.version for one in promotions.every(connection)]
    if not every:
        raise BadInput("--back: no model was ever promoted; the shipped one serves")
    earlier = [one for one in every if one != every[-1]]
    installed = installed_model(settings)
    if not earlier and installed is None:
        raise BadInput(f"--back: there is no model but {every[-1]}")
    return earlier[-1] if earlier else str(installed)


def _refusals(
    settings: "Settings", connection: "Connection", candidate: "Shelf", accepted: tuple[str, ...]
) -> tuple[str, ...]:
    """Return why it may not serve; one that was shipped, or served before as it is, may."""
    from intake.bootstrap.models import serving
    from intake.review.promote import was_trained_here
    from intake.storage import promotions
    from intake.suggest.shelf import on_shelf
    from intake.suggest.training import objections_to

    served = {(one.version, one.sha256) for one in promotions.every(connection)}
    if not candidate.local or (candidate.version, candidate.sha256) in served:
        return ()
    if not was_trained_here(connection, candidate.version, candidate.sha256, candidate.trial):
        return ("no `intake train` of this desk has written it as it is; train again",)
    present = serving(settings, connection).directory
    shelf = None if present is None else on_shelf(present)
    return objections_to(candidate, accepted, None if shelf is None else f"severity@{shelf.version}")
