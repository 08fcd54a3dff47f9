"""A letter as the window shows it: paragraphs, and instants that the reader's own clock can show."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from intake.domain.message import Attachment
from intake.domain.uploads import files_in, with_files
from intake.domain.window import Upload
from intake.render.instants import SMALL_PRINT, Instant, pieces
from intake.render.letter import Written

_ADDRESS = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)\]}'\"]")
_ITEM = "- "

Piece = str | dict[str, Any]
Paragraph = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A letter as it lies in the outbox. `words` is its text as it is read aloud, `paragraphs` what the window draws.

    A paragraph has a `kind`: "p", "item" of a list, "small" print. Its `pieces` are words, instants (`at`, `words`,
    `ends` where they name a day whose end it is) and addresses (`href`, `words`).
    """

    words: str
    paragraphs: tuple[Paragraph, ...] = field(repr=False)
    files: tuple[Upload, ...] = field(default=(), repr=False)

    def as_json(self) -> bytes:
        """Return it as the outbox keeps it."""
        body = with_files({"text": self.words, "paragraphs": list(self.paragraphs)}, self.files)
        return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")

    @classmethod
    def read(cls, raw: bytes) -> "Shown":
        """Return a letter from the outbox; one that was erased says nothing."""
        kept: Mapping[str, Any] = json.loads(raw) if raw else {"text": "", "paragraphs": ()}
        return cls(words=kept["text"], paragraphs=tuple(kept["paragraphs"]), files=tuple(files_in(kept)))


def shown(written: Written, attachments: tuple[Attachment, ...] = ()) -> Shown:
    """Return a letter of a chat as the window shows it."""
    words, _, small = written.marked.partition(SMALL_PRINT)
    files = tuple(Upload(name=one.name, content_type=one.content_type, content=one.content) for one in attachments)
    return Shown(
        words=written.body.strip(), paragraphs=(*_paragraphs(words), *_paragraphs(small, small=True)), files=files
    )


def _paragraphs(marked: str, *, small: bool = False) -> Iterator[Paragraph]:
    for block in marked.split("\n\n"):
        lines: list[str] = []
        for line in block.strip("\n").split("\n"):
            if line.startswith(_ITEM):
                yield from _paragraph("small" if small else "p", lines)
                yield from _paragraph("small" if small else "item", [line.removeprefix(_ITEM)])
                lines = []
            else:
                lines.append(line)
        yield from _paragraph("small" if small else "p", lines)


def _paragraph(kind: str, lines: list[str]) -> Iterator[Paragraph]:
    text = "\n".join(lines).strip()
    if text:
        yield {"kind": kind, "pieces": [one for piece in pieces(text) for one in _pieces(piece)]}


def _pieces(piece: str | Instant) -> Iterator[Piece]:
    if isinstance(piece, Instant):
        yield {"at": piece.at.isoformat(), "words": piece.words, "ends": piece.ends}
        return
    end = 0
    for found in _ADDRESS.finditer(piece):
        if piece[end : found.start()]:
            yield piece[end : found.start()]
        yield {"href": found.group(), "words": found.group()}
        end = found.end()
    if piece[end:]:
        yield piece[end:]
