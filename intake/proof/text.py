"""A letter's text checked: a clause of the promise backs every time in it, and what must be said is there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from intake.domain.contract import Channel, Force, NoticeId
from intake.proof.claims import Claim, Role, Told, claims
from intake.proof.languages.tongue import Tongue
from intake.proof.moments import fits, fits_time
from intake.proof.notices import marked, unbacked_notices, untold_notices
from intake.proof.phrasebook import Mark, Sentence, flat
from intake.proof.running import misrun

_NEUTRAL = (
    r"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\b|\b\d{1,2} ?[ap]\.?m\b|\b\d{1,2} ?h ?\d\d\b|\b\d{4}-\d\d(?:-\d\d)?\b|"
    r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|\b24/7\b|(?<![\w-])(?:19|20)\d\d(?![\w-])|"
    r"\b\d+(?:[.,/]\d+)? ?(?:h|hrs?|mins?|secs?|std)\b|"
    r"\b(?-i:E[SD]T|C[SD]T|M[SD]T|P[SD]T|GMT|BST|IST|CES?T|MES?Z|UTC|WES?T|EES?T|JST|AE[SD]T)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading of a letter finds: times that nothing backs, a sentence each, and the claims it makes good."""

    unbacked: tuple[str, ...]
    made: frozenset[Claim]
    blocks: tuple[tuple[Sentence, ...], ...]


def read(text: str, told: Told) -> Reading:
    """Read a letter's text, plain, against what it is about."""
    blocks = told.book.blocks(text, told.aside)
    wanted = claims(told)
    found: list[str] = []
    made: set[Claim] = set()
    for sentence in (sentence for block in blocks for sentence in block):
        for outcome in _judged(sentence, wanted, told):
            if isinstance(outcome, Claim):
                made.add(outcome)
            else:
                found.append(outcome)
    found += [*unbacked_notices(blocks, told), *misrun(blocks, told)]
    return Reading(tuple(found), frozenset(made), blocks)


def unbacked(text: str, told: Told) -> tuple[str, ...]:
    """Return every time, date or duration in a text that no clause of the promise backs, a sentence each."""
    return read(text, told).unbacked


def missing(text: str, told: Told) -> tuple[str, ...]:
    """Return what a letter has to say and its text does not, a sentence each."""
    return left_out(text, told, read(text, told))


def left_out(text: str, told: Told, reading: Reading) -> tuple[str, ...]:
    """Return what a letter has to say and this reading of its text did not find."""
    lost = [f"it does not say {claim} with its clause" for claim in claims(told) if claim not in reading.made]
    if not re.search(rf"(?<!\w){told.case_number}(?!\w)", text):
        lost.append(f"the case number {told.case_number} is missing")
    if told.answered and not re.search(told.book.tongue.answered, " ".join(text.split()), re.IGNORECASE):
        lost.append("it does not say that the first answer has been given")
    if told.promise is not None and told.contract is not None:
        lost += [
            *untold_notices(reading.blocks, told),
            *_levels(told, reading),
            *_hours(told, reading),
            *_telephones(told, reading),
        ]
    return tuple(lost)


@cache
def _time_like(tongue: Tongue) -> re.Pattern[str]:
    """Return what looks like a time in a language; what stood for the promise has become a mark before."""
    # Two English months are words of their own, written small.
    words = [f"(?-i:{word})" if word in ("March", "May") else word for word in (*tongue.weekdays, *tongue.months)]
    counted = rf"\b(?:\d+(?:[.,/]\d+)?|{tongue.numbers})[ -]?(?:(?<=\d)|(?<=[ -])){tongue.units}\b"
    parts = [_NEUTRAL, rf"\b(?:{'|'.join(words)})s?\b", counted]
    parts += [rf"\b(?:{tongue.relative})\b", rf"(?P<unknown>\b{tongue.clause} ?\d[\d.]*)"]
    return re.compile("|".join(parts), re.IGNORECASE)


@cache
def _at_once(tongue: Tongue) -> re.Pattern[str]:
    return re.compile(rf"\b{tongue.at_once}\b", re.IGNORECASE)


def _judged(sentence: Sentence, wanted: tuple[Claim, ...], told: Told) -> Iterator[Claim | str]:
    """Yield the claims that a sentence makes good, and a sentence for whatever in it nothing backs."""
    for index, (_, mark) in enumerate(sentence.marks):
        if mark.kind == "moment":
            yield from _moment(sentence, index, wanted, told)
        elif mark.kind == "words" and not any(_backs(sentence, index, claim) for claim in wanted):
            yield f'"{mark.value}" stands without the clause of a promise of this case'
        elif mark.kind == "hours":
            yield from _hours_here(sentence, index, told)
    yield from _without_a_moment(sentence, wanted, told)
    yield from _left_over(told.book.tongue, sentence.text, bool(sentence.of("fact")))


