"""The files' door of an installation: open where the settings say where it is reached from outside."""

from intake.bootstrap.clock import now
from intake.bootstrap.settings import Settings
from intake.bootstrap.window_door import window_words
from intake.database.engine import Database
from intake.domain.errors import BadInput
from intake.doors.files import FilesDoor
from intake.doors.web_server import OpenWebDoor, listen
from intake.review.files import FileLinks
from intake.stages.desk import Desk


async def open_files(settings: Settings, database: Database, desk: Desk) -> OpenWebDoor | None:
    """Open the files' door, None where files are named only; raises BadInput when it cannot listen."""
    part = settings.web
    if part is None or part.files_url is None:
        return None
    links = FileLinks(database=database, desk=desk, now=now)
    door = FilesDoor(part.files_url, links, window_words(settings).accepted)
    try:
        return await listen(door.app, part.host, part.files_port)
    except OSError as error:
        where = f"{part.host}:{part.files_port}"
        said = f"web: files_port {where} cannot be listened on ({error.strerror}); stop what is there, or write another"
        raise BadInput(said) from error
