"""`intake contracts prove`: every promise of a contract counted again, and every letter read again."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.domain.contract import Contract
    from intake.proof.prove import Outcome, Progress, Scope
    from intake.render.templates import Templates

# Customers live anywhere: west and east of the contracts, with and without a change of clocks.
_ZONES = ("America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata")


@click.command()
@click.argument("which", metavar="[ID|FILE]", required=False)
@click.option("--contracts", "directory", type=click.Path(path_type=Path), help="A folder of contract files.")
@click.option("--templates", type=click.Path(path_type=Path), help="A folder of templates.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def prove(which: str | None, directory: Path | None, templates: Path | None, as_json: bool) -> None:
    """Count every promise again and read every letter again, by rules written a second time.

    Ends with 0 when nothing is wrong, 1 when something is, 2 when a file cannot be used.
    """
    found, mistakes = _chosen(which, directory)
    desk, languages, unread = _letters(templates)
    proved = [_proved(contract, desk, languages) for contract in found]
    folder = Path(which).parent if which is not None and which.endswith(".toml") else directory
    places = _places(folder, templates)
    if as_json:
        rows = [_row(outcome, seconds, places) for outcome, seconds in proved]
        click.echo(json.dumps({"contracts": rows, "unread": unread, "errors": mistakes}, ensure_ascii=False, indent=2))
    else:
        _print(proved, places, unread)
    for mistake in mistakes:
        click.echo(f"intake: {mistake}", err=True)
    if mistakes or unread or any(outcome.failed for outcome, _ in proved):
        raise click.exceptions.Exit(2 if mistakes else 1)


def _chosen(which: str | None, directory: Path | None) -> "tuple[tuple[Contract, ...], list[str]]":
    """Return the contracts to prove, each version, and the line of each file that cannot be used and might be meant."""
    from intake.bootstrap.library import contract_files, read_contract
    from intake.contract.versions import gathered

    if which is not None and which.endswith(".toml"):
        if not Path(which).is_file():
            raise BadInput(f"{which}: there is no such file; check the path, or write a contract's id")
        return (read_contract(Path(which)),), []
    found: list[Contract] = []
    mistakes: list[str] = []
    for path in contract_files(directory):
        try:
            found.append(read_contract(path))
        except BadInput as error:
            mistakes.append(str(error))
    every = gathered(found)
    if which is None:
        return every.versions, mistakes
    meant = tuple(contract for contract in every.versions if contract.id == which)
    if meant:
        return meant, []
    known = ", ".join(every.ids())
    unknown = f"contract: there is no contract {which!r}; write one of {known}, or the path of a .toml file"
    return (), [*mistakes, unknown]


def _letters(directory: Path | None) -> "tuple[Templates, tuple[str, ...], list[str]]":
    """Return the templates, the languages that they are whole in, and a sentence for each that cannot be read."""
    from intake.bootstrap.templates import read_templates
    from intake.places import folder
    from intake.proof.languages.known import TONGUES

    templates = read_templates(directory)
    places = [place for place in (directory, folder("templates")) if place is not None]
    names = [*TONGUES, *sorted(each.name for place in places for each in place.iterdir() if each.is_dir())]
    whole = [name for name in dict.fromkeys(names) if templates.language(name) == name]
    untold = "its letters are not proved, because no table in intake/proof/languages reads it"
    unread = [f"{name}: {untold}" for name in whole if name not in TONGUES]
    return templates, tuple(name for name in whole if name in TONGUES), unread


def _proved(contract: "Contract", templates: "Templates", languages: tuple[str, ...]) -> "tuple[Outcome, float]":
    from intake.proof.prove import prove as proved

    begun = perf_counter()
    with _bar(contract.id) as progress:
        outcome = proved(contract, templates, _scope(contract, languages), progress)
    return outcome, perf_counter() - begun


def _scope(contract: "Contract", languages: tuple[str, ...]) -> "Scope":
    """Return the grid: this year's and the next one's, or those in which the version begins."""
    from intake.bootstrap.clock import now
    from intake.contract.zones import zone
    from intake.proof.prove import Scope

    begins = contract.effective_from
    year = now().year if begins is None else max(now().year, begins.year)
    return Scope(year=year, zones=tuple(zone(name) for name in _ZONES), languages=languages)


@contextmanager
def _bar(title: str) -> "Iterator[Progress]":
    """Show how far it has got, on a terminal only and beside the answer."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _places(contracts: Path | None, templates: Path | None) -> tuple[str, str]:
    """Return what a call for a promise and one for a letter need beside, when other folders are meant."""
    from shlex import quote

    of_contracts = "" if contracts is None else f" --contracts {quote(str(contracts))}"
    return of_contracts, of_contracts + ("" if templates is None else f" --templates {quote(str(templates))}")


def _row(outcome: "Outcome", seconds: float, places: tuple[str, str]) -> dict[str, object]:
    failures = [
        {"sentences": list(each.sentences), "call": each.call + places[each.call.startswith("intake acknowledge")]}
        for each in outcome.failures
    ]
    row = {**asdict(outcome), "proved": not outcome.failed, "seconds": round(seconds, 1), "failures": failures}
    return {"id": row.pop("contract"), **row}


def _print(proved: "list[tuple[Outcome, float]]", places: tuple[str, str], unread: list[str]) -> None:
    for outcome, seconds in proved:
        click.echo(_summary(outcome, seconds))
        for each in outcome.failures:
            for sentence in each.sentences:
                click.echo(f"  - {sentence}")
            click.echo(f"    {each.call}{places[each.call.startswith('intake acknowledge')]}")
        if outcome.failed > len(outcome.failures):
            click.echo(f"  and {outcome.failed - len(outcome.failures)} more")
    for sentence in unread:
        click.echo(sentence)


def _summary(outcome: "Outcome", seconds: float) -> str:
    """Return one line about a contract: what was tried, and whether it held."""
    from intake.cli.words import counted

    version = "" if outcome.version == "first" else f", version {outcome.version}"
    held = "proved" if not outcome.failed else f"NOT PROVED ({outcome.failed} wrong)"
    return (
        f"{outcome.contract}{version}: {held}: {counted(outcome.promises, 'promise')} counted again, "
        f"{counted(outcome.letters, 'letter')} read again ({', '.join(outcome.languages)}), "
        f"{counted(outcome.decisions, 'distinct decision')}, "
        f"{counted(outcome.receipts, 'time of receipt', 'times of receipt')}, {seconds:.1f} s"
    )
