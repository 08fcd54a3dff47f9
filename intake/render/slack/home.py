"""The app's own page for an engineer: what to look at first, their own cases, and what is stuck."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.views import View

from intake.render.slack.pieces import Button, Json, context, escaped, header, moment, section, told

MOST_BLOCKS = 100
_MOST_LINES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case in a list: `marks` are what an engineer should know at once, `due` until when the first answer is owed."""

    number: int
    customer: str
    subject: str
    stands: str
    look_by: datetime | None
    due: str = ""
    marks: tuple[str, ...] = ()
    owner: str = ""
    open: Button | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many cases are open and how many of them nobody has decided or are late, and what is stuck."""

    open: int
    undecided: int
    overdue: int
    parked: int
    undelivered: tuple[int, ...] = ()
    storms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """What the page shows at `now`; `rows` are the first of the queue, `mine` the cases that the reader has taken."""

    name: str
    now: datetime
    zone: tzinfo
    counts: Counts
    rows: tuple[Row, ...]
    mine: tuple[Row, ...]


def home(view: HomeView) -> Json:
    """Return the page."""
    blocks = [header("What to look at first"), section(counted(view.counts)), *_rows(view.rows, view.zone)]
    left = view.counts.open - len(view.rows)
    if left > 0:
        blocks.append(context(f"and {left} more; `/intake queue` lists them"))
    blocks += [DividerBlock(), header("Yours"), *_rows(view.mine, view.zone, nothing="You have taken no case.")]
    blocks += [DividerBlock(), *_stuck(view.counts)]
    blocks.append(context(f"As of {moment(view.now, view.zone)}. `/intake help` says what else there is."))
    return page(blocks[:MOST_BLOCKS])


def strangers_home(vendor: str) -> Json:
    """Return the page for somebody who is no engineer: how to ask, and no word of any case."""
    said = "Write a message here or in your channel: it becomes a case, and the answer comes into its thread."
    return page([section(f"*{told(vendor, 100)}*", said)])


def page(blocks: list[Block]) -> Json:
    """Return blocks as a page of the app's."""
    return dict(View(type="home", blocks=blocks).to_dict())


def counted(counts: Counts) -> str:
    """Say how many cases there are, and of what sort."""
    late = f", *{counts.overdue} overdue*" if counts.overdue else ""
    cases = "case" if counts.open == 1 else "cases"
    return f"{counts.open} open {cases}, {counts.undecided} of which nobody has decided yet{late}"


def row_line(row: Row, zone: tzinfo) -> str:
    """Return a case in two lines of mrkdwn."""
    marks = "".join(f" · *{escaped(mark)}*" for mark in row.marks)
    look = "no clock runs" if row.look_by is None else f"look by {moment(row.look_by, zone)}"
    owner = f" · {told(row.owner, 60)} has it" if row.owner else ""
    first = f"*{row.number}* {told(row.customer, 60)}: {told(row.subject, 80) or '(no subject)'}{marks}"
    due = f" · first answer {row.due}" if row.due else ""
    return f"{first}\n{look} · {escaped(row.stands)}{due}{owner}"


def _rows(rows: tuple[Row, ...], zone: tzinfo, nothing: str = "Nothing is open.") -> Iterator[Block]:
    for row in rows:
        yield section(row_line(row, zone), beside=row.open)
    if not rows:
        yield section(nothing)


def _stuck(counts: Counts) -> Iterator[Block]:
    lines = [f":cloud: {escaped(one)}" for one in counts.storms[:_MOST_LINES]]
    if counts.parked:
        what = "message is" if counts.parked == 1 else "messages are"
        lines.append(f":warning: {counts.parked} {what} set aside: `intake cases --parked` says why")
    if counts.undelivered:
        numbers = ", ".join(map(str, counts.undelivered[:20]))
        lines.append(f":warning: Not delivered, or the customer takes no mail: case {numbers}")
    yield section(*(lines or ["No storm, nothing set aside, everything delivered."]))
