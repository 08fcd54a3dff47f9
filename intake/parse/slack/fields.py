"""The fields of Slack's JSON, whatever stands in them; nothing here raises."""

from collections.abc import Mapping
from typing import Any

_NOTHING: Mapping[str, Any] = {}


def table(value: object) -> Mapping[str, Any]:
    """Return an object of JSON; an empty one for anything else."""
    return value if isinstance(value, dict) else _NOTHING


def tables(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list; nothing for anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text_of(of: Mapping[str, Any], name: str) -> str:
    """Return a text of an object as a file can hold it; "" for anything else."""
    value = of.get(name)
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "") if isinstance(value, str) else ""


def escaped(text: str) -> str:
    """Return text as Slack's markup writes it: only three characters mean something there."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
