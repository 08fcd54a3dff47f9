"""Who checks the desk's mail: a trusted server's results where it came by that server, else we, a few at a time.

A check waits for DNS, so it runs in a thread of its own; whoever asks is told at once what is known, and asks again. A
check that a passing fault of DNS has kept open is made again after pauses, and then left open.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

import structlog

from intake.authenticity.lookup import Asking, Resolves
from intake.authenticity.organisation import same_organisation
from intake.authenticity.own_check import Mail, check
from intake.domain.identity import Claim, Findings, Source
from intake.identify.authenticates import NOTHING
from intake.identify.trusted import believed, trusted
from intake.parse.decode.headers import split_head

log = structlog.get_logger()

_THREADS = 16
_MOST_AT_ONCE = 64
_SECONDS = 5.0  # for all that is asked about a mail
_AGAIN_AFTER = (2.0, 10.0, 30.0, 60.0)  # seconds, each time that DNS has kept a check open
_REMEMBERED = 1000

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom to believe: the results of `server` ("" for nobody's), on mail that comes from one of `relays`.

    Mail of a relay was sent to us by somebody else, so SPF is not asked of it. `own` tells whether we check ourselves.
    """

    server: str
    relays: Sequence[Network]
    own: bool


@dataclass(slots=True)
class _Check:
    """A mail's check under way: how often it was made, when it is made again, and what came of it."""

    future: "Future[Findings] | None"
    made: int = 1
    again_at: float | None = None
    found: Findings | None = None


class Authenticator:
    """Checks senders as `Trust` says, over `resolves`."""

    def __init__(self, trust: Trust, resolves: Resolves, clock: Callable[[], float] = time.monotonic) -> None:
        """Start nothing yet: threads come with the first check."""
        self._trust = trust
        self._resolves = resolves
        self._clock = clock
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._checks: OrderedDict[int, _Check] = OrderedDict()

    def check(self, claim: Claim) -> Findings | None:
        """Return what is found, or None while that takes its time."""
        peer = claim.envelope.peer
        relayed = not peer or self._is_relay(peer)
        if relayed and self._trust.server:
            fields = split_head(claim.envelope.raw)[0].items
            words = ((name, value.decode("utf-8", "replace")) for name, value in fields)
            found = believed(words, self._trust.server)
            if found or not self._trust.own:
                return trusted(claim, found, same_organisation)
        if not self._trust.own:
            return NOTHING
        with self._lock:
            return self._looked_at(Mail(claim=claim, peer="" if relayed else peer))

    def close(self) -> None:
        """End; what waits for a thread is not begun."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _is_relay(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return any((mapped or address) in network for network in self._trust.relays)

    def _looked_at(self, mail: Mail) -> Findings | None:
        number = mail.claim.number
        known = self._checks.get(number)
        if known is None:
            self._begin(mail, made=1)
            return None
        if known.found is not None:
            return known.found
        if known.future is not None and known.future.done():
            self._take(known)
        if known.again_at is not None and self._clock() >= known.again_at:
            self._begin(mail, made=known.made + 1)
        return known.found

    def _begin(self, mail: Mail, *, made: int) -> None:
        """Start a check; with too many under way it is asked for again later."""
        waiting = sum(1 for one in self._checks.values() if one.future is not None and not one.future.done())
        if waiting >= _MOST_AT_ONCE:
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="authenticity")
        asking = Asking(self._resolves, _SECONDS, self._clock)
        self._checks[mail.claim.number] = _Check(self._pool.submit(check, mail, asking), made)
        self._forget()

    def _forget(self) -> None:
        """Forget the oldest results where there are too many; never a check without one: it would begin anew."""
        over = len(self._checks) - _REMEMBERED
        done = [number for number, one in self._checks.items() if one.found is not None] if over > 0 else []
        for number in done[: max(over, 0)]:
            del self._checks[number]

    def _take(self, known: _Check) -> None:
        """Keep what a check has found, or when it is to be made again."""
        future, known.future = known.future, None
        error = None if future is None else future.exception()
        if future is None or error is not None:
            log.error("identity.check_failed", error=f"{type(error).__name__}: {error}")
            known.found = Findings(source=Source.OWN)
            return
        found = future.result()
        if found.undecided and known.made <= len(_AGAIN_AFTER):
            known.again_at = self._clock() + _AGAIN_AFTER[known.made - 1]
            return
        known.found = found
