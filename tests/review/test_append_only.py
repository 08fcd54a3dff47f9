"""Nothing is rewritten: the store itself refuses, and the trail shows when somebody got round it."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.review.engineers import asks, confirms, consents
from tests.stages.office import Office, mail, opinion

RECORDS = ("decisions", "consents", "feedback", "audit")


@pytest.fixture
def recorded(office: Office) -> Office:
    """Return an office with a row in each of the records."""
    office.customer("erp-maestro")
    office.suggests.answer = opinion(2)
    office.mail_in(mail())
    asks(office, "2")
    consents(office, agreed=True)
    confirms(office)
    return office


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("statement", ["UPDATE {} SET actor = 'nobody'", "DELETE FROM {}"], ids=["rewrite", "delete"])
def test_a_record_cannot_be(recorded: Office, record: str, statement: str) -> None:
    before = recorded.everything()
    assert before[record]
    with pytest.raises(IntegrityError, match=f"{record} is append-only"), recorded.database.write() as connection:
        connection.execute(sa.text(statement.format(record)))
    assert recorded.everything() == before


def test_later_words_leave_earlier_ones_as_they_were(recorded: Office) -> None:
    before = recorded.everything()
    recorded.wait(minutes=1)
    confirms(recorded, by="Kim")
    after = recorded.everything()
    for record in RECORDS:
        assert after[record][: len(before[record])] == before[record]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE audit SET actor = 'nobody' WHERE id = 2", id="a changed name"),
        pytest.param("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE id = 2", id="a changed time"),
        pytest.param("UPDATE audit SET detail = '{}' WHERE id = 2", id="a changed detail"),
        pytest.param("DELETE FROM audit WHERE id = 2", id="a row taken out"),
    ],
)
def test_who_gets_round_the_store_breaks_the_chain(recorded: Office, tmp_path: Path, statement: str) -> None:
    assert recorded.chain_holds()
    with sqlite3.connect(tmp_path / "intake.db") as raw:
        raw.execute("DROP TRIGGER audit_no_update")
        raw.execute("DROP TRIGGER audit_no_delete")
        raw.execute(statement)
    raw.close()
    assert not recorded.chain_holds()


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("""UPDATE audit SET detail = '{"erased": true}'""", id="a detail, its salt kept"),
        pytest.param("UPDATE audit SET salt = NULL", id="a salt, its detail kept"),
        pytest.param("""UPDATE audit SET detail = '{"erased": false}', salt = NULL""", id="a detail, for another"),
        pytest.param(
            """UPDATE audit SET detail = '{"erased": true}', salt = NULL, actor = 'nobody'""", id="an actor with it"
        ),
        pytest.param("UPDATE decisions SET reason = 'a better one'", id="a reason, for another"),
        pytest.param("UPDATE decisions SET reason = '(erased)', level = '1'", id="a level with the reason"),
        pytest.param("UPDATE seals SET content = 'x'", id="a seal's content"),
        pytest.param("DELETE FROM seals", id="the seals"),
    ],
)
def test_to_erase_is_no_way_to_rewrite(recorded: Office, statement: str) -> None:
    before = recorded.everything()
    with pytest.raises(IntegrityError, match="is append-only"), recorded.database.write() as connection:
        connection.execute(sa.text(statement))
    assert recorded.everything() == before


def test_what_a_person_said_can_be_erased_and_the_chain_holds(recorded: Office) -> None:
    with recorded.database.write() as connection:
        connection.execute(sa.text("""UPDATE audit SET detail = '{"erased": true}', salt = NULL WHERE id > 1"""))
        connection.execute(sa.text("UPDATE decisions SET reason = '(erased)'"))
    assert recorded.chain_holds()
    assert {one.reason for one in recorded.decided()} == {"(erased)"}
