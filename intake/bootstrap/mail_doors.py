"""The doors for mail, as the settings want them: SMTP with or without TLS, LMTP for a mail server beside us."""

import socket
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from intake.bootstrap.clock import now
from intake.domain.errors import BadInput
from intake.doors.smtp import OpenDoor, open_door
from intake.doors.smtp_handler import Accepts, DoorSettings

if TYPE_CHECKING:
    from intake.bootstrap.settings import Settings

_MEGABYTE = 1024 * 1024


def hostname(settings: "Settings") -> str:
    """Return what we call ourselves to other mail servers."""
    return settings.smtp_door.hostname or socket.gethostname() or "localhost"


async def open_mail_doors(settings: "Settings", ours: frozenset[str], accepts: Accepts) -> tuple[OpenDoor, ...]:
    """Open the SMTP door, and the LMTP door where there is one; `ours` are the desk's addresses.

    Raises BadInput for a place that cannot be listened on or a certificate that cannot be used.
    """
    smtp = settings.smtp_door
    door = DoorSettings(
        host=smtp.host,
        port=smtp.port,
        hostname=hostname(settings),
        addresses=ours,
        max_size=smtp.max_megabytes * _MEGABYTE,
        most_connections=smtp.most_connections,
        most_per_address=smtp.most_per_address,
        tls=None if smtp.certificate is None or smtp.key is None else tls(smtp.certificate, smtp.key),
        implicit_tls=smtp.implicit_tls,
    )
    opened = [await _open("smtp_door", door, accepts)]
    if settings.lmtp_door is not None:
        lmtp = DoorSettings(
            host=settings.lmtp_door.host,
            port=settings.lmtp_door.port,
            hostname=door.hostname,
            addresses=ours,
            max_size=door.max_size,
            most_connections=door.most_connections,
            most_per_address=door.most_connections,  # all of them come from the one mail server
            lmtp=True,
        )
        try:
            opened.append(await _open("lmtp_door", lmtp, accepts))
        except BadInput:
            opened[0].close()
            raise
    return tuple(opened)


def tls(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return what TLS is spoken with; raises BadInput for a certificate or key that cannot be used."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        said = error.strerror or "not a certificate with its key"
        raise BadInput(f"smtp_door: {certificate} with {key} cannot be used ({said}); check both paths") from error
    return context


async def _open(section: str, door: DoorSettings, accepts: Accepts) -> OpenDoor:
    try:
        return await open_door(door, accepts, now)
    except OSError as error:
        raise BadInput(
            f"{section}: {door.host}:{door.port} cannot be listened on ({error.strerror}); "
            "stop what is there, or write another port"
        ) from error
