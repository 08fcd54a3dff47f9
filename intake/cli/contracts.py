"""`intake contracts`: list, show and check contracts."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.contract.finding import Finding
    from intake.domain.contract import Contract

_FOLDER = click.option("--contracts", "directory", type=click.Path(path_type=Path), help="A folder of contract files.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group()
def contracts() -> None:
    """List, show and check contracts."""


@contracts.command(name="list")
@_FOLDER
@_JSON
def list_contracts(directory: Path | None, as_json: bool) -> None:
    """List the contracts: id, title, plans, levels, source document."""
    found, mistakes = _read(directory)
    rows = [
        {
            "id": contract.id,
            "title": contract.title,
            "plans": [plan.id for plan in contract.plans],
            "levels": [level.id for level in contract.levels],
            "source": contract.source,
        }
        for contract in found
    ]
    if as_json:
        _print_json({"contracts": rows, "errors": mistakes})
    elif rows:
        from intake.cli.contract_text import print_list

        print_list(found)
    _end(mistakes)


@contracts.command()
@click.argument("which", metavar="ID|FILE")
@_FOLDER
@_JSON
def show(which: str, directory: Path | None, as_json: bool) -> None:
    """Show a contract as a table that its customer could read."""
    from intake.contract.table import table

    found, mistakes = _chosen(which, directory)
    if mistakes:
        _end(mistakes)
    shown = table(found[0])
    if as_json:
        _print_json(asdict(shown))
        return
    from intake.cli.contract_text import print_table

    print_table(shown)


@contracts.command()
@click.argument("which", metavar="[ID|FILE]", required=False)
@_FOLDER
@_JSON
def check(which: str | None, directory: Path | None, as_json: bool) -> None:
    """Say what is missing, contradictory or assumed in a contract, or in all of them.

    Ends with 0 when nothing stops a promise, 1 when something does, 2 when a file cannot be used.
    """
    from intake.contract.check import check as checked

    found, mistakes = _read(directory) if which is None else _chosen(which, directory)
    findings = {contract.id: checked(contract, year=datetime.now(UTC).year) for contract in found}
    if as_json:
        _print_json(
            {"contracts": [_checked_json(contract, findings[contract.id]) for contract in found], "errors": mistakes}
        )
    else:
        for contract in found:
            _print_findings(contract, findings[contract.id])
    _end(mistakes, stopped=any(finding.stops for several in findings.values() for finding in several))


def _read(directory: Path | None) -> tuple[list["Contract"], list[str]]:
    """Return the contracts of a folder and, for each file that cannot be used, its line."""
    from intake.bootstrap.library import contract_files, read_contract

    found: dict[str, Contract] = {}
    mistakes: list[str] = []
    for path in contract_files(directory):
        try:
            contract = read_contract(path)
        except BadInput as error:
            mistakes.append(str(error))
            continue
        if contract.id in found:
            mistakes.append(f"{path.name}: id {contract.id!r} is taken by another file; give each contract its own id")
        found.setdefault(contract.id, contract)
    return list(found.values()), mistakes


def _chosen(which: str, directory: Path | None) -> tuple[list["Contract"], list[str]]:
    """Return the one contract that is meant; a broken neighbour does not matter unless it may be the one."""
    from intake.bootstrap.library import read_contract

    if which.endswith(".toml"):
        if not Path(which).is_file():
            raise BadInput(f"{which}: there is no such file; check the path, or write a contract's id")
        return [read_contract(Path(which))], []
    found, mistakes = _read(directory)
    one = [contract for contract in found if contract.id == which]
    if one:
        return one, []
    known = ", ".join(contract.id for contract in found)
    unknown = f"contract: there is no contract {which!r}; write one of {known}, or the path of a .toml file"
    return [], [*mistakes, unknown]


def _end(mistakes: list[str], *, stopped: bool = False) -> None:
    """Say each mistake in a line of its own and leave with 2; leave with 1 when a check found something."""
    for mistake in mistakes:
        click.echo(f"intake: {mistake}", err=True)
    if mistakes or stopped:
        raise click.exceptions.Exit(2 if mistakes else 1)


def _print_json(answer: dict[str, object]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def _checked_json(contract: "Contract", findings: "tuple[Finding, ...]") -> dict[str, object]:
    stopped = any(finding.stops for finding in findings)
    return {"id": contract.id, "stops": stopped, "findings": [asdict(finding) for finding in findings]}


def _print_findings(contract: "Contract", findings: "tuple[Finding, ...]") -> None:
    from intake.cli.contract_text import print_findings

    print_findings(contract, findings)
