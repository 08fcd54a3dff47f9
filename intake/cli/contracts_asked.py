"""The questions about a new contract at a terminal: asked, asked again, taken back, and kept for another day."""

from collections.abc import Callable
from datetime import UTC
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.contract.interview.asking import Question
    from intake.contract.interview.memory import Memory

_BACK = ("back", "<")
_WELCOME = (
    "A contract file for another vendor, question by question. Enter takes what stands in [brackets]; an answer that "
    "is not understood is asked again; < (or back) goes to the question before; Ctrl-C stops and can keep the answers. "
    "Everything can be edited afterwards."
)


def welcome() -> None:
    """Say how to answer."""
    from intake.cli.contract_text import wrap

    wrap(_WELCOME, indent=0, hang=0)


def typed(question: "Question", read: Callable[[str], object]) -> str:
    """Ask at the terminal until the answer is understood; raises WentBack when the one before is wanted."""
    from intake.cli.contract_text import wrap

    if question.heading:
        click.echo()
        click.secho(question.heading, bold=True)
    click.echo()
    wrap(question.ask, indent=0, hang=0)
    click.secho(f"  for example: {question.example}", dim=True)
    while True:
        answer = _line("", question.default)
        try:
            read(answer)
        except BadInput as error:
            wrap(f"-> {error}", indent=2, hang=3)
        else:
            return answer


def confirmed(file: Path) -> bool:
    """Ask whether the file is to be written; raises WentBack when the last answer is to change."""
    while True:
        answer = _line(f"Write {file}? yes, no, or < to go back", "yes").lower()
        if answer in ("y", "yes", "n", "no"):
            return answer.startswith("y")


def _line(words: str, default: str | None) -> str:
    from intake.contract.interview.memory import WentBack

    answer: str = click.prompt(words or " ", default=default, prompt_suffix=" > " if words else "> ", type=str)
    if answer.strip().lower() in _BACK:
        raise WentBack
    return answer


def keep(memory: "Memory", went_on_with: Path | None) -> None:
    """Offer to keep the answers in a file, and say how to go on; a second Ctrl-C keeps nothing."""
    from intake.bootstrap.clock import now
    from intake.cli.contracts_written import write_whole

    if not memory.given:
        return
    file = went_on_with or _free(memory.given.get("id", "new-contract"))
    click.echo()
    if click.confirm(f"Keep the answers so far in {file}?", default=True):
        command = f"intake contracts new --answers {file} --ask"
        write_whole(file, memory.text(command, now().astimezone(UTC).date()))
        click.echo(f"Kept. To go on: {command}")


def _free(contract_id: str) -> Path:
    """Return a name in the current folder that nothing has yet: not beside the contracts, where it would be read."""
    names = (f"{contract_id}.answers{'' if number == 1 else f'-{number}'}.toml" for number in count(1))
    return next(file for name in names if not (file := Path(name)).exists())
