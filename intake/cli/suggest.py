"""`intake suggest`: a severity with evidence for one message or for a file of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from intake.cli.options import settings_option
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.suggest.port import Suggests


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--jsonl", is_flag=True, help="Read messages one a line and answer one a line.")
@click.option(
    "--model", type=click.Path(path_type=Path), metavar="DIR", help="A model folder instead of the shipped one."
)
@click.option(
    "--missed-outage",
    type=click.FloatRange(min=1),
    metavar="N",
    help="A missed severity 1 is worth N needless alarms; without it as intake.toml says, or as the model was tuned.",
)
@click.option("--json", "_json", is_flag=True, help="One JSON object (which is what is printed anyway).")
@settings_option
def suggest(
    file: TextIO, jsonl: bool, model: Path | None, missed_outage: float | None, _json: bool, settings_file: Path
) -> None:
    """Suggest a severity for messages {id, channel, subject, text} in FILE (- for standard input)."""
    from intake.cli.jsonl import answer_lines

    suggester = _suggester(model, missed_outage or _settled(settings_file))

    def answer(row: Mapping[str, object]) -> dict[str, object]:
        return _answer(suggester, row)

    if not jsonl:
        row = _one(file)
        click.echo(json.dumps({"id": row.get("id"), **answer(row)}, ensure_ascii=False, indent=2))
    elif not answer_lines(file, answer):
        raise click.exceptions.Exit(2)


def _settled(settings_file: Path) -> float | None:
    """Return what a missed outage costs by the settings; they are not needed."""
    if not settings_file.is_file():
        return None
    from intake.bootstrap.settings import read_settings

    return read_settings(settings_file).suggest.missed_outage


def _suggester(model: Path | None, missed_outage: float | None) -> "Suggests":
    """Return the suggester of the folder asked for, else of the shipped model; BadInput for a folder without."""
    from intake.places import folder
    from intake.suggest.loading import load, model_directory

    if model is None:
        shipped = load(model_directory(folder("models")), missed_outage=missed_outage)
        if not shipped.trained:
            click.echo(f"suggest: {shipped.note}", err=True)
        return shipped
    if not (model / "manifest.json").is_file():
        raise BadInput(f"--model: {model} holds no manifest.json; name a model folder such as models/severity-2.2.0")
    suggester = load(model, missed_outage=missed_outage)
    if not suggester.trained:
        raise BadInput(f"--model: {suggester.note}")
    return suggester


def _answer(suggester: "Suggests", row: Mapping[str, object]) -> dict[str, object]:
    """Return the suggestion for one row. Raises BadInput for a row that is none."""
    from intake.suggest.as_json import suggestion_to_json

    channel, subject, text = row.get("channel"), row.get("subject"), row.get("text")
    if not isinstance(text, str):
        raise BadInput("text: a string is needed, the words of the message")
    if not (subject is None or isinstance(subject, str)):
        raise BadInput("subject: write a string, or null where there is none")
    if not (channel is None or isinstance(channel, str)):
        raise BadInput("channel: write email, slack, web_chat, portal or phone")
    return suggestion_to_json(suggester.suggest(channel=channel or "email", subject=subject, text=text))


def _one(file: TextIO) -> Mapping[str, object]:
    try:
        row = json.load(file)
    except ValueError as error:
        raise BadInput(f"{file.name}: not one JSON object ({error}); for one a line write --jsonl") from error
    if not isinstance(row, dict):
        raise BadInput(f'{file.name}: not a JSON object; write one such as {{"id": "1", "text": "..."}}')
    return row
