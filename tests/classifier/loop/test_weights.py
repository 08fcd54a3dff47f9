"""What a lesson counts: fresh ones more than old ones, floods and single customers no more than a few."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from classifier.loop.alike import COPY, copies, near
from classifier.loop.lessons import in_order, put_aside
from classifier.loop.offsets import offsets_of, shifted
from classifier.loop.weighing import Weighing, weights
from tests.classifier.loop.made_up import NEW_YEAR, dice, lesson, message, verdicts

PLAIN = Weighing()


def test_a_fresh_verdict_counts_three_messages_and_half_of_it_after_half_a_year() -> None:
    lot = dice(0)
    two = [
        lesson(1, message(1, lot, 1), "Ann", at=NEW_YEAR),
        lesson(2, message(4, lot, 2), "Bob", at=NEW_YEAR + timedelta(days=180)),
    ]
    assert weights(two, PLAIN) == pytest.approx([1.5, 3.0])
    assert weights(two, replace(PLAIN, local=5.0, half_life_days=90)) == pytest.approx([1.25, 5.0])
    assert weights([], PLAIN) == []


@pytest.mark.parametrize("name", ["", "Kowalski", "Smith and Sons of Upper Wharf"], ids=["same", "a name", "names"])
def test_a_flood_of_five_hundred_copies_weighs_like_three(name: str) -> None:
    text = "Alarm {}: the printer on floor {} of the north wing has run out of paper again, please refill it {}"
    example = message(3, dice(0), 0)
    flood = [
        lesson(at, replace(example, text=text.format(at, at % 9, name if at % 2 else "")), "Eve", at=NEW_YEAR)
        for at in range(500)
    ]
    assert sum(weights(flood, PLAIN)) <= 2 * 3 * PLAIN.local + 0.1  # two groups of copies where names differ much


def test_the_lessons_beside_a_flood_keep_their_weight() -> None:
    honest = [replace(one, at=NEW_YEAR) for one in verdicts(8)]
    example = replace(message(3, dice(0), 0), text="out of paper again, please refill")
    flood = [lesson(100 + at, example, "Eve", at=NEW_YEAR, customer="flood") for at in range(500)]
    found = weights([*honest, *flood], PLAIN)
    assert found[:8] == pytest.approx([3.0] * 8)
    assert sum(found[8:]) == pytest.approx(9.0)


def test_one_customer_counts_no_more_than_all_others_together() -> None:
    lot = dice(3)
    some = ["alfa", "bravo", "coral", "delta", "ember", "fjord", "gusto", "haven", "ivory", "jazz", "kiosk"]
    words = [" ".join(lot.sample(some, 5)) for _ in range(400)]
    every = [
        lesson(at, replace(message(1, lot, at), text=f"{words[at]} {lot.random()}"), "Ann", at=NEW_YEAR, customer=who)
        for at, who in enumerate(["big"] * 300 + ["small"] * 100)
    ]
    loose = replace(PLAIN, copies=10_000, customer=20)
    found = weights(every, loose)
    assert sum(found[:300]) == pytest.approx(sum(found[300:]))
    assert sum(weights(every[:300], loose)) == pytest.approx(20 * loose.local)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Ticket 17 is closed", "ticket 29 is CLOSED", True, id="numbers and case do not tell them apart"),
        pytest.param("The mail server is down", "The web shop is slow today", False, id="another matter"),
        pytest.param("", "", False, id="nothing is like nothing"),
    ],
)
def test_what_is_a_copy(one: str, other: str, *, same: bool) -> None:
    assert (len(set(copies([one, other]).tolist())) == 1) is same
    assert (list(near([one, other], COPY)) == [(0, 1)]) is same


def test_the_last_verdict_on_a_case_counts_and_the_newest_fifth_is_put_aside() -> None:
    every = verdicts(100)
    again = replace(every[3], number=500, at=NEW_YEAR + timedelta(days=400), engineer="Zoe")
    ordered = in_order([*every, again])
    assert len(ordered) == 100
    assert ordered[-1].engineer == "Zoe"
    learn, aside = put_aside(ordered)
    assert (len(learn), len(aside)) == (70, 30)
    assert max(one.at for one in learn) <= min(one.at for one in aside)
    assert put_aside(ordered[:59]) == (ordered[:59], ())
    assert [len(part) for part in put_aside(in_order(verdicts(300)))] == [240, 60]


def test_a_customer_whose_wishes_are_outages_gets_an_offset_and_a_rare_one_none() -> None:
    lot = dice(0)
    often = [lesson(at, message(1, lot, at), "Ann", customer="often") for at in range(40)]
    rare = [lesson(100 + at, message(1, lot, at), "Ann", customer="rare") for at in range(5)]
    unknown = [lesson(200 + at, message(1, lot, at), "Ann", customer=None) for at in range(40)]
    thought = np.tile([0.25, 0.25, 0.25, 0.25], (85, 1))
    found = offsets_of([*often, *rare, *unknown], thought, [1.0] * 85)
    assert list(found) == ["often"]
    assert found["often"][0] > 0.5
    assert -1 <= found["often"][3] < 0
    moved = shifted(np.array([0.25, 0.25, 0.25, 0.25]), found["often"])
    assert moved.sum() == pytest.approx(1)
    assert moved[0] == max(moved)


def test_a_flood_makes_no_customer_frequent_enough() -> None:
    lot = dice(0)
    often = [lesson(at, message(1, lot, at), "Ann", customer="often") for at in range(40)]
    assert offsets_of(often, np.full((40, 4), 0.25), [0.1] * 40) == {}
