"""A letter as its template sees it: words, phrases and clause references under plain names."""

import re
from collections.abc import Sequence
from datetime import datetime

from intake.domain.contract import Channel, Contract, Fact, Level, LevelChange, LevelSource, Notice, NoticeId
from intake.domain.promise import Promise, Undertaking
from intake.domain.target import Unit
from intake.render.flow import one_line
from intake.render.letter import Letter, Medium
from intake.render.phrases import Phrases, held
from intake.render.shown import LevelWords, NoticeWords, Raising

_LONGEST_SUBJECT = 120
_LONGEST_READ = 1000  # a subject of nothing but prefixes is not taken apart to its end
_LONGEST_NAME = 40
# What mail programs put before a subject, and our own case tag, would pile up with every answer.
_PREFIX = re.compile(r"^(?:re|aw|sv|vs|antw|rif|res|fwd?|wg|tr|enc|rv)(?:\[\d+\]|\(\d+\))?\s*:\s*", re.IGNORECASE)
_CASE_TAG = re.compile(r"\s*\[case \d+\]", re.IGNORECASE)
# A display name is a stranger's text: one that reads like an address or a link is not repeated.
_NOT_A_NAME = ("@", "/", "www.", "<", ">")


def receipt_words(letter: Letter, phrases: Phrases) -> dict[str, object]:
    """Return what a receipt may say: nothing of any contract or person."""
    return {
        "case": str(letter.case_number),
        "subject": bare_subject(letter.subject),
        "received": phrases.received(letter.received_at),
        "threaded": letter.threaded,
    }


def letter_words(letter: Letter, promise: Promise, contract: Contract, phrases: Phrases) -> dict[str, object]:
    """Return what a letter under a contract may say."""
    return {
        **receipt_words(letter, phrases),
        "answered": letter.answered,
        "in_chat": letter.medium is Medium.CHAT,
        "name": _name(letter.contact_name) if letter.medium is Medium.MAIL else "",
        "customer": one_line(letter.customer_name or "", _LONGEST_NAME),
        "vendor": contract.vendor,
        "emergency": promise.emergency,
        "own_staff_counts": contract.emergency is not None and contract.emergency.own_staff_counts,
        "provisional": promise.provisional and letter.decided_by is None,
        "decided": letter.decided_by is not None,
        "main": phrases.pledge(promise.main, letter.decided_at),
        "others": tuple(phrases.pledge(other, letter.decided_at) for other in promise.others),
        **_open_hours(letter, promise, contract, phrases),
        **_counted_from(promise, _open(letter, promise)),
        "open_hours_only": not (contract.calendar(promise.main.calendar).always or _of_weeks(promise.main)),
        "notices": _notices(letter, promise, contract, phrases),
        "raising": _raising(letter, promise, contract, phrases),
        "has_levels": bool(contract.levels),
        "level": _level(contract, promise.level, phrases),
        "clock": _level(contract, promise.clock_level, phrases),
        "claimed": _claimed(letter, promise, contract, phrases),
        "phone_level": _by_phone(promise, contract, phrases),
        "needs_no_call": _needs_no_call(letter, promise, contract, phrases),
        "telephones": tuple(contract.said(number, phrases.language) for number in contract.telephones),
        "call": promise.clock_level in contract.telephone_levels and promise.channel is not Channel.PHONE,
        "website": contract.said(contract.website or "", phrases.language),
        **_before(letter, contract, phrases),
    }


def bare_subject(theirs: str) -> str:
    """Return the customer's subject on one line, without prefixes and case tags."""
    found = _CASE_TAG.sub("", one_line(theirs, _LONGEST_READ))
    while match := _PREFIX.match(found):
        found = found[match.end() :]
    return one_line(found, _LONGEST_SUBJECT)


def _name(name: str | None) -> str:
    words = one_line(name or "", _LONGEST_NAME)
    return "" if any(mark in words.lower() for mark in _NOT_A_NAME) else words


def _open(letter: Letter, promise: Promise) -> list[Undertaking]:
    """Return what of a promise is still to be done: all but the first answer once that was given."""
    return [*([] if letter.answered else [promise.main]), *promise.others]


