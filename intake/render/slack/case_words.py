"""A case in an engineer's words: at what it stands, how sure a suggestion is, until when something is owed."""

from datetime import datetime, timedelta, tzinfo

from intake.domain.case import Case, Standing
from intake.domain.contract import Channel, Fact, PromiseKind
from intake.domain.evidence import Part, Point
from intake.domain.kept import Held, State
from intake.domain.suggestion import Suggestion
from intake.render.slack.case_view import Decided
from intake.render.slack.pieces import escaped, moment, said_at, span, told

BY_CHANNEL = {
    Channel.EMAIL: "by e-mail",
    Channel.SLACK: "in Slack",
    Channel.WEB_CHAT: "in the web chat",
    Channel.PORTAL: "through the portal",
    Channel.PHONE: "by telephone",
}
OWED = {
    PromiseKind.INITIAL_RESPONSE: "First answer",
    PromiseKind.BEGIN_WORK: "Begin work",
    PromiseKind.RESOLUTION: "Resolution",
    PromiseKind.APPOINTMENT: "Appointment",
}
FORCE = {
    "commitment": "we will",
    "target": "we aim to",
    "expected": "it is expected",
    "typical": "typically",
    "goal": "our goal is",
}
FACTS = {
    Fact.CONNECTIVITY: "Connection failure",
    Fact.ALL_USERS: "All users are hit",
    Fact.TWO_LOCATIONS: "Seen from a second location",
    Fact.ONE_LOCATION: "One location only",
    Fact.PLANNED_EVENT: "During a planned event",
    Fact.OVER: "It works again",
}
_PART = {Part.NEEDED: "", Part.TOLD: " (goes with it, not needed)", Part.VOIDS: " (then it is no emergency)"}
_SURE = ((0.9, "very sure"), (0.7, "fairly sure"), (0.5, "rather sure than not"), (0.0, "the likeliest of several"))


def level_said(case: Case, name: str = "") -> str:
    """Say at what level a case stands: 'level 2 (Significant)', 'no level; level 3's clock runs', 'an emergency'."""
    if case.emergency:
        return "an emergency"
    if case.level is not None:
        return f"level {case.level}{f' ({name})' if name else ''}"
    return "no level" if case.clock_level is None else f"no level; level {case.clock_level}'s clock runs"


def standing_said(case: Case, decided: Decided | None, zone: tzinfo) -> str:
    """Say on whose word that is, and whether it is provisional; in mrkdwn."""
    if case.standing is Standing.RULE or decided is None:
        kind = "provisional, by the contract's rule" if case.provisional else "by the contract's rule"
        return f"{kind}; *nobody has decided yet*"
    why = f": “{told(decided.reason, 300)}”" if decided.reason else ""
    return f"*{decided.what} by {told(decided.by)}*, {moment(decided.at, zone)}{why}"


def sure_said(found: Suggestion) -> str:
    """Say in plain words, with the figure, how sure a suggestion is."""
    if found.model is None:
        return "by rules alone, no trained model is installed: do not lean on it"
    if found.abstained:
        return f"not sure, do not lean on it ({found.confidence:.0%})"
    words = next(said for least, said in _SURE if found.confidence >= least)
    return f"{words} ({found.confidence:.0%})"


def owed_said(one: Held, now: datetime, zone: tzinfo) -> str:
    """Say what is owed and until when, or how it was kept; in mrkdwn, in a sentence's words."""
    due_at = one.owed.deadline.due_at
    if one.act is not None:
        by = f"by {told(one.act.actor)}, {moment(one.act.at, zone)}"
        if one.owed.at_once:
            return f"given {by}, {span(abs(one.margin or timedelta(0)))} after it was promised"
        return f"{'given *late*' if one.state is State.LATE else 'given'} {by}"
    if due_at is None:
        return "no time that the contract states"
    if one.owed.at_once:
        return f"*at once*, since {moment(due_at, zone)}"
    if one.overdue(now):
        return f"*OVERDUE* since {moment(due_at, zone)}"
    earliest = one.owed.deadline.earliest_at
    begins = "" if earliest is None else f", at the earliest {moment(earliest, zone)}"
    return f"due {moment(due_at, zone)}{begins}"


def clause_said(one: Held) -> str:
    """Say by which of the contract's words and clause: '“Within 6 hours” (we aim to; clause 3.2)'."""
    owed = one.owed
    if not owed.target:
        return ""
    clause = f"clause {owed.clause}" if owed.clause[:1].isdigit() else f"section “{escaped(owed.clause)}”"
    return f"“{escaped(owed.target)}” ({FORCE.get(str(owed.force), str(owed.force))}; {clause})"


def due_plain(one: Held | None, zone: tzinfo) -> str:
    """Say the same in a few words without markup, for a notification."""
    if one is None or (one.act is None and one.owed.deadline.due_at is None):
        return "no time is promised"
    if one.act is not None:
        return "answered late" if one.state is State.LATE and not one.owed.at_once else "answered"
    due_at = one.owed.deadline.due_at
    if due_at is not None and one.owed.at_once:
        return f"first answer at once, since {said_at(due_at, zone)}"
    return "" if due_at is None else f"first answer due {said_at(due_at, zone)}"


def point_said(point: Point, number: int) -> str:
    """Say a line of the checklist of case `number`, in mrkdwn; words of another case say so."""
    said, name = point.said, f"{FACTS[point.fact]}{_PART[point.part]}"
    if said is None:
        return f"☐ {name}: nobody has said so"
    other = f" from case {said.case_id}" if said.case_id != number else ""
    words = f"{other}: “{told(said.words, 120)}”" if said.words else other
    if not said.holds:
        return f"☐ {name}: withdrawn by {told(point.by or said.said_by, 60)}{words}"
    how = "said" if said.message_id else "pressed" if said.is_pressed else "checked"
    return f"☑ {name}: {how} by {told(point.by or said.said_by, 60)}{words}"


def late_by(due_at: datetime | None, now: datetime) -> str:
    """Say that a deadline is past already and by how much; "" where it is not."""
    return "" if due_at is None or due_at >= now else f"already past by {span(now - due_at)}"
