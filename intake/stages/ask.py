"""Ask: an engineer's wish for another level, put to the customer where the contract wants their agreement."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from intake.contract.promise import promise
from intake.domain.case import Case, MailKind, Standing
from intake.domain.contract import Contract
from intake.domain.message import ParsedMessage
from intake.domain.promise import Promise, Situation
from intake.domain.question import Answer, Question
from intake.domain.timer import Timer, TimerKind
from intake.render.letter import ConsentLinks, Letter, Written
from intake.render.write import consent
from intake.stages.desk import Run
from intake.stages.identified import untold
from intake.stages.post import Draft, letter, send, why_silent
from intake.stages.remembered import opening
from intake.storage import audit, cases, decisions, links, timers
from intake.thread.link import Link, Opens, address

REMINDER = "reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A level that an engineer wants, and why."""

    level: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it stands; `anew` is False where it was asked before, `why_not` says why nobody was written to."""

    question: Question
    anew: bool
    why_not: str | None = None


def ask(run: Run, case: Case, contract: Contract, wish: Wish) -> Asked:
    """Keep a wish and ask the customer, once: the same wish again asks nobody, another one voids the first."""
    standing = standing_question(run.connection, case)
    if standing is not None and standing.level == wish.level:
        return Asked(question=standing, anew=False, why_not=_unwritten(run, case, standing))
    withdraw(run, case)
    question = links.ask(run.connection, _question(run, case, wish))
    wanted = replace(case, wanted_level=wish.level)
    cases.update(run.connection, wanted)
    detail = {"level": wish.level, "question": question.id, "reason": wish.reason}
    _note(run, case, wish.by, "case.consent_wanted", detail)
    why_not = write(run, wanted, About(question=question, contract=contract))
    if why_not is None:
        _remind_later(run, question)
        question = replace(question, written=True)
    return Asked(question=question, anew=True, why_not=why_not)


def standing_question(connection: Connection, case: Case) -> Question | None:
    """Return the question that still waits for its answer, None where there is none."""
    question = links.last(connection, case.id)
    return question if question is not None and stands(connection, question, case) else None


def stands(connection: Connection, question: Question, case: Case) -> bool:
    """Tell whether a question still waits: not answered, nothing decided since it was asked, the case open."""
    if question.answer is not Answer.OPEN or case.closed_at is not None:
        return False
    return links.decided(connection, case.id) == question.decided


def withdraw(run: Run, case: Case) -> None:
    """Make a case's open question void and let nobody be reminded of it; its links say so from now on."""
    question = links.last(run.connection, case.id)
    if question is None or not links.answered(run.connection, question, Answer.VOID, run.now):
        return
    timers.drop(run.connection, case.id, TimerKind.REMINDER)
    _note(run, case, "bot", "consent.void", {"question": question.id, "level": question.level})


def agreed_beforehand(connection: Connection, case: Case) -> bool:
    """Tell whether the customer's last answer is a yes to no question of ours, given since the last verdict."""
    last = decisions.last_consent(connection, case.id)
    if last is None or not last.agreed or last.level is not None:
        return False
    by_people = (Standing.CONFIRMED, Standing.OVERRIDDEN)
    verdicts = [decision for decision in decisions.of_case(connection, case.id) if decision.action in by_people]
    return not verdicts or verdicts[-1].at < last.at


def at_level(case: Case, level: str | None) -> Situation:
    """Ask for a level that someone entitled to has set, no emergency: its clock runs from the original receipt."""
    return Situation(received_at=case.opened_at, plan=case.plan, channel=case.channel, level=level, emergency=False)


def would_hold(contract: Contract, case: Case, level: str) -> Promise:
    """Return what a case would be promised at a level, on an engineer's word."""
    return replace(promise(contract, at_level(case, level)), provisional=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a letter about a question is made from; `name` tells it from the question's other letters."""

    question: Question
    contract: Contract
    name: str = ""


def question_letter(run: Run, case: Case, of: About) -> Letter:
    """Return a question's letter: what would hold, and what holds until then."""
    before = None if case.asked is None else promise(of.contract, case.asked)
    about = letter(run, case, would_hold(of.contract, case, of.question.level), before)
    return replace(about, decided_by=of.question.asked_by, decided_at=run.now)


def question_links(run: Run, question: Question) -> ConsentLinks:
    """Return a question's one-time addresses; None each where the desk has no web address, or they hold no more."""
    base = run.desk.web
    if base is None or run.now >= question.until:
        return ConsentLinks(agree=None, refuse=None)
    agree, refuse = (address(base, run.desk.signer, _link(question, choice)) for choice in (Answer.YES, Answer.NO))
    return ConsentLinks(agree=agree, refuse=refuse)


def write(run: Run, case: Case, of: About, written: Written | None = None) -> str | None:
    """Write a letter about a question, the asking one unless another is given; returns why not, if it cannot be."""
    parsed = opening(run, case)
    why_not = untold(run, case) or why_silent(run, case, parsed)
    if why_not is not None:
        _note(run, case, "bot", "consent.withheld", {"reason": why_not})
        return why_not
    made = written or consent(question_letter(run, case, of), run.desk.templates, question_links(run, of.question))
    send(run, case, _draft(of, made, parsed))
    links.is_written(run.connection, of.question)
    return None


def _draft(of: About, made: Written, parsed: ParsedMessage) -> Draft:
    asks = of.name in ("", REMINDER)
    return Draft(kind=MailKind.CONSENT, key=key(of.question, of.name), written=made, answered=parsed, asks=asks)


def key(question: Question, name: str = "") -> str:
    """Return the outbox key of a letter about a question: each of them is written once."""
    return ":".join(filter(None, ("consent", str(question.id), name)))


def keys(question: Question) -> frozenset[str]:
    """Return the keys of the letters that ask a question: the first one and the reminder."""
    return frozenset({key(question), key(question, REMINDER)})


def _question(run: Run, case: Case, wish: Wish) -> Question:
    return Question(
        case_id=case.id,
        level=wish.level,
        asked_by=wish.by,
        asked_at=run.now,
        reason=wish.reason,
        decided=links.decided(run.connection, case.id),
        until=run.now + run.desk.links_hold,
    )


def _unwritten(run: Run, case: Case, question: Question) -> str | None:
    if question.written:
        return None
    parsed = opening(run, case)
    return untold(run, case) or why_silent(run, case, parsed)


def _link(question: Question, choice: Answer) -> Link:
    return Link(
        opens=Opens.CONSENT, case_id=question.case_id, question=question.id, choice=choice, until=question.until
    )


def _remind_later(run: Run, question: Question) -> None:
    timer = Timer(
        kind=TimerKind.REMINDER,
        case_id=question.case_id,
        key=f"consent:{question.id}",
        due_at=run.now + run.desk.remind_after,
        detail={"question": question.id},
    )
    timers.put(run.connection, timer)


def _note(run: Run, case: Case, actor: str, event: str, detail: dict[str, object]) -> None:
    audit.write(run.connection, audit.Entry(at=run.now, actor=actor, event=event, case_id=case.id, detail=detail))
