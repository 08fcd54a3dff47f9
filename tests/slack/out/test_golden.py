"""What customers read in a chat, word for word: INTAKE_GOLDEN=write pytest tests/slack/out writes it again."""

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
from intake.render.internal import ReplyWords, reply
from intake.render.letter import ConsentLinks, Letter, Medium, Written
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
from tests.render.situations import contracts, letter, templates

LANGUAGES = ("en", "es", "fr", "de")
GOLDEN = Path(__file__).parent / "golden"
FRIDAY_EVENING = datetime.fromisoformat("2026-03-06T20:40:00-05:00")
SATURDAY = datetime.fromisoformat("2026-03-07T11:15:30-05:00")
TUESDAY = datetime.fromisoformat("2026-05-12T10:15:00-04:00")
ALL_DOWN = Facts(scope=Scope.ALL, connectivity=True)
TWO_LOCATIONS = Facts(connectivity=True, locations=Locations.TWO_OR_MORE)
SLACK, CHAT = Channel.SLACK, Channel.WEB_CHAT
NO_LINKS = ConsentLinks(agree=None, refuse=None)

Write = Callable[[Letter, Templates], Written]


def asked(of: Letter, by: Templates) -> Written:
    return consent(of, by, NO_LINKS)


def reminded(of: Letter, by: Templates) -> Written:
    return consent_reminder(of, by, NO_LINKS)


@dataclass(frozen=True)
class Case:
    """One golden file: its name, the contract, what came in, and what is said."""

    name: str
    contract: str | None
    situation: Situation
    write: Write = acknowledgement
    zone: str = "America/New_York"
    previous: Situation | None = None
    by_engineer: bool = True


def _came(at: datetime, channel: Channel = SLACK, plan: str | None = None, **more: object) -> Situation:
    return Situation(received_at=at, channel=channel, plan=plan, **more)  # type: ignore[arg-type]


CASES = [
    Case("stranger", None, _came(TUESDAY), receipt, zone="Europe/Berlin"),
    Case("seems-to-be-a-customer", "gotomyerp", _came(TUESDAY), receipt_unproved),
    Case("silver-claims-level-2", "gotomyerp-plans", _came(FRIDAY_EVENING, plan="silver", claimed="2")),
    Case("starter-level-1-end-of-day", "gotomyerp-plans", _came(TUESDAY, plan="starter", claimed="1")),
    Case("starter-range-web-chat", "gotomyerp-plans", _came(TUESDAY, CHAT, "starter"), zone="Europe/Berlin"),
    Case("emergency-half-shown-closed", "gotomyerp", _came(SATURDAY, facts=ALL_DOWN)),
    Case("emergency", "gotomyerp", _came(FRIDAY_EVENING, facts=TWO_LOCATIONS)),
    Case("helpdesk-closed", "helpdesk", _came(FRIDAY_EVENING)),
    Case("matrix-claims-p1", "priority-matrix", _came(TUESDAY, claimed="P1", suggested=1)),
    Case("matrix-scheduled", "priority-matrix", _came(TUESDAY, suggested=4, kind="scheduled_task")),
    Case("maestro-claims-level-1", "erp-maestro", _came(FRIDAY_EVENING, claimed="1"), zone="Europe/Berlin"),
    Case("maestro-enhancement", "erp-maestro", _came(TUESDAY, suggested=4, kind="enhancement")),
    Case(
        "change-by-an-engineer",
        "gotomyerp-plans",
        _came(FRIDAY_EVENING, plan="silver", level="1"),
        level_change,
        previous=_came(FRIDAY_EVENING, plan="silver"),
    ),
    Case(
        "change-by-the-customer-s-choice",
        "gotomyerp-plans",
        _came(TUESDAY, plan="silver", claimed="1"),
        level_change,
        previous=_came(TUESDAY, plan="silver"),
        by_engineer=False,
    ),
    Case(
        "change-to-an-emergency",
        "gotomyerp",
        _came(FRIDAY_EVENING, facts=TWO_LOCATIONS),
        level_change,
        previous=_came(TUESDAY),
        by_engineer=False,
    ),
    Case("consent", "erp-maestro", _came(TUESDAY, level="2"), asked, previous=_came(TUESDAY)),
    Case("consent-reminder", "erp-maestro", _came(TUESDAY, level="2"), reminded, previous=_came(TUESDAY)),
    Case("consent-refused", "erp-maestro", _came(TUESDAY), consent_refused),
]


def letter_of(case: Case, language: str) -> Letter:
    """Return the letter of a golden file in a language."""
    made = letter(
        None if case.contract is None else contracts()[case.contract],
        case.situation,
        zone=ZoneInfo(case.zone),
        previous=case.previous,
        language=language,
    )
    by = made.decided_by if case.by_engineer else None
    return replace(made, medium=Medium.CHAT, threaded=case.situation.channel is SLACK, decided_by=by)


def _is_golden(text: str, language: str, name: str) -> None:
    file = GOLDEN / language / f"{name}.txt"
    if os.environ.get("INTAKE_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.exists(), f"{file.name} is missing: run INTAKE_GOLDEN=write pytest tests/slack/out"
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_said_reads_as_it_did(case: Case, language: str) -> None:
    written = case.write(letter_of(case, language), templates())
    assert (written.subject, written.html) == ("", "")
    _is_golden(written.body, language, case.name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_engineer_s_reply_reads_as_it_did(language: str) -> None:
    words = ReplyWords(
        case_number=1042,
        subject="Cannot post invoices",
        text="Please log off and on again.\n\nDoes the list fill then?",
        engineer="Sam",
        vendor="gotomyerp",
        language=language,
        medium=Medium.CHAT,
        threaded=True,
    )
    _is_golden(reply(words, templates()).body, language, "reply")


def test_no_golden_file_is_left_behind() -> None:
    found = {file.relative_to(GOLDEN).as_posix() for file in GOLDEN.rglob("*.txt")}
    assert found == {f"{language}/{name}.txt" for language in LANGUAGES for name in [*(c.name for c in CASES), "reply"]}
