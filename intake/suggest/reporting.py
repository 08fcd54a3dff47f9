"""What `intake evaluate` prints and writes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intake.domain.errors import BadInput
from intake.domain.taught import Heard, Teaching
from intake.suggest.measuring import Asked, Measured, Tells, moved, on_file, on_verdicts
from intake.suggest.shelf import Shelf, on_shelf

if TYPE_CHECKING:
    from classifier.report.drift import Drift

_NOT_OF_A_FILE = "A file has no days; `intake evaluate` without --on tells what has moved at this desk."
_TOO_FEW = "Too few messages on either side of the last 30 days to say whether anything has moved."


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a desk knows: what cases teach, and what customers wrote before and since a moment."""

    teachings: Sequence[Teaching]
    before: Sequence[Heard]
    since: Sequence[Heard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """A model measured: `told` is what is printed; `drift` is a sentence where there is none to tell."""

    model: str
    told: Mapping[str, Any]
    measured: Sequence[Measured]
    drift: "Drift | str"


def evaluated_on_file(asked: Asked, path: Path, tell: Tells) -> Evaluated:
    """Measure a model on a file of labelled messages; raises BadInput for a file or model that won't do."""
    found = on_file(asked, path, tell)
    return Evaluated(model=asked.model.name, told=found.figures, measured=[found], drift=_NOT_OF_A_FILE)


def evaluated_on_past(asked: Asked, past: Past, tell: Tells) -> Evaluated:
    """Measure a model on what a desk knows; raises BadInput for a model that won't do."""
    shelf = _shelf(asked.model)
    found = on_verdicts(asked, past.teachings, shelf.lessons, tell)
    drift = moved(asked.model, past.before, past.since, tell)
    told = {
        "model": f"severity@{shelf.version}",
        "left_out": shelf.measured,
        "trial": _tried(shelf),
        "feedback": None if found is None else found.figures,
        "note": too_few(found),
        "drift": None if drift is None else {"said": drift.said, **asdict(drift)},
    }
    every = [] if found is None else [found]
    return Evaluated(model=asked.model.name, told=told, measured=every, drift=drift or _TOO_FEW)


def too_few(found: Measured | None) -> str | None:
    """Return a sentence where there are too few messages for curves and intervals to say anything, else None."""
    from classifier.report.measured import TELLING

    count = 0 if found is None else int(found.figures["messages"])
    return None if count >= TELLING else f"{count} verdicts to measure on: intervals and curves need {TELLING} to tell."


def write_report(directory: Path, found: Evaluated) -> Path:
    """Write report.md with its pictures into a folder; raises BadInput when that cannot be."""
    from classifier.report.page import Section, write_page
    from classifier.report.plots import draw

    sections = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for number, one in enumerate(found.measured, start=1):
            place = f"pictures-{number}"
            few, pictures = too_few(one), list[str]()
            if few is None:
                (directory / place).mkdir(exist_ok=True)
                pictures = [f"{place}/{name}" for name in draw(one.figures, directory / place)]
            said = one.said if few is None else f"{one.said} {few}"
            sections.append(Section(title=one.title, said=said, figures=one.figures, pictures=pictures))
        return write_page(directory, found.model, sections, found.drift)
    except OSError as error:
        raise BadInput(f"--report: {directory}: cannot be written ({error.strerror})") from error


def _shelf(model: Path) -> Shelf:
    found = on_shelf(model)
    if found is None:
        raise BadInput(f"model: {model} holds no manifest.json that can be read")
    return found


def _tried(shelf: Shelf) -> list[dict[str, Any]] | None:
    """Return a challenger's figures beside the model it was tried with, None for one that was not trained at a desk."""
    from classifier.loop import trial as trials
    from classifier.loop.gate import compared

    if not shelf.trial:
        return None
    try:
        return [asdict(one) for one in compared(trials.read(shelf.directory, shelf.trial))]
    except trials.TrialRefused as error:
        raise BadInput(str(error)) from error
