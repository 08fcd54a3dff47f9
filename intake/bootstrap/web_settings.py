"""The settings of the web door and of questions of consent: `[web]` and `[consent]`."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from intake.bootstrap.parts import Fraction, Number, Part, Port

_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~/-]*)?")


def _web_address(value: str) -> str:
    """Return the address without a slash at its end; a path is kept, for a proxy that serves us below one."""
    if not _WEB_ADDRESS.fullmatch(value):
        raise ValueError("not a web address; write one such as https://support.example.com")
    return value.rstrip("/")


class ConsentPart(Part):
    """`[consent]`: after how many hours a customer who has not answered is asked once more, and how long links hold."""

    remind_after_hours: Annotated[Fraction, Field(gt=0, le=720)] = 4.0
    links_hold_days: Annotated[Number, Field(ge=1, le=90)] = 14


class WebPart(Part):
    """`[web]`: the pages behind one-time links; without `public_url` letters have no links.

    Attached files are served at `files_port`, which is reached from outside at `files_url`: an origin of their own, so
    that nothing a stranger has sent runs beside our pages.
    """

    host: str = "127.0.0.1"
    port: Port = 8025
    public_url: Annotated[str, AfterValidator(_web_address)] | None = None
    files_port: Port = 8026
    files_url: Annotated[str, AfterValidator(_web_address)] | None = None
