"""Which attached files are taken, as the window and the portal ask: by the ending of the name and by what is in them.

Nothing that is taken is ever run or shown by us. What is refused here is what a reader would open in good faith: a page
or a program that is called a picture.
"""

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum

from intake.domain.window import Upload
from intake.render.flow import one_line

MOST_FILES = 10  # of one message
_LONGEST_NAME = 120
_LOOKED_AT = 4096  # bytes at the beginning
_PDF_WITHIN = 1024  # bytes: so far behind a beginning of its own readers look for a PDF's
_WINDOWS_PROGRAM, _ITS_HEAD = b"MZ", 64  # these letters and, within so many bytes, what no text holds
_PROGRAMS = (b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<!--", b"<iframe")
_PAGES = frozenset({"html", "htm", "xhtml", "svg", "xml"})
UNKNOWN_TYPE = "application/octet-stream"


class Refused(StrEnum):
    """Why files are not taken."""

    TOO_LARGE = "too_large"
    TOO_MANY = "too_many_files"
    TYPE = "file_type"


def refused(files: Sequence[Upload], largest: int, types: Collection[str]) -> Refused | None:
    """Return why files are not taken, None when they are: of `types`, and up to `largest` bytes together."""
    if sum(len(file.content) for file in files) > largest:
        return Refused.TOO_LARGE
    if len(files) > MOST_FILES:
        return Refused.TOO_MANY
    return None if all(_is_taken(file, types) for file in files) else Refused.TYPE


def plain_name(name: str) -> str:
    """Return what a file may be called: no folder, no line end, nothing that turns letters; "file" for nothing."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    bare = bare.encode("utf-8", "replace").decode()
    found = one_line(bare, len(bare) + 1).strip(". ")
    if len(found) <= _LONGEST_NAME:
        return found or "file"
    stem, dot, ending = found.rpartition(".")
    kept = f"{dot}{ending}"[:20] if dot else ""
    return (stem or found)[: _LONGEST_NAME - len(kept)] + kept


def ending(name: str) -> str:
    """Return the ending of a file's name in lower case, without its dot; "" where it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def served_type(name: str, content: bytes) -> str:
    """Return as what a file may be handed out: what its name and its bytes both say, else as bytes of no kind."""
    kind, looks_so = _KINDS.get(ending(name), (UNKNOWN_TYPE, _is_harmless))
    return (kind or _picture(content)) if looks_so(content) else UNKNOWN_TYPE


def _is_taken(file: Upload, types: Collection[str]) -> bool:
    found = ending(file.name)
    if found not in types:
        return False
    if found in _KINDS:
        return _KINDS[found][1](file.content)
    return found in _PAGES or _is_harmless(file.content)


def _is_harmless(content: bytes) -> bool:
    """Tell whether a file of a kind that we do not know is at least no page and no program."""
    start = content[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return _is_text(content) and not content.startswith(_PROGRAMS) and not start.startswith(_MARKUP)


def _is_text(content: bytes) -> bool:
    """Tell whether a file may be a text in any character set: nothing but a program is told from one."""
    windows = content.startswith(_WINDOWS_PROGRAM) and b"\0" in content[:_ITS_HEAD]
    return not windows and not content.startswith(_PROGRAMS[0])


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:_PDF_WITHIN] and _is_harmless(content)


def _picture(content: bytes) -> str:
    """Return which picture a file is, "" for none; many are called by another one's name."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _PICTURES.items() if content.startswith(start)), "")


def _is_picture(content: bytes) -> bool:
    return bool(_picture(content))


def _is_archive(content: bytes) -> bool:
    return content.startswith(_ARCHIVES)


def _is_office(content: bytes) -> bool:
    return content.startswith((*_ARCHIVES, _WITH_PASSWORD))


_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06")
_WITH_PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office documents that want one lie in a file of the old kind
_TEXT = ("text/plain", _is_text)
_SHOWN = ("", _is_picture)  # as what its bytes say
_OFFICE = "application/vnd.openxmlformats-officedocument."
# As what each is handed out, and what it has to look like. XML is bytes of no kind: a browser would draw some of it.
_KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    "csv": _TEXT,
    "docx": (f"{_OFFICE}wordprocessingml.document", _is_office),
    "gif": _SHOWN,
    "jpeg": _SHOWN,
    "jpg": _SHOWN,
    "json": _TEXT,
    "log": _TEXT,
    "pdf": ("application/pdf", _is_pdf),
    "png": _SHOWN,
    "txt": _TEXT,
    "webp": _SHOWN,
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", _is_office),
    "xml": (UNKNOWN_TYPE, _is_text),
    "zip": ("application/zip", _is_archive),
}
