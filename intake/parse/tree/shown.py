"""Which attachments an HTML text shows within itself: by content id, by location, or by their place beside it."""

import re
from urllib.parse import unquote

_CID = re.compile(r"cid:([^\s\"'<>)]{1,250})", re.IGNORECASE)
_SOURCE = re.compile(r"(?:src|background)\s{0,5}=\s{0,5}[\"']?([^\"'\s>]{1,500})", re.IGNORECASE)


def references(html: str) -> set[str]:
    """Return the content ids ("cid:a@b") and locations that the HTML refers to, in small letters."""
    found = {f"cid:{unquote(cid).lower()}" for cid in _CID.findall(html)} if "cid:" in html.lower() else set()
    return found | {one.lower() for one in _SOURCE.findall(html) if not one.lower().startswith(("cid:", "data:"))}


def is_shown(content_id: str | None, location: str, referred: set[str]) -> bool:
    """Whether one of the references means this part."""
    return (content_id is not None and f"cid:{content_id.lower()}" in referred) or location.lower() in referred
