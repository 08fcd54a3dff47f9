"""Whether a challenger may serve: not worse on what neither model has seen, and not one engineer's doing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.decision import decisions
from classifier.loop.suspicion import Objection, suspicions
from classifier.loop.trial import Sheet, Trial
from classifier.resampling import FIGURES, drawn, recall, tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]

SURE = 0.975  # so many of the samples have to say that it is worse
CAUGHT = 0.95  # recall of severity 1 at which the present model's rate of alerts is taken
ENOUGH_CRITICAL = 10
_BETTER = {"accuracy": 1, "macro_f1": 1, "kappa": 1, "mae": -1}
_CALLED = {"accuracy": "accuracy", "macro_f1": "macro-F1", "kappa": "quadratic kappa", "mae": "mean absolute error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure of both models on one set; `worse` is the share of samples in which the challenger is worse."""

    on: str
    figure: str
    present: float
    challenger: float
    worse: float

    @property
    def refuses(self) -> bool:
        """Whether it is worse beyond the noise."""
        return self.worse >= SURE


def objections(trial: Trial, accepted: Collection[str] = ()) -> tuple[Objection, ...]:
    """Return what speaks against the challenger, nothing where it may serve.

    `accepted` are engineers of whom a person has said that their verdicts are to be believed as they are.
    """
    doubts = [one for one in suspicions(trial) if one.engineer not in accepted]
    return (*doubts, *(_worse(one) for one in compared(trial) if one.refuses))


def compared(trial: Trial) -> tuple[Compared, ...]:
    """Return each figure of both models on the frozen set and on the newest verdicts.

    A paired bootstrap: both models are measured on the same thousand samples, so that what is hard for both is no
    difference, and with the caution by which they decide when they serve. Level-1 recall is taken at one rate of
    alerts, that at which the present model finds 95 of 100.
    """
    sets = (("frozen set", trial.frozen), ("newest verdicts", trial.newest))
    return tuple(one for name, sheet in sets if sheet is not None for one in _sheet(name, sheet, trial))


def _sheet(name: str, sheet: Sheet, trial: Trial) -> Iterator[Compared]:
    levels = np.array(sheet.levels, dtype=np.intp)
    present, challenger = np.array(sheet.present), np.array(sheet.challenger)
    counts = np.vstack([np.ones(len(levels)), drawn(len(levels), trial.seed)])  # the first is the set itself
    both = [tables(levels, decisions(chances, trial.caution), counts) for chances in (present, challenger)]
    for figure, of in FIGURES.items():
        yield _compared((name, figure), of(both[0]), of(both[1]), _BETTER[figure])
    critical = levels == 1
    if critical.sum() >= ENOUGH_CRITICAL:
        found = [recall(alerts, critical, counts) for alerts in _alerts(critical, present[:, 0], challenger[:, 0])]
        yield _compared((name, "level-1 recall"), found[0], found[1], 1)


def _compared(named: tuple[str, str], present: "Floats", challenger: "Floats", better: int) -> Compared:
    worse = float((better * (challenger - present)[1:] < 0).mean())
    on, figure = named
    return Compared(
        on=on,
        figure=figure,
        present=round(float(present[0]), 4),
        challenger=round(float(challenger[0]), 4),
        worse=round(worse, 4),
    )


def _alerts(critical: "Flags", present: "Floats", challenger: "Floats") -> tuple["Flags", "Flags"]:
    """Return who is alerted by each model, as many by the one as by the other."""
    ordered = np.sort(present[critical])
    limit = ordered[int(np.floor((1 - CAUGHT) * len(ordered)))]
    first = present >= limit
    order = np.argsort(-challenger, kind="stable")
    second = np.zeros(len(critical), dtype=bool)
    second[order[: int(first.sum())]] = True
    return first, second


def _worse(one: Compared) -> Objection:
    figure = _CALLED.get(one.figure, one.figure)
    said = (
        f"worse on the {one.on}: {figure} {one.challenger:.3f} where the present model has {one.present:.3f} "
        f"(worse in {one.worse:.0%} of the samples)"
    )
    return Objection(said=said)
