"""Letters for the proof's own tests: rendered from the shipped templates, each paragraph on one line."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from intake.bootstrap.templates import read_templates
from intake.contract.promise import promise
from intake.domain.contract import Channel
from intake.domain.promise import Situation
from intake.proof.claims import Told
from intake.proof.languages.known import TONGUES
from intake.proof.letters import CASE, NAME, SUBJECT, acknowledged
from intake.proof.phrasebook import phrasebook
from intake.proof.text import left_out, read
from intake.render.templates import Templates
from intake.render.write import acknowledgement
from tests.contract.shipped import contract

BERLIN = ZoneInfo("Europe/Berlin")
LINE_BREAK = re.compile(r"(?<!\n)\n *(?!\n|- | )")
FRIDAY_EVENING = datetime.fromisoformat("2026-03-06T20:40:00-05:00")
TUESDAY_NIGHT = datetime.fromisoformat("2026-05-12T23:30:00-04:00")
SATURDAY = datetime.fromisoformat("2026-05-16T12:00:00-04:00")

SITUATIONS = {
    # 24-48 hours, so a range; the level-3 clock without a level; seen from Berlin on the other side of midnight
    "range": ("gotomyerp-plans", Situation(received_at=FRIDAY_EVENING, plan="starter", channel=Channel.EMAIL)),
    # closed until Monday, with the next opening told
    "closed": ("gotomyerp-plans", Situation(received_at=SATURDAY, plan="silver", channel=Channel.EMAIL)),
    # the answer at once
    "at once": ("priority-matrix", Situation(received_at=TUESDAY_NIGHT, channel=Channel.PORTAL, level="P1")),
    # no deadline until the customer names one
    "scheduled": ("priority-matrix", Situation(received_at=TUESDAY_NIGHT, channel=Channel.PORTAL, level="P6")),
    # three promises side by side: a target, a commitment and a goal
    "three": ("erp-maestro", Situation(received_at=TUESDAY_NIGHT, channel=Channel.PHONE, claimed="1")),
    # a commitment, a typical appointment, and charges; the hours are assumed
    "charges": ("helpdesk", Situation(received_at=TUESDAY_NIGHT, channel=Channel.PORTAL)),
    # a week, which runs from the receipt though we are closed
    "week": ("priority-matrix", Situation(received_at=SATURDAY, channel=Channel.PORTAL, level="P5")),
    # the end of a day
    "day": (
        "gotomyerp-plans",
        Situation(received_at=TUESDAY_NIGHT, plan="starter", channel=Channel.PORTAL, claimed="1"),
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A letter's text and what it is about."""

    text: str
    told: Told

    def wrong(self, text: str) -> tuple[str, ...]:
        """Return what is wrong with `text` in the letter's place: what is not backed, then what is missing."""
        reading = read(text, self.told)
        return (*reading.unbacked, *left_out(text, self.told, reading))


@cache
def templates() -> Templates:
    """Return the shipped templates."""
    return read_templates()


@cache
def case(name: str, language: str) -> Case:
    """Return the letter of one of the situations in a language."""
    contract_id, situation = SITUATIONS[name]
    found = contract(contract_id)
    book = phrasebook(found, TONGUES[language])
    made = promise(found, situation)
    zone = ZoneInfo("America/New_York") if name == "day" else BERLIN
    letter = acknowledged(made, situation, zone, book)
    told = Told(
        book=book,
        promise=made,
        zone=zone,
        received=situation.received_at,
        case_number=CASE,
        aside=(SUBJECT, NAME),
        notices=made.notices,
    )
    return Case(LINE_BREAK.sub(" ", acknowledgement(letter, templates()).body), told)
