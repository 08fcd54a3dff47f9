"""The customer's answer to a question of consent, whichever way it came: recorded once, and done at once."""

from dataclasses import dataclass, replace
from datetime import datetime

from intake.contract.promise import promise
from intake.domain.case import Case, MailKind, Outcome
from intake.domain.customer import Sender
from intake.domain.question import Answer, Given, How, Question
from intake.domain.timer import TimerKind
from intake.render.write import consent_refused
from intake.review.engineer import Engineer
from intake.review.verdict import Verdict, set_level
from intake.stages.ask import About, keys, stands, write
from intake.stages.desk import Run
from intake.stages.identified import binds
from intake.stages.ingest import ENGINEERS_ANSWER
from intake.stages.post import letter
from intake.stages.understand import Understood
from intake.stages.who import sender_of
from intake.storage import audit, cases, decisions, links, messages, outbox, timers
from intake.thread.assent import assent

CUSTOMER = "customer"
_INTERNAL = (MailKind.WARNING, MailKind.PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What an answer led to; `verdict` is None after a no."""

    question: Question
    verdict: Verdict | None


def settle(run: Run, question: Question, given: Given) -> Settled | None:
    """Record the answer to a question and do what it says; None when it has been answered or is void.

    After a yes the level takes effect on the word of the engineer who asked, after a no the old one stays; the
    customer is told of either, once.
    """
    case = cases.find(run.connection, question.case_id)
    if case is None or not stands(run.connection, question, case):
        return None
    answer = Answer.YES if given.agreed else Answer.NO
    if not links.answered(run.connection, question, answer, run.now):
        return None
    timers.drop(run.connection, case.id, TimerKind.REMINDER)
    _record(run, question, given)
    done = replace(question, answer=answer, answered_at=run.now)
    if given.agreed:
        verdict = set_level(Engineer(name=question.asked_by, run=run), case, question.level, question.reason)
        return Settled(question=done, verdict=verdict)
    _refused(run, case, question)
    return Settled(question=done, verdict=None)


def hear(run: Run, understood: Understood) -> None:
    """Take the answer to an open question from a customer's message; one that is not clear goes to the engineers.

    So does one to a question that is void: nobody else would tell the customer that their word came too late.
    """
    accepted, became = understood.accepted, messages.summary(run.connection, understood.accepted.id)
    theirs = became.outcome is Outcome.CONTINUED and not became.reason.startswith(ENGINEERS_ANSWER)
    case = cases.find(run.connection, became.case_id) if theirs and became.case_id is not None else None
    if case is None:
        return
    question = links.last(run.connection, case.id)
    if question is None or not question.written or question.answer not in (Answer.OPEN, Answer.VOID):
        return
    sender = sender_of(run.connection, run.desk, accepted, understood.parsed, understood.findings)
    came_first = accepted.envelope.received_at < question.asked_at
    if came_first or not understood.parsed.reply_text.strip() or not _is_customers(run, case, sender):
        return
    if not binds(run, sender):
        _for_a_person(run, case, "consent.unproved", (question, accepted.id))
        return
    answer = assent(understood.parsed.reply_text) if _answers_us(run, question, understood) else None
    if not stands(run.connection, question, case):
        if answer is not None:  # they believe that it counts: somebody has to tell them
            _for_a_person(run, case, "consent.too_late", (question, accepted.id))
        return
    if answer is None or run.desk.contract_of(case) is None:  # without its contract nothing can take effect
        _for_a_person(run, case, "consent.unclear", (question, accepted.id))
        return
    settle(run, question, Given(agreed=answer, actor=CUSTOMER, how=How.REPLY, message_id=accepted.id))


def _is_customers(run: Run, case: Case, sender: Sender) -> bool:
    """Tell whether the case's contact wrote, or another of the customer's people.

    A signed address alone agrees to nothing: a mail that carries it may have been passed on. Nor does an engineer of
    ours whose address is in the customer's domain: nobody agrees to their own wish.
    """
    if sender.address and sender.address == case.contact_address:
        return True
    if sender.address in {engineer.address for engineer in run.desk.engineers}:
        return False
    return sender.customer is not None and sender.customer.id == case.customer_id


def _answers_us(run: Run, question: Question, understood: Understood) -> bool:
    """Tell whether a message answers this question: a "yes" to another mail of ours is no agreement to it.

    One that names no mail of ours answers the last that the customer got.
    """
    ours = [mail for mail in outbox.of_case(run.connection, question.case_id) if mail.kind not in _INTERNAL]
    letters = {mail.message_id for mail in ours if mail.key in keys(question)}
    parsed = understood.parsed
    answered = parsed.in_reply_to or next(reversed(parsed.references), None)
    if any(mail.message_id == answered for mail in ours):
        return answered in letters
    return ours[-1].message_id in letters


def _for_a_person(run: Run, case: Case, event: str, of: tuple[Question, int]) -> None:
    """Have the engineers look at a message that answers a question and changes nothing by itself."""
    question, message_id = of
    cases.update(run.connection, replace(case, attention_at=_sooner(case, run.now)))
    detail = {"question": question.id, "level": question.level}
    entry = audit.Entry(at=run.now, actor="bot", event=event, case_id=case.id, message_id=message_id, detail=detail)
    audit.write(run.connection, entry)


def _record(run: Run, question: Question, given: Given) -> None:
    consent = decisions.Consent(
        case_id=question.case_id,
        at=run.now,
        actor=given.actor,
        agreed=given.agreed,
        level=question.level,
        how=given.how,
        message_id=given.message_id,
        question_id=question.id,
    )
    decisions.add_consent(run.connection, consent)
    entry = audit.Entry(
        at=run.now,
        actor=given.actor,
        event="case.consent",
        case_id=question.case_id,
        message_id=given.message_id,
        detail={
            "answer": str(Answer.YES if given.agreed else Answer.NO),
            "level": question.level,
            "how": str(given.how),
            "question": question.id,
        },
    )
    audit.write(run.connection, entry)


def _refused(run: Run, case: Case, question: Question) -> None:
    """Let the old level stand, say so once, and have the engineers look: what they wanted is not to be."""
    stood = replace(case, wanted_level=None, attention_at=_sooner(case, run.now))
    cases.update(run.connection, stood)
    contract = run.desk.contract_of(case)
    if contract is None or case.asked is None:
        return
    holds = promise(contract, case.asked)
    written = consent_refused(letter(run, stood, holds, None), run.desk.templates)
    write(run, stood, About(question=question, contract=contract, name="refused"), written)


def _sooner(case: Case, now: datetime) -> datetime:
    return now if case.attention_at is None else min(case.attention_at, now)
