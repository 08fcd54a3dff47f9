"""`intake contracts`: list, show and check contracts, and write a new one."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.contracts_new import new
from intake.cli.prove import prove
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime

    from intake.contract.checks.finding import Finding
    from intake.contract.versions import Contracts
    from intake.domain.contract import Contract

# What writes docs/contracts.md again; the page names it.
_WRITES_THE_PAGE = "intake contracts show --all --markdown"

_FOLDER = click.option("--contracts", "directory", type=click.Path(path_type=Path), help="A folder of contract files.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group()
def contracts() -> None:
    """List, show and check contracts, and write a new one."""


contracts.add_command(new)
contracts.add_command(prove)


@contracts.command(name="list")
@_FOLDER
@_JSON
def list_contracts(directory: Path | None, as_json: bool) -> None:
    """List the contracts: id, title, plans, levels, source document, and from when each version holds."""
    found, mistakes = _read(directory)
    if as_json:
        _print_json({"contracts": [_listed_json(contract) for contract in found.versions], "errors": mistakes})
    elif found.versions:
        from intake.cli.contract_text import print_list

        print_list(found.versions)
    _end(mistakes)


@contracts.command()
@click.argument("which", metavar="ID|FILE", required=False)
@click.option("--at", metavar="ISO", help="The version in force on that day or at that moment; without it, now.")
@click.option("--all", "everything", is_flag=True, help="Every contract in every version; goes with --markdown.")
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@_FOLDER
@_JSON
def show(
    which: str | None, at: str | None, everything: bool, markdown: bool, directory: Path | None, as_json: bool
) -> None:
    """Show a contract as a table that its customer could read."""
    if everything:
        if which is not None or at is not None or as_json or not markdown:
            raise BadInput("contracts show: --all goes with --markdown only; leave out ID, --at and --json")
        _show_all(directory)
        return
    if which is None:
        raise BadInput("contracts show: ID|FILE is missing; write a contract's id, or --all --markdown")
    found, mistakes = _chosen(which, directory)
    _end(mistakes)
    contract = _version(found, at)
    if as_json and not markdown:
        from intake.contract.pages.table import table

        _print_json(asdict(table(contract)))
    else:
        _show(contract, markdown=markdown)


@contracts.command()
@click.argument("which", metavar="[ID|FILE]", required=False)
@_FOLDER
@_JSON
def check(which: str | None, directory: Path | None, as_json: bool) -> None:
    """Say what is missing, contradictory or assumed in a contract, or in all of them, in every version.

    Ends with 0 when nothing stops a promise, 1 when something does, 2 when a file cannot be used.
    """
    from intake.bootstrap.clock import now
    from intake.contract.checks.check import check as checked

    found, mistakes = _read(directory) if which is None else _chosen(which, directory)
    findings = [
        (contract, checked(contract, today=now().date(), until=found.until(contract))) for contract in found.versions
    ]
    if as_json:
        _print_json({"contracts": [_checked_json(*pair) for pair in findings], "errors": mistakes})
    else:
        for pair in findings:
            _print_findings(*pair)
    _end(mistakes, stopped=any(finding.stops for _, several in findings for finding in several))


def _read(directory: Path | None) -> "tuple[Contracts, list[str]]":
    """Return the contracts of a folder and, for each file that cannot be used, its line."""
    from intake.bootstrap.library import contract_files, read_contract
    from intake.contract.versions import Contracts, gathered

    found, mistakes = Contracts(), list[str]()
    for path in contract_files(directory):
        try:
            contract = read_contract(path)
        except BadInput as error:
            mistakes.append(str(error))
            continue
        try:
            found = gathered([*found.versions, contract])
        except BadInput as error:
            mistakes.append(f"{path.name}: {error}")
    return found, mistakes


def _chosen(which: str, directory: Path | None) -> "tuple[Contracts, list[str]]":
    """Return the versions of the one contract that is meant; a broken neighbour does not matter unless it may be it."""
    from intake.bootstrap.library import read_contract
    from intake.contract.versions import Contracts

    if which.endswith(".toml"):
        if not Path(which).is_file():
            raise BadInput(f"{which}: there is no such file; check the path, or write a contract's id")
        return Contracts((read_contract(Path(which)),)), []
    found, mistakes = _read(directory)
    meant = tuple(contract for contract in found.versions if contract.id == which)
    if meant:
        return Contracts(meant), [mistake for mistake in mistakes if f"contract {which}: " in mistake]
    known = ", ".join(found.ids())
    unknown = f"contract: there is no contract {which!r}; write one of {known}, or the path of a .toml file"
    return Contracts(), [*mistakes, unknown]


def _version(found: "Contracts", at: str | None) -> "Contract":
    """Return the version in force at a day or moment, now without one; one that is still to begin where none is yet."""
    from intake.bootstrap.clock import now
    from intake.bootstrap.library import version_at

    first = found.versions[0]
    if at is not None:
        return version_at(found, first.id, _moment(at, first))
    return found.in_force(first.id, now()) or first


def _moment(at: str, contract: "Contract") -> "datetime":
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise BadInput(f"--at: {at!r} is no date; write one such as 2027-01-01") from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=contract.zone)


def _show(contract: "Contract", *, markdown: bool) -> None:
    from intake.contract.pages.page import section
    from intake.contract.pages.table import table

    if markdown:
        click.echo(section(table(contract)))
        return
    from intake.bootstrap.clock import now
    from intake.cli.contract_text import print_closed_days, print_table

    print_table(table(contract))
    print_closed_days(contract, first=now().astimezone(contract.zone).date())


def _show_all(directory: Path | None) -> None:
    from intake.contract.pages.page import page

    found, mistakes = _read(directory)
    _end(mistakes)
    click.echo(page(found.versions, command=_WRITES_THE_PAGE), nl=False)


def _end(mistakes: list[str], *, stopped: bool = False) -> None:
    """Say each mistake in a line of its own and leave with 2; leave with 1 when a check found something."""
    for mistake in mistakes:
        click.echo(f"intake: {mistake}", err=True)
    if mistakes or stopped:
        raise click.exceptions.Exit(2 if mistakes else 1)


def _print_json(answer: dict[str, object]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def _listed_json(contract: "Contract") -> dict[str, object]:
    return {
        "id": contract.id,
        "version": contract.version,
        "title": contract.title,
        "plans": [plan.id for plan in contract.plans],
        "levels": [level.id for level in contract.levels],
        "source": contract.source,
    }


def _checked_json(contract: "Contract", findings: "tuple[Finding, ...]") -> dict[str, object]:
    stopped = any(finding.stops for finding in findings)
    return {
        "id": contract.id,
        "version": contract.version,
        "stops": stopped,
        "findings": [asdict(finding) for finding in findings],
    }


def _print_findings(contract: "Contract", findings: "tuple[Finding, ...]") -> None:
    from intake.cli.contract_text import print_findings

    print_findings(contract, findings)
