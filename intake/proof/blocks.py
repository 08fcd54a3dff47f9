"""The text of a message in Slack's blocks, and the instants that its readers' own clocks will show."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from intake.proof.moments import Stated

_DATE = re.compile(r"<!date\^(?P<seconds>-?\d+)\^(?P<format>[^|>]*)\|(?P<fallback>[^>]*)>")
_OTHER = re.compile(r"<[^>]*>")
_ITEM = re.compile(r"^• ", re.MULTILINE)
_SECOND = timedelta(seconds=1)

Blocks = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that Slack shows by its reader's clock, and the words it shows where it cannot."""

    instant: datetime
    words: str
    has_time: bool


def block_text(blocks: Blocks) -> tuple[str, str]:
    """Return what a message's sections and its small print say, paragraphs apart; what can be pressed says nothing.

    A date stands in its own words.
    """
    main = [_words(block["text"]) for block in blocks if block["type"] == "section" and _is_marked(block["text"])]
    small = [_words(one) for block in blocks if block["type"] == "context" for one in block["elements"]]
    return "\n\n".join(main), "\n\n".join(small)


def dates(blocks: Blocks) -> Iterator[Dated]:
    """Yield every date of a message."""
    for block in blocks:
        texts = [block["text"]] if block["type"] == "section" else block.get("elements", ())
        for text in texts if block["type"] in ("section", "context") else ():
            for found in _DATE.finditer(text["text"]):
                at = datetime.fromtimestamp(int(found["seconds"]), UTC)
                yield Dated(at, _plain(found["fallback"]), "{time" in found["format"])


def strays(blocks: Blocks) -> Iterator[str]:
    """Yield every mention, link or command that stands in a message beside its dates."""
    for block in blocks:
        texts = [block["text"]] if block["type"] == "section" else block.get("elements", ())
        for text in texts if block["type"] in ("section", "context") else ():
            if _is_marked(text):
                yield from _OTHER.findall(_DATE.sub("", text["text"]))


def is_at(said: Stated, instant: datetime, zone: tzinfo) -> bool:
    """Tell whether a date's own words are its instant, as far as they go."""
    local = (instant - _SECOND if said.ends else instant).astimezone(zone)
    told = {"day": local.day, "month": local.month - 1, "year": local.year, "weekday": local.weekday()}
    if not said.ends:
        told |= {"hour": local.hour, "minute": local.minute, "second": local.second}
    stated = {name: getattr(said, name) for name in told}
    return all(value is None or value == told[name] for name, value in stated.items())


def _is_marked(text: Mapping[str, Any]) -> bool:
    return text.get("type") == "mrkdwn"


def _words(text: Mapping[str, Any]) -> str:
    return _ITEM.sub("- ", _plain(_DATE.sub(lambda found: found["fallback"], text["text"])))


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
