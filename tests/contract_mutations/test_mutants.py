"""Change any one thing in a shipped contract file: loading it or checking it says so, and names the place."""

import re
import tomllib
from collections.abc import Iterator
from itertools import chain

import pytest

from intake.contract.checks.check import in_turn
from intake.contract.file.load import contract_of
from intake.domain.contract import Contract
from intake.domain.errors import BadInput
from tests.contract_mutations.mutants import Document, Mutant, Path, mutants
from tests.contracts_cli.made import SHIPPED, TODAY

# Where a change cannot be known to be wrong, and why. The first part says which changes, the second where.
FREE = {
    ("changed", r"(title|vendor|source|id)"): "what the contract and its vendor are called",
    ("changed", r"plans, \d+, name"): "a plan's own name",
    ("changed", r"levels, \d+, (summary|clause)"): "an explanation, and where the document defines a level",
    ("changed", r"(calendars|notices|rulings|for_a_person), \d+, clause|level_change_clause"): "where it stands",
    ("dropped", r"(calendars|notices), \d+, clause"): "the row's clause is quoted then, or none",
    ("dropped", r"levels, \d+, storm_customers"): "a storm then suggests no level, and engineers set each",
    ("changed", r"levels, \d+, storm_customers"): "from how many customers a storm suggests a level, a judgement",
    ("changed", r"level_change"): "three answers to one question, each of them possible",
    ("changed", r"level_change_assumed"): "whether the document says so",
    ("dropped", r"level_change_assumed"): "whether the document says so",
    ("changed", r"emergency, own_staff_counts"): "whether the document says so",
    ("dropped", r"emergency, own_staff_counts"): "whether the document says so",
    ("changed", r"notices, \d+, facts, \w+_clause"): "where it stands",
    ("dropped", r"notices, \d+, facts, \w+_clause"): "the notice's own clause is quoted then",
    ("changed", r"commitments, \d+, target, words"): "words without figures",
    ("changed", r"telephones, \d+|website"): "how the vendor is reached",
    ("dropped", r"telephones, \d+"): "how the vendor is reached",
    ("changed", r"rulings, \d+, (question|why|readings, \d+)"): "what somebody thought",
    ("dropped", r"rulings, \d+, (why|readings, \d+)"): "what somebody thought",
    ("changed", r"for_a_person, \d+, title"): "what the bot does not act on",
    ("dropped", r"for_a_person(, \d+)?"): "what the bot does not act on",
    ("changed", r"translations, .*"): "a translation, its figures apart",
    ("dropped", r"translations.*"): "a letter says it in English then, and `check` lists the gap",
}
FILES = [pytest.param(path.read_text(encoding="utf-8"), id=path.stem) for path in SHIPPED]


def told(document: Document, original: Contract) -> Iterator[str]:
    """Yield the lines that tell of a mistake; "" alone when the file still reads the same."""
    try:
        contract = contract_of(document)
    except BadInput as error:
        yield str(error)
        return
    if contract == original:
        yield ""
        return
    yield from (f"{found.place}: {found.sentence}" for found in in_turn(contract, today=TODAY) if found.stops)


def is_free(mutant: Mutant) -> bool:
    """Tell whether a change is one that nobody could know to be wrong."""
    what = mutant.what if mutant.what in ("dropped", "misspelt") else "changed"
    place = ", ".join(map(str, mutant.path))
    return any(what == kind and re.fullmatch(where, place) for kind, where in FREE)


def names(path: Path, document: Document) -> Iterator[str]:
    """Yield what a sentence may call a place: the key itself, its table, or the entry of the table by its id."""
    key = str(next(step for step in reversed(path) if isinstance(step, str)))
    yield "rulings" if key.endswith("rulings") else key  # what rests on a ruling is told at the ruling
    yield str(path[0])
    if len(path) == 1:
        yield str(path[0]).removesuffix("s")  # without any levels, "there is no level 'P1'"
    if len(path) > 1 and isinstance(entry := document[str(path[0])][path[1]], dict):
        yield from (entry[key] for key in ("id", "channel") if key in entry)


@pytest.mark.parametrize("text", FILES)
def test_each_change_is_told_and_its_place_named(text: str) -> None:
    document = tomllib.loads(text)
    original = contract_of(document)
    untold = []
    for mutant in mutants(document):
        if is_free(mutant):
            continue
        place = tuple(names(mutant.path, document))
        lines = []
        for line in told(mutant.document, original):
            lines.append(line)
            if not line or any(name in line for name in place):
                break
        else:
            untold.append(f"{mutant}: {lines}")
    assert untold == []


@pytest.mark.parametrize("text", FILES)
def test_an_example_that_is_worked_wrong_is_told_by_its_number(text: str) -> None:
    document = tomllib.loads(text)
    original = contract_of(document)
    for number, example in enumerate(document["examples"]["promises"], start=1):
        for key in example:
            misspelt = {f"{name}{name[-1]}" if name == key else name: value for name, value in example.items()}
            changed = {**document, "examples": {"promises": _replaced(document, number, misspelt)}}
            line = next(told(changed, original), "")
            assert f"promises {number}" in line
            assert key in line
        if example.get("due"):
            later = {**example, "due": example["due"].replace(second=7)}
            changed = {**document, "examples": {"promises": _replaced(document, number, later)}}
            line = next(told(changed, original), "")
            assert line.startswith(f"examples, promises {number}: It says due ")
            assert "Look at commitments, " in line


def _replaced(document: Document, number: int, example: Document) -> list[Document]:
    promises = document["examples"]["promises"]
    return [*promises[: number - 1], example, *promises[number:]]


@pytest.mark.parametrize("text", FILES)
def test_the_examples_try_everything(text: str) -> None:
    contract = contract_of(tomllib.loads(text))
    assert [found.place for found in in_turn(contract, today=TODAY) if found.kind == "untried"] == []


def test_what_is_free_is_still_so() -> None:
    """A place that came to be checked is taken off the list."""
    documents = [tomllib.loads(path.read_text(encoding="utf-8")) for path in SHIPPED]
    used = set()
    for mutant in chain.from_iterable(mutants(document) for document in documents):
        place = ", ".join(map(str, mutant.path))
        what = mutant.what if mutant.what in ("dropped", "misspelt") else "changed"
        used |= {(kind, where) for kind, where in FREE if what == kind and re.fullmatch(where, place)}
    assert used == set(FREE)
