"""`intake serve`: the doors, the stages and delivery in one process."""

from pathlib import Path

import click

from intake.cli.options import settings_option


@click.command()
@settings_option
def serve(settings_file: Path) -> None:
    """Run the bot until it is told to stop (Ctrl-C or SIGTERM)."""
    import asyncio

    from intake.bootstrap.logs import set_up_logs
    from intake.bootstrap.serve import serve as run
    from intake.bootstrap.settings import read_settings

    settings = read_settings(settings_file)
    set_up_logs()
    asyncio.run(run(settings))
