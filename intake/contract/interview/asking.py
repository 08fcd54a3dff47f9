"""One question about a contract and whoever answers it: a person at a terminal, or a file of answers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from intake.contract.interview.said_target import is_amount
from intake.domain.errors import BadInput

T = TypeVar("T")

# The words of each question by its name: `ask`, `example`, and where there is one `heading` and `default`.
Wording = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question in plain words; `default` is what an empty answer means, None where one is needed.

    `key` is its name in a file of answers. `heading` is set on the first question of a group.
    """

    key: str
    ask: str
    example: str
    default: str | None = None
    heading: str | None = None


class Asks(Protocol):
    """Whoever answers: gives back what `read` makes of the answer, once it raises no BadInput any more."""

    def __call__(self, question: Question, read: Callable[[str], T]) -> T:
        """Return the answer, read."""


@dataclass(slots=True)
class Interview:
    """The wording of the questions, who answers them, and the clause that was named last."""

    wording: Wording
    asks: Asks
    clause: str = ""

    def ask(self, name: str, read: Callable[[str], T], *, key: str | None = None, **filled: str) -> T:
        """Ask the question called `name` with its gaps filled; `key` is where it is asked several times."""
        words = self.wording[name]
        question = Question(
            key=key or name,
            ask=words["ask"].format(**filled),
            example=words["example"],
            default=words["default"].format(**filled) or None if "default" in words else None,
            heading=words.get("heading"),
        )
        return self.asks(question, read)

    def ask_clause(self, name: str, *, key: str | None = None, **filled: str) -> str:
        """Ask for a clause; Enter repeats the one before."""
        self.clause = self.ask(name, clause, key=key, before=self.clause, **filled)
        return self.clause


def text(answer: str) -> str:
    """Return a line of text; raises BadInput for an empty one or one that would break the line."""
    found = answer.strip()
    if not found:
        raise BadInput("an answer is needed here")
    if not found.isprintable():
        raise BadInput("the answer holds a character that cannot be printed; write it again")
    return found


def clause(answer: str) -> str:
    """Return a clause's number or heading; raises BadInput for an amount of time, which belongs to another question."""
    found = text(answer)
    if is_amount(found):
        raise BadInput(f"{found!r} is an amount of time; write the number or heading of the clause where it stands")
    return found


class FromFile:
    """Answers that were written beforehand, as a TOML table with the questions' keys."""

    def __init__(self, written: Mapping[str, object]) -> None:
        self._left = dict(_flat(written))

    def __call__(self, question: Question, read: Callable[[str], T]) -> T:
        """Return the answer under the question's key, else the default's; raises BadInput with the key."""
        answer = self._left.pop(question.key, question.default)
        if answer is None:
            raise BadInput(f"{question.key}: this answer is missing; {question.ask} For example: {question.example}")
        try:
            return read(answer)
        except BadInput as error:
            raise BadInput(f"{question.key}: {error}") from error

    def left(self) -> dict[str, str]:
        """Return the answers that nothing has asked for yet, by key."""
        return dict(self._left)

    def refuse_rest(self) -> None:
        """Raise BadInput for an answer that nobody has asked for."""
        for key in self._left:
            raise BadInput(f"{key}: nothing asks for this answer; check its spelling, or take it out")


def _flat(written: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield 'response.1.basic' for nested tables; `is` is the answer of a question that has more below it."""
    for name, value in written.items():
        key = before if name == "is" and before else f"{before}.{name}".strip(".")
        if isinstance(value, Mapping):
            yield from _flat(value, key)
        else:
            yield key, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
