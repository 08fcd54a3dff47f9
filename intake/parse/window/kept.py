"""Kept: what a window or a form of the portal has sent, as bytes of ours in the place of a raw mail.

Only our own doors write these, and what they say of who wrote is what the door has found out.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intake.domain.portal import Submission
from intake.domain.uploads import files_in, with_files
from intake.domain.window import Said, Talk, Upload

_WINDOW, _PORTAL = "window", "portal"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidThere:
    """What was said in a talk, or sent by a form, read again. `by` is a talk's address, or a mail address."""

    by: str
    key: str
    text: str
    subject: str = ""
    case: int | None = None
    level: str | None = None
    files: tuple[Upload, ...] = ()

    @property
    def talk(self) -> Talk | None:
        """Return the talk that it was said in, None for what a form has sent."""
        return Talk.read(self.by)


def kept_talk(talk: Talk, said: Said) -> bytes:
    """Return the bytes of what was said in a talk."""
    body = {"from": _WINDOW, "by": talk.address, "key": said.key, "text": said.text}
    return _bytes(body, said.files)


def kept_form(sent: Submission) -> bytes:
    """Return the bytes of what a form of the portal has sent."""
    body = {
        "from": _PORTAL,
        "by": sent.by,
        "key": sent.key,
        "subject": sent.subject,
        "text": sent.text,
        "case": sent.case,
        "level": sent.level,
    }
    return _bytes(body, sent.files)


def read(raw: bytes) -> SaidThere | None:
    """Return what was kept, None for what is none of ours: erased, let go, or another's bytes."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or body.get("from") not in (_WINDOW, _PORTAL):
        return None
    case, level = body.get("case"), body.get("level")
    return SaidThere(
        by=_text(body, "by"),
        key=_text(body, "key"),
        text=_text(body, "text"),
        subject=_text(body, "subject"),
        case=case if isinstance(case, int) and not isinstance(case, bool) else None,
        level=level if isinstance(level, str) and level else None,
        files=tuple(files_in(body)),
    )


def _bytes(body: Mapping[str, Any], files: tuple[Upload, ...]) -> bytes:
    # What JSON cannot say in UTF-8 (half a character, from a browser) is escaped.
    return json.dumps(with_files(body, files), ensure_ascii=True).encode("ascii")


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""
