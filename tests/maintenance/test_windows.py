"""Known maintenance: which case falls in it, and that nobody but an engineer is shown it."""

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intake.domain.maintenance import Maintenance, Planned, Repeats
from intake.review.slack.drawn import drawn
from intake.stages.desk import Run
from tests.cli.command import Place
from tests.slack.engineers.floor import text_of
from tests.stages.office import mail

NEW_YORK = ZoneInfo("America/New_York")
SATURDAY = Maintenance(
    planned=Planned(
        begins=datetime(2026, 3, 7, 10, 0, tzinfo=NEW_YORK),
        ends=datetime(2026, 3, 7, 15, 0, tzinfo=NEW_YORK),
        words="an upgrade",
    ),
    zone=NEW_YORK,
)
WEEKLY = replace(SATURDAY, repeats=Repeats.WEEKLY)
NIGHTLY = replace(
    SATURDAY,
    repeats=Repeats.DAILY,
    planned=Planned(
        begins=datetime(2026, 3, 7, 23, 50, tzinfo=NEW_YORK),
        ends=datetime(2026, 3, 8, 0, 5, tzinfo=NEW_YORK),
        words="the nightly restart",
    ),
)


@pytest.mark.parametrize(
    ("window", "at", "since"),
    [
        pytest.param(SATURDAY, "2026-03-07T10:00:00-05:00", "2026-03-07T10:00:00-05:00", id="its first second"),
        pytest.param(SATURDAY, "2026-03-07T14:59:59-05:00", "2026-03-07T10:00:00-05:00", id="its last second"),
        pytest.param(SATURDAY, "2026-03-07T15:00:00-05:00", None, id="its end"),
        pytest.param(SATURDAY, "2026-03-07T09:59:59-05:00", None, id="just before"),
        pytest.param(SATURDAY, "2026-03-14T10:30:00-04:00", None, id="once is once"),
        pytest.param(WEEKLY, "2026-03-14T14:30:00-04:00", "2026-03-14T10:00:00-04:00",
                     id="a week later, by the wall clock after clocks went forward"),
        pytest.param(WEEKLY, "2026-03-14T09:30:00-04:00", None, id="half an hour before that"),
        pytest.param(WEEKLY, "2026-05-17T10:30:00-04:00", None, id="a Sunday"),
        pytest.param(WEEKLY, "2026-02-28T10:30:00-05:00", None, id="a Saturday before the first one"),
        pytest.param(NIGHTLY, "2026-05-13T00:04:00-04:00", "2026-05-12T23:50:00-04:00", id="over midnight"),
        pytest.param(NIGHTLY, "2026-05-13T00:05:00-04:00", None, id="the night's end"),
    ],
)  # fmt: skip
def test_what_a_window_holds(window: Maintenance, at: str, since: str | None) -> None:
    found = window.at(datetime.fromisoformat(at))
    assert (None if found is None else found.begins.isoformat()) == since


@pytest.mark.parametrize(
    ("contracts", "customers", "contract", "customer", "touched"),
    [
        pytest.param((), (), "one", "Acme", True, id="all"),
        pytest.param((), (), None, None, True, id="a stranger, by what is for all"),
        pytest.param(("one",), (), "one", "Acme", True, id="a contract"),
        pytest.param(("one",), (), "two", "Acme", False, id="another contract"),
        pytest.param(("one",), (), None, None, False, id="a stranger has no contract"),
        pytest.param((), ("Acme",), "one", "Acme", True, id="a customer"),
        pytest.param((), ("Acme",), "one", "Birch", False, id="another customer"),
        pytest.param(("one",), ("Acme",), "two", "Acme", False, id="a customer under another contract"),
    ],
)
def test_whom_a_window_touches(
    contracts: tuple[str, ...], customers: tuple[str, ...], contract: str | None, customer: str | None, touched: bool
) -> None:
    window = replace(SATURDAY, contracts=frozenset(contracts), customers=frozenset(customers))
    assert window.touches(contract, customer) is touched


