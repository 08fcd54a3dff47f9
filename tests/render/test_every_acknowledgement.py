"""Over every contract, plan, level, channel and many receipts: no time without a clause, nothing left out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from intake.domain.contract import Channel, Contract, NoticeId
from intake.domain.promise import Promise, Situation
from intake.domain.suggestion import Facts, Locations, Scope
from intake.render.letter import ConsentLinks, Letter, Written
from intake.render.templates import Templates
from intake.render.write import acknowledgement, consent, level_change, receipt, receipt_unproved
from tests.render.backed import moment, unbacked, undertaken
from tests.render.situations import contracts, letter, templates

RECEIPTS = (
    pytest.param("2026-03-06T20:40:00-05:00", id="Friday evening before clocks go forward"),
    pytest.param("2026-03-08T01:59:59-05:00", id="the second before the skipped hour"),
    pytest.param("2026-05-12T10:15:30-04:00", id="Tuesday in open hours, with seconds"),
    pytest.param("2026-05-12T23:30:00-04:00", id="Tuesday night"),
    pytest.param("2026-10-31T09:00:00-04:00", id="Saturday before clocks go back"),
    pytest.param("2026-12-31T16:45:00-05:00", id="the last afternoon of the year"),
)
ZONES = (
    ZoneInfo("America/New_York"),
    ZoneInfo("America/Los_Angeles"),
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("Asia/Dubai"),
)
FACTS = (
    None,
    Facts(scope=Scope.ALL, connectivity=True),
    Facts(connectivity=True, locations=Locations.ONE),
    Facts(scope=Scope.ALL, connectivity=True, locations=Locations.TWO_OR_MORE),
)


def situations(contract: Contract, received: datetime) -> Iterator[Situation]:
    """Yield every situation of a contract: who says which level, on which channel, with which facts."""
    levels = [level.id for level in contract.levels]
    plans: list[str | None] = [plan.id for plan in contract.plans]
    for plan, channel in product(plans or [None], Channel):
        base = Situation(received_at=received, plan=plan, channel=channel)
        yield from (replace(base, level=level) for level in levels)
        yield from (replace(base, claimed=level) for level in levels)
        yield from (replace(base, suggested=severity) for severity in (1, 2, 3, 4))
        yield from (replace(base, facts=facts) for facts in FACTS)
        yield replace(base, suggested=4, kind="enhancement")
        if contract.emergency is not None:
            yield replace(base, emergency=True)


def ask(letter: Letter, templates: Templates) -> Written:
    return consent(letter, templates, ConsentLinks(agree=None, refuse=None))


def wrongs(body: str, promise: Promise, contract: Contract, zone: tzinfo, received: datetime) -> list[str]:
    """Return what is wrong with an acknowledgement: a time nobody promised, a promise left out, a long line."""
    flat = " ".join(body.split())
    wanted = ["1042", moment(received, zone), undertaken(promise.main, zone)]
    wanted += [undertaken(other, zone) for other in promise.others if other.deadline.due_at is not None]
    wanted += [f"level {promise.clock_level}, "] if promise.clock_level and not promise.level else []
    wanted += [f"Severity level: {promise.level}, "] if promise.level else []
    wanted += [SIGNS[notice] for notice in promise.notices]
    found = [f"missing: {words}" for words in wanted if words not in flat]
    found += [f"unbacked: {words}" for words in unbacked(body, promise, contract, zone, received)]
    found += [f"long line: {line}" for line in body.splitlines() if len(line) > 72]
    return found


SIGNS = {
    NoticeId.EMAIL_CARRIES_NO_LEVEL: "E-mail cannot carry a severity level",
    NoticeId.PROVISIONAL_LEVEL: "This is provisional",
    NoticeId.REPORT_BY_PHONE: "Please call",
    NoticeId.SECOND_LOCATION_NEEDED: "our staff can be the other",
    NoticeId.OWN_IT_FIRST: "your own IT staff",
    NoticeId.REPORT_WHEN_RESOLVED: "as soon as it works again",
    NoticeId.STAFF_AVAILABLE: "keep somebody at hand",
    NoticeId.CHARGES: "Charges: one incident",
    NoticeId.EMERGENCY_RATES: "at emergency rates",
    NoticeId.CLOSED_NOW: "We were closed when your message came",
}


@pytest.mark.parametrize("at", RECEIPTS)
@pytest.mark.parametrize("contract_id", sorted(contracts()))
def test_every_time_in_an_acknowledgement_is_backed_by_a_clause(contract_id: str, at: str) -> None:
    contract, received = contracts()[contract_id], datetime.fromisoformat(at)
    found = {}
    for number, situation in enumerate(situations(contract, received)):
        zone = ZONES[number % len(ZONES)]
        asked = letter(contract, situation, zone=zone)
        assert asked.promise is not None
        body = acknowledgement(asked, templates()).body
        if mistakes := wrongs(body, asked.promise, contract, zone, received):
            found[situation] = mistakes
    assert found == {}


@pytest.mark.parametrize("contract_id", sorted(contracts()))
def test_every_time_in_a_change_of_level_is_backed_by_a_clause(contract_id: str) -> None:
    contract, received = contracts()[contract_id], datetime.fromisoformat("2026-05-12T10:15:30-04:00")
    plan = contract.plans[0].id if contract.plans else None
    before = Situation(received_at=received, plan=plan, channel=Channel.SLACK, suggested=3)
    for number, situation in enumerate(situations(contract, received)):
        zone = ZONES[number % len(ZONES)]
        asked = letter(contract, situation, zone=zone, previous=before)
        for write in (level_change, ask):
            body = write(asked, templates()).body
            assert unbacked(body, asked.promise, contract, zone, received) == []
            assert asked.promise is not None
            assert undertaken(asked.promise.main, zone) in " ".join(body.split())


@pytest.mark.parametrize("at", RECEIPTS)
def test_a_receipt_holds_the_time_of_receipt_and_no_other(at: str) -> None:
    received = datetime.fromisoformat(at)
    for zone, write in product(ZONES, (receipt, receipt_unproved)):
        body = write(letter(None, Situation(received_at=received), zone=zone), templates()).body
        assert moment(received, zone) in " ".join(body.split())
        assert unbacked(body, None, None, zone, received) == []


@pytest.mark.parametrize(
    "claim",
    [
        "We answer within 4 hours.",
        "You hear from us by Tuesday.",
        "By 9 am somebody calls.",
        "It takes half an hour.",
        "Look again on 2026-03-09.",
        "We reply the same day.",
        "We reply tomorrow.",
        "Expect us at 17:00.",
        "Our first answer comes immediately.",
        "One business day is enough.",
        "It takes two business hours.",
        "Give us a couple of hours.",
        "Give us a few minutes.",
        "We answer by Monday 9 March 2026, 12:40 pm EDT.",
        'We answer by Monday 9 March 2026, 12:40 pm EDT ("Within 6 hours", clause 3.1).',
        'We answer by Monday 9 March 2026, 12:41 pm EDT ("Within 6 hours", clause 3.2).',
    ],
)
def test_the_check_finds_a_time_that_no_clause_backs(claim: str) -> None:
    received = datetime.fromisoformat("2026-03-06T20:40:00-05:00")
    contract = contracts()["gotomyerp-plans"]
    asked = letter(contract, Situation(received_at=received, plan="silver", channel=Channel.EMAIL))
    body = acknowledgement(asked, templates()).body
    assert unbacked(body, asked.promise, contract, ZONES[0], received) == []
    assert unbacked(body + claim, asked.promise, contract, ZONES[0], received) != []
