"""From chances to one severity: the one that costs least to be wrong with."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

LEVELS = (1, 2, 3, 4)
EVEN = 1.0  # no caution: too light is as bad as too grave


def decided(chances: Mapping[int, float], caution: float) -> int:
    """Return the severity with the least expected cost.

    Being one level off costs 1 for each level; where the matter is graver than was said, `caution` times as much.
    With `caution` 1 this is the median of the chances.
    """
    return min(LEVELS, key=lambda said: (_cost(said, chances, caution), said))


def decisions(chances: "Floats", caution: float) -> "NDArray[np.integer[Any]]":
    """Return the same for many messages: chances (messages, 4) to severities (messages,)."""
    import numpy as np

    levels = np.array(LEVELS)
    apart = levels[None, :] - levels[:, None]  # true by said
    costs = chances @ np.where(apart > 0, apart * caution, -apart)
    severities: NDArray[np.integer[Any]] = costs.argmin(axis=1) + 1
    return severities


def _cost(said: int, chances: Mapping[int, float], caution: float) -> float:
    return sum(chance * (said - true) * (caution if said > true else -1) for true, chance in chances.items())


def alone(chances: Mapping[int, float], limit: float) -> bool:
    """Return whether one severity alone is in the prediction set: the only one with a chance of `limit` or more."""
    return sum(chance >= limit for chance in chances.values()) == 1


def alarm_from(missed_outage: float) -> float:
    """Return the chance of severity 1 from which an alarm costs less than none.

    A missed one costs so many needless alarms: ring where chance * missed_outage >= 1 - chance.
    """
    return 1 / (1 + missed_outage)


def flattened(chances: Mapping[int, float]) -> dict[int, float]:
    """Return chances that are half as sure, for a text in a language that the model does not know."""
    return {level: (chance + 1 / len(LEVELS)) / 2 for level, chance in chances.items()}
