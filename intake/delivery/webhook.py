"""One POST to a web address on call: to an address that was looked at first, signed, followed nowhere."""

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import httpx

from intake.domain.paging import OnCall, Way
from intake.stages.calls.summons import Summons
from intake.stages.deliver import HandOver, Result

_PATIENCE = 10.0  # seconds, for each step and for the whole
_PATIENCE_TO_CONNECT = 4.0
_MOST_ADDRESSES = 3
_PORTS = {"http": 80, "https": 443}
_COME_AGAIN = frozenset({408, 425, 429})
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_ANSWERED = "HTTP"
_NOWHERE = Result(hand_over=HandOver.NOT_NOW, answer="its host name leads nowhere")

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """A target that must not be called, in words that never name it."""


async def post(summons: Summons, now: Callable[[], datetime]) -> Result:
    """Hand a call over and say how it ended; no answer ever names the target, its address or its secret.

    2xx is sent; 408, 425, 429, 5xx and a connection that was never made are tried again; what broke off later is
    unknown; anything else, a redirect and an address of this network included, is refused.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            url = _url(summons.on_call)
            addresses = await _resolved(url, internal=summons.on_call.internal)
    except Refused as refused:
        return Result(hand_over=HandOver.REFUSED, answer=str(refused))
    except (OSError, UnicodeError, TimeoutError):
        return Result(hand_over=HandOver.NOT_NOW, answer="its host name cannot be looked up")
    result = _NOWHERE
    for address in addresses:
        result = await _handed_over(summons, url, address, now())
        if result.hand_over is not HandOver.NOT_NOW or result.answer.startswith(_ANSWERED):
            break  # only a connection that was never made leaves the next address to be tried
    return result


async def uncallable(on_call: OnCall) -> str | None:
    """Return why a web address cannot be called, without calling it and without naming it; None when it can."""
    try:
        async with asyncio.timeout(_PATIENCE):
            await _resolved(_url(on_call), internal=on_call.internal)
    except Refused as refused:
        return str(refused)
    except (OSError, UnicodeError, TimeoutError):
        return "its host name cannot be looked up"
    return None


async def _handed_over(summons: Summons, url: httpx.URL, address: IpAddress, at: datetime) -> Result:
    try:
        async with asyncio.timeout(_PATIENCE), _client() as client:
            request = _request(client, summons, url, address, at)
            # The answer's body is never read: the status says all, and a stranger's words belong in no trail.
            response = await client.send(request, stream=True, follow_redirects=False)
            status = response.status_code
            await response.aclose()
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        return Result(hand_over=HandOver.NOT_NOW, answer=f"no connection: {type(error).__name__}")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError) as error:
        return Result(hand_over=HandOver.UNKNOWN, answer=f"no answer: {type(error).__name__}")
    return Result(hand_over=_ending(status), answer=f"{_ANSWERED} {status}")


def _client() -> httpx.AsyncClient:
    """Return a client that goes through no proxy, which would look the host up anew, and believes the usual CAs."""
    timeout = httpx.Timeout(_PATIENCE, connect=_PATIENCE_TO_CONNECT)
    return httpx.AsyncClient(timeout=timeout, trust_env=False, verify=httpx.create_ssl_context())


def _ending(status: int) -> HandOver:
    if 200 <= status < 300:
        return HandOver.SENT
    return HandOver.NOT_NOW if status >= 500 or status in _COME_AGAIN else HandOver.REFUSED


def _url(on_call: OnCall) -> httpx.URL:
    try:
        url = httpx.URL(on_call.target)
    except httpx.InvalidURL as error:
        raise Refused("its web address cannot be read") from error
    if url.scheme not in _PORTS or not url.host:
        raise Refused("its web address cannot be called")
    if url.scheme == "http" and not on_call.allow_http:
        raise Refused("its web address has no TLS and allow_http is not set")
    return url


async def _resolved(url: httpx.URL, *, internal: bool) -> list[IpAddress]:
    """Return the addresses to connect to; raises Refused when a host has only such as must not be called."""
    loop = asyncio.get_running_loop()
    port = url.port or _PORTS[url.scheme]
    found = await loop.getaddrinfo(url.raw_host.decode("ascii"), port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    allowed = [address for address in addresses if internal or is_public(address)]
    if addresses and not allowed:
        raise Refused("its host is an address of this network and internal is not set")
    return allowed[:_MOST_ADDRESSES]


def is_public(address: IpAddress) -> bool:
    """Tell whether an address belongs to somebody outside: global, unicast, and no other way to write one inside."""
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False  # given up by RFC 3879, and inside wherever it is still in use
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def _inner(address: IpAddress) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address leads to, None where it leads to none."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (None if teredo is None else teredo[1])


def _request(
    client: httpx.AsyncClient, summons: Summons, url: httpx.URL, address: IpAddress, at: datetime
) -> httpx.Request:
    """Return the request to the address that was looked at, in the name of the host that was asked for."""
    host = url.netloc.decode("ascii").rpartition("@")[2]
    headers = {
        "Host": host,
        "Content-Type": "application/json",
        "User-Agent": "severity-intake",
        **_signed(summons, at),
    }
    pinned = url.copy_with(host=str(address))
    extensions = {"sni_hostname": url.raw_host.decode("ascii")}
    return client.build_request("POST", pinned, content=summons.body, headers=headers, extensions=extensions)


def _signed(summons: Summons, at: datetime) -> Mapping[str, str]:
    """Return the headers of the Standard Webhooks specification; the id is the same for a repeat, the time is not."""
    if summons.on_call.way is not Way.WEBHOOK:
        return {}
    from standardwebhooks.webhooks import Webhook

    moment = at.astimezone(UTC).replace(microsecond=0)
    number = summons.call.webhook_id
    signature = Webhook(summons.on_call.secret).sign(number, moment, summons.body.decode())
    return {
        "webhook-id": number,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signature,
    }
