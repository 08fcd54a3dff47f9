"""The evidence of an emergency as a checklist: which facts are stated, by whom, in which message, in which words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from intake.domain.contract import Channel, Emergency, Fact
from intake.domain.suggestion import Evidence, Facts, Locations, Scope

# What the classifier writes beside the words that speak for a fact.
_WHY = {
    "scope=all": Fact.ALL_USERS,
    "locations=one": Fact.ONE_LOCATION,
    "locations=two_or_more": Fact.TWO_LOCATIONS,
    "connectivity=yes": Fact.CONNECTIVITY,
    "planned_event=yes": Fact.PLANNED_EVENT,
    "over=yes": Fact.OVER,
}

# As an engineer asks: what fails, for whom, where; then what would make it none.
_IN_ORDER = (
    Fact.CONNECTIVITY,
    Fact.ALL_USERS,
    Fact.TWO_LOCATIONS,
    Fact.ONE_LOCATION,
    Fact.PLANNED_EVENT,
    Fact.OVER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One word on one fact. `holds` is False where it withdraws the fact.

    `said_by` is a contact's address or an engineer's name; `message_id` is None for an engineer's own check,
    whose `words` are the reason. `words` are the customer's, "" where they are not known.
    """

    case_id: int
    customer_id: int | None
    fact: Fact
    holds: bool
    said_by: str
    message_id: int | None
    at: datetime
    words: str = ""

    @property
    def is_pressed(self) -> bool:
        """Tell whether it was pressed: a customer's button has no words, an engineer's own check has its reason."""
        return self.message_id is None and not self.words


class Part(StrEnum):
    """What a fact does for an emergency: it is needed, or it describes one, or it means that there is none."""

    NEEDED = "needed"
    TOLD = "told"
    VOIDS = "voids"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A line of the checklist. `said` is the last word on the fact, None while nobody has said anything.

    `by` is the name of whoever said it, "" where their address says it all; `channel` is where they pressed it, None
    where they did not, or nothing tells.
    """

    fact: Fact
    part: Part
    said: Said | None = None
    by: str = ""
    channel: Channel | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the fact is stated and not withdrawn."""
        return self.said is not None and self.said.holds


def checklist(rule: Emergency, said: Iterable[Said], case_id: int) -> tuple[Point, ...]:
    """Return the lines for a case: its own words on a fact before those of the customer's other cases.

    `said` is in order of time. A fact that the case itself has withdrawn is not made good by another's words.
    """
    last: dict[tuple[bool, Fact], Said] = {(one.case_id == case_id, one.fact): one for one in said}
    return tuple(
        Point(fact=fact, part=part, said=last.get((True, fact)) or last.get((False, fact)))
        for part, facts in _parts(rule)
        for fact in _IN_ORDER
        if fact in facts
    )


def worth_showing(points: Iterable[Point], case_id: int, *, emergency: bool) -> bool:
    """Tell whether a checklist is a case's to show: something is said of it, and unless it is one, in the case itself.

    What only the customer's other cases say makes no checklist for one that asks for something else.
    """
    return any(point.said is not None and (emergency or point.said.case_id == case_id) for point in points)


def weighed(rule: Emergency) -> frozenset[Fact]:
    """Return the facts that make or unmake an emergency of a contract, or go with one."""
    return frozenset(fact for _, facts in _parts(rule) for fact in facts)


def failing(rule: Emergency) -> frozenset[Fact]:
    """Return the facts that speak for an emergency."""
    return frozenset().union(*rule.evidence, rule.half or frozenset())


def _parts(rule: Emergency) -> Iterator[tuple[Part, frozenset[Fact]]]:
    needed = frozenset().union(*rule.evidence)
    told = failing(rule) | (rule.own_it or frozenset())
    yield Part.NEEDED, needed
    yield Part.TOLD, told - needed - rule.unless
    yield Part.VOIDS, rule.unless


def with_fact(facts: Facts, fact: Fact) -> Facts:
    """Return the facts with one more that holds."""
    if fact is Fact.ALL_USERS:
        return replace(facts, scope=Scope.ALL)
    if fact is Fact.CONNECTIVITY:
        return replace(facts, connectivity=True)
    if fact is Fact.PLANNED_EVENT:
        return replace(facts, planned_event=True)
    if fact is Fact.OVER:
        return replace(facts, over=True)
    places = Locations.TWO_OR_MORE if fact is Fact.TWO_LOCATIONS else Locations.ONE
    return replace(facts, locations=places)


def without_fact(facts: Facts, fact: Fact) -> Facts:
    """Return the facts without one: where it was stated, nothing is known of it any more."""
    if fact is Fact.ALL_USERS:
        return replace(facts, scope=Scope.UNKNOWN) if facts.scope is Scope.ALL else facts
    if fact is Fact.CONNECTIVITY:
        return replace(facts, connectivity=False)
    if fact is Fact.PLANNED_EVENT:
        return replace(facts, planned_event=False)
    if fact is Fact.OVER:
        return replace(facts, over=False)
    places = Locations.TWO_OR_MORE if fact is Fact.TWO_LOCATIONS else Locations.ONE
    return replace(facts, locations=Locations.UNKNOWN) if facts.locations is places else facts


def words_for(fact: Fact, evidence: Iterable[Evidence]) -> str:
    """Return the first of a message's words that speak for a fact, "" where none are known."""
    for piece in evidence:
        if any(_WHY.get(why.strip()) is fact for why in piece.why.split(",")):
            return piece.text
    return ""
