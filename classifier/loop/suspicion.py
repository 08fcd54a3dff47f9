"""Signs that one engineer's verdicts would spoil the model: they flip what is sure, or the model is theirs alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.decision import EVEN, decisions
from classifier.loop.trial import Given, Trial, Without
from classifier.resampling import drawn, kappa, recall, tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

CHANCE = 0.001  # that honest verdicts look so
FEWEST = 5  # odd verdicts below which nobody is named
ENOUGH_OTHERS = 20
NO_OTHERS = 0.5  # the rate held against somebody with nobody to be compared with
LEAST_RATE = 0.1  # of verdicts against a sure suggestion; honest engineers have so many
LEAST_FAR_RATE = 0.03
FAR = 2  # levels
FLIPPED = 0.25  # of what the challenger says of the frozen set, by one engineer
FLIPPED_BESIDE = 0.1  # the same, where each of their verdicts moves so much more than others' do:
TIMES = 3
SHIFT = 0.01  # a smaller change of a figure is no matter
SURE = 0.975
SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A reason against a challenger, a sentence without a full stop; with the engineer it is about and cases to see."""

    said: str
    engineer: str | None = None
    cases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Odd:
    """Verdicts that could be compared, those of them that differ, and the same of everybody else."""

    compared: int
    odd: Sequence[Given]
    others: int
    others_odd: int


def suspicions(trial: Trial) -> Iterator[Objection]:
    """Yield what speaks against an engineer, at most one objection each, the plainest first."""
    for engineer in sorted({given.engineer for given in trial.given}):
        found = next(_of(engineer, trial), None)
        if found is not None:
            yield found


def _of(engineer: str, trial: Trial) -> Iterator[Objection]:
    yield from _by_levels(engineer, trial.given, far=FAR, least=LEAST_FAR_RATE)
    yield from _by_levels(engineer, trial.given, far=1, least=LEAST_RATE)
    yield from _by_peers(engineer, trial.given)
    for without in trial.without:
        if without.engineer == engineer:
            yield from _by_effect(without, trial)


def _by_levels(engineer: str, given: Sequence[Given], *, far: int, least: float) -> Iterator[Objection]:
    """Verdicts `far` levels or more from what the model was sure of, more often than the other engineers give them."""
    sure = [(one, one.suggested) for one in given if one.confident and one.suggested is not None]
    odd = {id(one) for one, suggested in sure if abs(suggested - one.level) >= far}
    counted = _Odd(
        compared=sum(one.engineer == engineer for one, _ in sure),
        odd=_farthest([one for one, _ in sure if one.engineer == engineer and id(one) in odd]),
        others=sum(one.engineer != engineer for one, _ in sure),
        others_odd=sum(one.engineer != engineer and id(one) in odd for one, _ in sure),
    )
    what = "go against what the model was sure of" + (f" by {far} levels or more" if far > 1 else "")
    yield from _named(engineer, counted, what, least)


def _by_peers(engineer: str, given: Sequence[Given]) -> Iterator[Objection]:
    """Verdicts that differ from what others gave to messages much alike, more often than theirs differ."""
    own = [(one, _peers(one, engineer)) for one in given if one.engineer == engineer]
    mine = [(one, mean) for one, mean in own if mean is not None]
    theirs = [(one, _peers(one, engineer)) for one in given if one.engineer != engineer]
    others = [(one, mean) for one, mean in theirs if mean is not None]
    counted = _Odd(
        compared=len(mine),
        odd=_farthest([one for one, mean in mine if _differs(one, mean)]),
        others=len(others),
        others_odd=sum(_differs(one, mean) for one, mean in others),
    )
    yield from _named(engineer, counted, "differ from what others gave to messages much alike", LEAST_RATE)


