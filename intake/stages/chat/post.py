"""Chat post: which way the words to a customer go, and what they may press below them.

They go where the customer wrote last: into the case's own thread there, or by mail. Never into a channel in which
nobody of theirs wrote.
"""

from collections.abc import Iterable
from dataclasses import replace

from intake.contract.decide import stated
from intake.domain.case import Case, MailKind, Standing
from intake.domain.chats import Where, where
from intake.domain.contract import Channel, Contract, Emergency, Fact, Level, LevelSource
from intake.domain.evidence import failing
from intake.domain.message import Attachment
from intake.domain.slack import PREFIX as SLACK
from intake.domain.slack import Place
from intake.domain.suggestion import Suggestion
from intake.domain.window import PREFIX as WEB
from intake.domain.window import Talk
from intake.render.buttons import Buttons
from intake.render.letter import Letter, Medium, Written
from intake.render.slack.controls import Controls
from intake.stages.desk import Run
from intake.stages.ingest import ENGINEERS_ANSWER
from intake.stages.window.theirs import may_read
from intake.storage import suggestions
from intake.storage.chat import last, threads

_ONLY = {SLACK: Channel.SLACK, WEB: Channel.WEB_CHAT}
_GRAVE = 2  # the least suggested severity that makes an emergency thinkable
_NO_SEVERITY = 99  # of a level that no suggestion means
_ABOUT_THE_LEVEL = (MailKind.ACKNOWLEDGEMENT, MailKind.LEVEL_CHANGE)


def way_to(run: Run, case: Case) -> Where | None:
    """Return the thread or talk in which a case's customer is written to, None where they get mail.

    A talk whose visitor the case is not any more, since an engineer gave it to somebody else, is shown nothing of it.
    """
    open_to = {Channel.SLACK: run.desk.slack is not None, Channel.WEB_CHAT: run.desk.window is not None}
    if not any(open_to.values()):
        return None
    # To a contact without a mail address there is no other way, though a colleague of theirs wrote a mail.
    only = next((channel for begins, channel in _ONLY.items() if case.contact_address.startswith(begins)), None)
    wrote = last.of_case(run.connection, case.id, ENGINEERS_ANSWER, only)
    if wrote is None or not open_to.get(wrote.channel, False):
        return None
    thread = threads.of_message(run.connection, wrote.message_id)
    way = None if thread is None else where(thread.place)
    if isinstance(way, Talk) and not may_read(run.connection, case, way):
        return Talk.read(case.contact_address)
    return way


def addressed(run: Run, case: Case, about: Letter) -> Letter:
    """Return a letter in the medium in which it will go out."""
    way = way_to(run, case)
    return about if way is None else replace(about, medium=Medium.CHAT, threaded=isinstance(way, Place))


def raw_post(made: Written, buttons: Buttons, controls: Controls, files: Iterable[Attachment]) -> bytes:
    """Return a letter as the outbox keeps it for Slack; raises BadInput where it is too long.

    The bytes of its files lie in the store already.
    """
    from intake.render.slack.letter import PostedFile, post  # a desk without Slack never needs its library

    found = post(made, buttons, controls)
    beside = tuple(PostedFile(name=one.name, size=one.size, sha256=one.sha256) for one in files)
    return replace(found, files=beside).as_json()


def raw_line(written: Written, attachments: tuple[Attachment, ...] = ()) -> bytes:
    """Return a letter as the outbox keeps it for a window."""
    from intake.render.window.letter import shown

    return shown(written, attachments).as_json()


def controls_below(run: Run, case: Case, kind: MailKind, about: int) -> Controls:
    """Return what the customer may press below message `about` of a kind; yes and no are their writer's to add."""
    contract = run.desk.contract_of(case)
    if contract is None or kind not in _ABOUT_THE_LEVEL or case.closed_at is not None:
        return Controls(about=about)
    return Controls(
        about=about,
        levels=choices(contract, case),
        by_phone=frozenset(level.id for level in contract.levels if is_by_phone(level, case)),
        facts=offered_facts(run, contract, case),
        worse=True,
    )


def choices(contract: Contract, case: Case) -> tuple[tuple[str, str], ...]:
    """Return the levels (id, name) that a case's customer may choose from by this channel's rule, none where none.

    One that counts by telephone only is among them: pressing it claims it as writing it does, and calls somebody.
    """
    rule = contract.channel_rule(case.channel)
    if rule is None or LevelSource.CLAIM not in rule.order or case.clock_level is None:
        return ()
    if not is_open_to_the_customer(case):
        return ()
    return tuple((level.id, contract.said(level.name, case.language)) for level in contract.levels)


def is_by_phone(level: Level, case: Case) -> bool:
    """Tell whether a level counts on another channel than a case's only: what is pressed for it says so."""
    return level.only_by is not None and level.only_by != case.channel


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
