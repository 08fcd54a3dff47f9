"""Who is asked about a mail: the trusted server, ourselves, or nobody; and how nobody waits for DNS."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from ipaddress import ip_network

import pytest

from intake.authenticity.authenticator import Authenticator, Trust
from intake.authenticity.lookup import NoAnswer, Resolves
from intake.domain.identity import Claim, Findings, Source
from intake.domain.message import Envelope
from tests.authenticity.dns_table import Table
from tests.authenticity.signing import RECEIVED, key, letter, signed

ANN, RELAY, INTERNET = "ann@acme.example", "192.0.2.25", "198.51.100.9"
OURS = "mx.desk.example"
RESULTS = f"Authentication-Results: {OURS}; dmarc=pass header.from=acme.example\r\n".encode()


def claim(raw: bytes, peer: str, number: int = 1, *, known: bool = False) -> Claim:
    envelope = Envelope(raw=raw, received_at=RECEIVED, mail_from=ANN, rcpt_to=("support@desk.example",), peer=peer)
    return Claim(number=number, envelope=envelope, sender=ANN, author=ANN, known=known)


def trust(server: str = OURS, *, own: bool = True) -> Trust:
    return Trust(server=server, relays=(ip_network("192.0.2.0/24"),), own=own)


def dns() -> Table:
    return Table().txt("acme.example", f"v=spf1 ip4:{INTERNET} -all").txt("sel._domainkey.acme.example", key()[1])


def settled(asked: Authenticator, of: Claim, tries: int = 2000) -> Findings:
    """Ask until there is an answer, as the worker does."""
    pause = threading.Event()
    for _ in range(tries):
        found = asked.check(of)
        if isinstance(found, Findings):
            return found
        pause.wait(0.005)
    raise AssertionError("no answer")


@pytest.mark.parametrize(
    ("raw", "peer", "own", "source", "proof"),
    [
        pytest.param(RESULTS + letter(), RELAY, True, Source.TRUSTED, "DMARC acme.example", id="results, by a relay"),
        pytest.param(RESULTS + letter(), "", True, Source.TRUSTED, "DMARC acme.example", id="results, in a mailbox"),
        pytest.param(RESULTS + letter(), f"::ffff:{RELAY}", True, Source.TRUSTED, "DMARC acme.example", id="IPv6 form"),
        pytest.param(RESULTS + letter(), INTERNET, True, Source.OWN, "SPF acme.example", id="results, by a stranger"),
        pytest.param(letter(), INTERNET, True, Source.OWN, "SPF acme.example", id="straight from the Internet"),
        pytest.param(signed(letter()), RELAY, True, Source.OWN, "DKIM acme.example", id="a relay without results"),
        pytest.param(letter(), RELAY, True, Source.OWN, "", id="a relay's SPF is not asked for"),
        pytest.param(letter(), RELAY, False, Source.TRUSTED, "", id="a relay without results, no check of our own"),
        pytest.param(RESULTS + letter(), INTERNET, False, Source.NOBODY, "", id="a stranger, no check of our own"),
    ],
)
def test_who_is_asked(raw: bytes, peer: str, own: bool, source: Source, proof: str) -> None:
    asked = Authenticator(trust(own=own), dns())
    found = settled(asked, claim(raw, peer))
    asked.close()
    assert (found.source, found.proof, found.against) == (source, proof, "")


@dataclass
class Held:
    """DNS that answers when it is let."""

    table: Resolves
    let: threading.Event = field(default_factory=threading.Event)
    waiting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def records(self, name: str, kind: str, seconds: float) -> tuple[str | bytes, ...]:
        if name.endswith("slow.example"):
            self.waiting.release()
            self.let.wait(10)
        return self.table.records(name, kind, seconds)


def slow(number: int, *, known: bool = False) -> Claim:
    envelope = Envelope(raw=letter(), received_at=RECEIVED, mail_from="x@slow.example", rcpt_to=(), peer=INTERNET)
    return Claim(number=number, envelope=envelope, sender="x@slow.example", author="x@slow.example", known=known)


@pytest.fixture
def held() -> Iterator[Held]:
    """Give DNS that answers nothing of slow.example before the end."""
    found = Held(dns())
    yield found
    found.let.set()


def test_a_slow_domain_holds_up_no_other(held: Held) -> None:
    asked = Authenticator(trust(""), held)
    for number in range(10):
        assert asked.check(slow(number)) == 0.1
    for _ in range(10):
        assert held.waiting.acquire(timeout=10)
    assert settled(asked, claim(letter(), INTERNET, number=99)).proof == "SPF acme.example"
    assert isinstance(asked.check(slow(0)), float)
    held.let.set()
    assert settled(asked, slow(0)).source is Source.OWN
    asked.close()


def begun(asked: Authenticator) -> int:
    return sum(one.made for one in asked._checks.values())


def test_a_flood_of_strangers_delays_no_customer(held: Held) -> None:
    asked = Authenticator(trust(""), held)
    for number in range(600):
        asked.check(slow(number))
    assert begun(asked) == 12, "the others wait, and keep no mail in memory"
    assert settled(asked, claim(letter(), INTERNET, number=999, known=True)).proof == "SPF acme.example"
    held.let.set()
    for number in range(600):
        settled(asked, slow(number))
    asked.close()


def test_customers_wait_for_each_other_only_when_every_thread_is_theirs(held: Held) -> None:
    asked = Authenticator(trust(""), held)
    for number in range(30):
        asked.check(slow(number, known=True))
    assert begun(asked) == 16
    held.let.set()
    for number in range(30):
        settled(asked, slow(number, known=True))
    asked.close()


def test_a_customer_s_name_over_somebody_else_s_from_goes_before_nobody(held: Held) -> None:
    asked = Authenticator(trust(""), held)
    for number in range(30):
        asked.check(replace(slow(number, known=True), sender=ANN))
    assert begun(asked) == 12, "servers that the writer chose are asked about them"
    assert settled(asked, claim(letter(), INTERNET, number=999, known=True)).proof == "SPF acme.example"
    held.let.set()
    for number in range(30):
        settled(asked, replace(slow(number, known=True), sender=ANN))
    asked.close()


def test_the_more_strangers_wait_the_less_often_each_is_read_again(held: Held) -> None:
    asked = Authenticator(trust(""), held)
    pauses = [asked.check(slow(number)) for number in range(600)]
    assert pauses[:50] == [0.1] * 12 + [0.1] * 5 + [pytest.approx((n + 1) / 50) for n in range(5, 38)]
    assert pauses[-1] == pytest.approx(588 / 50)
    assert asked.check(slow(1000, known=True)) == 0.1
    asked.close()


@pytest.mark.parametrize(
    ("known", "left_open"),
    [pytest.param(False, True, id="a stranger's is left open"), pytest.param(True, False, id="a customer's is not")],
)
def test_a_mail_that_never_had_a_thread(held: Held, known: bool, left_open: bool) -> None:
    moments = [0.0]
    asked = Authenticator(trust(""), held, clock=lambda: moments[0])
    for number in range(16):
        asked.check(slow(number, known=True))
    assert asked.check(slow(99, known=known)) == 0.1
    moments[0] = 121.0
    found = asked.check(slow(99, known=known))
    assert (isinstance(found, Findings) and found.undecided) is left_open
    asked.close()


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    moments, table = [0.0], dns().silence("acme.example")
    asked = Authenticator(trust(""), table, clock=lambda: moments[0])
    for number in range(2000):
        asked.check(claim(letter(), INTERNET, number))
    moments[0] = 601.0
    asked.check(claim(letter(), INTERNET, 5000))
    assert list(asked._checks) == [(5000, 0)]
    asked.close()


def test_a_check_is_made_again_after_pauses_and_then_left_open() -> None:
    moments, table = [0.0], dns().silence("acme.example")
    asked = Authenticator(trust(""), table, clock=lambda: moments[0])
    for after in (0.0, 2.0, 10.0, 30.0, 60.0):
        moments[0] += after
        _made(asked, table, lambda: table.asked["acme.example", "TXT"])
    found = settled(asked, claim(letter(), INTERNET))
    assert (found.undecided, found.proof, found.against) == (True, "", "")
    asked.close()


def test_what_dns_says_at_the_second_time_counts() -> None:
    moments, table = [0.0], dns().silence("acme.example")
    asked = Authenticator(trust(""), table, clock=lambda: moments[0])
    _made(asked, table, lambda: table.asked["acme.example", "TXT"])
    table.txt("acme.example", f"v=spf1 ip4:{INTERNET} -all")
    moments[0] = 2.0
    assert settled(asked, claim(letter(), INTERNET)).proof == "SPF acme.example"
    asked.close()


def _made(asked: Authenticator, table: Table, times: Callable[[], int]) -> None:
    """Have a check made once more, and see that it leaves the matter open."""
    before, pause = times(), threading.Event()
    for _ in range(2000):
        assert isinstance(asked.check(claim(letter(), INTERNET)), float) or times() > before
        if times() > before:
            break
        pause.wait(0.005)
    known = asked._checks[1, 0]
    if known.future is not None:
        known.future.exception(10)
    asked.check(claim(letter(), INTERNET))


def test_a_fault_of_ours_proves_nothing_and_stops_nothing() -> None:
    class Broken:
        def records(self, name: str, kind: str, seconds: float) -> tuple[str | bytes, ...]:
            raise ZeroDivisionError

    asked = Authenticator(trust(""), Broken())
    found = settled(asked, claim(letter(), INTERNET))
    asked.close()
    assert (found.source, found.proof, found.against) == (Source.OWN, "", "")


class _Flaky:
    """DNS that is away until it is told to be back."""

    def __init__(self) -> None:
        self.back = False

    def records(self, name: str, kind: str, seconds: float) -> tuple[str | bytes, ...]:
        if not self.back:
            raise NoAnswer(f"{name}: away")
        return dns().records(name, kind, seconds)


def _left_open(asked: Authenticator, of: Claim, moments: list[float]) -> Findings:
    """Let the time go by until a mail waits no more for DNS, and return what it was left at."""
    pause = threading.Event()
    while not isinstance(found := asked.check(of), Findings):
        moments[0] += 10
        pause.wait(0.005)
    assert found.undecided
    return found


def test_what_was_left_open_is_asked_anew_when_it_is_asked_for_anew() -> None:
    moments, flaky = [0.0], _Flaky()
    asked = Authenticator(trust(), flaky, lambda: moments[0])
    first = claim(letter(), INTERNET)
    _left_open(asked, first, moments)
    flaky.back = True
    assert settled(asked, first).undecided, "it is remembered"
    assert settled(asked, replace(first, anew=1)).proof == "SPF acme.example"
    asked.close()


@pytest.mark.parametrize(("own", "proof"), [(True, "DKIM acme.example"), (False, "")], ids=["we check", "we do not"])
def test_a_trusted_server_s_passing_fault_is_looked_into_by_ourselves(own: bool, proof: str) -> None:
    fault = f"Authentication-Results: {OURS}; dkim=temperror header.d=acme.example\r\n".encode()
    asked = Authenticator(trust(own=own), dns())
    first = claim(fault + signed(letter()), RELAY)
    assert settled(asked, first).undecided
    assert settled(asked, replace(first, anew=1)).proof == proof
    asked.close()
