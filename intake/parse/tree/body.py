"""The text of a message and what is attached to it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from intake.domain.message import Attachment
from intake.parse.decode.charset import decode_text
from intake.parse.decode.params import safe_name
from intake.parse.decode.transfer import split_uuencoded
from intake.parse.decode.words import decode_words
from intake.parse.tree.attached import attachment, inner_file
from intake.parse.tree.calendar_text import calendar_words
from intake.parse.tree.flowed import unfold, unmarked
from intake.parse.tree.html_text import html_to_text
from intake.parse.tree.long_tags import short_tags
from intake.parse.tree.lzfu import unpacked_rtf
from intake.parse.tree.mime import Part
from intake.parse.tree.rtf_text import rtf_words
from intake.parse.tree.shown import references
from intake.parse.tree.tnef import Tnef, read_tnef

_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_STUB = re.compile(
    r"(?:not|cannot|can't|unable to)\b[^\n]{0,60}\bhtml\b|\bhtml\b[^\n"
    r"]{0,60}(?:not|cannot)\b|html[ -](?:version|capable|format)|"
    r"(?:view|see|read|open) (?:this|the|it)\b[^\n]{0,40}\bbrowser",
    re.IGNORECASE,
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_WORD = re.compile(r"<https?:[^<>\s]*>|\w+")
_YENC = re.compile(rb"^=ybegin [^\r\n]{0,200}name=", re.MULTILINE)
_TEXTS = {"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown"}
_NOT_BODY = {
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
    "text/directory",
    "text/csv",
    "text/rtf",
    "text/rfc822-headers",
}
_AS_HTML = {"text/html", "text/enriched", "text/richtext"}
_DATA = re.compile(rb"\bdata:[\w/+.;=-]{1,100},[^\"'\s>)]{100,}", re.IGNORECASE)
_FOR_OTHERS = {"text/x-amp-html", "text/watch-html"}
_COMPARED = 200_000  # characters
_ABOUT_MIME = re.compile(rb"mime|multi-?part", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """The whole text, the attachments with their content, the enclosed message if there is one, and what was wrong.

    `marked` is the text with what tells typed signs from quote marks, for who takes quotes apart.
    """

    marked: str
    attachments: tuple[Attachment, ...]
    enclosed: Part | None
    defects: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text as it was written."""
        return unmarked(self.marked)


@dataclass
class _Room:
    """How many bytes of text are still read as words; a part that has more is kept as an attachment as well."""

    plain: int = 3_000_000
    html: int = 1_500_000

    def take(self, content: bytes, *, html: bool) -> bytes:
        """Return as much of `content` as there is room for."""
        taken = content[: self.html if html else self.plain]
        self.html -= len(taken) if html else 0
        self.plain -= 0 if html else len(taken)
        return taken


@dataclass(frozen=True)
class _Text:
    """A text of the message, worked out when it is needed: of two alternatives most often one is.

    `said` is equal for two that say the same in another shape.
    """

    read: Callable[[], str]

    @cached_property
    def text(self) -> str:
        """The words as plain text."""
        return self.read()

    @cached_property
    def said(self) -> str | None:
        """The words without links, None when there is none or the text is too long to compare."""
        words = _WORD.findall(self.text) if len(self.text) <= _COMPARED else []
        return " ".join(word for word in words if not word.startswith("<")).lower() or None


@dataclass
class _Found:
    texts: list[_Text] = field(default_factory=list)
    plain: bool = False
    attached: list[tuple[Part, bytes, bool]] = field(default_factory=list)  # the last: beside its HTML
    unpacked: list[Attachment] = field(default_factory=list)
    spare: list[_Text] = field(default_factory=list)  # counts where there is no other text: winmail.dat, invitations
    shown: set[str] = field(default_factory=set)
    enclosed: Part | None = None
    defects: list[str] = field(default_factory=list)

    def words(self) -> str:
        """All text so far."""
        return "".join(one.text for one in self.texts).strip()

    def add(self, other: "_Found") -> None:
        """Take over everything from `other`; a text that says the same once more is passed over."""
        mine = {one.said for one in self.texts} - {None} if other.texts else set()
        self.texts += [one for one in other.texts if not mine or one.said not in mine]
        self.plain = self.plain or other.plain
        self.add_attached(other)

    def add_attached(self, other: "_Found") -> None:
        """Take over what `other` has besides its text."""
        self.attached += other.attached
        self.unpacked += other.unpacked
        self.spare += other.spare
        self.shown |= other.shown
        self.enclosed = self.enclosed or other.enclosed
        self.defects += other.defects


def read_body(root: Part) -> Body:
    """Text and attachments of the message. Never raises."""
    found = _gather(root, _Room(), root=True)
    pieces = [one.text for one in found.texts if one.text.strip()]
    spare = [] if pieces else [one.text for one in found.spare if one.text.strip()]
    text = "\n\n".join(pieces or spare or _preambles(root))
    attachments = [attachment(part, content, found.shown, beside=beside) for part, content, beside in found.attached]
    defects = tuple(dict.fromkeys(found.defects))
    return Body(text.strip("\n").rstrip(), (*attachments, *found.unpacked), found.enclosed, defects)


