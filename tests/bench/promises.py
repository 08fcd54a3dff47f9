"""Two thousand promises: the command as a whole process against the tests' slow oracle, which only counts."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from intake.domain.calendar import Calendar
from intake.domain.target import Target
from tests.bench.measure import ROOT, Options, Row, in_turn, scratch
from tests.contract import oracle
from tests.contract.cells import CELLS, Cell
from tests.contract.shipped import contract, promise_of

_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_MINUTES = 7 * 365 * 24 * 60


@dataclass(frozen=True, slots=True)
class Question:
    """A cell of a contract and a receipt."""

    cell: Cell
    at: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """One target to count: what the oracle needs to know of an undertaking."""

    target: Target
    calendar: Calendar
    at: datetime


def promises(options: Options) -> Iterator[Row]:
    """Measure the command on every cell of the shipped contracts in turn, at any minute of seven years."""
    number = 300 if options.quick else 2000
    questions = _questions(number)
    counts = [count for question in questions for count in _counts(question)]
    with scratch() as folder:
        file = folder / "questions.jsonl"
        file.write_text("".join(_line(question) for question in questions), encoding="utf-8")
        _compare(file, questions)
        ours, peer = in_turn(partial(_command, file), partial(_oracle, counts), options.rounds)
    theirs = f"{peer:.2f} s (the tests' oracle in-process, counting only, {len(counts)} targets)"
    what = f"{number:,} promises, `intake promise --jsonl`, whole process"
    yield Row(what=what, ours=f"{ours:.2f} s", peer=theirs, better=peer / ours)


def _questions(number: int) -> list[Question]:
    chance = random.Random(20260303)  # noqa: S311 - the same questions each time
    receipts = [_FIRST + timedelta(minutes=chance.randrange(_MINUTES)) for _ in range(number)]
    return [Question(CELLS[index % len(CELLS)], at) for index, at in enumerate(receipts)]


def _line(question: Question) -> str:
    cell = question.cell
    asked = {"contract": cell.contract, "plan": cell.plan, "level": cell.level, "emergency": cell.emergency}
    return json.dumps({**asked, "at": question.at.isoformat()}) + "\n"


def _counts(question: Question) -> list[Count]:
    found = promise_of(question.cell, question.at)
    calendar = contract(question.cell.contract).calendar
    return [Count(row.target, calendar(row.calendar), question.at) for row in (found.main, *found.others)]


def _compare(file: Path, questions: list[Question]) -> None:
    """Both must say the same, or their times mean nothing."""
    for line, question in zip(_answers(file), questions, strict=True):
        due = json.loads(line)["due_at"]
        count = _counts(question)[0]
        expected = oracle.read(count.target, count.calendar, count.at).due_at
        assert (None if due is None else datetime.fromisoformat(due)) == expected, line


def _answers(file: Path) -> list[str]:
    command = [sys.executable, "-m", "intake", "promise", "--jsonl", str(file)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    return done.stdout.splitlines()


def _command(file: Path) -> float:
    start = time.perf_counter()
    _answers(file)
    return time.perf_counter() - start


def _oracle(counts: list[Count]) -> float:
    oracle.spans.cache_clear()
    oracle.public_holidays.cache_clear()
    start = time.perf_counter()
    for count in counts:
        oracle.read(count.target, count.calendar, count.at)
    return time.perf_counter() - start
