"""Values with parameters (Content-Type, Content-Disposition), among them RFC 2231 names, split and encoded."""

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from intake.parse.decode.charset import decode_text
from intake.parse.decode.words import clean_line, decode_words

_PARAM = re.compile(rb';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_VALUE = re.compile(rb'\s*"?([^\s,"=]*)(?=[\s,"]|$)"?')
_COMMENT = re.compile(rb"\([^()]*\)")
# "charset=utf-8 format=flowed": another parameter behind a value without a semicolon between them.
_RUN_ON = re.compile(rb"\s+(?=(?:charset|format|delsp|boundary|filename|name|size|type|method)\*?\s*=)", re.IGNORECASE)
_SPLIT = re.compile(r"(?P<name>[^*]+)(?:\*(?P<part>\d{1,4}))?(?P<encoded>\*)?")
_PERCENT = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
_NOT_IN_A_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_MOST = 200
_LONGEST = 65536


def parse_value(raw: bytes, hint: str | None = None) -> tuple[str, dict[str, str]]:
    """Return the bare value in lower case, and its parameters by lower-case name. Never raises."""
    unfolded = re.sub(rb"\r?\n[ \t]*", b" ", raw[:_LONGEST])
    if unfolded.startswith(b"=?"):
        unfolded = decode_words(unfolded).encode("utf-8", "replace")
    value, rest = _apart(unfolded)
    plain: dict[str, str] = {}
    split: dict[str, dict[int, tuple[bool, bytes]]] = {}
    for key, content in _pairs(rest):
        shape = _SPLIT.fullmatch(key)
        if shape is None or not (shape["part"] or shape["encoded"]):
            plain.setdefault(key, decode_words(content, hint))
            continue
        segments = split.setdefault(shape["name"], {})
        segments.setdefault(int(shape["part"] or 0), (bool(shape["encoded"]), content))
    # The split or encoded form is the richer one; mailers send a plain one beside it for old readers.
    return value.decode("ascii", "replace").lower(), plain | {name: _join(parts) for name, parts in split.items()}


def file_name(disposition: dict[str, str], content_type: dict[str, str]) -> str:
    """Return what the parameters of a part call its file, safe to show and to store under; "" when they do not."""
    said = (
        disposition.get("filename"),
        content_type.get("name"),
        disposition.get("name"),
        content_type.get("filename"),
    )
    return next((name for one in said if one and (name := safe_name(_unescaped(one)))), "")


def safe_name(name: str) -> str:
    """Return a file name without path, line ends, NUL, control or direction signs, 255 characters at most."""
    clean = _NOT_IN_A_NAME.sub("", clean_line(name)).replace("\\", "/").rstrip("/")
    last = clean.rpartition("/")[2].strip(" .") if set(clean) <= set("./ ") else clean.rpartition("/")[2].strip()
    return last[:255]


def _apart(unfolded: bytes) -> tuple[bytes, bytes]:
    """Return the bare value without comments, and its parameters, all behind a semicolon even if the first has none."""
    head, _, rest = unfolded.partition(b";")
    head = _COMMENT.sub(b" ", head)
    found = _VALUE.match(head)
    value, left = (b"", head) if found is None else (found.group(1), head[found.end() :])
    left = left.strip(b' \t,"')
    return value.strip(b"'"), (b";" + left if b"=" in left else b"") + b";" + rest


def _pairs(rest: bytes) -> Iterator[tuple[str, bytes]]:
    """Each parameter with its value out of quotes, `_MOST` of them."""
    for number, found in enumerate(_PARAM.finditer(rest)):
        if number >= _MOST:
            return
        content = found.group(2).strip()
        more: list[bytes] = []
        if not content.startswith(b'"'):
            content, *more = _RUN_ON.split(content, maxsplit=3)
        yield found.group(1).decode("ascii", "replace").lower(), _unquote(content)
        for one in more:
            key, _, value = one.partition(b"=")
            yield key.strip().decode("ascii", "replace").lower(), _unquote(value.strip())


def _unquote(content: bytes) -> bytes:
    if content.startswith(b"'") and content.endswith(b"'") and len(content) > 2:
        return content[1:-1]
    if not content.startswith(b'"'):
        return content
    return re.sub(rb'\\(["\\])', rb"\1", content[1:].removesuffix(b'"'))


def _unescaped(name: str) -> str:
    """Undo the percent signs that some programs write into a plain name, where they spell letters that need them."""
    if _PERCENT.search(name) is None:
        return name
    try:
        return unquote_to_bytes(name).decode("utf-8")
    except UnicodeDecodeError:
        return name


def _join(parts: dict[int, tuple[bool, bytes]]) -> str:
    """RFC 2231, 3 and 4: charset'language'text in the first part; encoded parts are percent-encoded bytes."""
    charset: str | None = None
    pieces: list[bytes] = []
    for index in sorted(parts):
        encoded, piece = parts[index]
        if encoded and index == 0 and piece.count(b"'") >= 2:
            label, _, piece = piece.split(b"'", 2)
            charset = label.decode("ascii", "replace")
        pieces.append(unquote_to_bytes(piece) if encoded else piece)
    content = b"".join(pieces)
    if b"=?" in content:
        return decode_words(content, charset)
    return clean_line(decode_text(content, charset))
