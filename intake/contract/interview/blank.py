"""A first contract file, with comments, written from the answers about it."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from intake.contract.interview.answers import Answers
from intake.contract.pages.in_words import listed
from intake.contract.zones import zone
from intake.domain.contract import NoticeId, Provisional, When
from intake.domain.target import Target, TargetKind

# Sections that nothing was answered to leave too many blank lines, or none before the next heading.
_GAP = re.compile(r"\n{3,}|\n+(?=# -{20})")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Notice:
    id: NoticeId
    when: When
    clause: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Example:
    """The beginning of a worked promise: a receipt with its offset, a `due` to be worked out, the question's keys."""

    at: str
    due: str
    asked: tuple[str, ...]


def contract_text(answers: Answers, template: str, *, file: str, at: datetime) -> str:
    """Return the text of a contract file; `template` is Jinja, `file` its future name, `at` a receipt to begin with."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(  # noqa: S701 - TOML is written, no HTML
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters |= {"toml": toml, "holidays": _holidays, "target": _target}
    written = environment.from_string(template).render(
        answers=answers,
        file=file,
        notices=tuple(_notices(answers)),
        in_hours=listed(list(dict.fromkeys(target.words for target in _as_days(answers)))),
        in_days=_in_days(answers),
        example=_example(answers, at),
        today=at.astimezone(UTC).date(),  # a check would refuse a date that has not begun everywhere yet
    )
    return _GAP.sub("\n\n", written)


def toml(value: object) -> str:
    """Return a value as TOML writes it: text in quotes, numbers, and lists of them."""
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Iterable):
        return f"[{', '.join(map(toml, value))}]"
    return str(value)


def _holidays(days: tuple[str, ...]) -> str:
    """Write country codes in quotes and dates without."""
    return f"[{', '.join(day if day[0].isdigit() else toml(day) for day in days)}]"


def _target(target: Target) -> str:
    parts = {"kind": toml(target.kind)}
    if target.at_least is not None:
        parts["at_least"] = str(target.at_least)
    if target.at_most is not None and target.unit is not None:
        parts |= {"at_most": str(target.at_most), "unit": toml(target.unit)}
    parts["words"] = toml("No response time stated" if target.kind is TargetKind.UNSTATED else target.words)
    return f"{{ {', '.join(f'{key} = {value}' for key, value in parts.items())} }}"


def _as_days(answers: Answers) -> tuple[Target, ...]:
    """Return the targets that are said in hours and counted in business days."""
    return tuple(row.target for row in answers.rows if "hours-as-business-days" in row.rulings)


def _in_days(answers: Answers) -> str:
    """Say how those are counted: '1-2 and 2-3 business days'."""
    ends = [(target.at_least, target.at_most) for target in _as_days(answers)]
    said = list(dict.fromkeys("-".join(str(end) for end in pair if end is not None) for pair in ends))
    return f"{listed(said)} business {'day' if said == ['1'] else 'days'}"


def _notices(answers: Answers) -> Iterator[_Notice]:
    clause = answers.channels[0].clause if answers.channels else None
    if any(not channel.carries_level for channel in answers.channels):
        yield _Notice(id=NoticeId.EMAIL_CARRIES_NO_LEVEL, when=When.CHANNEL_SETS_NO_LEVEL, clause=clause)
    if any(channel.provisional is not Provisional.NEVER for channel in answers.channels):
        yield _Notice(id=NoticeId.PROVISIONAL_LEVEL, when=When.PROVISIONAL, clause=clause)
    if answers.phone_only:
        level = next(level for level in answers.levels if level.id == answers.phone_only)
        yield _Notice(id=NoticeId.REPORT_BY_PHONE, when=When.LEVEL_BY_PHONE_ONLY, clause=level.clause)
    if answers.emergency and answers.emergency.half:
        clause = answers.emergency.clause
        yield _Notice(id=NoticeId.SECOND_LOCATION_NEEDED, when=When.EMERGENCY_HALF_SHOWN, clause=clause)
    if any(calendar.windows for calendar in answers.calendars):
        yield _Notice(id=NoticeId.CLOSED_NOW, when=When.CLOSED, clause=None)


def _example(answers: Answers, at: datetime) -> _Example:
    local = at.astimezone(zone(answers.zone)).replace(microsecond=0)
    asked = [f"plan = {toml(plan.id)}" for plan in answers.plans[:1]]
    asked += [f"level = {toml(level.id)}" for level in answers.levels[:1]] or ['channel = "email"']
    # The same time of day by the clock on the wall, whatever the offset is then.
    return _Example(at=local.isoformat(), due=(local + timedelta(days=1)).isoformat(), asked=tuple(asked))
