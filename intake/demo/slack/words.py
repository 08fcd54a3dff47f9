"""Slack's own markup as its reader sees it: bold words, names in place of ids, times in the reader's own zone."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo

from rich.emoji import Emoji
from rich.text import Text

_TOKEN = re.compile(r"<([^<>\n]+)>")
_DATE = re.compile(r"!date\^(\d+)\^([^^|]*)(?:\^[^|]*)?\|?(.*)")
_JOINER = "\N{WORD JOINER}"
_STYLES = {"*": "bold", "_": "italic", "~": "strike", "`": "reverse"}
_STYLED = re.compile(r"(?<![\w\u2060])([*_~`])(?=\S)([^\n]*?\S)\1(?![\w\u2060])")
_FORMATS = {
    "date_num": "%Y-%m-%d",
    "date": "%B %-d, %Y",
    "date_short": "%b %-d, %Y",
    "date_long": "%A, %B %-d, %Y",
    "time": "%-I:%M %p",
    "time_secs": "%-I:%M:%S %p",
}
# What a German client makes of the same, with the names of days and months below.
_GERMAN = {
    "date_num": "%d.%m.%Y",
    "date": "%-d. {month} %Y",
    "date_short": "%d.%m.%Y",
    "date_long": "{day}, %-d. {month} %Y",
    "time": "%H:%M",
    "time_secs": "%H:%M:%S",
}
_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_FIRST_HALF = ("Januar", "Februar", "März", "April", "Mai", "Juni")
_MONTHS = (*_FIRST_HALF, "Juli", "August", "September", "Oktober", "November", "Dezember")
_NEAR = {"de": ("gestern", "heute", "morgen")}


class Reader:
    """Whoever looks: whose zone and language times are shown in, and what ids stand for."""

    def __init__(self, names: Mapping[str, str], zone: tzinfo, now: datetime, language: str = "en") -> None:
        """Show people and channels by `names`, and days beside `now` as today and tomorrow."""
        self._names = names
        self._zone = zone
        self._language = language[:2]
        self._today = now.astimezone(zone).date()

    def sees(self, element: Mapping[str, object]) -> Text:
        """Return a text object of Block Kit (`plain_text` or `mrkdwn`) as it is shown."""
        text = str(element.get("text", ""))
        return self.mrkdwn(text) if element.get("type") == "mrkdwn" else Text(Emoji.replace(text))

    def mrkdwn(self, markup: str) -> Text:
        """Return Slack's markup as it is shown."""
        return _styled(Emoji.replace(html.unescape(_TOKEN.sub(lambda found: self._token(found[1]), markup))))

    def name(self, identity: str) -> str:
        """Return who or what an id stands for."""
        return self._names.get(identity, identity)

    def time(self, at: datetime) -> str:
        """Return the time of day at which something was said."""
        return f"{at.astimezone(self._zone):%H:%M}"

    def _token(self, inner: str) -> str:
        date = _DATE.fullmatch(inner)
        if date is not None:
            return self._date(datetime.fromtimestamp(int(date[1]), UTC), date[2])
        target, _, label = inner.partition("|")
        if target[:1] in ("@", "#"):
            return target[0] + (label or self.name(target[1:]))
        return label or (f"@{target.rpartition('^')[2].lstrip('!')}" if target.startswith("!") else target)

    def _date(self, at: datetime, wanted: str) -> str:
        here = at.astimezone(self._zone)
        return re.sub(r"\{(\w+)\}", lambda found: self._part(here, found[1]), wanted)

    def _part(self, here: datetime, name: str) -> str:
        days = (here.date() - self._today).days
        if name.endswith("_pretty") and abs(days) <= 1:
            return _NEAR.get(self._language, ("yesterday", "today", "tomorrow"))[days + 1]
        pattern = (_GERMAN if self._language == "de" else _FORMATS).get(name.removesuffix("_pretty"))
        if pattern is not None and self._language == "de":
            return f"{here:{pattern}}".format(day=_DAYS[here.weekday()], month=_MONTHS[here.month - 1])
        return f"{{{name}}}" if pattern is None else f"{here:{pattern}}"


def _styled(text: str) -> Text:
    """Return a text with its marks taken out and their styles put on."""
    shown, at = Text(), 0
    for found in _STYLED.finditer(text):
        shown.append(text[at : found.start()])
        shown.append(found[2], style=_STYLES[found[1]])
        at = found.end()
    return _bare(shown.append(text[at:]))


def _bare(text: Text) -> Text:
    """Return a text without the joiners that nobody sees: they stand round a stranger's marks, which are no marks."""
    return Text().join(text.split(_JOINER)) if _JOINER in text.plain else text
