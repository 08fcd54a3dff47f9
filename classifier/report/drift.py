"""Whether what comes in now is still what came before: severities as the model sees them, and unknown words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

LEAST = 30  # messages on either side; of fewer nothing can be said
SHARES = 10
STEADY, MOVED = 0.1, 0.25  # population stability index: below the first nothing has moved, above the second much has


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Messages before and since, the stability index of each severity's chance, the unknown words' shares."""

    before: int
    since: int
    stability: dict[int, float]
    unknown_before: float
    unknown_since: float

    @property
    def said(self) -> str:
        """Return it in a word: steady, moving or moved."""
        most = max(self.stability.values())
        return "steady" if most < STEADY else "moving" if most < MOVED else "moved"


def drift(before: "Floats", since: "Floats", known: tuple["Floats", "Floats"]) -> Drift | None:
    """Compare chances (messages, 4) and shares of known words before and since; None where there are too few."""
    if min(len(before), len(since)) < LEAST:
        return None
    return Drift(
        before=len(before),
        since=len(since),
        stability={level: round(stability(before[:, level - 1], since[:, level - 1]), 3) for level in (1, 2, 3, 4)},
        unknown_before=round(1 - float(known[0].mean()), 3),
        unknown_since=round(1 - float(known[1].mean()), 3),
    )


def stability(before: "Floats", since: "Floats") -> float:
    """Return the population stability index over tenths of what was before; 0 where nothing has moved."""
    edges = np.unique(np.quantile(before, np.linspace(0, 1, SHARES + 1)[1:-1]))
    shares = []
    for values in (before, since):
        counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1) + 0.5
        shares.append(counts / counts.sum())
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
