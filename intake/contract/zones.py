"""Time zones by name, or as a fixed offset such as `-05:00`."""

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from intake.domain.errors import BadInput

_OFFSET = re.compile(r"(?:UTC)?([+-])(\d{2}):(\d{2})")


@cache
def zone(name: str) -> tzinfo:
    """Return the zone called `name`; raises BadInput for a name that is neither IANA's nor an offset."""
    if match := _OFFSET.fullmatch(name):
        sign, hours, minutes = match.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        if offset < timedelta(hours=24):
            return timezone(-offset if sign == "-" else offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(
            f"{name!r} is not a time zone: write an IANA name such as America/New_York, or an offset such as -05:00"
        ) from error


def zone_name(value: tzinfo) -> str:
    """Return the name that `zone` would read back."""
    return value.key if isinstance(value, ZoneInfo) else str(value)
