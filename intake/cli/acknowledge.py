"""`intake acknowledge`: a letter as a customer would get it, for any combination of contract, channel and time."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.domain.contract import Fact
from intake.domain.errors import BadInput
from intake.domain.suggestion import Kind

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from intake.domain.contract import Contract
    from intake.domain.promise import Situation


@click.command()
@click.option(
    "--preview", is_flag=True, help="Print it; nothing is sent or stored. Required: there is no other use yet."
)
@click.option(
    "--contract", "contract_id", metavar="ID", help="The contract's id; without it, an unknown sender's receipt."
)
@click.option("--plan", help="The customer's plan, where the contract has plans.")
@click.option("--level", help="A level set by someone entitled to (portal or engineer).")
@click.option("--emergency", is_flag=True, help="Both facts of an emergency hold (helpdesk: the site is down).")
@click.option("--channel", help="email, slack, web_chat, portal or phone: the contract's rule for it decides.")
@click.option("--claimed", help="The level the customer named.")
@click.option("--suggested", help="The severity 1-4 of a confident suggestion.")
@click.option(
    "--kind", type=click.Choice([str(kind) for kind in Kind]), help="What the suggestion takes the message for."
)
@click.option(
    "--fact",
    "facts",
    multiple=True,
    type=click.Choice([str(fact) for fact in Fact]),
    help="A stated fact; may be repeated.",
)
@click.option("--at", metavar="ISO", help="The time of receipt, with its offset.")
@click.option("--zone", help="The customer's time zone; without it the contract's.")
@click.option("--language", default="en", show_default=True, help="The customer's language.")
@click.option("--subject", default="Cannot post invoices", show_default=True, help="The customer's subject.")
@click.option("--name", help="The contact's name.")
@click.option("--contracts", type=click.Path(path_type=Path), help="A folder of contract files.")
@click.option("--templates", type=click.Path(path_type=Path), help="A folder of templates.")
def acknowledge(*, preview: bool, contracts: Path | None, templates: Path | None, **asked: object) -> None:
    """Show an acknowledgement: subject, an empty line, text."""
    from intake.bootstrap.library import one_contract
    from intake.bootstrap.templates import read_templates
    from intake.contract.promise import promise
    from intake.render.letter import Letter
    from intake.render.write import acknowledgement

    if not preview:
        raise BadInput("acknowledge: add --preview; acknowledgements are sent by `intake serve` only")
    situation = _situation(asked)
    contract = None if asked["contract_id"] is None else one_contract(str(asked["contract_id"]), contracts)
    letter = Letter(
        case_number=1042,
        received_at=situation.received_at,
        subject=str(asked["subject"]),
        contact_name=_text(asked, "name"),
        customer_name=None,
        language=str(asked["language"]),
        zone=_zone(_text(asked, "zone"), contract, situation.received_at),
        promise=None if contract is None else promise(contract, situation),
        contract=contract,
        claimed=situation.claimed,
    )
    written = acknowledgement(letter, read_templates(templates))
    click.echo(f"Subject: {written.subject}\n\n{written.body}", nl=False)


def _situation(asked: dict[str, object]) -> "Situation":
    from dataclasses import replace

    from intake.contract.as_json import KEYS, situation_from_json
    from intake.domain.suggestion import Facts, Locations, Scope

    situation = situation_from_json({key: value for key, value in asked.items() if key in KEYS})
    stated = set(_listed(asked["facts"]))
    locations = {Fact.ONE_LOCATION: Locations.ONE, Fact.TWO_LOCATIONS: Locations.TWO_OR_MORE}
    facts = Facts(
        scope=Scope.ALL if Fact.ALL_USERS in stated else Scope.UNKNOWN,
        locations=next((found for fact, found in locations.items() if fact in stated), Locations.UNKNOWN),
        connectivity=Fact.CONNECTIVITY in stated,
        planned_event=Fact.PLANNED_EVENT in stated,
        over=Fact.OVER in stated,
    )
    # Without --emergency the facts decide, which a plain False would forbid.
    return replace(
        situation, emergency=situation.emergency or None, kind=_text(asked, "kind"), facts=facts if stated else None
    )


def _listed(value: object) -> list[str]:
    return [str(fact) for fact in value] if isinstance(value, tuple) else []


def _text(asked: dict[str, object], key: str) -> str | None:
    value = asked[key]
    return None if value is None else str(value)


def _zone(name: str | None, contract: "Contract | None", received_at: "datetime") -> "tzinfo":
    from intake.contract.zones import zone

    if name is not None:
        return zone(name)
    found = received_at.tzinfo if contract is None else contract.zone
    assert found is not None  # noqa: S101 - a time without an offset has been refused
    return found
