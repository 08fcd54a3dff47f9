"""Follow promotions: a model that a person promotes while the bot runs serves within about a minute."""

import threading
from collections.abc import Callable
from pathlib import Path

import structlog

from intake.bootstrap.models import Serving, serving
from intake.bootstrap.settings import Settings
from intake.database.engine import Database
from intake.suggest.loading import BackgroundSuggester, load
from intake.suggest.port import Suggests
from intake.suggest.shelf import on_shelf

log = structlog.get_logger()

EVERY = 60.0  # seconds

Loads = Callable[[Path | None, Path | None, float | None], Suggests]


class Following:
    """Looks now and then for a model promoted since; its own thread loads it, and it takes over when it is ready."""

    def __init__(
        self,
        suggests: BackgroundSuggester,
        find: Callable[[], Serving],
        missed_outage: float | None = None,
        loads: Loads = load,
    ) -> None:
        """Take what `find` says now for what serves already."""
        self._suggests = suggests
        self._find = find
        self._missed_outage = missed_outage
        self._loads = loads
        self._known = _known(find())
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follow-promotions", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; waits for a model that is being loaded."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> bool:
        """Let a model serve that was promoted since the last look; return whether one does now.

        One that is refused does not: what served goes on, and the log says why, once.
        """
        found = self._find()
        known = _known(found)
        if known == self._known or not self._suggests.ready:
            return False
        self._known = known
        loaded = self._loads(found.directory, None, self._missed_outage)
        if not loaded.trained:
            log.warning("model.not_taken", reason=loaded.note)
            return False
        self._suggests.give_way(loaded)
        log.info("model.serves", note=loaded.note)
        return True

    def _run(self) -> None:
        while not self._stopped.wait(EVERY):
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - the bot goes on with the model it has
                log.warning("model.not_taken", reason=type(error).__name__)


def _known(found: Serving) -> tuple[Path | None, str]:
    shelf = None if found.directory is None else on_shelf(found.directory)
    return found.directory, "" if shelf is None else shelf.sha256


def suggester(settings: Settings, database: Database) -> BackgroundSuggester:
    """Return what will suggest, already being loaded: the promoted model, or the installed one.

    The installed one also answers if the promoted one is refused.
    """
    with database.read() as connection:
        found = serving(settings, connection)
    if found.why_not:
        log.warning("model.not_promoted", reason=found.why_not)
    suggests = BackgroundSuggester(found.directory, found.otherwise, settings.suggest.missed_outage)
    suggests.start()
    return suggests


def follow(settings: Settings, database: Database, suggests: BackgroundSuggester) -> Following:
    """Return what lets a model serve that is promoted while the bot runs, already at work."""

    def find() -> Serving:
        with database.read() as connection:
            return serving(settings, connection)

    following = Following(suggests, find, settings.suggest.missed_outage)
    following.start()
    return following
