"""What a challenger is judged by: its answers beside the present model's, on messages that neither has seen.

Labels and numbers only; no customer's word is in it.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.corpus import Example
from classifier.decision import EVEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

TRIAL = "trial.json"
FROZEN = 0.2  # of the corpus

Chances = tuple[tuple[float, ...], ...]  # messages by four severities


class TrialRefused(ValueError):
    """A trial that cannot be read, or that is not the one that was written; one line says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Severities of some messages, and what the two models say of them."""

    levels: tuple[int, ...]
    present: Chances
    challenger: Chances


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """What the challenger would say of the frozen set had it not learned from one engineer."""

    engineer: str
    lessons: int
    chances: Chances


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A verdict: what the model had suggested (None: nothing), and the severity that the engineer gave.

    `alike` are the mean severities that other engineers gave to messages much like it, by their names.
    """

    case: int
    engineer: str
    suggested: int | None
    confident: bool
    level: int
    alike: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """All that the gate looks at; `newest` is None where too few verdicts were there to put some aside.

    `caution` is what the models decide with when they serve.
    """

    present: str | None
    challenger: str
    frozen: Sheet
    newest: Sheet | None
    without: tuple[Without, ...]
    given: tuple[Given, ...]
    seed: int
    caution: float = EVEN  # as a trial was written before it said so


def frozen(corpus: Sequence[Example]) -> "NDArray[np.bool_]":
    """Return which messages of the corpus are the frozen set: a fifth of the groups of each mix of severities.

    Which ones is a matter of their groups' names alone, so that they stay the same when files are added or moved.
    """
    levels: dict[str, list[int]] = defaultdict(list)
    for example in corpus:
        levels[example.group].append(example.level)
    mixes: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for group, mix in levels.items():
        mixes[tuple(sorted(mix))].append(group)
    chosen: set[str] = set()
    for groups in mixes.values():
        chosen.update(sorted(groups, key=_lot)[: round(FROZEN * len(groups))])
    return np.array([example.group in chosen for example in corpus], dtype=bool)


def plain(chances: "Floats") -> Chances:
    """Return probabilities as they are kept."""
    return tuple(tuple(round(float(one), 5) for one in row) for row in chances)


def write(trial: Trial, directory: Path) -> str:
    """Write `directory`/trial.json and return its SHA-256."""
    content = (json.dumps(asdict(trial), ensure_ascii=False) + "\n").encode()
    (directory / TRIAL).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def read(directory: Path, sha256: str) -> Trial:
    """Return the trial of a challenger; raises TrialRefused when it is gone or not the one with that hash."""
    path = directory / TRIAL
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TrialRefused(f"{path}: cannot be read ({error.strerror}); train again") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise TrialRefused(f"{path}: it is not the one that training wrote; train again")
    try:
        return _trial(json.loads(content))
    except (ValueError, KeyError, TypeError) as error:
        raise TrialRefused(f"{path}: cannot be read ({error}); train again") from error


def _lot(group: str) -> str:
    return hashlib.sha256(group.encode()).hexdigest()


def _trial(row: dict[str, Any]) -> Trial:
    sheets = {name: None if row[name] is None else _sheet(row[name]) for name in ("frozen", "newest")}
    if sheets["frozen"] is None:
        raise ValueError("no frozen set")
    return Trial(
        present=row["present"],
        challenger=row["challenger"],
        frozen=sheets["frozen"],
        newest=sheets["newest"],
        without=tuple(Without(**{**one, "chances": _rows(one["chances"])}) for one in row["without"]),
        given=tuple(Given(**one) for one in row["given"]),
        seed=int(row["seed"]),
        caution=float(row.get("caution", EVEN)),
    )


def _sheet(row: dict[str, Any]) -> Sheet:
    return Sheet(levels=tuple(row["levels"]), present=_rows(row["present"]), challenger=_rows(row["challenger"]))


def _rows(rows: Sequence[Sequence[float]]) -> Chances:
    return tuple(tuple(row) for row in rows)
