"""The level that the customer names in so many words; "urgent" is none."""

import re

_CLAIM = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?:severity|sev)[ \t_-]*(?:level|lvl)?[ \t]*(?:is|of|=|:|#|->)?[ \t]*(?:level[ \t]*)?"
    r"(?P<level>[1-4])(?![\w%]|[.,:]\d)"
    r"|(?:severity|sev) (?:level )?(?P<word>one|two|three|four)(?!\w)"
    r"|(?P<bare>level|lvl)[ \t]?[:#=-]?[ \t]?(?P<number>[1-4])(?![\w%]|[.,:]\d)"
    r"|(?P<p>P[1-6])(?!\w|[.,:/]\d|-\w))",
    re.IGNORECASE,
)
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4"}
# "not a sev 1", "isn't a P1", "no longer severity 2", "instead of level 3", "kein P1".
_NEGATED = re.compile(
    r"(?:\b(?:not|no|never|isn.t|wasn.t|aren.t|without|nor|than|unlike|instead of|rather than|kein|keine|keinen|"
    r"nicht|pas|ninguna?|non)\b|n't)"
    r"(?:[ \t]+(?:a|an|the|as|longer|really|quite|yet|even|be|an?other|actually|necessarily|treated as|considered|"
    r"of|un|une|den|ein|eine)){0,4}[ \t]*$",
    re.IGNORECASE,
)
# "level 2 support" is a team, "level 2 menu" a place, "level 1 cache" a thing.
_NO_LEVEL_AFTER = re.compile(
    r"[ \t]*[-–]?[ \t]*(?:support|team|engineer|technician|tech|help ?desk|desk|agent|staff|analyst|menu|cache|"
    r"account|approv|access|user|"
    r"admin|certif|headings?|item|bom|bill|assembl|part|warehouse|floor|parking|tasks?|domain|edi|charger|port|"
    r"network|switch|line|colleague|contact)",
    re.IGNORECASE,
)
_NO_LEVEL_BEFORE = re.compile(
    r"(?:first|second|third|oil|water|stock|fuel|battery|access|price|menu|bom|inventory|log|skill|heading|zoom)[ "
    r"\t-]*$",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\b(?:what|how|which|when|why|who|does|mean|means|meaning|difference|differ|define|defined|definition|"
    r"explain|was heißt|was bedeutet)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?\n]")
_LONGEST = 200_000


def claimed_level(subject: str, new_words: str) -> str | None:
    """Return the first level named in the subject, else in the new words: "2" or "P1"; None when none is claimed."""
    for text in (subject, new_words[:_LONGEST]):
        for found in _CLAIM.finditer(text):
            if _meant(text, found):
                return _value(found)
    return None


def _value(found: re.Match[str]) -> str:
    if found["p"]:
        return f"P{found['p'][-1]}"
    return found["level"] or found["number"] or _NUMBERS[found["word"].lower()]


def _meant(text: str, found: re.Match[str]) -> bool:
    before, after = text[max(found.start() - 60, 0) : found.start()], text[found.end() : found.end() + 40]
    if _NEGATED.search(before) or _NO_LEVEL_AFTER.match(after):
        return False
    if found["bare"] and _NO_LEVEL_BEFORE.search(before):
        return False
    return not _asks(text, found)


def _asks(text: str, found: re.Match[str]) -> bool:
    """Whether the sentence asks what the level means instead of claiming it."""
    around = text[max(found.start() - 150, 0) : found.start()]
    begin = max((stop.end() for stop in _SENTENCE.finditer(around)), default=0)
    rest = text[found.end() : found.end() + 150]
    stop = _SENTENCE.search(rest)
    sentence = around[begin:] + (rest[: stop.end()] if stop else rest)
    return sentence.rstrip().endswith("?") and _QUESTION.search(sentence) is not None
