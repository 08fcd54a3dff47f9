"""The notices of a letter checked: each is given with its clause and figures, and none that the contract lacks."""

import re
from collections.abc import Iterator

from intake.domain.contract import Notice, NoticeId
from intake.proof.claims import Told
from intake.proof.languages.tongue import Tongue
from intake.proof.phrasebook import Sentence, flat

Blocks = tuple[tuple[Sentence, ...], ...]


def marked(blocks: Blocks, kind: str) -> set[str]:
    """Return the values of all marks of one kind."""
    return {value for block in blocks for sentence in block for value in sentence.of(kind)}


def unbacked_notices(blocks: Blocks, told: Told) -> Iterator[str]:
    """Yield a sentence for each figure of a notice without its clause, and for a right that the contract lacks."""
    notices = [] if told.contract is None else [each for each in told.contract.notices if each.id in told.notices]
    for block in blocks:
        here = {clause for sentence in block for clause in sentence.of("clause")}
        for sentence in block:
            for value in sentence.of("fact"):
                by = [(each, name) for each in notices for name, fact in each.figures if _is(fact, value, told)]
                if not any(_backed(each, name, sentence, here) for each, name in by):
                    yield f'"{value}" stands without the clause of a notice of this case'
    if told.contract is not None and not _own_staff_counts(told) and _names_own_staff(blocks, told):
        yield "it says that our own staff can be a second location, and the contract does not"


def _is(fact: str, value: str, told: Told) -> bool:
    return flat(told.book.said(fact)) == value


def _backed(notice: Notice, figure: str, sentence: Sentence, here: set[str]) -> bool:
    """Tell whether a figure has its clause: one of its own in its sentence, the notice's in its paragraph."""
    own = notice.clause_of(figure)
    if own is not None:
        return flat(own) in sentence.of("clause")
    return notice.clause is None or flat(notice.clause) in here


def untold_notices(blocks: Blocks, told: Told) -> Iterator[str]:
    """Yield a sentence for each notice that is not given in a paragraph with its clause, or not with its figures."""
    facts = marked(blocks, "fact")
    for notice in () if told.contract is None else told.contract.notices:
        if notice.id not in told.notices:
            continue
        if not any(_gives(block, notice, told.book.tongue) for block in blocks):
            clause = "" if notice.clause is None else f", clause {notice.clause},"
            yield f"the notice {notice.id}{clause} is missing"
        for name, value in notice.figures:
            if flat(told.book.said(value)) not in facts:
                yield f'the notice {notice.id} does not name its {name}, "{value}"'
    if (
        NoticeId.SECOND_LOCATION_NEEDED in told.notices
        and _own_staff_counts(told)
        and not _names_own_staff(blocks, told)
    ):
        yield "it does not say that our own staff can be a second location"


def _gives(block: tuple[Sentence, ...], notice: Notice, tongue: Tongue) -> bool:
    """Tell whether a paragraph speaks of a notice; the clause of `closed_now` is that of its hours."""
    said = re.search(tongue.notices[notice.id], " ".join(each.text for each in block), re.IGNORECASE) is not None
    clauses = {clause for sentence in block for clause in sentence.of("clause")}
    return said and (notice.clause is None or notice.id is NoticeId.CLOSED_NOW or flat(notice.clause) in clauses)


def _own_staff_counts(told: Told) -> bool:
    rule = None if told.contract is None else told.contract.emergency
    return rule is not None and rule.own_staff_counts


def _names_own_staff(blocks: Blocks, told: Told) -> bool:
    pattern = told.book.tongue.own_staff
    return any(re.search(pattern, sentence.text, re.IGNORECASE) for block in blocks for sentence in block)
