"""What holds for a case, line by line: what is owed and until when; and how that was promised and counted."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console

from intake.bootstrap import clock
from intake.cli.case_kept import owed_lines
from intake.cli.case_table import show_block
from intake.cli.words import Zones, interval, level_said, line, moment, reference
from intake.domain.case import Case, Standing
from intake.domain.question import Answer

if TYPE_CHECKING:
    from intake.review.queue import CaseFile


def show_held(found: "CaseFile", zones: Zones, console: Console) -> None:
    """Print where a case stands and on whose word, what is owed and until when, and what waits for the customer."""
    owed = owed_lines(found.standing, zones, clock.now(), found.case.closed_at)
    if found.case.promise is None:
        title = "Nothing is promised: the sender is not known, so no contract applies."
        given = any(one.act is not None for one in found.standing)
        show_block(title, owed if given else [("", "Nobody has answered yet.")], console)
        return
    title = f"Stands at: {level_said(found.case)} ({standing_said(found.case)})"
    show_block(title, [*owed, *_customers_word(found, zones)], console)


def show_promise(found: "CaseFile", zones: Zones, console: Console) -> None:
    """Print by which contract, clause and counted time a case is promised what it is; nothing without a contract."""
    held = found.case.promise
    if held is not None:
        show_block("How it is promised", _lines(found, held, zones), console)


def standing_said(case: Case) -> str:
    """Say on whose word."""
    if case.standing is not Standing.RULE:
        return f"{case.standing} by an engineer"
    return "provisional, by the contract's rule" if case.provisional else "by the contract's rule"


def _lines(found: "CaseFile", held: Mapping[str, Any], zones: Zones) -> Iterator[tuple[str, str]]:
    case = found.case
    yield "contract", f"{case.contract}, plan {case.plan}" if case.plan else str(case.contract)
    yield "promised", f'"{held["target"]}" ({held["force"]}; {reference(held["clause"])})'
    yield "due", _due(held, zones)
    if case.attention_at is not None and case.attention_at != case.due_at:
        yield "look by", f"{moment(case.attention_at, zones.desk)} (the engineers' clock, not told to the customer)"
    for number, item in enumerate(held["counted"]):
        said = interval(datetime.fromisoformat(item["from"]), datetime.fromisoformat(item["to"]), zones.desk)
        yield "" if number else "counted", said
    for other in held["others"]:
        said = f'{other["promise"].replace("_", " ")}: "{other["target"]}" ({other["force"]}; '
        yield "also", f"{said}{reference(other['clause'])}), {_due(other, zones)}"
    yield from _lists(held)


def _lists(held: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("notices", "rulings"):
        if held[name]:
            yield name, ", ".join(item.replace("_", " ") if name == "notices" else item for item in held[name])


def _customers_word(found: "CaseFile", zones: Zones) -> Iterator[tuple[str, str]]:
    case, asked, last = found.case, found.question, found.consent
    if case.claimed:
        yield "claimed", f"level {line(case.claimed)}, by the customer"
    if asked is None or asked.answer is Answer.VOID:
        return
    wanted = f"level {asked.level}, by {line(asked.asked_by)}"
    if asked.answer is Answer.OPEN and asked.written:
        when = moment(asked.asked_at, zones.desk)
        yield "wanted", f"{wanted}; it waits for the customer's agreement, asked {when} (`intake consent {case.id}`)"
    elif asked.answer is Answer.OPEN:
        yield "wanted", f"{wanted}; ask the customer yourself, then `intake consent {case.id} --yes` or --no"
    elif last is not None:
        way = {"reply": "by reply", "link": "by the link"}.get(last.how, f"as {line(last.actor)} recorded")
        answer = "agreed" if asked.answer is Answer.YES else "did not agree"
        yield "wanted", f"{wanted}; the customer {answer} on {moment(asked.answered_at, zones.desk)}, {way}"


def _due(item: Mapping[str, Any], zones: Zones) -> str:
    if item["due_at"] is None:
        return "at no time that the contract states"
    said = zones.promised(datetime.fromisoformat(item["due_at"]))
    earliest = item.get("earliest_at")
    return said if earliest is None else f"{said}, at the earliest {zones.promised(datetime.fromisoformat(earliest))}"
