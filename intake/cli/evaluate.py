"""`intake evaluate`: how good the model is on labelled messages."""

import json
from pathlib import Path

import click

from intake.domain.errors import BadInput


@click.command()
@click.option("--on", type=click.Path(path_type=Path), required=True, help="Labelled messages, one JSON object a line.")
@click.option("--model", type=click.Path(path_type=Path), help="A model's folder; the shipped model without it.")
def evaluate(on: Path, model: Path | None) -> None:
    """Measure a model: accuracy, macro-F1, quadratic kappa, calibration, alarm recall, facts."""
    from intake.places import folder
    from intake.suggest.loading import model_directory
    from intake.suggest.measuring import measured

    directory = model or model_directory(folder("models"))
    if directory is None:
        raise BadInput("model: none is installed; `make train` makes one from the corpus")
    click.echo(json.dumps(measured(directory, on), indent=2))
