"""Pressing: what a customer's press does, whichever way it came: the level, a fact, yes or no, that it got worse.

What it does is what the same words would have done; a second press changes nothing. Who may press is asked here, what
they are told is a macro of the chat's words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from intake.contract.decide import stated
from intake.domain.case import Case
from intake.domain.contract import Contract, Fact
from intake.domain.customer import Sender
from intake.domain.identity import Degree
from intake.domain.question import Answer, Given, How, Question
from intake.review.answers import CUSTOMER, settle
from intake.review.worsened import SAID_WORSE
from intake.stages.ask import stands
from intake.stages.chat.post import choices, is_open_to_the_customer, missing_facts
from intake.stages.chat.pressed import Pressing, choose, state
from intake.stages.desk import Run
from intake.stages.identified import binds
from intake.stages.watch import is_answered
from intake.storage import audit, cases, links

LEVEL, FACT, WORSE, YES, NO = "level", "fact", "worse", "yes", "no"
ACTIONS = (LEVEL, FACT, WORSE, YES, NO)
_PRESSED = "case.pressed"
_MACHINES = frozenset({"bot", "rule", CUSTOMER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press on a case of the customer's own: by whom, what (one of `ACTIONS`), and which level or fact.

    `key` makes it one of its kind, `detail` goes on the trail with it. `question` is the number of the question that a
    yes or no stands below, None for the case's last; `outdated` tells that what was pressed offers what a newer message
    does, so that a level chosen there counts no more.
    """

    run: Run
    case: Case
    sender: Sender
    action: str
    choice: str
    at: datetime
    key: str
    detail: Mapping[str, object]
    question: int | None = None
    outdated: bool = False

    def note(self, event: str, more: Mapping[str, object] | None = None) -> None:
        """Put it on the case's trail."""
        said = {**self.detail, **(more or {})}
        entry = audit.Entry(at=self.run.now, actor=CUSTOMER, event=event, case_id=self.case.id, detail=said)
        audit.write(self.run.connection, entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What whoever pressed is told: a macro of `render.buttons.MACROS` with its words."""

    macro: str
    words: tuple[object, ...] = ()


def press(pressed: Press) -> Told | None:
    """Do what a press says; return what is to be said of it, None where the change itself says it."""
    if not is_theirs(pressed.case, pressed.sender):
        return refused(pressed)
    if pressed.case.closed_at is not None:
        return Told(macro="is_closed", words=(str(pressed.case.id),))
    does = _DOES.get(pressed.action)
    return Told(macro="not_known") if does is None else does(pressed)


def refused(pressed: Press) -> Told:
    """Put a press of somebody's who may not on the case's trail; return what they are told."""
    pressed.note(f"{_PRESSED}.refused")
    return Told(macro="not_yours")


def is_theirs(case: Case, sender: Sender) -> bool:
    """Tell whether somebody is proved to be of the case's customer, or its contact."""
    if sender.address and sender.address == case.contact_address:
        return True
    theirs = sender.customer is not None and sender.customer.id == case.customer_id
    return theirs and sender.degree is Degree.PROVED


def _chosen(about: Press) -> Told | None:
    run, case, level = about.run, about.case, about.choice
    contract = _contract(about)
    if case.emergency:
        return Told(macro="is_an_emergency", words=(str(case.id),))
    if contract is None or contract.level(level) is None:
        return Told(macro="not_known")
    if level not in dict(choices(contract, case)) or is_answered(run, case):
        return _too_late(about)
    if about.outdated or level in (case.level, case.claimed):
        return _holds(about, "holds")
    about.note(_PRESSED, {"level": level})
    choose(run, case, contract, level, _pressing(about))
    return None


def _stated(about: Press) -> Told | None:
    case, contract = about.case, _contract(about)
    fact = next((one for one in Fact if one == about.choice), None)
    if case.emergency:
        return Told(macro="is_an_emergency", words=(str(case.id),))
    if contract is None or contract.emergency is None or fact is None:
        return Told(macro="not_known")
    if fact in stated(case.facts):
        return Told(macro="told_already")
    if not is_open_to_the_customer(case) or fact not in missing_facts(contract, case):
        return _too_late(about)
    about.note(_PRESSED, {"fact": str(fact)})
    state(about.run, case, contract, fact, _pressing(about))
    return None


def _worse(about: Press) -> Told:
    """Have the engineers look at a case that got worse, once until they do, and ask what has changed."""
    trail = audit.of_case(about.run.connection, about.case.id)
    said = [place for place, entry in enumerate(trail) if entry.event == SAID_WORSE]
    if said and all(entry.actor in _MACHINES for entry in trail[said[-1] :]):
        return Told(macro="told_already")
    _look_now(about)
    about.note(SAID_WORSE)
    return Told(macro="tell_us_more", words=(str(about.case.id),))


def _answered(about: Press) -> Told | None:
    run, agreed = about.run, about.action == YES
    question = asked(about)
    if question is None:
        return Told(macro="not_known")
    if question.answer in (Answer.YES, Answer.NO):
        return Told(macro="answered", words=(question.answer is Answer.YES,))
    if not stands(run.connection, question, about.case):
        return Told(macro="is_void")
    if not binds(run, about.sender):
        return refused(about)
    about.note(_PRESSED, {"answer": str(Answer.YES if agreed else Answer.NO), "question": question.id})
    settle(run, question, Given(agreed=agreed, actor=CUSTOMER, how=How.BUTTON))
    return None


def asked(about: Press) -> Question | None:
    """Return the question that a yes or no answers, None where the case has no such one."""
    connection, case = about.run.connection, about.case
    if about.question is None:
        return links.last(connection, case.id)
    found = links.find(connection, about.question)
    return found if found is not None and found.case_id == case.id else None


_DOES: Mapping[str, Callable[[Press], Told | None]] = {
    LEVEL: _chosen,
    FACT: _stated,
    WORSE: _worse,
    YES: _answered,
    NO: _answered,
}


def _contract(about: Press) -> Contract | None:
    """Return the contract by which a press counts, None where its sender is told nothing of one."""
    return about.run.desk.contract_of(about.case) if binds(about.run, about.sender) else None


def _pressing(about: Press) -> Pressing:
    return Pressing(by=about.sender.address, at=about.at, key=about.key)


def _too_late(about: Press) -> Told:
    """Tell the engineers what was pressed when it changes nothing any more, and whoever pressed what holds."""
    _look_now(about)
    about.note(f"{_PRESSED}.too_late", {about.action: about.choice})
    return _holds(about, "is_decided")


def _holds(about: Press, macro: str) -> Told:
    return Told(macro=macro, words=(str(about.case.id), about.case.level or ""))


def _look_now(about: Press) -> None:
    case, now = about.case, about.run.now
    if case.attention_at is None or case.attention_at > now:
        cases.update(about.run.connection, replace(case, attention_at=now))
