"""Values with parameters (Content-Type, Content-Disposition), among them RFC 2231 names, split and encoded."""

import re
from urllib.parse import unquote_to_bytes

from intake.parse.charset import decode_text
from intake.parse.words import clean_line, decode_words

_PARAM = re.compile(rb';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_SPLIT = re.compile(r"(?P<name>[^*]+)(?:\*(?P<part>\d{1,3}))?(?P<encoded>\*)?")
_NOT_IN_A_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_MOST = 200


def parse_value(raw: bytes, hint: str | None = None) -> tuple[str, dict[str, str]]:
    """Return the bare value in lower case, and its parameters by lower-case name. Never raises."""
    unfolded = re.sub(rb"\r?\n[ \t]*", b" ", raw[:65536])
    value = unfolded.partition(b";")[0].strip().strip(b"\"'").lower()
    plain: dict[str, str] = {}
    split: dict[str, dict[int, tuple[bool, bytes]]] = {}
    for found in list(_PARAM.finditer(unfolded))[:_MOST]:
        key = found.group(1).decode("ascii", "replace").lower()
        content = _unquote(found.group(2).strip())
        shape = _SPLIT.fullmatch(key)
        if shape is None or not (shape["part"] or shape["encoded"]):
            plain.setdefault(key, decode_words(content, hint))
            continue
        segments = split.setdefault(shape["name"], {})
        segments.setdefault(int(shape["part"] or 0), (bool(shape["encoded"]), content))
    # The split or encoded form is the richer one; mailers send a plain one beside it for old readers.
    return value.decode("ascii", "replace"), plain | {name: _join(parts) for name, parts in split.items()}


def safe_name(name: str) -> str:
    """Return a file name without path, line ends, NUL, control or direction signs, 255 characters at most."""
    clean = _NOT_IN_A_NAME.sub("", clean_line(name)).replace("\\", "/").rstrip("/")
    last = clean.rpartition("/")[2].strip(" .") if set(clean) <= set("./ ") else clean.rpartition("/")[2].strip()
    return last[:255]


def _unquote(content: bytes) -> bytes:
    if not content.startswith(b'"'):
        return content
    return re.sub(rb'\\(["\\])', rb"\1", content[1:].removesuffix(b'"'))


def _join(parts: dict[int, tuple[bool, bytes]]) -> str:
    """RFC 2231: charset'language'text in the first part; encoded parts are percent-encoded bytes."""
    charset: str | None = None
    content = b""
    for index in sorted(parts):
        encoded, piece = parts[index]
        if encoded and index == 0 and piece.count(b"'") >= 2:
            label, _, piece = piece.split(b"'", 2)
            charset = label.decode("ascii", "replace")
        content += unquote_to_bytes(piece) if encoded else piece
    if b"=?" in content:
        return decode_words(content, charset)
    return clean_line(decode_text(content, charset))
