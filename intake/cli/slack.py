"""`intake slack`: what Slack has to be told to make the app."""

import click


@click.group()
def slack() -> None:
    """Print the manifest that the Slack app is made from."""


@slack.command()
@click.option("--socket", is_flag=True, help="For Socket Mode: nothing of ours is reached from outside.")
@click.option("--url", help="Where the web door is reached from outside: public_url of [web].")
@click.option("--many", is_flag=True, help="For an app that is installed in many workspaces, whose tokens are renewed.")
def manifest(socket: bool, url: str | None, many: bool) -> None:
    """Print the app's manifest as JSON; paste it where Slack asks for one (Create New App, From a manifest)."""
    from intake.doors.slack.manifest import manifest_text

    click.echo(manifest_text(socket=socket, url=url, many=many))
