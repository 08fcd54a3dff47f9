"""Whose requests count together: an address, of IPv6 the network that one household or office has."""

import ipaddress

from starlette.requests import Request

_OF_ONE = 64  # bits: whoever has one address of such a network has all of them


def address_of(request: Request) -> str:
    """Return what requests are counted by; "" where nobody knows where one came from."""
    return network_of(request.client.host if request.client else "")


def far_away(request: Request) -> str:
    """Return the same, "" for this machine's own address: a proxy here that names nobody stands for everybody."""
    found = address_of(request)
    try:
        return "" if ipaddress.ip_address(found).is_loopback else found
    except ValueError:  # a network, or nobody knows
        return found


def network_of(host: str) -> str:
    """Return an IPv4 address as it is and an IPv6 one as its network; what is no address as it is."""
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _OF_ONE), strict=False))
