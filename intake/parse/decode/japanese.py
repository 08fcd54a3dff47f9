"""ISO-2022-JP as Japanese mailers really write it: with NEC's extra signs and half-width katakana."""

import re

_SHIFT = re.compile(rb"\x1b(?:\$[@B]|\$\([BDOQ]|\([BJIH]|\$A|\$\(C|\.[AF])")
_SINGLE = {b"\x1b(B", b"\x1b(J", b"\x1b(H"}


def decode_iso_2022_jp(data: bytes) -> str:
    """Return the text of `data`; signs that no codec knows become U+FFFD. Never raises."""
    for codec in ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2", "iso2022_kr"):
        try:
            return data.decode(codec)
        except UnicodeError:
            continue
    return "".join(_segments(data))


def _segments(data: bytes) -> list[str]:
    texts = []
    start, mode = 0, b"\x1b(B"
    for shift in [*_SHIFT.finditer(data), None]:
        end = len(data) if shift is None else shift.start()
        texts.append(_segment(data[start:end], mode))
        if shift is not None:
            start, mode = shift.end(), shift.group()
    return texts


def _segment(piece: bytes, mode: bytes) -> str:
    if mode in _SINGLE or mode.startswith(b"\x1b."):
        return piece.decode("latin-1")
    if mode == b"\x1b(I":
        return bytes(byte | 0x80 for byte in piece).decode("cp932", "replace")
    # A line end falls out of the double-byte set without an escape.
    return "".join(
        part.decode("ascii", "replace") if part in {b"\r", b"\n"} else _double(part)
        for part in re.split(rb"([\r\n])", piece)
    )


def _double(piece: bytes) -> str:
    return bytes(byte | 0x80 for byte in piece).decode("euc_jis_2004", "replace")
