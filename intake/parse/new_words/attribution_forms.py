"""What the words of an attribution are: whether a text is what mail programs write above the words they quote."""

import re

from intake.parse.new_words.attribution_words import (
    DATE_WORDS,
    DATED_START,
    OPENER,
    SAID,
    TELLING,
    WROTE,
    WROTE_ANYWHERE,
)

LONGEST = 300  # characters of a line that is worth a look
DATE = re.compile(r"\d{1,2}[:.h]\d{2}|\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d+ ?[年月년월]")
_MONTH = r"(?:jan|feb|mar|mär|apr|avr|may|mai|maj|jun|jul|aug|sep|oct|okt|nov|dec|dez)[^\W\d]*\.?"
FULL_DATE = re.compile(
    rf"(?<!\d)(?:19|20)\d\d(?!\d)|\d{{1,2}}[./-] ?\d{{1,2}}[./-] ?\d{{2,4}}|\d+ ?[年月년월]|"
    rf"\b{_MONTH} \d{{1,2}}\b|\b\d{{1,2}}\.? {_MONTH}",
    re.IGNORECASE,
)
TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
ADDRESS_END = re.compile(r"[<(\[]\s?(?:mailto:)?[^\s<>()]+@[^\s<>()]+(?:<mailto:[^\s<>]+>)?\s?[>)\]]+\s*$")
ADDRESS = re.compile(r"[<(\[]\s?(?:mailto:)?[^\s<>()]{1,64}@[^\s<>()]{1,250}\s?[>)\]<]")
_BARE_ADDRESS = re.compile(r"[\"'<]?[^\s<>()\"']{1,64}@[^\s<>()\"']{3,200}[\"'>]? ")
WORD = re.compile(r"[^\W\d_]+")
_DATE_END = re.compile(r"\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?$", re.IGNORECASE)
_SENTENCE = re.compile(r"[^\W\d]{3}[.!?] [A-ZÄÖÜ]")
_RAN_ON = re.compile(r"(?:[^\W\d_]|\)|>|写道|寫道) ?[:：]\s")
_VIA = re.compile(r"\S+ via \S.{0,80} \w+$")
_CITING = re.compile(
    r"(?:quoting|zitat von|zitiere|citando(?: a)?|citation de|citát od|citaat van|cytat od|cytowanie|"
    r"citerar|citat fra) \S",
    re.IGNORECASE,
)


def full_and_signed(joined: str, *, quoted_below: bool) -> bool:
    """Whether the text holds all that mail programs write: a day and a verb, or a day and an address."""
    text = joined.rstrip(" :：*-")
    if not DATE.search(text) or _tells_of_writing(text):
        return False
    dated = DATED_START.match(text) is not None
    if not wrote(text) and _said(text):
        return True
    if not wrote(text):
        whole = quoted_below or FULL_DATE.search(text) is not None
        return dated and whole and ADDRESS_END.search(text[-200:]) is not None and len(text) < 200
    if "@" in text:
        signed = ADDRESS_END.search(text[-200:]) is not None or ends_with_verb(text)
        return dated or signed or OPENER.match(text) is not None or ADDRESS.search(text[:200]) is not None
    if not dated and OPENER.match(text) is None:
        return _ends_with_date(text)
    return quoted_below or _by_a_program(text)


def _said(text: str) -> bool:
    """Whether a mailer says "said" in place of "wrote", as Airmail does: only with an opener, a day and an address."""
    words = WORD.findall(text[-20:].lower())
    known = bool(words) and words[-1] in SAID and "@" in text
    return known and OPENER.match(text) is not None and FULL_DATE.search(text) is not None


def _by_a_program(text: str) -> bool:
    """Whether nothing in it speaks for a person's own sentence: "On Monday at 9:14 our colleague wrote:"."""
    if not FULL_DATE.search(text) or len(text) > 200 or _SENTENCE.search(text):
        return False
    return TELLING.isdisjoint(WORD.findall(text.lower()))


