"""A person's answers so far: none is asked for twice, the last can be taken back, and all can be kept in a file."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol, TypeVar

from intake.contract.interview.answers import Answers
from intake.contract.interview.asking import Question, Wording
from intake.contract.interview.blank import toml
from intake.contract.interview.interview import interview
from intake.domain.errors import BadInput

T = TypeVar("T")


class WentBack(Exception):
    """Whoever answers wants to change the answer before."""


class Typed(Protocol):
    """A person at a terminal: gives back an answer that `read` takes, or raises WentBack."""

    def __call__(self, question: Question, read: Callable[[str], object]) -> str:
        """Return the answer as it was typed."""


@dataclass(slots=True, kw_only=True)
class Memory:
    """Answers by key: `given` in the order of asking, `kept` those of a file that answer without being asked."""

    typed: Typed
    kept: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    _taken_back: dict[str, str] = field(default_factory=dict)

    def __call__(self, question: Question, read: Callable[[str], T]) -> T:
        """Return the answer, read: the one given before, the kept one, or what is typed now."""
        if question.key not in self.given:
            self.given[question.key] = self._answer(question, read)
        return read(self.given[question.key])

    def _answer(self, question: Question, read: Callable[[str], object]) -> str:
        kept = self.kept.pop(question.key, None)
        refused = "" if kept is None else _refused(kept, read)
        if kept is not None and not refused:
            return kept
        default = self._taken_back.get(question.key, question.default)
        asked = f"{question.ask} (The file's answer will not do: {refused}.)" if refused else question.ask
        return self.typed(replace(question, ask=asked, default=default), read)

    def take_back(self) -> None:
        """Forget the last answer, but offer it when its question is asked again."""
        if self.given:
            key, answer = self.given.popitem()
            self._taken_back[key] = answer

    def text(self, command: str, on: date) -> str:
        """Return the answers as a file that `command` goes on with."""
        lines = [f"# Answers to `intake contracts new`, kept on {on}. To go on: {command}"]
        lines += [f"{toml(key)} = {toml(answer)}" for key, answer in {**self.kept, **self.given}.items()]
        return "\n".join([*lines, ""])


def _refused(answer: str, read: Callable[[str], object]) -> str:
    """Say why an answer will not do; empty for one that will."""
    try:
        read(answer)
    except BadInput as error:
        return str(error).rstrip(".")
    return ""


def guided(wording: Wording, memory: Memory, accept_id: Callable[[str], None]) -> Answers:
    """Ask until everything is answered; who goes back is asked the question before again."""
    while True:
        try:
            return interview(wording, memory, accept_id)
        except WentBack:
            memory.take_back()
