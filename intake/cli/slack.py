"""`intake slack`: what Slack has to be told to make the app."""

from pathlib import Path

import click

from intake.cli.options import settings_option


@click.group()
def slack() -> None:
    """Print the manifest that the Slack app is made from."""


@slack.command()
@click.option("--socket", is_flag=True, help="For Socket Mode: nothing of ours is reached from outside.")
@click.option("--url", help="Where the web door is reached from outside; public_url of [web] without it.")
@click.option("--many", is_flag=True, help="For an app that is installed in many workspaces, whose tokens are renewed.")
@settings_option
def manifest(socket: bool, url: str | None, many: bool, settings_file: Path) -> None:
    """Print the app's manifest as JSON; paste it where Slack asks for one (Create New App, From a manifest)."""
    from intake.bootstrap.slack_address import address_for_slack, public_address
    from intake.doors.slack.manifest import manifest_text

    if url is not None:
        url = address_for_slack(url)
    elif many or not socket:  # nothing else of it names an address
        url = public_address(settings_file)
    click.echo(manifest_text(socket=socket, url=url, many=many))
