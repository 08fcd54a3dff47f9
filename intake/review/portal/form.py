"""Form: what the form for a new case offers: the levels that the contract lets a customer choose, and what follows."""

from dataclasses import replace
from datetime import datetime

from intake.contract.promise import promise
from intake.contract.zones import zone
from intake.domain.contract import Channel, ChannelRule, Contract, Level, LevelSource
from intake.domain.errors import IntakeError
from intake.domain.portal import SignedIn
from intake.domain.portal_pages import Choice, NewForm, WhoSets
from intake.domain.promise import Situation
from intake.domain.webpage import Block
from intake.render.letter import Letter
from intake.render.phrases import Phrases
from intake.render.portal import How, promised
from intake.stages.desk import Run


def new_form(run: Run, who: SignedIn) -> NewForm:
    """Return the form as the company's contract has it now; what follows is what a letter would promise now.

    Where we set the level nothing is said of times: what will hold is known once somebody has read the words. Nor is
    anything where the contract is not installed, or does not fit what we know of the customer.
    """
    contract = run.desk.contracts.in_force(who.customer.contract, run.now)
    try:
        return NewForm(sets=WhoSets.DESK) if contract is None else _form(run, who, contract)
    except IntakeError:
        return NewForm(sets=WhoSets.DESK)


def _form(run: Run, who: SignedIn, contract: Contract) -> NewForm:
    if not contract.levels:
        return NewForm(sets=WhoSets.NOBODY, follows=_follows(run, who, contract, None))
    rule = contract.channel_rule(Channel.PORTAL)
    if rule is None or LevelSource.CLAIM not in rule.order:
        return NewForm(sets=WhoSets.DESK, clause=_clause(run, who, rule))
    default = contract.level(rule.default)
    return NewForm(
        sets=WhoSets.CUSTOMER,
        choices=tuple(choice(run, who, contract, level) for level in contract.levels),
        default="" if default is None else _named(contract, default, who),
        clause=_clause(run, who, rule),
        follows=_follows(run, who, contract, None),
    )


def choice(run: Run, who: SignedIn, contract: Contract, level: Level) -> Choice:
    """Return a level as the form offers it, with what would be promised if it were sent now."""
    language = who.customer.language
    return Choice(
        id=level.id,
        name=contract.said(level.name, language),
        about=sentence(contract.said(level.summary, language)),
        clause=_reference(run, who, level.clause),
        follows=_follows(run, who, contract, level.id),
    )


def sentence(summary: str) -> str:
    """Return what a contract says of a level as a sentence begins, without its full stop."""
    return f"{summary[:1].upper()}{summary[1:]}".rstrip(" .")


def levels_offered(contract: Contract | None) -> tuple[str, ...]:
    """Return the ids of the levels that a customer may choose by a form, none where they may choose none."""
    rule = None if contract is None else contract.channel_rule(Channel.PORTAL)
    if contract is None or rule is None or LevelSource.CLAIM not in rule.order:
        return ()
    return tuple(level.id for level in contract.levels)


def _follows(run: Run, who: SignedIn, contract: Contract, level: str | None) -> tuple[Block, ...]:
    situation = Situation(received_at=run.now, plan=who.customer.plan, channel=Channel.PORTAL, claimed=level)
    letter = replace(_letter(who, run.now), promise=promise(contract, situation), contract=contract)
    return promised(letter, run.desk.templates, How(would=True))


def _letter(who: SignedIn, now: datetime) -> Letter:
    return Letter(
        case_number=0,
        received_at=now,
        subject="",
        contact_name=None,
        customer_name=who.customer.name,
        language=who.customer.language,
        zone=zone(who.customer.zone),
    )


def _named(contract: Contract, level: Level, who: SignedIn) -> str:
    return f"{level.id}, {contract.said(level.name, who.customer.language)}"


def _clause(run: Run, who: SignedIn, rule: ChannelRule | None) -> str:
    return "" if rule is None or not rule.clauses else _reference(run, who, rule.clauses[0])


def _reference(run: Run, who: SignedIn, clause: str) -> str:
    templates = run.desk.templates
    return Phrases(templates, templates.language(who.customer.language), zone(who.customer.zone)).reference(clause)
