"""`intake demo`: the main job on this machine, with nothing set up."""

import click

from intake.domain.errors import BadInput


@click.command()
@click.option("--keep", is_flag=True, help="Stay up afterwards and say where to send mail.")
@click.option("--slack", is_flag=True, help="Show the Slack side too.")
def demo(keep: bool, slack: bool) -> None:
    """Send real mails to a desk with five sample customers, and show what becomes of them and what an engineer does."""
    if slack:
        raise BadInput("--slack: this version has no Slack side yet; run `intake demo` without it")
    click.echo("Starting the bot on this machine: no key, mailbox or network is needed.")
    import asyncio
    import contextlib

    from rich.console import Console

    from intake.bootstrap.logs import set_up_logs
    from intake.demo.run import run
    from intake.demo.show import Show

    set_up_logs(quiet=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(Show(Console(highlight=False)), keep=keep))