def _tells_of_writing(text: str) -> bool:
    """Whether the English verb stands inside a sentence of the writer's own: "at 9:30 we wrote down what it said"."""
    if "@" in text or "wrote" not in text:
        return False
    words = WORD.findall(text.lower())
    if "wrote" not in words or words[-1] == "wrote":
        return False
    return not _ends_with_date(text)


def _ends_with_date(text: str) -> bool:
    """Whether a name, a verb and then only a day and a time make up the text: "Kim Vale wrote on 3 March at 9:14"."""
    words = WORD.findall(text.lower())
    verbs = [index for index, word in enumerate(words) if word in WROTE]
    if not verbs or not 1 <= verbs[0] <= 5:
        return False
    return TIME.search(text) is not None and all(word in DATE_WORDS for word in words[verbs[0] + 1 :])


def introduces_quote(joined: str) -> bool:
    """Look more loosely, at a line that stands right above quote marks."""
    text = joined.rstrip(" :：*-")
    if len(text) >= 200:
        return False
    if wrote(text) or ADDRESS_END.search(text) is not None or bool(_DATE_END.search(text) and "@" in text):
        return True
    if "@" in text and DATED_START.match(text) and FULL_DATE.search(text):
        return True
    return DATE.search(text) is not None and not SAID.isdisjoint(WORD.findall(text[-20:].lower()))


def via(joined: str) -> bool:
    """Whether a forum says whose words it sends on: "Kim Vale via Forum wrote:"."""
    text = joined.rstrip(" :：*-")
    return len(text) < 120 and ends_with_verb(text) and _VIA.match(text) is not None


def name_and_address(joined: str) -> bool:
    """Whether a line holds a name, an address, a verb and nothing else: "Kim Vale <kim@vendor.example> wrote:"."""
    text = joined.rstrip(" :：*-")
    if len(text) <= 200 and _BARE_ADDRESS.match(text) and ends_with_verb(text):
        return len(text.split()) <= 4
    found = ADDRESS.search(text[:200])
    if found is None or len(text) > 200 or not text[:1].isalpha() or text[:1].islower():
        return False
    before, after = WORD.findall(text[: found.start()].lower()), WORD.findall(text[found.end() :].lower())
    named = 1 <= len(before) <= 6 and TELLING.isdisjoint(before) and WROTE.isdisjoint(before)
    return named and len(after) <= 3 and not WROTE.isdisjoint(after)


def cites(joined: str) -> bool:
    """Whether a mailer names whom it cites: "Quoting Kim Vale <kim@vendor.example>:"."""
    text = joined.rstrip(" :：*-")
    return len(text) <= 200 and _CITING.match(text) is not None and ADDRESS_END.search(text) is not None


def lost_its_colon(line: str) -> bool:
    """Whether only the colon is missing: "On Tue, Mar 3, 2026 at 9:14 AM Kim Vale <kim@vendor.example> wrote"."""
    text = line.strip(" -_*>")
    return OPENER.match(text) is not None and ends_with_verb(text) and "@" in text and bool(FULL_DATE.search(text))


def runs_on(line: str) -> bool:
    """Whether the older words follow on the same line: "On ... Kim Vale <kim@vendor.example> wrote: Could you ..."."""
    head = line[:LONGEST]
    if "@" not in head or not (OPENER.match(head) or DATED_START.match(head)):
        return False
    for found in _RAN_ON.finditer(head):
        before = head[: found.start() + 1].strip(" -_*")
        if "@" in before and full_and_signed(before, quoted_below=True):
            return True
    return False


def ends_with_verb(text: str) -> bool:
    """Whether the text ends with a word for "wrote", or one word before its end."""
    words = WORD.findall(text[-40:].lower())
    return any(word in WROTE for word in words[-2:]) or text.endswith(WROTE_ANYWHERE)


def wrote(text: str) -> bool:
    """Whether a word for "wrote" is in the text."""
    return not WROTE.isdisjoint(WORD.findall(text.lower())) or any(word in text for word in WROTE_ANYWHERE)
