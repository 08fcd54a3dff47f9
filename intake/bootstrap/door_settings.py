"""The settings of the doors for mail: `[smtp_door]` and `[lmtp_door]`."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from intake.bootstrap.parts import Number, Part, Port


class SmtpPart(Part):
    """`[smtp_door]`: where mail comes in. With `certificate` and `key` TLS is offered, or begun with."""

    host: str = "127.0.0.1"
    port: Port = 2525
    hostname: str | None = None
    max_megabytes: Annotated[Number, Field(ge=1, le=1024)] = 35
    most_connections: Annotated[Number, Field(ge=1)] = 1000
    most_per_address: Annotated[Number, Field(ge=1)] = 600
    certificate: Path | None = None
    key: Path | None = None
    implicit_tls: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.certificate is None) is not (self.key is None):
            raise ValueError("certificate and key go together; write both, or neither")
        if self.implicit_tls and self.certificate is None:
            raise ValueError("implicit_tls needs a certificate and its key; write both")
        return self


class LmtpPart(Part):
    """`[lmtp_door]`: where a mail server on this machine or network hands mail over."""

    host: str = "127.0.0.1"
    port: Port = 2424
