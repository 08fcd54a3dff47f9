"""What holds for a case, line by line: level, target, clause, deadline, how the time was counted, what goes with it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from intake.bootstrap import clock
from intake.cli.case_kept import owed_lines
from intake.cli.words import interval, level_said, line, moment, reference
from intake.domain.case import Case, Standing
from intake.domain.question import Answer

if TYPE_CHECKING:
    from intake.domain.kept import Held
    from intake.review.queue import CaseFile


def show_held(found: "CaseFile", console: Console) -> None:
    """Print what is promised on a case and on whose word."""
    case, held = found.case, found.case.promise
    if held is None:
        console.print(Text("Nothing is promised: the sender is not known, so no contract applies.", style="bold"))
        _show_owed([one for one in found.standing if one.act is not None], case.zone, console)
        return
    console.print(Text(f"Stands at: {level_said(case)} ({standing_said(case)})", style="bold"))
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, words in _lines(found, held):
        table.add_row(Text(f"  {name}"), Text(words))
    console.print(table)
    _show_owed(found.standing, case.zone, console)


def _show_owed(standing: Sequence["Held"], zone: str, console: Console) -> None:
    """Print what is owed to the customer, and what was done about it by whom."""
    if not standing:
        return
    console.print()
    console.print(Text("Owed and done", style="bold"))
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, words in owed_lines(standing, zone, clock.now()):
        table.add_row(Text(f"  {name}"), Text(words))
    console.print(table)


def standing_said(case: Case) -> str:
    """Say on whose word."""
    if case.standing is not Standing.RULE:
        return f"{case.standing} by an engineer"
    return "provisional, by the contract's rule" if case.provisional else "by the contract's rule"


def _lines(found: "CaseFile", held: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    case = found.case
    yield "contract", f"{case.contract}, plan {case.plan}" if case.plan else str(case.contract)
    yield "promised", f'"{held["target"]}" ({held["force"]}; {reference(held["clause"])})'
    yield "due", _due(held, case.zone)
    if case.attention_at is not None and case.attention_at != case.due_at:
        yield "look by", f"{moment(case.attention_at, case.zone)} (the engineers' clock, not told to the customer)"
    for number, item in enumerate(held["counted"]):
        said = interval(datetime.fromisoformat(item["from"]), datetime.fromisoformat(item["to"]), case.zone)
        yield "" if number else "counted", said
    for other in held["others"]:
        said = f'{other["promise"].replace("_", " ")}: "{other["target"]}" ({other["force"]}; '
        yield "also", f"{said}{reference(other['clause'])}), {_due(other, case.zone)}"
    yield from _lists(held)
    yield from _customers_word(found)


def _lists(held: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("notices", "rulings"):
        if held[name]:
            yield name, ", ".join(item.replace("_", " ") if name == "notices" else item for item in held[name])


def _customers_word(found: "CaseFile") -> Iterator[tuple[str, str]]:
    case, asked, last = found.case, found.question, found.consent
    if case.claimed:
        yield "claimed", f"level {line(case.claimed)}, by the customer"
    if asked is None or asked.answer is Answer.VOID:
        return
    wanted = f"level {asked.level}, by {line(asked.asked_by)}"
    if asked.answer is Answer.OPEN and asked.written:
        when = moment(asked.asked_at, case.zone)
        yield "wanted", f"{wanted}; it waits for the customer's agreement, asked {when} (`intake consent {case.id}`)"
    elif asked.answer is Answer.OPEN:
        yield "wanted", f"{wanted}; ask the customer yourself, then `intake consent {case.id} --yes` or --no"
    elif last is not None:
        way = {"reply": "by reply", "link": "by the link"}.get(last.how, f"as {line(last.actor)} recorded")
        answer = "agreed" if asked.answer is Answer.YES else "did not agree"
        yield "wanted", f"{wanted}; the customer {answer} on {moment(asked.answered_at, case.zone)}, {way}"


def _due(item: Mapping[str, Any], zone: str) -> str:
    if item["due_at"] is None:
        return "at no time that the contract states"
    said = moment(datetime.fromisoformat(item["due_at"]), zone)
    earliest = item.get("earliest_at")
    return said if earliest is None else f"{said}, at the earliest {moment(datetime.fromisoformat(earliest), zone)}"