@lru_cache(maxsize=20_000)
def _left_over(tongue: Tongue, text: str, of_a_notice: bool) -> tuple[str, ...]:
    """Return a sentence for whatever looks like a time in a text in which all that is backed has become a mark.

    What a notice charges by is let through where its figures stand; `unbacked_notices` looks after their clause.
    """
    found = _time_like(tongue).finditer(text)
    kept = [each for each in found if not of_a_notice or not re.fullmatch(tongue.rates, each.group(), re.IGNORECASE)]
    why = {True: "is no clause of the contract", False: "is a time that no clause backs"}
    return tuple(f'"{each.group().strip()}" {why[each.lastgroup == "unknown"]}' for each in kept)


def _backs(sentence: Sentence, index: int, claim: Claim) -> bool:
    words = sentence.marks[index][1].value
    return claim.words == words and _beside(sentence, index, "clause") in claim.clauses


def _beside(sentence: Sentence, index: int, kind: str) -> str | None:
    """Return the nearest mark of a kind behind a place in the sentence, else the nearest before it, else None."""
    after = [mark.value for _, mark in sentence.marks[index + 1 :] if mark.kind == kind]
    before = [mark.value for _, mark in sentence.marks[:index] if mark.kind == kind]
    return next(iter([*after, *before[::-1]]), None)


def _moment(sentence: Sentence, index: int, wanted: tuple[Claim, ...], told: Told) -> Iterator[Claim | str]:
    mark = sentence.marks[index][1]
    earliest = _is_earliest(sentence, index, told.book.tongue)
    meant = [
        claim for claim in wanted if (claim.role is Role.EARLIEST) == earliest and _is_at(sentence, index, claim, told)
    ]
    if not meant:
        yield f'"{mark.value}" is no time of this promise in its place'
        return
    backed = [claim for claim in meant if _is_backed(sentence, index, claim)]
    if not backed:
        yield f'"{mark.value}" stands without its clause, or as another promise than {meant[0]}'
    made = [claim for claim in backed if _is_said(sentence, index, claim, told.book.tongue)]
    if backed and not made:
        yield f'"{mark.value}" is not told as the contract has it: {backed[0]}, {backed[0].force}'
    yield from made


def _is_at(sentence: Sentence, index: int, claim: Claim, told: Told) -> bool:
    """Tell whether a moment is the claim's instant."""
    said = sentence.marks[index][1].moment
    if said is None or claim.instant is None:
        return False
    if said.day is None:
        return claim.role is Role.EARLIEST and _goes_on(sentence, index, claim, told)
    return fits(said, claim.instant, told.zone) and (claim.end_of_day or not said.ends)


def _goes_on(sentence: Sentence, index: int, claim: Claim, told: Told) -> bool:
    """Tell whether a time without a date follows a moment on the date that is meant."""
    said, before = sentence.marks[index][1].moment, [mark.moment for _, mark in sentence.marks[:index] if mark.moment]
    if said is None or claim.instant is None or not before:
        return False
    local, date = claim.instant.astimezone(told.zone), before[-1]
    same = (date.day, date.month, date.year) == (local.day, local.month - 1, local.year)
    return same and fits_time(said, claim.instant, told.zone)


def _is_earliest(sentence: Sentence, index: int, tongue: Tongue) -> bool:
    """Tell whether a moment is marked as the earliest: the words before it, or those behind it that have no other."""
    place = sentence.marks[index][0]
    moments = "".join(sentence.text[at] for at, mark in sentence.marks if mark.kind == "moment")
    link = r"[ ,:]*(?:[\wáàäöüé]{1,3}[ ,]+){0,3}"
    if re.search(rf"\b{tongue.earliest}{link}$", sentence.text[:place], re.IGNORECASE):
        return True
    rest = sentence.text[place + 1 :]
    return bool(re.match(rf",? {tongue.earliest}\b(?!{link}[{moments}])", rest, re.IGNORECASE))


def _is_backed(sentence: Sentence, index: int, claim: Claim) -> bool:
    if claim.role is Role.RECEIVED:
        return True
    words = claim.words is None or _beside(sentence, index, "words") == claim.words
    return words and _beside(sentence, index, "clause") in claim.clauses


