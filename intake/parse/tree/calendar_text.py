"""An invitation (RFC 5545) in words, for messages that hold nothing else."""

import re

_FOLD = re.compile(r"\r?\n[ \t]")
_EVENT = re.compile(r"^BEGIN:VEVENT\r?$(.*?)(?:^END:VEVENT|\Z)", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^([A-Z-]{2,30})((?:;[^:\n]{0,300})?):(.{0,20000})$", re.MULTILINE)
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d*(Z?))?")
_ZONE = re.compile(r';TZID="?([^;":]{1,100})')
_LONGEST = 200_000
_MOST = 5  # events that are told of


def calendar_words(text: str) -> str:
    """Return subject, time, place and description of the events, each on its line; "" when there is no event."""
    unfolded = _FOLD.sub("", text[:_LONGEST])
    events = [found.group(1) for found, _ in zip(_EVENT.finditer(unfolded), range(_MOST), strict=False)]
    return "\n\n".join(words for event in events if (words := _event(event)))


def _event(event: str) -> str:
    fields: dict[str, tuple[str, str]] = {}
    for name, params, value in _LINE.findall(event):
        fields.setdefault(name, (params, value.rstrip("\r")))
    said = {name: _plain(fields[name][1]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION") if name in fields}
    head = [said.get("SUMMARY", ""), _when(fields), said.get("LOCATION", "")]
    body = ["", said["DESCRIPTION"]] if said.get("DESCRIPTION") else []
    return "\n".join([*(line for line in head if line), *body])


def _when(fields: dict[str, tuple[str, str]]) -> str:
    """Return "2026-03-04 08:00 - 09:30 (Europe/Oslo)"; the end without its day where that is the same."""
    params, value = fields.get("DTSTART", ("", ""))
    day, clock, zone = _moment(value)
    if not day:
        return ""
    last_day, last_clock, _ = _moment(fields.get("DTEND", ("", ""))[1])
    end = last_clock if last_day == day else f"{last_day} {last_clock}".strip()
    named = _ZONE.search(params)
    zone = named.group(1) if named else zone
    return f"{day} {clock}".strip() + (f" - {end}" if end and clock else "") + (f" ({zone})" if zone else "")


def _moment(value: str) -> tuple[str, str, str]:
    found = _TIME.match(value)
    if found is None:
        return "", "", ""
    year, month, day, hour, minute, utc = found.groups()
    return f"{year}-{month}-{day}", f"{hour}:{minute}" if hour else "", "UTC" if utc else ""


def _plain(value: str) -> str:
    """Return a TEXT value (RFC 5545, 3.3.11) without its backslashes."""
    return re.sub(r"\\(.)", lambda sign: "\n" if sign.group(1) in "nN" else sign.group(1), value).strip()
