"""What several commands have in common: the settings file, the store behind it, who is typing."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from intake.domain.errors import BadInput
from intake.domain.reason import says_something
from intake.render.flow import one_line

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from intake.bootstrap.settings import Settings
    from intake.database.engine import Database
    from intake.review.engineer import Engineer

Function = Callable[..., Any]
_LONGEST_NAME = 80


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


class Words(click.types.StringParamType):
    """What a person writes about a case: bytes of the shell that are no text cannot be stored, and become a "?"."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the words as text that can be kept and sent."""
        return str(super().convert(value, param, ctx)).encode("utf-8", "replace").decode("utf-8")


def by_option(function: Function) -> Function:
    """Add `--by NAME`, the person the trail will name."""
    return click.option("--by", metavar="NAME", help="Who decides; the name of your account without it.")(function)


def who(by: str | None) -> str:
    """Return the name for the trail; raises BadInput where there is none."""
    try:
        found = one_line(getpass.getuser() if by is None else by, _LONGEST_NAME)
    except (OSError, KeyError):
        found = ""
    if not says_something(found):
        raise BadInput("--by: who decides is not known here; write --by and a name")
    return found


def who_of(settings: "Settings", by: str | None) -> str:
    """Return the name of who decides on a case, as the settings write it; raises BadInput for a name that they lack.

    Where they list nobody any name is taken. The name of the account itself is, too: it was not typed by anybody.
    """
    name = who(by)
    listed = (*(one.name for one in settings.engineers), *(one.name for one in settings.paging.on_call))
    if by is None or not settings.engineers:
        return name
    known = next((one for one in listed if one.casefold() == name.casefold()), None)
    if known is None:
        names = ", ".join(dict.fromkeys(listed))
        raise BadInput(f"--by: {name!r} is no engineer of the settings; write one of {names}")
    return known


def deciders(settings: "Settings", by: str | None) -> "Callable[[Connection], Engineer]":
    """Read the desk before a transaction is opened; return what makes the engineer of one who decides on a case."""
    return engineers(settings, None if by is None else who_of(settings, by))


def engineers(settings: "Settings", by: str | None) -> "Callable[[Connection], Engineer]":
    """Read the desk before a transaction is opened; return what makes the engineer of one."""
    from intake.bootstrap.clock import now
    from intake.bootstrap.desk import the_desk
    from intake.review.engineer import Engineer
    from intake.stages.desk import Run

    desk, name = the_desk(settings), who(by)
    return lambda connection: Engineer(name=name, run=Run(connection=connection, desk=desk, now=now()))


def store_of(settings_file: Path) -> "tuple[Settings, Database]":
    """Read the settings and open their store until the command ends; raises BadInput, also where there is no store.

    A command typed in another folder than the bot's must not answer from an empty store that it has just made.
    """
    from intake.bootstrap.settings import read_settings
    from intake.database.engine import is_missing

    settings = read_settings(settings_file)
    if is_missing(settings.store.url):
        raise BadInput(
            f"store.url: there is no store at {settings.store.url} yet; is this the folder the bot runs in? "
            "`intake customers import` or `intake serve` makes one"
        )
    return settings, _opened(settings)


def new_store_of(settings_file: Path) -> "tuple[Settings, Database]":
    """Do the same, and make the store where there is none."""
    from intake.bootstrap.settings import read_settings

    settings = read_settings(settings_file)
    return settings, _opened(settings)


def _opened(settings: "Settings") -> "Database":
    from intake.bootstrap.desk import open_store

    database = open_store(settings)
    click.get_current_context().call_on_close(database.close)
    return database
