"""Who may serve: a challenger that is no worse, and that no single engineer has spoiled."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from classifier.corpus import Example
from classifier.decision import EVEN
from classifier.fitting import fit, seen_features
from classifier.loop.challenger import Made, Plan, Present, given, make
from classifier.loop.gate import compared, objections
from classifier.loop.lessons import Lesson
from classifier.loop.suspicion import suspicions
from classifier.loop.trial import Chances, Given, Sheet, Trial, TrialRefused, Without, frozen, read, write
from classifier.model import Model
from tests.classifier.loop.made_up import corpus, flipping, verdicts


@cache
def present() -> Model:
    return fit(corpus(), seen_features(corpus()))


def made(lessons: Sequence[Lesson]) -> Made:
    # This corpus is learned without a fault. What a wrong verdict in ten makes less sure, caution would make wrong.
    plan = Plan(name="severity@1+1", present=Present(name="severity@1", model=present()), caution=EVEN)
    return make(corpus(), lessons, plan, lambda what, done, total: None)


@pytest.fixture(scope="module")
def honest() -> Made:
    return made(verdicts(120, wrong=0.1))


@pytest.fixture(scope="module")
def poisoned() -> Made:
    return made(flipping(verdicts(120, wrong=0.1), "Eve"))


def test_honest_verdicts_of_which_one_in_ten_is_off_pass(honest: Made) -> None:
    assert objections(honest.trial) == ()
    assert [one.name if hasattr(one, "name") else one.on for one in compared(honest.trial)][:1] == ["frozen set"]
    assert {one.on for one in compared(honest.trial)} == {"frozen set", "newest verdicts"}


def test_an_engineer_who_flips_outages_and_wishes_is_named_with_cases(poisoned: Made) -> None:
    found = [one for one in objections(poisoned.trial) if one.engineer is not None]
    assert [one.engineer for one in found] == ["Eve"]
    assert len(found[0].cases) == 3
    wrong = {
        one.case
        for one in poisoned.trial.given
        if one.engineer == "Eve" and one.suggested in (1, 4) and one.level != one.suggested
    }
    assert set(found[0].cases) <= wrong
    assert all(str(case) in found[0].said for case in found[0].cases)
    assert f"of {sum(one.engineer == 'Eve' for one in poisoned.trial.given)} verdicts of Eve" in found[0].said


def test_a_person_may_vouch_for_an_engineer_but_not_for_a_worse_model(poisoned: Made) -> None:
    left = objections(poisoned.trial, accepted={"Eve"})
    assert [one.engineer for one in left] == [None] * len(left)
    assert len(left) < len(objections(poisoned.trial))


def test_the_newest_verdicts_and_the_frozen_fifth_had_no_part_in_it(honest: Made) -> None:
    assert (len(honest.learned), len(honest.aside)) == (90, 30)
    assert honest.trial.newest is not None
    assert len(honest.trial.newest.levels) == 30
    assert len(honest.trial.frozen.levels) == sum(frozen(corpus()))
    assert [one.engineer for one in honest.trial.without] == ["Ann", "Bob", "Eve"]


def test_twins_see_nothing_of_the_frozen_set_and_one_of_them_nothing_of_an_engineer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fitted: list[list[Example]] = []

    def noted(examples: Sequence[Example], *rest: object, **more: object) -> Model:
        fitted.append(list(examples))
        return present()

    monkeypatch.setattr("classifier.loop.challenger.fit", noted)
    lessons = verdicts(24)
    made(lessons)
    whole, *twins = [{one.id for one in examples} for examples in fitted]
    held = {one.id for one, is_held in zip(corpus(), frozen(corpus()), strict=True) if is_held}
    assert held <= whole
    assert [twin & held for twin in twins] == [set()] * 5  # the present one's, the challenger's, and three without
    theirs = [{one.example.id for one in lessons if one.engineer == engineer} for engineer in ("Ann", "Bob", "Eve")]
    every = set().union(*theirs)
    assert [twin & every for twin in twins] == [set(), every, *(every - mine for mine in theirs)]


def test_the_frozen_set_is_a_fifth_of_each_severity_and_tears_no_pair() -> None:
    every = [replace(one, group=f"pair{at // 2}") for at, one in enumerate(corpus(400))]
    held = frozen(every)
    levels = np.array([one.level for one in every])
    assert {level: int((held & (levels == level)).sum()) for level in (1, 2, 3, 4)} == dict.fromkeys((1, 2, 3, 4), 20)
    inside = {one.group for one, is_held in zip(every, held, strict=True) if is_held}
    assert not inside & {one.group for one, is_held in zip(every, held, strict=True) if not is_held}


def test_the_frozen_set_stays_the_same_when_the_files_are_in_another_order() -> None:
    every = corpus(200)
    names = {one.id for one, held in zip(every, frozen(every), strict=True) if held}
    backwards = every[::-1]
    assert {one.id for one, held in zip(backwards, frozen(backwards), strict=True) if held} == names


RIGHT = np.eye(4) * 0.7 + 0.075


def answers(levels: Sequence[int]) -> Chances:
    return tuple(tuple(float(one) for one in RIGHT[level - 1]) for level in levels)


def trial(challenger: Sequence[int], levels: Sequence[int], **other: object) -> Trial:
    """Return a trial in which the present model is always right and the challenger says what is given."""
    sheet = Sheet(levels=tuple(levels), present=answers(levels), challenger=answers(challenger))
    known: dict[str, object] = {
        "present": "severity@1",
        "challenger": "severity@1+1",
        "frozen": sheet,
        "newest": None,
        "without": (),
        "given": (),
        "seed": 0,
    }
    return Trial(**{**known, **other})  # type: ignore[arg-type] # a table of its own fields


HUNDRED = [1, 2, 3, 4] * 50


@pytest.mark.parametrize(
    ("missed", "said"),
    [
        pytest.param({}, [], id="the same answers"),
        pytest.param({0: 2}, [], id="one outage called bad: noise"),
        pytest.param(dict.fromkeys(range(0, 60, 4), 4), ["level-1 recall", "quadratic kappa"], id="outages as wishes"),
        pytest.param(dict.fromkeys(range(1, 80, 4), 3), ["macro-F1", "accuracy"], id="many 2 called 3"),
    ],
)
def test_a_challenger_that_is_worse_is_refused_with_the_figure(missed: dict[int, int], said: list[str]) -> None:
    found = objections(trial([missed.get(at, level) for at, level in enumerate(HUNDRED)], HUNDRED))
    assert bool(found) is bool(said)
    assert all(any(figure in one.said for one in found) for figure in said)
    assert all("\n" not in one.said for one in found)


def test_models_are_compared_with_the_caution_by_which_they_serve() -> None:
    """A challenger that is less sure of what is light calls it graver once caution has a say."""
    unsure = tuple((0.02, 0.05, 0.33, 0.6) if level == 4 else tuple(RIGHT[level - 1].tolist()) for level in HUNDRED)
    sheet = Sheet(levels=tuple(HUNDRED), present=answers(HUNDRED), challenger=unsure)
    refused = [bool(objections(trial(HUNDRED, HUNDRED, frozen=sheet, caution=caution))) for caution in (1.0, 3.0)]
    assert refused == [False, True]


def test_alarms_for_everything_are_no_better_recall() -> None:
    """Both models may alert as often: a challenger that puts wishes first finds fewer outages."""
    levels = HUNDRED
    loud = tuple((0.9, 0.05, 0.03, 0.02) if level == 4 else (0.6, 0.2, 0.1, 0.1) for level in levels)
    quiet = Sheet(levels=tuple(levels), present=answers(levels), challenger=loud)
    found = {one.figure: one for one in compared(trial(levels, levels, frozen=quiet))}
    assert (found["level-1 recall"].present, found["level-1 recall"].challenger) == (1.0, 0.0)
    assert found["level-1 recall"].refuses


def verdict(engineer: str, suggested: int, level: int, case: int = 0, **alike: float) -> Given:
    return Given(case=case, engineer=engineer, suggested=suggested, confident=True, level=level, alike=alike)


def said(many: Sequence[Given], **other: object) -> list[str | None]:
    return [one.engineer for one in suspicions(trial(HUNDRED, HUNDRED, given=tuple(many), **other))]


FAIR = [verdict("Ann", 2, 2)] * 36 + [verdict("Ann", 2, 3)] * 4


@pytest.mark.parametrize(
    ("theirs", "named"),
    [
        pytest.param([verdict("Eve", 2, 2)] * 35 + [verdict("Eve", 2, 1)] * 5, [], id="as often as others"),
        pytest.param([verdict("Eve", 2, 2)] * 20 + [verdict("Eve", 2, 3)] * 20, ["Eve"], id="half of what is sure"),
        pytest.param(
            [verdict("Eve", 1, 1)] * 30 + [verdict("Eve", 1, 4)] * 10, ["Eve"], id="few, but outages as wishes"
        ),
        pytest.param([verdict("Eve", 1, 4)] * 4, [], id="too few to say"),
        pytest.param([], [], id="nobody else"),
    ],
)
def test_whose_verdicts_stand_out(theirs: list[Given], named: list[str]) -> None:
    assert said([*FAIR, *theirs]) == named


def test_a_desk_of_one_engineer_is_measured_against_half() -> None:
    assert said([verdict("Eve", 2, 3)] * 14 + [verdict("Eve", 2, 2)] * 26) == []
    assert said([verdict("Eve", 1, 4)] * 38 + [verdict("Eve", 2, 2)] * 2) == ["Eve"]


def test_other_engineers_verdicts_on_messages_much_alike_are_held_against_theirs() -> None:
    """The model was unsure of all of these: only the colleagues' word can tell."""
    unsure = [replace(one, confident=False) for one in [verdict("Ann", 3, 1, case=at, Bob=1.0) for at in range(30)]]
    flips = [replace(verdict("Eve", 3, 4, case=at, Ann=1.0, Bob=1.2), confident=False) for at in range(100, 120)]
    assert said([*unsure, *flips]) == ["Eve"]
    fair = [replace(one, level=1) for one in flips]
    assert said([*unsure, *fair]) == []


