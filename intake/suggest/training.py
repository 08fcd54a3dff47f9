"""Train a challenger from the corpus and what engineers decided, and judge it; for the command line."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from intake.domain.errors import BadInput
from intake.domain.taught import Teaching
from intake.places import folder
from intake.suggest.lessons import lessons_of
from intake.suggest.loading import LOCAL
from intake.suggest.shelf import Shelf, on_shelf

if TYPE_CHECKING:
    from classifier.features import Reads
    from classifier.loop.challenger import Plan, Present
    from classifier.loop.suspicion import Objection

Tells = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much
_LOADING = "loading the corpus and the present model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to train: into which folder, beside which present model (None: there is none), from which verdicts.

    `corpus` are the files of labelled messages, None for the shipped ones.
    """

    to: Path
    present: Path | None
    teachings: Sequence[Teaching]
    local_weight: float
    half_life_days: float
    seed: int
    at: datetime
    corpus: Sequence[Path] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A challenger as written: the verdicts it learned from, those put aside, and what speaks against it."""

    shelf: Shelf
    verdicts: int
    aside: int
    doubts: tuple[str, ...]


def train(order: Order, tell: Tells) -> Trained:
    """Write a challenger and return what it is; takes minutes. Raises BadInput for a folder or corpus that won't do."""
    tell(_LOADING, 0, 1)
    from classifier.corpus import CorpusError, fingerprint, load, shipped
    from classifier.loop.challenger import make
    from classifier.loop.gate import objections
    from classifier.loop.writing import Corpus, write
    from classifier.storing import ModelRefused
    from classifier.train import languages

    paths = tuple(order.corpus) if order.corpus is not None else shipped()
    try:
        order.to.mkdir(parents=True, exist_ok=True)
        examples, plan = load(paths), _plan(order)
        tell(_LOADING, 1, 1)
        made = make(examples, lessons_of(order.teachings), plan, tell)
        corpus = Corpus(
            files=tuple(path.name for path in paths),
            sha256=fingerprint(paths),
            messages=len(examples),
            languages=tuple(languages(examples)),
        )
        write(made, plan, corpus, order.to, order.at.isoformat(timespec="seconds"))
    except (CorpusError, ModelRefused) as error:
        raise BadInput(str(error)) from error
    except OSError as error:
        raise BadInput(f"{order.to}: no model can be written there ({error.strerror}); write --to DIR") from error
    shelf = on_shelf(order.to / plan.name.replace("@", "-"))
    if shelf is None:
        raise BadInput(f"{order.to}: the model that was just written cannot be read; is the disk full?")
    doubts = tuple(one.said for one in objections(made.trial))
    return Trained(shelf=shelf, verdicts=len(made.learned), aside=len(made.aside), doubts=doubts)


def objections_to(candidate: Shelf, accepted: Collection[str], present: str | None) -> tuple[str, ...]:
    """Return why a challenger must not serve, each a sentence without a full stop; nothing where it may.

    `present` names the model that serves now ("severity@2.2.0"): a challenger that was tried beside another is told so.
    Raises BadInput when what it is judged by is not there as training wrote it.
    """
    from classifier.loop import trial as trials
    from classifier.loop.gate import objections

    try:
        trial = trials.read(candidate.directory, candidate.trial)
    except trials.TrialRefused as error:
        raise BadInput(str(error)) from error
    if trial.present != present:
        other = trial.present or "no model"
        return (f"it was tried beside {other}, and {present or 'no model'} serves now; train again",)
    return tuple(map(_told, objections(trial, accepted)))


def _told(objection: "Objection") -> str:
    if objection.engineer is None:
        return objection.said
    return f"{objection.said}; if these are right, write --accept-engineer {objection.engineer!r}"


def _plan(order: Order) -> "Plan":
    from classifier.loop.challenger import Plan
    from classifier.loop.weighing import Weighing
    from classifier.train import PLAIN, VERSION

    weighing = Weighing(local=order.local_weight, half_life_days=order.half_life_days)
    encoder = _encoder(order.present)
    return Plan(
        name=f"severity@{_next(order.to, PLAIN if encoder is None else VERSION)}",
        present=_present(order.present),
        weighing=weighing,
        seed=order.seed,
        encoder=encoder,
    )


def _encoder(present: Path | None) -> "Reads | None":
    """Return the encoder that the present model rests on, as a challenger has to learn from it; None without one.

    Raises BadInput where it cannot be used.
    """
    from classifier.encoder.files import EncoderRefused
    from classifier.encoder.leftout import learning
    from classifier.storing import read_manifest
    from classifier.suggest import encoder_folder

    wanted = None if present is None else encoder_folder(present, read_manifest(present), folder("models"))
    if wanted is None:
        return None
    try:
        return learning(wanted)
    except EncoderRefused as error:
        raise BadInput(f"the present model rests on an encoder: {error}") from error


def _present(directory: Path | None) -> "Present | None":
    from classifier.loop.challenger import Present
    from classifier.storing import load

    shelf = None if directory is None else on_shelf(directory)
    if directory is None or shelf is None:
        return None
    shelved = load(directory)
    offsets = shelved.manifest.get("customers", {})
    return Present(name=shelved.name, model=shelved.model, lessons=shelf.lessons, offsets=offsets)


def _next(to: Path, recipe: str) -> str:
    """Return the next version of the desk's own after the recipe's: 2.2.0+3 after 2.2.0+2."""
    taken = [path.name.rpartition(LOCAL)[2] for path in to.glob(f"severity-{recipe}{LOCAL}*")]
    return f"{recipe}{LOCAL}{max((int(one) for one in taken if one.isdigit()), default=0) + 1}"
