"""Find a trained model and load it, at once or behind the back of a process that has to answer meanwhile."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from intake.domain.suggestion import Evidence, Facts, Suggestion
from intake.places import folder
from intake.suggest.adapter import Adapter, facts_of
from intake.suggest.customers import Customers, for_customer

if TYPE_CHECKING:
    from intake.suggest.port import Suggests

_NO_MODEL = "no trained model was found: suggestions are severity 3 and abstained"


_LIMITS = ("abstain", "caution")
LOCAL = "+"  # stands in the version of a model that was trained at a desk: severity-1.1.0+2


def model_directory(models: Path) -> Path | None:
    """Return the newest version under `models` (severity-1.10.0 comes after severity-1.9.0), None without one.

    One that was trained at a desk is not among them: it serves when a person has promoted it.
    """
    versions = [path for path in models.glob("severity-*") if (path / "manifest.json").is_file()]
    return max((path for path in versions if LOCAL not in path.name), key=_version, default=None)


def load(directory: Path | None, otherwise: Path | None = None, missed_outage: float | None = None) -> "Suggests":
    """Return the suggester of a model folder, of none if that is None or refused; `note` says which. Takes seconds.

    A refused model gives way to the one in `otherwise`, if there is another. `missed_outage` is how many needless
    alarms a missed severity 1 is worth; without it the alarm is as the model was tuned.
    """
    from classifier.storing import ModelRefused
    from classifier.suggest import load as load_trained

    if directory is None:
        return plain(_NO_MODEL)
    try:
        trained = load_trained(directory, folder("models"), missed_outage)
        return Adapter(trained, f"model {directory.name}", trained=True, customers=_customers(directory, trained.alarm))
    except ModelRefused as error:
        other = otherwise if otherwise not in (None, directory) else _by_words(directory)
        if other is not None:
            return _instead(load(other, missed_outage=missed_outage), directory, str(error))
        return plain(f"the model was refused, suggestions are severity 3 and abstained: {error}")


def _customers(directory: Path, alarm: float) -> Customers | None:
    """Return what a model has learned of single customers, None where it has learned nothing.

    `alarm` is the chance of severity 1 from which the alarm rings.
    """
    from classifier.storing import read_manifest

    manifest = read_manifest(directory)
    limits, offsets = manifest["thresholds"], manifest.get("customers")
    if not offsets:
        return None
    return Customers(offsets=offsets, alert=alarm, **{name: limits[name] for name in _LIMITS})


def _by_words(directory: Path) -> Path | None:
    """Return the newest model beside one that wants an encoder that wants none itself, None without one."""
    beside = [path for path in directory.parent.glob("severity-*") if LOCAL not in path.name]
    if not _wants_encoder(directory):
        return None
    return max((path for path in beside if not _wants_encoder(path)), key=_version, default=None)


def _wants_encoder(directory: Path) -> bool:
    """Tell whether a model judges by meaning; one whose manifest cannot be read counts as if it did."""
    from classifier.storing import ModelRefused, read_manifest

    try:
        return bool(read_manifest(directory).get("encoder"))
    except ModelRefused:
        return True


def _instead(found: "Suggests", refused: Path, why: str) -> "Suggests":
    if isinstance(found, Adapter):
        found.note = f"{found.note}, because {refused.name} was refused: {why}"
    return found


def plain(note: str) -> "Suggests":
    """Suggest without a trained model."""
    from classifier.suggest import PlainSuggester

    return Adapter(PlainSuggester(), note, trained=False)


class BackgroundSuggester:
    """Answers at once: until the model is loaded as if there were none, afterwards by the model."""

    def __init__(
        self, directory: Path | None, otherwise: Path | None = None, missed_outage: float | None = None
    ) -> None:
        self._directory = directory
        self._otherwise = otherwise
        self._missed_outage = missed_outage
        self._loaded: Suggests | None = None
        self._thread = threading.Thread(target=self._load, name="load-model", daemon=True)

    def start(self) -> None:
        """Begin to load in a daemon thread; once."""
        self._thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until loading is over, at most so many seconds; whether it is."""
        self._thread.join(seconds)
        return self.ready

    def give_way(self, loaded: "Suggests") -> None:
        """Let another model, which is loaded already, answer from now on."""
        self._loaded = loaded

    @property
    def ready(self) -> bool:
        """Whether loading is over, with or without a model."""
        return self._loaded is not None

    @property
    def trained(self) -> bool:
        """Whether a trained model answers now."""
        return self._loaded is not None and self._loaded.trained

    @property
    def note(self) -> str:
        """What answers now, in one sentence."""
        return self._loaded.note if self._loaded else "the model is being loaded"

    def suggest(self, *, channel: str, subject: str | None, text: str) -> Suggestion:
        """Return a suggestion by the model, or severity 3 and abstained while it is being loaded."""
        suggester = self._loaded or plain(self.note)
        return suggester.suggest(channel=channel, subject=subject, text=text)

    def of_customer(self, found: Suggestion, customer: int) -> Suggestion:
        """Return its suggestion as it reads for a customer's message, by the model that has answered."""
        return for_customer(self._loaded, found, customer)

    def facts(self, text: str) -> tuple[Facts, tuple[Evidence, ...]]:
        """Return what the text states; waits for spaCy only (about a second)."""
        return facts_of(text)

    def _load(self) -> None:
        try:
            self._loaded = load(self._directory, self._otherwise, self._missed_outage)
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            self._loaded = plain(f"the model could not be loaded: {type(error).__name__}: {error}")


def _version(path: Path) -> tuple[int, ...]:
    numbers = path.name.removeprefix("severity-").split(".")
    return tuple(int(number) if number.isdigit() else -1 for number in numbers)