def clean_text(text: str) -> str:
    """Return the text with plain line ends and without control characters."""
    return _CONTROL.sub("", _BREAK.sub("\n", text)).removeprefix("\ufeff")


def html_of(part: Part, content: bytes) -> str:
    """Return the HTML of a part in the charset of its label or else of its own <meta>."""
    meta = _META.search(content[:4096])
    label = part.params.get("charset") or (meta.group(1).decode("ascii") if meta else None)
    return decode_text(content, label)


def is_body_text(part: Part, *, root: bool = False, alternative: bool = False) -> bool:
    """Whether a part holds words of the message itself, and not a file."""
    if part.disposition == "attachment":
        return False
    if root and part.content_type.startswith("text/"):
        return part.content_type not in _NOT_BODY
    if part.content_type not in _TEXTS:
        return False
    return root or not part.filename or (alternative and not part.disposition)


def _gather(part: Part, room: _Room, *, root: bool = False, alternative: bool = False) -> _Found:
    found = _Found()
    if part.content_type == "multipart/alternative" and part.children:
        return _alternative(part, room)
    if part.content_type.startswith("multipart/") and part.children:
        for child in part.children:
            found.add(_gather(child, room))
        if part.content_type == "multipart/related" and found.texts:
            found.attached = [(each, content, True) for each, content, _ in found.attached]
    elif is_body_text(part, root=root, alternative=alternative):
        _read_text(part, room, found)
    elif (content := part.content) or part.filename or not root:
        _attach(part, content, found)
    return found


def _alternative(part: Part, room: _Room) -> _Found:
    """Return the plain text of the alternatives, unless it is empty or only says that there is HTML."""
    wanted = [child for child in part.children if child.content_type not in _FOR_OTHERS]
    options = [_gather(child, room, alternative=True) for child in wanted]
    chosen = next((one for one in options if one.plain and one.words()), None)
    if chosen is None or _may_be_stub(chosen.words()):
        richer = next((one for one in options if not one.plain and one.words()), None)
        if richer is not None and (chosen is None or len(richer.words()) > len(chosen.words())):
            chosen = richer
    found = _Found(plain=chosen is not None and chosen.plain)
    for one in options:
        if one is chosen:
            found.add(one)
        else:
            found.add_attached(one)
    return found


def _may_be_stub(plain: str) -> bool:
    return len(plain) < 400 and _STUB.search(plain) is not None


def _read_text(part: Part, room: _Room, found: _Found) -> None:
    html = part.content_type in _AS_HTML
    content = part.content
    if html:
        content = _DATA.sub(b"", content)
    elif b"begin" in content:
        content, files = split_uuencoded(content)
        found.unpacked += [inner_file(safe_name(decode_words(one.name)), one.content) for one in files]
    taken = room.take(content, html=html)
    if len(taken) < len(content):
        found.defects.append(f"text longer than {_Room().html if html else _Room().plain} bytes: all of it is attached")
        found.attached.append((part, part.content, False))
    (_read_html if html else _read_plain)(part, taken, found)


def _read_html(part: Part, content: bytes, found: _Found) -> None:
    html = html_of(part, content)
    found.shown |= references(html)
    found.texts.append(_Text(lambda: clean_text(html_to_text(short_tags(html)))))


def _read_plain(part: Part, content: bytes, found: _Found) -> None:
    if b"=ybegin " in content and _YENC.search(content):
        found.defects.append("yEnc: the file within the text is left as it is")
    text = clean_text(decode_text(content, part.params.get("charset")))
    if part.params.get("format", "").lower() == "flowed":
        text = unfold(text, delete_space=part.params.get("delsp", "").lower() == "yes")
    found.plain = True
    found.texts.append(_Text(lambda: text))


def _attach(part: Part, content: bytes, found: _Found) -> None:
    """Keep a part as it came; what is wrapped in it stands beside it."""
    found.attached.append((part, content, False))
    if part.children:
        found.enclosed = part.children[0]
    if part.content_type == "text/calendar":
        words = calendar_words(decode_text(content, part.params.get("charset")))
        found.spare.append(_Text(lambda: words))
    tnef = read_tnef(content)
    if tnef is not None:
        found.unpacked += [inner_file(safe_name(one.name), one.content, one.content_type) for one in tnef.files]
        found.spare.append(_Text(lambda: clean_text(_wrapped_words(tnef))))


def _wrapped_words(tnef: Tnef) -> str:
    """Return the words of a winmail.dat: its plain text, else those of its HTML, else those of its rich text."""
    if tnef.text.strip():
        return tnef.text
    html = html_to_text(short_tags(tnef.html[: _Room().html]))
    if html.strip() or not tnef.rich:
        return html
    words, is_html = rtf_words(unpacked_rtf(tnef.rich))
    return html_to_text(short_tags(words)) if is_html else words


def _preambles(root: Part) -> list[str]:
    """Words above the first boundary, where a message has none elsewhere; not those that only explain MIME."""
    above = [part.preamble for part in root.walk() if part.preamble.strip()]
    return [clean_text(decode_text(one)) for one in above[:1] if _ABOUT_MIME.search(one[:2000]) is None]
