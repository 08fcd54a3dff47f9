"""One case: all that its company is shown of it, and what may be done about it from here."""

from dataclasses import replace

from intake.contract.zones import zone
from intake.domain.case import Case
from intake.domain.contract import Contract, Level
from intake.domain.portal import SignedIn
from intake.domain.portal_pages import Asked, CasePage, Choice
from intake.render.buttons import Buttons
from intake.render.letter import ConsentLinks
from intake.render.phrases import Phrases
from intake.render.portal import How, received, subject_of
from intake.render.write import consent
from intake.review.deleted import deleted_in
from intake.review.links import blocks_of
from intake.review.portal.form import sentence
from intake.review.portal.promised import letter_of, promise_of, would_follow
from intake.review.portal.wrote import written_on
from intake.review.queue import CaseFile, case_file
from intake.review.worsened import worsened
from intake.stages.ask import About, question_letter, standing_question
from intake.stages.chat.post import choices, is_by_phone, missing_facts, offered_facts
from intake.stages.desk import Run
from intake.stages.watch import is_answered
from intake.storage.portal import cases

_NO_LINKS = ConsentLinks(agree=None, refuse=None)


def case_page(run: Run, who: SignedIn, number: int) -> CasePage | None:
    """Return a case of the company's, None for any other number."""
    case = cases.one(run.connection, who.customer.id, number)
    if case is None:
        return None
    found, letter = case_file(run, case.id), letter_of(run, case)
    first = min((message.accepted.id for message in found.messages), default=0)
    hidden = first in deleted_in(found)
    page = _with_controls(
        run,
        found,
        CasePage(
            number=case.id,
            subject="" if hidden else subject_of(letter),
            opened=received(letter, run.desk.templates),
            closed=case.closed_at is not None,
            emergency=case.emergency,
            deleted=hidden,
            wrote=written_on(run, found, who.address),
        ),
    )
    return replace(page, promise=promise_of(run, case, How(chooses=bool(page.levels))))


def _with_controls(run: Run, found: CaseFile, page: CasePage) -> CasePage:
    """Return the page with what may be pressed on it, nothing on a closed case."""
    case, contract = found.case, found.contract
    if case.closed_at is not None or contract is None:
        return page
    buttons = Buttons(run.desk.templates, case.language)
    return replace(
        page,
        asked=_asked(run, case, contract),
        facts=tuple((str(fact), buttons.say(str(fact))) for fact in missing_facts(contract, case)),
        urgent=bool(offered_facts(run, contract, case)),
        levels=_levels(run, case, contract),
        known_worse=case.id in worsened(run.connection, [case.id]),
    )


def _asked(run: Run, case: Case, contract: Contract) -> Asked | None:
    """Return the question that waits, in its letter's own words without what is only for its reader."""
    question = standing_question(run.connection, case)
    if question is None:
        return None
    letter = question_letter(run, case, About(question=question, contract=contract))
    nameless = replace(letter_of(run, case), promise=letter.promise, contract=contract, previous=letter.previous)
    about = replace(
        nameless, subject="", decided_by=letter.decided_by, decided_at=letter.decided_at, customer_name=None
    )
    blocks = blocks_of(consent(about, run.desk.templates, _NO_LINKS).body)
    return Asked(number=question.id, level=question.level, blocks=blocks)


def _levels(run: Run, case: Case, contract: Contract) -> tuple[Choice, ...]:
    """Return the levels that the customer may still choose from, as buttons call them; none once we have answered."""
    if is_answered(run, case):
        return ()
    offered = {level for level, _ in choices(contract, case)}
    return tuple(_level(run, case, contract, level) for level in contract.levels if level.id in offered)


def _level(run: Run, case: Case, contract: Contract, level: Level) -> Choice:
    """Return a level with what it means, and what would be promised on the case if it were chosen now."""
    buttons, templates = Buttons(run.desk.templates, case.language), run.desk.templates
    name = contract.said(level.name, case.language)
    phrases = Phrases(templates, templates.language(case.language), zone(case.zone))
    return Choice(
        id=level.id,
        name=buttons.say("level_by_phone" if is_by_phone(level, case) else "level", level.id, name),
        about=sentence(contract.said(level.summary, case.language)),
        clause=phrases.reference(level.clause),
        follows=would_follow(run, case, contract, level.id),
        chosen=level.id == (case.claimed or case.level),
    )
