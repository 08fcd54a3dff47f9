"""What of a mail is judged: its writer's own words, and where these are few, the words that they passed on."""

import re
from dataclasses import dataclass

from intake.domain.message import ParsedMessage

# "Please look at this, it came from our office in Leeds, thanks, Ann" says nothing of what is wrong; a report does.
_FEW = 20
# Letters, of either: a model's time and memory grow with the text, and nobody first says after as many what is wrong.
_MOST = 50_000
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")  # Japanese and Chinese put no blanks between words


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A subject and a text; `forwarded_from` is where in it passed-on words begin, None where it has none."""

    subject: str
    text: str
    forwarded_from: int | None = None


def judged(parsed: ParsedMessage) -> Judged:
    """Return what the classifier is asked about; somebody else's words come after the writer's own."""
    own, forwarded = parsed.reply_text[:_MOST], parsed.forwarded
    if forwarded is None or not forwarded.text.strip() or len(_WORD.findall(own)) > _FEW:
        return Judged(subject=parsed.subject_base, text=own)
    begins = f"{own}\n\n" if own.strip() else ""
    subject = parsed.subject_base or forwarded.subject
    return Judged(subject=subject, text=f"{begins}{forwarded.text[:_MOST]}", forwarded_from=len(begins))
