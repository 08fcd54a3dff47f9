"""The line ends of a message made those that the parser knows, and what editors put before its first line taken off."""

import codecs
import re

_HEAD = 2000
_LONE = re.compile(rb"\r(?!\n)")


def one_line_end(raw: bytes) -> bytes:
    """Return the message with LF or CRLF as its line ends, without a byte order mark; bytes that have them are kept."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raw = raw.decode("utf-16", "replace").encode("utf-8", "replace")
    raw = raw.removeprefix(codecs.BOM_UTF8)
    head = raw[:_HEAD]
    if head.count(b"\r\r\n") * 2 > head.count(b"\n"):
        return re.sub(rb"\r++\n", b"\r\n", raw)
    if len(_LONE.findall(head)) > head.count(b"\n"):
        return _LONE.sub(b"\n", raw)
    return raw
