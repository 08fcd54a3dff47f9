"""The question whether somebody signs the readings that were taken, and who."""

from intake.contract.file.schema import PROJECT_DEFAULT
from intake.contract.interview.asking import Interview, text
from intake.contract.interview.said import one_of
from intake.domain.errors import BadInput


def ask_signer(talk: Interview) -> str | None:
    """Ask who signs the rulings now; None when they wait for a signature."""
    if talk.ask("sign", lambda answer: one_of(answer, ["yes", "no"])) == "no":
        return None
    return talk.ask("sign.by", _name)


def _name(answer: str) -> str:
    found = text(answer)
    if not any(char.isalpha() for char in found) or found.lower() == PROJECT_DEFAULT:
        raise BadInput(f"{found!r} is nobody's name; write yours, as it should stand under the readings")
    return found
