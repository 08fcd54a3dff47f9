"""Nothing is rewritten: the store itself refuses, and the trail shows when somebody got round it."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.review.engineers import confirms, consents, refusal
from tests.stages.office import Office, mail, opinion

RECORDS = ("decisions", "consents", "feedback", "audit")


@pytest.fixture
def recorded(office: Office) -> Office:
    """Return an office with a row in each of the records."""
    office.customer("erp-maestro")
    office.suggests.answer = opinion(2)
    office.mail_in(mail())
    refusal(office, "2")
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
