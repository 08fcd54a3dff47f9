"""The body of a mail as it arrives at the door: found its end, its dots undone, never more of it kept than may be.

RFC 5321 section 4.5.2: a body ends with a line that is a single dot, and a dot that begins a line is doubled on the
way. Only CR LF ends a line: a bare CR or LF is part of the text, so that nothing can be smuggled behind it.
"""

from enum import StrEnum

_LINE_END = b"\r\n"
_END = b"\r\n.\r\n"


class Fault(StrEnum):
    """Why a body cannot be taken."""

    TOO_LARGE = "too large"
    LINE_TOO_LONG = "line too long"


class Body:
    """Takes chunks of any size until `ended`; then `content` is the mail, or `fault` says why there is none.

    Memory stays under `most` and the longest line, in bytes: what is over them is dropped as it comes. `seen`
    counts all that came, so that the caller can hang up on a stream that has no end.
    """

    __slots__ = ("_data", "_line_at", "_longest_line", "_most", "_scanned", "ended", "fault", "rest", "seen")

    def __init__(self, most: int, longest_line: int) -> None:
        """Take up to `most` bytes as they are on the wire, in lines of up to `longest_line` with their ends."""
        # An empty body is a dot at once: with a line end put before it, one pattern finds every end.
        self._data = bytearray(_LINE_END)
        self._scanned = 0
        self._line_at = len(_LINE_END)
        self._most = most + len(_LINE_END)
        self._longest_line = longest_line
        self.ended = False
        self.fault: Fault | None = None
        self.rest = b""
        self.seen = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes; what follows the end, a command sent ahead, is kept in `rest`."""
        self.seen += len(chunk)
        self._data += chunk
        end = self._data.find(_END, self._scanned)
        if end >= 0:
            self.ended = True
            self.rest = bytes(self._data[end + len(_END) :])
            del self._data[end + len(_LINE_END) :]
        self._judge()
        if not self.ended:
            self._scanned = max(len(self._data) - len(_END) + 1, 0)

    def content(self) -> bytes:
        """Return the mail without the doubled dots; call it once, when it has `ended` without a `fault`."""
        undone = self._data.replace(b"\r\n.", _LINE_END)
        self._data = bytearray()
        return bytes(memoryview(undone)[len(_LINE_END) :])

    def _judge(self) -> None:
        if self.fault is None:
            coming = 0 if self.ended else len(_END) - len(_LINE_END) - 1  # it may be an end that has begun
            if len(self._data) > self._most + coming:
                self.fault = Fault.TOO_LARGE
            elif self._has_long_line():
                self.fault = Fault.LINE_TOO_LONG
        if self.fault is not None:
            del self._data[: -len(_END)]

    def _has_long_line(self) -> bool:
        """Look for a line end within the longest line's length, from one to the next."""
        while len(self._data) - self._line_at > self._longest_line:
            end = self._data.rfind(_LINE_END, self._line_at, self._line_at + self._longest_line)
            if end < 0:
                return True
            self._line_at = end + len(_LINE_END)
        return False