def _open_hours(letter: Letter, promise: Promise, contract: Contract, phrases: Phrases) -> dict[str, object]:
    """Return the hours that deadlines were counted in, each calendar's once, and when we open where we are closed.

    `more_hours` are those that a `closed_now` notice does not tell; `usual_hours` are the main promise's.
    """
    counted: dict[str, Undertaking] = {}
    for undertaking in _open(letter, promise):
        calendar = contract.calendar(undertaking.calendar)
        if calendar.words and not calendar.always and undertaking.deadline.due_at is not None:
            counted.setdefault(undertaking.calendar, undertaking)
    hours = {name: phrases.hours(undertaking, contract) for name, undertaking in counted.items()}
    told = {promise.main.calendar} if NoticeId.CLOSED_NOW in promise.notices and not letter.answered else set()
    return {
        "hours": tuple(hours.values()),
        "more_hours": tuple(phrase for name, phrase in hours.items() if name not in told),
        "usual_hours": hours.get(promise.main.calendar, ""),
        "opening": phrases.opening(promise.main, contract) if _closed(promise) else "",
    }


def _counted_from(promise: Promise, still_open: Sequence[Undertaking]) -> dict[str, object]:
    """Return whether the main deadline is counted from the next opening, and whether all are from the receipt."""
    timed = [each for each in still_open if each.deadline.due_at is not None]
    late = [each for each in timed if each.deadline.starts_at > promise.received_at and not _of_weeks(each)]
    return {
        "from_opening": promise.main in late,
        "from_receipt": still_open[:1] == timed[:1] and bool(timed) and not late,
    }


def _of_weeks(undertaking: Undertaking) -> bool:
    """Tell whether a target counts weeks: these run from the receipt, whether we are open or not."""
    return undertaking.target.unit is Unit.WEEKS


def _closed(promise: Promise) -> bool:
    return promise.main.deadline.starts_at > promise.received_at


def _level(contract: Contract, level_id: str | None, phrases: Phrases) -> LevelWords | None:
    level = None if level_id is None else contract.level(level_id)
    return None if level is None else _level_words(contract, level, phrases)


def _level_words(contract: Contract, level: Level, phrases: Phrases) -> LevelWords:
    name = contract.said(level.name, phrases.language)
    return LevelWords(id=level.id, name=name, reference=phrases.reference(level.clause))


def _claimed(letter: Letter, promise: Promise, contract: Contract, phrases: Phrases) -> LevelWords | None:
    """Return the level the customer named where another one holds; None once an engineer has decided."""
    if letter.decided_by is not None or promise.emergency or letter.claimed == promise.level:
        return None
    return _level(contract, letter.claimed, phrases)


def _notices(letter: Letter, promise: Promise, contract: Contract, phrases: Phrases) -> tuple[NoticeWords, ...]:
    settled = {NoticeId.PROVISIONAL_LEVEL} if letter.decided_by is not None else set()
    if letter.answered:
        settled.add(NoticeId.CLOSED_NOW)  # when we open next matters to who waits for our first answer
    return tuple(
        NoticeWords(id=notice.id, reference=phrases.reference(notice.clause), facts=_facts(contract, notice, phrases))
        for notice in contract.notices
        if notice.id in promise.notices and notice.id not in settled
    )


def _facts(contract: Contract, notice: Notice, phrases: Phrases) -> dict[str, str]:
    """Return the figures, and under the name of each that has a clause of its own, with `_clause`, the reference."""
    figures = {name: held(contract.said(text, phrases.language)) for name, text in notice.figures}
    own = {f"{name}_clause": phrases.reference(notice.clause_of(name)) for name in figures if notice.clause_of(name)}
    return figures | own


def _raising(letter: Letter, promise: Promise, contract: Contract, phrases: Phrases) -> Raising:
    """Return the ways up that are open and that no notice of this letter has told already."""
    two, nobody = _emergency(letter, promise, contract, phrases)
    timed = promise.main.deadline.due_at is not None
    level = promise.level if timed and contract.levels and promise.level != contract.levels[0].id else None
    return Raising(
        portal=_portal(promise, contract, phrases),
        two_locations=two,
        several=_several(contract, phrases) if two else "",
        nobody=nobody,
        by_phone=None if NoticeId.REPORT_BY_PHONE in promise.notices else _by_phone(promise, contract, phrases),
        by=contract.level_change if level is not None else "",
        by_reference=_who_changes(contract, phrases),
        chosen=letter.chooses,
    )


