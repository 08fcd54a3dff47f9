"""How well facts are told: precision, recall and F1 of each, with where F1 lies in 95 of 100 samples."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.corpus import VALUES
from classifier.facts import Facts
from classifier.resampling import drawn, interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]

LABELLED = tuple(fact for fact in VALUES if fact in Facts.__dataclass_fields__)


def facts_measured(truth: Sequence[Facts | None], said: Sequence[Facts], seed: int) -> dict[str, dict[str, Any]]:
    """Return figures by fact, from the messages whose facts are labelled; none where no message has any.

    A yes-or-no fact has how many messages state it, precision, recall and F1; scope and locations have macro-F1, over
    the values that occur, and the same of each value. Either has `interval`, its F1 in 95 of 100 samples.
    """
    pairs = [(true, found) for true, found in zip(truth, said, strict=True) if true is not None]
    if not pairs:
        return {}
    counts = drawn(len(pairs), seed)
    return {
        fact: _measured(
            [getattr(true, fact) for true, _ in pairs], [getattr(found, fact) for _, found in pairs], fact, counts
        )
        for fact in LABELLED
    }


def _measured(truth: Sequence[object], said: Sequence[object], fact: str, counts: "Floats") -> dict[str, Any]:
    values = [True] if VALUES[fact] == (True, False) else [one for one in VALUES[fact] if one in {*truth, *said}]
    each = {
        value: (np.array([one == value for one in truth]), np.array([one == value for one in said])) for value in values
    }
    ends = {"interval": asdict(interval(np.mean([_f1(*pair, counts) for pair in each.values()], axis=0)))}
    if values == [True]:
        return _figures(*each[True]) | ends
    shown = {str(value): _figures(*pair) for value, pair in each.items()}
    return {"macro_f1": round(float(np.mean([_whole(*pair) for pair in each.values()])), 3), **ends, "values": shown}


def _figures(truth: "Flags", said: "Flags") -> dict[str, Any]:
    both = int((truth & said).sum())
    return {
        "stated": int(truth.sum()),
        "said": int(said.sum()),
        "precision": round(both / max(1, int(said.sum())), 3),
        "recall": round(both / max(1, int(truth.sum())), 3),
        "f1": round(_whole(truth, said), 3),
    }


def _whole(truth: "Flags", said: "Flags") -> float:
    return float(_f1(truth, said, np.ones((1, len(truth))))[0])


def _f1(truth: "Flags", said: "Flags", counts: "Floats") -> "Floats":
    """Return F1 in each sample, (samples,); 1 where nothing is stated and nothing was said."""
    hits, either = counts @ (truth & said).astype(np.float64), counts @ (truth.astype(np.float64) + said)
    found: Floats = np.divide(2 * hits, either, out=np.ones_like(hits), where=either > 0)
    return found
