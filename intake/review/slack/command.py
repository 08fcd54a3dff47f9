"""/intake: a case, the queue, a search, a hand-over, how things stand; each answer is for the one who asked alone."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from intake.domain.errors import BadInput
from intake.domain.slack import Person
from intake.render.slack.home import Row, counted, row_line
from intake.render.slack.limits import cut
from intake.render.slack.pieces import Json, as_json, escaped, section
from intake.review.engineer import Engineer
from intake.review.queue import Row as Queued
from intake.review.slack.drawn import drawn
from intake.review.slack.foreseen import in_slack
from intake.review.slack.listed import counts, open_rows, rows_of, search
from intake.review.slack.who import Presser, Refused, Vouches, admitted, home_of
from intake.review.taken import hand_over, owners
from intake.stages.desk import Run

HELP = (
    "`/intake 1001` shows a case and what can be done with it",
    "`/intake find WORDS` finds cases, closed ones too, by number, customer, contact, subject or first words",
    "`/intake queue` lists what to look at first",
    "`/intake mine` lists the cases that you have taken",
    "`/intake hand 1001 @person` hands a case over to another engineer",
    "`/intake status` says how much there is and what is stuck",
)
_MOST = 15
_NUMBER = re.compile(r"#?(\d{1,12})")
_MENTION = re.compile(r"<@(?P<user>[A-Z0-9]{2,40})(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """Who asks, and what Slack says of whom they name."""

    engineer: Engineer
    presser: Presser
    vouches: Vouches


def answered(asks: Asks, text: str) -> Json:
    """Return the answer to what was typed behind /intake."""
    first, _, rest = text.strip().partition(" ")
    number = _NUMBER.fullmatch(first)
    try:
        if number is not None:
            return _case(asks, number[1])
        return _COMMANDS.get(first.casefold(), _help)(asks, rest.strip())
    except BadInput as error:
        return _said(escaped(in_slack(error)))


def named_in(asks: str, team: str) -> Person | None:
    """Return whom a command names, so that Slack can be asked about them first; None for nobody."""
    found = _MENTION.search(asks)
    return None if found is None else Person(team=team, user=found["user"])


def _case(asks: Asks, number: str) -> Json:
    message = drawn(asks.engineer.run, int(number)).message
    return {"text": message.text, "blocks": list(message.blocks)}


def _find(asks: Asks, words: str) -> Json:
    found = search(asks.engineer.run, words)
    return _list(asks.engineer.run, found, f"{len(found)} found", "Nothing found: write other words.")


def _queue(asks: Asks, _rest: str) -> Json:
    found = open_rows(asks.engineer.run)
    return _list(asks.engineer.run, found, counted(counts(asks.engineer.run, found)), "Nothing is open.")


def _mine(asks: Asks, _rest: str) -> Json:
    run = asks.engineer.run
    found = open_rows(run)
    taken = owners(run.connection, [row.case.id for row in found])
    mine = [row for row in found if taken.get(row.case.id) == asks.engineer.name]
    return _list(run, mine, f"{len(mine)} of yours", "You have taken no case.")


def _hand(asks: Asks, rest: str) -> Json:
    first, _, whom = rest.partition(" ")
    number = _NUMBER.fullmatch(first)
    if number is None or not whom.strip():
        raise BadInput("hand: write the case and the engineer, as in /intake hand 1001 @person")
    to = _whom(asks, whom.strip())
    if not hand_over(asks.engineer, int(number[1]), to):
        return _said(f"Case {number[1]}: {escaped(to)} has it already.")
    return _said(f"Case {number[1]} is handed over to {escaped(to)}. The card says so.")


def _whom(asks: Asks, whom: str) -> str:
    """Return the engineer's name that a mention or a typed name means; raises BadInput for nobody's."""
    run, mention = asks.engineer.run, _MENTION.fullmatch(whom)
    if mention is not None:
        other = Person(team=asks.presser.person.team, user=mention["user"])
        home = home_of(run.connection, run.desk.slack)
        there = Presser(person=other, installed=asks.presser.installed)
        found = admitted(run.desk, home, there, asks.vouches.of(other))
        if found is None or isinstance(found, Refused):
            raise BadInput("hand: they are no engineer of this desk, so nothing was handed over")
        return found.name
    typed = whom.lstrip("@").casefold()
    named = [one.name for one in run.desk.engineers if typed in (one.name.casefold(), one.name.casefold().split()[0])]
    if len(named) != 1:
        known = ", ".join(one.name for one in run.desk.engineers)
        raise BadInput(f"hand: {whom} is none of this desk's engineers ({known})")
    return named[0]


def _status(asks: Asks, _rest: str) -> Json:
    found = counts(asks.engineer.run, open_rows(asks.engineer.run))
    lines = [counted(found), *(escaped(one) for one in found.storms)]
    lines.append(f"{found.parked} set aside" if found.parked else "nothing set aside")
    stuck = ", ".join(map(str, found.undelivered[:20]))
    lines.append(f"not delivered: case {stuck}" if stuck else "everything delivered")
    return _said(*lines)


def _help(_asks: Asks, _rest: str) -> Json:
    return _said(*HELP)


_COMMANDS: Mapping[str, Callable[[Asks, str], Json]] = {
    "find": _find,
    "queue": _queue,
    "mine": _mine,
    "hand": _hand,
    "status": _status,
    "help": _help,
    "": _help,
}


def _list(run: Run, found: Iterable[Queued], head: str, nothing: str) -> Json:
    listed = list(found)
    rows: tuple[Row, ...] = rows_of(run, listed[:_MOST])
    more = [f"and {len(listed) - _MOST} more"] if len(listed) > _MOST else []
    return _said(*([head, *(row_line(row, run.desk.zone) for row in rows), *more] if rows else [nothing]))


def _said(*lines: str) -> Json:
    blocks = [section(*lines[place : place + 8]) for place in range(0, len(lines), 8)]
    return {"text": cut(lines[0], 1000), "blocks": list(as_json(blocks))}
