"""How soon something is promised, in the words people use, read into a target."""

import re
from dataclasses import dataclass
from fractions import Fraction

from intake.contract.interview.said import NOT_STATED
from intake.domain.errors import BadInput
from intake.domain.target import Target, TargetKind, Unit

_MOST = 10_000
_WITH_HALF = r"\d+\s+1/2|\d+\s*½|(?:\d+|one|two|three|four) and a half"
_NUMBER = rf"(?:{_WITH_HALF}|\d+(?:\.\d+)?|\d+/\d+|½|half(?: an?)?|an?|one|two|three|four|five|six|eight|ten|twelve)"
_AMOUNT = re.compile(
    rf"({_NUMBER})(?:\s*(?:-|–|to)\s*({_NUMBER}))?\s*-?\s*(business|working)?\s*"
    r"(minutes?|mins?|hours?|hrs?|h|days?|weeks?)(?:\s+response)?"
)
_WORDS = {"half": Fraction(1, 2), "½": Fraction(1, 2), "a": Fraction(1), "an": Fraction(1)}
_WORDS |= {
    word: Fraction(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "", "eight", "", "ten", "", "twelve"), 1
    )
}
_AROUND_THE_CLOCK = re.compile(r",?\s*\b(around the clock|round the clock|24\s*[x/]\s*7|always|at any hour)$")
_BUSINESS_HOURS = re.compile(r",?\s*\b(?:in|during)?\s*\b(business hours|office hours|working hours)$")
_KINDS = {
    "immediate": TargetKind.IMMEDIATE,
    "immediately": TargetKind.IMMEDIATE,
    "at once": TargetKind.IMMEDIATE,
    "same day": TargetKind.SAME_DAY,
    "same business day": TargetKind.SAME_DAY,
    "scheduled": TargetKind.SCHEDULED,
    "user scheduled": TargetKind.SCHEDULED,
    "by agreement": TargetKind.SCHEDULED,
    NOT_STATED: TargetKind.UNSTATED,
}
_NEXT_DAY = re.compile(r"(?:(?:by|on|within|in)\s+)?(?:the\s+)?next\s+(?:(?:business|working)\s+)?day", re.IGNORECASE)
_TIME_OF_DAY = re.compile(
    r"(?:(?:by|before|until|at|within)\s+)?(?:the\s+)?(?:end|close|closing|cob|eod)\b.*"
    r"|(?:by|before|until|at)\s+(?:noon|midnight|\d{1,2}(?:[:.]\d{2})?\b).*"
)
_MONTHS = re.compile(rf"({_NUMBER})(?:\s*(?:-|–|to)\s*({_NUMBER}))?\s*-?\s*(?:calendar\s+)?months?")
_TELL = 'write a time such as "2 hours", "1 business day", "24-48 hours", "same day", "immediate" or "not stated"'


