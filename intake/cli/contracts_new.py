"""`intake contracts new`: a commented contract file for another vendor, question by question."""

import os
import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from intake.domain.errors import BadInput, IntakeError

if TYPE_CHECKING:
    from intake.contract.interview.answers import Answers
    from intake.contract.interview.asking import Asks, Question
    from intake.domain.contract import Contract
    from intake.domain.promise import Promise

T = TypeVar("T")

_WELCOME = (
    "A contract file for another vendor, question by question. Enter takes what stands in [brackets]; an answer that "
    "is not understood is asked again; Ctrl-C stops, and nothing is written. Everything can be edited afterwards."
)


@click.command()
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="The file to write; contracts/ID.toml without it."
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@click.option("--answers", "answers_file", type=click.Path(path_type=Path), help="A TOML file that answers for you.")
@click.option("--blank", is_flag=True, help="Write a made-up vendor's contract, to be changed by hand; ask nothing.")
def new(target: Path | None, force: bool, answers_file: Path | None, blank: bool) -> None:
    """Write a commented contract file for another vendor: it asks for what is needed, and checks each answer."""
    if blank and answers_file is not None:
        raise BadInput("contracts new: --blank asks nothing, so it takes no --answers; leave one of the two out")

    def accept_id(contract_id: str) -> None:
        _refuse_written(_place(target, contract_id), force=force)

    guided = not blank and answers_file is None
    answers = _asked(accept_id) if guided else _read(answers_file or _shipped("blank.toml"))
    accept_id(answers.id)
    file = _place(target, answers.id)
    text = _text(answers, file)
    stops = _show(text, file)
    if guided and not click.confirm(f"Write {file}?", default=True):
        click.echo("Nothing was written.")
        return
    _write(file, text)
    _tell_next(file)
    if stops:
        raise click.exceptions.Exit(1)


def _place(target: Path | None, contract_id: str) -> Path:
    return target or Path("contracts") / f"{contract_id}.toml"


def _shipped(name: str) -> Path:
    from intake.contract import interview

    return Path(interview.__path__[0]) / name


def _refuse_written(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        raise BadInput(f"{file} is there already; choose another name, or write over it with --force")


def _asked(accept_id: Callable[[str], None]) -> "Answers":
    from intake.cli.contract_text import wrap

    wrap(_WELCOME, indent=0, hang=0)
    return _interview(_ask, accept_id)


def _read(file: Path) -> "Answers":
    """Return the answers of a file; raises BadInput with the file, the key, and what to write."""
    from intake.contract.interview.asking import FromFile

    try:
        written = FromFile(tomllib.loads(file.read_text(encoding="utf-8")))
        answers = _interview(written, lambda contract_id: None)
        written.refuse_rest()
    except (OSError, ValueError, BadInput) as error:  # a TOML mistake and one of the encoding are ValueErrors
        raise BadInput(f"{file}: {' '.join(str(error).split())}") from error
    return answers


def _interview(asks: "Asks", accept_id: Callable[[str], None]) -> "Answers":
    from intake.contract.interview.interview import interview

    wording = tomllib.loads(_shipped("questions.toml").read_text(encoding="utf-8"))
    return interview(wording, asks, accept_id)


def _ask(question: "Question", read: Callable[[str], T]) -> T:
    """Ask at the terminal until the answer is understood."""
    from intake.cli.contract_text import wrap

    if question.heading:
        click.echo()
        click.secho(question.heading, bold=True)
    click.echo()
    wrap(question.ask, indent=0, hang=0)
    click.secho(f"  for example: {question.example}", dim=True)
    while True:
        answer = click.prompt(" ", default=question.default, prompt_suffix="> ", type=str)
        try:
            return read(answer)
        except BadInput as error:
            wrap(f"-> {error}", indent=2, hang=3)


def _text(answers: "Answers", file: Path) -> str:
    from intake.bootstrap.clock import now
    from intake.contract.interview.blank import contract_text

    template = _shipped("blank.toml.j2").read_text(encoding="utf-8")
    return contract_text(answers, template, file=str(file), at=now())


def _show(text: str, file: Path) -> bool:
    """Print a worked promise and what is assumed or still to mend; return whether something stops a promise."""
    from intake.bootstrap.clock import now
    from intake.cli.contract_text import print_findings, wrap
    from intake.contract.checks.check import check
    from intake.contract.checks.finding import FindingKind
    from intake.contract.file.load import load_contract

    contract = load_contract(text, file.name)
    findings = check(contract, year=now().year)
    told = tuple(finding for finding in findings if finding.kind is not FindingKind.UNTRIED)
    click.echo()
    print_findings(contract, told)
    click.secho("One promise, worked for a message that comes now", bold=True)
    wrap(_worked(contract, now()), indent=2, hang=0)
    click.echo()
    return any(finding.stops for finding in findings)


def _worked(contract: "Contract", at: datetime) -> str:
    """Return what the contract promises to its first plan at its gravest level."""
    from intake.contract.promise import promise
    from intake.domain.promise import Situation

    plan = next((plan.id for plan in contract.plans), None)
    level = next((level.id for level in contract.levels), None)
    try:
        found = promise(contract, Situation(received_at=at, plan=plan, level=level))
    except IntakeError as error:
        return f"Nothing can be promised yet: {error}"
    return _sentence(contract, found)


def _sentence(contract: "Contract", found: "Promise") -> str:
    from intake.contract.pages.in_words import undertaking

    main = found.main
    row = next(row for row in contract.commitments if row.target == main.target and row.clause == main.clause)
    whom = " ".join([f"level {found.level}"] * bool(found.level) + [f"of plan {found.plan}"] * bool(found.plan))
    when = "" if main.deadline.due_at is None else f" by {_moment(main.deadline.due_at)}"
    words = f'"{main.target.words}", clause {main.clause}, hours {main.calendar}'
    asked = f"{whom[0].upper()}{whom[1:]}" if whom else "A request"
    return f"{asked}, received {_moment(found.received_at)}: {undertaking(row)}{when} ({words})."


def _moment(moment: datetime) -> str:
    return f"{moment:%A %Y-%m-%d %H:%M} {moment.tzname()}"


def _write(file: Path, text: str) -> None:
    """Write a whole file or none."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(f"{file}: cannot be written: {error.strerror}") from error


def _tell_next(file: Path) -> None:
    click.echo(f"Wrote {file}. Read it, sign what is assumed, and work a few promises by hand in it. Then:")
    click.echo(f"  intake contracts show {file}    as its customers read it")
    click.echo(f"  intake contracts check {file}   what is missing, contradictory or assumed")
    click.echo(f'  [folders] contracts = "{file.parent}"    in intake.toml, to answer by it')
