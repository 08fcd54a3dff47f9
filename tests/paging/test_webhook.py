"""One POST against a real server: signed, followed nowhere, to no address of our own network, and never too long."""

import asyncio
import ipaddress
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from intake.bootstrap.clock import now
from intake.delivery import webhook
from intake.delivery.webhook import is_public, post, uncallable
from intake.domain.paging import Call, OnCall, Way
from intake.stages.calls.summons import Summons
from intake.stages.deliver import HandOver, Result
from tests.paging.hooks import SECRET, SILENCE, Hooks, hooks, status
from tests.paging.rota import by_hook, by_slack

AT = datetime(2026, 5, 12, 14, 0, tzinfo=UTC)
BODY = b'{"type": "case.page", "data": {"case": 1001, "customer": "M\xc3\xbcller"}}'


def summons(on_call: OnCall) -> Summons:
    call = Call(
        id=7, page_id=1, turn=1, name=on_call.name, way=on_call.way, made_at=AT, next_at=AT, webhook_id="page_0123"
    )
    return Summons(call=call, on_call=on_call, body=BODY)


def posted(on_call: OnCall) -> Result:
    return asyncio.run(post(summons(on_call), now))


def test_a_receiver_s_own_library_finds_the_signature_genuine(server: Hooks) -> None:
    assert posted(by_hook("Kim", server.url())) == Result(hand_over=HandOver.SENT, answer="HTTP 204")
    (request,) = server.posted
    assert request.line == "POST /hook?key=hidden HTTP/1.1"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["host"] == f"127.0.0.1:{server.port}"
    assert request.headers["webhook-id"] == "page_0123"
    assert request.body == BODY
    assert Webhook(SECRET).verify(request.body, request.headers)["data"]["customer"] == "Müller"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(request.body.replace(b"1001", b"1002"), request.headers)


def test_a_slack_hook_is_not_signed(server: Hooks) -> None:
    assert posted(by_slack("Kim", server.url())).hand_over is HandOver.SENT
    assert not [name for name in server.posted[0].headers if name.startswith("webhook-")]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(200, HandOver.SENT, id="ok"),
        pytest.param(202, HandOver.SENT, id="accepted"),
        pytest.param(400, HandOver.REFUSED, id="wrong"),
        pytest.param(404, HandOver.REFUSED, id="not there"),
        pytest.param(410, HandOver.REFUSED, id="gone"),
        pytest.param(429, HandOver.NOT_NOW, id="too often"),
        pytest.param(500, HandOver.NOT_NOW, id="broken"),
        pytest.param(503, HandOver.NOT_NOW, id="busy"),
    ],
)
def test_what_a_status_means(server: Hooks, number: int, expected: HandOver) -> None:
    server.answers.append(status(number, body=b"what it says is nobody's business"))
    assert posted(by_hook("Kim", server.url())) == Result(hand_over=expected, answer=f"HTTP {number}")


