"""Files that go with a post: uploaded once its words stand in the thread, and shown below them as one message.

Until files.completeUploadExternal nobody sees anything, so that all before it may be done again. Where that got no
answer the thread is read first: there our files are known by their names and sizes, for no mark of ours goes with them.
https://docs.slack.dev/reference/methods/files.getUploadURLExternal
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from intake.database.engine import Database
from intake.delivery.slack.answers import is_not_now, unseen
from intake.delivery.slack.known import looked_up
from intake.domain.case import MailState, Outgoing
from intake.domain.slack import CallsSlack, Place, PutsFiles, SlackAnswer
from intake.storage.slack import files as kept_files
from intake.storage.slack import posts
from intake.storage.slack.posts import Posted

if TYPE_CHECKING:
    from intake.render.slack.letter import PostedFile

_GONE = SlackAnswer(ok=False, error="file_gone")  # our own word: its bytes were let go or erased before they went
_LATER = SlackAnswer(ok=False, error="request_timeout")
_PATIENT_TRIES = 5  # to look up what may stand there; then it is shown once more


@dataclass(frozen=True, slots=True)
class _At:
    """A post whose words stand in a place, and its files."""

    mail: Outgoing
    place: Place
    files: "tuple[PostedFile, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """Uploads what goes with posts."""

    database: Database
    calls: CallsSlack
    puts: PutsFiles

    async def words_of(self, mail: Outgoing) -> SlackAnswer | None:
        """Return where the words of a post with files stand since an earlier try, None where they are to be posted."""
        known = await asyncio.to_thread(self._known, mail) if _files(mail) else None
        return None if known is None else SlackAnswer(ok=True, data={"ts": known.ts})

    async def after(self, mail: Outgoing, words: SlackAnswer) -> SlackAnswer:
        """Return how a whole post ended: as its words did where nothing goes with them, else as its files did."""
        files, place = _files(mail), Place.read(mail.recipient)
        if not words.ok or not files or place is None:
            return words
        await asyncio.to_thread(self._stands, mail, place, words)
        at = _At(mail, place, files)
        earlier = await self._earlier(at) if mail.state is MailState.UNKNOWN else None
        ended = await self._shared(at) if earlier is None else earlier
        return words if ended.ok else ended

    async def _earlier(self, at: _At) -> SlackAnswer | None:
        """Return that the files stand there, or that nobody can say so yet; None where they are to be shown."""
        seen = await looked_up(self.calls, at.mail, at.place)
        if _are_there(at.files, seen):
            return SlackAnswer(ok=True)
        return _LATER if at.mail.attempts < _PATIENT_TRIES and is_not_now(seen) else None

    async def _shared(self, at: _At) -> SlackAnswer:
        shown: list[dict[str, str]] = []
        for file in at.files:
            told = await self._uploaded(at.place.team, file)
            if not told.ok:
                return unseen(told)
            shown.append({"id": str(told.data.get("file_id")), "title": file.name})
        asked: dict[str, object] = {"files": shown, "channel_id": at.place.channel}
        thread = {"thread_ts": at.place.thread} if at.place.thread else {}
        return await self.calls.call(at.place.team, "files.completeUploadExternal", {**asked, **thread})

    async def _uploaded(self, team: str, file: "PostedFile") -> SlackAnswer:
        """Return what Slack calls a file that it has the bytes of now."""
        content = await asyncio.to_thread(self._content, file)
        if content is None:
            return _GONE
        asked = {"filename": file.name, "length": str(len(content))}
        told = await self.calls.call(team, "files.getUploadURLExternal", asked)
        if not told.ok:
            return told
        there = await self.puts.put(str(told.data.get("upload_url")), content)
        return told if there.ok else there

    def _known(self, mail: Outgoing) -> Posted | None:
        with self.database.read() as connection:
            return posts.find(connection, mail.id)

    def _stands(self, mail: Outgoing, place: Place, words: SlackAnswer) -> None:
        """Write down that the words are there, whatever becomes of the files: they are not posted again."""
        with self.database.write() as connection:
            posts.add(connection, Posted(mail_id=mail.id, place=place.address, ts=str(words.data.get("ts", ""))))

    def _content(self, file: "PostedFile") -> bytes | None:
        with self.database.read() as connection:
            return kept_files.content(connection, file.sha256)


def _files(mail: Outgoing) -> "tuple[PostedFile, ...]":
    from intake.render.slack.letter import Post

    return Post.read(mail.raw).files


def _are_there(files: "tuple[PostedFile, ...]", seen: SlackAnswer) -> bool:
    """Tell whether one message shows all of these files."""
    wanted = {(one.name, one.size) for one in files}
    found = seen.data.get("messages") if seen.ok else None
    return any(wanted <= _shown(one) for one in (found if isinstance(found, list) else ()))


def _shown(message: Any) -> set[tuple[object, object]]:
    files = message.get("files") if isinstance(message, Mapping) else None
    every = files if isinstance(files, list) else ()
    return {(one.get("name"), one.get("size")) for one in every if isinstance(one, Mapping)}
