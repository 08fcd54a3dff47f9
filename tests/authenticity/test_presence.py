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


@pytest.fixture
def few_answers() -> Table:
    """Give a table that has no answer to `. NS`, nor for slow names."""
    table = Table().txt("acme.example", "v=spf1 -all").txt("brindle.example", "v=spf1 -all")
    table.silence("", "NS")
    for number in range(6):
        table.silence(f"s{number}.example", "TXT")
    return table


def _asks_for(resolver: DnsResolver, now: list[float], *, good: str) -> list[bool]:
    """Ask for a slow name and then for a good one, again and again; return which good ones were answered."""
    answered = []
    for number in range(6):
        with pytest.raises(NoAnswer):
            resolver.records(f"s{number}.example", "TXT", 0.2)
        now[0] += 5
        try:
            resolver.records(good.format(number), "TXT", 2.0)
            answered.append(True)
        except NoAnswer:
            answered.append(False)
    return answered


@pytest.mark.parametrize("good", ["acme.example", "no{}.example"], ids=["records", "no such name"])
def test_a_server_that_answers_all_but_our_question_is_never_given_up(few_answers: Table, good: str) -> None:
    now = [100.0]
    with dns_server(few_answers) as server:
        assert _asks_for(DnsResolver([server.address], clock=lambda: now[0]), now, good=good) == [True] * 6


def test_a_server_that_answers_neither_of_our_questions_is_judged_by_what_it_answered_last(few_answers: Table) -> None:
    now = [100.0]
    few_answers.silence("localhost", "A")
    with dns_server(few_answers) as server:
        resolver = DnsResolver([server.address], clock=lambda: now[0])
        resolver.records("brindle.example", "TXT", 2.0)
        now[0] += 60
        assert _asks_for(resolver, now, good="no{}.example") == [True] * 6


def test_what_is_remembered_shows_nothing_of_the_servers(few_answers: Table) -> None:
    with dns_server(few_answers) as server:
        resolver = DnsResolver([server.address])
        for _ in range(2):
            resolver.records("acme.example", "TXT", 2.0)
            resolver.records("none.example", "TXT", 2.0)
    heard_at = resolver._presence._heard_at
    assert resolver.records("acme.example", "TXT", 2.0) == (b"v=spf1 -all",)
    assert resolver._presence._heard_at == heard_at


def test_an_answer_of_a_moment_ago_shows_that_they_are_there() -> None:
    servers = Servers()
    servers.presence.heard()
    servers.now += 2
    assert servers.presence.is_there(servers.now)
    servers.now += 2
    assert not servers.presence.is_there(servers.now)


def test_what_is_known_is_still_said_while_no_server_answers() -> None:
    with dns_server(Table().txt("acme.example", "v=spf1 -all")) as server:
        now = [100.0]
        resolver = DnsResolver([server.address], clock=lambda: now[0])
        resolver.records("acme.example", "TXT", 2.0)
        now[0] += 5
    assert not resolver._presence.is_there(now[0]), "its server is gone by now"
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
