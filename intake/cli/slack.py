"""`intake slack`: what Slack has to be told to make the app."""

from pathlib import Path

import click

from intake.cli.options import settings_option

_MANY_BY_SOCKET = (
    "note: events need no address, but to install the app people go to /slack/install of the web door: write [web] "
    "with public_url, and client_id, client_secret and home_workspace of [slack] in the place of bot_token."
)


@click.group()
def slack() -> None:
    """Print the manifest that the Slack app is made from."""


@slack.command()
@click.option("--socket", is_flag=True, help="For Socket Mode: nothing of ours is reached from outside.")
@click.option("--url", help="Where the web door is reached from outside; public_url of [web] without it.")
@click.option(
    "--many",
    is_flag=True,
    help="For an app that is installed in many workspaces: at a page of the web door, with --socket too.",
)
@settings_option
def manifest(socket: bool, url: str | None, many: bool, settings_file: Path) -> None:
    """Print the app's manifest as JSON; paste it where Slack asks for one (Create New App, From a manifest)."""
    from intake.bootstrap.slack_address import address_for_slack, public_address
    from intake.doors.slack.manifest import PLACE, manifest_text

    names_an_address = many or not socket
    if url is not None:
        url = address_for_slack(url)
    elif names_an_address:
        url = public_address(settings_file)
    click.echo(manifest_text(socket=socket, url=url, many=many))
    if names_an_address and url is None:
        click.echo(f"note: {PLACE} stands for your address; write --url, or public_url of [web].", err=True)
    if many and socket:
        click.echo(_MANY_BY_SOCKET, err=True)
