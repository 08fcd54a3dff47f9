"""Messages made to cost as much as they can, of any size: each shape once went wrong in some parser."""

from collections.abc import Callable

HEAD = b"From: a@quay.example\nTo: d@vendor.example\nSubject: x\nDate: 3 Mar 2026 09:14 +0100\n"
PLAIN, HTML = b"\n", b"Content-Type: text/html\n\n"
MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"
QUOTED = b"Content-Transfer-Encoding: quoted-printable\n\n"
BASE64 = b"Content-Transfer-Encoding: base64\n\n"
_DEEP = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n'


def _of(piece: bytes) -> Callable[[int], bytes]:
    return lambda size: piece * (size // len(piece) + 1)


def _numbered(piece: bytes) -> Callable[[int], bytes]:
    return lambda size: b"".join(piece.replace(b"N", b"%d" % number) for number in range(size // len(piece) + 1))


def _after(start: bytes, fill: Callable[[int], bytes], end: bytes = b"") -> Callable[[int], bytes]:
    return lambda size: HEAD + start + fill(size) + end


def _nested(levels: int) -> bytes:
    return b"".join(_DEEP % (level, level) for level in range(levels))


SHAPES: dict[str, Callable[[int], bytes]] = {
    "multiparts 10,000 deep": _after(_nested(10_000), _of(b"x")),
    "multiparts 100 deep round one text": _after(_nested(100), _of(b"words\n")),
    "mails 100 deep round one text": _after(b"Content-Type: message/rfc822\n\n" * 99 + b"\n", _of(b"words\n")),
    "parts": _after(MIXED, _of(b"--b\nContent-Type: image/png\n\nx\n")),
    "texts in parts": _after(MIXED, _numbered(b"--b\n\nwords N\n")),
    "closing boundaries": _after(MIXED, _of(b"--b--\n")),
    "boundaries within a line": _after(MIXED, _of(b"x--b")),
    "lines like unknown boundaries": _after(MIXED, _of(b"--" + b"a" * 50 + b"\n")),
    "one line of dashes": _after(MIXED, _of(b"-")),
    "header fields": _after(b"", _of(b"X-A: b\n"), b"\nbody"),
    "one header field": _after(b"X-A: ", _of(b"y"), b"\n\nbody"),
    "one folded field": _after(b"X-A: ", _of(b"y\n "), b"\n\nbody"),
    "lines that are no fields": _after(b"", _of(b"x\n"), b"From: x"),
    "encoded words": _after(b"X-B: a\nSubject: ", _of(b"=?utf-8?Q?a?= "), b"\n\nbody"),
    "encoded words not closed": _after(b"Comments: a\nCc: ", _of(b"=?utf-8?Q?a"), b"\n\nbody"),
    "addresses": _after(b"Cc: ", _of(b"Aa <a@b.example>, "), b"\n\nbody"),
    "brackets in addresses": _after(b"Cc: ", _of(b"(<"), b"\n\nbody"),
    "quotes in addresses": _after(b"Cc: ", _of(b'\\"'), b"\n\nbody"),
    "one endless address": _after(b"Cc: ", _of(b"a"), b"\n\nbody"),
    "message ids": _after(b"References: ", _of(b"<a@b> "), b"\n\nbody"),
    "RFC 2231 pieces": _after(b"Content-Type: image/png", _numbered(b"; name*N*=%41"), b"\n\nbody"),
    "parameters": _after(b"Content-Type: image/png", _of(b"; a=b c=d"), b"\n\nbody"),
    "brackets in the type": _after(b"Content-Type: ", _of(b"("), b"\n\nbody"),
    "soft line breaks": _after(QUOTED, _of(b"=\n")),
    "equal signs": _after(QUOTED, _of(b"=ZZ==")),
    "equal signs and spaces": _after(QUOTED, _of(b"=" + b" " * 5000)),
    "base64": _after(BASE64, _of(b"QUFB" * 19 + b"\n")),
    "base64 of nothing": _after(BASE64, _of(b"=")),
    "base64 padded again and again": _after(BASE64, _of(b"QQ==")),
    "uuencode begun": _after(PLAIN, _of(b"begin 644 x\n"), b"end\n"),
    "uuencode never ended": _after(b"\nbegin 644 x\n", _of(b"#86)C\n")),
    "uuencode begun and left": _after(PLAIN, _of(b"begin 644 x\n#86)C\n")),
    "lines of two bytes": _after(PLAIN, _of(b"x\n")),
    "one line": _after(PLAIN, _of(b"w ")),
    "quote marks": _after(PLAIN, _of(b">")),
    "lines of quote marks": _after(PLAIN, _of(b">\n")),
    "signature marks": _after(PLAIN, _of(b"-- \n")),
    "raw letters": _after(PLAIN, _of(b"\xe9\xe8 x")),
    "raw letters in runs": _after(PLAIN, _of(b"\xe9\xe8\xe7 ")),
    "escapes of ISO-2022-JP": _after(PLAIN, _of(b"\x1b$BF|\x1b(B")),
    "broken escapes": _after(PLAIN, _of(b"\x1b$B\x7f\x7f\n\x1b(B")),
    "paragraphs": _after(HTML, _of(b"<p>words <b>and</b> more</p>\n")),
    "elements never closed": _after(HTML, _of(b"<b>")),
    "blocks never closed": _after(HTML, _of(b"<div>")),
    "tables in tables": _after(HTML, _of(b"<table><tr><td>")),
    "misnested elements": _after(HTML, _of(b"<a><p><b><i>")),
    "brackets": _after(HTML, _of(b"<")),
    "comments never closed": _after(HTML, _of(b"<!--")),
    "attributes": _after(HTML + b"<p ", _numbered(b"aN=b ")),
    "entities": _after(HTML, _of(b"&amp")),
    "pictures": _after(HTML, _of(b"<img src=cid:a>")),
    "lists in lists": _after(HTML, _of(b"<ul><li>")),
    "events": _after(b"Content-Type: text/calendar\n\n", _of(b"BEGIN:VEVENT\n")),
    "TNEF attributes": _after(
        b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22\x01\x00", _of(b"\x02\x02\x90\x06\0\0\0\0\0\0\0\0")
    ),
}
