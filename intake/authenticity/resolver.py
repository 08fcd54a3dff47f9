"""DNS itself, by dnspython: with a cache that keeps to what the records say, and a time for each question."""

import ipaddress
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import structlog

from intake.authenticity.lookup import NoAnswer
from intake.authenticity.presence import Presence
from intake.domain.errors import BadInput

if TYPE_CHECKING:
    from dns.nameserver import Do53Nameserver
    from dns.resolver import Resolver

log = structlog.get_logger()

_CACHED = 10_000
_SLOW_FOR = 30.0  # seconds in which a name that did not answer is not asked again
_MOST_SLOW = 10_000
_PORT = 53
_ANY_SERVER_KNOWS = ".", "NS"
_PATIENCE = 1.0  # seconds for the answer to that


class DnsResolver:
    """Asks the machine's name servers, or the ones given as `address` or `address:port`."""

    def __init__(self, servers: Sequence[str] = (), clock: Callable[[], float] = time.monotonic) -> None:
        """Ask `servers`, or those of this machine's own settings; nothing is read before the first question."""
        self._servers = tuple(servers)
        self._clock = clock
        self._lock = threading.Lock()
        self._made: Resolver | None = None
        self._slow: dict[str, float] = {}
        self._presence = Presence(self._answers, clock)

    def records(self, name: str, kind: str, seconds: float) -> tuple[str | bytes, ...]:
        """Return a name's records; raises NoAnswer, as the port has it.

        While no server answers at all, only what is known already is said.
        """
        if self._slow.get(name, 0.0) > self._clock():
            raise NoAnswer(f"{name}: it did not answer a moment ago")
        if self._presence.is_away:
            return self._kept(name, kind)
        return self._asked(name, kind, seconds)

    def _asked(self, name: str, kind: str, seconds: float) -> tuple[str | bytes, ...]:
        import dns.exception
        import dns.resolver

        begun, resolver = self._clock(), self._resolver()
        try:
            answer = resolver.resolve(name, kind, lifetime=seconds, search=False, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            self._presence.heard()
            return ()
        except (dns.resolver.NoNameservers, OSError) as error:
            self._is_slow(name)
            raise NoAnswer(f"{name}: {error}") from error
        except dns.exception.Timeout as error:
            # Names are not at fault where nobody answers: they are asked again as soon as somebody does.
            if self._presence.is_there(begun):
                self._is_slow(name)
            raise NoAnswer(f"{name}: {error}") from error
        except (dns.exception.DNSException, UnicodeError, ValueError):
            return ()  # no name that DNS could know
        self._presence.heard()
        return tuple(_plain(record) for record in answer.rrset or ())

    def _kept(self, name: str, kind: str) -> tuple[str | bytes, ...]:
        import dns.exception
        import dns.name
        import dns.rdataclass
        import dns.rdatatype

        cache = self._resolver().cache
        try:
            key = (dns.name.from_text(name), dns.rdatatype.from_text(kind), dns.rdataclass.IN)
        except (dns.exception.DNSException, UnicodeError, ValueError):
            return ()
        answer = None if cache is None else cache.get(key)
        if answer is None:
            raise NoAnswer(f"{name}: no DNS server answers")
        return tuple(_plain(record) for record in answer.rrset or ())

    def _answers(self) -> bool:
        """Tell whether a server answers a question that is answered from no cache of ours."""
        import dns.exception
        import dns.resolver

        try:
            _resolver(self._servers).resolve(*_ANY_SERVER_KNOWS, lifetime=_PATIENCE, search=False)
        except (dns.exception.Timeout, NoAnswer) as error:
            log.warning("dns.away", error=str(error))
            return False
        except (dns.exception.DNSException, OSError):
            return True  # whatever it says, it speaks
        return True

    def _resolver(self) -> "Resolver":
        import dns.resolver

        with self._lock:
            if self._made is None:
                self._made = _resolver(self._servers)
                self._made.cache = dns.resolver.LRUCache(_CACHED)
            return self._made

    def _is_slow(self, name: str) -> None:
        if len(self._slow) >= _MOST_SLOW:
            self._slow.clear()
        self._slow[name] = self._clock() + _SLOW_FOR


def _resolver(servers: tuple[str, ...]) -> "Resolver":
    """Return dnspython's resolver; raises NoAnswer where this machine names no server."""
    import dns.resolver

    if not servers:
        try:
            return dns.resolver.Resolver()
        except dns.resolver.NoResolverConfiguration as error:
            raise NoAnswer(f"this machine names no DNS server ({error})") from error
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [_server(one) for one in servers]
    return resolver


def _server(written: str) -> "Do53Nameserver":
    from dns.nameserver import Do53Nameserver

    address, port = server_of(written)
    return Do53Nameserver(address, port)


def server_of(written: str) -> tuple[str, int]:
    """Read `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53` or `[2001:db8::53]:5353`; raises BadInput for others."""
    host, port = written, ""
    if written.startswith("[") and "]" in written:
        host, _, port = written[1:].partition("]")
        port = port.removeprefix(":")
    elif written.count(":") == 1:
        host, _, port = written.partition(":")
    try:
        return str(ipaddress.ip_address(host)), int(port) if port else _PORT
    except ValueError as error:
        raise BadInput(f"{written!r} is no address of a DNS server; write one such as 192.0.2.53") from error


def _plain(record: object) -> str | bytes:
    """Return a record as the port has it: a TXT record's strings joined (RFC 7208 section 3.3)."""
    strings = getattr(record, "strings", None)
    return str(record) if strings is None else b"".join(strings)
