"""What several commands have in common: the settings file, the store behind it, who is typing."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from intake.bootstrap.settings import Settings
    from intake.database.engine import Database
    from intake.review.engineer import Engineer

Function = Callable[..., Any]


def settings_option(function: Function) -> Function:
    """Add `--settings FILE`."""
    return click.option(
        "--settings",
        "settings_file",
        type=click.Path(path_type=Path),
        default=Path("intake.toml"),
        show_default=True,
        help="The settings file.",
    )(function)


def by_option(function: Function) -> Function:
    """Add `--by NAME`, the person the trail will name."""
    return click.option("--by", metavar="NAME", help="Who decides; the name of your account without it.")(function)


def who(by: str | None) -> str:
    """Return the name for the trail; raises BadInput where there is none."""
    try:
        found = " ".join((getpass.getuser() if by is None else by).split())
    except (OSError, KeyError):
        found = ""
    if not found:
        raise BadInput("--by: who decides is not known here; write --by and a name")
    return found


def engineers(settings: "Settings", by: str | None) -> "Callable[[Connection], Engineer]":
    """Read the desk before a transaction is opened; return what makes the engineer of one."""
    from intake.bootstrap.app import the_desk
    from intake.bootstrap.clock import now
    from intake.review.engineer import Engineer
    from intake.stages.desk import Run

    desk, name = the_desk(settings), who(by)
    return lambda connection: Engineer(name=name, run=Run(connection=connection, desk=desk, now=now()))


def store_of(settings_file: Path) -> "tuple[Settings, Database]":
    """Read the settings and open their store until the command ends; raises BadInput."""
    from intake.bootstrap.app import open_store
    from intake.bootstrap.settings import read_settings

    settings = read_settings(settings_file)
    database = open_store(settings)
    click.get_current_context().call_on_close(database.close)
    return settings, database
