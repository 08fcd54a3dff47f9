"""`intake customers`: add one, list them, import a CSV file."""

import json
from pathlib import Path
from typing import Any

import click

from intake.cli.customers_slack import slack_places
from intake.cli.options import new_store_of, settings_option, store_of
from intake.cli.unreachable import list_unreachable, reachable
from intake.domain.errors import BadInput


@click.group()
def customers() -> None:
    """Add, list and import customers."""


customers.add_command(list_unreachable)
customers.add_command(reachable)
customers.add_command(slack_places)


@customers.command()
@settings_option
@click.option("--name", required=True, help="The company.")
@click.option("--contract", required=True, help="The contract's id; see `intake contracts list`.")
@click.option("--plan", default="", help="The plan, where the contract has plans.")
@click.option("--domain", "domains", multiple=True, help="A mail domain of theirs; may be repeated.")
@click.option("--contact", "contacts", multiple=True, help='A person: "Ann Lee <ann@example.com>"; may be repeated.')
@click.option("--language", default="", help="en without it.")
@click.option("--zone", default="", help="Their time zone; the contract's without it.")
@click.option("--telephone", default="")
@click.option("--slack", "places", multiple=True, help="Their workspace, T0123ABCD, or a channel, T0123ABCD/C0123ABCD.")
def add(settings_file: Path, domains: tuple[str, ...], contacts: tuple[str, ...], **words: Any) -> None:
    """Add a customer."""
    from intake.bootstrap.customer_file import checked_customer
    from intake.bootstrap.library import read_contracts
    from intake.storage import customers as stored

    settings, database = new_store_of(settings_file)
    places = words.pop("places")
    row = {**words, "domains": ";".join(domains), "contacts": ";".join(contacts), "slack": " ".join(places)}
    customer = checked_customer(row, read_contracts(settings.folders.contracts))
    with database.write() as connection:
        added = stored.add(connection, customer)
    click.echo(f"Added {added.name} ({added.contract}{f', {added.plan}' if added.plan else ''}).")


@customers.command("list")
@settings_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def list_customers(settings_file: Path, as_json: bool) -> None:
    """List customers with their contracts, domains and contacts."""
    from dataclasses import asdict

    from intake.storage import customers as stored

    _, database = store_of(settings_file)
    with database.read() as connection:
        found = stored.every(connection)
    if as_json:
        click.echo(json.dumps({"customers": [asdict(customer) for customer in found]}, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("No customers yet; `intake customers import FILE.csv` brings them in.")
    for customer in found:
        plan = f", {customer.plan}" if customer.plan else ""
        click.echo(f"{customer.name}  ({customer.contract}{plan}; {customer.zone}; {customer.language})")
        reached = [
            *customer.domains,
            *(f"{name} <{address}>" if name else address for address, name in customer.contacts),
            *(f"Slack {place}" for place in customer.slack),
        ]
        click.echo(f"    {', '.join(reached) or 'no domain and no contact: nobody is recognised'}")


@customers.command("import", short_help="Import customers from a CSV file.")
@click.argument("file", type=click.Path(path_type=Path))
@settings_option
@click.option("--dry-run", is_flag=True, help="Check the file and write nothing.")
def import_customers(file: Path, settings_file: Path, dry_run: bool) -> None:
    """Import customers from a CSV FILE; bad rows are reported and left out, good ones go in."""
    from intake.bootstrap.customer_file import BadRow, read_customers
    from intake.bootstrap.library import read_contracts
    from intake.cli.words import counted
    from intake.storage import customers as stored

    settings, database = new_store_of(settings_file)
    contracts, text, added, bad = read_contracts(settings.folders.contracts), _text(file), 0, 0
    try:
        rows = list(read_customers(text, contracts))
    except BadInput as error:
        raise BadInput(f"{file}, {error}") from error
    with database.write() as connection, connection.begin_nested() as together:
        for line, row in rows:
            problem = row.problem if isinstance(row, BadRow) else None
            if not isinstance(row, BadRow):
                try:
                    stored.add(connection, row)
                    added += 1
                except BadInput as error:
                    problem = str(error)
            if problem is not None:
                bad += 1
                click.echo(f"{file}, line {line}: {problem}", err=True)
        if dry_run:
            together.rollback()
    verb = "Would import" if dry_run else "Imported"
    click.echo(f"{verb} {added} of {counted(added + bad, 'customer')}; {counted(bad, 'row')} left out.")
    if bad:
        raise click.exceptions.Exit(2)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file}: not UTF-8 text; save it as CSV UTF-8") from error
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror}); check the name") from error
