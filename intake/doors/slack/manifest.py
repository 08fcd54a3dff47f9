"""The app's manifest: what Slack has to know to make the app, and what the app may do; one for each transport."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "manifest"
PLACE = "https://support.example.com"  # where the operator has not said under which address the web door is reached


def manifest_text(*, socket: bool, url: str | None = None, many: bool = False) -> str:
    """Return the manifest as JSON, which Slack takes when an app is made from one.

    `url` is where the web door is reached from outside. An app for many workspaces (`many`) has its tokens renewed, may
    be installed in a whole organisation, and comes back from being installed to a page of the web door, over either
    transport; a token that stands in the settings must not expire, and is copied from Slack's own page.
    """
    text = (_FOLDER / ("socket.json" if socket else "http.json")).read_text(encoding="utf-8")
    made: dict[str, Any] = json.loads(text.replace("{url}", (url or PLACE).rstrip("/")))
    made["settings"] |= {"token_rotation_enabled": many, "org_deploy_enabled": many}
    if many:
        made["oauth_config"]["redirect_urls"] = [f"{(url or PLACE).rstrip('/')}/slack/oauth_redirect"]
    return json.dumps(made, indent=2)


def scopes() -> Sequence[str]:
    """Return what the app may do, in Slack's words; the same over both transports."""
    found: list[str] = json.loads(manifest_text(socket=False))["oauth_config"]["scopes"]["bot"]
    return found
