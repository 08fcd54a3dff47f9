"""What the window sends as JSON, read strictly: its shapes, and words without what no store and no letter can hold."""

import json
import re
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from intake.domain.window import Begun, Pressed
from intake.doors.window.refusal import Refusal
from intake.doors.window.words import language_in

LONGEST_TEXT = 10_000  # characters
_KEY = r"^[A-Za-z0-9_-]{8,64}$"
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,3}")
_LONGEST_ZONE = 64
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?")


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TalkAsked(_Asked):
    """`POST /window/talk`."""

    language: Annotated[str, StringConstraints(max_length=100)] = ""
    zone: Annotated[str, StringConstraints(max_length=200)] = ""
    page: Annotated[str, StringConstraints(max_length=4000)] = ""
    token: Annotated[str, StringConstraints(max_length=8000)] | None = None

    def begun(self) -> Begun:
        """Return what begins a talk; a language, zone or page that is none is left out."""
        return Begun(
            language=language_in(self.language),
            zone=self.zone if len(self.zone) <= _LONGEST_ZONE and _ZONE.fullmatch(self.zone) else "",
            page=_page(self.page),
            vouched=self.token or "",
        )


class SayAsked(_Asked):
    """`POST /window/say`; its text is measured afterwards, for a text that is too long has a sentence of its own."""

    key: Annotated[str, StringConstraints(pattern=_KEY)]
    text: str = ""


class PressAsked(_Asked):
    """`POST /window/press`."""

    action: Literal["level", "fact", "worse", "yes", "no"]
    choice: Annotated[str, StringConstraints(max_length=64)] | None = None

    def pressed(self) -> Pressed:
        """Return what was pressed."""
        return Pressed(action=self.action, choice=self.choice or "")


class SeenAsked(_Asked):
    """`POST /window/seen`."""

    line: Annotated[int, Field(ge=0, lt=2**62)]


class WhoAsked(_Asked):
    """`POST /window/who`."""

    name: Annotated[str, StringConstraints(max_length=200)] = ""
    address: Annotated[str, StringConstraints(min_length=3, max_length=254)]


class NothingAsked(_Asked):
    """`POST /window/transcript`."""


Asked = TypeVar("Asked", bound=_Asked)


def asked_as(shape: type[Asked], body: bytes) -> Asked:
    """Return a body's JSON as what it has to be; raises Refusal for anything else. No body is an empty object."""
    try:
        found = json.loads(body or b"{}")
        return shape.model_validate(_clean_values(found))
    except (ValueError, RecursionError) as error:  # no UTF-8, no JSON, or another shape: a ValidationError is one too
        raise Refusal("unreadable") from error


def say_asked(key: str, text: str) -> SayAsked:
    """Return the same from a form's fields; raises Refusal."""
    try:
        return SayAsked.model_validate({"key": key, "text": clean(text)})
    except ValidationError as error:
        raise Refusal("unreadable") from error


def clean(text: str) -> str:
    """Return words with one kind of line end and without control characters; half a character becomes a mark."""
    whole = text.encode("utf-8", "replace").decode()
    return _CONTROLS.sub("", _LINE_END.sub("\n", whole))


def after_line(written: str) -> int:
    """Return the line behind which a stream goes on, 0 for "" which is the beginning; raises Refusal for no number."""
    found = written.strip()
    if not found:
        return 0
    if not (found.isascii() and found.isdigit() and len(found) < 19):
        raise Refusal("unreadable")
    return int(found)


def _clean_values(found: Any) -> Any:
    if not isinstance(found, dict):
        return found
    return {clean(name): clean(value) if isinstance(value, str) else value for name, value in found.items()}


def _page(address: str) -> str:
    """Return a page's address without what follows a question mark, which may hold secrets of the vendor's site."""
    try:
        found = urlsplit(address)
        host = found.hostname
    except ValueError:
        return ""
    if found.scheme not in ("http", "https") or not host:
        return ""
    place = found.netloc.rpartition("@")[2]
    return f"{found.scheme}://{place}{found.path}"[:500]
