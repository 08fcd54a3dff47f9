"""Files of a message in a case's internal thread: which are offered to go to the customer, and those that do.

What a modal names comes back from Slack and is believed no more than any press: a file goes only with the case in
whose internal thread it was said.
"""

from collections.abc import Iterable, Sequence

from intake.domain.errors import BadInput
from intake.domain.message import Attachment
from intake.domain.slack import Place
from intake.render.slack.modal import MOST_FILES
from intake.review.engineer import the_case
from intake.stages import enclosed
from intake.stages.chat.post import way_to
from intake.stages.desk import Run
from intake.storage.chat import threads, turns
from intake.storage.chat.threads import Side
from intake.storage.slack import files
from intake.storage.slack.files import FETCHED, REFUSED, File

Offered = tuple[tuple[tuple[str, str], ...], tuple[str, ...]]


def offered(run: Run, message_id: int) -> Offered:
    """Return the files that may go (value and name), and for each other one why it does not."""
    found = files.of_messages(run.connection, [message_id]) if message_id else []
    why = {one.id: _why_not(run, one) for one in found}
    good = [one for one in found if not why[one.id]]
    over = [f"{one.name}: {MOST_FILES} go at a time" for one in good[MOST_FILES:]]
    left = [f"{one.name}: {why[one.id]}" for one in found if why[one.id]]
    return tuple((str(one.id), f"{one.name} ({size_said(one.size)})") for one in good[:MOST_FILES]), (*left, *over)


def why_no_files(run: Run, number: int, chosen: Iterable[int]) -> str | None:
    """Return why files cannot go to a case's customer, None where they can; their bytes are not looked at."""
    found = files.many(run.connection, chosen)
    if any(not _is_of(run, number, one) for one in found):
        return "a file is none of this case's internal thread"
    refused = next((f"{one.name}: {why}" for one in found if (why := _why_not(run, one))), None)
    return refused or _too_much(run, number, found)


def taken(run: Run, number: int, chosen: Iterable[int]) -> tuple[Attachment, ...]:
    """Return files with their bytes as they go to a case's customer; raises BadInput where one must not."""
    refused = why_no_files(run, number, chosen)
    if refused is not None:
        raise BadInput(f"files: nothing was sent: {refused}")
    return tuple(_attachment(run, one) for one in files.many(run.connection, chosen))


def size_said(size: int) -> str:
    """Return a size in bytes as people read it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def _why_not(run: Run, one: File) -> str:
    if enclosed.is_mail(one.name, one.content_type):
        return "a mail in a file is not passed on"
    if one.state == REFUSED:
        return one.why
    if one.state != FETCHED:
        return "it is still being fetched from Slack; choose Send to customer again in a moment"
    return "" if 0 < one.size <= enclosed.largest(run) else "it is empty, or too large"


def _is_of(run: Run, number: int, one: File) -> bool:
    part = turns.find(run.connection, one.message_id)
    place = None if part is None else Place.read(part.place)
    thread = None if place is None else threads.at(run.connection, place.address)
    return thread is not None and (thread.case_id, thread.side) == (number, Side.INTERNAL)


def _too_much(run: Run, number: int, found: Sequence[File]) -> str | None:
    """Return why files are too much for one mail, None where they are not, and in a chat, where each goes by itself."""
    most = enclosed.largest(run)
    if way_to(run, the_case(run.connection, number)) is not None or sum(one.size for one in found) <= most:
        return None
    return f"together they are more than the {size_said(most)} of a mail; send fewer"


def _attachment(run: Run, one: File) -> Attachment:
    content = files.content(run.connection, one.sha256)
    if content is None:
        raise BadInput(f"files: nothing was sent: the bytes of {one.name} are gone")
    if enclosed.holds_ours(run.desk.signer, content):
        raise BadInput(f"files: nothing was sent: {one.name} holds the address at which mail counts as an engineer's")
    return Attachment(
        name=one.name,
        content_type=one.content_type,
        size=len(content),
        sha256=one.sha256,
        inline=False,
        content_id=None,
        content=content,
    )
