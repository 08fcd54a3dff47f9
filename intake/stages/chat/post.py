"""Chat post: which way the words to a customer go, and what they may press below them.

They go where the customer wrote last: into the case's own thread there, or by mail. Never into a channel in which
nobody of theirs wrote.
"""

from dataclasses import replace

from intake.contract.decide import stated
from intake.domain.case import Case, MailKind, Standing
from intake.domain.contract import Channel, Contract, Emergency, Fact, LevelSource
from intake.domain.evidence import failing
from intake.domain.slack import PREFIX, Place
from intake.domain.suggestion import Suggestion
from intake.render.buttons import Buttons
from intake.render.letter import Letter, Medium, Written
from intake.render.slack.controls import Controls
from intake.stages.desk import Run
from intake.stages.ingest import ENGINEERS_ANSWER
from intake.storage import suggestions
from intake.storage.chat import last, threads

_GRAVE = 2  # the least suggested severity that makes an emergency thinkable
_NO_SEVERITY = 99  # of a level that no suggestion means
_ABOUT_THE_LEVEL = (MailKind.ACKNOWLEDGEMENT, MailKind.LEVEL_CHANGE)


def way_to(run: Run, case: Case) -> Place | None:
    """Return the thread in which a case's customer is written to, None where they get mail."""
    if run.desk.slack is None:
        return None
    # To a contact without a mail address there is no other way, though a colleague of theirs wrote a mail.
    only = Channel.SLACK if case.contact_address.startswith(PREFIX) else None
    wrote = last.of_case(run.connection, case.id, ENGINEERS_ANSWER, only)
    if wrote is None or wrote.channel is not Channel.SLACK:
        return None
    thread = threads.of_message(run.connection, wrote.message_id)
    return None if thread is None else Place.read(thread.place)


def addressed(run: Run, case: Case, about: Letter) -> Letter:
    """Return a letter in the medium in which it will go out."""
    return about if way_to(run, case) is None else replace(about, medium=Medium.CHAT, threaded=True)


def raw_post(run: Run, case: Case, written: Written, controls: Controls) -> bytes:
    """Return a letter as the outbox keeps it for Slack; raises BadInput where it is too long."""
    from intake.render.slack.letter import post  # a desk without Slack never needs its library

    return post(written, Buttons(run.desk.templates, case.language), controls).as_json()


def controls_below(run: Run, case: Case, kind: MailKind, about: int) -> Controls:
    """Return what the customer may press below message `about` of a kind; yes and no are their writer's to add."""
    contract = run.desk.contract_of(case)
    if contract is None or kind not in _ABOUT_THE_LEVEL or case.closed_at is not None:
        return Controls(about=about)
    return Controls(
        about=about,
        levels=tuple((level, name) for level, name in choices(contract, case)),
        facts=offered_facts(run, contract, case),
        worse=True,
    )


def choices(contract: Contract, case: Case) -> tuple[tuple[str, str], ...]:
    """Return the levels (id, name) that a case's customer may choose from by this channel's rule, none where none.

    A level that counts by telephone only is not among them: a press would not set it.
    """
    rule = contract.channel_rule(case.channel)
    if rule is None or LevelSource.CLAIM not in rule.order or case.clock_level is None:
        return ()
    if not is_open_to_the_customer(case):
        return ()
    return tuple(
        (level.id, contract.said(level.name, case.language)) for level in contract.levels if level.only_by is None
    )


def missing_facts(contract: Contract, case: Case) -> tuple[Fact, ...]:
    """Return the facts of an emergency that a case's customer has not stated, none where it is one or cannot be.

    What voids an emergency is not offered, nor a connection that fails where it counts only if it fails for all.
    """
    rule, told = contract.emergency, stated(case.facts)
    if rule is None or told & rule.unless or not is_open_to_the_customer(case):
        return ()
    for_some = any(Fact.CONNECTIVITY in each and Fact.ALL_USERS not in each for each in rule.evidence)
    offered = (Fact.ALL_USERS, *([Fact.CONNECTIVITY] if for_some else []), Fact.TWO_LOCATIONS)
    return tuple(fact for fact in offered if fact in failing(rule) - told)


def offered_facts(run: Run, contract: Contract, case: Case) -> tuple[Fact, ...]:
    """Return the facts that a case's customer is asked for by buttons: none where nothing makes an emergency thinkable.

    There the sentence in the letter is enough; whoever writes such a fact is heard all the same.
    """
    missing = missing_facts(contract, case)
    return missing if missing and _is_thinkable(run, contract, case) else ()


def _is_thinkable(run: Run, contract: Contract, case: Case) -> bool:
    """Tell whether a case states a fact of its emergency, or is claimed or held to be grave."""
    rule = contract.emergency
    if rule is not None and stated(case.facts) & failing(rule):
        return True
    claimed = None if case.claimed is None else contract.level(case.claimed)
    if claimed is not None and min(claimed.severities, default=None) == _gravest(contract):
        return True
    return any(_is_grave(one.suggestion) for one in suggestions.every(run.connection, case.id))


def _gravest(contract: Contract) -> int:
    return min(severity for level in contract.levels for severity in level.severities or {_NO_SEVERITY})


def _is_grave(found: Suggestion) -> bool:
    return found.alert or (found.severity <= _GRAVE and not found.abstained)


def facts_said(rule: Emergency, fact: Fact) -> frozenset[Fact]:
    """Return what a button of the checklist states: that nobody can get in says also that the connection fails."""
    with_it = {Fact.CONNECTIVITY} if fact is Fact.ALL_USERS else set()
    return frozenset({fact} | (with_it & failing(rule)))


def is_open_to_the_customer(case: Case) -> bool:
    """Tell whether a customer's word still moves a case's level: no emergency, and no engineer has decided."""
    by_rule = case.standing is Standing.RULE and case.wanted_level is None
    return by_rule and not case.emergency and case.closed_at is None
