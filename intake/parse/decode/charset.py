"""Bytes to text by a ladder: what they are for certain, what the label says, what they look like, latin-1."""

import codecs
import re
from functools import lru_cache

from intake.parse.decode.guess import chinese_charset, foreign, guess_charset, guess_latin
from intake.parse.decode.japanese import decode_iso_2022_jp

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
    "ansix341968": "cp1252",
    "isoir100": "cp1252",
    "iso8859": "cp1252",
    "macintosh": "mac_roman",
    "macroman": "mac_roman",
    "xmacroman": "mac_roman",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "unicode11utf7": "utf-7",
    "usascii": "cp1252",
    "utf8mb4": "utf-8",
    "tis620": "cp874",
    "unicode20utf8": "utf-8",
    "windows31j": "cp932",
    "windows874": "cp874",
    "windows949": "cp949",
    "xeucjp": "euc_jp",
    "xgbk": "gb18030",
    "xmaccyrillic": "mac_cyrillic",
    "xsjis": "cp932",
}
_UNKNOWN = {
    "", "unknown8bit", "xunknown", "unknown", "default", "binary", "8bit", "7bit", "none", "xuserdefined",
    "ansix31101983",
}  # fmt: skip
_MULTIBYTE = {"gb18030", "cp950", "cp949", "cp932", "euc_jp", "euc_kr", "big5hkscs", "hz", "johab"}
_UNLIKE_ASCII = {
    "utf-7", "hz", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp037", "cp500", "cp1140",
}  # fmt: skip
_CHINESE = {"gb18030", "cp950"}
_NOT_TEXT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MOST_ESCAPES = 100_000  # more than any text has; what goes letter by letter would take its time
_TWICE = 6  # letters that must be seen to be encoded twice; a writer may show two or three such accidents
_AS_1252 = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LETTER = re.compile(rb"[A-Za-z]")
_HIGH = re.compile(rb"[\x80-\xff]")
# What western Europeans type in windows-1252: letters, quotation marks, dashes, the euro and degree signs.
_WESTERN = re.compile(rb"[\x80\x85\x91-\x97\x99\xa0\xa3\xa7\xa9\xab\xae\xb0\xb4\xb7\xbb\xbf-\xff]")
_SAMPLE = 8192


def decode_text(data: bytes, declared: str | None = None) -> str:
    """Return the text of `data`; `declared` is the label on it, right or wrong. Never raises."""
    if (
        data.isascii()
        and b"\x1b" not in data
        and b"\0" not in data[:_SAMPLE]
        and codec_for(declared) not in _UNLIKE_ASCII
    ):
        return data.decode("ascii")
    text = _certain(data) or _ladder(data, codec_for(declared))
    return _SURROGATE.sub("\ufffd", text)


@lru_cache(maxsize=256)
def codec_for(label: str | None) -> str | None:
    """Return the Python codec that reads what mail under this label holds; None for no or an unknown label."""
    name = re.sub(r"[^a-z0-9]", "", (label or "")[:60].lower().removeprefix("charset="))
    name = re.sub(r"^(?:win|windows|cp|xcp|ansi|mswin)(125\d)$", r"cp\1", name)
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
    if b"\x1b$)C" in data[:_SAMPLE]:
        return _strictly(data, "iso2022_kr")
    if b"\x1b$" in data or b"\x1b(J" in data or b"\x1b(I" in data:
        if data.count(b"\x1b") > _MOST_ESCAPES:
            return data.decode("iso2022_jp_ext", "replace")
        return decode_iso_2022_jp(data)
    even, odd = data[:400:2].count(0), data[1:400:2].count(0)
    if max(even, odd) > 20 + 8 * min(even, odd):
        return _strictly(data, "utf-16-be" if even > odd else "utf-16-le")
    return None


def _ladder(data: bytes, codec: str | None) -> str:
    if codec is not None and codec.startswith("iso2022"):
        codec = None  # it has escapes, which are looked for before
    if codec in _UNLIKE_ASCII:
        return _wide(data, codec or "")
    if data.isascii():
        return data.decode("ascii")
    utf8 = _strictly(data, "utf-8")
    if codec in _MULTIBYTE:
        labelled = _strictly(data, codec)
        # A few characters of a double-byte set can be valid UTF-8 by chance; a sentence cannot.
        if labelled is not None and (utf8 is None or len(_HIGH.findall(data[:_SAMPLE])) < 6):
            other = chinese_charset(data) if codec in _CHINESE and foreign(data) else None
            return labelled if other in {None, codec} else data.decode(other or codec, "replace")
    if utf8 is not None:
        return _once(utf8)
    if codec is not None:
        return _labelled(data, codec)
    return _looks_like(data)


def _wide(data: bytes, codec: str) -> str:
    if codec.startswith(("utf-16", "utf-32")) and b"\0" not in data[:400] and _strictly(data, "utf-8") is not None:
        return data.decode("utf-8")
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
    if codec == "cp1252" and foreign(data, 10) and (better := guess_charset(data)) is not None:
        return data.decode(better, "replace")
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
    if text.find("\ufffd") == len(text) - 1:  # cut off within its last letter
        return text
    good = sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    return text if good > text.count("\ufffd") else _looks_like(data)


def _once(text: str) -> str:
    """Undo UTF-8 that was taken for latin-1 or windows-1252 and encoded again, where all of the text says so."""
    if sum(char > "\x7f" for char in text[:_SAMPLE]) < 2 * _TWICE:
        return text
    try:
        return text.translate(_AS_1252).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _looks_like(data: bytes) -> str:
    if foreign(data) and (codec := guess_charset(data)) is not None:
        return data.decode(codec, "replace")
    if (codec := guess_latin(data)) is not None:
        return data.decode(codec, "replace")
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
