"""Times, lengths and clauses in the words of the command line."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.cli.words import Zones, interval, length, line, plain, reference


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 min"), (45, "45 s"), (1800, "30 min"), (21600, "6 h"), (5400, "1 h 30 min"), (86_400, "24 h")],
)
def test_a_length_of_time(seconds: int, said: str) -> None:
    assert length(timedelta(seconds=seconds)) == said


TUESDAY = "Tue 12 May 2026"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        pytest.param(
            "2026-05-12T10:00-04:00", "2026-05-12T16:00-04:00", f"{TUESDAY} 10:00 to 16:00 EDT (6 h)", id="a day"
        ),
        pytest.param(
            "2026-05-12T22:00-04:00",
            "2026-05-13T01:00-04:00",
            f"{TUESDAY} 22:00 to Wed 13 May 2026 01:00 EDT (3 h)",
            id="over midnight",
        ),
        pytest.param(
            "2026-03-08T01:30-05:00",
            "2026-03-08T03:30-04:00",
            "Sun 08 Mar 2026 01:30 EST to Sun 08 Mar 2026 03:30 EDT (1 h)",
            id="the clocks change",
        ),
        pytest.param(
            "2026-05-12T07:00-07:00",
            "2026-05-12T11:00-04:00",
            f"{TUESDAY} 10:00 to 11:00 EDT (1 h)",
            id="it ends in another zone than it began",
        ),
    ],
)
def test_a_stretch_of_time(start: str, end: str, said: str) -> None:
    found = interval(datetime.fromisoformat(start), datetime.fromisoformat(end), "America/New_York")
    assert found == said


@pytest.mark.parametrize(
    ("clause", "said"), [("3.2", "clause 3.2"), ("Level 1", 'section "Level 1"'), ("", 'section ""')]
)
def test_a_clause(clause: str, said: str) -> None:
    assert reference(clause) == said


@given(st.text(max_size=200))
def test_text_of_strangers_keeps_its_length_and_loses_what_steers(text: str) -> None:
    shown = plain(text)
    assert len(shown) == len(text)
    assert not any(ord(char) < 32 and char not in "\n\t" for char in shown)
    assert "\n" not in line(text)


@pytest.mark.parametrize(
    ("customer", "said"),
    [
        pytest.param("America/New_York", "Tue 12 May 2026 22:30 EDT", id="the customer has the desk's zone"),
        pytest.param("America/Toronto", "Tue 12 May 2026 22:30 EDT", id="another zone shows the same clock"),
        pytest.param(
            "America/Los_Angeles", "Tue 12 May 2026 22:30 EDT (customer: 19:30 PDT)", id="another clock, the same day"
        ),
        pytest.param(
            "Europe/Berlin", "Tue 12 May 2026 22:30 EDT (customer: Wed 13 May 04:30 CEST)", id="another clock and day"
        ),
    ],
)
def test_a_deadline_has_the_customer_s_clock_beside_the_desk_s(customer: str, said: str) -> None:
    due = datetime.fromisoformat("2026-05-12T22:30:00-04:00")
    assert Zones(desk="America/New_York", customer=customer).promised(due) == said
