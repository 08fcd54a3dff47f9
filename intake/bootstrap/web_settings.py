"""The settings of the web door and of questions of consent: `[web]` and `[consent]`."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~/-]*)?")


def _web_address(value: str) -> str:
    """Return the address without a slash at its end; a path is kept, for a proxy that serves us below one."""
    if not _WEB_ADDRESS.fullmatch(value):
        raise ValueError("not a web address; write one such as https://support.example.com")
    return value.rstrip("/")


def _no_switch(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("write a number")
    return value


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class ConsentPart(_Part):
    """`[consent]`: after how many hours a customer who has not answered is asked once more, and how long links hold."""

    remind_after_hours: Annotated[float, BeforeValidator(_no_switch), Field(gt=0, le=720)] = 4.0
    links_hold_days: Annotated[int, BeforeValidator(_no_switch), Field(ge=1, le=90)] = 14


class WebPart(_Part):
    """`[web]`: the pages behind one-time links; without `public_url` letters have no links."""

    host: str = "127.0.0.1"
    port: Annotated[int, BeforeValidator(_no_switch), Field(ge=0, le=65535)] = 8025
    public_url: Annotated[str, AfterValidator(_web_address)] | None = None
