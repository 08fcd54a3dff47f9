"""Examples worked by hand, counted again: where the file and its own examples part, and what no example tries."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

from intake.contract.checks.finding import Finding, FindingKind
from intake.contract.file.consistent import cell
from intake.contract.promise import promise
from intake.contract.windows import instant
from intake.contract.zones import zone_name
from intake.domain.contract import Commitment, Contract
from intake.domain.errors import BadInput, IntakeError
from intake.domain.example import Example, OtherExample
from intake.domain.promise import Promise, Undertaking


def check_examples(contract: Contract) -> Iterator[Finding]:
    """Yield each example that comes out otherwise than the file says, and then what none of them tries."""
    worked: list[tuple[Example, Promise]] = []
    for example in contract.examples:
        found = _asked(contract, example)
        if isinstance(found, Promise) and example.refused is None:
            worked.append((example, found))
            for difference in _differences(contract, example, found):
                yield _difference(example, f"{difference} {_where(contract, example, found)}")
        elif isinstance(found, Promise):
            yield _difference(example, f'It is to be refused ("{example.refused}"), but a promise comes out.')
        elif example.refused is None or not isinstance(found, BadInput) or example.refused not in str(found):
            expected = "a promise" if example.refused is None else f'"{example.refused}"'
            tables = "plans, ambiguous_plans, levels, channels, commitments, emergency and rulings"
            yield _difference(example, f"It says {expected}; what comes out is: {found}. Look at {tables}.")
    yield from _untried(contract, worked)


def check_times(contract: Contract, until: date | None) -> Iterator[Finding]:
    """Yield each example received before this version holds, or from `until` on, when a newer one does."""
    days = (contract.effective_from, until)
    begins, ends = (None if day is None else instant(day, time(0), contract.zone) for day in days)
    for example in contract.examples:
        at = example.situation.received_at
        if begins is not None and at < begins:
            yield _difference(
                example,
                f"It is received at {_shown(at)}, before {contract.version}, when this version begins; move it.",
            )
        if ends is not None and at >= ends:
            mend = "write it in that version's file, or give it an earlier time"
            yield _difference(
                example, f"It is received at {_shown(at)}, when the version of {until} holds already; {mend}."
            )


def _asked(contract: Contract, example: Example) -> Promise | IntakeError:
    try:
        return promise(contract, example.situation)
    except IntakeError as error:
        return error


def _difference(example: Example, sentence: str) -> Finding:
    place = f"examples, promises {example.number}"
    return Finding(kind=FindingKind.EXAMPLE, place=place, sentence=sentence, stops=True)


def _differences(contract: Contract, example: Example, found: Promise) -> Iterator[str]:
    """Yield a sentence for each thing that was worked and is counted otherwise."""
    for name, counted in _COUNTED.items():
        said, came = getattr(example, name), counted(found, contract)
        if name == "rulings":  # those that matter are named, not all that every promise rests on
            came = tuple(set(found.rulings) & set(example.rulings))
        if name in example.expects and _shown(said) != _shown(came):
            yield f"It says {name} {_shown(said)}; counted is {_shown(came)}{_same_instant(said, came)}."
    if "others" in example.expects:
        yield from _other_differences(example, found)


_COUNTED: dict[str, Callable[[Promise, Contract], object]] = {
    "due": lambda found, _: found.main.deadline.due_at,
    "earliest": lambda found, _: found.main.deadline.earliest_at,
    "clock_level": lambda found, _: found.clock_level,
    "given_level": lambda found, _: found.level,
    "provisional": lambda found, _: found.provisional,
    "telephone": lambda found, contract: bool(contract.telephones) and found.clock_level in contract.telephone_levels,
    "force": lambda found, _: found.main.force,
    "shape": lambda found, _: found.main.target.kind,
    "clauses": lambda found, _: found.clauses,
    "notices": lambda found, _: found.notices,
    "rulings": lambda found, _: found.rulings,
}


def _other_differences(example: Example, found: Promise) -> Iterator[str]:
    said = {other.promise: other for other in example.others}
    came = {other.promise: other for other in found.others}
    for kind in sorted({*said, *came}):
        if kind not in came:
            yield f"It says others {kind}; counted is none."
        elif kind not in said:
            yield f"It says nothing of others {kind}; counted is {_shown(came[kind].deadline.due_at)}."
        else:
            yield from _other_difference(said[kind], came[kind])


def _other_difference(said: OtherExample, came: Undertaking) -> Iterator[str]:
    pairs = {
        "due": (said.due, came.deadline.due_at),
        "earliest": (said.earliest, came.deadline.earliest_at),
        "force": (said.force or came.force, came.force),
    }
    for name, (one, other) in pairs.items():
        if _shown(one) != _shown(other):
            yield f"It says others {said.promise}, {name} {_shown(one)}; counted is {_shown(other)}."


def _shown(value: object) -> str:
    """Write a value as the file would; a time with the offset of its own clock, so that a wrong zone shows."""
    if isinstance(value, tuple):
        return f"[{', '.join(sorted(map(str, value)))}]"
    if isinstance(value, datetime):
        return value.isoformat()
    return "false" if value in (None, False) else "true" if value is True else str(value)


def _same_instant(said: object, came: object) -> str:
    if isinstance(said, datetime) and isinstance(came, datetime) and said.timestamp() == came.timestamp():
        return " (the same instant by another zone's clock)"
    return ""


def _where(contract: Contract, example: Example, found: Promise) -> str:
    """Say which tables a promise was made from."""
    rows = _rows(contract, found)
    places = [f"commitments, {cell(row)}" for row in rows]
    names = dict.fromkeys(row.calendar for row in rows)
    places += [f"calendars, {name} (zone {zone_name(contract.calendar(name).zone)})" for name in names]
    places += [f"levels, {found.clock_level}"] if example.situation.level is None and found.clock_level else []
    places += [f"channels, {example.situation.channel}"] if example.situation.channel is not None else []
    places += ["telephones and telephone_levels"] if "telephone" in example.expects else []
    places += ["emergency"] if found.emergency or example.situation.facts is not None else []
    places += [f"notices, {notice}" for notice in found.notices]
    return f"Look at {'; '.join(places)}."


def _rows(contract: Contract, found: Promise) -> tuple[Commitment, ...]:
    """Return the rows that a promise was made from."""
    made = {(each.promise, each.target, each.calendar) for each in (found.main, *found.others)}
    return tuple(
        row
        for row in contract.commitments
        if (row.promise, row.target, row.calendar) in made
        and row.emergency == found.emergency
        and row.level in (None, found.clock_level)
        and row.plan in (None, found.plan)
    )


def _untried(contract: Contract, worked: list[tuple[Example, Promise]]) -> Iterator[Finding]:
    """Yield a finding for each row, channel, notice and calendar that no example tries."""
    if not contract.examples:
        sentence = "None is written: work a few promises by hand, so that a figure that slips is noticed."
        yield Finding(kind=FindingKind.UNTRIED, place="examples, promises", sentence=sentence)
        return
    rows = {row for _, found in worked for row in _rows(contract, found)}
    channels = {example.situation.channel for example, _ in worked}
    notices = {notice for example, _ in worked if "notices" in example.expects for notice in example.notices}
    places = [f"commitments, {cell(row)}" for row in contract.commitments if row not in rows]
    places += [f"channels, {rule.channel}" for rule in contract.channels if rule.channel not in channels]
    places += [f"notices, {notice.id}" for notice in contract.notices if notice.id not in notices]
    used = {row.calendar for row in rows}
    places += [f"calendars, {calendar.id}" for calendar in contract.calendars if calendar.id not in used]
    for place in places:
        yield Finding(kind=FindingKind.UNTRIED, place=place, sentence="No example under [examples] tries it; add one.")
