"""Which models there are: the shipped ones, those that were trained at this desk, and the one that serves."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from intake.bootstrap.settings import Settings
from intake.database.engine import Database, is_missing
from intake.database.migrate import is_current
from intake.domain.errors import BadInput
from intake.places import folder
from intake.storage import promotions
from intake.storage.promotions import Promotion
from intake.suggest.loading import model_directory
from intake.suggest.shelf import Shelf, on_shelf

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NAME = "severity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """The model that serves, None for none; `otherwise` answers in its stead if it is refused.

    `why_not` says why the promoted model does not serve, "" where it does or none was promoted.
    """

    directory: Path | None
    otherwise: Path | None = None
    why_not: str = ""


def own_models(settings: Settings) -> Path:
    """Return the folder of the models that are trained here: that of `[folders]`, else one beside the store's file."""
    if settings.folders.models is not None:
        return settings.folders.models
    store = Path(settings.store.url.removeprefix("sqlite:///"))
    return store.with_name(f"{store.stem}-models")


def installed_model(settings: Settings) -> Path | None:
    """Return the newest model that was not trained at a desk, None without one."""
    return model_directory(settings.folders.models or folder("models"))


def find_model(settings: Settings, said: str) -> Path:
    """Return the folder of a model by its path, its version or its name; raises BadInput for one that is not there."""
    number = said.removeprefix(f"{_NAME}@").removeprefix(f"{_NAME}-")
    places = (Path(said), *(place / f"{_NAME}-{number}" for place in _shelves(settings)))
    found = next((place for place in places if (place / "manifest.json").is_file()), None)
    if found is None:
        known = ", ".join(sorted({one.version for one in known_models(settings)})) or "none"
        raise BadInput(f"model: {said} is no model's folder, nor a version; write one of {known}")
    return found


def is_shelved(settings: Settings, directory: Path) -> bool:
    """Tell whether a model lies where the bot looks for it."""
    return directory.resolve().parent in {place.resolve() for place in _shelves(settings)}


def known_models(settings: Settings) -> Iterator[Shelf]:
    """Yield the models that are installed or were trained here; those that cannot be read are left out."""
    for place in _shelves(settings):
        for directory in sorted(place.glob(f"{_NAME}-*")):
            found = on_shelf(directory)
            if found is not None:
                yield found


def serving(settings: Settings, connection: "Connection") -> Serving:
    """Return the promoted model, or the newest installed one where none was promoted or it is not what it was."""
    installed, promoted = installed_model(settings), promotions.last(connection)
    if promoted is None:
        return Serving(directory=installed)
    found = _promoted(settings, promoted)
    if found is None:
        gone = f"the promoted model {promoted.version} is not there any more, or its file is another one"
        return Serving(directory=installed, why_not=f"{gone}; promote one anew")
    return Serving(directory=found, otherwise=installed)


def serving_of(settings: Settings) -> Serving:
    """Return the same where a store need not be there yet."""
    if is_missing(settings.store.url):
        return Serving(directory=installed_model(settings))
    database = Database(settings.store.url)
    try:
        if not is_current(database):
            return Serving(directory=installed_model(settings))
        with database.read() as connection:
            return serving(settings, connection)
    finally:
        database.close()


def _shelves(settings: Settings) -> tuple[Path, ...]:
    return (own_models(settings), folder("models"))


def _promoted(settings: Settings, promoted: Promotion) -> Path | None:
    for place in _shelves(settings):
        found = on_shelf(place / f"{_NAME}-{promoted.version}")
        if found is not None and found.sha256 == promoted.sha256:
            return found.directory
    return None
