"""The message within an opaquely signed one (S/MIME, RFC 8551 section 3.5.2): taken out, its signature not verified."""

from dataclasses import dataclass

SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED = bytes.fromhex("2a864886f70d010702")  # the object identifier of signed data (RFC 5652 section 5.1)
_SEQUENCE, _SET, _INTEGER, _IDENTIFIER, _BYTES, _CONSTRUCTED_BYTES, _WRAPPED = 0x30, 0x31, 0x02, 0x06, 0x04, 0x24, 0xA0
_DEEPEST = 8
_UNTIL_MARK = -1  # the length of what ends with two zeros


class _Broken(Exception):
    """The bytes are no such structure."""


@dataclass(slots=True)
class _Reader:
    """Bytes as they are encoded (ITU-T X.690, BER), and how far they are read."""

    data: bytes
    at: int = 0

    def head(self, *wanted: int) -> tuple[int, int]:
        """Read the head of one of the wanted elements; return its tag and where it ends, `_UNTIL_MARK` for a mark."""
        tag, first = self._byte(), self._byte()
        if wanted and tag not in wanted:
            raise _Broken
        if first == 0x80:
            return tag, _UNTIL_MARK
        length = first if first < 0x80 else self._number(first & 0x7F)
        if self.at + length > len(self.data):
            raise _Broken
        return tag, self.at + length

    def skip(self, *wanted: int, depth: int = 0) -> None:
        """Pass over a whole element."""
        end = self.head(*wanted)[1]
        if end != _UNTIL_MARK:
            self.at = end
            return
        if depth > _DEEPEST:
            raise _Broken
        while not self.ends(_UNTIL_MARK):
            self.skip(depth=depth + 1)

    def ends(self, end: int) -> bool:
        """Tell whether an element is over; a mark that says so is passed over."""
        if end != _UNTIL_MARK:
            return self.at >= end
        if self.data[self.at : self.at + 2] == b"\0\0":
            self.at += 2
            return True
        if self.at >= len(self.data):
            raise _Broken
        return False

    def taken(self, end: int) -> bytes:
        """Return the bytes up to an end that is known."""
        if end == _UNTIL_MARK:
            raise _Broken
        start, self.at = self.at, end
        return self.data[start:end]

    def _byte(self) -> int:
        if self.at >= len(self.data):
            raise _Broken
        self.at += 1
        return self.data[self.at - 1]

    def _number(self, size: int) -> int:
        if not 0 < size <= 4:
            raise _Broken
        return int.from_bytes(self.taken(min(self.at + size, len(self.data))))


def signed_content(data: bytes) -> bytes | None:
    """Return the bytes that were signed; None where these hold none, as what is encrypted. Never raises."""
    try:
        return _content(_Reader(data))
    except _Broken:
        return None


def _content(reader: _Reader) -> bytes | None:
    reader.head(_SEQUENCE)
    if reader.taken(reader.head(_IDENTIFIER)[1]) != _SIGNED:
        return None
    reader.head(_WRAPPED)
    reader.head(_SEQUENCE)
    reader.skip(_INTEGER)
    reader.skip(_SET)
    end = reader.head(_SEQUENCE)[1]
    reader.skip(_IDENTIFIER)
    if reader.ends(end):
        return None  # the signature alone: what was signed stands elsewhere
    reader.head(_WRAPPED)
    return b"".join(_pieces(reader))


def _pieces(reader: _Reader) -> list[bytes]:
    """Return a text of bytes, which may come in pieces."""
    tag, end = reader.head(_BYTES, _CONSTRUCTED_BYTES)
    if tag == _BYTES:
        return [reader.taken(end)]
    found = []
    while not reader.ends(end):
        found.append(reader.taken(reader.head(_BYTES)[1]))
    return found
