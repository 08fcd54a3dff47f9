"""Find a trained model and load it, at once or behind the back of a process that has to answer meanwhile."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from intake.domain.suggestion import Evidence, Facts, Suggestion
from intake.suggest.adapter import Adapter, facts_of

if TYPE_CHECKING:
    from intake.suggest.port import Suggests

_NO_MODEL = "no trained model was found: suggestions are severity 3 and abstained"


def model_directory(models: Path) -> Path | None:
    """Return the newest version under `models` (severity-1.10.0 comes after severity-1.9.0), None without one."""
    versions = [path for path in models.glob("severity-*") if (path / "manifest.json").is_file()]
    return max(versions, key=_version, default=None)


def load(directory: Path | None) -> "Suggests":
    """Return the suggester of a model folder, of none if that is None or refused; `note` says which. Takes seconds."""
    from classifier.storing import ModelRefused
    from classifier.suggest import load as load_trained

    if directory is None:
        return plain(_NO_MODEL)
    try:
        return Adapter(load_trained(directory), f"model {directory.name}", trained=True)
    except ModelRefused as error:
        return plain(f"the model was refused, suggestions are severity 3 and abstained: {error}")


def plain(note: str) -> "Suggests":
    """Suggest without a trained model."""
    from classifier.suggest import PlainSuggester

    return Adapter(PlainSuggester(), note, trained=False)


class BackgroundSuggester:
    """Answers at once: until the model is loaded as if there were none, afterwards by the model."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory
        self._loaded: Suggests | None = None
        self._thread = threading.Thread(target=self._load, name="load-model", daemon=True)

    def start(self) -> None:
        """Begin to load in a daemon thread; once."""
        self._thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until loading is over, at most so many seconds; whether it is."""
        self._thread.join(seconds)
        return self.ready

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

    def facts(self, text: str) -> tuple[Facts, tuple[Evidence, ...]]:
        """Return what the text states; waits for spaCy only (about a second)."""
        return facts_of(text)

    def _load(self) -> None:
        try:
            self._loaded = load(self._directory)
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            self._loaded = plain(f"the model could not be loaded: {type(error).__name__}: {error}")


def _version(path: Path) -> tuple[int, ...]:
    numbers = path.name.removeprefix("severity-").split(".")
    return tuple(int(number) if number.isdigit() else -1 for number in numbers)
