"""Caps: a machine that answers us falls silent, a storm of strangers silences no customer, engineers hear once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from intake.database import migrate as migrating
from intake.database.engine import Database, sqlite_url
from intake.database.migrate import migrate
from intake.domain.caps import Account, Cap, Caps, mailbox_of, organisation_of
from intake.domain.identity import FactsFor, Findings
from intake.review.reply import Reply, reply
from intake.storage import caps
from intake.storage.tables import caps as table
from tests.identify.checked import NOTHING, PROVED, checking
from tests.review.engineers import engineer, overrides
from tests.stages.office import Office, mail, open_office

ANN = "ann@acme.example"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return a desk with small caps: 2 a mailbox, 3 a domain, 4 a customer, 5 to strangers in all."""
    found = open_office(tmp_path)
    limits = Caps(
        mailbox=Cap(hour=2, day=6),
        domain=Cap(hour=3, day=50),
        customer=Cap(hour=4, day=50),
        strangers=Cap(hour=5, day=6),
    )
    found.desk = replace(found.desk, caps=limits)
    found.customer("gotomyerp")
    yield found
    found.database.close()


def write(office: Office, *senders: str) -> list[int]:
    """Let each of the senders write about something new; return how many mails each of their cases got."""
    before = len(office.cases())
    for sender in senders:
        office.mail_in(mail(sender=sender), mail_from=sender)
    return [len(office.mails(1001 + before + number)) for number in range(len(senders))]


@pytest.mark.parametrize(
    ("senders", "answered"),
    [
        pytest.param(["bot@x.example"] * 4, [1, 1, 0, 0], id="one mailbox"),
        pytest.param([f"bot+{n}@x.example" for n in range(4)], [1, 1, 0, 0], id="one mailbox with tags"),
        pytest.param(["Bot@X.Example", "BOT@x.example", "bot@x.example"], [1, 1, 0], id="however it is written"),
        pytest.param([f"bot{n}@x.example" for n in range(5)], [1, 1, 1, 0, 0], id="one domain"),
        pytest.param([f"bot@n{n}.x.example" for n in range(5)], [1, 1, 1, 0, 0], id="names below one domain"),
        pytest.param([f"bot@{n}.x.co.uk" for n in range(5)], [1, 1, 1, 0, 0], id="names below one under co.uk"),
        pytest.param([f"bot@x{n}.example" for n in range(7)], [1, 1, 1, 1, 1, 0, 0], id="strangers in all"),
        pytest.param([f"p{n}@acme.example" for n in range(6)], [1, 1, 1, 1, 0, 0], id="one customer"),
        pytest.param(["ann@acme.example"] * 3, [1, 1, 0], id="one mailbox of a customer"),
    ],
)
def test_who_falls_silent_and_when(office: Office, senders: list[str], answered: list[int]) -> None:
    assert write(office, *senders) == answered
    assert office.ledger() == {"opened": len(senders)}, "each is a case all the same"


def test_a_storm_of_strangers_silences_no_customer(office: Office) -> None:
    write(office, *(f"bot@x{n}.example" for n in range(8)))
    assert write(office, "ann@acme.example", "bob@acme.example") == [1, 1]


def test_a_customer_s_outage_silences_neither_another_customer_nor_strangers(office: Office) -> None:
    office.customer("helpdesk", name="Cog", domain="cog.example")
    write(office, *(f"p{n}@acme.example" for n in range(6)))
    assert write(office, "cy@cog.example", "joe@home.example") == [1, 1]


