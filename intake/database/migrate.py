"""Bring a store to the schema this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from intake.database.engine import Database

_SCRIPTS = Path(__file__).resolve().parent / "migrations"


def migrate(database: Database) -> None:
    """Run the migrations that are missing, in one write transaction."""
    config = _config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(database: Database) -> bool:
    """Tell whether the store has every migration of this version."""
    with database.read() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == _scripts().get_current_head()


def of_a_newer_version(database: Database) -> bool:
    """Tell whether a later version of this program has brought the store to a schema that is not known here."""
    with database.read() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found is not None and found not in {one.revision for one in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    return config
