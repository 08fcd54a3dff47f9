"""What a person answers about a contract, read into the terms of a contract file: names, lists, zones, facts."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from zoneinfo import available_timezones

from intake.contract.zones import zone
from intake.domain.contract import Fact
from intake.domain.errors import BadInput

NOT_STATED = "not stated"
NONE = "none"

# Zones that go by the name of a city: US/Eastern and the like only point to one.
_CONTINENTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_ALSO_CALLED = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}


def identifier(text: str) -> str:
    """Return a short name that a contract file takes as an id, made of the words in `text`."""
    found = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if not found:
        raise BadInput(f"{text!r} has no letter from a to z and no digit; write such a name")
    return found


def listing(text: str) -> list[str]:
    """Return what stands between commas; nothing for "none"."""
    found = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    return [] if [part.lower() for part in found] == [NONE] else found


def one_of(text: str, known: Sequence[str]) -> str:
    """Return the known word that was meant, whatever its capitals; raises BadInput that names them all."""
    found = next((word for word in known if word.lower() == text.strip().lower()), None)
    if found is None:
        raise BadInput(f"{text!r} is none of them; write {' or '.join(known)}")
    return found


def zone_named(text: str) -> str:
    """Return the name of a time zone; raises BadInput that says which one may be meant."""
    name = text.strip().replace(" ", "_")
    try:
        zone(name)
    except BadInput as error:
        known = sorted(name for name in available_timezones() if name.startswith(_CONTINENTS))
        by_city = {name.rsplit("/", 1)[-1].lower(): name for name in known} | _ALSO_CALLED
        near = get_close_matches(name.rsplit("/", 1)[-1].lower(), by_city, n=1, cutoff=0.8)
        if not near:
            raise
        raise BadInput(f"{text!r} is not a time zone; did you mean {by_city[near[0]]}?") from error
    return name


_FACTS = {fact.replace("_", " "): fact for fact in Fact}
_FACTS |= {"cannot be reached": Fact.CONNECTIVITY, "works again": Fact.OVER}


def facts_said(text: str) -> tuple[Fact, ...]:
    """Read facts joined by "and"; raises BadInput that names those there are."""
    return tuple(_FACTS[one_of(part, list(_FACTS))] for part in re.split(r"\s+and\s+|,", text.strip()) if part.strip())


def evidence_said(text: str) -> tuple[tuple[Fact, ...], ...]:
    """Read the ways in which an emergency shows, apart by "or", each with its facts."""
    return tuple(facts_said(way) for way in re.split(r"\s+or\s+", text.strip()))
