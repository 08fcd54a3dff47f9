"""Name servers that answer nothing are noticed once for everybody; a name that does not answer shows nothing."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from intake.authenticity.lookup import NoAnswer
from intake.authenticity.presence import Presence
from intake.authenticity.resolver import DnsResolver
from tests.authenticity.dns_server import Server, dns_server
from tests.authenticity.dns_table import Table


@dataclass
class Servers:
    """Name servers that are there or away, and how often they were asked whether they are."""

    there: bool = False
    asked: int = 0
    now: float = 100.0
    presence: Presence = field(init=False)

    def __post_init__(self) -> None:
        self.presence = Presence(self.answers, lambda: self.now)

    def answers(self) -> bool:
        self.asked += 1
        return self.there


def test_away_is_found_out_once_and_asked_again_after_a_while() -> None:
    servers = Servers()
    assert not servers.presence.is_away
    assert [servers.presence.is_there(servers.now) for _ in range(5)] == [False] * 5
    assert [servers.presence.is_away for _ in range(5)] == [True] * 5
    assert servers.asked == 1
    servers.now += 10
    assert [servers.presence.is_away for _ in range(5)] == [False] + [True] * 4, "the first one asks for itself too"
    assert servers.asked == 2
    servers.there = True
    servers.now += 10
    assert [servers.presence.is_away for _ in range(5)] == [False] * 5
    assert servers.asked == 3


def test_a_name_that_does_not_answer_takes_nobody_s_answers() -> None:
    servers = Servers(there=True)
    for _ in range(5):
        assert servers.presence.is_there(servers.now)
        assert not servers.presence.is_away
        servers.now += 1


def test_who_was_heard_meanwhile_is_there() -> None:
    servers = Servers()
    since = servers.now
    servers.now += 1
    servers.presence.heard()
    assert servers.presence.is_there(since)
    assert servers.asked == 0


def test_while_one_finds_out_the_others_do_not_wait() -> None:
    asking, may_end = threading.Event(), threading.Event()

    def answers() -> bool:
        asking.set()
        return may_end.wait(10)

    presence = Presence(answers, lambda: 100.0)
    one = threading.Thread(target=presence.is_there, args=(100.0,))
    one.start()
    assert asking.wait(10)
    assert not presence.is_there(100.0)
    may_end.set()
    one.join()
    assert not presence.is_away


@pytest.fixture
def mute() -> Iterator[str]:
    """Give the address of a name server that hears everything and says nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{link.getsockname()[1]}"


def test_a_thousand_names_cost_a_mute_server_s_time_once(mute: str) -> None:
    resolver = DnsResolver([mute])
    with pytest.raises(NoAnswer):
        resolver.records("acme.example", "TXT", 0.2)
    begun = time.monotonic()
    for number in range(1000):
        with pytest.raises(NoAnswer, match="no DNS server answers"):
            resolver.records(f"a{number}.example", "TXT", 2.0)
    assert time.monotonic() - begun < 2.0


def test_a_name_is_asked_for_as_soon_as_the_server_is_back(mute: str) -> None:
    now = [100.0]
    resolver = DnsResolver([mute], clock=lambda: now[0])
    with pytest.raises(NoAnswer):
        resolver.records("acme.example", "TXT", 0.2)
    with dns_server(Table().txt("acme.example", "v=spf1 -all")) as server:
        resolver._servers, resolver._made = (server.address,), None
        now[0] += 10
        assert resolver.records("acme.example", "TXT", 2.0) == (b"v=spf1 -all",)


def test_a_server_that_answers_all_but_our_question_is_not_given_up_for_good() -> None:
    now, table = [100.0], Table().txt("acme.example", "v=spf1 -all")
    for name, kind in (("", "NS"), ("slow.example", "TXT")):
        table.silence(name, kind)
    with dns_server(table) as server:
        resolver = DnsResolver([server.address], clock=lambda: now[0])
        for name in ("slow.example", "acme.example"):
            with pytest.raises(NoAnswer):
                resolver.records(name, "TXT", 0.2)
        now[0] += 10
        for _ in range(2):
            assert resolver.records("acme.example", "TXT", 2.0) == (b"v=spf1 -all",)


def test_what_is_known_is_still_said_while_no_server_answers() -> None:
    with dns_server(Table().txt("acme.example", "v=spf1 -all")) as server:
        resolver = DnsResolver([server.address])
        resolver.records("acme.example", "TXT", 2.0)
    assert not resolver._presence.is_there(time.monotonic()), "its server is gone by now"
    assert resolver.records("acme.example", "TXT", 2.0) == (b"v=spf1 -all",)
    with pytest.raises(NoAnswer):
        resolver.records("acme.example", "MX", 2.0)
    assert resolver.records("no..name", "TXT", 2.0) == ()


def test_names_of_others_that_do_not_answer_stop_nobody() -> None:
    table = Table().txt("acme.example", "v=spf1 -all")
    for number in range(5):
        table.silence(f"s{number}.example")

    def asks(server: Server) -> None:
        resolver = DnsResolver([server.address])
        for number in range(5):
            with pytest.raises(NoAnswer):
                resolver.records(f"s{number}.example", "TXT", 0.1)
        assert resolver.records("acme.example", "TXT", 2.0) == (b"v=spf1 -all",)

    with dns_server(table) as server:
        asks(server)
