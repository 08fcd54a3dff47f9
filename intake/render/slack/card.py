"""The engineers' card of a case: what was said, what it looks like, what is promised until when, what can be done."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, DividerBlock

from intake.domain.case import Case
from intake.domain.contract import Channel, NoticeId
from intake.domain.evidence import worth_showing
from intake.domain.kept import Held
from intake.domain.slack import PREFIX
from intake.render.slack.case_view import CardView, Words
from intake.render.slack.case_words import (
    BY_CHANNEL,
    OWED,
    clause_said,
    due_plain,
    level_said,
    owed_said,
    point_said,
    standing_said,
    sure_said,
)
from intake.render.slack.limits import BUDGET, SECTION, cut
from intake.render.slack.pieces import (
    Json,
    Message,
    actions,
    as_json,
    context,
    escaped,
    header,
    line,
    moment,
    quote,
    section,
    told,
    within,
)

_LONGEST_WORDS = 1200  # characters of a message that are shown; a card is no archive
_LONGEST_LATER = 600
_KINDS = {"not_a_request": "no request", "scheduled_task": "a scheduled task", "question": "a question"}
WHEN_NAMED = "when the customer names a date"
NOTES_STAY = "What is written in this thread is kept with the case and never sent to the customer."


def card(view: CardView) -> Message:
    """Return a case's card; raises where it would not fit Slack's limits."""
    held = [*_suggestion(view), section(*_standing_lines(view)), *_evidence(view)]
    return _message(view, [*_head(view), *_said(view), DividerBlock(), *held, *_foot(view)])


def closed_card(view: CardView) -> Message:
    """Return the card of a closed case: what it was, how it ended."""
    return _message(view, [*_head(view), *_said(view), section(*_standing_lines(view)), *_foot(view)])


def _message(view: CardView, blocks: list[Block]) -> Message:
    """Return a card that is not too long as a whole; who it is of, how it stands and the buttons stay in any case."""
    made = as_json(blocks)
    standing = next(place for place, block in enumerate(made) if _says(block, ("*Stands at", "*Closed", "*Nothing is")))
    stay = {0, 1, standing, *(place for place, block in enumerate(made) if block["type"] == "actions")}
    may_go = frozenset(range(len(made))) - stay
    instead = f"_(left out, too long for a card: `intake case {view.case.id}` shows it)_"
    return Message(text=fallback(view), blocks=within(made, may_go, BUDGET, instead))


def _says(block: Json, beginnings: tuple[str, ...]) -> bool:
    return block["type"] == "section" and str(block["text"]["text"]).startswith(beginnings)


def fallback(view: CardView) -> str:
    """Return a card in one sentence, for a notification; a stranger's words in it are escaped."""
    case = view.case
    who = escaped(line(view.customer, 80)) if view.customer else "unknown sender"
    first = next(iter(view.standing), None)
    named = first is not None and _waits_for_date(view, first)
    due = f"due {WHEN_NAMED}" if named else due_plain(first, view.zone)
    stands = "Closed" if case.closed_at is not None else f"{_capital(level_said(case))}; {due}"
    alarm = "ALARM: " if view.is_alarming else ""
    said = f"{alarm}Case {case.id}, {who}: {escaped(line(case.subject).rstrip('.') or '(no subject)')}. {stands}."
    return cut(said, SECTION)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _head(view: CardView) -> Iterator[Block]:
    case = view.case
    closed = " (closed)" if case.closed_at is not None else ""
    yield header(f"Case {case.id}{closed}: {line(case.subject, 110) or '(no subject)'}")
    yield section(*_who(view))
    alerts = list(_alerts(view)) if case.closed_at is None else []
    if alerts:
        yield section(*alerts)


def _who(view: CardView) -> Iterator[str]:
    case = view.case
    customer = "*Unknown sender*, so no contract applies" if view.customer is None else f"*{told(view.customer, 80)}*"
    plan = f", plan {escaped(case.plan)}" if case.plan else ""
    contract = f" ({escaped(case.contract)}{plan})" if case.contract else ""
    telephone = f", telephone {told(view.telephone, 40)}" if view.telephone else ""
    yield f"{customer}{contract}{telephone}"
    yield f"{_contact(case)}, {BY_CHANNEL[case.channel]}, {moment(case.opened_at, view.zone)}"
    if view.identity:
        yield f"Who wrote: {escaped(line(view.identity, 300))}"


def _contact(case: Case) -> str:
    in_slack = case.contact_address.startswith(PREFIX)
    address = "" if in_slack else told(case.contact_address, 100)
    name = told(case.contact_name, 80) or ("somebody in Slack" if in_slack else "")
    return f"{name} ({address})" if name and address else name or address or "nobody that could be written to"


def _alerts(view: CardView) -> Iterator[str]:
    found = view.suggestion
    if view.is_alarming:
        yield ":rotating_light: *Alarm: this may be a severity 1, whatever stands below.*"
    elif found is not None and found.alert:
        yield "The alarm for severity 1 went off; somebody has looked at it since."
    if view.paged:
        yield f":telephone_receiver: *Somebody is being called:* {escaped(line(view.paged, 400))}. Take ends the calls."
    if view.worse:
        yield f":chart_with_upwards_trend: *A later message is worse:* {escaped(line(view.worse, 300))}"
    yield from _storm(view)
    for one in view.maintenance:
        times = f"{moment(one.begins, view.zone)} to {moment(one.ends, view.zone)}"
        yield f":wrench: *Received during maintenance:* {escaped(line(one.words, 200))}, {times}"
    for trouble in view.troubles:
        yield f":warning: *{escaped(line(trouble, 300))}*"


