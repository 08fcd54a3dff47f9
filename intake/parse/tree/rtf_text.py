"""Rich text as words: plain text, or the HTML that Outlook has wrapped into it ([MS-OXRTFEX])."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from intake.parse.decode.charset import codec_for

_MOST_GROUPS: Final = 1000  # open at once; what is deeper is left out
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<ends>[\r\n]+)|(?P<text>[^\\{}\r\n]+)|\\",
    re.DOTALL,
)
# Groups that hold no words of the letter.
_APART = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf "
    b"footnote listtable listoverridetable revtbl rsidtbl generator xmlnstbl themedata datastore fldinst "
    b"mhtmltag".split()
)
_SIGNS: Mapping[bytes, str] = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"cell": "\t",
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_MARKS: Mapping[bytes, str] = {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n"}
_FONT = re.compile(rb"\\f(\d{1,5})\b[^{};]{0,200}?\\fcharset(\d{1,3})")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
# What Windows calls the charset of a font ([MS-WMF] 2.1.1.5).
_OF_FONT = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_HEAD = 4000  # bytes in which it is said that HTML is wrapped
_FONTS = 100_000  # bytes in which fonts are named


@dataclass(slots=True)
class _Group:
    """What holds within braces: whether its words count, and how its bytes are read."""

    apart: bool = False
    doubled: bool = False  # words that stand here for readers of rich text, and in HTML beside it
    tag: bool = False
    width: int = 1  # bytes that stand in the place of a letter, for older readers
    font: int = -1


@dataclass(slots=True)
class _Reader:
    """The words so far, and the bytes that are still to be read as letters of one charset."""

    label: str
    fonts: Mapping[int, str]
    html: bool
    group: _Group = field(default_factory=_Group)
    above: list[_Group] = field(default_factory=list)
    lost: int = 0  # groups that are open and too deep
    words: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    over: int = 0  # bytes to be passed over behind a letter that was given by its number
    star: bool = False

    def counts(self) -> bool:
        """Tell whether words here are the letter's."""
        return not (self.group.apart or self.lost or (self.html and self.group.doubled and not self.group.tag))

    def say(self, words: str) -> None:
        """Write words."""
        self.flush()
        if self.counts():
            self.words.append(words)

    def take(self, raw: bytes) -> None:
        """Take in bytes of the text, but for those that stand for a letter written already."""
        passed = min(self.over, len(raw))
        self.over -= passed
        if self.counts():
            self.raw += raw[passed:]

    def flush(self) -> None:
        """Read the bytes so far as letters."""
        if self.raw:
            self.words.append(self.raw.decode(self.fonts.get(self.group.font, self.label), "replace"))
            self.raw.clear()

    def open(self) -> None:
        """Begin a group: what holds outside holds in it."""
        self.flush()
        self.over = 0
        if len(self.above) >= _MOST_GROUPS:
            self.lost += 1
            return
        around = self.group
        self.above.append(around)
        self.group = _Group(around.apart, around.doubled, width=around.width, font=around.font)

    def close(self) -> None:
        """End a group."""
        self.flush()
        self.over = 0
        if self.lost:
            self.lost -= 1
        elif self.above:
            self.group = self.above.pop()


def rtf_words(rtf: bytes) -> tuple[str, bool]:
    """Return the words of rich text, and whether they are HTML. Never raises; linear in the length."""
    page = _CODE_PAGE.search(rtf, 0, _HEAD)
    label = "cp1252" if page is None else f"cp{page[1].decode('ascii')}"
    named = _FONT.findall(rtf, 0, _FONTS)
    fonts = {int(number): _OF_FONT[int(kind)] for number, kind in named if int(kind) in _OF_FONT}
    reader = _Reader(codec_for(label) or "cp1252", fonts, html=b"\\fromhtml" in rtf[:_HEAD])
    at = 0
    while at < len(rtf):
        token = _TOKEN.match(rtf, at)
        if token is None:
            break
        at = token.end() + _read(reader, token)
    reader.flush()
    # Letters beyond the first 65,536 are given as two halves.
    return "".join(reader.words).encode("utf-16", "surrogatepass").decode("utf-16", "replace"), reader.html


def _read(reader: _Reader, token: "re.Match[bytes]") -> int:
    """Take in one token; return how many bytes behind it are no text."""
    star, reader.star = reader.star, False
    if token["text"] is not None:
        reader.take(token["text"])
    elif token["byte"] is not None:
        reader.take(bytes([int(token["byte"], 16)]))
    elif token["brace"] is not None:
        (reader.open if token["brace"] == b"{" else reader.close)()
    elif token["sign"] is not None:
        _sign(reader, token["sign"])
    elif token["word"] is not None:
        return _word(reader, token["word"], token["number"], star)
    return 0


def _sign(reader: _Reader, sign: bytes) -> None:
    if sign == b"*":
        reader.star = True
    elif sign in b"{}\\":
        reader.take(sign)
    elif sign in _MARKS:
        reader.say(_MARKS[sign])


def _word(reader: _Reader, word: bytes, number: bytes | None, star: bool) -> int:
    value = None if number is None else int(number)
    if word in _SIGNS:
        reader.say(_SIGNS[word])
    elif word in _PROPERTIES:
        _PROPERTIES[word](reader, value)
    elif word in _APART or star:
        reader.flush()
        reader.group.apart = True
    return max(value or 0, 0) if word == b"bin" else 0


def _unicode(reader: _Reader, value: int | None) -> None:
    reader.say(chr((value or 0) % 0x10000))
    reader.over = reader.group.width


def _width(reader: _Reader, value: int | None) -> None:
    reader.group.width = min(max(value if value is not None else 1, 0), 8)


def _font(reader: _Reader, value: int | None) -> None:
    reader.flush()
    reader.group.font = -1 if value is None else value


def _plain(reader: _Reader, _value: int | None) -> None:
    reader.flush()
    reader.group.font = -1


def _doubled(reader: _Reader, value: int | None) -> None:
    reader.flush()
    reader.group.doubled = value != 0


def _tag(reader: _Reader, _value: int | None) -> None:
    reader.flush()
    reader.group.tag, reader.group.apart = True, not reader.html


_PROPERTIES: Mapping[bytes, Callable[[_Reader, int | None], None]] = {
    b"u": _unicode,
    b"uc": _width,
    b"f": _font,
    b"plain": _plain,
    b"htmlrtf": _doubled,
    b"htmltag": _tag,
}
