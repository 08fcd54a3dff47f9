"""Address lists as people's mailers write them: groups, comments, missing quotes, encoded names."""

import re
from dataclasses import dataclass, field

from intake.domain.message import Address
from intake.parse.decode.words import clean_line, decode_words

_TOKEN = re.compile(
    r'=\?[^?\s]{1,60}\?[bBqQ]\?[^?<>]*\?=|"(?:[^"\\]|\\.)*"?|<[^<>]*>?|\\.|[(),;:>]|[^"<>(),;:=\\]+|[=\\]', re.DOTALL
)
_BARE = re.compile(r'(?:"(?:[^"\\]|\\.){0,200}"|[^\s"\[\]<>]{1,320})@(?:\[[\w.:]{1,60}\]|[^\s"\[\]<>]{1,320})')
_DOT = re.compile(r"\s*([.@])\s*")
_NOBODY = re.compile(r'[^@"]*:\s*(?:@|;|$)')  # "Undisclosed-Recipient:;", also where a server added its host
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"?')
_NESTS = {"(": 1, ")": -1}
_LONGEST = 65536


@dataclass
class _Mailbox:
    """What was read of one address: words before it, the address in brackets, words behind it, comments."""

    words: list[str] = field(default_factory=list)
    angle: str | None = None
    behind: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether a comma ends it: "Doe, John <j@x>" without quotes is one address."""
        bare = "".join(self.words)
        return self.angle is not None or not bare.strip() or ("@" in bare and _BARE.search(_closed(bare)) is not None)


def parse_addresses(raw: bytes, hint: str | None = None) -> tuple[Address, ...]:
    """Every address of the header value in order; a name without any address is kept as a name. Never raises."""
    pieces = _TOKEN.findall(re.sub(r"\r?\n", "", raw[:_LONGEST].decode("latin-1")))
    last = max((at for at, piece in enumerate(pieces) if piece == ";"), default=-1)
    boxes = [_Mailbox()]
    depth = 0
    for at, piece in enumerate(pieces):
        before, depth = depth, max(0, depth + _NESTS.get(piece, 0))
        if before or depth:
            if before and depth:
                boxes[-1].comments.append(piece)
        elif piece == ":" and boxes[-1].angle is None and (at < last or not _more(pieces, at)):
            boxes[-1] = _Mailbox()  # what stood before is the name of a group
        elif piece != ")":
            _take(boxes, piece)
    return tuple(one for box in boxes for one in _addresses(box, hint))


def _more(pieces: list[str], at: int) -> bool:
    return any(piece.strip() for piece in pieces[at + 1 : at + 20])


def _take(boxes: list[_Mailbox], piece: str) -> None:
    box = boxes[-1]
    if piece in {",", ";"}:
        if box.complete:
            boxes.append(_Mailbox())
        else:
            box.words.append(piece)
    elif piece.startswith("<"):
        if box.angle is not None and "@" in box.angle and "@" in piece:  # a comma is missing between the two
            boxes.append(_Mailbox(words=box.behind, angle=piece))
            box.behind = []
        elif box.angle is None or "@" in piece:
            box.angle = piece
    elif piece != ">":
        (box.words if box.angle is None else box.behind).append(piece)


def _addresses(box: _Mailbox, hint: str | None) -> list[Address]:
    comment = "".join(box.comments) if "".join(box.words).strip() or box.angle else ""
    if box.angle is None:
        return _bare("".join(box.words), comment, hint)
    address = re.sub(r"\([^()]*\)", "", box.angle).strip("<>")
    name = "".join(box.words).strip() or "".join(box.behind).strip() or comment
    found = Address(name=_name(name, hint), address=_clean_address(address, hint))
    return [found] if found.name or found.address else []


def _bare(text: str, comment: str, hint: str | None) -> list[Address]:
    """Addresses without brackets; several stand there when their commas are missing."""
    closed = _closed(text)
    found = list(_BARE.finditer(closed)) if "@" in closed else []
    if not found:
        name = _name(text, hint)
        return [Address(name=name)] if name else []
    if len(found) == 1:
        rest = re.sub(r"[<>\[\]]", " ", f"{closed[: found[0].start()]} {closed[found[0].end() :]}").strip(" ,;")
        return [Address(name=_name(rest or comment, hint), address=_clean_address(found[0].group(), hint))]
    return [Address(address=_clean_address(one.group(), hint)) for one in found]


def _closed(text: str) -> str:
    """Return the text without the spaces that RFC 5322, 4.4, allows around dots: "jdoe@test . example"."""
    local, sign, host = text.rpartition("@")
    if not sign or text.count("@") > 1 or "." not in host:
        return text
    return local.rstrip() + sign + _DOT.sub(r"\1", host.lstrip()) if local.strip() and " " in host else text


def _name(text: str, hint: str | None) -> str:
    unquoted = _QUOTED.sub(lambda quoted: re.sub(r"\\(.)", r"\1", quoted.group(1)), text)
    decoded = re.sub(r"\s+", " ", decode_words(unquoted.encode("latin-1"), hint)).strip(" ,;")
    for mark in "'\"":
        if len(decoded) > 1 and decoded[0] == decoded[-1] == mark:
            decoded = decoded[1:-1].strip()
        elif decoded.count(mark) == 1:
            decoded = decoded.strip(mark).strip()
    return decoded


def _clean_address(text: str, hint: str | None) -> str:
    decoded = clean_line(decode_words(text.encode("latin-1"), hint))
    if _NOBODY.match(decoded):
        return ""
    if decoded.startswith("@") and ":" in decoded:  # a source route (RFC 5321, appendix C)
        decoded = decoded.rpartition(":")[2]
    if '"' in decoded:
        return decoded
    return re.sub(r"\s+", "", decoded).removeprefix("mailto:").strip("'\"").rstrip(".,;")
