"""The cookie of a session, what binds a form to it, and whether a form comes from a page of ours."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

_LONGEST = 100  # characters of a cookie of ours
_BOUND = b"a form of the portal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """How the cookie of a session is called and kept: under HTTPS no other host or path can set one of its name."""

    https: bool

    @property
    def name(self) -> str:
        """Return its name."""
        return "__Host-intake" if self.https else "intake"

    def secret(self, request: Request) -> str:
        """Return a session's secret, "" where the browser has none."""
        return request.cookies.get(self.name, "")[:_LONGEST]

    def put(self, response: Response, secret: str, seconds: int) -> None:
        """Let a browser have a session, for so long."""
        response.set_cookie(
            self.name, secret, max_age=seconds, path="/", secure=self.https, httponly=True, samesite="lax"
        )

    def take(self, response: Response) -> None:
        """Let a browser have none any more."""
        response.delete_cookie(self.name, path="/", secure=self.https, httponly=True, samesite="lax")


def bound_to(secret: str) -> str:
    """Return what a form of a session carries: made of the cookie's value, which no other page can read."""
    return hmac.new(secret.encode("utf-8", "surrogatepass"), _BOUND, hashlib.sha256).hexdigest()


def is_bound(given: str, secret: str) -> bool:
    """Tell in constant time whether a form is a session's own."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), bound_to(secret).encode("ascii"))


def new_key() -> str:
    """Return the key of a form: sent twice it is one message."""
    return secrets.token_hex(16)


def own_key(given: str, customer: int) -> str:
    """Return a form's key as it is kept, the company's own; what is no key of ours still tells forms apart."""
    return hashlib.sha256(f"{customer}:{given[:_LONGEST]}".encode("utf-8", "surrogatepass")).hexdigest()


def seconds_until(until: datetime, now: datetime) -> int:
    """Return how long it is until then."""
    return max(0, int((until - now).total_seconds()))


def is_our_own(request: Request, public_url: str) -> bool:
    """Tell whether a form comes from a page of ours, as far as the browser says.

    "null" is what browsers write as the origin of a page that sends no referrer, as ours do.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    public = urlsplit(public_url)
    origin = request.headers.get("origin", "null").lower()
    return origin in ("null", f"{public.scheme}://{public.netloc}".lower())
