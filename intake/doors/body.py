"""The body of a mail as it arrives at the door: found its end, its dots undone, never more of it kept than may be.

RFC 5321 section 4.5.2: a body ends with a line that is a single dot, and a dot that begins a line is doubled on the
way. Only CR LF ends a line: a bare CR or LF is part of the text, so that nothing can be smuggled behind it.
"""

import contextlib
import tempfile
from enum import StrEnum
from typing import IO

from intake.doors.room import Room

_LINE_END = b"\r\n"
_DOT = b"\r\n."
_END = b"\r\n.\r\n"
_TAIL = len(_END) - 1  # so much of what came may be the beginning of an end
_FEW_DOTS = 32  # more are found faster together


class Fault(StrEnum):
    """Why a body cannot be taken."""

    TOO_LARGE = "too large"
    LINE_TOO_LONG = "line too long"
    NO_ROOM = "no room"


class Body:
    """Takes chunks of any size until `ended`; then `content` is the mail, or `fault` says why there is none.

    What it keeps in memory it takes out of `room`; where that has none left the body goes on in a file without a name.
    What is over `most` or the longest line is dropped as it comes. `seen` counts all that came, in bytes, so that the
    caller can hang up on a stream that has no end. Whoever made it must `close` it.
    """

    __slots__ = (
        "_data", "_dots", "_file", "_filed", "_line_at", "_longest_line", "_most", "_room", "_scanned", "_taken",
        "ended", "fault", "rest", "seen",
    )  # fmt: skip

    def __init__(self, most: int, longest_line: int, room: Room) -> None:
        """Take up to `most` bytes as they are on the wire, in lines of up to `longest_line` with their ends."""
        # An empty body is a dot at once: with a line end put before it, one pattern finds every end.
        self._data = bytearray(_LINE_END)
        self._scanned = 0
        self._dots = False
        self._line_at = len(_LINE_END)
        self._most = most + len(_LINE_END)
        self._longest_line = longest_line
        self._room = room
        self._taken = 0
        self._file: IO[bytes] | None = None
        self._filed = 0
        self.ended = False
        self.fault: Fault | None = None
        self.rest = b""
        self.seen = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes; what follows the end, a command sent ahead, is kept in `rest`."""
        self.seen += len(chunk)
        self._data += chunk
        end = self._end()
        if end >= 0:
            self.ended = True
            self.rest = bytes(memoryview(self._data)[end + len(_END) :])
            del self._data[end + len(_LINE_END) :]
        self._judge()
        if self.fault is not None:
            self.close()
            del self._data[:-_TAIL]
        elif len(self._data) - self._taken > 0:
            self._keep()
        if not self.ended:
            self._scanned = max(len(self._data) - _TAIL, 0)

    @property
    def is_filed(self) -> bool:
        """Tell whether a part of it is in a file, so that `content` takes memory that it does not have yet."""
        return self._file is not None

    @property
    def size(self) -> int:
        """Return how many bytes of it are kept."""
        return self._filed + len(self._data)

    def content(self) -> bytes:
        """Return the mail without the doubled dots; call it once, when it has `ended` without a `fault`.

        Raises OSError when the file cannot be read.
        """
        if self._file is not None:
            return self._read_back(self._file)
        data, self._data = self._data, bytearray()
        if self._dots:
            data = data.replace(_DOT, _LINE_END)
        return bytes(memoryview(data)[len(_LINE_END) :])

    def close(self) -> None:
        """Give back its room and its file; harmless when it has."""
        self._room.give(self._taken)
        self._taken = 0
        if self._file is not None:
            with contextlib.suppress(OSError):  # a full disk: what was in it is not wanted any more
                self._file.close()
            self._file, self._filed = None, 0

    def _read_back(self, file: IO[bytes]) -> bytes:
        file.write(self._data)
        self._data = bytearray()
        if not self._dots:
            file.seek(len(_LINE_END))
            return file.read()
        file.seek(0)
        return file.read().replace(_DOT, _LINE_END)[len(_LINE_END) :]

    def _end(self) -> int:
        """Return where the end begins, -1 while there is none; note on the way whether a line begins with a dot."""
        if self._data.find(b".", self._scanned) < 0:
            return -1  # as in most of an attachment; one byte is found much faster than a few
        if self._dots:
            return self._data.find(_END, self._scanned)
        dot = self._line_dot()
        if dot < 0 or len(self._data) < dot + len(_END):
            return -1  # what is cut off here is seen again with what comes next
        if self._data.startswith(_END, dot):
            return dot
        self._dots = True
        return self._data.find(_END, dot)

    def _line_dot(self) -> int:
        """Return where the first line that begins with a dot ends the one before it, -1 where none does.

        A few dots are looked at one by one: this finds the end of an attachment without looking for three bytes in it.
        """
        at = self._scanned + len(_LINE_END) - 1
        for _ in range(_FEW_DOTS):
            at = self._data.find(b".", at + 1)
            if at < 0 or self._data.startswith(_LINE_END, at - len(_LINE_END)):
                return max(at - len(_LINE_END), -1)
        return self._data.find(_DOT, at + 1 - len(_LINE_END))

    def _judge(self) -> None:
        if self.fault is None:
            coming = 0 if self.ended else _TAIL - len(_LINE_END)  # it may be an end that has begun
            if self.size > self._most + coming:
                self.fault = Fault.TOO_LARGE
            elif self._has_long_line():
                self.fault = Fault.LINE_TOO_LONG

    def _has_long_line(self) -> bool:
        """Look for a line end within the longest line's length, from one to the next."""
        while len(self._data) - self._line_at > self._longest_line:
            end = self._data.rfind(_LINE_END, max(self._line_at, 0), self._line_at + self._longest_line)
            if end < 0:
                return True
            self._line_at = end + len(_LINE_END)
        return False

    def _keep(self) -> None:
        """Take room for what has come; where there is none, write it away but for what may begin an end."""
        more = len(self._data) - self._taken
        if self._file is None and self._room.take(more):
            self._taken += more
        else:
            self._write_away()

    def _write_away(self) -> None:
        away = len(self._data) - _TAIL
        if away <= 0:
            return
        line_end = self._data.rfind(_LINE_END)
        if line_end >= 0:
            self._line_at = max(self._line_at, line_end + len(_LINE_END))
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - `close` closes it
            self._file.write(memoryview(self._data)[:away])
        except OSError:
            self.fault = Fault.NO_ROOM
        self._room.give(self._taken)
        self._taken = 0
        del self._data[:away]
        self._line_at -= away
        self._filed += away
