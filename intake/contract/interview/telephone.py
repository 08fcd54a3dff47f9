"""The questions about how customers reach the desk: telephone numbers, at which levels, and a page on the web."""

import re
from collections.abc import Sequence

from intake.contract.interview.answers import LevelAnswer
from intake.contract.interview.asking import Interview, text
from intake.contract.interview.said import NONE, listing, one_of
from intake.domain.errors import BadInput

_ADDRESS = re.compile(r"(?:https?://)?[^\s/.@]+(?:\.[^\s/.@]+)+(?::\d+)?(?:/\S*)?", re.IGNORECASE)
# Where the document gives no address, customers can still be told where to look: "the Northwind website".
_IN_WORDS = re.compile(r"\S+ .*\b(?:web ?site|web ?page|site|page|portal)\b.*", re.IGNORECASE)
# Three digits at least, together or with what stands between the parts of a number.
_NUMBER = re.compile(r"\d(?:[\s()./-]*\d){2}")


def ask_telephones(talk: Interview) -> tuple[str, ...]:
    """Ask for the numbers that a customer may call."""
    return talk.ask("telephone", lambda answer: tuple(_telephone(part) for part in listing(answer)))


def _telephone(part: str) -> str:
    if not _NUMBER.search(part):
        raise BadInput(f"{part!r} is no telephone number; write it with its digits, such as +49 30 5550100, or none")
    return text(part)


def ask_telephone_levels(
    talk: Interview, levels: Sequence[LevelAnswer], phone_only: str | None, telephones: Sequence[str]
) -> tuple[str, ...]:
    """Ask at which levels a number is printed, where there is one; what counts by telephone only is always one."""
    needed = (phone_only,) if phone_only else ()
    if not (telephones and levels):
        return needed
    ids = [level.id for level in levels]
    found = talk.ask(
        "telephone.levels",
        lambda answer: tuple(one_of(part, ids) for part in listing(answer)),
        computed=phone_only or ids[0],
    )
    return tuple(dict.fromkeys((*needed, *found)))


def ask_website(talk: Interview, *, needed: bool) -> str | None:
    """Ask where the desk is on the web; `needed` when a level goes by telephone and no number is written."""
    return talk.ask("website", lambda answer: _website(answer, needed=needed))


def _website(answer: str, *, needed: bool) -> str | None:
    found = text(answer)
    if found.lower() == NONE:
        if needed:
            raise BadInput("a level goes by telephone and no number is written: say where the number can be found")
        return None
    if not (_ADDRESS.fullmatch(found) or _IN_WORDS.fullmatch(found)):
        raise BadInput(
            f"{found!r} is no address on the web; write one such as https://support.northwind.example, words such as "
            "the Northwind website, or none"
        )
    return found
