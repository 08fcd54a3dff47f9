"""`intake customers slack`: which workspaces and channels a customer has."""

from pathlib import Path

import click

from intake.cli.options import by_option, engineers, settings_option, store_of


@click.command("slack", short_help="Give a customer a Slack workspace or channel, or take one away.")
@click.argument("name")
@click.option(
    "--add", "added", multiple=True, help="A workspace, T0123ABCD, or channel, T0123ABCD/C0123ABCD; repeatable."
)
@click.option("--remove", "removed", multiple=True, help="One that is theirs no more; may be repeated.")
@settings_option
@by_option
def slack_places(
    name: str, added: tuple[str, ...], removed: tuple[str, ...], settings_file: Path, by: str | None
) -> None:
    """Give the customer NAME workspaces and channels in Slack, take others away, and say what they have then."""
    from intake.bootstrap.customer_file import slack_places as checked
    from intake.review.slack_places import change_places

    new, old = checked("--add", " ".join(added)), checked("--remove", " ".join(removed))
    settings, database = store_of(settings_file)
    engineer = engineers(settings, by)
    with database.write() as connection:
        customer = change_places(engineer(connection), name, new, old)
    click.echo(f"{customer.name} has {', '.join(customer.slack) or 'nothing'} in Slack.")
