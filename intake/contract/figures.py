"""The figures in a contract's own words: numbers, times of day and amounts of time, in the languages we write."""

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from intake.domain.target import Unit

# Number words from two on: one, un and ein are articles as often as numbers.
_WORDS = {
    2: "two dos deux zwei",
    3: "three tres trois drei",
    4: "four cuatro quatre vier",
    5: "five cinco cinq fünf",
    6: "six seis sechs",
    7: "seven siete sept sieben",
    8: "eight ocho huit acht",
    9: "nine nueve neuf neun",
    10: "ten diez dix zehn",
    11: "eleven once onze elf",
    12: "twelve doce douze zwölf",
    13: "thirteen trece treize dreizehn",
    14: "fourteen catorce quatorze vierzehn",
    15: "fifteen quince quinze fünfzehn",
    16: "sixteen dieciséis seize sechzehn",
    20: "twenty veinte vingt zwanzig",
    24: "twenty-four veinticuatro vingt-quatre vierundzwanzig",
    30: "thirty treinta trente dreißig",
    45: "forty-five cuarenta-y-cinco quarante-cinq fünfundvierzig",
}
_NUMBERS = {word: number for number, words in _WORDS.items() for word in words.split()}
_ONE = ("one", "an", "a", "un", "una", "une", "ein", "eine", "einer")
_UNITS = {
    Unit.MINUTES: r"minutes?|mins?|minutos?|minuten?",
    Unit.HOURS: r"hours?|hrs?|horas?|heures?|stunden?|h",
    Unit.BUSINESS_DAYS: r"days?|días?|jours?|tage?n?|werktage?n?",
    Unit.WEEKS: r"weeks?|semanas?|semaines?|wochen?",
}
_MINUTES = {Unit.MINUTES: 1, Unit.HOURS: 60}

_HALF_OF_DAY = re.compile(r"\b(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\b\.?", re.IGNORECASE)
_COLON = re.compile(r"\b(\d{1,2}):(\d{2})(?:\s*(?:h|Uhr)\b)?")
_FULL_HOUR = re.compile(r"\b(\d{1,2})\s*(?:h|Uhr)(?:\s?(\d{2}))?\b")
_UP_TO_HOUR = re.compile(r"\b(\d{1,2})(?=\s*(?:bis|à|a|to|-|–)\s*\d{1,2}\s*(?:h|Uhr)\b)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:-[^\W\d_]+)*")
_AMOUNT = re.compile(r"½|[0-9]{1,9}/[0-9]{1,9}|[0-9]{1,9}(?:\.[0-9]{1,9})?|[^\W\d_]+(?:-[^\W\d_]+)*")


def times(text: str) -> Counter[int]:
    """Return the times of day in a text as minutes after midnight, each as often as it stands there."""
    found, _ = _taken(text, [_HALF_OF_DAY, _COLON, _UP_TO_HOUR, _FULL_HOUR])
    return found


def same_figures(text: str, translation: str) -> bool:
    """Tell whether a translation holds the numbers and times of its text; '4 h' may be a time or an amount."""
    readings = [[_HALF_OF_DAY, _COLON, _UP_TO_HOUR, _FULL_HOUR], [_HALF_OF_DAY, _COLON]]
    ours, theirs = ([_figures(words, reading) for reading in readings] for words in (text, translation))
    return any(one == other for one in ours for other in theirs)


def _figures(text: str, patterns: list[re.Pattern[str]]) -> tuple[Counter[int], Counter[str]]:
    clock, rest = _taken(text, patterns)
    words = (word.lower() for word in _NUMBER.findall(rest))
    numbers = [
        word if word[0].isdigit() else str(_NUMBERS[word]) for word in words if word[0].isdigit() or word in _NUMBERS
    ]
    return clock, Counter(number.replace(",", ".") for number in numbers)


def _taken(text: str, patterns: list[re.Pattern[str]]) -> tuple[Counter[int], str]:
    """Take the times out of a text, those of the first pattern first."""
    found: Counter[int] = Counter()
    for pattern in patterns:
        found.update(_minutes(match) for match in pattern.finditer(text))
        text = pattern.sub(" ", text)
    return found, text


def _minutes(match: re.Match[str]) -> int:
    groups = match.groups()
    hour, minute = int(groups[0]), int(groups[1] or 0) if len(groups) > 1 else 0
    half = groups[2].lower() if len(groups) > 2 else ""
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return hour * 60 + minute


def amounts(text: str) -> frozenset[tuple[Fraction, Unit]]:
    """Return the amounts of time in a text: minutes for minutes and hours, days, weeks; a range gives both ends."""
    return frozenset(_amounts(text))


def _amounts(text: str) -> Iterator[tuple[Fraction, Unit]]:
    waiting: list[str] = []
    for word in _one_by_one(_with_halves(text.lower())):
        unit = _unit(word)
        if unit is None:
            waiting += [word] if _number(word) is not None else []
            continue
        # An article is a number only where no other stands: 'an hour', but 'half an hour', 'a 30-minute response'.
        said = [number for number in waiting if number not in _ONE] or waiting[:1]
        for number in said:
            yield (_number(number) or Fraction(0)) * _MINUTES.get(unit, 1), Unit.MINUTES if unit in _MINUTES else unit
        waiting = []


def _with_halves(text: str) -> str:
    """Write 'an hour and a half' and 'two and a half hours' with a number: '1.5 hours', '2.5 hours'."""
    text = re.sub(r"\b(?:an?|one) (hour|day|week) and a half\b", r"1.5 \1s", text)
    return re.sub(r"\b(\w+) and a half\b", lambda found: f"{_number(found[1]) or 0}.5", text)


def _one_by_one(text: str) -> Iterator[str]:
    """Yield words and numbers, 'two-hour' in two and 'twenty-four' in one."""
    for word in _AMOUNT.findall(text):
        yield from [word] if word in _NUMBERS else word.split("-")


def _number(word: str) -> Fraction | None:
    if word in ("½", "half"):
        return Fraction(1, 2)
    if word in _ONE:
        return Fraction(1)
    if word in _NUMBERS:
        return Fraction(_NUMBERS[word])
    try:
        return Fraction(word)
    except (ValueError, ZeroDivisionError):
        return None


def _unit(word: str) -> Unit | None:
    return next((unit for unit, pattern in _UNITS.items() if re.fullmatch(pattern, word)), None)
