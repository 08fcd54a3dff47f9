"""Every letter in every language: laid out, begun with a capital, in one language only, and with its grammar right."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intake.domain.contract import Channel
from intake.domain.promise import Situation
from intake.render.letter import ConsentLinks, Letter, Written
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
from tests.render.test_every_acknowledgement import ZONES, situations

ABROAD = ("es", "fr", "de")
RECEIVED = datetime.fromisoformat("2026-03-06T20:40:00-05:00")
NO_LINKS = ConsentLinks(agree=None, refuse=None)
# Words that only English has, and that every English letter is full of.
ENGLISH = re.compile(
    r"\b(?:the|we|you|your|our|this|and|of|for|with|when|is|are|will|by|if|reply|answer|level|hours?|days?|"
    r"business|priority|outage|impact|Monday|Friday|time|clause|section)\b"
)
QUOTED = re.compile(r"«[^»]*»|„[^“]*“|\([^()]*\b(?:EE\. UU\.|États-Unis|USA)\)")
SENTENCE = re.compile(r"(?<=[.?!] )\S+")
BEGINS = re.compile(r"[A-ZÀ-ÞÉÊ0-9¿¡+]|gotomyerp")


def letters(contract_id: str, language: str) -> Iterator[tuple[Letter, Written]]:
    """Yield every kind of letter in every situation of a contract."""
    contract = contracts()[contract_id]
    plan = contract.plans[0].id if contract.plans else None
    before = Situation(received_at=RECEIVED, plan=plan, channel=Channel.SLACK, suggested=3)
    for number, situation in enumerate(situations(contract, RECEIVED)):
        zone = ZONES[number % len(ZONES)]
        name = "Ann Lee" if number % 3 else None
        plain = letter(contract, situation, zone=zone, name=name, language=language)
        changed = letter(contract, situation, zone=zone, name=name, language=language, previous=before)
        yield plain, acknowledgement(plain, templates())
        yield changed, level_change(changed, templates())
        if number % 4 == 0:
            yield changed, consent(changed, templates(), NO_LINKS)
            yield changed, consent_reminder(changed, templates(), NO_LINKS)
            yield plain, consent_refused(plain, templates())
            yield plain, receipt(plain, templates())
            yield plain, receipt_unproved(plain, templates())


def wrongs(written: Written, language: str) -> Iterator[str]:
    """Yield what is wrong with the form of a letter."""
    yield from (f"long line: {line}" for line in written.body.splitlines() if len(line) > 72)
    yield from (f"two blanks: {line}" for line in written.body.splitlines() if "  " in line.removeprefix("  "))
    yield from (f"blank before a mark: {found}" for found in re.findall(r"\w+ [.,)]", written.body))
    blocks = re.split(r"\n\n|\n(?=- )", written.body.strip())
    for block in blocks:
        flat = " ".join(block.removeprefix("- ").split())
        if not BEGINS.match(flat):
            yield f"begins small: {flat}"
        yield from (
            f"a small sentence: {word}" for word in SENTENCE.findall(QUOTED.sub("·", flat)) if word[0].islower()
        )
        yield from (
            f"doubled: {found}" for found in re.findall(r"\b(\w{2,}) \1\b", flat) if found not in ("nous", "vous")
        )
        if language != "en":
            yield from (f"English: {word} in {flat}" for word in ENGLISH.findall(QUOTED.sub("·", flat)))


@pytest.mark.parametrize("language", ["en", *ABROAD])
@pytest.mark.parametrize("contract_id", sorted(contracts()))
def test_every_letter_is_well_formed(contract_id: str, language: str) -> None:
    found = {}
    for asked, written in letters(contract_id, language):
        if mistakes := list(wrongs(written, language)):
            found[written.body] = (mistakes, asked)
        assert written.subject == "Re: Cannot post invoices [case 1042]"
    assert [mistakes for mistakes, _ in found.values()] == []


@pytest.mark.parametrize("language", ABROAD)
@pytest.mark.parametrize("contract_id", sorted(contracts()))
def test_what_a_contract_says_is_said_in_the_customers_language(contract_id: str, language: str) -> None:
    contract = contracts()[contract_id]
    texts = [level.name for level in contract.levels] + [
        text for notice in contract.notices for _, text in notice.figures
    ]
    texts += [calendar.words for calendar in contract.calendars if not calendar.always]
    translated = dict(dict(contract.translations)[language])
    assert [text for text in texts if text not in translated] == []


MOMENTS = [
    ("es", "2026-03-09T12:40:00-04:00", "lunes 9 de marzo de 2026, 12:40 h EDT"),
    ("es", "2026-08-01T01:05:09-04:00", "sábado 1 de agosto de 2026, 1:05:09 h EDT"),
    ("fr", "2026-03-01T09:00:00-05:00", "dimanche 1er mars 2026 à 9 h 00 EST"),
    ("fr", "2026-08-21T00:05:30-04:00", "vendredi 21 août 2026 à 0 h 05 min 30 s EDT"),
    ("de", "2026-03-09T12:40:00-04:00", "Montag, 9. März 2026, 12:40 Uhr EDT"),
    ("de", "2026-01-01T23:59:59-05:00", "Donnerstag, 1. Januar 2026, 23:59:59 Uhr EST"),
]


@pytest.mark.parametrize(("language", "at", "said"), MOMENTS)
def test_a_moment_is_written_as_the_language_writes_it(language: str, at: str, said: str) -> None:
    asked = letter(None, Situation(received_at=datetime.fromisoformat(at)), language=language)
    assert said in " ".join(receipt(asked, templates()).body.split())


RANGES = [
    ("en", "on Tuesday 12 May 2026 between 11:15 am and 12:15 pm EDT"),
    ("es", "el martes 12 de mayo de 2026 entre las 11:15 h y las 12:15 h EDT"),
    ("fr", "le mardi 12 mai 2026 entre 11 h 15 et 12 h 15 EDT"),
    ("de", "am Dienstag, 12. Mai 2026, zwischen 11:15 Uhr und 12:15 Uhr EDT"),
]


@pytest.mark.parametrize(("language", "said"), RANGES)
def test_a_range_within_a_day_names_the_day_once(language: str, said: str) -> None:
    asked = Situation(received_at=datetime.fromisoformat("2026-05-12T10:15:00-04:00"), channel=Channel.EMAIL)
    found = acknowledgement(letter(contracts()["helpdesk"], asked, language=language), templates()).body
    assert said in " ".join(found.split())


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("09:15", "entre las 10:15 h y las 11:15 h"),
        ("00:30", "entre la 1:30 h y las 2:30 h"),
        ("12:30", "entre las 13:30 h y las 14:30 h"),
    ],
)
def test_one_oclock_is_singular_in_spanish(at: str, said: str) -> None:
    contract = contracts()["helpdesk"]
    always = tuple(replace(calendar, always=True) for calendar in contract.calendars)
    asked = Situation(received_at=datetime.fromisoformat(f"2026-05-12T{at}:00-04:00"), channel=Channel.EMAIL)
    body = acknowledgement(letter(replace(contract, calendars=always), asked, language="es"), templates()).body
    assert f"{said} EDT" in " ".join(body.split())


OVER_DAYS = [
    ("en", "2026-05-11", "between Tuesday 12 May, 10:15 am and Wednesday 13 May 2026, 10:15 am EDT"),
    ("es", "2026-05-11", "entre el martes 12 de mayo, 10:15 h, y el miércoles 13 de mayo de 2026, 10:15 h EDT"),
    ("fr", "2026-05-11", "entre le mardi 12 mai à 10 h 15 et le mercredi 13 mai 2026 à 10 h 15 EDT"),
    ("de", "2026-05-11", "zwischen Dienstag, 12. Mai, 10:15 Uhr und Mittwoch, 13. Mai 2026, 10:15 Uhr EDT"),
    ("en", "2026-12-30", "between Thursday 31 December 2026, 10:15 am and Friday 1 January 2027, 10:15 am EST"),
    (
        "de",
        "2026-12-30",
        "zwischen Donnerstag, 31. Dezember 2026, 10:15 Uhr und Freitag, 1. Januar 2027, 10:15 Uhr EST",
    ),
    ("en", "2026-10-29", "between Friday 30 October, 10:15 am EDT and Monday 2 November 2026, 10:15 am EST"),
    ("fr", "2026-10-29", "entre le vendredi 30 octobre à 10 h 15 EDT et le lundi 2 novembre 2026 à 10 h 15 EST"),
]


@pytest.mark.parametrize(("language", "date", "said"), OVER_DAYS)
def test_the_ends_of_a_range_share_the_year_and_zone_that_are_the_same(language: str, date: str, said: str) -> None:
    at = datetime.fromisoformat(f"{date}T10:15:00").replace(tzinfo=ZoneInfo("America/New_York"))
    asked = Situation(received_at=at, channel=Channel.EMAIL)
    found = acknowledgement(letter(contracts()["helpdesk"], asked, language=language), templates()).body
    assert said in " ".join(found.split())


@pytest.mark.parametrize("language", ABROAD)
def test_the_contracts_own_words_are_quoted_as_they_are(language: str) -> None:
    opening, closing = {"es": ("«", "»"), "fr": ("« ", " »"), "de": ("„", "“")}[language]
    for contract in contracts().values():
        plan = contract.plans[0].id if contract.plans else None
        asked = letter(contract, Situation(received_at=RECEIVED, channel=Channel.EMAIL, plan=plan), language=language)
        assert asked.promise is not None
        body = " ".join(acknowledgement(asked, templates()).body.split())
        assert f"{opening}{asked.promise.main.target.words}{closing}" in body
