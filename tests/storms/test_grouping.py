"""A quiet hour makes no storm, a busy one makes one for each outage, and takes in nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.domain.storm import StormRule
from tests.storms.outages import hour, played, written

TUNED = ("login", "labels", "cards")  # written while the grouping was made
UNSEEN = ("field", "mail")  # written afterwards, to see what it does with others


def test_a_quiet_hour_of_thirty_messages_makes_no_storm() -> None:
    quiet = hour("quiet")
    assert (len(quiet), len({one.customer for one in quiet})) == (30, 25)
    assert played(quiet).storms == {}


def test_twelve_customers_who_say_it_differently_make_one_storm_beside_twenty_other_messages() -> None:
    found = played(hour("login", "beside"))
    [storm] = found.about("login")
    told = [one for one in storm if one.outage == "login"]
    print(f"login: false alarms {found.false}, taken in {len(told)} of 12, strangers to it {len(storm) - len(told)}")
    assert (found.false, len(found.storms), len(storm) - len(told)) == (0, 1, 0)
    assert len(told) >= 10


@pytest.mark.parametrize("outage", [*TUNED, *UNSEEN])
def test_each_outage_is_one_storm_with_most_of_its_messages(outage: str) -> None:
    found = played(hour(outage, "beside"))
    [storm] = found.about(outage)
    assert (found.false, {one.outage for one in storm}) == (0, {outage})
    assert len(storm) * 2 > len(written(outage))


@pytest.mark.parametrize(
    ("one", "other"),
    [("login", "labels"), ("login", "cards"), ("labels", "cards"), ("field", "mail"), ("login", "mail")],
)
def test_two_outages_at_once_are_two_storms(one: str, other: str) -> None:
    found = played(hour(one, other, "beside"))
    assert len(found.storms) == 2
    for outage in (one, other):
        [storm] = found.about(outage)
        assert {message.outage for message in storm} == {outage}


def test_two_customers_are_none() -> None:
    login = [replace(message, customer=f"customer {number % 2}") for number, message in enumerate(written("login"))]
    assert played(login).storms == {}


def test_how_many_customers_it_takes_is_a_setting() -> None:
    found = played(hour("labels"), StormRule(customers=8))
    assert found.storms == {}


def test_the_same_words_an_hour_apart_are_none() -> None:
    far = [replace(message, minute=number * 25) for number, message in enumerate(written("login"))]
    assert played(far, StormRule(lasts=timedelta(minutes=20))).storms == {}


def test_what_every_customer_writes_anyway_is_no_sign() -> None:
    plain = [
        replace(message, subject="Vantaboard", text=f"Vantaboard 7 Enterprise: {message.text}")
        for message in written("quiet")
        if message.severity <= 2
    ]
    together = [replace(message, minute=number / 2) for number, message in enumerate(plain)]
    usual = [f"Vantaboard 7 Enterprise\n\n{message.text}" for message in [*written("quiet"), *written("beside")]]
    assert played(together, usual=usual).storms == {}


def test_vectors_speak_where_words_do_not() -> None:
    from intake.suggest.likeness import weights
    from intake.suggest.storm import Signal, find
    from tests.storms.outages import NINE

    near = [(1.0, 0.1, 0.0), (1.0, 0.0, 0.1), (1.0, 0.1, 0.1)]
    signals = [
        Signal(message_id=n, case_id=n, customer_id=n, at=NINE, text=text, vector=vector)
        for n, (text, vector) in enumerate(zip(["alpha", "beta", "gamma"], near, strict=True), start=1)
    ]
    found = find(signals[2], signals[:2], StormRule(), weights([]))
    assert found is not None
    assert len(found.signals) == 3
    apart = [replace(one, vector=()) for one in signals]
    assert find(apart[2], apart[:2], StormRule(), weights([])) is None
