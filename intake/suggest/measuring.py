"""How good a model is, on a file of labelled messages or on what engineers decided, for the command line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intake.domain.errors import BadInput
from intake.domain.taught import Heard, Teaching
from intake.places import folder
from intake.suggest.lessons import example_of, lessons_of

if TYPE_CHECKING:
    from classifier.corpus import Example
    from classifier.report.drift import Drift
    from classifier.suggest import Suggester

Tells = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much
_STRANGER = "(nobody's)"
_DRAWING = "drawing samples for the intervals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which model is measured (its folder) beside which other (None: no other), and how samples are drawn."""

    model: Path
    beside: Path | None
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Figures on one set of messages, as plain values; `title` and `said` are what a report calls it."""

    title: str
    said: str
    figures: Mapping[str, Any]


def on_file(asked: Asked, path: Path, tell: Tells) -> Measured:
    """Return a model's figures on a file of labelled messages; raises BadInput for a file or model that won't do."""
    from classifier.corpus import CorpusError, load

    try:
        examples = load([path])
    except (CorpusError, OSError) as error:
        raise BadInput(str(error)) from error
    if not examples:
        raise BadInput(f"{path}: there is no message in it")
    figures = _figures(asked, examples, {}, tell)
    return Measured(title=path.name, said=f"{len(examples)} labelled messages of a file.", figures=figures)


def on_verdicts(asked: Asked, teachings: Sequence[Teaching], known: frozenset[int], tell: Tells) -> Measured | None:
    """Return the figures on verdicts that the model did not learn from (`known` are those it did); None without any."""
    fresh = [one for one in teachings if one.number not in known]
    if not fresh:
        return None
    examples = [lesson.example for lesson in lessons_of(fresh)]
    groups = {"customer": [one.called or _STRANGER for one in fresh], "engineer": [one.engineer for one in fresh]}
    figures = _figures(asked, examples, groups, tell)
    left = f"; {len(teachings) - len(fresh)} that it learned from are left out" if known else ""
    said = f"{len(fresh)} cases, each with its last verdict{left}. Their customers and engineers saw suggestions first."
    return Measured(title="What engineers decided here", said=said, figures=figures)


def moved(model: Path, before: Sequence[Heard], since: Sequence[Heard], tell: Tells) -> "Drift | None":
    """Return whether what came in lately is still what came before; None where there is too little on either side."""
    import numpy as np

    from classifier.report.drift import drift

    suggester = _loaded(model, tell)
    rows = []
    for done, example in enumerate([example_of(one, at) for at, one in enumerate([*before, *since])], start=1):
        chances, known = suggester.chances(example.subject, example.text)
        rows.append([*(chances[level] for level in (1, 2, 3, 4)), known])
        tell("what has come in", done, len(before) + len(since))
    table = np.array(rows).reshape(-1, 5)
    first, last = table[: len(before)], table[len(before) :]
    return drift(first[:, :4], last[:, :4], (first[:, 4], last[:, 4]))


def _figures(
    asked: Asked, examples: "Sequence[Example]", groups: Mapping[str, Sequence[str]], tell: Tells
) -> dict[str, Any]:
    answers = _answers(asked.model, examples, tell)
    from classifier.evaluate import fact_figures
    from classifier.report.measured import answered, measured
    from classifier.report.stated import facts_measured

    every = {
        "channel": [example.channel for example in examples],
        "language": [example.language for example in examples],
        **groups,
    }
    beside = {}
    if asked.beside is not None and asked.beside != asked.model:
        others = answered(examples, _answers(asked.beside, examples, tell), every)
        beside["present model"] = others.guessed
    tell(_DRAWING, 0, 1)
    found = measured(answered(examples, answers, every), asked.seed, beside)
    tell(_DRAWING, 1, 1)
    facts = facts_measured([one.facts for one in examples], [one.facts for one in answers], asked.seed)
    return {**found, **fact_figures(examples, answers), "facts": facts}


def _answers(model: Path, examples: "Sequence[Example]", tell: Tells) -> Any:
    suggester = _loaded(model, tell)
    from classifier.report.measured import asked

    return asked(suggester, examples, lambda done: tell(f"asking {model.name}", done, len(examples)))


def _loaded(model: Path, tell: Tells) -> "Suggester":
    """Return the suggester of a model folder, which takes seconds; raises BadInput for one that will not do."""
    what = f"loading {model.name}"
    tell(what, 0, 1)
    from classifier.storing import ModelRefused
    from classifier.suggest import load

    try:
        found = load(model, folder("models"))
    except ModelRefused as error:
        raise BadInput(str(error)) from error
    tell(what, 1, 1)
    return found
