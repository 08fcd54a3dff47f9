"""Text for Slack: whatever was written stays words, and each instant becomes one that the reader's own clock shows.

https://docs.slack.dev/messaging/formatting-message-text: three characters are escaped, and nothing else makes a
mention, a link or a date.
"""

import re
from collections.abc import Iterator

from intake.render.instants import Instant, pieces

_ADDRESS = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]}'\"]")


def escaped(text: str) -> str:
    """Return words as Slack shows them, never as a mention, a link or a command."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mention(user: str) -> str:
    """Return the mention of a person by the id that Slack itself has told us."""
    return f"<@{user}>" if user.isalnum() else escaped(user)


def shown(marked: str, *, links: bool = False) -> str:
    """Return a text with marks around its instants as mrkdwn; with `links` an address in it can be followed.

    The end of a day stays in its words: what is on another clock then, `ends_in` tells.
    """
    return "".join(_piece(piece, links=links) for piece in pieces(marked))


def ends_in(marked: str) -> Iterator[str]:
    """Yield each instant of a text that its words call the end of a day, as a date of the reader's, each once."""
    found = (piece for piece in pieces(marked) if isinstance(piece, Instant) and piece.ends)
    yield from dict.fromkeys(date(piece) for piece in found)


def date(instant: Instant) -> str:
    """Return an instant as Slack shows it by its reader's clock, to the minute, or in its own words where it cannot.

    It stands after words such as "by" and "on", so never as Slack's "today" or "tomorrow".
    """
    return f"<!date^{int(instant.at.timestamp())}^{{date_long}} {{time}}|{escaped(instant.words)}>"


def _piece(piece: str | Instant, *, links: bool) -> str:
    if isinstance(piece, Instant):
        return escaped(piece.words) if piece.ends else date(piece)
    return _linked(piece) if links else escaped(piece)


def _linked(text: str) -> str:
    """Return words with their addresses as links that name themselves, so that nothing else is made one."""
    found, end = [], 0
    for match in _ADDRESS.finditer(text):
        found += [escaped(text[end : match.start()]), f"<{match.group().replace('&', '&amp;')}>"]
        end = match.end()
    return "".join([*found, escaped(text[end:])])