_TELL_DAY = (
    'write "same day" (the closing of the day on which the clock starts), "1 business day" (the next day that opens, '
    "at the hour of receipt), or an amount of hours; the document's own words go into `words` in the file afterwards"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTarget:
    """A target and the hours it was said to count in: True around the clock, False in business hours, None unsaid."""

    target: Target
    always: bool | None


def around_the_clock(text: str) -> bool:
    """Tell whether hours are said to have no end."""
    return _AROUND_THE_CLOCK.fullmatch(text.strip().lower()) is not None


def says_next_day(target: Target) -> bool:
    """Tell whether the words are "next business day" or the like, which name a day and no hour of it."""
    return _NEXT_DAY.fullmatch(target.words) is not None


def is_amount(text: str) -> bool:
    """Tell whether a text says nothing but how soon, such as "4 hours" or "same day, around the clock"."""
    try:
        return target_said(text).target.kind in (TargetKind.WITHIN, TargetKind.SAME_DAY)
    except BadInput:
        return False


def target_said(text: str) -> SaidTarget:
    """Read how soon something is promised; raises BadInput that shows how to write it."""
    words = " ".join(text.split())
    if found := _AROUND_THE_CLOCK.search(words.lower()):
        return SaidTarget(target=_target(words[: found.start()], text), always=True)
    business = _BUSINESS_HOURS.search(words.lower())
    if business and not re.search(r"\d\s*(?:business|office|working) hours$", words.lower()):
        return SaidTarget(target=_target(words[: business.start()], text), always=False)
    in_business = re.search(r"\b(business|working)\b", words.lower())
    return SaidTarget(target=_target(words, text), always=False if in_business else None)


def _target(words: str, text: str) -> Target:
    bare = re.sub(r"^(within|in|up to|at most)\s+", "", words.strip().lower())
    bare = re.sub(r"^(?:an|one) (hour|day|week) and a half$", r"one and a half \1s", bare)
    if bare in _KINDS:
        return Target(kind=_KINDS[bare], words=words.strip())
    if _NEXT_DAY.fullmatch(bare):
        return Target(kind=TargetKind.WITHIN, words=words.strip(), at_most=1, unit=Unit.BUSINESS_DAYS)
    found = _AMOUNT.fullmatch(bare)
    if found is None:
        raise BadInput(_instead(bare, text))
    first, second, _, unit_word = found.groups()
    least, most = (_number(first), _number(second)) if second else (None, _number(first))
    return _counted(words.strip(), unit_word, least, most)


def _instead(bare: str, text: str) -> str:
    """Say what can be written instead of an answer that nothing counts."""
    if _TIME_OF_DAY.fullmatch(bare):
        return f"{text!r} names a time of day, and amounts of time are counted; {_TELL_DAY}"
    if months := _MONTHS.fullmatch(bare):
        weeks = max(1, int(4 * _number(months[2] or months[1])))
        unit = "week" if weeks == 1 else "weeks"
        return f'{text!r} has no fixed length, so it is not counted; write weeks, such as "{weeks} {unit}"'
    return f"{text!r} is not understood; {_TELL}"


def _number(said: str) -> Fraction:
    whole = re.sub(r"(?:\s+1/2|\s*½|\s+and a half)$", "", said) if not said.startswith(("1/2", "½")) else said
    half = Fraction(1, 2) if whole != said else 0
    try:
        return (_WORDS.get(whole.split(maxsplit=1)[0]) or Fraction(whole)) + half
    except ZeroDivisionError as error:
        raise BadInput(f"{said!r} is no number; {_TELL}") from error


def _counted(words: str, unit_word: str, least: Fraction | None, most: Fraction) -> Target:
    unit = {"m": Unit.MINUTES, "h": Unit.HOURS, "d": Unit.BUSINESS_DAYS, "w": Unit.WEEKS}[unit_word[0]]
    ends = [end for end in (least, most) if end is not None]
    if unit is Unit.HOURS and any(end.denominator != 1 for end in ends):
        unit, ends = Unit.MINUTES, [end * 60 for end in ends]
    if any(end.denominator != 1 for end in ends):
        raise BadInput(f"{words!r} is no whole number of {unit.replace('_', ' ')}; write a smaller unit")
    if not all(1 <= end <= _MOST for end in ends):
        raise BadInput(f"{words!r} is out of range; write a number from 1 to {_MOST}")
    if len(ends) == 2 and ends[0] >= ends[1]:
        raise BadInput(f"{words!r} is upside down; write the smaller number first")
    at_least = int(ends[0]) if len(ends) == 2 else None
    return Target(kind=TargetKind.WITHIN, words=words, at_least=at_least, at_most=int(ends[-1]), unit=unit)


def as_business_days(target: Target) -> Target | None:
    """Return "24-48 hours" as 1-2 business days; None for a target that is no number of whole days in hours."""
    ends = [end for end in (target.at_least, target.at_most) if end is not None]
    if target.unit is not Unit.HOURS or any(end % 24 for end in ends):
        return None
    at_least = None if target.at_least is None else target.at_least // 24
    return Target(
        kind=target.kind, words=target.words, at_least=at_least, at_most=ends[-1] // 24, unit=Unit.BUSINESS_DAYS
    )
