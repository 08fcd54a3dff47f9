"""Bodies as they come in: never more of them in memory than may be, however slowly they come and whoever sends them."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from intake.domain.window import Said, Upload, WindowRules
from intake.doors.room import Room
from intake.doors.sender import address_of
from intake.doors.uploads import MOST_FILES, plain_name, refused
from intake.doors.window.asked import LONGEST_TEXT, SayAsked, asked_as, say_asked
from intake.doors.window.refusal import Refusal

JSON, FORM = "application/json", "multipart/form-data"
_LARGEST_JSON = 16 * 1024  # bytes, of all but a message
_LARGEST_MESSAGE = 12 * LONGEST_TEXT + 1024  # bytes: JSON may write a character as twelve
_BESIDE_FILES = 64 * 1024  # bytes of a form that are no file's
_PATIENCE = 10.0  # seconds for a body without files, and for one with them beside what its size takes
_SLOWEST = 5_000  # bytes a second, of a telephone at the edge of its network
_SILENCE = 20.0  # seconds within which something has to come
_MOST_AT_ONCE, _OF_ADDRESS, _OF_TALK = 32, 8, 2  # forms that come in at once
_ROOM = 32_000_000  # bytes of files in memory, in all
_TOO_MANY_FILES, _TOO_LONG = "Too many files", "Part exceeded"  # how Starlette's parser begins to say so


class _Parser(MultiPartParser):
    spool_max_size = 64 * 1024  # what is larger goes on in a file without a name


class Received:
    """Reads what windows send."""

    def __init__(self, rules: WindowRules) -> None:
        """Take files by these rules."""
        self._rules = rules
        self._room = Room(max(_ROOM, rules.largest_file))
        self._coming: Counter[str] = Counter()
        logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # what strangers send is no news

    async def small(self, request: Request) -> bytes:
        """Return a body without files; raises Refusal."""
        return await _whole(request, _LARGEST_JSON)

    @asynccontextmanager
    async def message(self, request: Request, talk: int) -> AsyncIterator[Said]:
        """Give what a visitor says, with its files in memory for as long as the block lasts; raises Refusal."""
        if _kind(request) != FORM:
            yield _said(asked_as(SayAsked, await _whole(request, _LARGEST_MESSAGE)), ())
            return
        async with AsyncExitStack() as held:
            held.enter_context(self._turn("", _MOST_AT_ONCE))
            held.enter_context(self._turn(f"address {address_of(request)}", _OF_ADDRESS))
            held.enter_context(self._turn(f"talk {talk}", _OF_TALK))
            form = await held.enter_async_context(self._form(request))
            files = await held.enter_async_context(self._in_memory(form))
            yield _said(say_asked(_field(form, "key"), _field(form, "text")), files)

    @contextmanager
    def _turn(self, whose: str, most: int) -> Iterator[None]:
        if self._coming[whose] >= most:
            raise Refusal("busy")
        self._coming[whose] += 1
        try:
            yield
        finally:
            self._coming[whose] -= 1
            if not self._coming[whose]:
                del self._coming[whose]

    @asynccontextmanager
    async def _form(self, request: Request) -> AsyncIterator[FormData]:
        """Give a form whose files lie on disk, and close them afterwards."""
        most = self._rules.largest_file + _BESIDE_FILES
        stream = _bounded(request, most, _PATIENCE + min(_announced(request) or most, most) / _SLOWEST)
        parser = _Parser(request.headers, stream, max_files=MOST_FILES, max_fields=4, max_part_size=_BESIDE_FILES)
        try:
            form = await parser.parse()
        except MultiPartException as error:
            raise Refusal(_named(error)) from error
        except ValueError as error:  # of a character set that is none
            raise Refusal("unreadable") from error
        try:
            yield form
        finally:
            await form.close()

    @asynccontextmanager
    async def _in_memory(self, form: FormData) -> AsyncIterator[tuple[Upload, ...]]:
        """Give the bytes of a form's files once there is room for all of them; raises Refusal for what is not taken."""
        files = [one for name, one in form.multi_items() if isinstance(one, UploadFile) and name == "file"]
        size = sum(file.size or 0 for file in files)
        if size > self._rules.largest_file:
            raise Refusal("too_large")
        await self._room.wait(size)
        try:
            uploads = tuple([await _upload(file) for file in files])
            why_not = refused(uploads, self._rules.largest_file, self._rules.file_types)
            if why_not is not None:
                raise Refusal(str(why_not))
            yield uploads
        finally:
            self._room.give(size)


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _whole(request: Request, most: int) -> bytes:
    if _kind(request) != JSON:
        raise Refusal("form")
    return b"".join([chunk async for chunk in _bounded(request, most, _PATIENCE)])


async def _bounded(request: Request, most: int, patience: float) -> AsyncGenerator[bytes, None]:
    """Yield a body as it comes; raises Refusal for one that is too large, too slow, or breaks off."""
    if (_announced(request) or 0) > most:
        raise Refusal("too_large")
    seen, until = 0, asyncio.get_running_loop().time() + patience
    chunks = request.stream()
    while True:
        try:
            async with asyncio.timeout_at(min(until, asyncio.get_running_loop().time() + _SILENCE)):
                chunk = await anext(chunks, None)
        except (TimeoutError, ClientDisconnect) as error:
            raise Refusal("slow") from error
        if chunk is None:
            return
        seen += len(chunk)
        if seen > most:
            raise Refusal("too_large")
        yield chunk


def _announced(request: Request) -> int | None:
    """Return how many bytes a body says to have; None where it does not say."""
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None


def _named(error: MultiPartException) -> str:
    """Return by its name why a form was not read."""
    if error.message.startswith(_TOO_MANY_FILES):
        return "too_many_files"
    return "too_long" if error.message.startswith(_TOO_LONG) else "unreadable"


async def _upload(file: UploadFile) -> Upload:
    return Upload(
        name=plain_name(file.filename or ""),
        content_type=(file.content_type or "")[:100],
        content=await file.read(),
    )


def _field(form: FormData, name: str) -> str:
    found = form.get(name, "")
    return found if isinstance(found, str) else ""


def _said(asked: SayAsked, files: tuple[Upload, ...]) -> Said:
    if len(asked.text) > LONGEST_TEXT:
        raise Refusal("too_long")
    if not asked.text.strip() and not files:
        raise Refusal("nothing")
    return Said(key=asked.key, text=asked.text, files=files)
