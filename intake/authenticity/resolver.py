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
# There are servers that answer one of these never, and networks that let only one through.
_ANY_SERVER_KNOWS = ((".", "NS"), ("localhost.", "A"))
_PATIENCE = 1.0  # seconds for each answer to that


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
        self._answered: tuple[tuple[str, str], ...] = ()  # the question that was answered last, by a server itself

    def records(self, name: str, kind: str, seconds: float) -> tuple[str | bytes, ...]:
        """Return a name's records; raises NoAnswer, as the port has it.

        While no server answers at all, only what is known already is said.
        """
        kept = self._kept(name, kind)
        if kept is not None:
            return kept  # it shows nothing of the servers
        if self._slow.get(name, 0.0) > self._clock():
            raise NoAnswer(f"{name}: it did not answer a moment ago")
        if self._presence.is_away:
            raise NoAnswer(f"{name}: no DNS server answers")
        return self._asked(name, kind, seconds)

    def _asked(self, name: str, kind: str, seconds: float) -> tuple[str | bytes, ...]:
        import dns.exception
        import dns.resolver

        begun, resolver = self._clock(), self._resolver()
        try:
            answer = resolver.resolve(name, kind, lifetime=seconds, search=False, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            self._heard(name, kind)
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
        self._heard(name, kind)
        return tuple(_plain(record) for record in answer.rrset or ())

    def _heard(self, name: str, kind: str) -> None:
        self._answered = ((name, kind),)
        self._presence.heard()

    def _kept(self, name: str, kind: str) -> tuple[str | bytes, ...] | None:
        """Return what is known of a name already, None where a server has to be asked."""
        import dns.exception
        import dns.name
        import dns.rcode
        import dns.rdataclass
        import dns.rdatatype

        cache = self._resolver().cache
        if cache is None:
            return None
        try:
            of, wanted = dns.name.from_text(name), dns.rdatatype.from_text(kind)
        except (dns.exception.DNSException, UnicodeError, ValueError):
            return ()
        answer = cache.get((of, wanted, dns.rdataclass.IN))
        if answer is None:
            none = cache.get((of, dns.rdatatype.ANY, dns.rdataclass.IN))
            return () if none is not None and none.response.rcode() == dns.rcode.NXDOMAIN else None
        return tuple(_plain(record) for record in answer.rrset or ())

    def _answers(self) -> bool:
        """Tell whether a server answers a question that is answered from no cache of ours: one of several."""
        return any(self._is_answered(question) for question in (*self._answered, *_ANY_SERVER_KNOWS))

    def _is_answered(self, question: tuple[str, str]) -> bool:
        import dns.exception
        import dns.resolver

        try:
            _resolver(self._servers).resolve(*question, lifetime=_PATIENCE, search=False)
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
