"""Mail out, from its settings: the smarthost with its limits, and the key that signs."""

import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from intake.bootstrap.mail_doors import hostname
from intake.delivery.courier import Way
from intake.delivery.dkim import Key, is_open_to_others, read_key
from intake.delivery.lanes import Limits
from intake.delivery.lines import Keeping
from intake.delivery.smarthost import Smarthost
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.bootstrap.settings import Settings

log = structlog.get_logger()


def way_out(settings: "Settings") -> Way:
    """Return how mail goes out; raises BadInput for a CA file or a key that cannot be used."""
    part, key = settings.smarthost, signing_key(settings)
    if key is not None and settings.dkim is not None and is_open_to_others(settings.dkim.key):
        log.warning("dkim.key_open", key=str(settings.dkim.key), hint="others may read it: chmod 600")
    return Way(
        smarthost=the_smarthost(settings),
        limits=Limits(
            connections=part.connections,
            at_once=part.most_at_once_per_domain,
            a_minute=part.most_per_minute_per_domain,
        ),
        keeping=Keeping(seconds=part.keep_seconds, most_mails=part.most_per_connection),
        sign=None if key is None else key.sign,
    )


def the_smarthost(settings: "Settings") -> Smarthost:
    """Return where mail is handed over; raises BadInput for a CA file that is none."""
    part = settings.smarthost
    return Smarthost(
        host=part.host,
        port=part.port,
        start_tls=part.security == "starttls",
        tls=part.security == "tls",
        trusted=None if part.security == "none" else _trusted(part.ca_file),
        user=part.user,
        password=None if part.password is None else part.password.get_secret_value(),
        hostname=hostname(settings),
    )


def signing_key(settings: "Settings") -> Key | None:
    """Return the key that signs our mail, None where nothing is signed; raises BadInput for one that cannot be used."""
    if settings.dkim is None:
        return None
    part, desk = settings.dkim, settings.desk.address.rpartition("@")[2]
    domain = part.domain or desk
    if desk != domain and not desk.endswith(f".{domain}"):
        # RFC 7489 section 3.1.1: a signature of another domain proves nothing of our From.
        raise BadInput(f"dkim, domain: {domain} is not that of {settings.desk.address}; write {desk}, or leave it out")
    return read_key(part.key, domain, part.selector)


def _trusted(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        said = "no certificates" if isinstance(error, ssl.SSLError) else error.strerror
        raise BadInput(f"smarthost, ca_file: {ca_file} cannot be used ({said}); check the path") from error
