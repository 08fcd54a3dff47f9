"""What was said as its writer has left it: an edit that came later stands where the message stood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from intake.domain.suggestion import Suggestion
from intake.review.queue import CaseMessage
from intake.stages.chat.turns import edit_of, read_as_edited


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message with the words that it has now; `edited` tells that these are not those that it was sent with."""

    message: CaseMessage
    edited: bool = False


def as_they_stand(connection: Connection, said: Sequence[CaseMessage]) -> list[Told]:
    """Return messages as their writers have left them; an edit of one that is among them is no message of its own."""
    numbers = {one.accepted.id for one in said}
    of = {one.accepted.id: edit_of(connection, one.accepted) for one in said}
    edits = [one for one in said if of[one.accepted.id] in numbers - {one.accepted.id}]
    folded = {one.accepted.id for one in edits}
    return list(_told(connection, [one for one in said if one.accepted.id not in folded], (edits, of)))


def _told(
    connection: Connection,
    said: Sequence[CaseMessage],
    edits: tuple[Sequence[CaseMessage], dict[int, int | None]],
) -> Iterator[Told]:
    every, of = edits
    for one in said:
        theirs = [edit for edit in every if of[edit.accepted.id] == one.accepted.id]
        parsed = read_as_edited(connection, one.accepted) if theirs else None
        if parsed is None:
            yield Told(message=one)
            continue
        last = next((edit for edit in reversed(theirs) if edit.parsed.reply_text == parsed.reply_text), None)
        yield Told(message=replace(one, parsed=parsed, suggestion=_opinion(last)), edited=True)


def _opinion(edit: CaseMessage | None) -> Suggestion | None:
    """Return the opinion whose evidence lies in the words as they stand: an edit of a part of a turn has none."""
    return None if edit is None else edit.suggestion