def _is_said(sentence: Sentence, index: int, claim: Claim, tongue: Tongue) -> bool:
    """Tell whether the words around a promise say what is promised and how binding it is."""
    if claim.does is None or claim.force is None:
        return True
    others = {mark.value for _, mark in sentence.marks if mark.kind == "words"} - {claim.words}
    text = sentence.text if not others else sentence.text[: sentence.marks[index][0]]
    binding = [force for force, words in tongue.forces.items() if re.search(words, text, re.IGNORECASE)]
    # "We will" or its like stands in many a sentence; without any weaker word it makes a commitment.
    told = binding == [claim.force] if claim.force is Force.COMMITMENT else claim.force in binding
    return told and re.search(tongue.does[claim.does], text, re.IGNORECASE) is not None


def _hours_here(sentence: Sentence, index: int, told: Told) -> Iterator[str]:
    """Check hours: those of a calendar that counts here, with its clause, and as our reading where they are assumed."""
    value = sentence.marks[index][1].value
    if told.promise is None or told.contract is None:
        return
    used = [(each, each.calendar) for each in told.promised]
    calendars = {calendar.id: calendar for calendar in told.contract.calendars}
    same = [(by, calendars[name]) for by, name in used if flat(told.book.said(calendars[name].words)) == value]
    clause = _beside(sentence, index, "clause")
    if not any(clause == flat(calendar.clause or by.clause) for by, calendar in same):
        yield f'the hours "{value}" stand without their clause, or nothing here is counted in them'
    assumed = any(calendar.assumed for _, calendar in same)
    if assumed and not re.search(told.book.tongue.reading, sentence.text, re.IGNORECASE):
        yield f'the hours "{value}" are our reading, and it does not say so'


def _without_a_moment(sentence: Sentence, wanted: tuple[Claim, ...], told: Told) -> Iterator[Claim | str]:
    """Find immediate promises and those without a time, which stand in their own words only."""
    here = frozenset(sentence.of("clause"))
    present = [claim for claim in wanted if claim.instant is None and not here.isdisjoint(claim.clauses)]
    present = [claim for claim in present if claim.words is None or claim.words in sentence.of("words")]
    at_once = _at_once(told.book.tongue).search(sentence.text)
    for claim in present:
        if claim.role is Role.UNTIMED or at_once:
            yield claim
    if at_once and not any(claim.role is Role.AT_ONCE for claim in present):
        yield f'"{at_once.group()}" is said of what is not promised so'


def _levels(told: Told, reading: Reading) -> Iterator[str]:
    """Check that the level whose clock runs is named, number and name."""
    promise, contract = told.promise, told.contract
    level = None if promise is None or contract is None else contract.level(promise.clock_level or "")
    if level is None:
        return
    name, number = flat(told.book.said(level.name)), rf"(?<!\w){re.escape(flat(level.id))}(?!\w)"
    for sentence in (sentence for block in reading.blocks for sentence in block):
        for place, mark in sentence.marks:
            if mark == Mark("level", name) and re.search(number, _before(sentence, place)):
                return
    yield f'the level {level.id}, "{level.name}", is not named'


def _before(sentence: Sentence, place: int) -> str:
    """Return the words just before a place; a level's number may be a name of a level too ("high")."""
    marks = dict(sentence.marks)
    letters = (marks[at].value if at in marks else sentence.text[at] for at in range(max(0, place - 12), place))
    return "".join(letters).casefold()


def _hours(told: Told, reading: Reading) -> Iterator[str]:
    """Check that the hours are named in which a deadline was counted, where they are not round the clock."""
    if told.promise is None or told.contract is None or not told.hours:
        return
    used = {each.calendar for each in told.promised if each.deadline.due_at is not None}
    for calendar in told.contract.calendars:
        said = flat(told.book.said(calendar.words))
        if calendar.id in used and not calendar.always and said and said not in marked(reading.blocks, "hours"):
            yield f'the hours "{calendar.words}" are not named'


def _telephones(told: Told, reading: Reading) -> Iterator[str]:
    """Check that a customer who is asked to telephone, or who may and has not, finds every number."""
    promise, contract = told.promise, told.contract
    if promise is None or contract is None:
        return
    may = promise.clock_level in contract.telephone_levels and promise.channel is not Channel.PHONE
    if may or NoticeId.REPORT_BY_PHONE in told.notices:
        for number in contract.telephones:
            if flat(told.book.said(number)) not in marked(reading.blocks, "phone"):
                yield f"the telephone number {number} is missing"