WINDOW = """
[[maintenance]]
from = 2026-05-12T09:30:00-04:00
to = 2026-05-12T11:00:00-04:00
words = "upgrade of the audit server"
"""


def settings(place: Place, more: str) -> None:
    place.settings.write_text(f"{place.settings.read_text(encoding='utf-8')}{more}", encoding="utf-8")


def test_an_engineer_is_shown_it_and_the_customer_is_not(place: Place) -> None:
    settings(place, WINDOW)
    place.office.customer("gotomyerp-plans")
    place.office.mail_in(mail())
    told = "Received during maintenance: upgrade of the audit server, Tue 12 May 2026 09:30 EDT to"
    assert told in " ".join(place.intake("case", "1001").out.split())
    assert json.loads(place.intake("case", "1001", "--json").out)["maintenance"] == [
        {"from": "2026-05-12T09:30:00-04:00", "to": "2026-05-12T11:00:00-04:00",
         "words": "upgrade of the audit server"},
    ]  # fmt: skip
    assert "maintenance" not in place.office.letter()
    assert "upgrade" not in place.office.letter()


def test_a_card_says_it_too(place: Place) -> None:
    office = place.office
    window = Maintenance(
        planned=Planned(
            begins=datetime.fromisoformat("2026-05-12T09:30:00-04:00"),
            ends=datetime.fromisoformat("2026-05-12T11:00:00-04:00"),
            words="upgrade of <the> server",
        ),
        zone=NEW_YORK,
        customers=frozenset({"Acme"}),
    )
    office.desk = replace(office.desk, maintenance=(window,))
    office.customer("gotomyerp-plans")
    for sender in ("ann@acme.example", "eve@elsewhere.example"):
        office.mail_in(mail(sender=sender), mail_from=sender)
    with office.reading() as connection:
        run = Run(connection=connection, desk=office.desk, now=office.now)
        acme, stranger = (text_of(drawn(run, number).message.blocks) for number in (1001, 1002))
    assert "*Received during maintenance:* upgrade of &lt;the&gt; server, <!date^1778592600^" in acme
    assert "maintenance" not in stranger


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        pytest.param(WINDOW.replace("-04:00", ""), "with its offset", id="no offset"),
        pytest.param(WINDOW.replace("T11:00", "T09:00"), "write the end after the beginning", id="it ends before"),
        pytest.param(WINDOW.replace("upgrade of the audit server", " "), "in a few words", id="no words"),
        pytest.param(f'{WINDOW}repeats = "daily"\n'.replace("05-12T11", "05-14T11"), "longer than it takes to come",
                     id="it would overtake itself"),
        pytest.param(f'{WINDOW}repeats = "monthly"\n', "daily", id="a rhythm that is none"),
        pytest.param(f'{WINDOW}zone = "Mars"\n', "Mars", id="no such zone"),
        pytest.param(f'{WINDOW}reason = "x"\n', "reason", id="a key that is none"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_refused_in_a_line(place: Place, wrong: str, told: str) -> None:
    settings(place, wrong)
    refused = place.intake("cases").refusal
    assert "maintenance" in refused
    assert told in refused


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param(
            'contracts = ["gotomyerp"]\ncustomers = ["Acme"]\n', "1 known, 1 of them over", id="names we know"
        ),
        pytest.param('contracts = ["gotomyrp"]\n', "window 1, contracts: 'gotomyrp' is none of ours", id="no contract"),
        pytest.param('customers = ["Acne"]\n', "window 1, customers: 'Acne' is none of ours", id="no customer"),
    ],
)
def test_doctor_looks_at_whom_they_name(place: Place, more: str, said: str) -> None:
    place.office.customer("gotomyerp")
    settings(place, WINDOW + more)
    assert said in " ".join(place.intake("doctor").out.split())
