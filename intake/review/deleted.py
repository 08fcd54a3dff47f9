"""What its writer has deleted in Slack is not shown, unless somebody asks; it stays what the case rests on."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from intake.domain.evidence import Point
from intake.stages.chat.changed import DELETED_LATER
from intake.stages.chat.turns import PART_OF

if TYPE_CHECKING:
    from intake.review.queue import CaseFile, CaseMessage

DELETED = "(deleted by its writer)"


def deleted_in(found: "CaseFile") -> frozenset[int]:
    """Return the messages of a case that their writers have deleted since they were read."""
    gone = (entry.message_id for entry in found.trail if entry.event == DELETED_LATER)
    return frozenset(number for number in gone if number is not None)


def without_deleted(found: "CaseFile") -> "CaseFile":
    """Return a case file without the words that were deleted: in its messages, its subject and its evidence."""
    gone = deleted_in(found)
    if not gone:
        return found
    first = min((message.accepted.id for message in found.messages), default=0)
    return replace(
        found,
        case=replace(found.case, subject=DELETED) if first in gone else found.case,
        messages=tuple(_shown(message, found, gone) for message in found.messages),
        evidence=tuple(_without_words(point, gone) for point in found.evidence),
    )


def is_part(message: "CaseMessage") -> bool:
    """Tell whether a message was read together with one before it, which has its words as well."""
    return message.accepted.reason.startswith(PART_OF)


def _shown(message: "CaseMessage", found: "CaseFile", gone: frozenset[int]) -> "CaseMessage":
    parts = list(_parts(message, found))
    if message.accepted.id not in gone and not any(part.accepted.id in gone for part in parts):
        return message
    kept = [line for part in parts if part.accepted.id not in gone for line in part.parsed.text.split("\n")]
    if message.accepted.id not in gone:
        theirs = {line for part in parts for line in part.parsed.text.split("\n")}
        kept = [line for line in message.parsed.text.split("\n") if line not in theirs] + kept
    text = "\n".join(kept) or DELETED
    parsed = replace(message.parsed, text=text, reply_text=text, quoted_text="", forwarded=None, attachments=())
    opinion = message.suggestion
    return replace(message, parsed=parsed, suggestion=None if opinion is None else replace(opinion, evidence=()))


def _parts(message: "CaseMessage", found: "CaseFile") -> Iterator["CaseMessage"]:
    own = f"{PART_OF} {message.accepted.id}"
    return (one for one in found.messages if one.accepted.reason == own)


def _without_words(point: Point, gone: frozenset[int]) -> Point:
    said = point.said
    return point if said is None or said.message_id not in gone else replace(point, said=replace(said, words=""))
