"""Bytes to text by a ladder: what they are for certain, what the label says, what they look like, latin-1."""

import codecs
import re
from functools import lru_cache

from intake.parse.japanese import decode_iso_2022_jp

# A label often names the ancestor of the set that was really used; the descendant decodes both.
_WIDER = {
    "ansi": "cp1252",
    "ascii": "cp1252",
    "big5": "cp950",
    "csgb2312": "gb18030",
    "csisolatin1": "cp1252",
    "euckr": "cp949",
    "gb2312": "gb18030",
    "gb231280": "gb18030",
    "gbk": "gb18030",
    "iso88591": "cp1252",
    "iso885911": "cp874",
    "iso88598i": "iso8859-8",
    "iso88599": "cp1254",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "latin1": "cp1252",
    "macintosh": "mac_roman",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "unicode11utf7": "utf-7",
    "usascii": "cp1252",
    "utf8mb4": "utf-8",
    "windows31j": "cp932",
    "xgbk": "gb18030",
    "xmaccyrillic": "mac_cyrillic",
    "xsjis": "cp932",
}
_UNKNOWN = {"", "unknown8bit", "xunknown", "unknown", "default", "binary", "8bit", "7bit", "none", "xuserdefined"}
_MULTIBYTE = {"gb18030", "cp950", "cp949", "cp932", "euc_jp", "euc_kr", "big5hkscs", "hz", "johab"}
_NOT_TEXT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SURROGATE = re.compile("[\ud800-\udfff]")
_LETTER = re.compile(rb"[A-Za-z]")
_HIGH = re.compile(rb"[\x80-\xff]")
# What western Europeans type in windows-1252: letters, quotation marks, dashes, the euro and degree signs.
_WESTERN = re.compile(rb"[\x80\x85\x91-\x97\x99\xa0\xa3\xa7\xa9\xab\xae\xb0\xb4\xb7\xbb\xbf-\xff]")
_SAMPLE = 8192


def decode_text(data: bytes, declared: str | None = None) -> str:
    """Return the text of `data`; `declared` is the label on it, right or wrong. Never raises."""
    text = _certain(data) or _ladder(data, codec_for(declared))
    return _SURROGATE.sub("\ufffd", text)


@lru_cache(maxsize=256)
def codec_for(label: str | None) -> str | None:
    """Return the Python codec that reads what mail under this label holds; None for no or an unknown label."""
    name = re.sub(r"[^a-z0-9]", "", (label or "")[:60].lower())
    name = re.sub(r"^(?:win|windows|cp|xcp)(125\d)$", r"cp\1", name)
    if name in _UNKNOWN:
        return None
    if name in _WIDER:
        return _WIDER[name]
    for spelling in ((label or "").strip().strip("\"'")[:60], name):
        try:
            found = codecs.lookup(spelling)
        except (LookupError, ValueError):
            continue
        # CodecInfo alone says whether a codec is for text; base64 and rot13 are not.
        if getattr(found, "_is_text_encoding", True) and found.name not in _NOT_TEXT:
            return found.name
    return None


def _certain(data: bytes) -> str | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data.decode(codec, "replace")
    if b"\x1b$" in data or b"\x1b(J" in data:
        return decode_iso_2022_jp(data)
    return None


def _ladder(data: bytes, codec: str | None) -> str:
    if codec in {"utf-7", "hz"} or (codec or "").startswith(("utf-16", "utf-32", "iso2022", "cp037", "cp500")):
        return _wide(data, codec or "")
    if data.isascii():
        return data.decode("ascii")
    utf8 = _strictly(data, "utf-8")
    if codec in _MULTIBYTE:
        labelled = _strictly(data, codec)
        # A few characters of a double-byte set can be valid UTF-8 by chance; a sentence cannot.
        if labelled is not None and (utf8 is None or len(_HIGH.findall(data[:_SAMPLE])) < 6):
            return labelled
    if utf8 is not None:
        return utf8
    if codec is not None:
        return _labelled(data, codec)
    return _looks_like(data)


def _wide(data: bytes, codec: str) -> str:
    if codec == "utf-16":
        codec = "utf-16-le" if data[1:200:2].count(0) > data[0:200:2].count(0) else "utf-16-be"
    text = _strictly(data, codec)
    if text is None and codec.startswith(("utf-16", "utf-32")) and data[:400].count(0) == 0:
        return _ladder(data, None)
    return data.decode(codec, "replace") if text is None else text


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _labelled(data: bytes, codec: str) -> str:
    """Believe the label; a few bad bytes are forgiven, a text full of them has the wrong label."""
    text = _strictly(data, codec)
    if text is not None:
        return text
    if codec == "utf-8":
        return _damaged_utf8(data)
    text = data.decode(codec, "replace")
    if codec == "cp1252":
        return data.decode("latin-1") if text.count("\ufffd") * 50 > len(text) else _latin(data)
    return text if text.count("\ufffd") * 20 <= len(text) else _looks_like(data)


def _damaged_utf8(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    good = sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    return text if good > text.count("\ufffd") else _looks_like(data)


def _looks_like(data: bytes) -> str:
    high, letters = len(_HIGH.findall(data)), len(_LETTER.findall(data))
    odd = high - len(_WESTERN.findall(data))
    # Guessing from a handful of bytes goes wrong; where few are high and all are western, they are western.
    if odd == 0 and (high * 4 < len(data) or (len(data) < 64 and high < letters)):
        return _latin(data)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], steps=5, chunk_size=512).best()
    text = None if best is None else _strictly(data, best.encoding)
    return _latin(data) if text is None else text


def _latin(data: bytes) -> str:
    text = _strictly(data, "cp1252")
    return data.decode("latin-1") if text is None else text
