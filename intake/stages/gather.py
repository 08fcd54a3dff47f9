"""Gather: what a customer's messages, contacts and open cases state together about an emergency."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from intake.contract.decide import stated
from intake.contract.promise import promise
from intake.domain.case import Case, Standing
from intake.domain.contract import Contract, Emergency, Fact
from intake.domain.customer import Sender
from intake.domain.evidence import Said, failing, weighed, with_fact, words_for
from intake.domain.promise import Situation
from intake.domain.suggestion import Facts
from intake.stages.desk import Run
from intake.stages.understand import Understood
from intake.storage import cases, evidence


@dataclass(frozen=True, slots=True)
class Told:
    """A message on its case: who sent it, and what the case stated before and states with it."""

    understood: Understood
    sender: Sender
    before: Facts
    after: Facts


def counts_for(case: Case, sender: Sender) -> bool:
    """Tell whether a sender's words are evidence in a case: a stranger's never are, whatever address they wrote to."""
    return sender.customer is not None and sender.customer.id == case.customer_id


def still_open(case: Case) -> Facts:
    """Return what a case's messages state as far as it still counts: an engineer's other view closes it."""
    return Facts() if case.standing is Standing.OVERRIDDEN else case.facts


def record(run: Run, case: Case, contract: Contract, told: Told) -> None:
    """Put a message's words on the checklist: the facts it states, and those it takes back."""
    rule = contract.emergency
    if rule is None:
        return
    taken_back = stated(told.before) - stated(told.after)
    new = stated(told.understood.facts) & stated(told.after)
    said = [_said(case, told, fact, holds=True) for fact in Fact if fact in new & weighed(rule)]
    said += [_said(case, told, fact, holds=False) for fact in Fact if fact in taken_back & weighed(rule)]
    evidence.add(run.connection, said)


def _said(case: Case, told: Told, fact: Fact, *, holds: bool) -> Said:
    accepted = told.understood.accepted
    return Said(
        case_id=case.id,
        customer_id=case.customer_id,
        fact=fact,
        holds=holds,
        said_by=told.sender.address,
        message_id=accepted.id,
        at=accepted.envelope.received_at,
        words=words_for(fact, told.understood.evidence) if holds else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Another open case of the same customer, with the facts that were stated in it lately and who stated them."""

    case: Case
    facts: frozenset[Fact]
    said: tuple[Said, ...]

    def by_others_than(self, address: str, fact: Fact) -> bool:
        """Tell whether somebody else than `address` states a fact."""
        return any(one.fact is fact and one.holds and one.said_by != address for one in self.said)


def reports(run: Run, case: Case, rule: Emergency, at: datetime) -> Iterator[Report]:
    """Yield the customer's other open cases with recent evidence, the first first.

    Lately is within the desk's time to gather, before or after `at`. What is over, withdrawn or otherwise void
    in its own case lends nothing to another. They are read as they are asked for: in an outage of which hundreds write
    the first few often say enough.
    """
    if case.customer_id is not None:
        within = run.desk.gather_within
        numbers = evidence.cases_around(run.connection, case.customer_id, at, within) - {case.id}
        yield from _reports(run, rule, sorted(numbers), at)


def under_way(run: Run, case: Case, rule: Emergency, at: datetime) -> Case | None:
    """Return the earliest of the customer's other cases in `reports` that is an emergency, None when none is."""
    if case.customer_id is None:
        return None
    numbers = evidence.emergencies_around(run.connection, case.customer_id, at, run.desk.gather_within)
    found = _reports(run, rule, [number for number in numbers if number != case.id], at)
    return next((report.case for report in found), None)


def _reports(run: Run, rule: Emergency, numbers: Sequence[int], at: datetime) -> Iterator[Report]:
    """Yield what cases report, in their order; read in parts that grow, for often the first is all that is wanted."""
    start, size = 0, 2
    while some := numbers[start : start + size]:
        found = cases.many(run.connection, some)
        said = evidence.of_cases_around(run.connection, some, at, run.desk.gather_within)
        every = (_report(found[number], said.get(number, ()), rule) for number in some if number in found)
        yield from (report for report in every if report.facts)
        start, size = start + size, size * 4


def _report(case: Case, own: Sequence[Said], rule: Emergency) -> Report:
    holding = stated(still_open(case))
    lately = {one.fact for one in own if one.holds}
    facts = frozenset() if holding & rule.unless else holding & lately & failing(rule)
    return Report(case=case, facts=facts, said=tuple(own))


def together(run: Run, case: Case, own: Facts, lent: Iterable[Report]) -> Facts:
    """Return a case's own facts with what other cases lend; what was withdrawn in the case itself is not lent to it."""
    last = {one.fact: one.holds for one in evidence.of_case(run.connection, case.id)}
    facts = own
    for fact in _every(lent):
        if last.get(fact, True):
            facts = with_fact(facts, fact)
    return facts


def _every(lent: Iterable[Report]) -> Iterator[Fact]:
    return (fact for report in lent for fact in sorted(report.facts))


def completed_at(run: Run, case: Case, contract: Contract, lent: Iterable[Report]) -> datetime | None:
    """Return when the evidence of an emergency was complete, None when it is not; the earliest of several ways.

    Messages may be carried through in another order than they were received in. A fact counts from when it was first
    said, in whichever case, since it was last withdrawn there.
    """
    first: dict[Fact, datetime] = {}
    for said in (evidence.of_case(run.connection, case.id), *(report.said for report in lent)):
        for fact, at in _since(said).items():
            first[fact] = min(at, first.get(fact, at))
    evidence_wanted = () if contract.emergency is None else contract.emergency.evidence
    ways = (max(first[fact] for fact in way) for way in evidence_wanted if way <= first.keys())
    return min(ways, default=None)


def _since(said: Iterable[Said]) -> dict[Fact, datetime]:
    """Return since when each fact is said to hold in a case."""
    found: dict[Fact, datetime] = {}
    for one in said:
        if one.holds:
            found.setdefault(one.fact, one.at)
        else:
            found.pop(one.fact, None)
    return found


def shows_half(contract: Contract, facts: Facts) -> bool:
    """Tell whether facts alone show the part of an emergency by which we ask for the rest.

    A contract that names no such part lets no case's facts be made up by those of another.
    """
    rule = contract.emergency
    if rule is None or rule.half is None:
        return False
    seen = stated(facts)
    return rule.half <= seen and not seen & rule.unless


def is_emergency(contract: Contract, case: Case, facts: Facts) -> bool:
    """Tell whether a contract calls these facts an emergency, whatever was asked or decided before."""
    if case.asked is None:
        return False
    return promise(contract, replace(case.asked, level=None, emergency=None, facts=facts)).emergency


def for_a_new_case(run: Run, case: Case, contract: Contract, asked: Situation) -> Situation:
    """Return what a new case asks its contract: with the facts of others where together they make it an emergency.

    The case that shows half of the evidence first becomes the emergency; a later one only completes it.
    """
    rule = contract.emergency
    if rule is None or not shows_half(contract, case.facts):
        return asked
    if under_way(run, case, rule, case.opened_at) is not None:
        return asked
    lent: list[Report] = []
    for report in reports(run, case, rule, case.opened_at):
        if shows_half(contract, still_open(report.case)):
            return asked
        lent.append(report)
    gathered = replace(asked, facts=together(run, case, case.facts, lent))
    return gathered if promise(contract, gathered).emergency else asked
