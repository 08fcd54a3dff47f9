"""`intake promise`: what a contract promises for one receipt or for a file of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import click

from intake.cli.jsonl import answer_lines
from intake.domain.errors import BadInput


@click.command()
@click.argument("file", required=False, type=click.File("r", encoding="utf-8", errors="replace"))
@click.option("--jsonl", is_flag=True, help="Read questions one a line from FILE or - and answer one a line.")
@click.option("--contract", metavar="ID", help="The contract's id; see `intake contracts list`.")
@click.option("--plan", help="The customer's plan, where the contract has plans.")
@click.option("--level", help="A level set by someone entitled to (portal or engineer).")
@click.option("--emergency", is_flag=True, help="Both facts of an emergency hold (helpdesk: the site is down).")
@click.option("--channel", help="email, slack, web_chat, portal or phone: the contract's rule for it decides.")
@click.option("--claimed", help="The level the customer named.")
@click.option("--suggested", help="The severity 1-4 of a confident suggestion.")
@click.option("--kind", help="What kind of message it is suggested to be, such as enhancement.")
@click.option("--fact", "facts", multiple=True, help="A fact that is stated, such as connectivity; may be repeated.")
@click.option("--at", metavar="ISO", help="The time of receipt, with its offset.")
@click.option("--contracts", "directory", type=click.Path(path_type=Path), help="A folder of contract files.")
@click.option("--json", "_json", is_flag=True, help="One JSON object (which is what is printed anyway).")
def promise(file: TextIO | None, jsonl: bool, directory: Path | None, **asked: object) -> None:
    """Say what a contract promises, and by when, as JSON."""
    from intake.bootstrap.library import read_contracts, version_at
    from intake.contract.as_json import promise_to_json, situation_from_json
    from intake.contract.promise import promise as promised

    contracts = read_contracts(directory)

    def answer(row: Mapping[str, object]) -> dict[str, object]:
        situation = situation_from_json(row)
        if row.get("contract") is None:
            raise BadInput("contract: which one? write its id; `intake contracts list` lists them")
        contract = version_at(contracts, str(row.get("contract")), situation.received_at)
        return promise_to_json(promised(contract, situation))

    if jsonl:
        if file is None:
            raise BadInput("promise: --jsonl reads a file; name it, or write - for standard input")
        if not answer_lines(file, answer):
            raise click.exceptions.Exit(2)
        return
    if file is not None:
        raise BadInput("promise: a file goes with --jsonl; without it ask by options, see `intake promise --help`")
    asked.pop("_json")
    facts = asked.pop("facts")
    asked["facts"] = list(facts) if isinstance(facts, tuple) else None
    row = {key: value for key, value in asked.items() if value is not None}
    click.echo(json.dumps({"id": None, **answer(row)}, ensure_ascii=False, indent=2))
