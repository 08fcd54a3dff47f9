"""A subject without what mail programs, lists and help desks put in front of it."""

import re

_REPLY = (
    "re|réf|ref|rép|aw|antw|antwort|antwoord|sv|svar|vs|vá|válasz|rv|rif|res|resp|r|odp|odpověď|odpoveď|ynt|yan|บ|ตอบ|"
    "回复|回覆|回信|答复|答覆|返信|회신|отв|trả lời|balas|"
    "ответ|на|від|"
    "відп|回|回應|atb|bls|ats|vast|απ|σχετ|הנ|תגובה|رد|رد على"
)
_FORWARD = (
    "fwd|fw|wg|tr|rv|enc|enc\\.|i|inoltr|vb|doorst|vs|vl|vl|fs|pd|pdl|přep|předáno|fwd\\.|пересл|пер|переслано|"
    "ilt|ilet|πρθ|προς|전달|teruskan|إعادة توجيه|转发|轉寄|轉發|転送|továbbítás|trs|"
    "weitergeleitet|reenv|reenviado|encaminhado|inoltrato|vidarebefordrat|videresendt|doorgestuurd"
)
_COUNT = r"(?:\s?(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4}|\*\d{1,4}|\d{1,3}))?"
_PREFIX = re.compile(rf"\s*(?P<word>{_REPLY}|{_FORWARD})\.?{_COUNT}\s?[:：]\s*", re.IGNORECASE)
_FORWARDED = re.compile(rf"(?:{_FORWARD})", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\[[^\[\]]{1,60}\]\s*")
_WRAPPED = re.compile(r"\s*(?:\[fwd:\s*(?P<inner>[^\[\]]{1,500})\]\s*$|\(fwd\)\s)", re.IGNORECASE)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LAST_BRACKET = re.compile(r"\s*\(fwd\)\s*$", re.IGNORECASE)
_CASE = re.compile(r"[\[(]\s*(?:case|ticket|#)\s*[:#-]?\s*(\d{1,12})\s*[\])]", re.IGNORECASE)
# "I:" and "RV:" begin ordinary subjects too; only the clear ones make a forward.
_CLEAR_FORWARD = re.compile(
    r"(?:fwd?|wg|tr|vb|enc|doorst|pd|vs|vl|rv|i|ilt|ilet|пересл|пер|转发|轉寄|轉發|転送|weitergeleitet|"
    r"reenv|reenviado|encaminhado|inoltr|inoltrato|vidarebefordrat|videresendt|doorgestuurd|přep|předáno)",
    re.IGNORECASE,
)
_MOST = 50  # prefixes that are taken off


def subject_base(subject: str) -> str:
    """Return the subject without Re:, Fwd:, AW:, [list] and case tags; the subject itself if nothing else were left."""
    rest = _CASE.sub(" ", _UNSEEN.sub("", subject[:2000]))
    for _ in range(_MOST):
        shorter = _without_one(rest)
        if not shorter.strip() or shorter == rest:
            break
        rest = shorter
    return re.sub(r"\s+", " ", _LAST_BRACKET.sub("", rest)).strip() or subject.strip()


def is_forward(subject: str) -> bool:
    """Whether the outermost prefix says that the message is passed on."""
    rest = _BRACKET.sub("", subject[:300], count=3)
    found = _PREFIX.match(rest)
    return found is not None and _CLEAR_FORWARD.fullmatch(found["word"]) is not None


def is_passed_on(subject: str) -> bool:
    """Whether a mail program's prefix says that the message answers or passes on another: Re:, AW:, Fwd:, WG:."""
    return _PREFIX.match(_BRACKET.sub("", subject[:300], count=3)) is not None


def case_tag(subject: str) -> str | None:
    """Return the number in a case tag such as "[Case 1234]" or "[#1234]"; None when there is none."""
    found = _CASE.search(subject[:2000])
    return found.group(1) if found else None


def _without_one(subject: str) -> str:
    wrapped = _WRAPPED.match(subject)
    if wrapped is not None:
        return wrapped["inner"] or subject[wrapped.end() :]
    for pattern in (_PREFIX, _BRACKET):
        found = pattern.match(subject)
        if found is not None:
            return subject[found.end() :]
    return subject