def _named(engineer: str, counted: _Odd, what: str, least: float) -> Iterator[Objection]:
    from scipy.stats import binomtest

    count = len(counted.odd)
    if count < FEWEST:
        return
    alone = counted.others < ENOUGH_OTHERS
    usual = NO_OTHERS if alone else max(least, counted.others_odd / counted.others)
    if binomtest(count, counted.compared, usual, alternative="greater").pvalue >= CHANCE:
        return
    beside = (
        "nobody else's to compare them with" if alone else f"{counted.others_odd} of {counted.others} of others' do"
    )
    cases = tuple(one.case for one in counted.odd[:SHOWN])
    said = f"{count} of {counted.compared} verdicts of {engineer} {what} ({beside}); look at {_listed(cases)}"
    yield Objection(said=said, engineer=engineer, cases=cases)


def _by_effect(without: Without, trial: Trial) -> Iterator[Objection]:
    levels = np.array(trial.frozen.levels, dtype=np.intp)
    with_them, left = np.array(trial.frozen.challenger), np.array(without.chances)
    flipped = _flipped(without, trial)
    own = [one for one in trial.given if one.engineer == without.engineer]
    cases = tuple(one.case for one in _farthest(own)[:SHOWN])
    head = f"without {without.engineer}'s {without.lessons} verdicts the challenger"
    if flipped > FLIPPED or (flipped > FLIPPED_BESIDE and flipped > TIMES * _usual_flips(without, trial)):
        said = f"{head} would answer {flipped:.0%} of the frozen set otherwise; look at {_listed(cases)}"
        yield Objection(said=said, engineer=without.engineer, cases=cases)
    better = _better(levels, with_them, left, trial.seed)
    if better:
        said = f"{head} would be better on the frozen set ({better}); look at {_listed(cases)}"
        yield Objection(said=said, engineer=without.engineer, cases=cases)


def _flipped(without: Without, trial: Trial) -> float:
    challenger, left = np.array(trial.frozen.challenger), np.array(without.chances)
    return float((decisions(challenger, EVEN) != decisions(left, EVEN)).mean())


def _usual_flips(without: Without, trial: Trial) -> float:
    """Return what so many verdicts of the other engineers flip on the average, infinitely much without others."""
    others = [one for one in trial.without if one.engineer != without.engineer and one.lessons]
    if not others:
        return float("inf")
    return without.lessons * float(np.mean([_flipped(one, trial) / one.lessons for one in others]))


def _better(levels: "NDArray[np.intp]", with_them: "Floats", left: "Floats", seed: int) -> str:
    """Return the figure that gains beyond the noise when they are left out, "" for none."""
    counts = np.vstack([np.ones(len(levels)), drawn(len(levels), seed)])
    critical, limit = levels == 1, _limit(with_them[:, 0])
    agreed = [kappa(tables(levels, decisions(one, EVEN), counts)) for one in (with_them, left)]
    caught = [recall(one[:, 0] >= limit, critical, counts) for one in (with_them, left)]
    pairs: dict[str, list[Floats]] = {"quadratic kappa": agreed, "level-1 recall": caught}
    for name, (before, after) in pairs.items():
        gain = after - before
        if gain[0] > SHIFT and (gain[1:] > 0).mean() >= SURE:
            return f"{name} {after[0]:.3f}, not {before[0]:.3f}"
    return ""


def _limit(chances: "Floats") -> float:
    """Return the chance of severity 1 that two of five messages reach."""
    return float(np.quantile(chances, 0.6))


def _peers(one: Given, but: str) -> float | None:
    means = [mean for name, mean in one.alike.items() if name not in (one.engineer, but)]
    return float(np.mean(means)) if means else None


def _differs(one: Given, mean: float) -> bool:
    return abs(one.level - mean) >= FAR - 0.5


def _farthest(given: Sequence[Given]) -> list[Given]:
    return sorted(given, key=lambda one: (-abs((one.suggested or one.level) - one.level), one.case))


def _listed(cases: Sequence[int]) -> str:
    head = "case" if len(cases) == 1 else "cases"
    return f"{head} {', '.join(map(str, cases))}"
