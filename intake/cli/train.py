"""`intake train`: a challenger from the corpus and from what engineers decided."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import by_option, settings_option, store_of, who
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.bootstrap.settings import Settings
    from intake.suggest.training import Trained


@click.command()
@click.option("--to", type=click.Path(path_type=Path), metavar="DIR", help="Where models are kept; the desk's own.")
@click.option("--since", metavar="D", help="Learn from verdicts since this date or time; from all without it.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Draws the samples.")
@click.option("--without-feedback", is_flag=True, help="From the corpus alone.")
@settings_option
@by_option
def train(
    to: Path | None, since: str | None, seed: int, without_feedback: bool, settings_file: Path, by: str | None
) -> None:
    """Train a challenger from the corpus and engineers' verdicts. It does not serve until `intake promote` says so.

    Takes minutes. The same corpus, verdicts and settings give the same model.
    """
    if since is not None and without_feedback:
        raise BadInput("--since: it chooses verdicts, and --without-feedback takes none; leave one of the two out")
    from intake.bootstrap.clock import now
    from intake.bootstrap.models import own_models, serving
    from intake.cli.steps import shown_steps
    from intake.review.promote import TRAINED, trained
    from intake.storage import audit
    from intake.storage.taught import taught
    from intake.suggest.training import Order
    from intake.suggest.training import train as trained_by

    settings, database = store_of(settings_file)
    name = who(by)
    with database.read() as connection:
        present = serving(settings, connection).directory
        teachings = [] if without_feedback else taught(connection, _since(settings, since))
    if not teachings and not without_feedback:
        raise BadInput("train: there is no verdict to learn from; write --without-feedback for the corpus alone")
    order = Order(
        to=to or own_models(settings),
        present=present,
        teachings=teachings,
        local_weight=settings.training.local_weight,
        half_life_days=settings.training.half_life_days,
        seed=seed,
        at=now(),
    )
    with shown_steps() as step:
        made = trained_by(order, step)
    with database.write() as connection:
        trained(connection, audit.Entry(at=now(), actor=name, event=TRAINED, detail=_detail(made)))
    click.echo(_said(made))


def _detail(made: "Trained") -> dict[str, object]:
    """Return what the trail keeps of a challenger: its version and the hashes by which it is known again."""
    shelf = made.shelf
    return {"version": shelf.version, "sha256": shelf.sha256, "trial": shelf.trial, "verdicts": made.verdicts}


def _since(settings: "Settings", said: str | None) -> datetime | None:
    """Return the moment that was written; a date is its first moment in the desk's zone."""
    from intake.contract.zones import zone

    if said is None:
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise BadInput(f"--since: {said!r} is no date; write one such as 2026-03-01 or 2026-03-01T09:00") from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone(settings.desk.zone))


def _said(made: "Trained") -> str:
    version = made.shelf.version
    lines = [f"{made.shelf.directory}: from the corpus and {made.verdicts} verdicts; its card is CARD.md in it."]
    if made.aside:
        lines.append(f"The newest {made.aside} verdicts were put aside to judge it by.")
    if made.doubts:
        lines.append("It may not serve as it is:")
        lines += [f"  {doubt}" for doubt in made.doubts]
    else:
        lines.append(f"Nothing speaks against it. It serves once you say so: `intake promote {version}`")
    return "\n".join(lines)