def _who_changes(contract: Contract, phrases: Phrases) -> str:
    """Return where it stands who may change a level; as our reading where the clause does not say so."""
    clause = contract.level_change_clause
    return phrases.reading(clause) if clause and contract.level_change_assumed else phrases.reference(clause)


def _portal(promise: Promise, contract: Contract, phrases: Phrases) -> str:
    rule = contract.channel_rule(promise.channel) if promise.channel is not None else None
    portal = contract.channel_rule(Channel.PORTAL)
    if rule is None or rule.carries_level or promise.level is not None or promise.emergency:
        return ""
    if portal is None or LevelSource.CLAIM not in portal.order:
        return ""
    return phrases.reference(next(iter((*portal.clauses, *rule.clauses)), None))


def _emergency(letter: Letter, promise: Promise, contract: Contract, phrases: Phrases) -> tuple[str, str]:
    rule, told = contract.emergency, {NoticeId.SECOND_LOCATION_NEEDED, NoticeId.OWN_IT_FIRST}
    if rule is None or promise.emergency or told & set(promise.notices) or rule.unless & letter.stated:
        return "", ""
    reference = phrases.reference(rule.clause)
    needs_two = any(Fact.TWO_LOCATIONS in evidence for evidence in rule.evidence)
    return (reference, "") if needs_two else ("", reference)


def _several(contract: Contract, phrases: Phrases) -> str:
    """Return where it stands that a connection failing at several locations is enough; "" where all must be hit."""
    rule = contract.emergency
    if rule is None:
        return ""
    clauses = rule.evidence_clauses or (rule.clause,) * len(rule.evidence)
    shows = zip(rule.evidence, clauses, strict=True)
    enough = (clause for each, clause in shows if Fact.TWO_LOCATIONS in each and Fact.ALL_USERS not in each)
    return phrases.reference(next(enough, None))


def _by_phone(promise: Promise, contract: Contract, phrases: Phrases) -> LevelWords | None:
    """Return the level that counts by telephone only, where the case has another one."""
    if promise.clock_level is None:
        return None
    found = (level for level in contract.levels if level.only_by is Channel.PHONE and level.id != promise.level)
    return next((_level_words(contract, level, phrases) for level in found), None)


def _needs_no_call(letter: Letter, promise: Promise, contract: Contract, phrases: Phrases) -> str:
    """Return our reading by which a level that counts by telephone only is set by agreement; "" for any other."""
    level = None if promise.level is None else contract.level(promise.level)
    agreed = letter.decided_by is not None and contract.level_change is LevelChange.CUSTOMER_CONSENT
    if level is None or not agreed or level.only_by in (None, promise.channel):
        return ""
    return phrases.reading(level.clause)


def _before(letter: Letter, contract: Contract, phrases: Phrases) -> dict[str, object]:
    """Return what held before a decision; without one the names are there and empty."""
    previous = letter.previous
    return {
        "previous": None if previous is None else _level(contract, previous.clock_level, phrases),
        "pressed": letter.pressed,
        "same_receipt": previous is not None and _received(letter) == previous.received_at,
        "was_emergency": previous is not None and previous.emergency,
        "emergency_reference": ", ".join(phrases.reference(clause) for clause in _emergency_clauses(letter, contract)),
    }


def _received(letter: Letter) -> datetime | None:
    return None if letter.promise is None else letter.promise.received_at


def _emergency_clauses(letter: Letter, contract: Contract) -> tuple[str, ...]:
    """Return the clause that defines an emergency, and that of the evidence which made this one."""
    rule = contract.emergency
    if rule is None:
        return ()
    named = letter.promise.clauses if letter.promise is not None and letter.promise.emergency else ()
    return tuple(dict.fromkeys((rule.clause, *(clause for clause in rule.evidence_clauses if clause in named))))
