"""What a replay tells: each difference as it is found, what would become of what is set aside, and the sum."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from intake.cli.words import counted

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from intake.cli.replayed import Replayed
    from intake.review.replay import Difference


@dataclass(slots=True, kw_only=True)
class Tally:
    """How many messages ended how, which letters would be written for them, and what is kept for one JSON object."""

    ended: "Counter[str]" = field(default_factory=Counter)
    letters: "Counter[str]" = field(default_factory=Counter)
    differences: list[dict[str, object]] = field(default_factory=list)

    def add(self, one: "Replayed") -> None:
        """Count a message that was replayed, and the letter that answers it."""
        self.ended[one.ended] += 1
        answered = None if one.now is None else one.now.things.get("answered")
        if answered:
            self.letters[str(answered)] += 1


def tell(source: "Connection", one: "Replayed", tally: Tally, words: dict[str, Any]) -> None:
    """Print what differs, line by line, or what would become of a message set aside; for JSON it is kept."""
    if words["as_json"]:
        tally.differences += [_plain(each) for each in one.differences]
        return
    if words["parked"]:
        _tell_parked(source, one)
        return
    for each in one.differences:
        where = f"message {each.message_id}" + ("" if each.case_id is None else f", case {each.case_id}")
        click.echo(f"{where}: {each.what.replace('_', ' ')} {_said(each.was)} -> {_said(each.now)}")


def _tell_parked(source: "Connection", one: "Replayed") -> None:
    from intake.cli.words import line
    from intake.storage import messages

    found = messages.summary(source, one.message_id)
    click.echo(f"message {found.id}  {line(found.sender)}  {line(found.subject) or '(no subject)'}")
    click.echo(f"    set aside: {line(found.reason)}")
    click.echo(f"    now: {_became(one)}")


def _became(one: "Replayed") -> str:
    if one.now is None:
        return "not tried here, for the bot died at it" if one.ended == "deadly" else f"not tried, it is {one.ended}"
    things = {name: value for name, value in one.now.things.items() if value not in (None, "", False)}
    wanted = ("outcome", "reason", "case", "customer", "clock_level", "target", "due_at", "answered", "why_not")
    return ", ".join(f"{name.replace('_', ' ')} {_said(things[name])}" for name in wanted if name in things)


def _plain(one: "Difference") -> dict[str, object]:
    return {"message": one.message_id, "case": one.case_id, "what": one.what, "was": one.was, "now": one.now}


def _said(value: object) -> str:
    from intake.cli.words import line

    if value in (None, ""):
        return "none"
    return ("yes" if value else "no") if isinstance(value, bool) else line(str(value))


def sum_up(tally: Tally, *, as_json: bool, parked: bool) -> None:
    """Print the sum; ends the command with 1 where something differs, but for what is set aside."""
    ended = tally.ended
    if as_json:
        rest = {name: ended[name] for name in ("erased", "let_go", "waiting", "deadly")}
        body = {"messages": ended.total(), "same": ended["same"], "differ": ended["differs"], **rest}
        letters = {"letters": dict(tally.letters)} if parked else {}
        click.echo(json.dumps({**body, **letters, "differences": tally.differences}, ensure_ascii=False, indent=2))
    elif parked:
        click.echo(f"{ended.total()} set aside{f'; carried through, {_letters(tally)}' if ended else ''}.")
        click.echo("To carry them through: `intake replay --parked [N ...] --again --reason ...`")
    else:
        said = (counted(ended.total(), "message"), f"{ended['same']} the same", f"{ended['differs']} differ")
        click.echo(", ".join([*said, *_rest(ended)]))
    if ended["differs"] and not parked:
        raise SystemExit(1)


def _letters(tally: Tally) -> str:
    """Say how many letters would go out to customers, and of which kinds."""
    if not tally.letters:
        return "they would send no letter"
    kinds = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in sorted(tally.letters.items()))
    return f"they would send {counted(tally.letters.total(), 'letter')} ({kinds})"


def _rest(ended: "Counter[str]") -> Iterator[str]:
    said = {
        "erased": "erased",
        "let_go": "let go",
        "waiting": "still waiting",
        "deadly": "not tried: the bot died at them",
    }
    return (f"{ended[name]} {words}" for name, words in said.items() if ended[name])
