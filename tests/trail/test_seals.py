"""What gets a seal, and when: every row that a transaction has written, at its end, once."""

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.storage import tables
from tests.stages.office import Office, mail, open_office
from tests.trail.filled import verified


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def seals(office: Office) -> list[tuple[str, str]]:
    with office.reading() as connection:
        found = connection.execute(sa.select(tables.seals.c.tab, tables.seals.c.row).order_by(tables.seals.c.id))
        return [(row.tab, row.row) for row in found]


def test_each_commit_seals_what_it_wrote(office: Office) -> None:
    office.customer("gotomyerp", contacts=(("ann@acme.example", "Ann Lee"),))
    assert seals(office) == [("customers", "1")], "contacts and domains are sealed with their customer"
    office.accept(mail())
    assert seals(office)[1:] == [("messages", "1")]


def test_what_is_undone_is_not_sealed(office: Office) -> None:
    def write_and_fail(connection: sa.Connection) -> None:
        connection.execute(sa.insert(tables.customer_domains).values(domain="x.example", customer_id=1))
        raise ZeroDivisionError

    office.customer("gotomyerp")
    before = office.everything()
    with pytest.raises(ZeroDivisionError), office.database.write() as connection:
        write_and_fail(connection)
    assert office.everything() == before


def test_a_row_written_as_it_was_gets_no_second_seal(office: Office) -> None:
    office.customer("gotomyerp")
    before = office.everything()
    with office.database.write() as connection:
        connection.execute(sa.update(tables.customers).values(zone=tables.customers.c.zone))
    assert office.everything() == before


def test_only_the_last_seal_of_a_row_can_be_checked_and_only_it_has_a_salt(office: Office) -> None:
    office.customer("gotomyerp")
    for zone in ("Europe/Berlin", "Europe/Paris"):
        with office.database.write() as connection:
            connection.execute(sa.update(tables.customers).values(zone=zone))
    with office.reading() as connection:
        salts = list(connection.scalars(sa.select(tables.seals.c.salt).order_by(tables.seals.c.id)))
    assert [salt is None for salt in salts] == [True, True, False]


def test_a_row_that_the_bot_deletes_is_known_to_be_gone(office: Office, tmp_path: Path) -> None:
    office.customer("gotomyerp")
    with office.database.write() as connection:
        connection.execute(sa.delete(tables.customer_domains))
        connection.execute(sa.delete(tables.customers))
    assert verified(tmp_path / "intake.db").findings == ()
    with closing(sqlite3.connect(tmp_path / "intake.db", isolation_level=None)) as connection:
        for verb in ("insert", "update"):
            connection.execute(f"DROP TRIGGER customers_touched_{verb}")
        connection.execute("INSERT INTO customers VALUES (1, 'Acme', 'x', NULL, 'en', 'UTC', NULL)")
    assert "customer 1 is there again though it was deleted" in verified(tmp_path / "intake.db").findings


def test_a_change_by_another_program_stays_on_record(office: Office, tmp_path: Path) -> None:
    office.customer("gotomyerp")
    with closing(sqlite3.connect(tmp_path / "intake.db", isolation_level=None)) as connection:
        connection.execute("UPDATE customers SET plan = 'gold'")
    office.mail_in(mail())
    with office.database.write() as connection:
        connection.execute(sa.update(tables.customers).values(plan=None))
    findings = verified(tmp_path / "intake.db").findings
    assert findings == ("register entry 2: customer 1 was written by another program than the bot",)


def test_what_a_table_looks_like_is_asked_once_and_again_when_it_has_changed(office: Office, tmp_path: Path) -> None:
    """Asked at each commit, it would cost every sender as much as the seals themselves."""
    asked: list[str] = []
    sa.event.listen(office.database.engine, "connect", lambda raw, _: raw.set_trace_callback(asked.append))
    office.database.close()
    for _ in range(3):
        office.accept(mail())
    assert len([statement for statement in asked if 'table_info("messages")' in statement]) == 1
    with closing(sqlite3.connect(tmp_path / "intake.db", isolation_level=None)) as connection:
        connection.execute("ALTER TABLE messages ADD COLUMN more TEXT DEFAULT 'x'")
    office.accept(mail())
    assert len([statement for statement in asked if 'table_info("messages")' in statement]) == 2


def test_salts_are_not_used_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    real = secrets.token_hex

    def noted(size: int | None = None) -> str:
        drawn.append(real(size))
        return drawn[-1]

    monkeypatch.setattr("intake.database.chain.secrets.token_hex", noted)
    office.customer("gotomyerp")
    office.mail_in(mail())
    assert len(drawn) == len(set(drawn)) > 5
    assert {len(salt) for salt in drawn} == {32}