def _storm(view: CardView) -> Iterator[str]:
    storm = view.storm
    if storm is None:
        return
    others = f"{storm.others} other {'case' if storm.others == 1 else 'cases'}"
    shares = f"; they share: {escaped(line(', '.join(storm.words), 200))}" if storm.words else ""
    suggests = f". It suggests level {escaped(storm.level)}; nobody but you sets it" if storm.level else ""
    yield f":cloud: *Looks like storm {storm.number}* with {others}{shares}{suggests}."


def _said(view: CardView) -> Iterator[Block]:
    for place, words in enumerate(view.words):
        yield context(_by(words, later=place > 0, more=view.more_words if place else 0, view=view))
        text = words.text.strip("\n")
        if text.strip():
            shift = len(words.text) - len(words.text.lstrip("\n"))
            marked = [(start - shift, end - shift) for start, end in words.marked]
            yield quote(text, marked, _LONGEST_LATER if place else _LONGEST_WORDS)
        else:
            yield context("_(no words of their own)_")


def _by(words: Words, *, later: bool, more: int, view: CardView) -> str:
    files = f" · files: {escaped(line(', '.join(words.files), 200))}" if words.files else ""
    between = f" ({more} more in between)" if more else ""
    verb = "last wrote" if later else "wrote"
    way = "" if words.channel is Channel.SLACK else f" {BY_CHANNEL[words.channel]}"
    edited = " · edited" if words.edited else ""
    return f"{told(words.by, 80) or 'Somebody'} {verb}{way}, {moment(words.at, view.zone)}{edited}{between}{files}"


def _suggestion(view: CardView) -> Iterator[Block]:
    suggested = list(_suggested(view))
    if suggested:
        yield section(*suggested)


def _evidence(view: CardView) -> Iterator[Block]:
    case = view.case
    if worth_showing(view.evidence, case.id, emergency=case.emergency):
        yield section("*Evidence of an emergency*", *(point_said(point, case.id) for point in view.evidence))


def _suggested(view: CardView) -> Iterator[str]:
    found = view.suggestion
    if found is None:
        return
    kind = _KINDS.get(str(found.kind), f"an {found.kind}".replace("_", " "))
    yield f"*Suggested:* severity {found.severity} (1 is the gravest), {kind}; {sure_said(found)}"
    if found.rubric is not None:
        yield f"Why: {escaped(line(found.rubric, 300))}"


def _standing_lines(view: CardView) -> Iterator[str]:
    case, zone = view.case, view.zone
    if case.closed_at is not None:
        why = f" by {told(view.decided.by)}: “{told(view.decided.reason, 300)}”" if view.decided else ""
        yield f"*Closed* {moment(case.closed_at, zone)}{why}"
    elif case.promise is None:
        yield f"*Nothing is promised*; {standing_said(case, view.decided, zone)}"
    else:
        yield f"*Stands at:* {escaped(level_said(case, view.level))}; {standing_said(case, view.decided, zone)}"
    yield from _clocks(view)
    if case.claimed:
        yield f"*Customer's claim:* level {told(case.claimed, 20)}"
    if _waits_for_a_call(case):
        clock = f"; until they do, level {escaped(case.clock_level)}'s clock runs" if case.clock_level else ""
        yield f"*Counts by telephone only:* the customer is told to call{clock}"
    if view.wanted is not None and case.closed_at is None:
        yield _wanted(view)


def _waits_for_a_call(case: Case) -> bool:
    """Tell whether a level was named or suggested that counts by telephone only, and is told to be reported so."""
    notices = (case.promise or {}).get("notices")
    return case.closed_at is None and isinstance(notices, list) and NoticeId.REPORT_BY_PHONE in notices


def _clocks(view: CardView) -> Iterator[str]:
    """Yield both clocks, each with its name: what the customer was told, and when engineers are to look."""
    case, zone = view.case, view.zone
    for place, one in enumerate(view.standing):
        if case.promise is None and one.act is None:
            continue  # that nothing is promised has been said
        is_known = not place and case.promise is not None
        name = f"*{OWED[one.owed.promise]}*{' (contract clock, the customer knows it)' if is_known else ''}"
        clause = clause_said(one)
        yield f"{name}: {_owed(view, one)}{f' · {clause}' if clause else ''}"
    if case.closed_at is None and view.look_by is not None and view.look_by != case.due_at:
        yield f"*Look at it by* (engineers' clock, never told): {moment(view.look_by, zone)}"


def _owed(view: CardView, one: Held) -> str:
    """Say until when something is owed; where the customer is to name the date, that."""
    return WHEN_NAMED if _waits_for_date(view, one) else owed_said(one, view.now, view.zone)


def _waits_for_date(view: CardView, one: Held) -> bool:
    return one.act is None and one.owed.deadline.due_at is None and one.owed.promise in view.by_appointment


def _wanted(view: CardView) -> str:
    wanted = view.wanted
    if wanted is None:
        return ""
    waits = "it waits for the customer's agreement, asked" if wanted.written else "*ask the customer yourself*, since"
    return f"*Wanted:* level {escaped(wanted.level)}, by {told(wanted.by)}; {waits} {moment(wanted.at, view.zone)}"


def _foot(view: CardView) -> Iterator[Block]:
    taken = f"Taken by *{told(view.owner)}*" if view.owner else "Nobody has taken it"
    link = f"<{escaped(view.link)}|The customer's thread>" if view.link.startswith("https://") else ""
    yield context(" · ".join(filter(None, (taken, link, NOTES_STAY))))
    if view.buttons:
        yield actions(view.buttons, f"case-{view.case.id}")
