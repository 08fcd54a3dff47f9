"""Command lines out of what a client sends."""

_LONGEST = 8192  # so much of a line is kept; any command line is refused long before


class Lines:
    """Takes chunks of any size and gives lines with their ends; of a line that is far too long only its beginning."""

    __slots__ = ("_at", "_data")

    def __init__(self) -> None:
        self._data = bytearray()
        self._at = 0

    def __len__(self) -> int:
        """Return how many bytes wait."""
        return len(self._data) - self._at

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        if self._at:
            del self._data[: self._at]
            self._at = 0
        self._data += chunk

    def take(self) -> bytes | None:
        """Return the next line, None while none is whole. A line feed ends it, whatever stands before."""
        end = self._data.find(b"\n", self._at) + 1
        if not end:
            del self._data[self._at + _LONGEST :]
            return None
        line = bytes(self._data[self._at : end])
        if end == len(self._data):
            self._data.clear()
            end = 0
        self._at = end
        return line

    def rest(self) -> bytes:
        """Return all that waits, and keep none of it."""
        rest = bytes(self._data[self._at :])
        self._data.clear()
        self._at = 0
        return rest
