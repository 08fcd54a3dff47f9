"""The settings of mail that goes out: `[smarthost]`, and `[dkim]`, with which it is signed."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from intake.bootstrap.parts import Number, Part, Port

_LABELS = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")


def _labels(value: str) -> str:
    name = value.strip().lower()
    if not _LABELS.fullmatch(name):
        raise ValueError("not a name in DNS; write letters, digits and hyphens, such as desk.example")
    return name


DnsName = Annotated[str, AfterValidator(_labels)]


class SmarthostPart(Part):
    """`[smarthost]`: where mail goes out, and how much of it at once."""

    host: str = "127.0.0.1"
    port: Port = 25
    security: Literal["none", "starttls", "tls"] = "none"
    ca_file: Path | None = None
    user: str | None = None
    password: SecretStr | None = None
    bounce_address: Literal["signed", "none"] = "signed"
    connections: Annotated[Number, Field(ge=1, le=50)] = 4
    keep_seconds: Annotated[Number, Field(ge=0, le=600)] = 30
    most_per_connection: Annotated[Number, Field(ge=1)] = 100
    most_at_once_per_domain: Annotated[Number, Field(ge=1)] = 2
    most_per_minute_per_domain: Annotated[Number, Field(ge=1)] = 60

    @model_validator(mode="after")
    def _guarded(self) -> Self:
        if self.security == "none" and self.user is not None:
            raise ValueError('a password goes out under TLS only; write security = "starttls" or "tls", or no user')
        if self.security == "none" and self.ca_file is not None:
            raise ValueError("ca_file is for TLS; write security, or leave ca_file out")
        if self.user is not None and self.password is None:
            raise ValueError("user needs a password; write it, or set INTAKE_SMARTHOST_PASSWORD")
        return self


class DkimPart(Part):
    """`[dkim]`: the key that signs our mail; without `domain` it signs for the desk's own."""

    selector: DnsName
    key: Path
    domain: DnsName | None = None
