"""Who checks the desk's mail: a trusted server's results where it came by that server, else we, a few at a time.

A check waits for DNS, so it runs in a thread of its own; whoever asks is told at once what is known, and when to ask
again. Strangers never have all the threads, so that a customer waits for none of them. A check that a passing fault of
DNS has kept open is made again after pauses, and left open when its mail has waited long enough.
"""

import threading
import time
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
from intake.identify.conclude import domain_of
from intake.identify.trusted import believed, trusted
from intake.parse.decode.headers import split_head

log = structlog.get_logger()

_THREADS = 16
_FOR_STRANGERS = 12  # of them, at most
_SECONDS = 5.0  # for all that is asked about a mail
_AGAIN_AFTER = (2.0, 10.0, 30.0, 60.0)  # seconds, each time that DNS has kept a check open
_LONGEST = 120.0  # seconds after which a mail waits no more for what DNS would say
_SOONEST, _LATEST = 0.1, 2.0  # seconds until a mail under way is asked for again
_ASKED_A_SECOND = 50  # mails that wait for a thread: each time one is read again
_REMEMBERED = 1000
_FORGOTTEN_AFTER = 600.0  # seconds in which nobody asked for a mail: it was erased, or set aside

Network = IPv4Network | IPv6Network
_Key = tuple[int, int]  # a message, and how often it was asked about before


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
    """A mail's check: since when it is asked for and when last, how often it was made, when it is made again."""

    since: float
    asked_at: float
    known: bool
    future: "Future[Findings] | None" = None
    made: int = 0
    again_at: float = 0.0
    left: Findings | None = None  # what the last try found, with something open
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
        self._checks: dict[_Key, _Check] = {}
        self._at_work: dict[_Key, _Check] = {}  # whose last try was begun and not taken yet
        self._waiting: set[_Key] = set()  # for a thread
        self._looked_through_at = 2 * _REMEMBERED  # how many are kept before some are forgotten

    def check(self, claim: Claim) -> Findings | float:
        """Return what is found, or after how many seconds to ask again."""
        peer = claim.envelope.peer
        relayed = not peer or self._is_relay(peer)
        if relayed and self._trust.server:
            fields = split_head(claim.envelope.raw)[0].items
            words = ((name, value.decode("utf-8", "replace")) for name, value in fields)
            found = believed(words, self._trust.server)
            said = trusted(claim, found, same_organisation)
            # What our server wrote stays as it is: a passing fault in it is looked into by ourselves, the next time.
            stays_open = claim.anew and said.undecided
            if (found and not stays_open) or not self._trust.own:
                return said
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

    def _looked_at(self, mail: Mail) -> Findings | float:
        now, number = self._clock(), _key(mail.claim)
        if number not in self._checks:
            self._forget(now)
        one = self._checks.setdefault(number, _Check(since=now, asked_at=now, known=_goes_first(mail.claim)))
        one.asked_at = now
        self._waiting.discard(number)
        if one.future is not None and one.future.done():
            del self._at_work[number]
            self._take(one, one.future)
        if one.found is None and one.future is None:
            self._go_on(mail, one)
        return self._pause(number, one) if one.found is None else one.found

    def _go_on(self, mail: Mail, one: _Check) -> None:
        """Make a check that is due where a thread is free, or leave it open: strangers' also when none ever was."""
        now = self._clock()
        if now - one.since >= _LONGEST and (one.made or not one.known):
            one.found = one.left or Findings(source=Source.OWN, undecided=True)
        elif now >= one.again_at and self._is_free(one):
            if self._pool is None:
                self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="authenticity")
            asking = Asking(self._resolves, _SECONDS, self._clock)
            one.future = self._pool.submit(check, mail, asking)
            one.made += 1
            self._at_work[_key(mail.claim)] = one

    def _is_free(self, one: _Check) -> bool:
        """Tell whether a thread is free; none keeps a mail in memory that nobody looks at."""
        known = [other.known for other in self._at_work.values() if other.future is None or not other.future.done()]
        return len(known) < _THREADS and (one.known or known.count(False) < _FOR_STRANGERS)

    def _pause(self, number: _Key, one: _Check) -> float:
        """Return after how many seconds to ask again: the more wait for a thread, the later strangers do."""
        now = self._clock()
        if one.future is None and one.again_at > now:
            return one.again_at - now
        age = min(max((now - one.since) / 5, _SOONEST), _LATEST)
        if one.known or one.future is not None:
            return age
        self._waiting.add(number)
        return max(age, len(self._waiting) / _ASKED_A_SECOND)

    def _forget(self, now: float) -> None:
        """Forget results where there are too many, and what nobody asks for any more."""
        if len(self._checks) < self._looked_through_at:
            return
        done = [number for number, one in self._checks.items() if one.found is not None]
        left = [number for number, one in self._checks.items() if now - one.asked_at > _FORGOTTEN_AFTER]
        for number in {*done[: max(len(done) - _REMEMBERED, 0)], *left}:
            del self._checks[number]
            self._at_work.pop(number, None)
        self._waiting.intersection_update(self._checks)
        self._looked_through_at = len(self._checks) + _REMEMBERED

    def _take(self, one: _Check, future: "Future[Findings]") -> None:
        """Keep what a check has found, or when it is to be made again."""
        one.future = None
        error = future.exception()
        if error is not None:
            log.error("identity.check_failed", error=f"{type(error).__name__}: {error}")
            one.found = Findings(source=Source.OWN)
            return
        one.left = future.result()
        if not one.left.undecided or one.made > len(_AGAIN_AFTER):
            one.found = one.left
            return
        one.again_at = self._clock() + _AGAIN_AFTER[one.made - 1]


def _key(claim: Claim) -> _Key:
    return claim.number, claim.anew


def _goes_first(claim: Claim) -> bool:
    """Tell whether we have a sender on file, and only name servers of their own are asked about the mail.

    Whoever writes in a customer's name names others in From, whose servers may take as long as a stranger likes.
    """
    return claim.known and same_organisation(domain_of(claim.author), domain_of(claim.sender))
