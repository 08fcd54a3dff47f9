"""Who checks senders, as the settings want it; and what `doctor` says of that."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from intake.bootstrap.identity_settings import IdentityPart
from intake.domain.errors import TryAgain
from intake.identify.authenticates import Authenticates, Unchecked

if TYPE_CHECKING:
    from intake.bootstrap.settings import Settings

_PATIENCE = 3.0  # seconds for an answer of DNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of one thing, and whether it is well."""

    what: str
    well: bool
    said: str


def authenticates(part: IdentityPart) -> Authenticates:
    """Return who checks senders; it starts nothing before the first check."""
    if not part.checks and part.trusted_results is None:
        return Unchecked()
    from intake.authenticity.authenticator import Authenticator, Trust
    from intake.authenticity.resolver import DnsResolver

    trust = Trust(server=part.trusted_results or "", relays=part.relays, own=part.checks)
    return Authenticator(trust, DnsResolver(part.dns_servers))


def seen_identity(settings: "Settings") -> Iterator[Seen]:
    """Yield what is to be said of who is believed: by whose word, whether DNS answers, what lies open."""
    part = settings.identity
    yield Seen(what="identity", well=True, said=_source(part))
    if part.checks:
        yield _dns(part)
    if _is_public(settings.smtp_door.host) and not part.checks:
        said = "the SMTP door is open to the Internet, and nobody checks who writes; write own_check = true"
        yield Seen(what="identity", well=False, said=said)


def _source(part: IdentityPart) -> str:
    ways = []
    if part.trusted_results is not None:
        ways.append(
            f"results of {part.trusted_results} on mail from {len(part.relays)} relays; it must take others out"
        )
    if part.checks:
        ways.append("our own SPF, DKIM and DMARC; no SPF for mail of relays and mailboxes")
    told = f"contract facts go to {part.facts_for.replace('_', ' ')} senders"
    return f"{told}; {'; '.join(ways) or 'nothing proves one: a forged address of a customer is told them'}"


def _dns(part: IdentityPart) -> Seen:
    from intake.authenticity.resolver import DnsResolver

    try:
        DnsResolver(part.dns_servers).records(".", "NS", _PATIENCE)
    except TryAgain as error:
        said = f"does not answer ({error}); check dns_servers of [identity], or nobody is proved"
        return Seen(what="DNS", well=False, said=said)
    return Seen(what="DNS", well=True, said="answers")


def _is_public(host: str) -> bool:
    """Tell whether a door listens where the Internet may reach it: a public address, or all addresses."""
    try:
        address = ip_address(host)
    except ValueError:
        return host not in ("localhost", "localhost.localdomain")
    return address.is_global or address.is_unspecified
