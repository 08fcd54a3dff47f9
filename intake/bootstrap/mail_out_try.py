"""What `intake doctor` finds out about mail out: it connects and logs in, and looks the DKIM record up in DNS."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from intake.bootstrap.mail_out import signing_key, the_smarthost
from intake.delivery.dkim import Key, is_open_to_others
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from intake.bootstrap.settings import Settings

_PATIENCE = 5.0  # seconds
_LONGEST = 200

# Return the texts at a name in DNS, none where there are none; raises OSError when DNS does not answer.
Texts = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One thing tried: what it is, whether it is well, and what was seen or what to do."""

    what: str
    well: bool
    said: str


def tried_smarthost(settings: "Settings") -> Tried:
    """Connect to the smarthost as the bot does, TLS and login included, and hang up."""
    part = settings.smarthost
    where = f"{part.host}:{part.port}"
    try:
        said = asyncio.run(_greeted(settings))
    except BadInput as error:
        return Tried(what="smarthost", well=False, said=str(error))
    except ssl.SSLCertVerificationError as error:
        said = f"{where}: its certificate cannot be verified ({error.verify_message}); check host, or set ca_file"
        return Tried(what="smarthost", well=False, said=said)
    except Exception as error:  # noqa: BLE001 - whatever a server does, doctor goes on and says it
        said = f"{where} cannot be reached ({_short(error)}); mail would wait in the outbox"
        return Tried(what="smarthost", well=False, said=said)
    return Tried(what="smarthost", well=True, said=f"{where} {said}")


async def _greeted(settings: "Settings") -> str:
    client = await replace(the_smarthost(settings), timeout=_PATIENCE).connect()
    try:
        said = f"answers, {_under(settings)}"
        await client.quit()
    finally:
        client.close()
    return said


def _under(settings: "Settings") -> str:
    part = settings.smarthost
    tls = "without TLS" if part.security == "none" else f"TLS ({part.security}), certificate verified"
    return tls if part.user is None else f"{tls}, logged in"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:_LONGEST] or type(error).__name__


def tried_dkim(settings: "Settings", texts: Texts) -> Iterator[Tried]:
    """Look at the key that signs, and whether its record is in DNS."""
    if settings.dkim is None:
        said = "our mail is not signed; write [dkim], or have the smarthost sign it"
        yield Tried(what="DKIM", well=True, said=said)
        return
    try:
        key = signing_key(settings)
    except BadInput as error:
        yield Tried(what="DKIM", well=False, said=str(error))
        return
    if key is None:
        return
    if is_open_to_others(settings.dkim.key):
        yield Tried(what="DKIM key", well=False, said=f"others may read {settings.dkim.key}; `chmod 600` it")
    if key.is_weak:
        yield Tried(what="DKIM key", well=False, said=f"it has {key.bits} bits; make one of 2048")
    yield _published(key, texts)


def _published(key: Key, texts: Texts) -> Tried:
    """Say whether receivers find the public key (RFC 6376 section 3.6)."""
    publish = f"publish at {key.name} the TXT record {key.record}"
    try:
        found = texts(key.name)
    except OSError as error:
        return Tried(what="DKIM", well=False, said=f"DNS does not answer ({_short(error)}); {publish}")
    tags = [_tags(text) for text in found]
    if any(one.get("p") == key.public for one in tags):
        return Tried(what="DKIM", well=True, said=f"{key.name} holds our key")
    if any(one.get("p") == "" for one in tags):
        return Tried(what="DKIM", well=False, said=f"the key at {key.name} is revoked; {publish}")
    missing = "holds another key" if any("p" in one for one in tags) else "is not there"
    return Tried(what="DKIM", well=False, said=f"{key.name} {missing}; {publish}")


def _tags(text: str) -> dict[str, str]:
    """Return the tags of a key record, blanks left out (RFC 6376 section 3.2)."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip(): "".join(value.split()) for name, _, value in pairs}


def texts_in_dns(name: str) -> list[str]:
    """Return the TXT records at a name in DNS; raises OSError when nobody answers."""
    import dns.exception
    import dns.resolver

    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=_PATIENCE)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise OSError(str(error)) from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
