"""Chat: what is read of words that were said in one, whichever it is: several as one, and what a case is called."""

import re
from collections.abc import Iterable

from intake.domain.message import Address, Automatic, ParsedMessage
from intake.parse.chatter import why_chatter

_LONGEST = 80
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_ENDED = re.compile(r"(?:[!?…]|[^\W\d_]{3}\.)\Z")  # "works." but not "7 a.m."
# What nobody can read of a chat, and what is read where nothing is kept any more.
NOTHING = ParsedMessage(
    message_id=None,
    in_reply_to=None,
    references=(),
    date=None,
    sender=Address(),
    to=(),
    cc=(),
    reply_to=(),
    subject="",
    subject_base="",
    text="",
    reply_text="",
    quoted_text="",
    signature="",
    forwarded=None,
    language=None,
    attachments=(),
    automatic=Automatic(),
    acknowledge=True,
    why_not=None,
    bounce=None,
    claimed_level=None,
    defects=(),
)


def together(said: Iterable[str]) -> str:
    """Join messages so that each is a sentence of its own: by a blank line where it has no full stop.

    A full stop and a blank line were two ends, and a short "All sites." would not be read beside what it speaks of.
    """
    whole = ""
    for one in said:
        whole += one if not whole else f"\n{one}" if _ENDED.search(whole) else f"\n\n{one}"
    return whole


def opening(text: str) -> str:
    """Return what a case is called that begins with these words: its first sentence that is no greeting, cut short."""
    sentences = [one.strip() for one in _SENTENCE.split(text[:4000]) if one.strip()]
    told = next((one for one in sentences if why_chatter(one) is None), next(iter(sentences), ""))
    line = " ".join(told.split())
    if len(line) <= _LONGEST:
        return line
    cut = line[:_LONGEST].rpartition(" ")[0] or line[: _LONGEST - 1]
    return f"{cut.rstrip(' ,;:-')}…"