@pytest.mark.parametrize("number", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_nowhere(server: Hooks, number: int) -> None:
    server.answers.append(status(number, f"Location: {server.url(path='/elsewhere')}"))
    assert posted(by_hook("Kim", server.url())).hand_over is HandOver.REFUSED
    assert len(server.posted) == 1


def test_an_endless_answer_is_not_read(server: Hooks) -> None:
    server.answers.append(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    server.endless = True
    assert posted(by_hook("Kim", server.url())).answer == "HTTP 200"


def test_a_server_that_says_nothing_is_given_up(server: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "_PATIENCE", 0.3)
    server.answers.append(SILENCE)
    assert posted(by_hook("Kim", server.url())).hand_over is HandOver.UNKNOWN


def test_what_is_no_http_is_no_answer(server: Hooks) -> None:
    server.answers.append(b"220 ready\r\n")
    assert posted(by_hook("Kim", server.url())) == Result(
        hand_over=HandOver.UNKNOWN, answer="no answer: RemoteProtocolError"
    )


def test_where_nobody_listens(server: Hooks) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = probe.getsockname()[1]
    result = posted(by_hook("Kim", f"http://127.0.0.1:{closed}/hidden"))
    assert result == Result(hand_over=HandOver.NOT_NOW, answer="no connection: ConnectError")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("93.184.215.14", True, id="somebody's"),
        pytest.param("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True, id="somebody's, IPv6"),
        pytest.param("127.0.0.1", False, id="this machine"),
        pytest.param("::1", False, id="this machine, IPv6"),
        pytest.param("0.0.0.0", False, id="any"),  # noqa: S104 - an address to be refused
        pytest.param("::", False, id="any, IPv6"),
        pytest.param("10.1.2.3", False, id="private, ten"),
        pytest.param("172.16.0.1", False, id="private, a hundred and seventy-two"),
        pytest.param("192.168.1.1", False, id="private, a hundred and ninety-two"),
        pytest.param("169.254.169.254", False, id="a cloud's own facts"),
        pytest.param("fe80::1", False, id="link-local"),
        pytest.param("fec0::1", False, id="site-local"),
        pytest.param("fd00::1", False, id="unique local"),
        pytest.param("100.64.0.1", False, id="a provider's own"),
        pytest.param("224.0.0.1", False, id="many at once"),
        pytest.param("ff0e::1", False, id="many at once, IPv6"),
        pytest.param("240.0.0.1", False, id="reserved"),
        pytest.param("::ffff:127.0.0.1", False, id="this machine, written as IPv6"),
        pytest.param("::ffff:10.0.0.1", False, id="private, written as IPv6"),
        pytest.param("64:ff9b::7f00:1", False, id="this machine, translated"),
        pytest.param("64:ff9b::a00:1", False, id="private, translated"),
        pytest.param("2002:7f00:1::", False, id="this machine, by 6to4"),
    ],
)
def test_which_addresses_are_somebody_s_outside(address: str, expected: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is expected


def _leads_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let the host pager.example lead to these addresses, one after the other at each look-up; return the look-ups."""
    real, asked = socket.getaddrinfo, []

    def looked_up(host: str, port: int, *rest: Any, **more: Any) -> Any:
        if host != "pager.example":
            return real(host, port, *rest, **more)
        asked.append(host)
        return real(addresses[min(len(asked), len(addresses)) - 1], port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return asked


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_an_address_of_our_own_network_is_not_called_unless_it_is_allowed(
    server: Hooks, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    _leads_to(monkeypatch, address)
    on_call = by_hook("Kim", server.url(host="pager.example"), internal=False)
    said = "its host is an address of this network and internal is not set"
    assert posted(on_call) == Result(hand_over=HandOver.REFUSED, answer=said)
    assert asyncio.run(uncallable(on_call)) == said
    assert server.posted == []


def test_the_address_that_was_looked_at_is_the_one_that_is_called(
    server: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _leads_to(monkeypatch, "127.0.0.1", "127.0.0.2")
    assert posted(by_hook("Kim", server.url(host="pager.example"))).hand_over is HandOver.SENT
    assert asked == ["pager.example"], "looked up once: a second look could find another address"
    assert server.posted[0].headers["host"] == f"pager.example:{server.port}"


@pytest.mark.parametrize("variable", ["http_proxy", "HTTPS_PROXY", "ALL_PROXY"])
def test_no_proxy_is_used_which_would_look_the_host_up_anew(
    server: Hooks, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:9")
    assert posted(by_hook("Kim", server.url())).hand_over is HandOver.SENT


@pytest.mark.parametrize(
    ("target", "said"),
    [
        pytest.param("http://pager.example/x", "its web address has no TLS and allow_http is not set", id="no TLS"),
        pytest.param("ftp://pager.example/x", "its web address cannot be called", id="another protocol"),
        pytest.param("file:///etc/passwd", "its web address cannot be called", id="a file"),
        pytest.param("https://", "its web address cannot be called", id="no host"),
        pytest.param("https://pager.example:port/", "its web address cannot be read", id="no number"),
    ],
)
def test_a_target_that_is_refused_before_anything_is_looked_up(target: str, said: str) -> None:
    assert posted(by_hook("Kim", target, allow_http=False)) == Result(hand_over=HandOver.REFUSED, answer=said)


def test_a_host_that_is_not_known_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*rest: Any, **more: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "hidden.example is not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    result = posted(by_hook("Kim", "https://hidden.example/x"))
    assert result == Result(hand_over=HandOver.NOT_NOW, answer="its host name cannot be looked up")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("pager.example", HandOver.SENT, id="the host that was asked for"),
        pytest.param("other.example", HandOver.NOT_NOW, id="another host"),
        pytest.param("127.0.0.1", HandOver.NOT_NOW, id="the address alone"),
    ],
)
def test_a_certificate_is_held_against_the_host_s_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, expected: HandOver
) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    _leads_to(monkeypatch, "127.0.0.1")
    with hooks(context) as server:
        target = server.url("https", "pager.example")
        assert posted(by_hook("Kim", target, allow_http=False)).hand_over is expected


def test_nothing_that_is_shown_of_an_entry_names_its_target() -> None:
    on_call = OnCall(name="Kim", way=Way.WEBHOOK, target="https://hidden.example/key", secret=SECRET)
    assert "hidden" not in f"{on_call!r} {summons(on_call)!r}"
    assert SECRET not in repr(on_call)
