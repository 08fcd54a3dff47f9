"""The settings of mailboxes that are read by IMAP: `[[mailboxes]]`, one for each folder."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from intake.bootstrap.parts import Number, Part, Port
from intake.identify.sender import normal

_MOVE = "move:"
_HOST = re.compile(r"[a-z0-9.-]+")
_PORTS = {"tls": 993, "starttls": 143, "none": 143}


def _said(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError("write it in quotes, in letters that can be printed")
    return value


def _after(value: str) -> str:
    if value not in ("leave", "seen") and not (value.startswith(_MOVE) and value.removeprefix(_MOVE).strip()):
        raise ValueError('write "leave", "seen" or "move:" and the name of a folder')
    return value


def _domain(value: str) -> str:
    found = value.strip().lower().strip(".")
    if found and ("." not in found or _HOST.fullmatch(found) is None):
        raise ValueError('write the domain of the servers that deliver to it, such as "prod.outlook.com"')
    return found


def _command(value: tuple[str, ...]) -> tuple[str, ...]:
    if value and not value[0].strip():
        raise ValueError('write the program and its arguments, such as ["get-token", "support"]')
    return value


Said = Annotated[str, AfterValidator(_said)]


class MailboxPart(Part):
    """`[[mailboxes]]`: a folder that mail is read from, and how the server lets us in.

    Without `address` it stands for the desk's own address. `return_path_by` is the domain of the servers that deliver
    to it, where those take a writer's Return-Path out and write their own anywhere among the headers.
    """

    host: Said
    port: Annotated[Port, Field(ge=1)] | None = None
    security: Literal["tls", "starttls", "none"] = "tls"
    ca_file: Path | None = None
    user: Said
    password: SecretStr | None = None
    token_file: Path | None = None
    token_command: Annotated[tuple[str, ...], AfterValidator(_command)] = ()
    folder: Said = "INBOX"
    address: Annotated[str, AfterValidator(normal)] | None = None
    start: Annotated[Literal["now", "all"], Field(alias="from")] = "now"
    after: Annotated[str, AfterValidator(_after)] = "leave"
    poll_seconds: Annotated[Number, Field(ge=1, le=3600)] = 60
    return_path_by: Annotated[str, AfterValidator(_domain)] = ""

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        ways = [bool(self.password), self.token_file is not None, bool(self.token_command)]
        if sum(ways) != 1:
            raise ValueError("write one of password, token_file or token_command for each mailbox")
        if self.ca_file is not None and self.security == "none":
            raise ValueError("ca_file is for TLS; write security, or leave ca_file out")
        return self

    @property
    def where(self) -> int:
        """Return the port: the usual one for its security where none is written."""
        return self.port or _PORTS[self.security]

    @property
    def folder_afterwards(self) -> str | None:
        """Return the folder that mails are moved to, None for none."""
        return self.after.removeprefix(_MOVE).strip() if self.after.startswith(_MOVE) else None


def once_each(value: tuple[MailboxPart, ...]) -> tuple[MailboxPart, ...]:
    """Refuse a folder that is there twice: two readers would store each mail twice."""
    seen: set[tuple[str, str, str]] = set()
    for part in value:
        place = (part.user, part.host.lower(), part.folder)
        if place in seen:
            raise ValueError(f"folder {part.folder} of one user at {part.host} is there twice; write it once")
        seen.add(place)
    return value
