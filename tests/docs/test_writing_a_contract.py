"""docs/writing-a-contract.md: its files load and check, its fragments fit, and it leaves no key out."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from itertools import accumulate
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from intake.bootstrap.settings import FoldersPart
from intake.contract.checks.check import check
from intake.contract.checks.finding import Finding, FindingKind
from intake.contract.file import schema, schema_examples
from intake.contract.file.load import load_contract
from intake.contract.interview.asking import FromFile
from intake.contract.interview.interview import interview
from intake.contract.promise import promise
from intake.contract.versions import gathered
from intake.domain import contract as domain
from intake.domain.promise import Situation
from intake.domain.suggestion import Kind
from intake.domain.target import TargetKind, Unit
from tests.contracts_cli.made import TODAY

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "writing-a-contract.md").read_text(encoding="utf-8")
PACKAGE = Path(schema.__file__).parent


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def marked(mark: str) -> list[str]:
    return [block for block in blocks("toml") if block.startswith(f"# northwind.toml, {mark}\n")]


def add(text: str, block: str) -> str:
    """Add a step to the file, as the page says: at the top or at the end."""
    return f"{block}\n{text}" if ", at the top\n" in block else f"{text}\n{block}"


STEPS = [block for block in blocks("toml") if block.startswith("# northwind.toml, ")]
WHOLE = marked("whole")
# The second whole file and what the later steps add to it, one after the other.
GROWN = list(accumulate(STEPS[1:], add))
FRAGMENTS = [block for block in blocks("toml") if block not in STEPS]


def findings(text: str) -> tuple[Finding, ...]:
    return check(load_contract(text, "northwind.toml"), today=TODAY)


def test_the_page_has_steps_and_fragments() -> None:
    assert (len(WHOLE), STEPS[1]) == (2, WHOLE[1])
    assert len(GROWN) > 5
    assert len(FRAGMENTS) > 8


@pytest.mark.parametrize("text", [STEPS[0], *GROWN], ids=lambda text: f"{len(text)} characters")
def test_the_file_can_be_used_after_each_step(text: str) -> None:
    # Between two steps a ruling may wait for what rests on it.
    waiting = "Nothing rests on it"
    assert [one.sentence for one in findings(text) if one.stops and not one.sentence.startswith(waiting)] == []


def test_the_last_step_leaves_nothing_that_stops_and_its_examples_are_right() -> None:
    found = findings(GROWN[-1])
    assert [finding.sentence for finding in found if finding.stops] == []
    assert {finding.kind for finding in found} <= {
        FindingKind.SETTLED_RULING,
        FindingKind.UNTRIED,
        FindingKind.GAP,
    }
    assert len(load_contract(GROWN[-1], "northwind.toml").examples) >= 5


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda text: text.splitlines()[0])
def test_each_fragment_fits_into_that_file(fragment: str) -> None:
    whole: dict[str, Any] = tomllib.loads(GROWN[-1])
    for key, value in tomllib.loads(fragment).items():
        whole[key] = [*whole.get(key, []), *value] if isinstance(value, list) else value
    schema.ContractFile.model_validate(whole)


def test_the_answers_are_all_that_is_asked() -> None:
    (answers,) = blocks("answers")
    wording = tomllib.loads((PACKAGE.parent / "interview" / "questions.toml").read_text(encoding="utf-8"))
    asked: set[str] = set()
    written = FromFile(tomllib.loads(answers))
    held = set(written.left())

    def ask(question: Any, read: Any) -> Any:
        asked.add(question.key)
        return written(question, read)

    interview(wording, ask, lambda contract_id: None)
    written.refuse_rest()
    assert asked == held, "the page's file of answers names every question once"


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        for found in _models_in(field.annotation):
            yield from models(found)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


KEYS = sorted(
    {field.alias or name for model in models(schema.ContractFile) for name, field in model.model_fields.items()}
)
WORDS: list[type[StrEnum]] = [
    domain.Channel,
    domain.PromiseKind,
    domain.Force,
    domain.LevelSource,
    domain.Provisional,
    domain.Fact,
    domain.NoticeId,
    domain.When,
    domain.LevelChange,
    TargetKind,
    Unit,
    Kind,
]


def test_the_keys_are_those_of_the_whole_schema() -> None:
    assert {"effective_from", "general_rulings", "from", "given_level", "next_day"} <= set(KEYS)
    assert schema_examples.OtherPart in set(models(schema.ContractFile))


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_explained(key: str) -> None:
    reference = TEXT[TEXT.index("## Every key") :]
    assert re.search(rf"`(?:\[+(?:\w+\.)?)?{key}\]*`", reference)


@pytest.mark.parametrize("word", [word for words in WORDS for word in words], ids=str)
def test_every_word_that_a_key_may_have_is_named(word: str) -> None:
    reference = TEXT[TEXT.index("## Every key") :]
    assert re.search(rf"`(?:[^`\n]*\")?{word}(?:\"[^`\n]*)?`", reference)


def test_every_heading_of_a_check_is_explained() -> None:
    from intake.cli.contract_text import HEADINGS

    explained = TEXT[TEXT.index("## What `check` says") :]
    for heading in HEADINGS.values():
        assert f"| {re.split('[:,]', heading)[0]} |" in explained


def test_the_settings_are_those_there_are() -> None:
    (settings,) = blocks("settings")
    FoldersPart.model_validate(tomllib.loads(settings)["folders"])


def test_links_lead_somewhere() -> None:
    headings = {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in re.findall("^#+ (.*)", TEXT, re.M)}
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        if target.startswith("#"):
            assert target[1:] in headings
        elif not target.startswith("https://"):
            assert (DOCS / target).is_file()


def test_the_template_of_the_page_is_the_shipped_one_with_a_sentence_more() -> None:
    (written,) = blocks("jinja")
    shipped = (DOCS.parent / "templates" / "en" / "notices.txt.j2").read_text(encoding="utf-8")
    more = ["{% if notice.facts.who is defined %}", "Best is {{ notice.facts.who }}.", "{% endif %}"]
    assert more[1] in written
    assert "".join(line for line in written.splitlines(keepends=True) if line.strip() not in more) in shipped


@pytest.mark.parametrize("country", ["US", "DE"])
def test_the_days_that_a_country_code_closes_are_those_named(country: str) -> None:
    from holidays import country_holidays

    (row,) = re.findall(rf'^\| `"{country}"` \| (.*) \|$', TEXT, re.MULTILINE)
    named = [re.sub(r" \(.*\)", "", day) for day in row.split(", ")]
    closed = [day for day in sorted(country_holidays(country, years=2026)) if day.weekday() < 5]
    assert named == [f"{day.day} {day:%B}" for day in closed]


NEW_YEAR = TEXT[TEXT.index("### Versions") : TEXT.index("### Keeping the page")]


@pytest.mark.parametrize("line", re.findall(r"^\| (\w+day .* 202[67].*) \|$", NEW_YEAR, re.MULTILINE))
def test_the_change_of_hours_is_counted_as_the_page_says(line: str) -> None:
    received, version, due = line.split(" | ")
    first = load_contract(WHOLE[1], "first.toml")
    second = load_contract(f"effective_from = 2027-01-01\n{WHOLE[1].replace('17:00', '18:00')}", "second.toml")
    at = moment(received, 2026)
    contract = gathered([first, second]).in_force("northwind-pumps", at)
    assert contract is not None
    assert contract.effective_from == (None if version.startswith("the first") else date(2027, 1, 1))
    found = promise(contract, Situation(received_at=at, plan="basic", level="1"))
    assert found.main.deadline.due_at == moment(due, 2026 if "December" in due else 2027)


def moment(words: str, year: int) -> datetime:
    """Read 'Monday 4 January 2027, 16:00, a holiday' by the clock in Berlin; without a year, that of `year`."""
    day, month, named, clock = re.findall(r"(\d+) (December|January)(?: (\d{4}))?, (\d\d:\d\d)", words)[0]
    said = datetime.strptime(f"{day} {month} {named or year} {clock}", "%d %B %Y %H:%M")  # noqa: DTZ007 - zone below
    return said.replace(tzinfo=ZoneInfo("Europe/Berlin"))
