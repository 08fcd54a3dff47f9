"""What a browser sends by a form of the portal: its words, always kept, and its files, or why they are not taken."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from intake.domain.window import Upload
from intake.doors.room import Room
from intake.doors.uploads import MOST_FILES, plain_name, refused

FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data"
LONGEST_TEXT = 50_000  # characters
LONGEST_LINE = 200
_BESIDE_FILES = 12 * LONGEST_TEXT  # bytes of a form that are no file's: a form may write a character as twelve
_MOST_FIELDS = 12
_READ_ON = 8  # times what is taken: a browser hears of nothing before its body is read
_SILENCE = 20.0  # seconds within which something has to come
_PATIENCE = 300.0
_PATIENCE_FOR_WORDS = 10.0  # for a form without files: anybody may send one, byte by byte
_PATIENCE_FOR_NOBODY = 60.0  # for files of who has not signed in, whose words are given back
_ROOM = 32_000_000  # bytes of files in memory, in all
_TOO_LARGE = "too large"
_TOO_MANY_FILES, _TOO_LONG = "Too many files", "Part exceeded"  # how Starlette's parser begins to say so


class Slow(Exception):
    """A form that does not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as it came. `wrong` says why its files or all of it are not taken, "" where nothing is wrong."""

    fields: dict[str, str] = field(default_factory=dict)
    files: tuple[Upload, ...] = ()
    wrong: str = ""

    def __getitem__(self, name: str) -> str:
        """Return a field without what no text has, "" where it did not come."""
        return self.fields.get(name, "").replace("\x00", "")

    def line(self, name: str) -> str:
        """Return a field as one line, cut where no field of ours is so long."""
        return " ".join(self[name].split())[: 4 * LONGEST_LINE]

    def text(self, name: str) -> str:
        """Return a field with its lines, as browsers send them and as we keep them."""
        return self[name].replace("\r\n", "\n").replace("\r", "\n").strip()


class _Parser(MultiPartParser):
    spool_max_size = 64 * 1024  # what is larger goes on in a file without a name

    def close(self) -> None:
        """Close every file, one whose form broke off too."""
        for file in self._files_to_close_on_error:
            file.close()


class Forms:
    """Reads the forms of all browsers; never more of their files in memory than may be."""

    def __init__(self, largest: int, types: Collection[str]) -> None:
        """Take files of `types`, up to `largest` bytes together."""
        self._largest, self._types = largest, types
        self._room = Room(max(_ROOM, largest))

    @asynccontextmanager
    async def read(self, request: Request, *, files: bool = True) -> AsyncIterator[Form]:
        """Give a form, with its files in memory for as long as the block lasts; raises Slow, or its sender has gone.

        Without `files` they are read over, and of the form its words are kept.
        """
        if _kind(request) != FILES:
            yield await _small(request)
            return
        most = (self._largest if files else 0) + _BESIDE_FILES
        bounded = _Bounded(request, most, _PATIENCE if files else _PATIENCE_FOR_NOBODY)
        parser = _Parser(
            request.headers,
            bounded.chunks(),
            max_files=MOST_FILES,
            max_fields=_MOST_FIELDS,
            max_part_size=_BESIDE_FILES,
        )
        try:
            wrong = await _parsed(parser, bounded)
            fields = {name: one for name, one in reversed(parser.items) if isinstance(one, str)}
            found = (one for name, one in parser.items if isinstance(one, UploadFile) and name == "file")
            sent = [one for one in found if one.filename]
            size = sum(one.size or 0 for one in sent)
            if wrong or not files or size > self._largest:
                yield Form(fields=fields, wrong=wrong or ("too_large" if files and size else ""))
                return
            await self._room.wait(size)
            try:
                uploads = tuple([await _upload(one) for one in sent])
                why_not = refused(uploads, self._largest, self._types)
                yield Form(fields=fields, files=uploads, wrong="" if why_not is None else str(why_not))
            finally:
                self._room.give(size)
        finally:
            parser.close()


class _Bounded:
    """A body as it comes, up to a measure; what is beyond is read over, so that the sender hears why."""

    def __init__(self, request: Request, most: int, patience: float) -> None:
        self._stream, self._most, self.is_too_large = request.stream(), most, False
        self._until = asyncio.get_running_loop().time() + patience
        self._seen = 0

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield what is taken; raises the parser's own error behind it, at which it lets go of its files."""
        while (chunk := await self._next()) is not None:
            self._seen += len(chunk)
            if self._seen > self._most:
                self.is_too_large = True
                raise MultiPartException(_TOO_LARGE)
            yield chunk

    async def read_over(self) -> None:
        """Read what is left, to a measure of its own."""
        while self._seen < _READ_ON * self._most and (chunk := await self._next()) is not None:
            self._seen += len(chunk)

    async def _next(self) -> bytes | None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(min(self._until, loop.time() + _SILENCE)):
                return await anext(self._stream, None)
        except (TimeoutError, ClientDisconnect) as error:
            raise Slow from error


async def _parsed(parser: MultiPartParser, bounded: _Bounded) -> str:
    """Parse as far as a body goes, and return what is wrong with it."""
    wrong = ""
    try:
        await parser.parse()
    except MultiPartException as error:
        wrong = _named(error)
    except (ValueError, LookupError):  # a head that is none
        wrong = "unreadable"
    await bounded.read_over()
    return "too_large" if bounded.is_too_large else wrong


def _named(error: MultiPartException) -> str:
    if error.message.startswith(_TOO_MANY_FILES):
        return "too_many_files"
    return "text_long" if error.message.startswith(_TOO_LONG) else "unreadable"


async def _small(request: Request) -> Form:
    """Return a form without files."""
    if _kind(request) != FORM:
        return Form(wrong="unreadable")
    bounded = _Bounded(request, _BESIDE_FILES, _PATIENCE_FOR_WORDS)
    try:
        body = b"".join([chunk async for chunk in bounded.chunks()])
    except MultiPartException:
        await bounded.read_over()
        return Form(wrong="text_long")
    return form_of(body)


def form_of(body: bytes) -> Form:
    """Return the fields of a small form, the first of each name; whatever the bytes, it never raises."""
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        return Form(wrong="unreadable")
    return Form(fields={name: values[0] for name, values in fields.items()})


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _upload(file: UploadFile) -> Upload:
    return Upload(
        name=plain_name(file.filename or ""), content_type=(file.content_type or "")[:100], content=await file.read()
    )
