"""`intake contracts new`: a commented contract file for another vendor, question by question."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.contracts_written import refuse_written, write_whole
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.contract.interview.answers import Answers
    from intake.contract.interview.asking import FromFile
    from intake.contract.interview.memory import Memory

_BY_HAND = (
    "Not asked, and easily added by hand: one-off closures, further hours (a night shift, another country), further "
    "promises (begin work, resolution), charges and other notices, translations. Each has its section in "
    'docs/writing-a-contract.md, under "Every key".'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the file goes: `--to`, or contracts/ID.toml; `force` when it may be there already."""

    target: Path | None
    force: bool

    def of(self, contract_id: str) -> Path:
        return self.target or Path("contracts") / f"{contract_id}.toml"

    def accept(self, contract_id: str) -> None:
        refuse_written(self.of(contract_id), force=self.force)


@click.command()
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="The file to write; contracts/ID.toml without it."
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@click.option("--answers", "answers_file", type=click.Path(path_type=Path), help="A TOML file that answers for you.")
@click.option("--ask", is_flag=True, help="With --answers: ask for what the file leaves out.")
@click.option("--blank", is_flag=True, help="Write a made-up vendor's contract, to be changed by hand; ask nothing.")
def new(target: Path | None, force: bool, answers_file: Path | None, ask: bool, blank: bool) -> None:
    """Write a commented contract file for another vendor: it asks for what is needed, and checks each answer."""
    if blank and answers_file is not None:
        raise BadInput("contracts new: --blank asks nothing, so it takes no --answers; leave one of the two out")
    if ask and answers_file is None:
        raise BadInput("contracts new: --ask asks for what a file of answers leaves out; add --answers FILE")
    place = _Place(target=target, force=force)
    if blank or (answers_file is not None and not ask):
        _from_file(place, answers_file or _shipped("blank.toml"))
    else:
        _guided(place, answers_file)


def _shipped(name: str) -> Path:
    from intake.contract import interview

    return Path(interview.__path__[0]) / name


def _from_file(place: _Place, answers_file: Path) -> None:
    answers = _read(answers_file)
    place.accept(answers.id)
    file = place.of(answers.id)
    text = _text(answers, file)
    stops = _show(text, file)
    _finish(file, text, stops=stops)


def _read(file: Path) -> "Answers":
    """Return the answers of a file; raises BadInput with the file, the key, and what to write."""
    from intake.contract.interview.interview import interview

    written = _written(file)
    try:
        answers = interview(_wording(), written, lambda contract_id: None)
        written.refuse_rest()
    except BadInput as error:
        raise BadInput(f"{file}: {error}") from error
    return answers


def _written(file: Path) -> "FromFile":
    from intake.contract.interview.asking import FromFile

    try:
        return FromFile(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:  # a TOML mistake and one of the encoding are ValueErrors
        raise BadInput(f"{file}: {' '.join(str(error).split())}") from error


def _wording() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_shipped("questions.toml").read_text(encoding="utf-8"))


def _guided(place: _Place, answers_file: Path | None) -> None:
    """Ask at the terminal; who stops may keep the answers."""
    from intake.cli.contracts_asked import keep, typed, welcome
    from intake.contract.interview.memory import Memory

    memory = Memory(typed=typed, kept=_written(answers_file).left() if answers_file else {})
    welcome()
    try:
        accepted = _accepted(place, memory)
    except (click.Abort, KeyboardInterrupt):
        keep(memory, answers_file)
        raise
    if accepted is None:
        click.echo("Nothing was written.")
        keep(memory, answers_file)
        return
    _tell_unasked(memory)
    _finish(*accepted[:2], stops=accepted[2])


def _accepted(place: _Place, memory: "Memory") -> tuple[Path, str, bool] | None:
    """Return the file, its text and whether something stops in it, once somebody wants it; None for a no."""
    from intake.cli.contracts_asked import confirmed
    from intake.contract.interview.memory import WentBack, guided

    wording = _wording()
    while True:
        answers = guided(wording, memory, place.accept)
        file = place.of(answers.id)
        text = _text(answers, file)
        stops = _show(text, file)
        try:
            return (file, text, stops) if confirmed(file) else None
        except WentBack:
            memory.take_back()


def _tell_unasked(memory: "Memory") -> None:
    if memory.kept:
        click.echo(f"Nothing asked for these answers of the file, so they were left out: {', '.join(memory.kept)}.")


def _text(answers: "Answers", file: Path) -> str:
    from intake.bootstrap.clock import now
    from intake.contract.interview.blank import contract_text

    template = _shipped("blank.toml.j2").read_text(encoding="utf-8")
    return contract_text(answers, template, file=str(file), at=now())


def _show(text: str, file: Path) -> bool:
    """Print worked promises and what is assumed or still to mend; return whether something stops a promise."""
    from intake.bootstrap.clock import now
    from intake.cli.contract_text import print_findings, wrap
    from intake.cli.contracts_worked import worked
    from intake.contract.checks.check import check
    from intake.contract.checks.finding import FindingKind
    from intake.contract.file.load import load_contract

    contract = load_contract(text, file.name)
    findings = check(contract, today=now().date())
    click.echo()
    print_findings(contract, tuple(finding for finding in findings if finding.kind is not FindingKind.UNTRIED))
    click.secho("Three promises, worked for messages that come", bold=True)
    for sentence in worked(contract, now()):
        wrap(f"- {sentence}", indent=2)
    click.echo()
    return any(finding.stops for finding in findings)


def _finish(file: Path, text: str, *, stops: bool) -> None:
    """Write the file and say what comes next; leave with 1 when something stops a promise."""
    from intake.cli.contract_text import wrap

    write_whole(file, text)
    click.echo(f"Wrote {file}. Read it, sign what is assumed, and work a few promises by hand in it. Then:")
    click.echo(f"  intake contracts show {file}    as its customers read it")
    click.echo(f"  intake contracts check {file}   what is missing, contradictory or assumed")
    click.echo(f'  [folders] contracts = "{file.parent}"    in intake.toml, to answer by it')
    wrap(_BY_HAND, indent=0, hang=0)
    if stops:
        raise click.exceptions.Exit(1)
