"""The real resolver, asked over a socket: what it says of what is there, of what is not, and of silence."""

import pytest

from intake.authenticity.lookup import Asking, NoAnswer
from intake.authenticity.resolver import DnsResolver, server_of
from intake.domain.errors import BadInput
from tests.authenticity.dns_server import BROKEN, dns_server
from tests.authenticity.dns_table import Table
from tests.authenticity.signing import key


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        pytest.param("acme.example", "TXT", (b"v=spf1 -all",), id="a text"),
        pytest.param("long.example", "TXT", (key()[1].encode(),), id="a text in pieces is one"),
        pytest.param("acme.example", "MX", ("10 mx.acme.example.",), id="a mail server"),
        pytest.param("mx.acme.example", "A", ("192.0.2.1",), id="an address"),
        pytest.param("mx.acme.example", "AAAA", (), id="a name without such records"),
        pytest.param("nobody.example", "TXT", (), id="no name"),
        pytest.param("no..name", "TXT", (), id="what can be no name"),
        pytest.param("a" * 64 + ".example", "TXT", (), id="a label too long"),
        pytest.param("\udcff.example", "TXT", (), id="bytes that are no text"),
    ],
)
def test_what_is_there(name: str, kind: str, found: tuple[str | bytes, ...]) -> None:
    table = Table().txt("acme.example", "v=spf1 -all").txt("long.example", key()[1])
    table.records_of |= {
        ("acme.example", "MX"): ("10 mx.acme.example.",),
        ("mx.acme.example", "A"): ("192.0.2.1",),
    }
    with dns_server(table) as server:
        assert DnsResolver([server.address]).records(name, kind, 2.0) == found


def test_an_answer_is_kept_and_no_answer_is_not_asked_for_again_at_once() -> None:
    table = Table().txt("acme.example", "v=spf1 -all").silence("silent.example")
    table.records_of["broken.example", "TXT"] = BROKEN
    moments = [0.0]
    with dns_server(table) as server:
        resolver = DnsResolver([server.address], clock=lambda: moments[0])
        for name in ("acme.example", "acme.example"):
            resolver.records(name, "TXT", 2.0)
        for name in ("silent.example", "broken.example", "silent.example", "broken.example"):
            with pytest.raises(NoAnswer):
                resolver.records(name, "TXT", 0.3)
        asked = dict(table.asked)
        moments[0] = 60.0
        with pytest.raises(NoAnswer):
            resolver.records("broken.example", "TXT", 0.3)
    assert (asked["acme.example", "TXT"], asked["broken.example", "TXT"]) == (1, 1)
    assert table.asked["broken.example", "TXT"] == 2


def test_a_mail_has_so_much_time() -> None:
    moments = [0.0]
    asking = Asking(Table().txt("a.example", "x"), 5.0, clock=lambda: moments[0])
    assert asking.texts("a.example") == (b"x",)
    moments[0] = 5.0
    with pytest.raises(NoAnswer, match="no time"):
        asking.texts("a.example")


@pytest.mark.parametrize(
    ("written", "server"),
    [
        pytest.param("192.0.2.53", ("192.0.2.53", 53), id="an address"),
        pytest.param("192.0.2.53:5353", ("192.0.2.53", 5353), id="with a port"),
        pytest.param("2001:db8::53", ("2001:db8::53", 53), id="of IPv6"),
        pytest.param("[2001:db8::53]:5353", ("2001:db8::53", 5353), id="of IPv6 with a port"),
    ],
)
def test_how_a_server_is_written(written: str, server: tuple[str, int]) -> None:
    assert server_of(written) == server


@pytest.mark.parametrize("written", ["", "dns.example", "192.0.2.53:x", "[::1", "192.0.2.300"])
def test_what_is_no_server(written: str) -> None:
    with pytest.raises(BadInput, match="no address of a DNS server"):
        server_of(written)