def test_three_hundred_of_one_customer_are_answered_as_it_is_set_at_first(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    office.customer("gotomyerp")
    assert write(office, *(f"p{n}@acme.example" for n in range(30))) == [1] * 30
    assert office.desk.caps.customer.hour >= 300
    office.database.close()


@pytest.mark.parametrize(
    ("forged", "left"),
    [
        pytest.param([ANN] * 3, [0], id="in her own name"),
        pytest.param([f"ann+{n}@acme.example" for n in range(3)], [0], id="in her name with tags"),
        pytest.param([f"p{n}@acme.example" for n in range(6)], [1], id="in the names of all her colleagues"),
    ],
)
def test_what_strangers_write_in_a_customer_s_name_silences_no_proved_mail(
    office: Office, forged: list[str], left: list[int]
) -> None:
    checks = checking(office)
    assert write(office, *forged)[-1] == 0, "what nobody proves falls silent"
    checks.found = {ANN: PROVED}
    assert write(office, ANN, ANN, ANN) == [1, *left, 0], "the half of a mailbox's cap is left to who is proved"
    checks.found = {}
    assert write(office, ANN) == [0]


@pytest.mark.parametrize(
    ("found", "answered"),
    [
        pytest.param([PROVED] * 6, 4, id="always proved: the whole cap"),
        pytest.param([NOTHING] * 6, 2, id="never: half of it"),
        pytest.param([PROVED, NOTHING] * 4, 4, id="now and then: the whole, and no more"),
        pytest.param([NOTHING] * 4 + [PROVED] * 4, 4, id="a flood, and then the contact: half each"),
        pytest.param([PROVED] * 6 + [NOTHING] * 4, 4, id="the contact has had it all: nobody more"),
        pytest.param([PROVED, PROVED, PROVED, NOTHING, NOTHING], 4, id="what the contact has left"),
    ],
)
def test_a_sender_whose_proof_comes_and_goes_gets_one_cap(office: Office, found: list[Findings], answered: int) -> None:
    office.desk = replace(office.desk, caps=replace(office.desk.caps, mailbox=Cap(hour=4, day=6)))
    checks = checking(office)
    written = []
    for one in found:
        checks.found = {ANN: one}
        written += write(office, ANN)
    assert sum(written) == answered


def test_where_nobody_checks_there_is_one_account_with_the_whole_cap(office: Office) -> None:
    assert write(office, ANN, ANN, ANN) == [1, 1, 0]


def test_what_is_proved_of_strangers_is_counted_apart_too(office: Office) -> None:
    checks = checking(office)
    assert write(office, *(f"bot@x{n}.example" for n in range(6)))[-1] == 0
    checks.found = {"joe@home.example": PROVED}
    assert write(office, "joe@home.example", "eve@home.example") == [1, 0]


def test_engineers_are_told_of_either_cap(office: Office) -> None:
    checks = checking(office)
    write(office, *[ANN] * 3)
    checks.found = {ANN: PROVED}
    write(office, *[ANN] * 4)
    assert len(office.details("cap.reached")) == 2


@pytest.mark.parametrize(
    ("found", "counted"),
    [pytest.param(PROVED, ["proved"], id="proved"), pytest.param(NOTHING, ["unproved"], id="unproved")],
)
def test_what_no_message_sets_going_is_on_the_case_s_account(
    office: Office, found: Findings, counted: list[str]
) -> None:
    checking(office, FactsFor.KNOWN_ADDRESS, ann=found)
    write(office, ANN)
    overrides(office, "2")
    assert [row[-1] for row in office.everything()["caps"]] == counted * 2


def test_after_an_hour_there_is_an_answer_again_until_the_day_s_cap(office: Office) -> None:
    for answered in ([1, 1, 0], [1, 1, 0], [1, 1, 0], [0, 0, 0]):
        assert write(office, *["ann@acme.example"] * 3) == answered
        office.wait(minutes=61)
    assert "6 mails to this address already within a day" in office.details("acknowledgement.withheld")[-1]["reason"]
    office.wait(hours=24)
    assert write(office, "ann@acme.example") == [1]


def test_engineers_are_told_once_and_each_case_says_why(office: Office) -> None:
    write(office, *["bot@x.example"] * 6)
    reasons = [detail["reason"] for detail in office.details("acknowledgement.withheld")]
    assert reasons == ["2 mails to this address already within an hour"] * 4
    assert office.details("cap.reached") == [{"reason": reasons[0]}]
    looked_at = [case.id for case in office.cases() if case.attention_at == office.now]
    assert looked_at == [1003], "the first case that got no answer is at the top of the queue, and it alone"
    office.wait(minutes=61)
    write(office, *["bot@x.example"] * 3)
    assert len(office.details("cap.reached")) == 2, "and once more when it happens again"


def test_what_an_engineer_writes_is_not_counted(office: Office) -> None:
    write(office, "ann@acme.example")
    for number in range(3):
        with office.database.write() as connection:
            reply(engineer(office, connection), 1001, Reply(text=f"Answer {number}."))
    assert write(office, "ann@acme.example") == [1]


@pytest.mark.parametrize("account", [Account.PROVED, None], ids=["one account", "both"])
def test_what_is_counted_is_found_by_an_index(office: Office, account: Account | None) -> None:
    to = caps.Correspondent(mailbox="a@x.example", domain="x.example", customer_id=None, account=account)
    with office.reading() as connection:
        for scope in caps.Scope if account is not None else [caps.Scope.MAILBOX]:
            found = table.select().where(caps._within(scope, to), table.c.at > office.now, table.c.reached == "")
            said = str(found.compile(connection, compile_kwargs={"literal_binds": True}))
            plan = " ".join(row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}"))
            assert "SEARCH caps USING INDEX caps_by_" in plan, (scope, plan)
            assert "SCAN" not in plan


def test_no_more_than_a_day_is_kept(office: Office) -> None:
    write(office, "ann@acme.example", "joe@home.example")
    office.wait(hours=25)
    write(office, "ann@acme.example")
    assert len(office.everything()["caps"]) == 1


def test_what_was_counted_before_there_were_accounts_is_nobody_s_proved(tmp_path: Path) -> None:
    store = Database(sqlite_url(tmp_path / "old.db"))
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with store.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
        connection.exec_driver_sql(
            "INSERT INTO caps (at, mailbox, domain, customer_id, reached) VALUES (?, ?, 'acme.example', 1, '')",
            ("2026-05-12 13:00:00.000000", ANN),
        )
    migrate(store)
    since = datetime(2026, 5, 12, tzinfo=UTC)
    with store.read() as connection:
        for account, counted in ((Account.UNPROVED, True), (Account.PROVED, False)):
            to = caps.Correspondent(mailbox=ANN, domain="acme.example", customer_id=1, account=account)
            assert caps.written(connection, caps.Scope.MAILBOX, to, (since, 1)) is counted
    store.close()


@pytest.mark.parametrize(
    ("address", "mailbox", "organisation"),
    [
        pytest.param("Ann@Acme.Example", "ann@acme.example", "acme.example", id="letters in any case"),
        pytest.param("ann+a+b@acme.example", "ann@acme.example", "acme.example", id="tags"),
        pytest.param("+ann@acme.example", "+ann@acme.example", "acme.example", id="nothing before the tag"),
        pytest.param("a@b.c.d.example", "a@b.c.d.example", "d.example", id="names below names"),
        pytest.param("a@b.co.uk", "a@b.co.uk", "b.co.uk", id="a country with second levels"),
        pytest.param("a@x.b.com.au", "a@x.b.com.au", "b.com.au", id="and below it"),
        pytest.param("a@co.uk", "a@co.uk", "co.uk", id="the second level itself"),
        pytest.param("a@b.de", "a@b.de", "b.de", id="a country without"),
        pytest.param("a@[192.0.2.1]", "a@[192.0.2.1]", "[192.0.2.1]", id="an address of the network"),
        pytest.param("a@192.0.2.1", "a@192.0.2.1", "192.0.2.1", id="the same, bare"),
        pytest.param("a@localhost", "a@localhost", "localhost", id="one label"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_what_counts_as_one(address: str, mailbox: str, organisation: str) -> None:
    assert (mailbox_of(address), organisation_of(address)) == (mailbox, organisation)
