"""The vendor's site of the demo: one page at an origin of its own, with the window's script tag in it."""

import socket
from dataclasses import dataclass
from datetime import timedelta

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from intake.bootstrap.clock import now
from intake.doors.web_server import OpenWebDoor, listen

_HOST = "127.0.0.1"
_HOLDS = timedelta(minutes=30)
_AUDIENCE = "intake-window"
# What a vendor's page needs under a strict policy of its own: our script, and what it asks us.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src {desk}; connect-src {desk}"
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Dock planner</title>
<style>body {{ font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }}</style>
</head>
<body>
<h1>Dock planner</h1>
<p>This stands for a page of your product. {who} is signed in here. The button in the corner opens the chat window,
which comes from the desk's own address by one script tag.</p>
<script src="{desk}/window.js" async data-language="en" data-token="{token}"></script>
</body>
</html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is signed in at the vendor's site."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the demo's web servers are: the desk's pages, its files, the vendor's site."""

    desk: int
    files: int
    site: int

    @property
    def desk_url(self) -> str:
        """Return where the desk's pages are."""
        return f"http://{_HOST}:{self.desk}"

    @property
    def site_url(self) -> str:
        """Return the origin of the vendor's site."""
        return f"http://{_HOST}:{self.site}"

    def toml(self, secret: str, quiet: float) -> str:
        """Return the settings of a desk with these addresses, whose site signs with a secret."""
        return (
            f'[web]\nport = {self.desk}\npublic_url = "{self.desk_url}"\n'
            f'files_port = {self.files}\nfiles_url = "http://{_HOST}:{self.files}"\n\n'
            f'[window]\norigins = ["{self.site_url}"]\nsite_secret = "{secret}"\nquiet_seconds = {quiet}\n\n'
            "[portal]\n"
        )


def free_addresses() -> Addresses:
    """Return three ports that nobody listens at now."""
    held = [socket.create_server((_HOST, 0)) for _ in range(3)]
    desk, files, site = (one.getsockname()[1] for one in held)
    for one in held:
        one.close()
    return Addresses(desk=desk, files=files, site=site)


def vouched_for(person: Person, secret: str) -> str:
    """Return what a vendor's site signs of who has signed in there, for half an hour (RFC 7519)."""
    said = {"email": person.address, "name": person.name, "aud": _AUDIENCE, "exp": now() + _HOLDS}
    return jwt.encode(said, secret, algorithm="HS256")


async def open_site(where: Addresses, person: Person, secret: str) -> OpenWebDoor:
    """Open the vendor's site; raises OSError when its port has been taken since."""

    async def page(request: Request) -> Response:
        del request
        text = _PAGE.format(desk=where.desk_url, who=person.name, token=vouched_for(person, secret))
        policy = _POLICY.format(desk=where.desk_url)
        return HTMLResponse(text, headers={"content-security-policy": policy, "cache-control": "no-store"})

    return await listen(Starlette(routes=[Route("/", page)]), _HOST, where.site)
