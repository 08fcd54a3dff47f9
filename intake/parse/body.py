"""The text of a message and what is attached to it."""

import hashlib
import re
from dataclasses import dataclass, field

from intake.domain.message import Attachment
from intake.parse.charset import decode_text
from intake.parse.flowed import unfold
from intake.parse.html_text import html_to_text
from intake.parse.mime import Part
from intake.parse.params import safe_name
from intake.parse.tnef import read_tnef
from intake.parse.transfer import split_uuencoded
from intake.parse.words import decode_words

_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_CID = re.compile(r"cid:([^\s\"'<>)]{1,250})", re.IGNORECASE)
_STUB = re.compile(
    r"(?:not|cannot|can't|unable to)\b[^\n]{0,60}\bhtml\b|\bhtml\b[^\n"
    r"]{0,60}(?:not|cannot)\b|html[ -](?:version|capable|format)|"
    r"(?:view|see|read|open) (?:this|the|it)\b[^\n]{0,40}\bbrowser",
    re.IGNORECASE,
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Body:
    """The whole text, the attachments with their content, and the enclosed message if there is one."""

    text: str
    attachments: tuple[Attachment, ...]
    enclosed: Part | None


@dataclass
class _Found:
    texts: list[str] = field(default_factory=list)
    plain: bool = False
    attached: list[tuple[Part, bytes]] = field(default_factory=list)
    unpacked: list[Attachment] = field(default_factory=list)
    wrapped: list[str] = field(default_factory=list)  # text within winmail.dat: counts where there is no other
    cids: set[str] = field(default_factory=set)
    enclosed: Part | None = None

    def add(self, other: "_Found") -> None:
        """Take over everything from `other`."""
        self.texts += other.texts
        self.plain = self.plain or other.plain
        self.add_attached(other)

    def add_attached(self, other: "_Found") -> None:
        """Take over what `other` has besides its text."""
        self.attached += other.attached
        self.unpacked += other.unpacked
        self.wrapped += other.wrapped
        self.cids |= other.cids
        self.enclosed = self.enclosed or other.enclosed


def read_body(root: Part) -> Body:
    """Text and attachments of the message. Never raises."""
    found = _gather(root, root=True)
    pieces = [piece for piece in found.texts if piece.strip()]
    text = "\n\n".join(pieces or found.wrapped)
    attachments = [_attachment(part, content, found.cids) for part, content in found.attached]
    return Body(text.strip("\n").rstrip(), (*attachments, *found.unpacked), found.enclosed)


def clean_text(text: str) -> str:
    """Return the text with plain line ends and without control characters."""
    return _CONTROL.sub("", _BREAK.sub("\n", text)).removeprefix("\ufeff")


def _gather(part: Part, *, root: bool = False) -> _Found:
    found = _Found()
    if part.content_type == "multipart/alternative" and part.children:
        return _alternative(part)
    if part.content_type.startswith("multipart/") and part.children:
        for child in part.children:
            found.add(_gather(child))
    elif _is_text(part, root=root):
        _read_text(part, found)
    elif (content := part.content) or part.filename or not root:
        found.attached.append((part, content))
        _unwrap(content, found)
        if part.children:
            found.enclosed = part.children[0]
    return found


def _is_text(part: Part, *, root: bool) -> bool:
    if part.content_type not in {"text/plain", "text/html", "text/enriched", "text/markdown"}:
        return False
    return part.disposition != "attachment" and (root or not part.filename)


def _alternative(part: Part) -> _Found:
    """Return the plain text of the alternatives, unless it is empty or only says that there is HTML."""
    options = [_gather(child) for child in part.children]
    worded = [one for one in options if "".join(one.texts).strip()]
    chosen = next((one for one in worded if one.plain), worded[0] if worded else None)
    richer = next((one for one in worded if not one.plain), None)
    if chosen is not None and richer is not None and _is_stub("".join(chosen.texts), "".join(richer.texts)):
        chosen = richer
    found = _Found(plain=chosen is not None and chosen.plain)
    for one in options:
        if one is chosen:
            found.add(one)
        else:
            found.add_attached(one)
    return found


def _is_stub(plain: str, html: str) -> bool:
    return len(plain) < 400 and len(html) > len(plain) and _STUB.search(plain) is not None


def _read_text(part: Part, found: _Found) -> None:
    content = part.content
    charset = part.params.get("charset")
    if part.content_type in {"text/html", "text/enriched"}:
        meta = _META.search(content[:4096])
        html = decode_text(content, charset or (meta.group(1).decode("ascii") if meta else None))
        found.cids |= {cid.lower() for cid in _CID.findall(html)}
        found.texts.append(clean_text(html_to_text(html)))
        return
    if b"begin" in content:
        content, files = split_uuencoded(content)
        found.unpacked += [_file(safe_name(decode_words(one.name)), one.content) for one in files]
    text = clean_text(decode_text(content, charset))
    if part.params.get("format", "").lower() == "flowed":
        text = unfold(text, delete_space=part.params.get("delsp", "").lower() == "yes")
    found.plain = True
    found.texts.append(text)


def _unwrap(content: bytes, found: _Found) -> None:
    """Add what is inside of a winmail.dat; the wrapping itself stays among the attachments."""
    tnef = read_tnef(content)
    if tnef is not None:
        found.unpacked += [_file(safe_name(one.name), one.content) for one in tnef.files]
        found.wrapped += [clean_text(tnef.text)] if tnef.text.strip() else []


def _attachment(part: Part, content: bytes, cids: set[str]) -> Attachment:
    shown = part.content_id is not None and part.content_id.lower() in cids
    image = part.content_type.startswith("image/")
    return Attachment(
        name=part.filename,
        content_type=part.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        inline=shown or (part.disposition == "inline" and image),
        content_id=part.content_id,
        content=content,
    )


def _file(name: str, content: bytes) -> Attachment:
    return Attachment(
        name=name,
        content_type="application/octet-stream",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        inline=False,
        content_id=None,
        content=content,
    )
