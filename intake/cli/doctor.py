"""`intake doctor`: whether everything is there that the bot needs."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from intake.cli.options import settings_option


@click.command()
@settings_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def doctor(settings_file: Path, as_json: bool) -> None:
    """Check settings, store, contracts, templates, model, port and smarthost; exit 1 when something is wrong."""
    from intake.bootstrap.examine import examine

    found = []
    for one in examine(settings_file):
        found.append(one)
        if not as_json:
            click.echo(f"{'ok ' if one.well else 'BAD'}  {one.what}: {one.said}")
    if as_json:
        click.echo(json.dumps({"checks": [asdict(one) for one in found]}, ensure_ascii=False, indent=2))
    if not all(one.well for one in found):
        raise click.exceptions.Exit(1)
