"""The settings of the chat window and the portal: `[window]` and `[portal]`."""

import re
from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from intake.bootstrap.parts import Fraction, Number, Part
from intake.domain.window import WindowRules

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?")
_FILE_TYPE = re.compile(r"[a-z0-9]{1,10}")
_SHORTEST_SECRET = 32  # characters: RFC 7518 section 3.2 wants as many bytes for HS256 as its hash has
FILE_TYPES = ("csv", "docx", "gif", "jpeg", "jpg", "json", "log", "pdf", "png", "txt", "webp", "xlsx", "xml", "zip")


def _origin(value: str) -> str:
    found = value.rstrip("/").lower()
    if not _ORIGIN.fullmatch(found):
        raise ValueError("not a site's origin; write scheme and host such as https://www.example.com, and no path")
    return found


def _file_type(value: str) -> str:
    found = value.removeprefix(".").lower()
    if not _FILE_TYPE.fullmatch(found):
        raise ValueError("not the ending of a file's name; write it without the dot, such as pdf")
    return found


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < _SHORTEST_SECRET:
        raise ValueError(f"too short; write at least {_SHORTEST_SECRET} random characters")
    return value


FileTypes = tuple[Annotated[str, AfterValidator(_file_type)], ...]


class WindowPart(Part):
    """`[window]`: the chat window on the vendor's pages, which are at `origins`.

    With `site_secret` the vendor's site may vouch for who is signed in there (a JWT with HS256).
    """

    origins: Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], Field(min_length=1)]
    site_secret: Annotated[SecretStr, AfterValidator(_long_enough)] | None = None
    quiet_seconds: Annotated[Fraction, Field(ge=0, le=60)] = 4.0
    longest_turn_seconds: Annotated[Fraction, Field(ge=0, le=900)] = 60.0
    talk_days: Annotated[Number, Field(ge=1, le=365)] = 30
    unseen_minutes: Annotated[Fraction, Field(ge=0.1, le=1440)] = 3.0
    largest_file_megabytes: Annotated[Number, Field(ge=0, le=50)] = 10
    file_types: FileTypes = FILE_TYPES
    most_open: Annotated[Number, Field(ge=1, le=20_000)] = 1_000

    def rules(self) -> WindowRules:
        """Return how the desk listens."""
        return WindowRules(
            quiet=timedelta(seconds=self.quiet_seconds),
            longest=timedelta(seconds=self.longest_turn_seconds),
            unseen_after=timedelta(minutes=self.unseen_minutes),
            talk_holds=timedelta(days=self.talk_days),
            largest_file=self.largest_file_megabytes * 1_000_000,
            file_types=frozenset(self.file_types),
        )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Refuse a quiet time that outlasts the longest turn."""
        if self.quiet_seconds > self.longest_turn_seconds:
            raise ValueError("quiet_seconds is above longest_turn_seconds; write a shorter quiet time")
        return self


class PortalPart(Part):
    """`[portal]`: the customers' own pages, to which a mailed link signs in."""

    link_minutes: Annotated[Number, Field(ge=5, le=120)] = 20
    session_hours: Annotated[Number, Field(ge=1, le=720)] = 12
    largest_file_megabytes: Annotated[Number, Field(ge=0, le=50)] = 10
    file_types: FileTypes = FILE_TYPES
