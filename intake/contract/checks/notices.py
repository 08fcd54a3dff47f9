"""Notices: situations that nobody is told about, and facts that no letter prints."""

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import permutations

from intake.contract.checks.finding import Finding, FindingKind
from intake.domain.contract import Contract, Notice, NoticeId, Provisional, When

# The facts that the templates print, by the notice they belong to.
_FACTS = {NoticeId.CHARGES: ("turned_over", "appointment_first_hour", "increment", "rollover")}
# Facts that stand in one sentence: no letter prints one without the other.
_TOGETHER = (("appointment_first_hour", "increment"),)


def check_notices(contract: Contract) -> Iterator[Finding]:
    """Yield what a customer would not be told, and what the file says that no letter repeats."""
    yield from _untold(contract)
    for notice in contract.notices:
        yield from _facts(notice)


def _facts(notice: Notice) -> Iterator[Finding]:
    known, named = _FACTS.get(notice.id, ()), [name for name, _ in notice.figures]
    yield from _halves(notice, known, named)
    for name in named:
        if name in known:
            continue
        near = get_close_matches(name, [*known, *(f"{each}_clause" for each in known)], n=1)
        mend = f"did you mean {near[0]}?" if near else "a template of your own has to print it."
        sentence = f"No letter prints the fact {name}; {mend}"
        place = f"notices, {notice.id}, facts"
        yield Finding(kind=FindingKind.GAP, place=place, clause=notice.clause, sentence=sentence, stops=bool(near))


def _halves(notice: Notice, known: tuple[str, ...], named: list[str]) -> Iterator[Finding]:
    """Find facts that print nothing alone: half of a sentence, or a clause of a fact that is not written."""
    alone = [(one, other) for pair in _TOGETHER for one, other in permutations(pair) if one in known]
    sentences = [
        f"No letter prints the fact {one} without {other}; add {other}, or leave both out."
        for one, other in alone
        if one in named and other not in named
    ]
    clauses = [name.removesuffix("_clause") for name, _ in notice.facts if name.endswith("_clause")]
    sentences += [
        f"{name}_clause is where the fact {name} stands, and there is no such fact; add it, or leave the clause out."
        for name in clauses
        if name not in named
    ]
    for sentence in sentences:
        place = f"notices, {notice.id}, facts"
        yield Finding(kind=FindingKind.CONTRADICTION, place=place, clause=notice.clause, sentence=sentence, stops=True)


def _untold(contract: Contract) -> Iterator[Finding]:
    said = {when for notice in contract.notices for when in notice.when}
    rules = contract.channels
    wanted = {
        When.CHANNEL_SETS_NO_LEVEL: (
            any(not rule.carries_level for rule in rules),
            "a channel carries no level",
        ),
        When.PROVISIONAL: (
            any(rule.provisional is not Provisional.NEVER for rule in rules),
            "a level waits for an engineer's confirmation",
        ),
        When.LEVEL_BY_PHONE_ONLY: (
            any(level.only_by is not None for level in contract.levels),
            "a level counts by one channel only",
        ),
        When.EMERGENCY_HALF_SHOWN: (
            contract.emergency is not None and contract.emergency.half is not None,
            "an emergency is half shown",
        ),
    }
    for when, (happens, what) in wanted.items():
        if happens and when not in said:
            yield Finding(
                kind=FindingKind.GAP,
                place="notices",
                sentence=f'No notice tells the customer when {what}; add one with when = ["{when}"].',
            )
