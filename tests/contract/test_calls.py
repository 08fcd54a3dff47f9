"""What cannot be promised is refused with a sentence for a person."""

from datetime import datetime

import pytest

from intake.contract.promise import promise
from intake.domain.contract import Channel
from intake.domain.errors import IntakeError
from intake.domain.promise import Situation
from tests.contract.shipped import TUESDAY_MORNING, contract


@pytest.mark.parametrize(
    ("name", "situation"),
    [
        pytest.param(
            "gotomyerp-plans", Situation(received_at=TUESDAY_MORNING, level="2"), id="a plan is missing where plans are"
        ),
        pytest.param(
            "gotomyerp-plans",
            Situation(received_at=TUESDAY_MORNING, plan="business", level="2"),
            id="business could be two plans",
        ),
        pytest.param(
            "gotomyerp-plans",
            Situation(received_at=TUESDAY_MORNING, plan="enterprise", channel=Channel.EMAIL),
            id="enterprise could be two plans",
        ),
        pytest.param("gotomyerp", Situation(received_at=TUESDAY_MORNING), id="nothing says which level"),
        pytest.param("gotomyerp", Situation(received_at=TUESDAY_MORNING, level="5"), id="a level that is not there"),
        pytest.param(
            "priority-matrix",
            Situation(received_at=TUESDAY_MORNING, channel=Channel.EMAIL, emergency=True),
            id="003 knows no emergency",
        ),
        pytest.param(
            "erp-maestro",
            Situation(received_at=TUESDAY_MORNING, channel=Channel.EMAIL, emergency=True),
            id="004 knows no emergency",
        ),
        pytest.param(
            "gotomyerp",
            Situation(received_at=datetime.fromisoformat("2026-05-12T10:00"), level="2"),
            id="a time without an offset",
        ),
    ],
)
def test_a_call_that_cannot_be_answered_is_refused(name: str, situation: Situation) -> None:
    with pytest.raises(IntakeError):
        promise(contract(name), situation)
