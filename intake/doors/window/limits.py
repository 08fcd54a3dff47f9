"""How much one talk and one address may ask for."""

import time
from dataclasses import dataclass, field

from intake.doors.rate import Rate
from intake.doors.window.refusal import Refusal


def _a_minute(most: int) -> Rate:
    return Rate(most)


@dataclass(slots=True, kw_only=True)
class Limits:
    """Measures by talk, and by the address that requests come from.

    Offices have one address for many people: what counts by address is far above what a person does.
    """

    requests: Rate = field(default_factory=lambda: _a_minute(1200))  # by address, of every kind
    begun: Rate = field(default_factory=lambda: _a_minute(10))  # talks, by address
    said: Rate = field(default_factory=lambda: Rate(10, per=30))  # messages, by talk: ten at once, then 20 a minute
    said_there: Rate = field(default_factory=lambda: _a_minute(120))  # messages, by address
    heavy: Rate = field(default_factory=lambda: Rate(200, per=600))  # megabytes of strangers' files, by address
    opened: Rate = field(default_factory=lambda: _a_minute(30))  # streams, by talk
    pressed: Rate = field(default_factory=lambda: _a_minute(60))  # by talk; what it has seen counts too
    mailed: Rate = field(default_factory=lambda: Rate(5, per=600))  # links and transcripts, by talk
    mailed_there: Rate = field(default_factory=lambda: Rate(20, per=600))  # the same, by address


def within(rate: Rate, who: object) -> None:
    """Count a request; raises Refusal when there have been too many."""
    if not rate.allows(str(who), time.monotonic()):
        raise Refusal("too_many")