def test_what_moves_the_answers_by_itself_is_seen() -> None:
    other = [4 if level == 1 else level for level in HUNDRED]
    same, moved = (Without(engineer=name, lessons=20, chances=answers(says))
                   for name, says in (("Ann", HUNDRED), ("Eve", other)))  # fmt: skip
    assert said([verdict("Ann", 2, 2), verdict("Eve", 2, 2)], without=(same, moved)) == ["Eve"]


def test_whose_verdicts_make_the_frozen_set_worse_is_seen() -> None:
    worse = [level if at % 40 else 4 for at, level in enumerate(HUNDRED)]
    sheet = Sheet(levels=tuple(HUNDRED), present=answers(HUNDRED), challenger=answers(worse))
    without = Without(engineer="Eve", lessons=20, chances=answers(HUNDRED))
    assert said([verdict("Eve", 2, 2)], frozen=sheet, without=(without,)) == ["Eve"]


def test_a_trial_comes_back_as_it_was_written_and_an_edited_one_is_refused(tmp_path: Path, poisoned: Made) -> None:
    sha256 = write(poisoned.trial, tmp_path)
    assert read(tmp_path, sha256) == poisoned.trial
    path = tmp_path / "trial.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"Eve"', '"Ann"'), encoding="utf-8")
    with pytest.raises(TrialRefused, match="train again"):
        read(tmp_path, sha256)
    path.unlink()
    with pytest.raises(TrialRefused, match="cannot be read"):
        read(tmp_path, sha256)


def test_no_words_of_a_customer_are_in_a_trial(honest: Made) -> None:
    assert "order screen" not in repr(honest.trial)


def test_verdicts_know_what_others_gave_to_messages_much_alike() -> None:
    lessons = verdicts(60)
    found = given(lessons)
    assert [one.case for one in found] == [one.case for one in lessons]
    assert any(one.alike for one in found)
    assert all(one.engineer not in one.alike for one in found)
