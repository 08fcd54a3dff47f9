"""Which pages may hold the window: those of the origins that are listed, and no other (Fetch standard, CORS)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from starlette.requests import Request

_SENT = "authorization, content-type, last-event-id"
_REMEMBERED = "7200"  # seconds; browsers keep no answer longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """The origins of the pages that hold the window, and our own, in lower case."""

    listed: Collection[str]
    own: str = ""

    def of(self, request: Request) -> str | None:
        """Return the listed origin that a request comes from, None for any other.

        A browser names no origin when a page of our own asks for something of ours: then it says so in another way.
        """
        origin = request.headers.get("origin")
        if origin is None and request.headers.get("sec-fetch-site") == "same-origin":
            origin = self.own
        return origin if origin in self.listed else None


def shared_with(origin: str | None) -> Mapping[str, str]:
    """Return the headers that let a page read an answer; without an origin it may not."""
    varying = {"vary": "Origin"}
    if origin is None:
        return varying
    return {**varying, "access-control-allow-origin": origin, "access-control-expose-headers": "retry-after"}


def preflight(method: str) -> Mapping[str, str]:
    """Return the headers of the answer to a browser that asks before it sends."""
    return {
        "access-control-allow-methods": method,
        "access-control-allow-headers": _SENT,
        "access-control-max-age": _REMEMBERED,
    }
