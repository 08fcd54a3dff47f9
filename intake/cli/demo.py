"""`intake demo`: the main job on this machine, with nothing set up."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console


@click.command()
@click.option("--keep", is_flag=True, help="Stay up afterwards and say how to go on by hand.")
@click.option("--slack", is_flag=True, help="Show the Slack side, against an emulator of Slack (`make slack-demo`).")
def demo(keep: bool, slack: bool) -> None:
    """Send real mails to a desk with five sample customers, and show what becomes of them and what an engineer does."""
    import asyncio
    import contextlib

    from rich.console import Console

    from intake.bootstrap.logs import set_up_logs

    console = Console(highlight=False)
    set_up_logs(quiet=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_slack(console, keep=keep) if slack else _mail(console, keep=keep))


async def _mail(console: "Console", *, keep: bool) -> None:
    from intake.demo.run import run
    from intake.demo.show import Show

    click.echo("Starting the bot on this machine: no key, mailbox or network is needed.")
    await run(Show(console), keep=keep)


async def _slack(console: "Console", *, keep: bool) -> None:
    from intake.demo.slack.emulator import installed

    found = await installed()  # before the bot is loaded: whoever lacks it is told at once
    from intake.demo.slack.run import run

    await run(console, found, keep=keep)
