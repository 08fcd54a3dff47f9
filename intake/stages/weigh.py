"""Weigh: what a message's opinion means for its case (worse, the same, over), and whether it is part of a storm."""

from dataclasses import replace
from datetime import datetime

from intake.domain.case import Accepted, Case, Standing
from intake.domain.course import Course, Development
from intake.domain.suggestion import Facts, Suggestion
from intake.parse.subject import subject_base
from intake.stages.assess import attention, joined
from intake.stages.calls.call import note
from intake.stages.calls.storms import merge
from intake.stages.desk import Run
from intake.stages.storms import is_grave, recognise
from intake.storage import cases, decisions, messages, suggestions
from intake.storage.suggestions import Opinion
from intake.suggest.course import Before, develop, in_context


def weighed(run: Run, case: Case, accepted: Accepted, found: Suggestion) -> tuple[Suggestion, Development | None]:
    """Return an opinion as it counts for its case, and what the message means for it: None for a first message.

    Kept with the opinion and noted on the trail; a message is weighed once, on its way through.
    """
    before = _before(run, case, accepted)
    if before is None:
        return found, None
    development = develop(before, found, _new_words(run, accepted))
    suggestions.develop(run.connection, accepted.id, development)
    if development.course is not Course.SAME:
        detail = {"message": accepted.id, "severity": development.severity, "why": development.why}
        note(run, case.id, f"case.{development.course}", detail)
    return in_context(found, development), development


def look_sooner(run: Run, case: Case, accepted: Accepted, read: Suggestion) -> Case:
    """Return a case that got worse with an earlier place in the engineers' queue: its graver level's, or at once.

    An emergency has its own half hour, and where engineers look at once already there is no sooner.
    """
    received = accepted.envelope.received_at
    if case.emergency or (case.attention_at is not None and case.attention_at <= received):
        return case
    contract = run.desk.contract_of(case)
    at = case.attention_at if contract is None else attention(case, contract, read)
    if at is None or at == case.attention_at:
        at = min(received, at or received)
    moved = replace(case, attention_at=at)
    cases.update(run.connection, moved)
    return moved


def look_for_a_storm(run: Run, case: Case, accepted: Accepted, read: Suggestion, course: Course | None) -> None:
    """Hold a grave message against those of other customers; what only repeats or ends something is no new sign."""
    if case.closed_at is not None or not is_grave(read) or course in (Course.SAME, Course.OVER, Course.BETTER):
        return
    storm = recognise(run, case, accepted)
    if storm is not None:
        merge(run, storm)


def _before(run: Run, case: Case, accepted: Accepted) -> Before | None:
    """Return how a case stood before a message, None where nothing is known that was said before."""
    earlier = suggestions.earlier(run.connection, case.id, accepted.id)
    if not earlier:
        return None
    facts = Facts()
    for one in earlier:
        facts = _with(facts, one)
    alarmed = any(one.suggestion.alert for one in earlier if one.development is None or not one.development.bare)
    return Before(severity=_severity(run, case, accepted, earlier), alarmed=alarmed, facts=facts)


def _with(facts: Facts, one: Opinion) -> Facts:
    together = joined(facts, one.suggestion.facts)
    if one.development is None:
        return together
    over = one.development.course is Course.OVER or (together.over and one.development.course is not Course.WORSE)
    return replace(together, over=over)


def _severity(run: Run, case: Case, accepted: Accepted, earlier: list[Opinion]) -> int:
    """Return a case's severity before a message: an engineer's word on the last one, else what was read in it."""
    last = earlier[-1]
    read = last.suggestion.severity if last.development is None else last.development.severity
    decided = _decided(run, case)
    if decided is None or decided[0] < messages.get(run.connection, last.message_id).envelope.received_at:
        return read
    return decided[1] if decided[0] < accepted.envelope.received_at else read


def _decided(run: Run, case: Case) -> tuple[datetime, int] | None:
    """Return when an engineer said what, as the rubric's severity; None where nobody has, or it says no severity."""
    contract = run.desk.contract_of(case)
    level = None if contract is None or case.level is None else contract.level(case.level)
    if case.standing is Standing.RULE or level is None or not level.severities:
        return None
    return decisions.of_case(run.connection, case.id)[-1].at, min(level.severities)


def _new_words(run: Run, accepted: Accepted) -> str:
    """Return a message's new words without its subject, which mostly repeats what was said before."""
    subject, words = suggestions.words_of(run.connection, accepted.id)
    base = subject_base(subject).strip()
    head = f"{base}\n\n"
    return words.removeprefix(head) if base else words
