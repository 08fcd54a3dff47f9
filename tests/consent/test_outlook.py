"""What an engineer sees before a level is set: the deadline from the original receipt, and whether it is past."""

from datetime import datetime, timedelta

import pytest

from intake.review.outlook import Prospect, outlook, past_by, preview
from intake.review.verdict import Verdict, confirm, override
from tests.review.engineers import asks, engineer, overrides
from tests.stages.office import Office, mail


def seen(office: Office) -> list[Prospect]:
    contract = office.desk.contract_of(office.case())
    assert contract is not None
    return list(outlook(office.case(), contract, office.now))


def told(found: Prospect) -> tuple[str | None, str | None, str | None, str]:
    due = found.promise.main.deadline.due_at
    past = None if found.past is None else str(found.past)
    return found.level, None if due is None else due.strftime("%a %H:%M"), past, str(found.tells)


@pytest.mark.parametrize(
    ("contract", "rows"),
    [
        pytest.param(
            "gotomyerp-plans",
            [
                (None, "Tue 14:35", None, "told"),
                ("1", "Tue 11:00", "3:05:00", "told"),
                ("2", "Tue 14:00", "0:05:00", "told"),
                ("3", "Tue 16:00", None, "nothing"),
                ("4", "Wed 10:00", None, "told"),
            ],
            id="000: two are past, the emergency counts from now, level 3 runs already",
        ),
        pytest.param(
            "gotomyerp",
            [
                (None, "Tue 14:35", None, "told"),
                ("1", "Tue 12:00", "2:05:00", "told"),
                ("2", "Tue 21:00", None, "told"),
                ("3", "Thu 10:00", None, "nothing"),
                ("4", "Fri 10:00", None, "told"),
            ],
            id="001",
        ),
        pytest.param("helpdesk", [(None, "Tue 14:05", None, "told")], id="002: only site down"),
        pytest.param(
            "priority-matrix",
            [
                ("P1", "Tue 10:00", None, "told"),
                ("P2", "Tue 10:30", "3:35:00", "told"),
                ("P3", "Tue 14:00", "0:05:00", "told"),
                ("P4", "Fri 10:00", None, "nothing"),
                ("P5", "Tue 10:00", None, "told"),
                ("P6", None, None, "told"),
            ],
            id="003: what is promised at once is never past",
        ),
        pytest.param(
            "erp-maestro",
            [
                ("1", "Tue 14:00", "0:05:00", "asked"),
                ("2", "Tue 18:00", None, "asked"),
                ("3", "Wed 10:00", None, "nothing"),
                ("4", "Thu 10:00", None, "asked"),
            ],
            id="004: the customer is asked",
        ),
    ],
)
def test_the_outlook_of_a_mail_of_ten_o_clock_at_five_past_two(
    office: Office, contract: str, rows: list[tuple[str | None, str | None, str | None, str]]
) -> None:
    office.customer(contract)
    office.mail_in(mail())
    office.wait(hours=4, minutes=5)
    assert [told(found) for found in seen(office)] == rows


def test_what_stands_is_marked_and_nothing_else(office: Office) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail("Nobody can connect, from both offices."))
    assert [found.level for found in seen(office) if found.stands] == [None]
    overrides(office, "2")
    assert [found.level for found in seen(office) if found.stands] == ["2"]


@pytest.mark.parametrize(
    ("due", "past"),
    [
        pytest.param("2026-05-12T10:00:00-04:00", None, id="now"),
        pytest.param("2026-05-12T10:00:01-04:00", None, id="in a second"),
        pytest.param("2026-05-12T09:59:59-04:00", timedelta(seconds=1), id="a second ago"),
        pytest.param("2026-05-12T13:59:00+02:00", timedelta(hours=2, minutes=1), id="in another zone"),
        pytest.param(None, None, id="no deadline"),
    ],
)
def test_how_long_ago_a_deadline_was(due: str | None, past: timedelta | None) -> None:
    at = datetime.fromisoformat("2026-05-12T10:00:00-04:00")
    assert past_by(None if due is None else datetime.fromisoformat(due), at) == past


@pytest.mark.parametrize(
    ("contract", "level"),
    [("gotomyerp-plans", "1"), ("gotomyerp", "1"), ("priority-matrix", "P2"), ("erp-maestro", "1")],
)
def test_the_preview_s_letter_is_the_one_that_is_then_sent(office: Office, contract: str, level: str) -> None:
    office.customer(contract)
    office.mail_in(mail())
    office.wait(hours=1)
    before = office.everything()

    def deciding(by: object) -> Verdict:
        return override(by, 1001, level, "as told")  # type: ignore[arg-type]

    with office.database.write() as connection:
        found = preview(engineer(office, connection), deciding)
    assert office.everything() == before
    overrides(office, level)
    (shown,) = found.mails
    assert shown.raw == office.mails()[-1].raw
    assert found.verdict.after is not None


def test_a_preview_of_nothing_new_has_no_letter(office: Office) -> None:
    office.customer("erp-maestro")
    office.mail_in(mail())
    asks(office, "2")
    with office.database.write() as connection:
        assert preview(engineer(office, connection), lambda by: override(by, 1001, "2", "x")).mails == ()
        assert preview(engineer(office, connection), lambda by: confirm(by, 1001)).mails == ()
    assert office.case().wanted_level == "2"
