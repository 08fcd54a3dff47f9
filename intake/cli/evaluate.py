"""`intake evaluate`: how good a model is, on labelled messages or on what engineers decided."""

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.options import settings_option, store_of
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.suggest.measuring import Asked
    from intake.suggest.reporting import Evaluated, Past

_LATELY = timedelta(days=30)


@click.command()
@click.option(
    "--on", type=click.Path(path_type=Path), metavar="FILE", help="Labelled messages, one JSON object a line."
)
@click.option("--model", metavar="M", help="A model's folder or version; the one that serves without it.")
@click.option("--report", type=click.Path(path_type=Path), metavar="DIR", help="Write report.md and pictures there.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Draws the samples.")
@settings_option
def evaluate(on: Path | None, model: str | None, report: Path | None, seed: int, settings_file: Path) -> None:
    """Measure a model: figures with intervals, by channel, language and customer, beside baselines.

    Without --on it is measured on what this desk's engineers decided, and what training measured is told beside it.
    """
    from intake.suggest.reporting import write_report

    found = _on_file(on, model, seed, settings_file) if on is not None else _on_desk(model, seed, settings_file)
    if report is not None:
        click.echo(write_report(report, found), err=True)
    if found.told.get("note"):
        click.echo(f"evaluate: {found.told['note']}", err=True)
    click.echo(json.dumps(found.told, indent=2, ensure_ascii=False))


def _on_file(on: Path, model: str | None, seed: int, settings_file: Path) -> "Evaluated":
    from intake.cli.steps import shown_steps
    from intake.suggest.reporting import evaluated_on_file

    asked = _asked(model, seed, settings_file)
    with shown_steps() as step:
        return evaluated_on_file(asked, on, step)


def _on_desk(model: str | None, seed: int, settings_file: Path) -> "Evaluated":
    from intake.cli.steps import shown_steps
    from intake.suggest.reporting import evaluated_on_past

    past, asked = _past(settings_file), _asked(model, seed, settings_file)
    with shown_steps() as step:
        return evaluated_on_past(asked, past, step)


def _past(settings_file: Path) -> "Past":
    from intake.bootstrap.clock import now
    from intake.storage.taught import heard, taught
    from intake.suggest.reporting import Past

    _, database = store_of(settings_file)
    with database.read() as connection:
        before, since = heard(connection, now() - _LATELY)
        return Past(teachings=taught(connection), before=before, since=since)


def _asked(model: str | None, seed: int, settings_file: Path) -> "Asked":
    """Return which model is measured; no settings are needed for a shipped one or a folder's."""
    from intake.bootstrap.models import find_model, serving_of
    from intake.bootstrap.settings import read_settings
    from intake.places import folder
    from intake.suggest.loading import model_directory
    from intake.suggest.measuring import Asked

    if settings_file.is_file():
        settings = read_settings(settings_file)
        present = serving_of(settings).directory
        found = present if model is None else find_model(settings, model)
    else:
        present = model_directory(folder("models"))
        found = present if model is None else Path(model)
    if found is None:
        raise BadInput("model: none is installed; `intake train --without-feedback` makes one from the corpus")
    return Asked(model=found, beside=None if model is None else present, seed=seed)
