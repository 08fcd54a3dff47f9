"""Letters as customers get them, word for word: INTAKE_GOLDEN=write pytest tests/render writes them again."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from intake.domain.contract import Channel
from intake.domain.promise import Situation
from intake.domain.suggestion import Facts, Locations, Scope
from intake.render.letter import ConsentLinks, Letter, Written
from intake.render.templates import Templates
from intake.render.write import (
    acknowledgement,
    consent,
    consent_refused,
    consent_reminder,
    level_change,
    receipt,
    receipt_unproved,
)
from tests.render.situations import NEW_YORK, contracts, letter, templates

LINKS = ConsentLinks(
    agree="https://support.example.com/consent/eyJjIjoxMDQyfQ.yes.c2lnbmVk",
    refuse="https://support.example.com/consent/eyJjIjoxMDQyfQ.no.c2lnbmVk",
)
NO_LINKS = ConsentLinks(agree=None, refuse=None)
LANGUAGES = ("en", "es", "fr", "de")
GOLDEN = Path(__file__).parent / "golden"
FRIDAY_EVENING = datetime.fromisoformat("2026-03-06T20:40:00-05:00")  # clocks go forward on Sunday
SATURDAY = datetime.fromisoformat("2026-03-07T11:15:30-05:00")
TUESDAY = datetime.fromisoformat("2026-05-12T10:15:00-04:00")
BEFORE_CLOCKS_GO_BACK = datetime.fromisoformat("2026-10-31T23:30:00-04:00")
ALL_DOWN = Facts(scope=Scope.ALL, connectivity=True)
PLANNED = Facts(scope=Scope.ALL, connectivity=True, planned_event=True)
TWO_LOCATIONS = Facts(connectivity=True, locations=Locations.TWO_OR_MORE)
ONE_LOCATION = Facts(connectivity=True, locations=Locations.ONE)
EMAIL, SLACK, CHAT, PORTAL, PHONE = Channel.EMAIL, Channel.SLACK, Channel.WEB_CHAT, Channel.PORTAL, Channel.PHONE

Write = Callable[[Letter, Templates], Written]


def asked_with_links(letter: Letter, templates: Templates) -> Written:
    return consent(letter, templates, LINKS)


def asked_by_reply(letter: Letter, templates: Templates) -> Written:
    return consent(letter, templates, NO_LINKS)


def pressed(letter: Letter, templates: Templates) -> Written:
    return level_change(replace(letter, pressed=True, decided_by=None), templates)


def reminded(letter: Letter, templates: Templates) -> Written:
    return consent_reminder(letter, templates, LINKS)


@dataclass(frozen=True)
class Case:
    """One golden file: its name, the contract, what came in, and what is written."""

    name: str
    contract: str | None
    situation: Situation
    write: Write = acknowledgement
    zone: str = "America/New_York"
    previous: Situation | None = None
    decided_at: datetime | None = None


def _came(at: datetime, channel: Channel | None = EMAIL, plan: str | None = None, **more: object) -> Situation:
    return Situation(received_at=at, channel=channel, plan=plan, **more)  # type: ignore[arg-type]


CASES = [
    Case("unknown-sender", None, _came(FRIDAY_EVENING), receipt, zone="Europe/Berlin"),
    Case("known-sender-unproved", "gotomyerp-plans", _came(TUESDAY, EMAIL, "silver"), receipt_unproved),
    # 000: four plans
    Case("plans-silver-email-claims-level-1", "gotomyerp-plans", _came(FRIDAY_EVENING, EMAIL, "silver", claimed="1")),
    Case("plans-starter-email-range", "gotomyerp-plans", _came(TUESDAY, EMAIL, "starter")),
    Case("plans-starter-email-closed", "gotomyerp-plans", _came(SATURDAY, EMAIL, "starter")),
    Case("plans-gold-portal-level-2", "gotomyerp-plans", _came(TUESDAY, PORTAL, "gold", claimed="2")),
    Case("plans-starter-portal-level-1-end-of-day", "gotomyerp-plans", _came(TUESDAY, PORTAL, "starter", claimed="1")),
    Case(
        "plans-starter-portal-level-1-seen-from-california",
        "gotomyerp-plans",
        _came(TUESDAY, PORTAL, "starter", claimed="1"),
        zone="America/Los_Angeles",
    ),
    Case("plans-platinum-slack-provisional", "gotomyerp-plans", _came(SATURDAY, SLACK, "platinum", suggested=2)),
    Case("plans-gold-email-emergency", "gotomyerp-plans", _came(FRIDAY_EVENING, EMAIL, "gold", facts=TWO_LOCATIONS)),
    Case("plans-gold-email-emergency-half-shown", "gotomyerp-plans", _came(TUESDAY, EMAIL, "gold", facts=ALL_DOWN)),
    Case("plans-gold-email-own-it-first", "gotomyerp-plans", _came(TUESDAY, EMAIL, "gold", facts=ONE_LOCATION)),
    Case(
        "plans-platinum-portal-level-1-clocks-go-back",
        "gotomyerp-plans",
        _came(datetime.fromisoformat("2026-11-01T01:45:00-04:00"), PORTAL, "platinum", claimed="1"),
    ),
    # 001: no plans
    Case("gotomyerp-email", "gotomyerp", _came(TUESDAY)),
    Case("gotomyerp-email-emergency-half-shown-closed", "gotomyerp", _came(SATURDAY, facts=ALL_DOWN)),
    Case("gotomyerp-portal-level-1", "gotomyerp", _came(TUESDAY, PORTAL, claimed="1")),
    Case("gotomyerp-portal-level-2-same-day", "gotomyerp", _came(TUESDAY, PORTAL, claimed="2")),
    Case("gotomyerp-email-emergency", "gotomyerp", _came(BEFORE_CLOCKS_GO_BACK, emergency=True)),
    # 002: no levels
    Case("helpdesk-email", "helpdesk", _came(TUESDAY)),
    Case("helpdesk-chat-closed", "helpdesk", _came(FRIDAY_EVENING, CHAT)),
    Case("helpdesk-planned-event", "helpdesk", _came(TUESDAY, facts=PLANNED)),
    Case("helpdesk-site-down", "helpdesk", _came(SATURDAY, facts=ALL_DOWN)),
    # 003: the provider assigns
    Case("matrix-email-unsure", "priority-matrix", _came(TUESDAY)),
    Case("matrix-email-p2-claims-p1", "priority-matrix", _came(FRIDAY_EVENING, claimed="P1", suggested=1)),
    Case("matrix-slack-p5-a-week", "priority-matrix", _came(TUESDAY, SLACK, suggested=4)),
    Case("matrix-portal-p6-scheduled", "priority-matrix", _came(TUESDAY, PORTAL, suggested=4, kind="scheduled_task")),
    Case("matrix-portal-p5-closed", "priority-matrix", _came(SATURDAY, PORTAL, level="P5")),
    Case("matrix-phone-p3", "priority-matrix", _came(TUESDAY, PHONE, suggested=2)),
    Case("matrix-p1-by-an-engineer", "priority-matrix", _came(TUESDAY, EMAIL, level="P1")),
    # 004: level 1 by telephone, changes by consent
    Case("maestro-email", "erp-maestro", _came(SATURDAY)),
    Case("maestro-email-claims-level-1", "erp-maestro", _came(FRIDAY_EVENING, claimed="1"), zone="Europe/Berlin"),
    Case("maestro-phone-level-1", "erp-maestro", _came(FRIDAY_EVENING, PHONE, claimed="1")),
    Case("maestro-chat-provisional", "erp-maestro", _came(TUESDAY, CHAT, suggested=3)),
    Case("maestro-chat-enhancement", "erp-maestro", _came(TUESDAY, CHAT, suggested=4, kind="enhancement")),
    # after an engineer's decision
    Case(
        "change-level-3-to-1",
        "gotomyerp-plans",
        _came(FRIDAY_EVENING, EMAIL, "silver", level="1"),
        level_change,
        previous=_came(FRIDAY_EVENING, EMAIL, "silver"),
    ),
    Case(
        "change-deadline-has-passed",
        "priority-matrix",
        _came(TUESDAY, SLACK, level="P2"),
        level_change,
        previous=_came(TUESDAY, SLACK),
        decided_at=datetime.fromisoformat("2026-05-12T11:00:00-04:00"),
    ),
    Case(
        "change-while-closed",
        "gotomyerp",
        _came(SATURDAY, EMAIL, level="2"),
        level_change,
        previous=_came(SATURDAY, EMAIL),
    ),
    Case(
        "change-two-deadlines-have-passed",
        "gotomyerp",
        _came(TUESDAY, SLACK, level="1"),
        level_change,
        previous=_came(TUESDAY, SLACK),
        decided_at=datetime.fromisoformat("2026-05-12T16:00:00-04:00"),
    ),
    Case(
        "change-level-confirmed",
        "gotomyerp-plans",
        _came(TUESDAY, SLACK, "platinum", level="2"),
        level_change,
        previous=_came(TUESDAY, SLACK, "platinum", suggested=2),
    ),
    Case(
        "change-emergency-confirmed",
        "gotomyerp",
        _came(FRIDAY_EVENING, EMAIL, emergency=True),
        level_change,
        previous=_came(FRIDAY_EVENING, EMAIL, facts=TWO_LOCATIONS),
    ),
    Case(
        "change-emergency-withdrawn",
        "gotomyerp",
        _came(FRIDAY_EVENING, EMAIL, emergency=False, facts=TWO_LOCATIONS),
        level_change,
        previous=_came(FRIDAY_EVENING, EMAIL, facts=TWO_LOCATIONS),
    ),
    Case(
        "change-site-down-withdrawn",
        "helpdesk",
        _came(SATURDAY, EMAIL, emergency=False),
        level_change,
        previous=_came(SATURDAY, EMAIL, facts=ALL_DOWN),
    ),
    # after a press of the customer's own
    Case(
        "pressed-level-1-to-2",
        "gotomyerp-plans",
        _came(TUESDAY, PORTAL, "silver", claimed="2"),
        pressed,
        previous=_came(TUESDAY, PORTAL, "silver", claimed="1"),
    ),
    Case(
        "pressed-while-closed",
        "gotomyerp-plans",
        _came(SATURDAY, PORTAL, "silver", claimed="2"),
        pressed,
        previous=_came(SATURDAY, PORTAL, "silver", claimed="3"),
    ),
    Case(
        "pressed-emergency",
        "gotomyerp",
        _came(SATURDAY, PORTAL, facts=TWO_LOCATIONS),
        pressed,
        previous=_came(FRIDAY_EVENING, PORTAL, claimed="2"),
    ),
    Case(
        "consent-level-3-to-2",
        "erp-maestro",
        _came(FRIDAY_EVENING, EMAIL, level="2"),
        asked_with_links,
        previous=_came(FRIDAY_EVENING, EMAIL),
    ),
    Case(
        "consent-level-3-to-4-by-reply-only",
        "erp-maestro",
        _came(SATURDAY, EMAIL, level="4"),
        asked_by_reply,
        previous=_came(SATURDAY, EMAIL),
    ),
    Case(
        "consent-reminder",
        "erp-maestro",
        _came(FRIDAY_EVENING, EMAIL, level="2"),
        reminded,
        previous=_came(FRIDAY_EVENING, EMAIL),
    ),
    Case(
        "consent-level-3-to-1",
        "erp-maestro",
        _came(SATURDAY, EMAIL, level="1"),
        asked_by_reply,
        previous=_came(SATURDAY, EMAIL),
    ),
    Case("consent-refused", "erp-maestro", _came(FRIDAY_EVENING, EMAIL), consent_refused),
]


def letter_of(case: Case, language: str, **more: str) -> Letter:
    """Return the letter of a golden file in a language."""
    return letter(
        None if case.contract is None else contracts()[case.contract],
        case.situation,
        zone=NEW_YORK if case.zone == "America/New_York" else ZoneInfo(case.zone),
        previous=case.previous,
        decided_at=case.decided_at,
        language=language,
        **more,
    )


# What the other languages are held to: every notice, force, shape of a deadline and letter, and each contract.
ABROAD = {
    "unknown-sender",
    "known-sender-unproved",
    "plans-silver-email-claims-level-1",
    "plans-starter-portal-level-1-end-of-day",
    "plans-platinum-slack-provisional",
    "plans-gold-email-own-it-first",
    "gotomyerp-email-emergency-half-shown-closed",
    "gotomyerp-email-emergency",
    "helpdesk-email",
    "helpdesk-site-down",
    "matrix-email-p2-claims-p1",
    "matrix-portal-p6-scheduled",
    "matrix-p1-by-an-engineer",
    "maestro-email-claims-level-1",
    "maestro-phone-level-1",
    "maestro-chat-enhancement",
    "change-level-3-to-1",
    "change-level-confirmed",
    "change-deadline-has-passed",
    "change-two-deadlines-have-passed",
    "change-while-closed",
    "pressed-level-1-to-2",
    "pressed-while-closed",
    "pressed-emergency",
    "consent-level-3-to-1",
    "matrix-portal-p5-closed",
    "change-emergency-confirmed",
    "change-emergency-withdrawn",
    "change-site-down-withdrawn",
    "consent-level-3-to-2",
    "consent-level-3-to-4-by-reply-only",
    "consent-reminder",
    "consent-refused",
}


def _files() -> list[tuple[str, Case]]:
    """Return language and case of each golden file."""
    return [(language, case) for language in LANGUAGES for case in CASES if language == "en" or case.name in ABROAD]


@pytest.mark.parametrize(("language", "case"), _files(), ids=lambda part: part if isinstance(part, str) else part.name)
def test_the_letter_reads_as_it_did(language: str, case: Case) -> None:
    written = case.write(letter_of(case, language), templates())
    text = f"Subject: {written.subject}\n\n{written.body}"
    file = GOLDEN / language / f"{case.name}.txt"
    if os.environ.get("INTAKE_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.exists(), f"{file.name} is missing: run INTAKE_GOLDEN=write pytest {Path(__file__).parent.name}"
    assert file.read_text(encoding="utf-8") == text


def test_no_golden_file_is_left_behind() -> None:
    found = {file.relative_to(GOLDEN).as_posix() for file in GOLDEN.rglob("*.txt")}
    assert found == {f"{language}/{case.name}.txt" for language, case in _files()}
